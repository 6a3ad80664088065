"""`delay: 8 hours`: the post appears later, by itself."""

from __future__ import annotations

import datetime as dt

import pytest
from trial import policy, rule, verdict

from bbs.policy.decision_line import decision_json
from bbs.policy.explain import sentence
from bbs.policy.submission import Submission, Text
from bbs.policy.verdicts import Audience, audience, combine

POST = Submission("x")
HOUR = dt.timedelta(hours=1)


def two(first: str, second: str, head: str = "decide: strictest") -> tuple[str, str, dt.timedelta | None]:
    """What two rules `a` and `b` that both match decide."""
    it = policy(f"{head}\nrules: [{{id: a, then: {first}}}, {{id: b, then: {second}}}]\n")
    decision = it.judge(POST)
    return *verdict(decision), decision.delay


def test_a_delay_says_how_long() -> None:
    decision = policy("rules: [{id: late, then: [{delay: 8 hours}, flag]}]\n").judge(POST)
    assert (verdict(decision), decision.delay, decision.flagged) == (("delay", "late"), 8 * HOUR, True)
    assert decision.shown is None


@pytest.mark.parametrize(
    ("first", "second", "decided"),
    [
        ("{delay: 1 hour}", "{delay: 2 hours}", ("delay", "b", 2 * HOUR)),
        ("{delay: 2 hours}", "{delay: 1 hour}", ("delay", "a", 2 * HOUR)),
        ("{delay: 60 minutes}", "{delay: 1 hour}", ("delay", "a", HOUR)),
        ("{delay: 30 days}", "hold", ("hold", "b", None)),
        ("{delay: 1 minute}", "warn", ("delay", "a", HOUR / 60)),
        ("{delay: 1 hour}", "pass", ("pass", "b", None)),
    ],
)
def test_the_longest_delay_wins_on_its_rung_and_the_first_of_two_alike(
    first: str, second: str, decided: tuple[str, str, dt.timedelta | None]
) -> None:
    assert two(first, second) == decided


def test_decide_first_takes_the_first_delay_however_short() -> None:
    assert two("{delay: 1 hour}", "{delay: 2 hours}", "decide: first") == ("delay", "a", HOUR)


def test_the_default_may_be_a_delay() -> None:
    head = "policy: 1\nid: t\ndefault: {then: {delay: 7 days}, why: Late., tell: reason}\n"
    decision = policy(head=head).judge(POST)
    assert (verdict(decision), decision.delay) == (("delay", "default"), 168 * HOUR)
    assert decision.told_text == "Your post will appear 7 days after you sent it. Late."


@pytest.mark.parametrize("share", ["1 hour", "3 hours"])
def test_of_the_house_rules_and_the_policy_the_longer_delay_wins_and_of_equal_ones_that_of_the_house(
    share: str,
) -> None:
    house = policy("rules: [{id: h, then: {delay: 2 hours}}]\n").judge(POST)
    own = policy(f"rules: [{{id: p, then: {{delay: {share}}}}}]\n").judge(POST)
    both = combine(house, own, POST)
    assert both.by == ("p" if share == "3 hours" else "house-rules/h")
    assert both.delay == max(house.delay or HOUR, own.delay or HOUR)
    assert combine(house, house, POST).by == "house-rules/h"


@pytest.mark.parametrize(
    ("tell", "told", "words", "who"),
    [
        ("", "nothing", "", Audience.AUTHOR),
        ("tell: nothing", "nothing", "", Audience.AUTHOR),
        ("tell: refused", "refused", "Your post will appear later.", Audience.WAITING),
        (
            "tell: reason",
            "reason",
            "Your post will appear 90 minutes after you sent it. Meetings wait.",
            Audience.WAITING,
        ),
        (
            "tell: full",
            "full",
            "Your post will appear 90 minutes after you sent it. Meetings wait. The words that matched: “meet”.",
            Audience.WAITING,
        ),
        ("tell: {pretend: Busy.}", "pretend", "Busy.", Audience.NOBODY),
    ],
)
def test_its_author_is_told_as_the_table_says(tell: str, told: str, words: str, who: Audience) -> None:
    it = rule("{words: [meet]}", "{delay: 90 minutes}", more=f"why: Meetings wait.\n{tell}")
    decision = it.judge(Submission("we meet"))
    assert (decision.told, decision.told_text, audience(decision)) == (told, words, who)
    assert decision.author_sees == (None if told == "pretend" else Text("", "we meet"))


def test_a_delay_is_explained_with_its_length_and_stands_in_the_decision_line() -> None:
    decision = rule("{words: [meet]}", "{delay: 8 hours}").judge(Submission("we meet"))
    assert sentence(decision) == "Delayed for 8 hours by `it`, because “meet” occurs."
    assert decision_json(decision)["delay_seconds"] == 28_800
    assert decision_json(policy().judge(POST))["delay_seconds"] is None
