"""How the cost of a decision grows with the number of phrases, beside one whole-word expression of Python's `re`.

Run with: pytest -o addopts= tests/bench --benchmark-group-by=param:phrases --benchmark-columns=median
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import Any

import pytest

from bbs.policy.load import load
from bbs.policy.submission import Submission

HEAD = "policy: 1\nid: bench\ndefault: allow\nsee_through: tricks\nlists: {words: {file: words}}\n"
RULES = "rules: [{id: listed, if: {words: [list words]}, then: hold}]\n"
SOUNDS = ["ka", "lo", "mi", "ren", "tas", "vo", "del", "um", "sha", "per"]
Benchmark = Callable[..., Any]


def words(count: int) -> list[str]:
    """Made-up words, always the same."""
    drawn = random.Random(1)  # noqa: S311  # a fixed sequence for a measurement
    found: dict[str, None] = {}
    while len(found) < count:
        found["".join(drawn.choices(SOUNDS, k=4))] = None
        found[" ".join("".join(drawn.choices(SOUNDS, k=3)) for _ in range(2))] = None
    return list(found)[:count]


def posts(count: int = 200) -> list[str]:
    """Texts of some 200 characters; one in ten holds a listed word."""
    drawn = random.Random(7)  # noqa: S311  # a fixed sequence for a measurement
    listed = words(10)
    many = []
    for number in range(count):
        text = " ".join("".join(drawn.choices(SOUNDS, k=2)) for _ in range(40))
        many.append(f"{text} {listed[number % 10]}" if number % 10 == 0 else text)
    return many


@pytest.mark.parametrize("phrases", [10, 1_000, 10_000, 100_000])
def test_a_decision_of_the_engine(benchmark: Benchmark, phrases: int) -> None:
    listed = "\n".join(words(phrases)).encode()
    policy = load(HEAD + RULES, file="bench.yaml", read=lambda _: listed)
    texts = posts()
    decisions = benchmark(lambda: [policy.judge(Submission(text)) for text in texts])
    assert {decision.by for decision in decisions} == {"default", "listed"}


@pytest.mark.parametrize("phrases", [10, 1_000])
def test_one_expression_of_all_phrases(benchmark: Benchmark, phrases: int) -> None:
    union = re.compile(r"\b(?:" + "|".join(map(re.escape, words(phrases))) + r")\b", re.IGNORECASE)
    texts = posts()
    found = benchmark(lambda: [union.search(text) for text in texts])
    assert any(found)
