"""A disk that is full: nobody can write, everybody can read, nothing is lost, and it goes on once there is room."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cli.started import Server, browser, page, send_json, started
from cli.test_serve import COMMAND
from house import Visitor

from bbs.store import seal

CODE = "otter-maple-42"
LONG = "A long word. " * 500
OPTIONS = ("--policy", "no-filter", "--flood", "0", "--flood-programs", "0")


class Disk:
    """A small disk in memory."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def size(self, megabytes: int) -> None:
        subprocess.run(["mount", "-o", f"remount,size={megabytes}m", self.folder], check=True)  # noqa: S603, S607  # the system's own

    def fill(self) -> None:
        """Write until nothing fits any more."""
        with (self.folder / "somebody-else").open("ab", buffering=0) as file:
            try:
                while file.write(b"x" * 4096):
                    pass
            except OSError:
                return

    def free(self) -> None:
        (self.folder / "somebody-else").unlink()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)]
    if sys.platform != "linux" or subprocess.run(mount, capture_output=True).returncode:  # noqa: S603  # the system's own
        pytest.skip("no small disk can be mounted here: that takes Linux and its administrator")
    yield Disk(folder)
    subprocess.run(["umount", "--lazy", folder], check=True)  # noqa: S603, S607  # the system's own


class Writer:
    """Somebody who writes by program, and remembers what was accepted."""

    def __init__(self, server: Server) -> None:
        self.board = server.board
        self.token = send_json(f"{server.board}/api/v1/join", {"code": CODE})["token"]
        self.accepted: list[str] = []

    def write(self, text: str) -> tuple[int, Any]:
        """Status and answer."""
        try:
            address = f"{self.board}/api/v1/boards/friends/threads"
            receipt = send_json(address, {"title": "For you", "body": text}, self.token)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.loads(error.read())
        self.accepted.append(receipt["thread"])
        return 201, receipt

    def write_until_refused(self) -> Any:
        """The first refusal."""
        for _ in range(2_000):
            status, answer = self.write(LONG)
            if status != 201:
                assert status == 503, answer
                return answer
        raise AssertionError("the disk never got full")

    def reads_everything(self) -> None:
        for thread in self.accepted:
            address = f"{self.board}/api/v1/threads/{thread}"
            request = urllib.request.Request(address, headers={"Authorization": f"Bearer {self.token}"})  # noqa: S310  # http only
            with browser().open(request, timeout=10) as answer:
                assert len(json.loads(answer.read())["posts"]) == 1


def serve(disk: Disk) -> Any:
    return started(
        COMMAND, "--data", str(disk.folder / "data"), *OPTIONS, folder=disk.folder.parent, BBS_CLASS_CODE=CODE
    )


def refuses_to_start(disk: Disk, name: str) -> None:
    refused = subprocess.run(  # noqa: S603  # our own program
        [*COMMAND, "serve", "--port", "0", "--console-port", "0", "--data", str(disk.folder / name)],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr.startswith("bbs serve: ")
    assert refused.stderr.count("\n") == 1
    assert "No space left" in refused.stderr


def verify(disk: Disk) -> str:
    ran = subprocess.run(  # noqa: S603  # our own program
        [*COMMAND, "verify", "--data", str(disk.folder / "data")], capture_output=True, text=True, timeout=60
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    return ran.stdout


def test_on_a_full_disk_texts_are_refused_and_kept_in_the_form_reading_goes_on_and_room_mends_it(
    disk: Disk,
) -> None:
    with serve(disk) as server:
        writer = Writer(server)
        refusal = writer.write_until_refused()
        assert refusal["status"] == 503
        assert "full" in refusal["detail"]
        disk.fill()
        assert [writer.write(LONG)[0] for _ in range(20)] == [503] * 20
        writer.reads_everything()
        assert json.loads(page(f"{server.board}/healthz")) == {"status": "ok"}
        disk.free()
        disk.size(60)
        assert writer.write("There is room again")[0] == 201
        assert [writer.write(LONG)[0] for _ in range(20)] == [201] * 20
        writer.reads_everything()
        assert f"{len(writer.accepted)} posts" in " ".join(verify(disk).split())
        assert server.stop() < 5
    assert (disk.folder / "data" / seal.NAME).exists()


async def test_a_form_that_the_full_disk_refused_still_has_its_text(disk: Disk) -> None:
    with serve(disk) as server:
        visitor = Visitor(int(server.board.rsplit(":", 1)[1]), "board.bright.localhost")
        assert (await visitor.join()).status == 200
        Writer(server).write_until_refused()
        disk.fill()
        sent = {"title": "Kept", "body": f"My own text. {LONG}"}
        answer = await visitor.post("/boards/friends/new", sent)
        assert answer.status == 503
        assert f"My own text. {LONG.strip()}" in answer.said
        assert 'value="Kept"' in answer.text
        assert (await visitor.get("/boards/friends")).status == 200, "still signed in, and reading goes on"
        disk.free()
        disk.size(60)
        assert (await visitor.post("/boards/friends/new", sent)).status == 303


def test_stopped_on_a_full_disk_it_starts_with_all_that_was_accepted_once_there_is_room(disk: Disk) -> None:
    with serve(disk) as server:
        writer = Writer(server)
        writer.write_until_refused()
        disk.fill()
        server.stop()
    assert not (disk.folder / "data" / seal.NAME).exists(), "changes still wait beside the database"
    refuses_to_start(disk, "data")
    disk.free()
    disk.size(60)
    with serve(disk) as again:
        writer.board = again.board
        writer.reads_everything()
        assert writer.write(LONG)[0] == 201
        again.stop()
    assert f"{len(writer.accepted)} posts" in " ".join(verify(disk).split())


@pytest.mark.parametrize("name", ["new", "data"])
def test_where_there_is_no_room_to_begin_it_says_so_in_one_line(disk: Disk, name: str) -> None:
    with serve(disk) as server:
        server.stop()
    disk.fill()
    refuses_to_start(disk, name)
    disk.free()
    with started(COMMAND, "--data", str(disk.folder / name), folder=disk.folder.parent) as again:
        again.stop()
