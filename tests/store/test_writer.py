"""One writer: who waits shares a commit, who fails fails alone."""

from __future__ import annotations

import asyncio
import sqlite3
import threading

import pytest

from bbs.store import Store, StoreError, Transaction
from bbs.store.writer import MOST_AT_ONCE


async def _words(store: Store) -> list[str]:
    return [row["word"] for row in await store.fetch_all("SELECT word FROM words ORDER BY word")]


@pytest.fixture
async def shelf(store: Store) -> Store:
    async def job(tx: Transaction) -> None:
        await tx.execute("CREATE TABLE words (word TEXT PRIMARY KEY)")

    await store.write(job)
    return store


async def _put(store: Store, word: str) -> str:
    async def job(tx: Transaction) -> str:
        await tx.execute("INSERT INTO words (word) VALUES (:word)", {"word": word})
        return word

    return await store.write(job)


async def test_a_job_returns_its_result_and_is_seen_by_readers(shelf: Store) -> None:
    assert await _put(shelf, "heron") == "heron"
    assert await _words(shelf) == ["heron"]


async def test_all_who_wait_share_one_commit(shelf: Store) -> None:
    before = shelf.commits
    await asyncio.gather(*(_put(shelf, f"word {number:03}") for number in range(100)))
    assert len(await _words(shelf)) == 100
    assert shelf.commits - before <= 2


async def test_more_than_fit_in_one_commit_are_still_all_written(shelf: Store) -> None:
    await asyncio.gather(*(_put(shelf, f"{number}") for number in range(2 * MOST_AT_ONCE + 1)))
    assert len(await _words(shelf)) == 2 * MOST_AT_ONCE + 1


async def test_a_failing_job_takes_nobody_down_and_leaves_nothing(shelf: Store) -> None:
    async def breaks(tx: Transaction) -> None:
        await tx.execute("INSERT INTO words (word) VALUES ('half')")
        raise RuntimeError("no")

    answers = await asyncio.gather(
        _put(shelf, "before"), shelf.write(breaks), _put(shelf, "after"), return_exceptions=True
    )
    assert answers[0] == "before"
    assert isinstance(answers[1], RuntimeError)
    assert answers[2] == "after"
    assert await _words(shelf) == ["after", "before"]


async def test_a_job_that_fails_halfway_is_undone_also_where_the_database_had_answered(shelf: Store) -> None:
    async def breaks(tx: Transaction) -> None:
        await tx.execute("INSERT INTO words (word) VALUES ('half')")
        assert await tx.fetch_one("SELECT word FROM words") is not None
        raise RuntimeError("no")

    with pytest.raises(RuntimeError):
        await shelf.write(breaks)
    assert await _words(shelf) == []


async def test_a_job_sees_what_it_has_done_itself(shelf: Store) -> None:
    async def job(tx: Transaction) -> list[str]:
        await tx.executemany("INSERT INTO words (word) VALUES (:word)", [{"word": "a"}, {"word": "b"}])
        return [row["word"] for row in await tx.fetch_all("SELECT word FROM words ORDER BY word")]

    assert await shelf.write(job) == ["a", "b"]


async def test_a_broken_rule_of_the_database_reaches_its_caller_as_it_is(shelf: Store) -> None:
    await _put(shelf, "twice")
    with pytest.raises(sqlite3.IntegrityError):
        await _put(shelf, "twice")
    assert await _put(shelf, "next") == "next"


async def test_a_caller_who_leaves_disturbs_nobody(shelf: Store) -> None:
    leaving = asyncio.create_task(_put(shelf, "left"))
    await asyncio.sleep(0)
    leaving.cancel()
    assert await _put(shelf, "stays") == "stays"
    assert "stays" in await _words(shelf)


async def test_a_full_disk_is_a_clear_error_and_the_store_goes_on(shelf: Store) -> None:
    pages = (await shelf.fetch_all("PRAGMA page_count"))[0][0]

    async def limit(tx: Transaction, most: int = pages + 4) -> None:
        await tx.execute(f"PRAGMA max_page_count = {most}")

    async def fill(tx: Transaction) -> None:
        await tx.executemany(
            "INSERT INTO words (word) VALUES (:word)", [{"word": f"{n} {'x' * 4000}"} for n in range(64)]
        )

    await shelf.write(limit)
    answers = await asyncio.gather(_put(shelf, "small"), shelf.write(fill), return_exceptions=True)
    assert isinstance(answers[1], StoreError)
    assert "full" in str(answers[1])
    kept = await _words(shelf)
    assert kept == (["small"] if answers[0] == "small" else [])
    await shelf.write(lambda tx: limit(tx, 100_000))
    assert await _put(shelf, "again") == "again"
    assert await _words(shelf) == sorted([*kept, "again"])


async def test_when_the_database_gives_up_a_transaction_every_caller_hears_it(shelf: Store) -> None:
    async def gives_up(tx: Transaction) -> None:
        await tx.fetch_all("ROLLBACK")  # what SQLite does by itself after some input/output errors
        raise sqlite3.OperationalError("disk I/O error")

    answers = await asyncio.gather(
        _put(shelf, "first"), shelf.write(gives_up), _put(shelf, "last"), return_exceptions=True
    )
    assert [type(answer) for answer in answers] == [StoreError] * 3
    assert "disk I/O error" in str(answers[0])
    assert await _words(shelf) == []
    assert await _put(shelf, "later") == "later"


async def test_readers_see_what_is_committed_while_a_write_is_under_way(shelf: Store) -> None:
    await _put(shelf, "old")
    inside, go_on = threading.Event(), threading.Event()

    async def slow(tx: Transaction) -> None:
        await tx.execute("INSERT INTO words (word) VALUES ('unfinished')")
        inside.set()
        go_on.wait()

    writing = asyncio.create_task(shelf.write(slow))
    await asyncio.to_thread(inside.wait)
    assert await _words(shelf) == ["old"]
    go_on.set()
    await writing
    assert await _words(shelf) == ["old", "unfinished"]


async def test_a_job_that_writes_through_the_store_is_told_so_instead_of_waiting_for_itself(
    shelf: Store,
) -> None:
    async def nested(tx: Transaction) -> None:
        await _put(shelf, "nested")

    with pytest.raises(RuntimeError, match="own transaction"):
        await shelf.write(nested)


async def test_a_job_that_waits_for_anything_else_is_told_so_and_holds_up_nobody(shelf: Store) -> None:
    async def dawdles(tx: Transaction) -> None:
        await tx.execute("INSERT INTO words (word) VALUES ('half')")
        await asyncio.sleep(0)

    with pytest.raises(RuntimeError, match="awaits nothing but its transaction"):
        await shelf.write(dawdles)
    assert await _put(shelf, "next") == "next"
    assert await _words(shelf) == ["next"]


async def test_what_is_done_between_transactions_sees_what_was_asked_before_it_and_nothing_of_what_comes_after(
    shelf: Store,
) -> None:
    def look(connection: sqlite3.Connection) -> tuple[bool, list[str]]:
        words = connection.execute("SELECT word FROM words ORDER BY word").fetchall()
        return connection.in_transaction, [row["word"] for row in words]

    writer = shelf._writer
    before, seen, after = await asyncio.gather(_put(shelf, "a"), writer.between(look), _put(shelf, "b"))
    assert (before, seen, after) == ("a", (False, ["a"]), "b")


async def test_what_fails_between_transactions_fails_alone(shelf: Store) -> None:
    failing = shelf._writer.between(lambda connection: connection.execute("SELECT nonsense FROM nowhere"))
    answers = await asyncio.gather(_put(shelf, "a"), failing, _put(shelf, "b"), return_exceptions=True)
    assert isinstance(answers[1], StoreError)
    assert await _words(shelf) == ["a", "b"]


async def test_readers_cannot_write(shelf: Store) -> None:
    with pytest.raises(StoreError, match="readonly"):
        await shelf.fetch_all("INSERT INTO words (word) VALUES ('sneaked')")
