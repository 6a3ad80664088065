"""Whatever stands in a file: it is a policy that judges, or its mistakes are told with their places. Nothing else.

A long run of the same, with time and memory: tests/bench/test_loading.py.
"""

from __future__ import annotations

from itertools import islice

import pytest
from mutilated import USED, seeds, spoilt

from bbs.document import DocumentError
from bbs.policy.load import load
from bbs.policy.submission import Submission

TEXTS = seeds()


def greetings(name: str) -> bytes:
    if name.startswith("lists/"):
        return b"happy birthday\ncake*\n"
    if name in USED:
        return USED[name]
    raise FileNotFoundError(f"{name}: there is no such file")


@pytest.mark.parametrize("seed", range(10))
def test_a_spoilt_policy_judges_or_says_where_it_is_wrong(seed: int) -> None:
    for data in islice(spoilt(seed, TEXTS), 30):
        try:
            policy = load(data, file="p.yaml", read=greetings)
        except DocumentError as error:
            known = {"p.yaml", "lists/greetings.txt", *USED}
            assert {problem.file for problem in error.problems} <= known
            assert all(problem.mark.line >= 1 and problem.mark.column >= 1 for problem in error.problems)
        else:
            assert policy.judge(Submission("Happy birthday, h4ppy cake at http://a.test/")).trouble == ()


def test_a_seed_spoils_in_the_same_way_every_time_and_some_are_still_policies() -> None:
    first, again = (list(islice(spoilt(1, TEXTS), 100)) for _ in range(2))
    assert first == again
    assert 2 < sum(map(loads, first)) < 90


def test_a_list_that_fills_a_file_is_read_in_one_go() -> None:
    """Comparing each of 13,000 words with all the others took half a minute."""
    words = ", ".join(["cake"] * 10_000)
    policy = load(
        f"policy: 1\nid: p\ndefault: allow\nrules: [{{id: it, if: {{words: [{words}]}}, then: hold}}]\n",
        file="p",
    )
    assert policy.judge(Submission("cake")).by == "it"


def loads(data: bytes) -> bool:
    try:
        load(data, file="p.yaml", read=greetings)
    except DocumentError:
        return False
    return True
