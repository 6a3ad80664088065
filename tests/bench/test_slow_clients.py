"""How long an ordinary page takes while 1,000 slow connections hang on the server, with the guard and without it.

The server is the real network port in a process of its own, with the 256 open files that macOS gives a program, or the
1,024 of most Linux systems. The slow clients come from one address, send a byte a second and never finish; whoever is
hung up on comes back at once. The page is opened on a connection of its own each time, from another
address. Goal: every page is answered.

Run with: pytest -o addopts= tests/bench/test_slow_clients.py --benchmark-columns=median,max,rounds
"""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import os
import resource
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bbs.app import network_app
from bbs.lesson import Clock
from bbs.services import open_services
from bbs.settings import Settings
from bbs.web.descriptors import room_for
from bbs.web.guard import Guard, Limits
from bbs.web.kept import set_up

Benchmark = Callable[..., Any]
ROUNDS, PATIENCE = 200, 2.0
ANOTHER = ("127.0.0.2", 0)
"""Where the ordinary pages are opened from; the slow clients come from 127.0.0.1."""
BEGUN = b"GET /join HTTP/1.1\r\nHost: localhost\r\nX-Slow: "


def page(port: int) -> bool:
    """Open a page as a browser does; False when nothing came within PATIENCE seconds."""
    browser = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE, source_address=ANOTHER)
    try:
        browser.request("GET", "/join", headers={"Host": f"localhost:{port}"})
        answer = browser.getresponse()
        return answer.status == 200 and bool(answer.read())
    except OSError:
        return False
    finally:
        browser.close()


async def slow_client(port: int) -> None:
    """A client that never comes to the end of its headers, and comes back when it is hung up on."""
    while True:
        with contextlib.suppress(OSError):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            with contextlib.closing(writer):
                writer.write(BEGUN)
                while not reader.at_eof() and not reader.exception():
                    await asyncio.sleep(1)
                    writer.write(b"a")
                    await writer.drain()
        await asyncio.sleep(0.05)


@contextlib.contextmanager
def hanging(port: int, number: int) -> Iterator[None]:
    """So many slow clients, in a thread of their own."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    async def begin() -> list[asyncio.Task[None]]:
        return [asyncio.create_task(slow_client(port)) for _ in range(number)]

    async def end() -> None:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    tasks = asyncio.run_coroutine_threadsafe(begin(), loop).result()
    time.sleep(3)
    try:
        yield
    finally:
        asyncio.run_coroutine_threadsafe(end(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


@contextlib.contextmanager
def serving(folder: Path, guarded: str, files: int) -> Iterator[int]:
    """The port of a server in a process of its own."""
    command = [sys.executable, __file__, str(folder), guarded, str(files)]
    errors = (folder / "errors").open("wb")
    with errors, subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True) as process:  # noqa: S603
        try:
            assert process.stdout
            yield int(process.stdout.readline())
        finally:
            process.kill()


@pytest.mark.parametrize("files", [256, 1_024])
@pytest.mark.parametrize("number", [0, 1_000])
@pytest.mark.parametrize("guarded", ["guarded", "bare"])
def test_an_ordinary_page_beside_slow_clients(
    benchmark: Benchmark, tmp_path: Path, guarded: str, number: int, files: int
) -> None:
    with serving(tmp_path, guarded, files) as port, hanging(port, number):
        served: list[bool] = []
        rounds = ROUNDS if page(port) else 5
        benchmark.pedantic(lambda: served.append(page(port)), rounds=rounds)
        benchmark.extra_info["served"] = f"{sum(served)} of {len(served)}"
        times = sorted(benchmark.stats.stats.data)  # type: ignore[attr-defined]  # the plugin has no types
        p99 = times[min(len(times) - 1, round(len(times) * 0.99))]
        sys.stderr.write(
            f"\n{guarded}, {number} slow, {files} files: {sum(served)} of {len(served)} pages, "
            f"median {statistics.median(times) * 1000:.1f} ms, p99 {p99 * 1000:.1f} ms\n"
        )


async def serve(folder: Path, guarded: bool) -> None:
    """Open the network port, say where, and serve until killed."""
    async with open_services(Settings(data=folder / "data", class_code="bench"), Clock()) as services:
        runner = await set_up(network_app(services), access_log=None)
        server = runner.server
        assert server is not None
        door = Guard(server, Limits(connections=room_for(2_000))) if guarded else server
        listening = await asyncio.get_running_loop().create_server(door, "127.0.0.1", 0, backlog=1_024)
        os.write(1, b"%d\n" % listening.sockets[0].getsockname()[1])
        await listening.serve_forever()


if __name__ == "__main__":
    files = int(sys.argv[3])
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, max(files, 4_096)))
    asyncio.run(serve(Path(sys.argv[1]), sys.argv[2] == "guarded"))
