"""`bbs doctor`: what stands in the way of a lesson, in plain lines."""

from __future__ import annotations

import datetime as dt
import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from store.test_migrating import restored
from written import lesson

from bbs.cli import folder as on_disk
from bbs.cli import machine
from bbs.cli.findings import State
from bbs.store import seal
from bbs.store.opening import DATABASE
from cli.conftest import Bbs
from cli.started import started
from cli.test_serve import COMMAND

FREE = ("--port", "0", "--console-port", "0")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def line(said: str, name: str) -> str:
    """The line about one thing, without its padding."""
    (found,) = [" ".join(one.split()) for one in said.splitlines() if f" {name} " in one]
    return found


def test_where_nothing_is_wrong_every_line_says_so(bbs: Bbs, here: Path) -> None:
    ran = bbs("doctor", *FREE)
    assert (ran.status, ran.err) == (0, "")
    assert {one.split()[0] for one in ran.out.splitlines()} <= {"ok", "note"}
    for name in (
        "Python",
        "Libraries",
        "HTTP",
        "SQLite",
        "Seclusion",
        "Shipped policies",
        "Network",
        "Clock",
    ):
        assert line(ran.out, name).startswith("ok ")
    assert "first start makes it" in line(ran.out, "Data folder")
    assert list(here.iterdir()) == [], "it looks and leaves nothing"


def test_json_says_the_same(bbs: Bbs, here: Path) -> None:
    found = json.loads(bbs("doctor", *FREE, "--json").out)
    assert found["ok"] is True
    assert {tuple(one) for one in found["findings"]} == {("name", "state", "text")}


async def test_a_folder_that_was_closed_well_is_told_from_one_that_was_not(
    here: Path, tmp_path: Path
) -> None:
    await lesson(tmp_path / "data", posts=3)
    (closed, *_) = [
        one for one in on_disk.data_folder(tmp_path / "data") if getattr(one, "name", "") == "Database"
    ]
    assert (closed.state, "3 posts" in closed.text, "closed well" in closed.text) == (State.OK, True, True)
    (tmp_path / "data" / seal.NAME).unlink()
    (open_, *_) = [
        one for one in on_disk.data_folder(tmp_path / "data") if getattr(one, "name", "") == "Database"
    ]
    assert (open_.state, "not closed well" in open_.text) == (State.NOTE, True)


def test_beside_a_running_server_it_says_so_and_takes_nothing_from_it(bbs: Bbs, here: Path) -> None:
    with started(COMMAND, folder=here) as server:
        port = server.board.rsplit(":", 1)[1]
        ran = bbs("doctor", "--port", port, "--console-port", "0")
        assert ran.status == 0
        assert "a server is running on it" in line(ran.out, "Database")
        assert f"note Port for students {port} is taken" in line(ran.out, "Port for students")
        assert server.stop() < 5


async def test_a_damaged_database_is_trouble(here: Path, tmp_path: Path) -> None:
    database = await lesson(tmp_path / "data", posts=1)
    database.write_bytes(database.read_bytes()[:-1] + b"x")
    found = [one for one in on_disk.data_folder(tmp_path / "data") if getattr(one, "name", "") == "Database"]
    assert [(one.state, "damaged" in one.text) for one in found] == [(State.TROUBLE, True)]


def test_an_older_database_is_no_trouble(bbs: Bbs, here: Path) -> None:
    restored(here / "data", 1)
    ran = bbs("doctor", *FREE, "--data", "data")
    assert ran.status == 0
    assert line(ran.out, "Database").startswith("note Database ")


def test_a_port_that_somebody_else_has_is_trouble(bbs: Bbs, here: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        ran = bbs("doctor", "--port", str(port), "--console-port", "0")
    assert ran.status == 1
    assert f"trouble Port for students port {port} is taken by another program" in line(
        ran.out, "Port for students"
    )


def test_a_folder_that_cannot_be_written_is_trouble(bbs: Bbs, here: Path) -> None:
    (here / "file").write_text("", encoding="utf-8")
    ran = bbs("doctor", *FREE, "--data", "file/data")
    assert ran.status == 1
    assert "cannot write in" in line(ran.out, "Data folder")


@pytest.mark.parametrize(("limit", "state"), [("TIGHT", "note"), ("FULL", "trouble")])
def test_little_room_on_the_disk_is_said(
    bbs: Bbs, here: Path, monkeypatch: pytest.MonkeyPatch, limit: str, state: str
) -> None:
    monkeypatch.setattr(on_disk, limit, 1 << 62)
    assert line(bbs("doctor", *FREE).out, "Disk").startswith(f"{state} Disk ")


def test_a_policy_of_one_s_own_that_does_not_hold_is_trouble_with_its_line(bbs: Bbs, folder: Path) -> None:
    broken = (
        (folder / "board.yaml")
        .read_text(encoding="utf-8")
        .replace("by_rule: gathering", "by_rule: other-side")
    )
    (folder / "own").mkdir()
    (folder / "own" / "board.yaml").write_text(
        broken.replace("lists/places.txt", "places.txt"), encoding="utf-8"
    )
    (folder / "own" / "places.txt").write_text("square\n", encoding="utf-8")
    ran = bbs("doctor", *FREE, "--policies", "own")
    assert ran.status == 1
    assert "trouble Own policies" in line(ran.out, "Own policies")
    assert "this test fails" in line(ran.out, "Own policies")


def test_a_network_that_cannot_be_read_is_trouble(bbs: Bbs, here: Path) -> None:
    ran = bbs("doctor", *FREE, "--pack", "nowhere.yaml")
    assert ran.status == 1
    assert "nowhere.yaml" in line(ran.out, "Network")


def test_passlib_over_libpass_is_trouble_and_a_slow_parser_a_note(here: Path) -> None:
    clash = here / "elsewhere" / "passlib-1.7.4.dist-info"
    clash.mkdir(parents=True)
    (clash / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: passlib\nVersion: 1.7.4\n", encoding="utf-8"
    )
    ran = subprocess.run(  # noqa: S603  # our own program
        [*COMMAND, "doctor", *FREE],
        env={**os.environ, "PYTHONPATH": str(here / "elsewhere"), "AIOHTTP_NO_EXTENSIONS": "1"},
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert ran.returncode == 1
    assert "passlib 1.7.4 lies over libpass" in line(ran.stdout, "Passwords")
    assert "note HTTP" in line(ran.stdout, "HTTP")


def test_a_library_that_is_too_old_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        machine.importlib.metadata,
        "requires",
        lambda _: ["idna>=99", "gone>=1", 'test>=1; extra == "test"'],
    )
    (found, *_) = machine.libraries()
    assert found.state is State.TROUBLE
    assert "idna is" in found.text
    assert "gone is missing" in found.text
    assert "test" not in found.text


@pytest.mark.parametrize(
    ("now", "last", "state"),
    [
        ("2026-03-14T09:00:00+00:00", "2026-03-13T09:00:00+00:00", State.OK),
        ("2026-03-14T09:00:00+00:00", None, State.OK),
        ("1970-01-01T00:10:00+00:00", None, State.TROUBLE),
        ("2026-03-14T09:00:00+00:00", "2026-03-15T09:00:00+00:00", State.TROUBLE),
    ],
)
def test_a_clock_that_cannot_be_right_is_trouble(now: str, last: str | None, state: State) -> None:
    before = dt.datetime.fromisoformat(last) if last else None
    assert on_disk.clock(before, dt.datetime.fromisoformat(now)).state is state


def test_a_database_is_only_looked_at(here: Path, bbs: Bbs) -> None:
    bbs("doctor", *FREE, "--data", "data")
    assert not (here / "data" / DATABASE).exists()


@pytest.mark.skipif(sys.platform == "win32", reason="sockets are no files there")
def test_few_open_files_are_a_note(here: Path) -> None:
    ran = subprocess.run(  # noqa: S602  # our own words
        f"ulimit -n 300; exec {sys.executable} -c 'from bbs.cli.machine import open_files; print(open_files())'",
        shell=True, capture_output=True, text=True, timeout=60, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert "172 connections" in ran.stdout
