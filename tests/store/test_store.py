"""Opening and closing a data folder."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bbs.store import Store, StoreError, Transaction
from bbs.store.opening import DATABASE, migrations


async def _close_after_opening(folder: Path) -> None:
    await (await Store.open(folder)).close()


async def test_a_new_folder_is_made_with_the_newest_schema(tmp_path: Path) -> None:
    store = await Store.open(tmp_path / "a" / "b")
    row = await store.fetch_one("PRAGMA user_version")
    await store.close()
    assert row is not None
    assert row[0] == len(migrations())


async def test_every_commit_is_flushed_and_erased_text_is_overwritten(store: Store) -> None:
    async def job(tx: Transaction) -> list[object]:
        names = ("journal_mode", "synchronous", "secure_delete", "foreign_keys")
        return [(await tx.fetch_all(f"PRAGMA {name}"))[0][0] for name in names]

    assert await store.write(job) == ["wal", 2, 1, 1]


async def test_what_was_written_is_there_after_opening_again(tmp_path: Path) -> None:
    store = await Store.open(tmp_path)

    async def job(tx: Transaction) -> None:
        await tx.execute("CREATE TABLE words (word TEXT)")
        await tx.execute("INSERT INTO words VALUES ('kept')")

    await store.write(job)
    await store.close()
    store = await Store.open(tmp_path)
    row = await store.fetch_one("SELECT word FROM words")
    await store.close()
    assert row is not None
    assert row["word"] == "kept"


async def test_a_second_server_on_the_folder_is_told_so(store: Store) -> None:
    with pytest.raises(StoreError, match="another closednet is running on") as caught:
        await Store.open(store.folder)
    assert "\n" not in str(caught.value)


async def test_a_closed_folder_can_be_opened_again_at_once(tmp_path: Path) -> None:
    for _ in range(3):
        await _close_after_opening(tmp_path)


async def test_closing_twice_does_nothing_and_a_closed_store_says_so(tmp_path: Path) -> None:
    store = await Store.open(tmp_path)
    await store.close()
    await store.close()
    with pytest.raises(StoreError, match="closed"):
        await store.fetch_all("SELECT 1")

    async def job(tx: Transaction) -> None: ...

    with pytest.raises(StoreError, match="closed"):
        await store.write(job)


async def test_closing_finishes_what_was_asked_for_within_a_second(tmp_path: Path) -> None:
    store = await Store.open(tmp_path)

    async def job(tx: Transaction) -> str:
        await tx.execute("CREATE TABLE words (word TEXT)")
        return "done"

    writing = asyncio.create_task(store.write(job))
    await asyncio.sleep(0)
    async with asyncio.timeout(1):
        await store.close()
    assert await writing == "done"


async def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(StoreError, match=r"cannot write in .*file"):
        await Store.open(tmp_path / "file")


async def test_a_newer_schema_is_left_alone(tmp_path: Path) -> None:
    await _close_after_opening(tmp_path)
    with closing(sqlite3.connect(tmp_path / DATABASE)) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(
        StoreError, match=rf"newer closednet \(schema 99; this one knows {len(migrations())}\)"
    ):
        await Store.open(tmp_path)
    with closing(sqlite3.connect(tmp_path / DATABASE)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone()[0] == 99


@pytest.mark.parametrize("at", [0, 4096])
async def test_a_damaged_database_is_never_opened_nor_changed(tmp_path: Path, at: int) -> None:
    await _close_after_opening(tmp_path)
    database = tmp_path / DATABASE
    broken = bytearray(database.read_bytes())
    broken[at : at + 2000] = b"\x5a" * 2000
    database.write_bytes(broken)
    with pytest.raises(StoreError, match=r"the database is damaged: .*nothing was changed") as caught:
        await Store.open(tmp_path)
    assert "\n" not in str(caught.value)
    assert database.read_bytes() == bytes(broken)


async def test_a_refused_folder_is_unlocked_again(tmp_path: Path) -> None:
    (tmp_path / DATABASE).write_bytes(b"no database at all, but long enough to be looked at" * 100)
    for _ in range(2):
        with pytest.raises(StoreError, match="damaged"):
            await Store.open(tmp_path)


async def test_a_folder_with_signs_of_its_own_in_the_name_works(tmp_path: Path) -> None:
    await _close_after_opening(tmp_path / "class 7b? #1 100%")
    assert (tmp_path / "class 7b? #1 100%" / DATABASE).exists()


async def test_a_lone_surrogate_is_looked_for_and_not_found(store: Store) -> None:
    assert await store.fetch_one("SELECT id FROM people WHERE id = :id", {"id": "\ud800"}) is None
