"""How long one decision takes: of a post as it comes, of a disguised one, under long lists, of the worst text, explained.

Times are processor time, medians of several rounds, both sides of a ratio by turns in one run. `better-profanity` stands
beside it where it is installed: pip install -c constraints.txt -e ".[bench]".

Run with: pytest -o addopts= -s tests/bench/test_deciding.py
"""

from __future__ import annotations

import gc
import random
import re
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from test_matching import posts, words

from bbs.policy.explain import explain
from bbs.policy.load import load
from bbs.policy.rules import Policy
from bbs.policy.submission import Submission
from bbs.policy.verdicts import combine
from bbs.shipped import read_policy

sys.path.insert(0, str(Path(__file__).parents[1] / "policy"))
from hostile import HOSTILE, hostile  # beside the specifications of the engine

INNOCENT = (
    "Happy birthday to you, dear Professor Heron, and many happy returns of the day from all of us in the choir. "
    "We will sing at noon in the hall, and there will be cake and tea for everybody who comes along. Yes!"
)[:200]
DISGUISED = (
    "Happy b1rthday t0 you, dear Рrofessor Herоn, and many happyyy returns of the d a y y from all of us in the ch0ir. "
    "We will sing at noon in the hall, and there will be cake and tea for everybody who com"
)[:200]
THIRTY = "policy: 1\nid: thirty\ndefault: allow\nsee_through: tricks\nrules:\n" + "".join(
    f"  - id: r{n}\n    if: {{words: [word{n}a, pre{n}*, some thing{n}, left{n} + right{n}]}}\n    then: hold\n"
    for n in range(30)
)
LISTED = "policy: 1\nid: listed\ndefault: allow\nlists: {words: {file: words}}\n"
LISTED += "rules: [{id: listed, if: {words: [list words]}, then: hold}]\n"
WORST = """
policy: 1
id: worst
default: allow
see_through: tricks
rules:
  - {id: it, if: {words: [abc, "*aa*", 생일, 生日, a b c]}, then: [mask, flag]}
"""
ROUNDS = 9


def report(line: str) -> None:
    """Figures are what is asked for."""
    sys.stderr.write(f"\n{line}")


def micros(*jobs: Callable[[], object], times: int = 1, rounds: int = ROUNDS) -> list[float]:
    """Microseconds of processor time that each job takes: medians, by turns."""
    took: list[list[float]] = [[] for _ in jobs]
    for job in jobs:
        job()
    for _ in range(rounds):
        for job, figures in zip(jobs, took, strict=True):
            gc.collect()
            begun = time.process_time()
            for _ in range(times):
                job()
            figures.append((time.process_time() - begun) / times * 1e6)
    return [statistics.median(figures) for figures in took]


def shipped(name: str) -> Policy:
    found = read_policy(name)
    return load(found.text, file=found.file, read=found.read)


def test_a_post_under_thirty_rules() -> None:
    it = load(THIRTY, file="thirty.yaml")
    innocent, disguised = micros(
        lambda: it.judge(Submission(INNOCENT)), lambda: it.judge(Submission(DISGUISED)), times=2_000
    )
    report(
        f"30 rules, 200 characters: innocent {innocent:.0f} us (goal 30), disguised {disguised:.0f} us (goal 150)"
    )


def test_a_post_under_both_layers() -> None:
    house, board = shipped("house-rules"), shipped("birthday-board")

    def both() -> None:
        post = Submission(INNOCENT)
        combine(house.judge(post), board.judge(post), post)

    (took,) = micros(both, times=500)
    report(f"house rules and birthday board, 200 characters: {took:.0f} us")


def test_a_thousand_phrases_beside_one_expression_and_better_profanity() -> None:
    listed, texts = words(1_000), posts()
    it = load(LISTED, file="listed.yaml", read=lambda _: "\n".join(listed).encode())
    union = re.compile(r"\b(?:" + "|".join(map(re.escape, listed)) + r")\b", re.IGNORECASE)
    ours, one = (
        each / len(texts)
        for each in micros(
            lambda: [it.judge(Submission(text)) for text in texts],
            lambda: [[match.span() for match in union.finditer(text)] for text in texts],
        )
    )
    report(
        f"1,000 phrases: {ours:.1f} us a post; one `re` union {one:.0f} us: {one / ours:.0f} times (goal 50)"
    )


@pytest.mark.filterwarnings("ignore")
def test_a_thousand_phrases_beside_better_profanity() -> None:
    better = pytest.importorskip("better_profanity", reason="better-profanity comes with the extra `bench`")
    listed, texts = words(1_000), posts(20)
    it = load(LISTED, file="listed.yaml", read=lambda _: "\n".join(listed).encode())
    other = better.Profanity(listed)
    many = texts * 50  # so that both take long enough to be measured
    ours, theirs = micros(
        lambda: [it.judge(Submission(text)) for text in many],
        lambda: [other.contains_profanity(text) for text in texts],
        rounds=3,
    )
    ours, theirs = ours / len(many), theirs / len(texts)
    report(f"1,000 phrases: better-profanity {theirs:,.0f} us: {theirs / ours:,.0f} times (goal 300)")


def combined(count: int) -> bytes:
    """So many phrases, a fifth of them combinations of two words."""
    listed = words(count)
    drawn = random.Random(3)  # noqa: S311  # a fixed sequence for a measurement
    return "\n".join(
        f"{one} + {drawn.choice(listed)}" if place % 5 == 4 else one for place, one in enumerate(listed)
    ).encode()


def test_fifty_thousand_phrases_beside_a_thousand() -> None:
    texts = posts()
    few, many = (
        load(LISTED, file="listed.yaml", read=lambda _, count=count: combined(count))  # type: ignore[misc]
        for count in (1_000, 50_000)
    )
    one, other = (
        each / len(texts)
        for each in micros(
            lambda: [few.judge(Submission(text)) for text in texts],
            lambda: [many.judge(Submission(text)) for text in texts],
            times=5,
        )
    )
    report(f"50,000 phrases: {other:.1f} us a post, 1,000: {one:.1f} us: {other / one:.1f} times (goal 2)")


PIECES = (
    "a",
    "aa",
    "a ",
    "b",
    "1",
    "@",
    "!",
    "'",
    "á",
    "а",
    "ａ",
    "\u200b",
    "\u0301",
    "생일",
    "生日",
    "ﷺ",
    "👩\u200d",
    ".",
    "abc ",
)


def fuzzed(seed: int, length: int = 8_000) -> str:
    """A few pieces over and over."""
    drawn = random.Random(seed)  # noqa: S311  # a fixed sequence for a measurement
    piece = "".join(drawn.choices(PIECES, k=drawn.randint(1, 4)))
    return (drawn.choice(PIECES) + piece * length)[:length]


def test_the_worst_text_of_eight_thousand_characters() -> None:
    it = load(WORST, file="worst.yaml")
    texts = {name: hostile(name, 8_000) for name in HOSTILE} | {f"fuzz {n}": fuzzed(n) for n in range(300)}
    first = {
        name: micros(lambda text=text: it.judge(Submission(text)), rounds=1)[0]
        for name, text in texts.items()
    }  # type: ignore[misc]
    slowest = sorted(first, key=first.__getitem__)[-8:]
    took = {
        name: micros(lambda name=name: it.judge(Submission(texts[name])), rounds=5)[0] for name in slowest
    }  # type: ignore[misc]
    worst = max(took, key=took.__getitem__)
    shown = "the known one" if worst in HOSTILE else repr(texts[worst][:8])
    report(f"worst text of 8,000 characters: {took[worst] / 1000:.1f} ms, {worst}, {shown} (goal 25)")


def test_a_hundred_rules_with_a_hundred_hits_each_are_explained() -> None:
    rules = "".join(
        f'  - {{id: r{n}, if: {{words: ["{"a" * (n // 4 + 1)}*{" " * (n % 4)}"]}}, then: mask}}\n'
        for n in range(100)
    )
    it = load(f"policy: 1\nid: many\ndefault: allow\nrules:\n{rules}", file="many.yaml")
    post = Submission(" ".join(["a" * 78] * 100))
    judged, explained = micros(lambda: it.judge(post), lambda: explain(it, post), rounds=1)
    report(
        f"100 rules x 100 hits, 7,900 characters: {judged / 1000:.0f} ms, explained {explained / 1e6:.2f} s"
    )
