"""`bbs verify` and `bbs backup`, beside a real server too."""

from __future__ import annotations

import asyncio
import json
import shutil
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest
from written import lesson

from bbs.store.opening import DATABASE
from cli.conftest import Bbs
from cli.started import Server, page, send_json, started

COMMAND = (sys.executable, "-c", "import sys; from bbs.cli import main; sys.exit(main())")


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with three posts; the commands run beside it."""
    monkeypatch.chdir(tmp_path)
    asyncio.run(lesson(tmp_path / "closednet-data", posts=3))
    return tmp_path / "closednet-data"


def edit(data: Path, sql: str) -> None:
    with closing(sqlite3.connect(data / DATABASE)) as connection, connection:
        connection.execute(sql)


def posts(database: Path) -> int:
    with closing(sqlite3.connect(database)) as connection:
        return int(connection.execute("SELECT count(*) FROM posts").fetchone()[0])


def test_verify_says_what_it_checked_and_how_much(bbs: Bbs, data: Path) -> None:
    ran = bbs("verify")
    assert (ran.status, ran.err) == (0, "")
    lines = [" ".join(line.split()) for line in ran.out.splitlines()]
    assert lines[0].endswith("rows of the audit log, each sealed with the one before it")
    assert lines[1] == "3 posts, as the log says"
    assert lines[-1] == "Everything holds."


def test_verify_says_the_same_as_data(bbs: Bbs, data: Path) -> None:
    found = json.loads(bbs("verify", "--json").out)
    assert (found["ok"], found["problem"], found["rows"]["posts"]) == (True, "", 3)
    edit(data, "UPDATE audit SET actor = 'x' WHERE seq = 4")
    ran = bbs("verify", "--json")
    assert (ran.status, ran.err) == (1, "")
    assert json.loads(ran.out)["problem"].startswith("row 4 of the audit log was changed")


def test_verify_names_the_first_bad_row_and_ends_with_1(bbs: Bbs, data: Path) -> None:
    edit(data, "UPDATE audit SET actor = 'x' WHERE seq IN (4, 5)")
    ran = bbs("verify", "--data", str(data))
    assert ran.status == 1
    assert ran.err.startswith(f"{data / DATABASE}: row 4 of the audit log was changed")
    assert ran.err.count("\n") == 1
    assert "posts" in ran.out
    assert "Everything holds" not in ran.out


def test_verify_names_a_damaged_file_and_ends_with_1(bbs: Bbs, data: Path) -> None:
    (data / DATABASE).write_bytes(b"\xff" * 40_000)
    ran = bbs("verify")
    assert (ran.status, ran.out) == (1, "")
    assert "the database is damaged" in ran.err
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize("folder", ["nowhere", "closednet-data/deeper", f"closednet-data/{DATABASE}"])
def test_a_folder_without_data_ends_with_2_and_is_not_made(bbs: Bbs, data: Path, folder: str) -> None:
    for command in (("verify",), ("backup", "monday")):
        ran = bbs(*command, "--data", folder)
        assert (ran.status, ran.out) == (2, "")
        assert ran.err.startswith(f"bbs {command[0]}: there is no database ")
        assert ran.err.count("\n") == 1
    assert not Path("nowhere").exists()
    assert not Path("monday").exists()


def test_the_variable_names_the_folder_too(bbs: Bbs, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data.rename("elsewhere")
    assert bbs("verify").status == 2
    monkeypatch.setenv("BBS_DATA", "elsewhere")
    assert bbs("verify").status == 0


def test_a_backup_says_how_it_is_used(bbs: Bbs, data: Path) -> None:
    ran = bbs("backup", "monday.sqlite3")
    assert (ran.status, ran.err) == (0, "")
    assert f"put it into an empty folder as {DATABASE}" in ran.out
    Path("again").mkdir()
    shutil.copy("monday.sqlite3", Path("again", DATABASE))
    assert bbs("verify", "--data", "again").out == bbs("verify").out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("taken",), "taken is there already"),
        (("nowhere/monday",), "there is no folder nowhere"),
        (("",), "is there already"),
        ((), "Missing argument 'FILE'"),
        (("one", "two"), "unexpected extra argument"),
    ],
)
def test_a_backup_that_cannot_be_ends_with_2_in_one_line(
    bbs: Bbs, data: Path, arguments: tuple[str, ...], says: str
) -> None:
    Path("taken").write_text("x", encoding="utf-8")
    ran = bbs("backup", *arguments)
    assert (ran.status, ran.out) == (2, "")
    assert says in ran.err
    assert ran.err.count("\n") == 1
    assert Path("taken").read_text(encoding="utf-8") == "x"


def test_a_database_that_does_not_hold_gives_no_backup_and_ends_with_1(bbs: Bbs, data: Path) -> None:
    edit(data, "DELETE FROM audit WHERE seq = 4")
    ran = bbs("backup", "monday")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err == f"closednet-data/{DATABASE}: row 4 of the audit log is missing; no backup was made\n"
    assert not Path("monday").exists()


class Writing:
    """Somebody who goes on writing on a server until told to stop, and counts what was acknowledged."""

    def __init__(self, server: Server) -> None:
        self.acknowledged = 0
        self._stop = threading.Event()
        token = send_json(f"{server.board}/api/v1/join", {"code": server.said["code"]})["token"]
        address = f"{server.board}/api/v1/boards/friends/threads"
        self._thread = threading.Thread(target=self._write, args=(address, token))

    def _write(self, address: str, token: str) -> None:
        while not self._stop.is_set():
            body = {"title": "For you", "body": f"Happy birthday, number {self.acknowledged}"}
            assert send_json(address, body, token)["thread"]
            self.acknowledged += 1

    def __enter__(self) -> Writing:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join(30)


def run(folder: Path, *arguments: str) -> str:
    """`bbs` as a program of its own, beside the server."""
    ran = subprocess.run([*COMMAND, *arguments], cwd=folder, capture_output=True, text=True, timeout=60)  # noqa: S603  # our own program
    assert (ran.returncode, ran.stderr) == (0, "")
    return ran.stdout


def test_beside_a_server_under_writes_all_holds_and_the_copy_serves(tmp_path: Path) -> None:
    with started(COMMAND, "--policy", "no-filter", folder=tmp_path) as server:
        with Writing(server) as writing:
            while writing.acknowledged < 5:
                threading.Event().wait(0.01)
            assert "Everything holds." in run(tmp_path, "verify")
            before = writing.acknowledged
            run(tmp_path, "backup", "monday.sqlite3")
            after = writing.acknowledged
            assert "Everything holds." in run(tmp_path, "verify")
        assert json.loads(page(f"{server.board}/healthz")) == {"status": "ok"}
        assert writing.acknowledged > after >= before
        server.stop()
    assert before <= posts(tmp_path / "monday.sqlite3") <= after + 1
    (tmp_path / "again").mkdir()
    (tmp_path / "monday.sqlite3").rename(tmp_path / "again" / DATABASE)
    assert "Everything holds." in run(tmp_path, "verify", "--data", "again")
    with started(COMMAND, "--data", "again", folder=tmp_path) as again:
        assert again.said["policy"].startswith("no-filter ")
        assert again.said["code"] == server.said["code"]
        with Writing(again) as writing:
            threading.Event().wait(0.2)
        assert writing.acknowledged
        again.stop()
    assert "Everything holds." in run(tmp_path, "verify", "--data", "again")


@pytest.mark.parametrize(
    "command", [["verify"], ["doctor"], ["serve", "--no-open-browser"], ["backup", "copy"]]
)
def test_a_folder_without_a_name_is_not_the_one_we_are_in(bbs: Bbs, folder: Path, command: list[str]) -> None:
    before = sorted(folder.iterdir())
    ran = bbs(*command, "--data", "")
    assert (ran.status, ran.out) == (2, "")
    assert "name a folder" in ran.err
    assert sorted(folder.iterdir()) == before


@pytest.mark.parametrize(
    "command", [["policy", "check", ""], ["network", "check", ""], ["policy", "explain", "", "x"]]
)
def test_a_file_without_a_name_is_asked_for(bbs: Bbs, command: list[str]) -> None:
    ran = bbs(*command)
    assert ran.status == 2
    assert ran.err.startswith("name a ")
