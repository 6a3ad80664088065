"""Real combinations and the words that switch them off (Citizen Lab, QQMail 2021) mean here what they meant there."""

from __future__ import annotations

import csv
import json
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

import pytest
from policy import naive

from bbs.policy.load import load
from bbs.policy.rules import Policy
from bbs.policy.submission import Submission

DATA = Path(__file__).parents[3] / "shared" / "data" / "keywords" / "qqmail"
pytestmark = [
    pytest.mark.realdata,
    pytest.mark.skipif(
        not DATA.is_dir(), reason="the real data (shared/data beside the project) is not here"
    ),
]


@cache
def combinations() -> list[str]:
    return [
        line.strip()
        for line in (DATA / "censored.txt").read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]


@cache
def extenuating() -> dict[str, list[str]]:
    with (DATA / "extenuating.csv").open(encoding="utf-8", newline="") as file:
        return {row[0]: row[2].split(", ") for row in list(csv.reader(file))[1:]}


def written(combination: str) -> str:
    return " + ".join(combination.split("+"))


@cache
def switches() -> dict[str, list[str]]:
    """For each combination those that switch it off, as the language writes them."""
    unless = defaultdict(list)
    for words, switched_off in extenuating().items():
        for combination in switched_off:
            unless[combination].append(written(words))
    return unless


def quoted(phrase: str) -> str:
    return json.dumps(phrase, ensure_ascii=False)


def policy() -> Policy:
    unless = switches()
    lines = ["policy: 1", "id: qqmail", "default: allow", "rules:"]
    for number, combination in enumerate(combinations()):
        lines.append(f"- {{id: r{number}, if: {{words: [{quoted(written(combination))}]}}, then: block")
        lines[-1] += (
            f", unless: {{words: [{', '.join(map(quoted, unless[combination]))}]}}}}"
            if unless[combination]
            else "}"
        )
    return load("\n".join(lines), file="qqmail.yaml")


def message(*combinations: str) -> Submission:
    """The parts of the combinations, joined by a space."""
    return Submission(" ".join(part for combination in combinations for part in combination.split("+")))


def naively_blocked(submission: Submission) -> bool:
    """Whether some combination occurs and none that switches it off does."""
    off = switches()
    return any(
        naive.occurs(written(one), submission.body, "plain")
        and not any(naive.occurs(other, submission.body, "plain") for other in off[one])
        for one in combinations()
    )


def test_every_combination_alone_is_blocked() -> None:
    it = policy()
    assert Counter(it.judge(message(one)).verdict.word for one in combinations()) == {"block": 173}


def test_each_pair_is_blocked_or_switched_off_as_it_was_measured() -> None:
    it = policy()
    pairs = [(one, other) for one in combinations() for other in extenuating()]
    verdicts = {pair: it.judge(message(*pair)).verdict.word for pair in pairs}
    assert Counter(verdicts.values()) == {"block": 5177, "allow": 2262}
    for pair in pairs[::100]:
        assert (verdicts[pair] == "block") is naively_blocked(message(*pair)), pair
