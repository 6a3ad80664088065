"""Whether a folder is whole: at a glance after a clean stop, by looking at everything after any other."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from written import lesson

from bbs.services import open_services
from bbs.settings import Settings
from bbs.store import Damaged, Store, StoreError, Transaction, checking, examining, seal
from bbs.store.opening import DATABASE, migrations
from bbs.store.sums import SUMMED, VOUCHED

FLIPS = int(os.environ.get("BBS_FLIPS", "60"))
"""Bits that are flipped, one at a time; 1,000 before a release."""


@pytest.fixture
async def folder(tmp_path: Path) -> Path:
    """A lesson that is over."""
    await lesson(tmp_path / "data", posts=12)
    return tmp_path / "data"


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The databases that were looked at as a whole."""
    found: list[Path] = []

    def look(database: Path) -> checking.Findings:
        found.append(database)
        return checking.check_now(database)

    monkeypatch.setattr(examining, "check_now", look)
    return found


async def opened(folder: Path) -> None:
    await (await Store.open(folder)).close()


def crashed(folder: Path, to: Path) -> Path:
    """The folder as a server that is killed leaves it."""
    shutil.copytree(folder, to)
    (to / seal.NAME).unlink(missing_ok=True)
    return to


async def test_what_was_closed_well_is_known_whole_without_looking_at_it(
    folder: Path, looks: list[Path]
) -> None:
    for _ in range(2):
        await opened(folder)
    assert looks == []
    assert (folder / seal.NAME).exists()


async def test_without_a_seal_everything_is_looked_at_and_the_next_stop_seals_again(
    folder: Path, looks: list[Path]
) -> None:
    (folder / seal.NAME).unlink()
    await opened(folder)
    assert looks == [folder / DATABASE]
    await opened(folder)
    assert len(looks) == 1


async def test_the_seal_is_off_while_somebody_may_write(folder: Path, tmp_path: Path) -> None:
    async with open_services(Settings(data=folder)) as services:
        assert not (folder / seal.NAME).exists()
        await services.roster.join(services.class_code)
        shutil.copytree(folder, tmp_path / "killed")
    assert (folder / seal.NAME).exists()
    await opened(tmp_path / "killed")


async def test_a_seal_beside_changes_that_wait_is_not_believed(
    folder: Path, tmp_path: Path, looks: list[Path]
) -> None:
    store = await Store.open(folder)

    async def job(tx: Transaction) -> None:
        await tx.execute("INSERT INTO kept (name, value) VALUES ('a', 'waits')")

    await store.write(job)
    shutil.copytree(folder, tmp_path / "killed")
    await store.close()
    shutil.copy(folder / seal.NAME, tmp_path / "killed" / seal.NAME)
    again = await Store.open(tmp_path / "killed")
    assert looks == [tmp_path / "killed" / DATABASE]
    assert (await again.fetch_one("SELECT value FROM kept WHERE name = 'a'"))["value"] == "waits"
    await again.close()


async def test_a_damaged_seal_accuses_nobody(folder: Path, looks: list[Path]) -> None:
    sound = (folder / seal.NAME).read_bytes()
    for number, broken in enumerate(
        (b"", sound[:-1], sound[:40], sound.replace(b"bytes ", b"bytes 9"), b"\xff" * 90)
    ):
        (folder / seal.NAME).write_bytes(broken)
        await opened(folder)
        assert len(looks) == number + 1, broken


async def test_another_database_put_in_its_place_is_served_once_the_seal_is_deleted(
    folder: Path, tmp_path: Path
) -> None:
    other = await lesson(tmp_path / "other", posts=2)
    shutil.copy(other, folder / DATABASE)
    with pytest.raises(Damaged, match=f"delete {seal.NAME} beside it"):
        await Store.open(folder)
    (folder / seal.NAME).unlink()
    await opened(folder)


async def test_a_seal_whose_database_is_gone_is_no_new_folder(folder: Path) -> None:
    (folder / DATABASE).unlink()
    with pytest.raises(Damaged, match=f"{seal.NAME} not"):
        await Store.open(folder)


async def test_where_no_seal_can_be_written_the_stop_is_clean_all_the_same(
    folder: Path, looks: list[Path]
) -> None:
    store = await Store.open(folder)
    (folder / f"{seal.NAME}.new").mkdir()
    await store.close()
    assert not (folder / seal.NAME).exists()
    await opened(folder)
    assert len(looks) == 1


async def test_what_was_looked_at_ahead_of_time_is_not_looked_at_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seal.look_ahead(folder / DATABASE)()
    monkeypatch.setattr(seal, "_sum", lambda *_: pytest.fail("it was looked at again"))
    assert seal.is_sealed(folder / DATABASE)


@pytest.mark.parametrize("what", ["database", "seal"])
async def test_what_changed_since_it_was_looked_at_is_looked_at_again(folder: Path, what: str) -> None:
    seal.look_ahead(folder / DATABASE)()
    if what == "database":
        (folder / DATABASE).write_bytes(flipped((folder / DATABASE).read_bytes(), 1))
    else:
        await lesson(folder.parent / "other", posts=1)
        shutil.copy(folder.parent / "other" / seal.NAME, folder / seal.NAME)
    with pytest.raises(Damaged):
        seal.is_sealed(folder / DATABASE)


async def test_looking_ahead_where_there_is_nothing_finds_nothing(tmp_path: Path) -> None:
    seal.look_ahead(tmp_path / DATABASE)()
    assert not seal.is_sealed(tmp_path / DATABASE)


async def test_every_table_is_vouched_for_or_summed(folder: Path) -> None:
    with closing(sqlite3.connect(folder / DATABASE)) as connection:
        tables = {
            name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        }
    assert tables == {*SUMMED, *VOUCHED}


# One bit anywhere


def flipped(whole: bytes, seed: int) -> bytes:
    """The same bytes with one bit the other way."""
    changed = bytearray(whole)
    changed[random.Random(seed).randrange(len(whole))] ^= 1 << random.Random(-seed).randrange(8)  # noqa: S311  # the same bits every time
    return bytes(changed)


def dump(database: Path) -> list[str]:
    """Everything that is kept, as statements."""
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as connection:
        return list(connection.iterdump())


async def test_no_flipped_bit_of_a_closed_database_is_served(folder: Path) -> None:
    database = folder / DATABASE
    whole = database.read_bytes()
    for seed in range(FLIPS):
        broken = flipped(whole, seed)
        database.write_bytes(broken)
        with pytest.raises(StoreError) as caught:
            await Store.open(folder)
        assert "\n" not in str(caught.value)
        assert database.read_bytes() == broken
    database.write_bytes(whole)
    await opened(folder)


async def test_after_a_crash_no_flipped_bit_changes_what_is_served(folder: Path, tmp_path: Path) -> None:
    killed = crashed(folder, tmp_path / "killed")
    database = killed / DATABASE
    whole, expected = database.read_bytes(), dump(database)
    refused = 0
    for seed in range(FLIPS):
        broken = flipped(whole, seed)
        database.write_bytes(broken)
        try:
            examining.examine(database)
        except StoreError as error:
            refused += 1
            assert "\n" not in str(error)
            assert database.read_bytes() == broken
        else:
            assert dump(database) == expected, f"flip {seed}"
    assert refused > FLIPS / 8


async def test_an_older_database_that_does_not_hold_is_left_as_it_is(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(sqlite3.connect(folder / DATABASE)) as connection, connection:
        connection.execute("UPDATE posts SET body = 'Changed' WHERE seq = 1")
    (folder / seal.NAME).unlink()
    before = dump(folder / DATABASE)
    newer = [*migrations(), ["CREATE TABLE more (one TEXT)"]]
    for where in ("opening", "migrating", "examining", "snapshot", "checking"):
        monkeypatch.setattr(f"bbs.store.{where}.migrations", lambda: newer)
    with pytest.raises(Damaged, match="row 4 of the audit log was changed"):
        await Store.open(folder)
    assert dump(folder / DATABASE) == before
