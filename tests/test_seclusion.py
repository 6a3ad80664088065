"""No call outwards: what a process may still do once it has given up the network."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from cli.started import browser, page, send_json, started

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


WATCHED_FROM_INSIDE = """
import asyncio, ctypes, json, socket, struct, subprocess, sys, threading
from aiohttp import web
import bbs.app
from bbs.cli import main

way, port = sys.argv.pop(1), int(sys.argv.pop(1))
if way == "refused":  # a second thread keeps the process in the machine's network, and Python has to refuse
    threading.Thread(target=threading.Event().wait, daemon=True).start()

def by_python():
    socket.create_connection(("127.0.0.1", port), timeout=2).close()

def by_c():
    with socket.socket() as one:
        place = struct.pack("=H", socket.AF_INET) + struct.pack("!H", port) + bytes((127, 0, 0, 1)) + bytes(8)
        if ctypes.CDLL(None, use_errno=True).connect(one.fileno(), place, 16):
            raise OSError(ctypes.get_errno(), "connect")

def by_another_program():
    code = f"import socket; socket.create_connection(('127.0.0.1', {port}), timeout=2)"
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)

async def goes_out(call):
    try:
        await call
    except (OSError, subprocess.CalledProcessError):
        return False
    return True

async def try_all(request):
    async def at_once(call):
        call()
    async def loop_s_own():
        (await asyncio.open_connection("127.0.0.1", port))[1].close()
    return web.json_response({
        "a handler": await goes_out(at_once(by_python)),
        "the loop": await goes_out(loop_s_own()),
        "a helper thread": await goes_out(asyncio.to_thread(by_python)),
        "a name": await goes_out(asyncio.to_thread(socket.getaddrinfo, "school.test", 80)),
        "another program": await goes_out(asyncio.to_thread(by_another_program)),
        "C": await goes_out(at_once(by_c)),
        "C in a helper thread": await goes_out(asyncio.to_thread(by_c)),
    })

make = bbs.app.network_app
def network_app(*parts, **named):
    app = make(*parts, **named)
    app.router.add_get("/-/try", try_all)
    return app
bbs.app.network_app = network_app
sys.exit(main())
"""
"""A real server with one address more, which tries on purpose what no code of ours does."""
IN_C = {"C", "C in a helper thread"}
"""What Python can't see and so can't refuse; the documents say so."""


@pytest.mark.parametrize("way", [Way.LEFT, Way.REFUSED])
def test_the_seal_of_a_running_server_holds_against_calls_put_in_on_purpose(
    somebody: int, tmp_path: Path, way: Way
) -> None:
    if way is Way.LEFT and not may_leave():
        pytest.skip("this system does not let a process leave its network")
    command = (sys.executable, "-c", WATCHED_FROM_INSIDE, way.name.lower(), str(somebody))
    with started(command, folder=tmp_path) as server:
        went_out = {name for name, out in json.loads(page(f"{server.board}/-/try")).items() if out}
        assert went_out == (set() if way is Way.LEFT else IN_C)
        assert f"Calls out:  to nobody: {way}" in server.printed
        teacher = browser()
        page(server.said["console"], teacher)
        assert f"can reach no other machine: {way}." in unescape(
            page(f"{server.console}/network/lanes", teacher)
        )


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
