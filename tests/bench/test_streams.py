"""One event to 1,000 open streams of which one is never read: when the last client has it, beside a bare send.

Two servers in processes of their own: the console's stream of events, and an aiohttp handler that keeps its responses in a
list and writes the same bytes to one after the other (with 1,000 readers, since one that is stuck would stall it for
good). The clients are in a third process; all clocks are the machine's monotonic one. Goal: the last client within twice
the bare send.

Run with: pytest -o addopts= -s tests/bench/test_streams.py
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import json
import os
import re
import resource
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from aiohttp import web

from bbs.app import console_app
from bbs.feed import Event
from bbs.lesson import Clock
from bbs.services import open_services
from bbs.settings import Settings
from bbs.web.kept import set_up

CLIENTS, EVENTS, PAUSE = 1_000, 20, 0.5
TOKEN = "the-teachers-own-token"
KINDS = ("feed", "bare")
SENT = re.compile(rb'"subject":"(\d+\.\d+)"')


@contextmanager
def serving(kind: str, folder: Path) -> Iterator[int]:
    """The port of a server of this kind."""
    (folder / kind).mkdir()
    command = [sys.executable, __file__, kind, str(folder / kind)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603  # this very file
        try:
            assert process.stdout
            yield int(process.stdout.readline())
        finally:
            process.kill()


def heard(port: int, stuck: int) -> dict[str, list[float]]:
    """For each event the milliseconds after which the first, the median and the last client had it."""
    command = [sys.executable, __file__, "clients", str(port), str(stuck)]
    ran = subprocess.run(command, capture_output=True, check=True, text=True)  # noqa: S603  # this very file
    found: dict[str, list[float]] = json.loads(ran.stdout)
    return found


def test_one_event_to_a_thousand_streams(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    last: dict[str, float] = {}
    with serving("feed", tmp_path) as feed, serving("bare", tmp_path) as bare:
        for kind, port, stuck in (("feed", feed, 1), ("bare", bare, 0), ("feed", feed, 1), ("bare", bare, 0)):
            took = heard(port, stuck)
            last[kind] = min(last.get(kind, 1e9), statistics.median(took["last"]))
            with capsys.disabled():
                middle = {part: round(statistics.median(found), 1) for part, found in took.items()}
                sys.stderr.write(
                    f"\n{kind}, {stuck} stuck: ms until a client has it, medians of {EVENTS}: {middle}"
                )
    with capsys.disabled():
        sys.stderr.write(f"\nlast client, feed / bare: {last['feed'] / last['bare']:.2f}\n")


async def _client(port: int, took: dict[str, list[float]], ready: asyncio.Semaphore) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
    writer.write(_request(port))
    await reader.readuntil(b"is open\n\n")
    ready.release()
    with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
        while True:
            frame = await reader.readuntil(b"\n\n")
            if found := SENT.search(frame):
                took.setdefault(found[1].decode(), []).append((time.monotonic() - float(found[1])) * 1000)


def _request(port: int) -> bytes:
    return f"GET /api/v1/events HTTP/1.1\r\nHost: localhost:{port}\r\nAuthorization: Bearer {TOKEN}\r\n\r\n".encode()


def _stuck(port: int) -> socket.socket:
    """A client that asks and never reads."""
    one = socket.socket()
    one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    one.connect(("127.0.0.1", port))
    one.send(_request(port))
    return one


async def clients(port: int, stuck: int) -> None:
    """Open the streams, listen to EVENTS events, say when each of them came."""
    took: dict[str, list[float]] = {}
    ready = asyncio.Semaphore(0)
    sockets = [_stuck(port) for _ in range(stuck)]
    tasks = [asyncio.create_task(_client(port, took, ready)) for _ in range(CLIENTS - stuck)]
    for _ in tasks:
        await ready.acquire()
    took.clear()
    await asyncio.sleep(PAUSE * (EVENTS + 2))
    whole = [sorted(times) for times in took.values() if len(times) == len(tasks)]
    parts = {"first": 0, "median": len(tasks) // 2, "last": -1}
    os.write(1, json.dumps({name: [times[at] for times in whole] for name, at in parts.items()}).encode())
    for task in tasks:
        task.cancel()
    for one in sockets:
        one.close()


async def serve(kind: str, folder: Path) -> None:
    """Open the port of one kind and send an event every PAUSE seconds until killed."""
    settings = Settings(data=folder / "data", console_token=TOKEN)
    async with open_services(settings, Clock()) as services:
        streams: list[web.StreamResponse] = []
        runner = await set_up(console_app(services) if kind == "feed" else _bare(streams), access_log=None)
        await web.TCPSite(runner, "127.0.0.1", 0, backlog=1_024).start()
        gc.freeze()  # as `bbs serve` does
        os.write(1, b"%d\n" % runner.addresses[0][1])
        for number in range(1_000_000):
            await asyncio.sleep(PAUSE)
            event = Event("joined", str(time.monotonic()), 1_000 + number)
            if kind == "feed":
                services.feed.tell(event)
            else:
                frame = b'id: %d\nevent: joined\ndata: {"subject":"%s"}\n\n' % (
                    event.seq,
                    event.subject.encode(),
                )
                for stream in streams[:]:
                    try:
                        await stream.write(frame)
                    except ConnectionError:
                        streams.remove(stream)


def _bare(streams: list[web.StreamResponse]) -> web.Application:
    async def events(request: web.Request) -> web.StreamResponse:
        stream = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await stream.prepare(request)
        await stream.write(b": the stream is open\n\n")
        streams.append(stream)
        await asyncio.Event().wait()
        return stream

    app = web.Application()
    app.router.add_get("/api/v1/events", events)
    return app


if __name__ == "__main__":
    resource.setrlimit(
        resource.RLIMIT_NOFILE, (8_192, max(8_192, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    )
    if sys.argv[1] == "clients":
        asyncio.run(clients(int(sys.argv[2]), int(sys.argv[3])))
    else:
        asyncio.run(serve(sys.argv[1], Path(sys.argv[2])))
