"""`bbs policy replay` of 100,000 posts under two policies: how long, how much memory, and what a second process gains.

Processes of their own, by turns: the whole with one and with two jobs, and a tenth of it. The goals are 15 s on one
core, memory that does not grow with the posts, and 1.7 times as fast with two jobs on two free cores.

Run with: pytest -o addopts= -s tests/bench/test_replaying.py
"""

from __future__ import annotations

import json
import os
import random
import statistics
import sys
import time
from pathlib import Path

import pytest

POSTS, ROUNDS = 100_000, 3
OLD, NEW = "birthday-board", "school-score"
WORDS = [
    "happy",
    "birthday",
    "to",
    "you",
    "we",
    "meet",
    "at",
    "the",
    "square",
    "today",
    "cake",
    "and",
    "tea",
    "lantern",
    "river",
    "teacher",
    "lesson",
    "song",
    "noon",
    "garden",
    "friends",
    "party",
    "wish",
    "light",
    "paper",
    "boat",
    "summer",
    "school",
    "choir",
    "sings",
]
PROGRAM = "import sys; from bbs.cli import main; sys.exit(main())"


def lines(file: Path, count: int) -> Path:
    """Posts of 8 to 40 words by 200 authors, always the same."""
    drawn = random.Random(5)  # noqa: S311  # a fixed sequence for a measurement
    with file.open("w", encoding="utf-8") as out:
        for number in range(count):
            body = " ".join(drawn.choices(WORDS, k=drawn.randint(8, 40))).capitalize() + "."
            by = {"name": f"Otter {number % 200}", "role": "student"}
            out.write(json.dumps({"body": body, "by": by, "date": "2026-03-14", "at": "12:00"}) + "\n")
    return file


def replayed(posts: Path, jobs: int) -> tuple[float, float, float]:
    """Seconds, seconds of processor time of all processes, and MB of the largest one."""
    arguments = ["policy", "replay", OLD, NEW, "--posts", str(posts), "--json", "--jobs", str(jobs)]
    begun = time.perf_counter()
    with Path(os.devnull).open("wb") as nothing:
        process = os.posix_spawn(
            sys.executable,
            [sys.executable, "-c", PROGRAM, *arguments],
            os.environ,
            file_actions=[(os.POSIX_SPAWN_DUP2, nothing.fileno(), 1)],
        )
        _, status, used = os.wait4(process, 0)
    assert status == 0
    return time.perf_counter() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def test_a_long_replay(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    whole, tenth = lines(tmp_path / "whole.jsonl", POSTS), lines(tmp_path / "tenth.jsonl", POSTS // 10)
    ways = {"one job": (whole, 1), "two jobs": (whole, 2), "a tenth": (tenth, 1)}
    took: dict[str, list[tuple[float, float, float]]] = {way: [] for way in ways}
    for _ in range(ROUNDS):
        for way, (posts, jobs) in ways.items():
            took[way].append(replayed(posts, jobs))
    with capsys.disabled():
        for way, rounds in took.items():
            seconds, used, memory = (statistics.median(column) for column in zip(*rounds, strict=True))
            sys.stderr.write(f"\n{way}: {seconds:.1f} s, {used:.1f} s of a core, at most {memory:.0f} MB")
        ratio = [one[0] / two[0] for one, two in zip(took["one job"], took["two jobs"], strict=True)]
        sys.stderr.write(f"\ntwo jobs are {statistics.median(ratio):.2f} times as fast\n")
