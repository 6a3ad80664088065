"""A copy of everything that is kept, made while people write."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from written import lesson, write

from bbs.services import open_services
from bbs.settings import Settings
from bbs.store import Damaged, Store, StoreError, backup
from bbs.store.backup import back_up
from bbs.store.checking import Findings, check
from bbs.store.opening import DATABASE, LOCK
from bbs.store.visits import FILE, Noted

KILLED = """
import asyncio, os, signal
from pathlib import Path
from bbs.store import Store, kept
async def main():
    store = await Store.open(Path("data"))
    await kept.remember(store, "word", "kept", str)
    os.kill(os.getpid(), signal.SIGKILL)
asyncio.run(main())
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder for backups, apart from the data folder."""
    (tmp_path / "backups").mkdir()
    return tmp_path / "backups"


def bodies(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as connection:
        return [body for (body,) in connection.execute("SELECT body FROM posts ORDER BY seq")]


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


async def test_the_record_of_visits_is_no_part_of_a_backup_and_nothing_that_verify_looks_at(
    tmp_path: Path, place: Path
) -> None:
    async with open_services(Settings(data=tmp_path / "data", open_browser=False)) as services:
        services.visits.note(Noted("somebody", "elite", "A", "GET", "x.test", "/where", *[""] * 5, 1, "", ""))
        await services.visits.flush()
    database = tmp_path / "data" / DATABASE
    (tmp_path / "data" / FILE).write_bytes(b"spoilt")
    assert not (await check(database)).problem
    await back_up(tmp_path / "data", place / "monday")
    assert names(place) == ["monday"]
    assert b"/where" not in (place / "monday").read_bytes()


async def test_a_backup_is_one_file_that_holds_all_that_was_written(tmp_path: Path, place: Path) -> None:
    database = await lesson(tmp_path / "data", posts=4)
    found = await back_up(tmp_path / "data", place / "monday")
    assert found == await check(database)
    assert found.rows["posts"] == 4
    assert bodies(place / "monday") == bodies(database)
    assert names(place) == ["monday"]


@pytest.mark.skipif(os.name != "posix", reason="permissions as POSIX has them")
async def test_only_its_owner_may_read_a_backup(tmp_path: Path, place: Path) -> None:
    await lesson(tmp_path / "data", posts=1)
    await back_up(tmp_path / "data", place / "monday")
    assert stat.S_IMODE((place / "monday").stat().st_mode) == 0o600


async def test_a_backup_serves_from_a_folder_of_its_own(tmp_path: Path, place: Path) -> None:
    await lesson(tmp_path / "data", posts=2)
    await back_up(tmp_path / "data", place / DATABASE)
    async with open_services(Settings(data=place)) as services:
        await write(services, 2)
        assert await services.store.verify() is None
    assert (await check(place / DATABASE)).rows["posts"] == 4
    assert (await check(tmp_path / "data" / DATABASE)).rows["posts"] == 2


async def test_it_holds_whatever_is_written_while_it_is_made(tmp_path: Path, place: Path) -> None:
    async with open_services(Settings(data=tmp_path / "data", policy="no-filter")) as services:
        await write(services, 5)
        made: list[int] = []

        async def write_on() -> None:
            while len(made) < 3:
                await write(services, 5)

        writing = asyncio.create_task(write_on())
        while len(made) < 3:
            made.append((await back_up(tmp_path / "data", place / str(len(made)))).rows["posts"])
        await writing
    assert made == sorted(made)
    for number, posts in enumerate(made):
        assert (await check(place / str(number))).problem == ""
        assert bodies(place / str(number)) == bodies(tmp_path / "data" / DATABASE)[:posts]


@pytest.mark.skipif(os.name != "posix", reason="a kill that nobody can catch")
async def test_what_a_killed_server_left_in_its_journal_is_in_the_backup(tmp_path: Path, place: Path) -> None:
    ran = subprocess.run([sys.executable, "-c", KILLED], cwd=tmp_path, timeout=60)  # noqa: ASYNC221, S603  # our own code
    assert ran.returncode < 0
    assert (tmp_path / "data" / f"{DATABASE}-wal").stat().st_size
    await back_up(tmp_path / "data", place / "monday")
    with closing(sqlite3.connect(place / "monday")) as connection:
        assert connection.execute("SELECT value FROM kept WHERE name = 'word'").fetchall() == [("kept",)]


async def test_an_existing_file_is_never_touched(tmp_path: Path, place: Path) -> None:
    await lesson(tmp_path / "data", posts=1)
    (place / "monday").write_text("something else", encoding="utf-8")
    (place / "link").symlink_to(place / "nowhere")
    for name in ("monday", "link"):
        with pytest.raises(StoreError, match="is there already"):
            await back_up(tmp_path / "data", place / name)
    assert (place / "monday").read_text(encoding="utf-8") == "something else"
    assert names(place) == ["link", "monday"]


@pytest.mark.parametrize("links", [True, False], ids=["with links", "without links"])
async def test_a_file_that_appears_meanwhile_is_not_touched_either(
    tmp_path: Path, place: Path, links: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    await lesson(tmp_path / "data", posts=1)

    async def slow_check(database: Path) -> Findings:
        (place / "monday").write_text("somebody was quicker", encoding="utf-8")
        return await check(database)

    monkeypatch.setattr(backup, "check", slow_check)
    if not links:
        monkeypatch.setattr(os, "link", _no_links)
    with pytest.raises(StoreError, match="is there already"):
        await back_up(tmp_path / "data", place / "monday")
    assert (place / "monday").read_text(encoding="utf-8") == "somebody was quicker"
    assert names(place) == ["monday"]


async def test_a_stick_without_links_takes_a_backup_too(
    tmp_path: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await lesson(tmp_path / "data", posts=1)
    monkeypatch.setattr(os, "link", _no_links)
    await back_up(tmp_path / "data", place / "monday")
    assert (await check(place / "monday")).problem == ""
    assert names(place) == ["monday"]


def _no_links(*_: object) -> None:
    raise PermissionError(1, "Operation not permitted")


@pytest.mark.parametrize(
    ("file", "says"),
    [
        ("nowhere/monday", "there is no folder"),
        ("data", "is there already"),
        (f"data/{DATABASE}", "is there already"),
        (f"data/{DATABASE}-shm2", "uses itself"),
        ("data/closednet.probe", "uses itself"),
        (f"data/../data/{LOCK}x", "uses itself"),
        ("backups/monday-wal", "uses itself"),
        ("backups/old", "would be taken for a part of the backup"),
        ("backups/" + "x" * 300, "File name too long"),
    ],
)
async def test_a_name_that_can_do_harm_or_cannot_be_is_refused(
    tmp_path: Path, place: Path, file: str, says: str
) -> None:
    await lesson(tmp_path / "data", posts=1)
    (place / "old-journal").write_bytes(b"changes of another file")
    before = names(place)
    with pytest.raises(StoreError, match=says) as caught:
        await back_up(tmp_path / "data", tmp_path / file)
    assert "\n" not in str(caught.value)
    assert names(place) == before
    assert names(tmp_path) == ["backups", "data"]


async def test_a_log_that_does_not_hold_gives_no_backup(tmp_path: Path, place: Path) -> None:
    database = await lesson(tmp_path / "data", posts=2)
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE audit SET actor = 'x' WHERE seq = 3")
    with pytest.raises(Damaged, match=r"row 3 of the audit log was changed.*; no backup was made"):
        await back_up(tmp_path / "data", place / "monday")
    assert names(place) == []


async def test_a_folder_without_a_database_gives_no_backup(tmp_path: Path, place: Path) -> None:
    with pytest.raises(StoreError, match="there is no database"):
        await back_up(tmp_path / "data", place / "monday")
    assert names(place) == []
    assert not (tmp_path / "data").exists()


async def test_a_backup_that_is_given_up_leaves_nothing(
    tmp_path: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await (await Store.open(tmp_path / "data")).close()

    def full(path: Path) -> None:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match="monday can't be written: No space left on device"):
        await back_up(tmp_path / "data", place / "monday")
    assert names(place) == []
