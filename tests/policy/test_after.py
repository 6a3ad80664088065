"""`after:` in the tests of a policy file: what was sent before the post that is tested."""

from __future__ import annotations

import datetime as dt

import pytest
from trial import policy

from bbs.policy.examples import report, run_tests
from bbs.policy.expected import PolicyTest

RULES = """
rules:
  - {id: fast, if: {posts: {more_than: 3, in: 10 minutes}}, then: hold}
  - {id: burst, if: {burst: {of: lantern, authors: 3, in: 1 hour}}, then: shadow}
  - {id: again, if: {same_text: {more_than: 1, in: 1 hour}}, then: block}
  - {id: asked, if: {words: [rain]}, then: warn}
"""


def differences(test: str) -> tuple[str, ...]:
    (outcome,) = run_tests(policy(RULES + f"tests: [{test}]\n"))
    return outcome.differences


@pytest.mark.parametrize(
    "test",
    [
        "{post: d, after: [a, b, c], by_rule: fast}",
        "{post: d, after: [a, b], gives: allow}",
        "{post: d, gives: allow}",
        "{post: d, after: [{body: a, ago: 9 minutes}, b, c], by_rule: fast}",
        "{post: d, after: [{body: a, ago: 10 minutes}, b, c], gives: allow}",
        "{post: {body: d, by: {name: Ann}}, after: [a, {body: b, by: {role: editor}}, c], by_rule: fast}",
        "{post: {body: d, by: {name: Ann}}, after: [a, {body: b, by: {name: Ben}}, c], gives: allow}",
        "{post: {body: d, at: '0:05'}, after: [{body: a, at: '23:56'}, {body: b, at: '0:04'}, c], by_rule: fast}",
        "{post: {body: d, at: '0:05'}, after: [{body: a, at: '0:06'}, {body: b, at: '0:04'}, c], gives: allow}",
        "{post: {body: d, at: '9:05', date: 2026-03-14}, after: [{body: a, date: 2026-03-14, at: '8:56'}, b, c], by_rule: fast}",
        "{post: {body: d, at: '9:05', date: 2026-03-14}, after: [{body: a, date: 2026-03-13}, b, c], gives: allow}",
        "{post: hello, after: HELLO, by_rule: again}",
        "{post: {body: A lantern, by: {name: A}}, after: [{body: lantern, by: {name: B}}, {body: lantern, by: {name: C}}], by_rule: burst}",
        "{post: {body: A lantern, by: {name: A}}, after: [lantern, {body: lantern, by: {name: C}}], gives: allow}",
    ],
)  # fmt: skip
def test_what_was_sent_before_is_counted(test: str) -> None:
    assert differences(test) == ()


def test_earlier_posts_were_sent_so_a_warning_was_confirmed() -> None:
    assert differences("{post: d, after: [rain, b, c], by_rule: fast}") == ()
    assert differences("{post: Rain, after: [a, b, c], by_rule: fast}") == ()


def after(test: str) -> PolicyTest:
    (found,) = policy(RULES + f"tests: [{test}]\n").tests
    return found


def test_an_earlier_post_has_the_time_of_day_that_it_was_then() -> None:
    test = after("{post: {body: d, at: '0:05'}, after: [{body: a, ago: 10 minutes}, b], gives: allow}")
    assert [sent.submission.at for sent in test.after] == [dt.time(23, 55), dt.time(0, 5)]
    assert [str(sent.at) for sent in test.after] == ["2000-01-02 23:55:00", "2000-01-03 00:05:00"]


def test_so_it_has_the_day_where_the_post_has_one() -> None:
    test = after("{post: {body: d, date: 2026-03-14}, after: [{body: a, ago: 1 day}, b], gives: allow}")
    assert [str(sent.submission.date) for sent in test.after] == ["2026-03-13", "2026-03-14"]
    assert [sent.submission.at for sent in test.after] == [None, None]


def test_an_earlier_post_keeps_its_own_facts_and_takes_its_author_from_the_post() -> None:
    test = after("{post: {body: d, by: {name: Ann, role: editor}}, after: [a, {body: b, title: T, kind: card}], gives: allow}")  # fmt: skip
    first, second = (sent.submission for sent in test.after)
    assert (first.by.name, first.by.role, first.kind) == ("Ann", "editor", "reply")
    assert (second.by.role, second.title, second.kind) == ("editor", "T", "card")


def test_a_rule_that_counts_is_load_bearing_where_an_earlier_post_makes_it_match() -> None:
    it = policy(RULES + "tests: [{post: d, after: [a, b, c], gives: hold}]\n")
    assert [rule.id for rule in report(it).missed] == ["burst", "again", "asked"]
