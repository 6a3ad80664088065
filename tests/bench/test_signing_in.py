"""Two hundred people sign in at once: how long the loop stands still at worst, beside the same hashing done inline.

Each sign-in works out two hashes, whoever it is. The goal is a longest stall of at most 20 ms, so that everybody
else is answered meanwhile. Run with: pytest -o addopts= tests/bench/test_signing_in.py --benchmark-disable -s
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from statistics import median

import pytest

from bbs import roster_hashing
from bbs.lesson import Clock
from bbs.roster import Joined, Roster
from bbs.services import open_services
from bbs.settings import Settings

PEOPLE, ROUNDS, TICK = 200, 5, 0.001
Way = Callable[[Roster, list[Joined]], Awaitable[object]]


async def beside_the_loop(roster: Roster, joined: list[Joined]) -> None:
    """As the server does it."""
    await asyncio.gather(*(roster.sign_in(one.person.name, one.ticket, one.person.id) for one in joined))


async def inline(_: Roster, joined: list[Joined]) -> None:
    """The same hashes worked out on the loop; forty people are enough to see it."""

    async def sign_in(one: Joined) -> None:
        roster_hashing._fits(one.ticket, one.person.ticket_hash, one.person.ticket_hash)

    await asyncio.gather(*map(sign_in, joined[:40]))


async def longest_stall(doing: Awaitable[object]) -> float:
    """Seconds that a task had to wait beyond its millisecond, at worst, while something was done."""
    working, worst = asyncio.ensure_future(doing), 0.0
    while not working.done():
        before = time.perf_counter()
        await asyncio.sleep(TICK)
        worst = max(worst, time.perf_counter() - before - TICK)
    await working
    return worst


@pytest.mark.parametrize("way", [beside_the_loop, inline])
def test_the_longest_stall_while_all_sign_in(way: Way, tmp_path: Path) -> None:
    async def rounds() -> list[tuple[float, float]]:
        async with open_services(Settings(data=tmp_path / "data", class_code="bench-1"), Clock()) as services:
            joined = [await services.roster.join("bench-1") for _ in range(PEOPLE)]
            found = []
            for _ in range(ROUNDS):
                before = time.perf_counter()
                stall = await longest_stall(way(services.roster, joined))
                found.append((stall, time.perf_counter() - before))
            return found

    found = asyncio.run(rounds())
    stalls, whole = [stall for stall, _ in found], [seconds for _, seconds in found]
    print(  # noqa: T201  # the figures are what it is for
        f"\n{way.__name__}: longest stall {median(stalls) * 1000:.1f} ms (median of {ROUNDS}; "
        f"{min(stalls) * 1000:.1f} to {max(stalls) * 1000:.1f}), all in after {median(whole):.1f} s"
    )
