"""The walk through the past: it counts anew, as the board does, and remembers no more than it must."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from trial import policy, rule

from bbs.policy.past import Past
from bbs.policy.questions import MOST_COUNTED, Sent
from bbs.policy.rules import Policy
from bbs.policy.submission import Submission, Verdict

BEGUN = dt.datetime(2026, 3, 14, 9, 0, tzinfo=dt.UTC)
COUNTING = """
rules:
  - {id: fast, if: {posts: {more_than: 3, in: 10 minutes}}, then: hold}
  - {id: steady, if: {posts: {more_than: 5, in: 1 hour}}, then: hold}
  - {id: again, if: {same_text: {more_than: 1, in: 30 minutes}}, then: flag}
  - {id: burst, if: {burst: {of: lantern, authors: 3, in: 10 minutes}}, then: shadow}
  - {id: wide, if: {burst: {of: lantern, authors: 3, in: 1 hour}}, then: flag}
  - {id: rivers, if: {burst: {of: river*, authors: 2, in: 5 minutes}}, then: flag}
"""


def sent(body: str = "x", author: str | None = "Ann", minutes: float | None = 0, title: str = "") -> Sent:
    at = None if minutes is None else BEGUN + dt.timedelta(minutes=minutes)
    return Sent(Submission(body, title), author, at)


def walked(it: Policy, everything: Iterable[Sent]) -> list[tuple[str, list[str]]]:
    """For each, what decided and which rules matched."""
    past, found = Past(it), []
    for one in everything:
        decision = it.judge(past.answered(one))
        past.keep(one, decision)
        found.append((decision.by, [match.rule for match in decision.matches]))
    return found


def counters(it: Policy, earlier: Iterable[Sent], last: Sent) -> list[int]:
    """The answers to what the policy asks of the last one, in order of the file."""
    past = Past(it)
    for one in earlier:
        past.keep(one, it.judge(past.answered(one)))
    answers = past.answered(last).counters
    return [answers[one.words] for one in it.questions if one.words in answers]


def test_the_fourth_post_within_ten_minutes_is_held_and_the_first_after_that_is_not() -> None:
    it = rule("{posts: {more_than: 3, in: 10 minutes}}", "hold")
    everything = [sent(minutes=m) for m in (0, 1, 2, 9.99, 10, 14)]
    assert [by for by, _ in walked(it, everything)] == [*["default"] * 3, "it", "it", "default"]


def test_a_window_is_open_at_its_far_end() -> None:
    it = rule("{posts: {more_than: 1, in: 10 minutes}}", "hold")
    assert counters(it, [sent()], sent(minutes=9.999)) == [2]
    assert counters(it, [sent()], sent(minutes=10)) == [1]


def test_authors_are_counted_apart_and_refused_posts_count() -> None:
    it = rule("{posts: {more_than: 1, in: 10 minutes}}", "block")
    everything = [sent(author=who) for who in ("Ann", "Ben", "Ann", "Ann", "Ben")]
    assert [by for by, _ in walked(it, everything)] == ["default", "default", "it", "it", "it"]


@pytest.mark.parametrize("again", ["HÉLLO\u200b", "Hello", "ｈｅｌｌｏ"])
def test_the_same_text_is_what_is_equal_after_plain_folding_whatever_the_policy_sees_through(
    again: str,
) -> None:
    it = rule("{same_text: {more_than: 1, in: 1 hour}}", "hold", top="see_through: exact\n")
    assert counters(it, [sent("hello")], sent(again)) == [2]


@pytest.mark.parametrize(
    "other",
    [sent("h3llo"), sent("hello!"), sent("hello", title="To all"), sent("hello", author="Ben")],
    ids=["digits", "signs", "title", "author"],
)
def test_another_text_title_or_author_is_not_the_same(other: Sent) -> None:
    it = rule("{same_text: {more_than: 1, in: 1 hour}}", "hold", top="see_through: tricks\n")
    assert counters(it, [sent("hello")], other) == [1]


def test_a_burst_counts_each_author_once_this_one_included() -> None:
    it = rule("{burst: {of: lantern, authors: 3, in: 10 minutes}}", "shadow")
    everything = [sent("A lantern", who) for who in ("Ann", "Ann", "Ben", "Ann", "Cem")]
    assert [by for by, _ in walked(it, everything)] == [*["default"] * 4, "it"]


def test_an_author_is_counted_as_long_as_their_last_use_lies_in_the_window() -> None:
    it = rule("{burst: {of: lantern, authors: 2, in: 10 minutes}}", "shadow")
    uses = [sent("A lantern", "Ann", 0), sent("The LANTERN", "Ann", 6), sent("A lamp", "Cem", 7)]
    assert counters(it, uses, sent("Lanterns? A lantern!", "Ben", 15)) == [2]
    assert counters(it, uses, sent("A lantern", "Ben", 16)) == [1]
    assert counters(it, uses, sent("Nothing of it", "Ben", 8)) == []


def test_an_unconfirmed_warning_was_not_sent_so_a_confirmed_text_counts_once() -> None:
    it = policy("""
    rules:
      - {id: asked, if: {words: [rain]}, then: warn}
      - {id: again, if: {same_text: {more_than: 1, in: 1 hour}}, then: hold}
    """)
    past = Past(it)
    first = sent("Rain")
    assert it.judge(past.answered(first)).verdict is Verdict.WARN
    past.keep(first, it.judge(past.answered(first)))
    confirmed = Sent(Submission("Rain", confirmed=True), "Ann", BEGUN)
    decision = it.judge(past.answered(confirmed))
    assert decision.verdict is Verdict.ALLOW
    past.keep(confirmed, decision)
    assert it.judge(past.answered(confirmed)).by == "again"


@pytest.mark.parametrize("one", [sent(author=None), sent(minutes=None)], ids=["nobody", "never"])
def test_without_an_author_or_a_moment_nothing_is_known_and_nothing_remembered(one: Sent) -> None:
    it = rule("{posts: {more_than: 1, in: 1 hour}}", "hold")
    past = Past(it)
    for _ in range(3):
        decision = it.judge(past.answered(one))
        past.keep(one, decision)
        assert decision.by == "default"
    assert past.answered(sent()).counters == {"posts in 1 hour": 1}


def test_a_policy_that_counts_nothing_costs_nothing() -> None:
    one = sent()
    assert Past(policy()).answered(one) is one.submission


def test_policies_that_are_judged_together_are_answered_together() -> None:
    house = rule("{posts: {more_than: 1, in: 1 hour}}", "hold")
    other = rule("{burst: {of: lantern, authors: 2, in: 1 hour}, posts: {more_than: 1, in: 1 hour}}")
    past = Past(house, other)
    past.keep(sent("A lantern"), house.judge(Submission("A lantern")))
    assert list(past.answered(sent("A lantern", "Ben")).counters.values()) == [1, 2]


def test_counting_ends_at_a_thousand() -> None:
    it = rule("{posts: {more_than: 999, in: 1 hour}}", "hold")
    past = Past(it)
    for _ in range(MOST_COUNTED + 7):
        past.keep(sent(), it.judge(Submission("x")))
    assert past.answered(sent()).counters == {"posts in 1 hour": MOST_COUNTED}


def test_the_first_day_of_all_has_no_day_before() -> None:
    it = rule("{posts: {more_than: 1, in: 7 days}}", "hold")
    one = Sent(Submission("x"), "Ann", dt.datetime.min.replace(tzinfo=dt.UTC))
    assert [by for by, _ in walked(it, [one, one])] == ["default", "default"]


def test_what_lies_behind_every_window_is_forgotten() -> None:
    it = policy(COUNTING)
    past = Past(it)
    for minute in range(2_000):
        one = sent(f"Lantern river {minute}", author=f"A{minute}", minutes=minute)
        past.keep(one, it.judge(Submission("x")))
    remembered = sum(len(times) for kept in past._kept.values() for times in kept._by_key.values())
    assert remembered <= 60 + 30 + 60 + 5  # one a minute, in each of the longest windows


WORDS = st.sampled_from(["lantern", "Lantern", "a river", "RIVERS and a lantern", "nothing", "Nothing"])
STEPS = st.lists(
    st.tuples(WORDS, st.sampled_from("ABCD"), st.sampled_from([0, 1, 2, 5, 10, 30])), max_size=30
)


def naive(it: Policy, everything: list[Sent]) -> dict[str, int]:
    """The answers for the last one, counted anew over everything there is."""
    last, found = everything[-1], {}
    assert last.at
    for question in it.asks(last.submission):
        since = last.at - question.within
        recent = [one for one in everything if one.at and one.at > since]
        own = [one.submission.body.lower() for one in recent if one.author == last.author]
        phrase = question.of.removesuffix("*")
        used = {one.author for one in recent if phrase in one.submission.body.lower()}
        counts = {"posts": len(own), "same_text": own.count(last.submission.body.lower()), "burst": len(used)}
        found[question.words] = counts[question.counts]
    return found


@given(STEPS)
def test_the_walk_counts_what_a_naive_recount_of_everything_counts(steps: list[tuple[str, str, int]]) -> None:
    it = policy(COUNTING)
    past, everything, minutes = Past(it), [], 0
    for body, author, passed in steps:
        minutes += passed
        everything.append(sent(body, author, minutes))
        submission = past.answered(everything[-1])
        assert dict(submission.counters) == naive(it, everything)
        past.keep(everything[-1], it.judge(submission))
