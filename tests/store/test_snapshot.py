"""A database looked at as it is at one moment, and nothing changed by looking."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bbs.store import Damaged, Store, StoreError, Transaction
from bbs.store.opening import DATABASE, migrations
from bbs.store.snapshot import snapshot

COUNT = "SELECT count(*) AS many FROM kept"


async def _keep(store: Store, name: str) -> None:
    async def job(tx: Transaction) -> None:
        await tx.execute("INSERT INTO kept (name, value) VALUES (:name, '')", {"name": name})

    await store.write(job)


async def test_what_is_written_meanwhile_does_not_show(store: Store) -> None:
    await _keep(store, "before")
    with snapshot(store.folder / DATABASE) as seen:
        await _keep(store, "meanwhile")
        assert (await seen.fetch_one(COUNT))["many"] == 1
        assert await seen.fetch_one("SELECT 1 FROM kept WHERE name = :name", {"name": "meanwhile"}) is None
    with snapshot(store.folder / DATABASE) as seen:
        assert (await seen.fetch_one(COUNT))["many"] == 2


async def test_a_snapshot_can_change_nothing(store: Store) -> None:
    with snapshot(store.folder / DATABASE) as seen, pytest.raises(StoreError, match="readonly"):
        await seen.fetch_all("DELETE FROM kept")


async def test_looking_leaves_every_byte_of_a_stopped_database(tmp_path: Path) -> None:
    store = await Store.open(tmp_path)
    await store.close()
    before = (tmp_path / DATABASE).read_bytes()
    with snapshot(tmp_path / DATABASE) as seen:
        await seen.fetch_all(COUNT)
    assert (tmp_path / DATABASE).read_bytes() == before
    await (await Store.open(tmp_path)).close()


@pytest.mark.parametrize("name", ["nothing-here", "a-file/below", "x" * 300, "empty"])
def test_where_there_is_no_database_the_line_says_so(tmp_path: Path, name: str) -> None:
    (tmp_path / "a-file").write_text("x", encoding="utf-8")
    (tmp_path / "empty").write_bytes(b"")
    with pytest.raises(StoreError) as caught, snapshot(tmp_path / name):
        pass
    assert str(tmp_path / name) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_what_is_no_database_at_all_is_damage(tmp_path: Path) -> None:
    (tmp_path / DATABASE).write_bytes(b"not a database" * 1_000)
    with pytest.raises(Damaged, match="not a database"), snapshot(tmp_path / DATABASE):
        pass


def test_a_log_of_changes_without_its_database_is_damage(tmp_path: Path) -> None:
    (tmp_path / f"{DATABASE}-wal").write_bytes(b"changes")
    with pytest.raises(Damaged, match="empty or gone"), snapshot(tmp_path / DATABASE):
        pass


@pytest.mark.parametrize(
    ("version", "says"),
    [
        (len(migrations()) + 1, "made by a newer closednet"),
        (0, "is no database of closednet"),
    ],
)
async def test_a_database_of_another_version_is_named_as_such(
    tmp_path: Path, version: int, says: str
) -> None:
    await (await Store.open(tmp_path)).close()
    with closing(sqlite3.connect(tmp_path / DATABASE)) as connection:
        connection.execute(f"PRAGMA user_version = {version}")
    with pytest.raises(StoreError, match=says), snapshot(tmp_path / DATABASE):
        pass


async def test_a_database_of_an_older_version_says_how_it_is_brought_up_to_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await (await Store.open(tmp_path)).close()
    newer = [*migrations(), ["SELECT 1"]]
    monkeypatch.setattr("bbs.store.snapshot.migrations", lambda: newer)
    with (
        pytest.raises(StoreError, match=r"older closednet .* start `bbs serve`"),
        snapshot(tmp_path / DATABASE),
    ):
        pass


async def test_rows_come_one_by_one_and_damage_among_them_is_told_as_such(tmp_path: Path) -> None:
    await (await Store.open(tmp_path)).close()
    with closing(sqlite3.connect(tmp_path / DATABASE)) as connection, connection:
        connection.execute("INSERT INTO kept VALUES ('a', 'whole'), ('b', CAST(x'ff' AS TEXT))")
    with snapshot(tmp_path / DATABASE) as seen:
        rows = seen.ask("SELECT name, value FROM kept ORDER BY name")
        assert next(rows) == ("a", "whole")
        with pytest.raises(Damaged, match="damaged"):
            next(rows)
