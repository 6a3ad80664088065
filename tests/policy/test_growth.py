"""No step of judging grows faster than the text: work is counted in steps of the interpreter, never in seconds.

What runs inside compiled libraries is not counted here; `tests/bench/test_growing.py` measures it on request.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest
from hostile import HOSTILE, hostile
from trial import rule

from bbs.policy.fold import STEPS, Folder
from bbs.policy.submission import Submission

SHORT = 120
WORDS = '{words: [abc, a, "*aa*", "*b*", 생일, 生日, ai, a b c, "*a* xx"]}'
POLICY = rule(WORDS, then="[mask, flag]", top="see_through: tricks\n")


def steps(job: Callable[[], object]) -> int:
    """The steps of the interpreter that a job takes, once everything is remembered that can be."""
    job()
    count = 0

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal count
        frame.f_trace_opcodes = True
        count += event == "opcode"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        job()
    finally:
        sys.settrace(before)
    return count


def growth(job: Callable[[str], object], name: str) -> float:
    """How many times more steps a text of twice the length takes; a fixed beginning does not count."""
    one, two, four = (steps(lambda size=size: job(hostile(name, size * SHORT))) for size in (1, 2, 4))  # type: ignore[misc]
    return (four - two) / max(two - one, 50)


def test_what_grows_with_the_square_is_noticed() -> None:
    def pairs(text: str) -> int:
        return sum(1 for a in text for b in text if a == b)

    assert growth(pairs, "one run of a letter") > 3.5
    assert growth(len, "one run of a letter") < 0.1
    assert 1.9 < growth(lambda text: [char for char in text if char], "one run of a letter") < 2.1


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("step", STEPS)
def test_each_step_alone_grows_with_the_text_and_no_faster(step: str, name: str) -> None:
    folder = Folder([step])

    def read(text: str) -> None:
        for reading in folder.readings(text):
            if reading.text:
                reading.text_steps(0, len(reading.text))

    assert growth(read, name) < 2.3


@pytest.mark.parametrize("name", HOSTILE)
def test_judging_grows_with_the_text_and_no_faster(name: str) -> None:
    assert growth(lambda text: POLICY.judge(Submission(text)), name) < 2.3
