"""Every shipped policy holds what it says: its tests pass, every rule is needed, its sources are named."""

from __future__ import annotations

import pytest

from bbs.policy.examples import load_bearing, rates, run_tests
from bbs.policy.load import load
from bbs.policy.rules import Policy
from bbs.shipped import read_policy, shipped_policies


def shipped(name: str) -> Policy:
    file = read_policy(name)
    return load(file.text, file=file.file, read=file.read)


def test_the_first_six_policies_are_shipped() -> None:
    first = {"birthday-board", "combinations", "review-first", "open-forum", "no-filter", "house-rules"}
    assert first <= set(shipped_policies())


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
    assert policy.examples.fine


@pytest.mark.parametrize("name", shipped_policies())
def test_the_house_rules_of_every_example_are_counted(name: str) -> None:
    counted = rates(shipped(name))
    assert 0 <= counted.over_blocking <= 1
    assert 0 <= counted.under_blocking <= 1
