"""The score: points of the rules that matched, and what the policy does from how many on (semantics 7 to 9)."""

from __future__ import annotations

from bbs.policy.explain import sentence
from bbs.policy.rules import Policy
from bbs.policy.submission import Submission, Verdict
from tests.policy.trial import HEAD, policy

RULES = """
rules:
  - {id: gathering, if: {words: [gather]}, then: {score: 40}}
  - {id: square, if: {words: [square]}, then: [{score: 20}]}
  - {id: lessons, if: {words: [lesson]}, then: {score: -30}}
  - {id: tried, mode: shadow, if: {words: [square]}, then: {score: 500}}
  - {id: greeting, if: {words: [hello]}, then: pass}
  - {id: fine, if: {words: [fine]}, then: allow}
  - {id: double, if: {words: [double]}, then: [{score: 3}, {score: 4}]}
"""
SCORE = "score: {flag: 40, warn: 50, hold: 60, block: 100}\n"


def scoring(top: str = SCORE) -> Policy:
    return policy(RULES, head=HEAD + top)


def test_the_score_adds_up_live_rules_that_matched_each_once() -> None:
    decision = scoring().judge(Submission("gather gather at the square"))
    assert (decision.score, decision.sum) == (60, (("gathering", 40), ("square", 20)))
    assert (decision.verdict, decision.by, decision.told) == (Verdict.HOLD, "score", "reason")
    assert decision.flagged


def test_the_sentence_prints_the_addition_and_the_threshold() -> None:
    said = sentence(scoring().judge(Submission("gather at the square")))
    assert "40 (gathering) + 20 (square) = 60, and 60 holds." in said


def test_points_may_be_taken_away_and_a_rule_may_give_several() -> None:
    assert scoring().judge(Submission("gather for a lesson")).score == 10
    assert scoring().judge(Submission("double")).sum == (("double", 7),)


def test_without_points_no_threshold_is_reached() -> None:
    decision = scoring().judge(Submission("nothing"))
    assert (decision.by, decision.sum, decision.thresholds, decision.flagged) == ("default", (), (), False)


def test_flag_alone_decides_nothing() -> None:
    decision = scoring().judge(Submission("gather"))
    assert (decision.by, decision.flagged) == ("default", True)


def test_a_pass_beats_the_score_and_the_flag_remains() -> None:
    decision = scoring().judge(Submission("hello gather square"))
    assert (decision.verdict, decision.by, decision.flagged) == (Verdict.PASS, "greeting", True)


def test_under_first_the_score_counts_only_when_no_rule_decided() -> None:
    first = scoring("decide: first\n" + SCORE)
    assert first.judge(Submission("gather square fine")).by == "fine"
    assert first.judge(Submission("gather square")).by == "score"
    assert scoring().judge(Submission("gather square fine")).by == "score"


def test_a_confirmed_warning_of_the_score_counts_as_allow() -> None:
    warning = scoring("score: {warn: 40}\n")
    assert warning.judge(Submission("gather")).verdict is Verdict.WARN
    confirmed = warning.judge(Submission("gather", confirmed=True))
    assert (confirmed.verdict, confirmed.by) == (Verdict.ALLOW, "score")
    assert sentence(confirmed).endswith("= 40.")
