"""How long it takes to load a policy of 50,000 entries, a fifth of them combinations, beside what else could be done.

By turns: the policy as the program loads it, a tenth of it, and one whole-word expression of Python's `re` of the same
phrases, which knows neither combinations nor disguises. The goal is 0.5 s.

Run with: pytest -o addopts= -s tests/bench/test_compiling.py
"""

from __future__ import annotations

import re
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial

import pytest
from bench.test_matching import HEAD, RULES, words

from bbs.policy.load import load
from bbs.resting import collector_at_rest

ENTRIES, ROUNDS = 50_000, 7


def entries(count: int) -> list[str]:
    """Made-up words and pairs of words; every fifth is a combination of two of them."""
    drawn = words(count)
    pairs = zip(drawn[::5], reversed(drawn), strict=False)
    return [
        *(one for number, one in enumerate(drawn) if number % 5),
        *(f"{one} + {two}" for one, two in pairs),
    ]


def loaded(listed: bytes) -> None:
    with collector_at_rest():
        load(HEAD + RULES, file="bench.yaml", read=lambda _: listed)


def one_expression(listed: list[str]) -> None:
    re.purge()
    re.compile(r"\b(?:" + "|".join(map(re.escape, listed)) + r")\b", re.IGNORECASE)


def test_loading_a_long_list(capsys: pytest.CaptureFixture[str]) -> None:
    many, few = entries(ENTRIES), entries(ENTRIES // 10)
    ways: dict[str, Callable[[], None]] = {
        f"{len(one):,} entries": partial(loaded, "\n".join(one).encode()) for one in (many, few)
    }
    ways["one expression of re"] = partial(one_expression, many)
    took: dict[str, list[float]] = {way: [] for way in ways}
    for _ in range(ROUNDS):
        for way, run in ways.items():
            begun = time.perf_counter()
            run()
            took[way].append(time.perf_counter() - begun)
    with capsys.disabled():
        for way, seconds in took.items():
            sys.stderr.write(
                f"\n{way}: {statistics.median(seconds):.2f} s ({min(seconds):.2f} to {max(seconds):.2f})"
            )
        sys.stderr.write("\n")
