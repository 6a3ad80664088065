"""Durable posts a second without HTTP: 200 people at once, who share commits, beside one commit a post.

Every post is judged by the house rules and the birthday board, and is on disk (WAL, synchronous=FULL) when its author is
answered. Measured on this disk, and on an emulated one that takes 5 ms more for each flush, by turns. Goal on that one: at
least 25 times one commit a post.

Run with: pytest -o addopts= -s tests/bench/test_writing.py
"""

from __future__ import annotations

import asyncio
import gc
import sqlite3
import statistics
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from bbs.desk import Desk, Draft
from bbs.lesson import Clock
from bbs.services import open_services
from bbs.settings import Settings
from bbs.store import Person

PEOPLE, ROUNDS = 200, 7


class Disk(sqlite3.Connection):
    """A connection to a disk that takes longer for each flush."""

    seconds = 0.0

    def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
        """Carry out a statement; a commit waits for the disk."""
        done = super().execute(sql, *values)
        if sql == "COMMIT" and Disk.seconds:
            time.sleep(Disk.seconds)
        return done


async def at_once(desk: Desk, people: list[Person], thread: str) -> int:
    """Everybody writes, and nobody waits for anybody else."""
    posts = [
        desk.submit(Draft("reply", f"Happy birthday from {person.name}!", thread=thread), person)
        for _ in range(5)
        for person in people
    ]
    await asyncio.gather(*posts)
    return len(posts)


async def one_by_one(desk: Desk, people: list[Person], thread: str) -> int:
    """Each post waits for the one before it, and so has a commit of its own."""
    for person in people:
        await desk.submit(Draft("reply", f"Happy birthday from {person.name}!", thread=thread), person)
    return len(people)


@pytest.mark.parametrize("milliseconds", [0, 5])
def test_durable_posts_of_two_hundred_people(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    milliseconds: int,
) -> None:
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *a, **k: connect(*a, **({"factory": Disk} | k)))
    rates = asyncio.run(measure(tmp_path, milliseconds / 1000))
    median = {way: statistics.median(found) for way, found in rates.items()}
    with capsys.disabled():
        for way, found in rates.items():
            sys.stderr.write(
                f"\n{milliseconds} ms a flush more, {way}: {median[way]:,.0f} posts/s ({min(found):,.0f} to {max(found):,.0f})"
            )
        sys.stderr.write(f"\nratio {median['at once'] / median['one by one']:.1f}\n")


async def measure(folder: Path, seconds: float) -> dict[str, list[float]]:
    """Posts a second of both ways, measured by turns."""
    settings = Settings(data=folder / "data", class_code="bench", flood=0)
    async with open_services(settings, Clock()) as services:
        people = [(await services.roster.join("bench")).person for _ in range(PEOPLE)]
        first = Draft("thread", "Happy birthday!", title="All", board="friends")
        thread = (await services.desk.submit(first, people[0])).thread or ""
        await at_once(services.desk, people, thread)
        gc.freeze()  # as `bbs serve` does
        rates: dict[str, list[float]] = {"at once": [], "one by one": []}
        Disk.seconds = seconds
        for _ in range(ROUNDS):
            for name, way in (("at once", at_once), ("one by one", one_by_one)):
                begun = time.perf_counter()
                posts = await way(services.desk, people, thread)
                rates[name].append(posts / (time.perf_counter() - begun))
        Disk.seconds = 0.0
    return rates
