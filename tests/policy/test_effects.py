"""Rewriting on original spans (policy language, effects and semantics 10)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from trial import policy, rule

from bbs.policy.effects import ROOM, apply, settle
from bbs.policy.submission import Edit, Submission, Text


def edited(condition: str, then: str, body: str, title: str = "") -> Text:
    return rule(condition, then).judge(Submission(body, title=title)).edited


@pytest.mark.parametrize(
    ("then", "body", "expected"),
    [
        ("mask", "a hot cake", "a ■■■ ■■■■"),
        ("{replace: '[x]'}", "a hot cake!", "a [x]!"),
        ("cut", "a hot cake today", "a today"),
        ("cut", "a hot cake", "a"),
        ("cut", "hot cake", ""),
        ("cut", "a hot cake, hot cake", "a,"),
        ("cut", "no (hot cake)", "no ()"),
        ("{append: ' *'}", "a hot cake", "a hot cake *"),
    ],
)
def test_each_edit_works_on_the_characters_of_the_hit(then: str, body: str, expected: str) -> None:
    assert edited("{words: [hot cake]}", then, body).body == expected


def test_two_cuts_side_by_side_do_not_fight_for_their_space() -> None:
    assert edited("{words: [foo, bar]}", "cut", "a foo bar b").body == "a b"
    assert edited("{words: [foo, bar]}", "cut", "foo bar").body == ""


def test_an_edit_of_a_starred_phrase_takes_the_whole_word() -> None:
    assert edited("{words: [birth*]}", "mask", "birthdays!").body == "■■■■■■■■■!"
    assert edited('{words: ["*day"]}', "mask", "a birthday").body == "a ■■■■■■■■"
    assert edited('{words: ["*t.co*"]}', "mask", "see t.com now").body == "see ■■■■■ now"


def test_an_edit_of_a_hangul_word_leaves_its_particle() -> None:
    assert edited("{words: [생일]}", "mask", "생일을").body == "■■을"


def test_the_title_is_edited_like_the_body() -> None:
    assert edited("{words: [cake]}", "mask", "cake", title="Cake") == Text("■■■■", "■■■■")


def test_the_longest_edit_wins_then_the_earlier_rule() -> None:
    it = policy("""
    rules:
      - {id: short, if: {words: [cake]}, then: {replace: S}}
      - {id: long, if: {words: [hot cake]}, then: {replace: L}}
      - {id: late, if: {words: [cake]}, then: {replace: T}}
    """)
    assert it.judge(Submission("a hot cake and a cake")).edited.body == "a L and a S"


def test_replaced_text_is_never_searched_again() -> None:
    it = policy("""
    rules:
      - {id: one, if: {words: [cat]}, then: {replace: dog}}
      - {id: two, if: {words: [dog]}, then: {replace: cat}}
    """)
    assert it.judge(Submission("cat dog")).edited.body == "dog cat"


def test_a_rewritten_text_is_at_most_twice_the_original_and_some_room() -> None:
    text = edited("{words: [a]}", "{replace: 'bbbbbbbbbb'}", "a " * 1000).body
    assert len(text) == 2 * 2000 + ROOM


def test_the_original_is_kept() -> None:
    submission = Submission("a cake")
    rule("{words: [cake]}", "mask").judge(submission)
    assert submission == Submission("a cake")


edits = st.builds(
    lambda field, start, length, put: Edit(field, start, start + length, put, "replace", "r", True),
    st.sampled_from(["title", "body"]),
    st.integers(0, 20),
    st.integers(1, 10),
    st.text(max_size=3),
)


@given(st.lists(edits, max_size=8), st.lists(edits, max_size=4))
def test_settled_edits_never_overlap_and_come_in_order(first: list[Edit], second: list[Edit]) -> None:
    house = settle(first)
    both = house + settle(second, after=house)
    taken = [(edit.field, at) for edit in both for at in range(edit.start, edit.end)]
    assert len(taken) == len(set(taken))
    assert list(house) == sorted(house, key=lambda edit: (edit.field != "title", edit.start))


@given(st.lists(edits, max_size=8))
def test_rewriting_never_touches_text_outside_its_spans(many: list[Edit]) -> None:
    text = "abcdefghijklmnopqrstu"
    kept = settle(edit for edit in many if edit.field == "body")
    outside = "".join(c for at, c in enumerate(text) if not any(e.start <= at < e.end for e in kept))
    blank = tuple(Edit(e.field, e.start, e.end, "", "replace", e.rule, e.told) for e in kept)
    assert apply(Text("", text), blank).body == outside
