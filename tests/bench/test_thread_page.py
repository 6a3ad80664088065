"""A thread page of 20 posts and a page of a pack, for people who have joined: kept in memory and drawn anew.

Beside them bare aiohttp answers with the bytes of the thread page. Each server runs in a process of its own; 50
people, each with a cookie of their own, ask again as soon as they are answered. All are measured by turns. Goals: the
kept thread page at least 75 % of bare aiohttp and at least 8 times drawing anew; a page of a pack costs no more than it.

Run with: pytest -o addopts= -s tests/bench/test_thread_page.py
"""

from __future__ import annotations

import asyncio
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from load import crowd

from bbs.app import network_app
from bbs.desk import Draft
from bbs.lesson import Clock
from bbs.services import Services, open_services
from bbs.settings import Settings
from bbs.web.kept import KEPT, set_up

PEOPLE, POSTS, SECONDS, ROUNDS = 50, 20, 3.0, 5
KINDS = ("kept", "anew", "bare", "pack", "pack-anew")
PAGE = "/~university/courses"
"""A long page of the pack, with a table and links."""


@contextmanager
def serving(kind: str, folder: Path) -> Iterator[tuple[int, list[bytes]]]:
    """The port of a server of this kind, and a request of each of the people."""
    (folder / kind).mkdir()
    command = [sys.executable, __file__, kind, str(folder / kind)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603  # this very file
        try:
            assert process.stdout
            port, path, *cookies = process.stdout.readline().split()
            head = f"GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nCookie: closednet="
            yield int(port), [f"{head}{cookie}\r\n\r\n".encode() for cookie in cookies]
        finally:
            process.kill()


def test_a_thread_page_of_twenty_posts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rates: dict[str, list[float]] = {kind: [] for kind in KINDS}
    with ExitStack() as servers:
        running = {kind: servers.enter_context(serving(kind, tmp_path)) for kind in KINDS}
        for _ in range(ROUNDS):
            for kind, (port, requests) in running.items():
                load = crowd(port, requests, SECONDS, tmp_path)
                assert not load.wrong
                rates[kind].append(load.rate)
    median = {kind: statistics.median(found) for kind, found in rates.items()}
    with capsys.disabled():
        for kind in KINDS:
            low, high = min(rates[kind]), max(rates[kind])
            sys.stderr.write(
                f"\n{kind}: {median[kind]:,.0f} pages/s (median of {ROUNDS}; {low:,.0f} to {high:,.0f})"
            )
        for one, other in (("kept", "bare"), ("kept", "anew"), ("pack", "kept"), ("pack", "pack-anew")):
            sys.stderr.write(f"\n{one} / {other} {median[one] / median[other]:.2f}")
        sys.stderr.write("\n")


async def begin(services: Services) -> tuple[str, list[str]]:
    """A thread with posts of people who then only read, and the tokens of those who read."""
    join = services.roster.join
    writers = [(await join("bench")).person for _ in range(5)]
    opening = Draft("thread", "Happy birthday, Professor Heron!", title="Happy birthday", board="friends")
    thread = (await services.desk.submit(opening, writers[0])).thread or ""
    for number in range(POSTS - 1):
        words = (
            f"Many happy returns, number {number}! The choir sings at noon, and there is cake in the canteen."
        )
        await services.desk.submit(Draft("reply", words, thread=thread), writers[number % 5])
    return f"/~board/threads/{thread}", [(await join("bench")).token for _ in range(PEOPLE)]


async def serve(kind: str, folder: Path) -> None:
    """Open the network port of one kind, say where, and serve until killed."""
    settings = Settings(data=folder / "data", class_code="bench", policy="no-filter", flood=0)
    async with open_services(settings, Clock()) as services:
        path, tokens = await begin(services)
        path = PAGE if kind.startswith("pack") else path
        app = network_app(services)
        if kind.endswith("anew"):
            app[KEPT].keep = lambda *_: None  # type: ignore[method-assign]  # what is measured against
            app[KEPT]._shared.put = lambda *_: None  # type: ignore[method-assign]
        if kind == "bare":
            app = await bare_app(app, path, tokens[0])
        runner = await set_up(app, access_log=None)
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        os.write(1, f"{runner.addresses[0][1]} {path} {' '.join(tokens)}\n".encode())
        import gc

        gc.collect()
        gc.freeze()
        await asyncio.Event().wait()


async def bare_app(app: web.Application, path: str, token: str) -> web.Application:
    """An application of one handler that answers with the bytes and headers of the real page."""
    runner = await set_up(app, access_log=None)
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = runner.addresses[0][1]
    url, cookie = f"http://localhost:{port}{path}", {"Cookie": f"closednet={token}"}
    async with aiohttp.request("GET", url, headers=cookie) as answer:
        body, headers = await answer.read(), answer.headers.copy()
    await runner.cleanup()
    for name in ("Date", "Server", "Content-Length"):
        headers.popall(name, None)

    async def hello(_request: web.Request) -> web.Response:
        return web.Response(body=body, headers=headers)

    bare = web.Application()
    bare.router.add_get("/{path:.*}", hello)
    return bare


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], Path(sys.argv[2])))
