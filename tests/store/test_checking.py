"""Whether a whole database holds: its bytes, the links between its tables, its log."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from written import lesson, write

from bbs.services import open_services
from bbs.settings import Settings
from bbs.store import Store, StoreError
from bbs.store.checking import TABLES, check
from bbs.store.opening import DATABASE


async def edit(database: Path, sql: str) -> None:
    """Change the database as somebody would who has the file and SQLite."""
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute(sql)


async def test_a_lesson_holds_and_every_table_is_counted(tmp_path: Path) -> None:
    database = await lesson(tmp_path, posts=5)
    found = await check(database)
    assert found.problem == ""
    assert tuple(found.rows) == TABLES
    assert (found.rows["posts"], found.rows["decisions"], found.rows["people"]) == (5, 5, 1)
    assert found.rows["audit"] >= 5 + found.rows["policies"]


async def test_it_is_checked_beside_a_server_that_writes(tmp_path: Path) -> None:
    async with open_services(Settings(data=tmp_path, policy="no-filter")) as services:
        await write(services, 3)
        first = await check(tmp_path / DATABASE)
        await write(services, 3)
        second = await check(tmp_path / DATABASE)
    assert (first.problem, second.problem) == ("", "")
    assert second.rows["posts"] == first.rows["posts"] + 3


@pytest.mark.parametrize(
    ("sql", "says"),
    [
        ("UPDATE audit SET actor = 'x' WHERE seq = 4", "row 4 of the audit log was changed"),
        ("DELETE FROM audit WHERE seq = 4", "row 4 of the audit log is missing"),
        ("UPDATE posts SET body = 'Changed'", "row 4 of the audit log was changed"),
        ("UPDATE posts SET thread = 'nowhere'", "names a row of threads that is not there"),
        ("UPDATE posts SET kind = CAST(x'ff' AS TEXT)", "damaged"),
        ("DROP TABLE threads", "threads is missing or not as it was made"),
        ("DROP TRIGGER a_post_is_counted", "a_post_is_counted is missing"),
        ("UPDATE people SET name = 'Otter-One'", "a row of the table people was changed"),
        ("DELETE FROM kept", "a row of the table kept was changed"),
        ("DELETE FROM sums", "a row of the table copies was changed"),
        ("UPDATE sights SET many = many + 1", "are counted wrong"),
        ("DELETE FROM sights", "are counted wrong"),
        ("CREATE TABLE x (a)", "x was added to the database by hand"),
        (
            "CREATE TRIGGER tr AFTER INSERT ON posts BEGIN DELETE FROM people; END",
            "tr was added to the database by hand",
        ),
        ("UPDATE people SET sent = 7", "are counted wrong"),
        ("UPDATE posts SET same = 'x'", "is not what row 4 of the audit log says"),
        (
            "INSERT INTO penalties SELECT id, 'p', 'r', 'mute', 60, 0, '2026' FROM people",
            "a row of the table penalties was changed",
        ),
        (
            "INSERT INTO runaways SELECT 1, 'r', '', seq, NULL, 20, 5, at, at, NULL FROM policies WHERE seq = 1",
            "a row of the table runaways was changed",
        ),
        ("INSERT INTO uses SELECT 'x', id, '2026' FROM people", "a row of the table uses was changed"),
    ],
)
async def test_the_first_thing_that_does_not_hold_is_named(tmp_path: Path, sql: str, says: str) -> None:
    database = await lesson(tmp_path, posts=3)
    await edit(database, sql)
    found = await check(database)
    assert found.problem
    assert says in found.problem
    assert "\n" not in found.problem


async def test_bytes_changed_on_disk_are_found_before_anything_is_counted(tmp_path: Path) -> None:
    database = await lesson(tmp_path, posts=3)
    data = bytearray(database.read_bytes())
    for at in range(4096, len(data), 4096):
        data[at] ^= 0xFF  # what kind of page it is
    database.write_bytes(data)
    found = await check(database)
    assert found.problem.startswith("the database is damaged: ")
    assert found.rows == {}


async def test_an_index_that_lost_its_rows_is_found_although_all_can_be_read(tmp_path: Path) -> None:
    database = await lesson(tmp_path, posts=3)
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        elsewhere = "replace(sql, '(author, seq)', '(body, seq)')"
        connection.execute(f"UPDATE sqlite_schema SET sql = {elsewhere} WHERE name = 'posts_by_author'")  # noqa: S608  # our own words
    found = await check(database)
    assert "posts_by_author" in found.problem
    assert found.rows == {}


async def test_a_database_cut_short_does_not_hold(tmp_path: Path) -> None:
    database = await lesson(tmp_path, posts=3)
    database.write_bytes(database.read_bytes()[:-4096])
    assert "damaged" in (await check(database)).problem


async def test_where_there_is_nothing_to_check_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no database"):
        await check(tmp_path / DATABASE)


async def test_checking_leaves_the_folder_free_for_a_server(tmp_path: Path) -> None:
    database = await lesson(tmp_path, posts=1)
    await check(database)
    await (await Store.open(tmp_path)).close()
    assert (await check(database)).problem == ""


async def test_a_byte_that_changes_nothing_that_is_read_is_found_by_the_seal(tmp_path: Path) -> None:
    database = await lesson(tmp_path, posts=3)
    data = bytearray(database.read_bytes())
    data[data.index(bytes(64)) + 32] ^= 1
    database.write_bytes(data)
    assert "not as it was when it was closed" in (await check(database)).problem
    (tmp_path / "closednet.seal").unlink()
    assert (await check(database)).problem == ""
