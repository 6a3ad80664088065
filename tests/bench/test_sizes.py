"""Pages of boards with 1,000, 100,000 and a million posts, drawn anew each time, over HTTP.

Making the larger boards takes minutes; `CLOSEDNET_BOARDS` names a folder that keeps them from one run to the next, and
`CLOSEDNET_SIZES` the sizes (left out: 1,000 and 100,000). All boards have 200 people, some 50 posts
a thread, and one thread that is a tenth of the board. The sizes are measured by turns. Goal: within a factor of two.

Run with: pytest -o addopts= -s tests/bench/test_sizes.py
"""

from __future__ import annotations

import asyncio
import os
import statistics
import sys
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from big_board import big_board

from bbs.app import console_app, network_app
from bbs.lesson import Clock
from bbs.services import Services, open_services
from bbs.settings import Settings
from bbs.web.kept import KEPT, set_up

SIZES = [int(size) for size in os.environ.get("CLOSEDNET_SIZES", "1000,100000").split(",")]
ROUNDS, EACH = 15, 10
TOKEN = "the-teachers-own-token"
PAGES = (
    "board",
    "older threads",
    "thread",
    "long thread",
    "end of a long thread",
    "calendar",
    "queue",
    "decisions",
)


@dataclass(frozen=True)
class Board:
    """A running server on a board of one size."""

    reader: aiohttp.ClientSession
    addresses: dict[str, str]

    async def milliseconds(self, page: str) -> float:
        """How long one page takes, of EACH in a row."""
        begun = time.perf_counter()
        for _ in range(EACH):
            async with self.reader.get(self.addresses[page]) as answer:
                assert answer.status == 200, (page, answer.status)
                await answer.read()
        return (time.perf_counter() - begun) * 1000 / EACH


def folder_of(size: int, otherwise: Path) -> Path:
    """The data folder of a board of this size, made where it is not there."""
    folder = Path(os.environ.get("CLOSEDNET_BOARDS", otherwise)) / str(size)
    if not folder.exists():
        big_board(folder, posts=size, in_threads=size // 50, long=0.1)
    return folder


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[Board]:
    settings = Settings(data=folder, console_token=TOKEN, open_browser=False)
    async with AsyncExitStack() as stack:
        services = await stack.enter_async_context(open_services(settings, Clock()))
        network, console = network_app(services), console_app(services)
        network[KEPT].keep = lambda *_: None  # type: ignore[method-assign]  # every page is drawn anew
        network[KEPT]._shared.put = lambda *_: None  # type: ignore[method-assign]
        ports = [await _port(app, stack) for app in (network, console)]
        token = (await services.roster.join(services.class_code)).token
        cookies = {"closednet": token, "closednet-console": ""}
        reader = await stack.enter_async_context(aiohttp.ClientSession(cookies=cookies))
        async with reader.get(f"http://localhost:{ports[1]}/enter?token={TOKEN}"):
            yield Board(reader, await _addresses(services, *ports))


async def _port(app: web.Application, stack: AsyncExitStack) -> int:
    runner = await set_up(app, access_log=None)
    stack.push_async_callback(runner.cleanup)
    await web.TCPSite(runner, "localhost", 0).start()
    port: int = runner.addresses[0][1]
    return port


async def _addresses(services: Services, port: int, console: int) -> dict[str, str]:
    """The pages that are measured; the long thread is the one with the most posts that all may read."""
    store, board = services.store, f"http://localhost:{port}/~board"
    all_see = "SELECT thread FROM sights WHERE audience = 'everyone' ORDER BY"
    long = (await store.fetch_all(f"{all_see} many DESC LIMIT 1"))[0]["thread"]
    usual = (await store.fetch_all(f"{all_see} abs(many - 40) LIMIT 1"))[0]["thread"]
    last = await store.fetch_one(
        "SELECT id FROM posts WHERE thread = :thread AND audience = 'everyone' ORDER BY seq DESC LIMIT 1 OFFSET 20",
        {"thread": long},
    )
    middle = await store.fetch_one(
        "SELECT t.id FROM threads t JOIN posts p ON p.id = t.opening WHERE p.audience = 'everyone' "
        "AND t.seq > (SELECT max(seq) / 2 FROM threads) LIMIT 1"
    )
    assert last
    assert middle
    return {
        "board": f"{board}/boards/friends",
        "older threads": f"{board}/boards/friends?before={middle['id']}",
        "thread": f"{board}/threads/{usual}",
        "long thread": f"{board}/threads/{long}",
        "end of a long thread": f"{board}/threads/{long}?after={last['id']}",
        "calendar": f"{board}/birthdays",
        "queue": f"http://localhost:{console}/queue",
        "decisions": f"http://localhost:{console}/",
    }


def test_pages_of_boards_of_every_size(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folders = [folder_of(size, tmp_path) for size in SIZES]

    async def measure() -> dict[str, list[float]]:
        async with AsyncExitStack() as stack:
            boards = [await stack.enter_async_context(opened(folder)) for folder in folders]
            times: dict[str, list[list[float]]] = {page: [[] for _ in boards] for page in PAGES}
            for _ in range(ROUNDS):
                for page in PAGES:
                    for at, board in enumerate(boards):
                        times[page][at].append(await board.milliseconds(page))
            return {page: [statistics.median(found) for found in columns] for page, columns in times.items()}

    medians = asyncio.run(measure())
    with capsys.disabled():
        sys.stderr.write(f"\nms a page, medians; posts: {', '.join(f'{size:,}' for size in SIZES)}\n")
        for page, found in medians.items():
            shown = "  ".join(f"{one:7.2f}" for one in found)
            sys.stderr.write(f"{page:22} {shown}   largest / smallest board {found[-1] / found[0]:.2f}\n")
