"""What the store promises: all of a decision or none, a log that finds every change, nothing damaged served as whole."""

# ruff: noqa: S608  # the names of tables and columns are our own

from __future__ import annotations

import asyncio
import datetime as dt
import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bbs.desk import Desk, Draft, Receipt
from bbs.feed import Feed
from bbs.policy.verdicts import Viewer
from bbs.roster import Roster
from bbs.rulebook import Rulebook
from bbs.store import TEACHER, Person, Store, StoreError, audit, posts, seal, threads
from bbs.store.opening import DATABASE

if TYPE_CHECKING:
    from conftest import FixedClock

POLICY = """
policy: 1
id: for-promises
default: allow
rules:
  - {id: held, if: {words: [holdword]}, then: hold}
  - {id: masked, if: {words: [maskword]}, then: mask}
"""
TABLES = ("threads", "posts", "decisions", "audit")


@dataclass(frozen=True)
class Archive:
    """A store with a desk, and one person who writes."""

    store: Store
    desk: Desk
    rulebook: Rulebook
    ann: Person

    async def write(self, body: str) -> Receipt:
        return await self.desk.submit(Draft("thread", body, title="A title", board="friends"), self.ann)

    async def counts(self) -> dict[str, int]:
        found = {}
        for table in TABLES:
            (row,) = await self.store.fetch_all(f"SELECT count(*) AS many FROM {table}")
            found[table] = row["many"]
        return found

    async def run(self, sql: str) -> None:
        """What somebody does who has the database open in another program."""
        await self.store.write(lambda tx: tx.execute(sql))


@pytest.fixture
async def archive(store: Store, clock: FixedClock) -> Archive:
    return await _archive(store, clock)


async def _archive(store: Store, clock: FixedClock) -> Archive:
    rulebook = Rulebook(store, None, clock.now)
    await rulebook.load()
    await rulebook.publish(POLICY, None, TEACHER)
    ann = (await Roster(store, clock, "code").join("code")).person
    return Archive(store, Desk(store, rulebook, Feed(), clock), rulebook, ann)


# All or nothing


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("event", ["BEFORE", "AFTER"])
async def test_a_text_is_kept_with_thread_decision_and_log_or_not_at_all(
    archive: Archive, table: str, event: str
) -> None:
    await archive.write("Before")
    before = await archive.counts()
    await archive.run(
        f"CREATE TRIGGER no {event} INSERT ON {table} BEGIN SELECT raise(ABORT, 'the disk says no'); END"
    )
    with pytest.raises((StoreError, sqlite3.IntegrityError), match="the disk says no"):
        await archive.write("Lost")
    assert await archive.counts() == before
    await archive.run("DROP TRIGGER no")
    await archive.write("After")
    assert await archive.counts() == {name: many + 1 for name, many in before.items()}
    assert await archive.store.verify() is None


@pytest.mark.parametrize("answer", ["release", "refuse"])
async def test_an_editor_s_answer_is_kept_with_its_row_or_not_at_all(archive: Archive, answer: str) -> None:
    post = (await archive.write("holdword")).post or ""
    before = await posts.by_id(archive.store, post)
    await archive.run("CREATE TRIGGER no BEFORE INSERT ON audit BEGIN SELECT raise(ABORT, 'no'); END")
    with pytest.raises((StoreError, sqlite3.IntegrityError)):
        await getattr(archive.desk, answer)(post, TEACHER, "A reason")
    assert await posts.by_id(archive.store, post) == before
    await archive.run("DROP TRIGGER no")
    assert (await getattr(archive.desk, answer)(post, TEACHER, "A reason")).state == f"{answer}d"


async def test_a_policy_whose_row_cannot_be_written_is_not_in_force(archive: Archive) -> None:
    version = archive.rulebook.version
    await archive.run("CREATE TRIGGER no BEFORE INSERT ON audit BEGIN SELECT raise(ABORT, 'no'); END")
    with pytest.raises((StoreError, sqlite3.IntegrityError)):
        await archive.rulebook.publish("policy: 1\nid: stricter\ndefault: block\n", None, TEACHER)
    assert archive.rulebook.version == version
    assert (await archive.rulebook.versions())[0].policy_id == "for-promises"


async def test_nobody_joins_without_a_row_that_says_so(archive: Archive, clock: FixedClock) -> None:
    await archive.run("CREATE TRIGGER no BEFORE INSERT ON audit BEGIN SELECT raise(ABORT, 'no'); END")
    roster = Roster(archive.store, clock, "code")
    with pytest.raises((StoreError, sqlite3.IntegrityError)):
        await roster.join("code")
    assert await roster.count() == 1
    assert len(await archive.store.fetch_all("SELECT * FROM sessions")) == 1


async def test_of_many_texts_at_once_the_one_that_fails_fails_alone(archive: Archive) -> None:
    await archive.run(
        "CREATE TRIGGER no AFTER INSERT ON decisions WHEN new.facts LIKE '%number 7%' "
        "BEGIN SELECT raise(ABORT, 'no'); END"
    )
    drafts = [Draft("thread", f"number {n}", title="T", board="friends") for n in range(12)]
    teachers = (archive.desk.submit(draft, None) for draft in drafts)
    outcomes = await asyncio.gather(*teachers, return_exceptions=True)
    failed = [number for number, one in enumerate(outcomes) if isinstance(one, Exception)]
    assert failed == [7]
    assert await archive.counts() | {"audit": 0} == {"threads": 11, "posts": 11, "decisions": 11, "audit": 0}
    assert await archive.store.verify() is None


# The log finds what was changed


COLUMNS = {
    "audit": ("at", "actor", "action", "subject", "detail", "digest", "prev", "hash"),
    "posts": (
        "site", "board", "kind", "author", "at", "title", "body", "salt", "shown_title", "shown_body", "sees_title",
        "sees_body", "audience", "state", "reason", "verdict", "decided_by", "told", "told_text", "answer",
        "flagged", "policy_version", "house_version", "due", "honoured",
    ),
    "decisions": (
        "id", "at", "facts", "house", "policy", "combined", "policy_version", "house_version", "audit",
    ),
    "policies": ("layer", "policy_id", "text", "files", "at", "by_whom"),
}  # fmt: skip
"""Every column that the log vouches for."""
PLACES = [(table, column) for table, columns in COLUMNS.items() for column in columns]
VALUES = ("'zzz'", "x'ff00'", "12345", "NULL", "'2026-03-14T09:05:00Z'", "'everyone'", "'refused'")


@pytest.fixture
async def history(archive: Archive) -> Archive:
    """Somebody joined, texts were sent, held, released and refused: rows 1 to 10."""
    for words in ("holdword one", "maskword two", "holdword three", "four"):
        await archive.write(words)
    for words, answer in (("holdword one", archive.desk.release), ("holdword three", archive.desk.refuse)):
        (post,) = [one for one in await posts.page(archive.store) if one.original.body == words]
        await answer(post.id, TEACHER, "A reason")
    assert await archive.store.verify() is None
    return archive


async def _edit(archive: Archive, table: str, column: str, value: str, row: int) -> int:
    """Change one field, past every rule of the database; how many rows are different now."""
    await archive.run("PRAGMA ignore_check_constraints = ON")
    await archive.run("PRAGMA defer_foreign_keys = ON")
    which = f"seq = (SELECT seq FROM {table} ORDER BY seq LIMIT 1 OFFSET {row})"
    old = await archive.store.fetch_one(f"SELECT {column} AS old FROM {table} WHERE {which}")
    try:
        await archive.run(f"UPDATE {table} SET {column} = {value} WHERE {which}")
    except (StoreError, sqlite3.IntegrityError):
        return 0
    new = await archive.store.fetch_one(f"SELECT {column} AS new FROM {table} WHERE {which}")
    return int(bool(old and new and old["old"] != new["new"]))


@pytest.mark.parametrize(("table", "column"), PLACES)
async def test_a_change_of_any_column_of_any_row_is_found(history: Archive, table: str, column: str) -> None:
    found = 0
    for row in (0, 2):
        for value in VALUES:
            await history.run(f"CREATE TABLE kept_{row} AS SELECT *, rowid AS at_row FROM {table}")
            if await _edit(history, table, column, value, row):
                found += 1
                assert await history.store.verify() is not None, (row, value)
            await history.run(
                f"UPDATE {table} SET {column} = (SELECT k.{column} FROM kept_{row} k WHERE k.at_row = {table}.rowid)"
            )
            await history.run(f"DROP TABLE kept_{row}")
            assert await history.store.verify() is None, "the test puts things back"
    assert found


@given(data=st.data())
def test_of_several_changed_rows_the_first_is_named(data: st.DataObject) -> None:
    rows = data.draw(st.sets(st.integers(1, 9), min_size=1, max_size=4))
    columns = [data.draw(st.sampled_from(COLUMNS["audit"])) for _ in rows]
    chain = _sealed_rows(10)
    for row, column in zip(sorted(rows), columns, strict=True):
        old = chain[row - 1]
        value = old.at.replace(year=1999) if column == "at" else "changed"
        fields = {name: getattr(old, name) for name in old.__slots__}
        chain[row - 1] = audit.AuditRow(**{**fields, column: value})
    fault = audit.verify_chain(chain)
    assert fault is not None
    assert fault.seq == min(rows)


def _sealed_rows(many: int) -> list[audit.AuditRow]:
    rows: list[audit.AuditRow] = []
    for seq in range(1, many + 1):
        rows.append(
            audit.sealed(
                seq=seq,
                at=dt.datetime(2026, 3, 14, tzinfo=dt.UTC),
                actor="a",
                action="submitted",
                subject=str(seq),
                detail="{}",
                digest="",
                prev=rows[-1].hash if rows else audit.FIRST,
            )
        )
    return rows


@pytest.mark.parametrize(
    ("early", "late"),
    [
        ("UPDATE posts SET body = 'other' WHERE seq = 1", "UPDATE audit SET actor = 'other' WHERE seq = 9"),
        ("UPDATE posts SET audience = 'nobody' WHERE seq = 2", "DELETE FROM audit WHERE seq = 8"),
        ("UPDATE policies SET text = text || ' '", "UPDATE decisions SET house = '{}' WHERE seq = 4"),
    ],
)
async def test_the_first_bad_row_is_named_whatever_else_is_bad(
    history: Archive, early: str, late: str
) -> None:
    await history.run(late)
    second = await history.store.verify()
    await history.run(early)
    first = await history.store.verify()
    assert first is not None
    assert second is not None
    assert first.seq < second.seq


@pytest.mark.parametrize("action", ["submitted", "released", "refused", "published"])
async def test_a_row_that_was_taken_off_the_end_is_missed(history: Archive, action: str) -> None:
    """The chain alone can't tell; what the row spoke of can."""
    await history.run(
        f"DELETE FROM audit WHERE seq >= (SELECT max(seq) FROM audit WHERE action = '{action}')"
    )
    assert await history.store.verify() is not None


async def test_a_post_put_in_by_hand_is_found(history: Archive) -> None:
    names = "thread, site, board, kind, author, at, title, body, salt, shown_title, shown_body, audience, state, reason"
    more = "verdict, decided_by, told, told_text, answer, flagged, policy_version, house_version"
    await history.run(
        f"INSERT INTO posts (id, {names}, {more}) SELECT 'new', {names}, {more} FROM posts WHERE seq = 1"
    )
    fault = await history.store.verify()
    assert fault is not None
    assert "post new" in fault.problem


# A disk, a folder, a file


async def test_on_a_full_disk_writing_is_refused_in_words_and_reading_goes_on(archive: Archive) -> None:
    await archive.write("Still here")
    pages = (await archive.store.fetch_all("PRAGMA page_count"))[0][0]
    await archive.run(f"PRAGMA max_page_count = {pages}")
    before = await archive.counts()
    outcomes = [await asyncio.gather(archive.write("x" * 8000), return_exceptions=True) for _ in range(3)]
    for (outcome,) in outcomes:
        assert isinstance(outcome, StoreError)
        assert "full" in str(outcome)
        assert "\n" not in str(outcome)
    assert await archive.counts() == before
    assert [one.opening.shown.body for one in await threads.on_board(archive.store, "friends", Viewer())] == [
        "Still here"
    ]
    assert await archive.store.verify() is None
    await archive.run("PRAGMA max_page_count = 1000000")
    assert (await archive.write("x" * 8000)).status == "appears"


async def test_a_second_store_on_a_folder_leaves_the_first_untouched(archive: Archive) -> None:
    for _ in range(3):
        assert "another closednet is running" in await _refusal(archive.store.folder)
        assert (await archive.write("Hello")).status == "appears"
    assert await archive.store.verify() is None


@pytest.fixture
async def folder(tmp_path: Path, clock: FixedClock) -> Path:
    """A folder that was in use and is closed."""
    store = await Store.open(tmp_path / "closed")
    archive = await _archive(store, clock)
    for number in range(20):
        await archive.write(f"Number {number}: {'a long text ' * 40}")
    await store.close()
    return tmp_path / "closed"


async def _refusal(folder: Path) -> str:
    """Why a folder is not opened; empty where it is."""
    try:
        store = await Store.open(folder)
    except StoreError as error:
        return str(error)
    await store.close()
    return ""


async def test_a_file_that_was_cut_short_is_refused_and_left_as_it_is(folder: Path) -> None:
    whole = (folder / DATABASE).read_bytes()
    for part in (0.9, 0.5, 0.1):
        cut = whole[: int(len(whole) * part)]
        (folder / DATABASE).write_bytes(cut)
        assert re.search(r"damaged.*nothing was changed", await _refusal(folder))
        assert (folder / DATABASE).read_bytes() == cut


async def test_a_database_that_is_gone_or_empty_beside_its_changes_is_no_new_one(
    folder: Path, tmp_path: Path, clock: FixedClock
) -> None:
    store = await Store.open(folder)
    await _archive(store, clock)
    copies = [tmp_path / name for name in ("gone", "empty")]
    for copy in copies:
        copytree(folder, copy)
    await store.close()
    (copies[0] / DATABASE).unlink()
    (copies[1] / DATABASE).write_bytes(b"")
    for copy in copies:
        changes = (copy / f"{DATABASE}-wal").read_bytes()
        assert re.search(r"damaged.*nothing was changed", await _refusal(copy))
        assert (copy / f"{DATABASE}-wal").read_bytes() == changes


@pytest.mark.parametrize("how", ["closed well", "after a crash"])
async def test_a_flipped_letter_in_a_stored_text_is_not_served(folder: Path, how: str) -> None:
    whole = (folder / DATABASE).read_bytes()
    at = whole.index(b"Number 7: a long text")
    (folder / DATABASE).write_bytes(whole[:at] + b"M" + whole[at + 1 :])
    if how == "after a crash":
        (folder / seal.NAME).unlink()
    assert re.search(r"damaged.*nothing was changed", await _refusal(folder))


async def test_a_newer_schema_is_named_and_not_written_to(folder: Path) -> None:
    with closing(sqlite3.connect(folder / DATABASE)) as connection:
        connection.execute("PRAGMA user_version = 1000")
    before = (folder / DATABASE).read_bytes()
    assert "newer closednet (schema 1000" in await _refusal(folder)
    assert (folder / DATABASE).read_bytes() == before


async def test_a_folder_that_was_closed_opens_with_all_that_was_in_it(folder: Path) -> None:
    store = await Store.open(folder)
    kept = await posts.page(store, newest_first=False)
    fault = await store.verify()
    await store.close()
    assert [post.original.body.partition(":")[0] for post in kept] == [f"Number {n}" for n in range(20)]
    assert fault is None
