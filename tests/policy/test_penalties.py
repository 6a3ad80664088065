"""Slowing down and muting: what is laid on whom, what it refuses, and what the record says of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from trial import policy

from bbs.policy.examples import load_bearing
from bbs.policy.explain import explain
from bbs.policy.ladder import ladder_in_words
from bbs.policy.past import Past
from bbs.policy.penalties import Bar, Penalty, Standing, bar
from bbs.policy.questions import Sent
from bbs.policy.retelling import retold
from bbs.policy.rules import Policy
from bbs.policy.submission import Decision, Submission, Verdict
from bbs.policy.verdicts import Answer, answer, combine
from bbs.store.decisions import decision_text, read_decision, read_submission, submission_text

NOW = dt.datetime(2026, 3, 14, 10, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
MUTING = policy(
    """
    rules:
      - {id: gathering, if: {words: [meet]}, then: {mute: 10 minutes}}
      - {id: greeting, if: {words: [birthday]}, then: pass}
    """
)
HOUSE = policy(
    "rules: [{id: kind, if: {words: [idiot]}, then: [block, {mute: 20 minutes}]}]\n",
    head="policy: 1\nid: house-rules\ndefault: allow\n",
)


def muted(by: str = "trial", rule: str = "gathering", minutes: float = 5) -> Bar:
    return Bar(by, rule, "mute", minutes * MINUTE, "10:05")


def both(body: str, *bars: Bar) -> Decision:
    text = Submission(body, bars=bars)
    return combine(HOUSE.judge(text), MUTING.judge(text), text)


def walk(it: Policy, *sent: tuple[float, str]) -> list[str]:
    """What decided on texts of one author, each sent so many minutes after ten."""
    past, found = Past(it), []
    for minutes, body in sent:
        one = Sent(Submission(body), "Ann", NOW + minutes * MINUTE)
        decision = it.judge(past.answered(one))
        past.keep(one, decision)
        found.append(decision.by)
    return found


def test_a_mute_refuses_until_its_end_and_not_at_its_end() -> None:
    standing = Standing(Penalty("p", "r", "mute", 10 * MINUTE), NOW)
    assert standing.again(NOW - MINUTE, None) == NOW
    assert standing.again(NOW, None) is None


def test_a_slow_refuses_while_its_window_is_full_and_no_longer_than_it_stands() -> None:
    standing = Standing(Penalty("p", "r", "slow", 10 * MINUTE, 2), NOW + 5 * MINUTE)
    assert standing.again(NOW, None) is None  # fewer than two were sent
    assert standing.again(NOW, NOW - 8 * MINUTE) == NOW + 2 * MINUTE
    assert standing.again(NOW, NOW - 10 * MINUTE) is None
    assert standing.again(NOW, NOW - MINUTE) == NOW + 5 * MINUTE


def test_the_time_told_is_a_full_minute_that_is_not_too_early() -> None:
    standing = Standing(Penalty("p", "r", "mute", MINUTE), NOW)
    told = [
        bar(standing, dt.timedelta(seconds=61), dt.time(14, 34)).told,
        bar(standing, dt.timedelta(seconds=60, microseconds=1), dt.time(14, 34)).told,
        bar(standing, MINUTE, dt.time(14, 34)).told,
        bar(standing, dt.timedelta(days=3), dt.time(14, 34)).told,
        bar(standing, dt.timedelta(seconds=90), None).told,
        bar(standing, dt.timedelta(seconds=150), None).told,
        bar(standing, dt.timedelta(seconds=140), None).told,
        bar(standing, dt.timedelta(seconds=120), None).told,
        bar(standing, MINUTE, dt.time(14, 34, 30, 500_000)).told,
        bar(standing, MINUTE, dt.time(23, 58, 59)).told,
    ]
    assert told == [
        "You can write again at 14:36.",
        "You can write again at 14:36.",
        "You can write again at 14:35.",
        "You can write again at 14:34 in 3 days.",
        "You can write again in 90 seconds.",
        "You can write again in 3 minutes.",
        "You can write again in 3 minutes.",
        "You can write again in 2 minutes.",
        "You can write again at 14:36.",
        "You can write again at 00:00 tomorrow.",
    ]


def test_a_penalty_says_what_it_does() -> None:
    assert Penalty("p", "r", "mute", 10 * MINUTE).in_words == "muted for 10 minutes"
    assert Penalty("p", "r", "slow", 10 * MINUTE, 2).in_words == "slowed down to 2 per 10 minutes"


def test_only_the_policy_that_laid_it_refuses_for_it() -> None:
    assert MUTING.judge(Submission("hello", bars=(muted("another"),))).verdict is Verdict.ALLOW
    assert MUTING.judge(Submission("hello", bars=(muted("another"), muted()))).by == "mute"


def slowed(rule: str = "hurry", minutes: float = 5) -> Bar:
    return Bar("trial", rule, "slow", minutes * MINUTE, "10:05")


@pytest.mark.parametrize(
    ("bars", "decided"),
    [
        ((muted(minutes=5), slowed(minutes=6)), slowed(minutes=6)),
        ((muted(minutes=6), slowed(minutes=5)), muted(minutes=6)),
        ((muted("trial", "a"), slowed("b")), muted("trial", "a")),
        ((slowed("a"), slowed("b")), slowed("b")),
    ],
)
def test_of_two_penalties_the_longer_one_refuses_and_of_equal_ones_the_mute(
    bars: tuple[Bar, Bar], decided: Bar
) -> None:
    for order in (bars, bars[::-1]):
        assert MUTING.judge(Submission("hello", bars=order)).bar == decided


def test_the_author_is_answered_that_it_was_refused_and_the_ladder_says_why() -> None:
    decision = MUTING.judge(Submission("hello", bars=(muted(),)))
    assert answer(decision) is Answer.REFUSED
    assert ladder_in_words(decision).startswith("Its author could not write at that moment")
    assert retold(decision) == (
        "The rule `gathering` had muted you until 10:05, so it was refused; you were told that it was refused."
    )


def test_nothing_of_a_policy_lifts_a_penalty_of_the_house_rules() -> None:
    decision = both("happy birthday", muted("house-rules", "kind"))
    assert (decision.verdict, decision.by) == (Verdict.BLOCK, "house-rules/mute")
    assert retold(decision).startswith("The house rule `kind` had muted you until 10:05")
    assert both("happy birthday", muted()).verdict is Verdict.PASS


def test_both_layers_lay_penalties_but_not_on_a_refused_attempt() -> None:
    laid = [(one.policy, one.rule) for one in both("meet, idiot").penalties]
    assert laid == [("house-rules", "kind"), ("trial", "gathering")]
    assert both("meet, idiot", muted("house-rules", "kind")).penalties == ()
    assert both("meet", muted()).penalties == ()


def test_a_warning_of_one_layer_holds_back_the_penalties_of_both() -> None:
    warning = policy("rules: [{id: w, if: {words: [meet]}, then: warn}]\n")
    text = Submission("meet")
    assert combine(warning.judge(text), MUTING.judge(text), text).penalties == ()


def test_a_record_keeps_what_stood_against_the_author_and_judges_the_same_again() -> None:
    text = Submission("meet", bars=(muted(),))
    again = read_submission(submission_text(text))
    assert again.bars == text.bars
    assert read_decision(decision_text(MUTING.judge(text))) == MUTING.judge(again)
    laid = MUTING.judge(Submission("meet"))
    assert read_decision(decision_text(laid)) == laid


def test_an_explanation_repeats_the_refusal() -> None:
    told = explain(MUTING, Submission("meet", bars=(muted(),)))
    assert told.sentence == "Refused, because `gathering` had muted its author until 10:05."


def test_a_walk_counts_anew_and_drops_what_the_board_recorded() -> None:
    past = Past(policy())
    one = Sent(Submission("hello", bars=(muted(),)), "Ann", NOW)
    assert past.answered(one).bars == ()
    assert past.answered(replace(one, author=None)).bars == (muted(),)  # nobody to count for


def test_a_walk_slows_down_and_lets_go() -> None:
    it = policy("rules: [{id: it, if: {words: [hurry]}, then: {slow: 1 per 5 minutes}}]\n")
    sent = (0, "hurry"), (4.9, "a"), (5, "b"), (5.1, "c"), (5.2, "hurry"), (6, "d"), (10.2, "e")
    assert walk(it, *sent) == ["default", "slow", *["default"] * 3, "slow", "default"]


def test_a_rule_whose_penalty_a_test_expects_is_missed_by_that_test() -> None:
    it = policy(
        """
        rules: [{id: it, if: {words: [meet]}, then: {mute: 10 minutes}}]
        tests: [{post: hello, after: [meet], gives: block, by_rule: mute}]
        """
    )
    assert load_bearing(it) == []
