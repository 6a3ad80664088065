"""A policy of 100,000 phrases is published while people write: how long the loop stands still, and how long posts take.

A running server with both ports; the policy lies in the teacher's folder and is published through the API, in place of
itself: two of them are there at a time. Beside the ticks a student posts again and again on the other port. By turns with
as long a time in which nothing is published, which tells how noisy the machine is. The goal is a longest stall of 50 ms.

Run with: pytest -o addopts= -s tests/bench/test_publishing.py
"""

from __future__ import annotations

import asyncio
import gc
import statistics
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from bench.test_matching import HEAD, RULES, words
from ports import Student, open_ports

from bbs.lesson import Clock

PHRASES, ROUNDS, TICK, QUIET = 100_000, 7, 0.001, 4.0


def lay_out(folder: Path) -> Path:
    """The teacher's own folder: a policy of single phrases, one in five of them part of a combination too."""
    singles = words(PHRASES * 5 // 6)
    pairs = [f"{one} + {other}" for one, other in zip(singles[::5], reversed(singles), strict=False)]
    folder.mkdir()
    (folder / "words").write_text("\n".join([*singles, *pairs]), "utf-8")
    (folder / "bench.yaml").write_text(HEAD + RULES, "utf-8")
    return folder


async def ticking(until: asyncio.Future[object]) -> float:
    """Seconds that a task had to wait beyond its millisecond, at worst, until something was done."""
    worst = 0.0
    while not until.done():
        before = time.perf_counter()
        await asyncio.sleep(TICK)
        worst = max(worst, time.perf_counter() - before - TICK)
    return worst


async def posting(student: Student, until: asyncio.Future[object]) -> list[float]:
    """How many seconds each post of one student takes meanwhile."""
    took: list[float] = []
    while not until.done():
        before = time.perf_counter()
        answer = await student.send(
            "POST",
            "/api/v1/boards/friends/threads",
            {"title": "Hello", "body": f"It is {time.time_ns()} now"},
            {},
        )
        took.append(time.perf_counter() - before)
        assert answer.status in {201, 429}, answer.text
        await asyncio.sleep(0.02)
    return took


async def test_the_longest_stall_while_a_long_policy_is_published(
    tmp_path: Path, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    stalls: dict[str, list[float]] = {"nothing is published": [], f"{PHRASES:,} phrases are": []}
    quiet, long = stalls
    whole: list[float] = []
    posts: dict[str, list[float]] = {quiet: [], long: []}
    async with open_ports(tmp_path, clock, policies=lay_out(tmp_path / "own")) as ports:
        student = await ports.student()
        gc.collect()
        gc.freeze()  # as the server does at its start
        for way in [quiet, long] * ROUNDS:
            before = time.perf_counter()
            publishing = ports.teacher.post("/api/v1/policies/bench/publish", {})
            doing: asyncio.Future[Any] = asyncio.ensure_future(
                asyncio.sleep(QUIET) if way == quiet else publishing
            )
            worst, took = await asyncio.gather(ticking(doing), posting(student, doing))
            stalls[way].append(worst * 1000)
            posts[way] += took
            if way == long:
                assert doing.result().status == 200, doing.result().text
                whole.append(time.perf_counter() - before)
            else:
                publishing.close()
    with capsys.disabled():
        for way, found in stalls.items():
            slow = sorted(posts[way])
            sys.stderr.write(
                f"\n{way}: longest stall {statistics.median(found):.0f} ms (median of {ROUNDS}; {min(found):.0f} to "
                f"{max(found):.0f}); {len(slow)} posts meanwhile, median {statistics.median(slow) * 1000:.0f} ms, 99 of "
                f"100 within {slow[len(slow) * 99 // 100] * 1000:.0f} ms"
            )
        sys.stderr.write(f"\npublished after {statistics.median(whole):.2f} s\n")
