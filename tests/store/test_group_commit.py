"""Many who write at once: one transaction for those who wait, and each one's luck their own."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bbs.store import Store, StoreError, Transaction

FATES = ("kept", "raises", "breaks", "fails late", "leaves")


async def _shelf(folder: Path) -> Store:
    store = await Store.open(folder)

    async def job(tx: Transaction) -> None:
        await tx.execute("CREATE TABLE words (word TEXT PRIMARY KEY, other TEXT UNIQUE)")

    await store.write(job)
    return store


@pytest.fixture
async def shelf(store: Store) -> Store:
    async def job(tx: Transaction) -> None:
        await tx.execute("CREATE TABLE words (word TEXT PRIMARY KEY, other TEXT UNIQUE)")

    await store.write(job)
    return store


async def _words(store: Store) -> set[str]:
    return {row["word"] for row in await store.fetch_all("SELECT word FROM words")}


async def _put(store: Store, word: str, fate: str = "kept") -> str:
    """Write a word and a second one, and then come to an end of this kind."""

    async def job(tx: Transaction) -> str:
        await tx.execute("INSERT INTO words VALUES (:word, NULL)", {"word": word})
        if fate == "fails late":  # the database finds out when the job is over
            await tx.execute("INSERT INTO words VALUES (:word, NULL)", {"word": word})
        if fate == "breaks":
            await tx.fetch_one("SELECT nonsense FROM nowhere")
        if fate == "raises":
            await tx.fetch_all("SELECT * FROM words")
            raise LookupError(word)
        await tx.execute("INSERT INTO words VALUES (:word, NULL)", {"word": f"{word}, too"})
        return word

    return await store.write(job)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fates=st.lists(st.sampled_from(FATES), min_size=1, max_size=30))
def test_whoever_fails_fails_alone_and_whoever_is_told_yes_is_kept_whole(
    fates: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    async def play() -> None:
        store = await _shelf(tmp_path_factory.mktemp("shelf"))
        try:
            tasks = [asyncio.create_task(_put(store, f"{n}", fate)) for n, fate in enumerate(fates)]
            await asyncio.sleep(0)
            for task, fate in zip(tasks, fates, strict=True):
                if fate == "leaves":
                    task.cancel()
            outcomes = await asyncio.gather(*tasks, return_exceptions=True)
            kept = await _words(store)
            for number, (fate, outcome) in enumerate(zip(fates, outcomes, strict=True)):
                pair = {f"{number}", f"{number}, too"}
                expected = {
                    "kept": str,
                    "raises": LookupError,
                    "breaks": StoreError,
                    "fails late": sqlite3.IntegrityError,
                    "leaves": asyncio.CancelledError,
                }
                assert isinstance(outcome, expected[fate]), (fate, outcome)
                assert kept & pair in (
                    [pair, set()] if fate == "leaves" else [pair if fate == "kept" else set()]
                )
        finally:
            await store.close()

    asyncio.run(play())


async def test_a_caller_who_leaves_before_its_turn_leaves_nothing(shelf: Store) -> None:
    inside, go_on = threading.Event(), threading.Event()

    async def slow(tx: Transaction) -> None:
        inside.set()
        go_on.wait()

    first = asyncio.create_task(shelf.write(slow))
    await asyncio.to_thread(inside.wait)
    leaving, staying = (asyncio.create_task(_put(shelf, word)) for word in ("leaving", "staying"))
    await asyncio.sleep(0)
    leaving.cancel()
    go_on.set()
    await asyncio.gather(first, staying)
    assert await _words(shelf) == {"staying", "staying, too"}


async def test_a_caller_who_leaves_in_the_middle_leaves_all_or_nothing(shelf: Store) -> None:
    inside, go_on = threading.Event(), threading.Event()

    async def slow(tx: Transaction) -> None:
        await tx.execute("INSERT INTO words VALUES ('one', NULL)")
        inside.set()
        go_on.wait()
        await tx.execute("INSERT INTO words VALUES ('two', NULL)")

    leaving = asyncio.create_task(shelf.write(slow))
    await asyncio.to_thread(inside.wait)
    leaving.cancel()
    go_on.set()
    await _put(shelf, "after")
    assert await _words(shelf) - {"after", "after, too"} in ({"one", "two"}, set())


async def test_nobody_is_told_yes_before_others_can_read_it(shelf: Store) -> None:
    async def put_and_look(word: str) -> bool:
        return await _put(shelf, word) in await _words(shelf)

    assert all(await asyncio.gather(*(put_and_look(f"{number}") for number in range(50))))


async def test_all_who_wait_when_the_store_closes_are_answered_and_kept(tmp_path: Path) -> None:
    store = await _shelf(tmp_path)
    waiting = [asyncio.create_task(_put(store, f"{n}", "raises" if n == 5 else "kept")) for n in range(600)]
    await asyncio.sleep(0)
    closing = asyncio.create_task(store.close())
    async with asyncio.timeout(30):
        outcomes = await asyncio.gather(*waiting, return_exceptions=True)
        await closing
    assert [number for number, one in enumerate(outcomes) if isinstance(one, Exception)] == [5]
    again = await Store.open(tmp_path)
    kept = await _words(again)
    await again.close()
    assert len(kept) == 2 * 599


async def test_whoever_comes_after_the_end_is_told_so_and_does_not_wait(tmp_path: Path) -> None:
    store = await _shelf(tmp_path)
    closing = asyncio.create_task(store.close())
    await asyncio.sleep(0)
    async with asyncio.timeout(30):
        with pytest.raises(StoreError, match="closed"):
            await _put(store, "late")
        await asyncio.gather(closing, store.close())


async def test_a_lone_surrogate_in_a_job_fails_that_job_alone(shelf: Store) -> None:
    outcomes = await asyncio.gather(
        _put(shelf, "before"), _put(shelf, "\ud800"), _put(shelf, "after"), return_exceptions=True
    )
    assert isinstance(outcomes[1], UnicodeEncodeError)
    assert await _words(shelf) == {"before", "before, too", "after", "after, too"}
