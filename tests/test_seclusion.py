"""No call outwards: what a process may still do once it has given up the network."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from cli.started import page, send_json, started

from bbs.seclusion import Way

COMMAND = (sys.executable, "-c", "import sys; from bbs.cli import main; sys.exit(main())")
TRY = """
import socket, sys
port = int(sys.argv[1])
tries = {
    "connect": lambda: socket.create_connection(("127.0.0.1", port), timeout=2),
    "other stack": lambda: socket.socket(socket.AF_INET6).connect(("::1", port)),
    "datagram": lambda: socket.socket(type=socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", port)),
    "connected datagram": lambda: socket.socket(type=socket.SOCK_DGRAM).connect(("192.0.2.1", 53)),
    "name": lambda: socket.getaddrinfo("school.test", 80),
}
for name, one in tries.items():
    try:
        one()
    except OSError:
        continue
    print(name, "goes out")
"""


@pytest.fixture
def somebody() -> Iterator[int]:
    """Somebody on this machine who could be called."""
    with socket.create_server(("127.0.0.1", 0)) as one:
        yield one.getsockname()[1]


def run(code: str, *arguments: object) -> str:
    """What a process of its own prints; it must end well."""
    ran = subprocess.run(  # noqa: S603  # our own words
        [sys.executable, "-c", code, *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    return ran.stdout.strip()


def may_leave() -> bool:
    return run("from bbs.seclusion import leave; print(leave())") == "True"


def test_before_it_gives_up_the_network_a_process_calls_whom_it_likes(somebody: int) -> None:
    assert "connect goes out" in run(TRY, somebody)


@pytest.mark.parametrize("way", ["leave", "refuse", "withdraw"])
def test_after_that_nothing_goes_out(somebody: int, way: str) -> None:
    if way == "leave" and not may_leave():
        pytest.skip("this system does not let a process leave its network")
    assert run(f"from bbs import seclusion; seclusion.{way}()\n{TRY}", somebody) == ""


def test_it_says_by_which_way(somebody: int) -> None:
    way = run("from bbs.seclusion import withdraw; print(withdraw())")
    assert way == (Way.LEFT if may_leave() else Way.REFUSED)


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may become somebody else"
)
def test_an_ordinary_user_gives_it_up_too_and_keeps_the_files(somebody: int) -> None:
    mine = tempfile.mkdtemp()
    os.chown(mine, 65_534, 65_534)
    check = f"""
import ctypes, encodings.idna, os, pathlib
from bbs.seclusion import withdraw
file = pathlib.Path({mine!r}, "file")
os.setgroups([])
os.setgid(65534)
os.setuid(65534)
ctypes.CDLL(None).prctl(4, 1)  # PR_SET_DUMPABLE: as a process that was an ordinary user's from the start
withdraw()
file.write_bytes(b"kept")
assert (file.read_bytes(), file.stat().st_uid, os.geteuid()) == (b"kept", 65534, 65534)
"""
    assert run(check + TRY, somebody) == ""
    shutil.rmtree(mine)


def test_sockets_between_programs_of_one_machine_still_work() -> None:
    code = "import asyncio, socket; from bbs.seclusion import refuse; refuse(); a, b = socket.socketpair(); a.send(b'x'); assert b.recv(1) == b'x'; asyncio.run(asyncio.sleep(0))"
    run(code)


def test_a_second_thread_would_stay_behind_so_the_program_refuses_itself() -> None:
    code = "import threading; from bbs.seclusion import withdraw; threading.Thread(target=threading.Event().wait, daemon=True).start(); print(withdraw())"
    assert run(code) == Way.REFUSED


@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed")
def test_a_running_server_calls_nobody(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    watched = ("strace", "-D", "-f", "-qq", "-e", "trace=connect,sendto,sendmsg,sendmmsg", "-o", str(trace))
    with started([*watched, *COMMAND], "--lan", folder=tmp_path) as server:
        joined = send_json(f"{server.board}/api/v1/join", {"code": server.said["code"]})
        address = f"{server.board}/api/v1/boards/friends/threads"
        assert send_json(address, {"title": "For you", "body": "Happy birthday!"}, joined["token"])["thread"]
        assert joined["name"] in page(server.said["console"])
        server.stop()
    calls = trace.read_text(encoding="utf-8").splitlines()
    assert [call for call in calls if "connect(" in call and "AF_UNIX" not in call] == []
    assert [call for call in calls if "sin_addr" in call or "sin6_addr" in call] == []
