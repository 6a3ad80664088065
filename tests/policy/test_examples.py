"""A policy held to its own tests and examples."""

from __future__ import annotations

from dataclasses import replace

import pytest
from trial import policy

from bbs.policy.examples import load_bearing, rates, report, run_tests
from bbs.policy.load import load
from bbs.policy.rules import Policy
from bbs.shipped import read_policy, shipped_policies

RULES = """
rules:
  - {id: cake, why: No cake., if: {words: [cake]}, then: block, tell: full}
  - {id: bun, if: {words: [bun]}, then: mask}
  - {id: spare, if: {words: [spare]}, then: hold}
"""


def differences(test: str) -> tuple[str, ...]:
    (outcome,) = run_tests(policy(RULES + f"tests: [{test}]\n"))
    assert outcome.passed == (not outcome.differences)
    return outcome.differences


@pytest.mark.parametrize(
    ("test", "found"),
    [
        ("{post: a cake, gives: block, by_rule: cake, told: full, shown: null, hits: cake}", ()),
        ("{post: a bun, gives: allow, by_rule: default, shown: a ■■■, hits: [bun], score: 0}", ()),
        ("{post: a cake, told: 'Your post was not accepted. No cake. The words that matched: “cake”.'}", ()),
        ("{post: a cake, gives: allow}", ("gives block (by cake), not allow",)),
        ("{post: a cake, by_rule: bun}", ("decided by cake, not by bun",)),
        ("{post: a bun, shown: a bun}", ("readers get “a ■■■”, not “a bun”",)),
        ("{post: a cake, shown: a cake}", ("readers get nothing, not “a cake”",)),
        ("{post: a bun, shown: }", ("readers get “a ■■■”, not nothing",)),
        ("{post: a cake, told: nothing}", ("the author is told full, not nothing",)),
        ("{post: a bun, score: 3}", ("the score is 0, not 3",)),
        ("{post: a bun, hits: [cake, bun]}", ("cake did not match",)),
    ],
)
def test_a_test_says_what_differs(test: str, found: tuple[str, ...]) -> None:
    assert differences(test) == found


def test_a_rule_whose_absence_no_test_notices_is_listed() -> None:
    tests = "tests: [{post: cake, gives: block}, {post: bun, shown: ■■■}]\n"
    assert load_bearing(policy(RULES + tests)) == ["spare"]
    assert load_bearing(policy(RULES)) == ["cake", "bun", "spare"]


@pytest.mark.parametrize("name", shipped_policies())
@pytest.mark.parametrize("mode", ["live", "shadow", "off"])
@pytest.mark.parametrize("strategy", ["strictest", "first"])
def test_it_is_what_switching_off_every_rule_for_every_test_would_list(
    name: str, mode: str, strategy: str
) -> None:
    found = read_policy(name)
    it = replace(load(found.text, file=name, read=found.read), mode=mode, strategy=strategy)
    assert load_bearing(it) == by_brute_force(it)


def test_the_absence_of_a_rule_that_fails_is_noticed_too() -> None:
    it = policy("rules: [{id: m, if: {words: [tea]}, then: allow}]\ntests: [{post: x, gives: hold}]\n")
    failing = replace(it, rules=(replace(it.rules[0], when=Failing()),))
    assert run_tests(failing)[0].decision.trouble
    assert load_bearing(failing) == by_brute_force(failing) == []


class Failing:
    """A condition that breaks while it runs."""

    def judge(self, case: object) -> None:
        raise RuntimeError("out of order")


def by_brute_force(it: Policy) -> list[str]:
    """Every rule without which each test goes as before."""
    usual = [outcome.passed for outcome in run_tests(it)]

    def left(rule_id: str) -> list[bool]:
        without = replace(it, rules=tuple(rule for rule in it.rules if rule.id != rule_id))
        return [outcome.passed for outcome in run_tests(without)]

    return [rule.id for rule in it.rules if left(rule.id) == usual]


def test_over_and_under_blocking_are_shares_of_the_labelled_texts() -> None:
    examples = "examples: {fine: [a cake, a bun, tea, milk], unwanted: [spare, rude]}\n"
    counted = rates(policy(RULES + examples))
    assert (counted.over, counted.over_blocking) == (("a cake", "a bun"), 0.5)
    assert (counted.under, counted.under_blocking) == (("rude",), 0.5)


def test_without_labelled_texts_the_rates_are_nought() -> None:
    counted = rates(policy(RULES))
    assert (counted.fine, counted.over_blocking, counted.unwanted, counted.under_blocking) == (0, 0.0, 0, 0.0)


def test_other_texts_may_be_counted_instead() -> None:
    assert rates(policy(RULES), fine=["cake"], unwanted=["tea"]).over == ("cake",)


def test_a_report_gathers_what_tests_and_examples_say() -> None:
    tests = "tests: [{post: cake, gives: block}, {post: bun, gives: block}]\nexamples: {fine: [tea], unwanted: [rude]}\n"
    found = report(policy(RULES + tests))
    assert (found.tests, [outcome.test.submission.body for outcome in found.failed]) == (2, ["bun"])
    assert [rule.id for rule in found.missed] == ["bun", "spare"]
    assert (found.rates.over, found.rates.under) == ((), ("rude",))
