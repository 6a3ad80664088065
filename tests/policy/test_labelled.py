"""A policy held to labelled texts: what it lets through, what it keeps back, by which rule, and what each rule costs."""

from __future__ import annotations

from trial import policy

from bbs.policy.labelled import Confusion, Judged, Share, confusion, share
from bbs.policy.submission import Submission

RULES = """
rules:
  - {id: cake, if: {words: [cake]}, then: block}
  - {id: sweets, if: {words: [cake, bun]}, then: hold}
  - {id: soft, if: {words: [soft]}, then: {replace: hard}}
  - {id: larger, if: {words: [heron]}, then: honour}
  - {id: quiet, mode: shadow, if: {words: [tea]}, then: block}
"""


def scored(fine: list[str], unwanted: list[str], rules: str = RULES) -> Confusion:
    return confusion(policy(rules), map(Submission, fine), map(Submission, unwanted))


def test_a_text_is_untouched_if_readers_get_it_at_once_and_word_for_word() -> None:
    found = scored(["heron", "tea", "soft", "bun", "cake"], [])
    assert [one.untouched for one in found.fine] == [True, True, False, False, False]


def test_it_says_by_what_each_text_was_caught() -> None:
    found = scored(["heron", "tea", "soft", "bun", "cake", "soft cake"], [])
    assert [one.caught_by for one in found.fine] == [
        (),
        (),
        ("soft",),
        ("sweets",),
        ("cake",),
        ("cake", "soft"),
    ]


def test_the_title_counts_too() -> None:
    it = policy(RULES)
    post = Submission("tea", title="soft")
    assert not Judged(post, it.judge(post)).untouched


def test_over_and_under_blocking_are_shares() -> None:
    found = scored(["bun", "tea", "heron", "milk"], ["cake", "milk"])
    assert (found.over_blocking, found.under_blocking) == (0.25, 0.5)
    assert (scored([], []).over_blocking, scored([], []).under_blocking) == (0.0, 0.0)
    assert share(1, 4) == 0.25


def test_every_rule_says_what_it_caught_and_what_would_be_without_it() -> None:
    found = scored(["bun", "soft bun", "soft", "tea"], ["cake", "bun", "milk"])
    assert found.shares == (
        Share("sweets", fine=2, unwanted=1, freed=1, missed=1),
        Share("soft", fine=2, unwanted=0, freed=1, missed=0),
        Share("cake", fine=0, unwanted=1, freed=0, missed=0),  # without it, sweets holds the cake
    )


def test_what_the_default_keeps_is_the_defaults() -> None:
    strict = "policy: 1\nid: t\ndefault: hold\n"
    found = confusion(policy(RULES, head=strict), [Submission("milk")], [Submission("milk")])
    assert found.shares == (Share("default", 1, 1, 0, 0),)


def test_each_text_is_judged_alone() -> None:
    rules = "rules: [{id: often, if: {same_text: {more_than: 1, in: 1 hour}}, then: hold}]\n"
    assert scored(["tea", "tea", "tea"], [], rules).over_blocking == 0
