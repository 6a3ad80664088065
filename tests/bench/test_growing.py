"""How long a decision takes on hostile texts of doubled length.

Measured on request: pytest -o addopts= -s tests/bench/test_growing.py
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from bbs.policy.load import load
from bbs.policy.submission import Submission

sys.path.insert(0, str(Path(__file__).parents[1] / "policy"))
from hostile import HOSTILE, hostile  # beside the specifications of the engine

POLICY = load(
    """
policy: 1
id: growth
default: allow
see_through: tricks
rules:
  - {id: words, if: {words: [abc, "*aa*", 생일, 生日, a b c]}, then: flag}
  - {id: patterns, if: {patterns: ['(a+)+b', '(?i)x(.*y)?', '\\pL{3}\\d']}, then: flag}
  - {id: letters, if: {script: [cyrillic], capitals: {over: 70%}}, then: flag}
""",
    file="growth.yaml",
)


@pytest.mark.parametrize("name", HOSTILE)
def test_twice_the_text(name: str) -> None:
    figures = []
    for length in (2_000, 4_000, 8_000):
        text = Submission(hostile(name, length))
        POLICY.judge(text)
        begun = time.perf_counter()
        for _ in range(5):
            POLICY.judge(text)
        figures.append((time.perf_counter() - begun) / 5 * 1000)
    print(  # noqa: T201  # figures are what is asked for
        f"\n{name}: {', '.join(f'{one:.1f} ms' for one in figures)}; last doubling x{figures[2] / figures[1]:.1f}"
    )
