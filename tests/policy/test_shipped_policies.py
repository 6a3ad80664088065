"""Every shipped policy holds what it says: its tests pass, every rule is needed, its sources are named."""

from __future__ import annotations

import pytest

from bbs.policy.examples import load_bearing, rates, run_tests
from bbs.policy.load import load
from bbs.policy.rules import Policy
from bbs.policy.submission import Submission
from bbs.shipped import read_policy, shipped_policies


def shipped(name: str) -> Policy:
    file = read_policy(name)
    return load(file.text, file=file.file, read=file.read)


PRACTICES = {
    "a board of greetings; the rest waits": ("birthday-board",),
    "words that are written otherwise": ("right-words",),
    "links to listed sites only": ("approved-sites",),
    "words that are harmless alone": ("combinations",),
    "words that switch rules off": ("extenuating",),
    "an editor reads first": ("review-first",),
    "a list that is told beside one that is not": ("camouflage",),
    "published later": ("seven-days",),
    "sent, and never received": ("sms-silent",),
    "a thousand words": ("banned-dictionary",),
    "refused, the draft kept; and only asked": ("please-adjust", "please-adjust-warn"),
    "points": ("school-score",),
    "a name inside other names; and mended": ("substring-trap", "substring-mended"),
    "a permitted vocabulary": ("phrasebook",),
    "public rules, with reasons": ("open-forum",),
    "the control": ("no-filter",),
    "the safety layer": ("house-rules",),
}
"""The seventeen practices, and the policies that model each."""

WITHOUT_UNWANTED = {"no-filter"}
"""Nothing is unwanted where nothing is filtered."""


def test_all_seventeen_practices_are_shipped_and_nothing_else() -> None:
    assert len(PRACTICES) == 17
    assert sorted(name for names in PRACTICES.values() for name in names) == shipped_policies()


@pytest.mark.parametrize("name", shipped_policies())
def test_a_shipped_policy_passes_its_own_tests(name: str) -> None:
    failed = [
        (outcome.test.submission.body, outcome.differences)
        for outcome in run_tests(shipped(name))
        if not outcome.passed
    ]
    assert failed == []


@pytest.mark.parametrize("name", shipped_policies())
def test_every_rule_of_a_shipped_policy_is_missed_by_a_test(name: str) -> None:
    assert load_bearing(shipped(name)) == []


@pytest.mark.parametrize("name", shipped_policies())
def test_a_shipped_policy_says_what_it_is_and_what_it_models(name: str) -> None:
    policy = shipped(name)
    assert policy.id == name
    assert policy.title
    assert policy.about
    assert policy.source
    assert policy.tests
    assert len(policy.examples.fine) >= 8
    assert len(policy.examples.unwanted) >= 8 or name in WITHOUT_UNWANTED
    assert all(rule.why for rule in policy.rules)


@pytest.mark.parametrize(
    ("twin", "of"), [("please-adjust-warn", "please-adjust"), ("substring-mended", "substring-trap")]
)
def test_a_twin_is_tried_on_the_same_texts_so_that_the_two_can_be_compared(twin: str, of: str) -> None:
    assert shipped(twin).examples == shipped(of).examples


@pytest.mark.parametrize("name", shipped_policies())
def test_the_house_rules_of_every_example_are_counted(name: str) -> None:
    counted = rates(shipped(name))
    assert 0 <= counted.over_blocking <= 1
    assert 0 <= counted.under_blocking <= 1


def test_the_dictionary_has_its_thousand_words_and_finds_each_of_them_inside_another() -> None:
    lines = read_policy("banned-dictionary").read("lists/banned.txt").decode().splitlines()
    words = [line for line in lines if not line.startswith("#")]
    assert len(set(words)) == len(words) >= 1000
    policy = shipped("banned-dictionary")
    assert [word for word in words if policy.judge(Submission(f"x{word}x")).by != "the-list"] == []
