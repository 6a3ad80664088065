"""The record of visits: what noting costs, 1,000 requests a second on a full record, and pages of a million visits.

`CLOSEDNET_VISITS` names a folder that keeps the records from one run to the next. Sizes are measured by turns. Goals: a
note below 10 microseconds, no stall of the loop above 50 ms, pages of a million within twice the time of a thousand.

Run with: pytest -o addopts= -s tests/bench/test_recording.py
"""

from __future__ import annotations

import asyncio
import datetime as dt
import gc
import os
import random
import resource
import statistics
import sys
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from bbs.app import console_app
from bbs.lesson import Clock
from bbs.services import open_services
from bbs.settings import Settings
from bbs.store.visits import FILE, MOST, Noted, Visit, VisitFile, Wanted
from bbs.visits import Visits
from bbs.web.kept import set_up

SIZES = (1_000, MOST)
ROUNDS, EACH = 9, 5
TOKEN = "the-teachers-own-token"
SECONDS, A_SECOND = 20, 1_000
TIERS, WAYS = ("intranet", "elite", "visitor", "none"), ("page", "vague", "reset")
PAGES = {
    "newest": "/monitor",
    "in the middle": "/monitor?before={middle}",
    "of one tier": "/monitor?who=elite",
    "of one host": "/monitor?host=site7.bright.test",
    "refused by reset": "/monitor?verdict=refused&way=reset",
    "of one minute": "/monitor?from={moment}&to={later}",
    "by program": "/api/v1/visits?limit=50",
    "a combination that nobody has": "/monitor?host=site7.bright.test&way=reset&method=PUT",
}


def noted(number: int, chance: random.Random) -> Noted:
    """One of many visits of 200 people to 20 sites."""
    refused = chance.random() < 0.4
    way = chance.choice(WAYS) if refused else ""
    return Noted(
        person=f"person{chance.randrange(200):04}",
        tier=chance.choice(TIERS),
        lane=chance.choice("ABC"),
        method="GET" if chance.random() < 0.9 else "POST",
        host=f"site{chance.randrange(20)}.bright.test",
        path=f"/threads/{number:x}",
        verdict="refused" if refused else "opened",
        way=way,
        ooni="http-failure" if way == "reset" else "http-diff" if way else "",
        rule=chance.choice(("opens", "exam-hours", "not listed")),
        file="network.yaml",
        line=chance.randrange(200),
        why="The Film House is not on the list of sites for tier intranet.",
        told="503 Service Unavailable: The service can't answer just now. Try again later."
        if refused
        else "",
    )


def record(folder: Path, size: int) -> None:
    """A record with so many visits, the newest of now; made where there is none of today."""
    folder.mkdir(parents=True, exist_ok=True)
    if (folder / FILE).exists() and time.time() - (folder / FILE).stat().st_mtime < 3600:
        return
    chance, now = random.Random(1), int(time.time() * 1000)  # noqa: S311  # traffic that is the same each time
    file = VisitFile.open(folder, now)
    for first in range(0, size, 1_000):
        numbers = range(first + 1, min(first + 1_000, size) + 1)
        file.put([Visit(one, now - (size - one) * 10, 1, noted(one, chance)) for one in numbers], now)
    file.close()


def say(capsys: pytest.CaptureFixture[str], *lines: str) -> None:
    with capsys.disabled():
        sys.stderr.write("\n" + "\n".join(lines) + "\n")


@pytest.fixture
def folders(tmp_path: Path) -> list[Path]:
    base = Path(os.environ.get("CLOSEDNET_VISITS", tmp_path))
    found = [base / str(size) for size in SIZES]
    for folder, size in zip(found, SIZES, strict=True):
        record(folder, size)
    return found


@asynccontextmanager
async def serving(folder: Path) -> AsyncIterator[tuple[aiohttp.ClientSession, str, Visits]]:
    settings = Settings(data=folder, console_token=TOKEN, open_browser=False)
    async with AsyncExitStack() as stack:
        services = await stack.enter_async_context(open_services(settings, Clock()))
        runner = await set_up(console_app(services), access_log=None)
        stack.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, "localhost", 0).start()
        headers = {"Authorization": f"Bearer {TOKEN}"}
        session = await stack.enter_async_context(aiohttp.ClientSession(headers=headers))
        yield session, f"http://localhost:{runner.addresses[0][1]}", services.visits


async def milliseconds(session: aiohttp.ClientSession, url: str) -> float:
    begun = time.perf_counter()
    for _ in range(EACH):
        async with session.get(url) as answer:
            assert answer.status == 200, url
            await answer.read()
    return (time.perf_counter() - begun) * 1000 / EACH


def test_pages_of_a_thousand_and_of_a_million(
    folders: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    async def measure() -> tuple[dict[str, list[float]], list[str]]:
        async with AsyncExitStack() as stack:
            servers = [await stack.enter_async_context(serving(folder)) for folder in folders]
            times: dict[str, list[list[float]]] = {page: [[] for _ in servers] for page in PAGES}
            moments = [await last_minute(visits) for _, _, visits in servers]
            for _ in range(ROUNDS):
                for page, path in PAGES.items():
                    for at, (session, base, _) in enumerate(servers):
                        url = base + path.format(
                            middle=SIZES[at] // 2, moment=moments[at][0], later=moments[at][1]
                        )
                        times[page][at].append(await milliseconds(session, url))
            medians = {
                page: [statistics.median(found) for found in columns] for page, columns in times.items()
            }
            return medians, [await table(*servers[-1][:2])]

    medians, tables = asyncio.run(measure())
    lines = [f"ms a page, medians; visits: {', '.join(f'{size:,}' for size in SIZES)}"]
    for page, found in medians.items():
        lines.append(f"{page:32} {found[0]:7.2f}  {found[-1]:7.2f}   {found[-1] / found[0]:.2f} times")
    say(capsys, *lines, *tables)


async def last_minute(visits: Visits) -> tuple[str, str]:
    """From the newest visit's minute on, and before the next but one."""
    (newest,) = await visits.page(Wanted(), limit=1)
    there = dt.datetime.fromtimestamp(newest.at / 1000, Clock().lesson_now().tzinfo)
    return f"{there:%Y-%m-%dT%H:%M}", f"{there + dt.timedelta(minutes=2):%Y-%m-%dT%H:%M}"


async def table(session: aiohttp.ClientSession, base: str) -> str:
    """The whole record as a file: time, size, memory, and the longest stall meanwhile."""
    before, size = memory(), 0
    begun = time.perf_counter()
    async with stalls() as longest, session.get(f"{base}/monitor/visits.csv") as answer:
        async for piece in answer.content.iter_any():
            size += len(piece)
        took = time.perf_counter() - begun
    return (
        f"a million as a file: {took:.1f} s, {size >> 20} MB, {memory() - before} MB more memory, "
        f"longest stall {longest[0]:.0f} ms"
    )


@asynccontextmanager
async def stalls() -> AsyncIterator[list[float]]:
    """The longest time, in milliseconds, for which the loop answered nobody."""
    longest = [0.0]

    async def watch() -> None:
        while True:
            begun = time.perf_counter()
            await asyncio.sleep(0.001)
            longest[0] = max(longest[0], (time.perf_counter() - begun) * 1000 - 1)

    watching = asyncio.create_task(watch())
    try:
        yield longest
    finally:
        watching.cancel()


def memory() -> int:
    """The most memory so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10


def test_a_thousand_requests_a_second_on_a_full_record(
    folders: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    async def measure() -> str:
        async with serving(folders[-1]) as (session, base, visits):
            chance, number = random.Random(2), 0  # noqa: S311
            coming = [noted(one, chance) for one in range(SECONDS * A_SECOND)]
            await milliseconds(session, f"{base}/monitor")
            gc.collect()
            gc.freeze()  # as the server does once it has begun
            before, waits = memory(), []
            async with stalls() as longest:
                begun = time.perf_counter()
                while number < len(coming):
                    due = min(len(coming), int((time.perf_counter() - begun) * A_SECOND))
                    for one in coming[number:due]:
                        visits.note(one)
                    number = due
                    if number % 500 < 5:
                        waits.append(await milliseconds(session, f"{base}/monitor") * EACH)
                    await asyncio.sleep(0.001)
            newest = (await session.get(f"{base}/api/v1/visits?limit=1")).status
            return (
                f"{A_SECOND:,} new visits a second for {SECONDS} s on {MOST:,}: longest stall {longest[0]:.0f} ms, "
                f"{memory() - before} MB more memory, {visits.lost} lost, status {newest}; "
                f"the page meanwhile {statistics.median(waits) / EACH:.1f} ms"
            )

    say(capsys, asyncio.run(measure()))


def test_noting_a_visit(folders: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    async def measure() -> list[str]:
        async with serving(folders[0]) as (_, _, visits):
            chance, lines = random.Random(3), []  # noqa: S311
            one = noted(0, chance)
            for name, coming in (
                ("a repeated visit", [one] * 5_000),
                ("a new visit", [noted(number, chance) for number in range(1, 5_001)]),
            ):
                rounds = []
                for _ in range(ROUNDS):
                    begun = time.perf_counter()
                    for each in coming:
                        visits.note(each)
                    rounds.append((time.perf_counter() - begun) / len(coming) * 1e6)
                    visits._recent.clear()
                    await visits.flush()
                lines.append(f"{name} is noted in {statistics.median(rounds):.2f} µs")
            return lines

    say(capsys, *asyncio.run(measure()))
