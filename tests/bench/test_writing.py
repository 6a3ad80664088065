"""Durable posts a second: fifty people at once, who share commits, beside the same people one after another.

Every post is judged by the house rules and the birthday board, and is on disk (WAL, synchronous=FULL) when its
author is answered. Run with: pytest -o addopts= tests/bench/test_writing.py --benchmark-columns=median,ops
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from bbs.desk import Desk, Draft
from bbs.lesson import Clock
from bbs.services import open_services
from bbs.settings import Settings
from bbs.store import Person

Benchmark = Callable[..., Any]
PEOPLE, EACH = 50, 6
Way = Callable[[Desk, list[Person], str], Awaitable[None]]


async def at_once(desk: Desk, people: list[Person], thread: str) -> None:
    """Everybody writes, and nobody waits for anybody else."""

    async def write(person: Person) -> None:
        for number in range(EACH):
            await desk.submit(Draft("reply", f"Happy birthday, number {number}!", thread=thread), person)

    await asyncio.gather(*map(write, people))


async def one_by_one(desk: Desk, people: list[Person], thread: str) -> None:
    """Each post waits for the one before it."""
    for number in range(EACH):
        for person in people:
            await desk.submit(Draft("reply", f"Happy birthday, number {number}!", thread=thread), person)


@pytest.mark.parametrize("way", [at_once, one_by_one])
def test_durable_posts_of_fifty_people(benchmark: Benchmark, way: Way, tmp_path: Path) -> None:
    with asyncio.Runner() as runner:
        opened = open_services(Settings(data=tmp_path / "data", class_code="bench"), Clock())
        services = runner.run(opened.__aenter__())

        async def begin() -> tuple[list[Person], str]:
            people = [(await services.roster.join("bench")).person for _ in range(PEOPLE)]
            first = Draft("thread", "Happy birthday!", title="All", board="friends")
            receipt = await services.desk.submit(first, people[0])
            assert receipt.thread
            return people, receipt.thread

        people, thread = runner.run(begin())
        benchmark.extra_info["posts in a round"] = PEOPLE * EACH
        benchmark.pedantic(lambda: runner.run(way(services.desk, people, thread)), rounds=5, warmup_rounds=1)
        benchmark.extra_info["jobs a commit"] = round(services.store.jobs / services.store.commits, 1)
        runner.run(opened.__aexit__(None, None, None))
