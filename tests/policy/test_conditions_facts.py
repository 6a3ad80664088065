"""Facts about a submission, and maps that join conditions."""

from __future__ import annotations

import datetime as dt

import pytest
from trial import hits, matched, rule

from bbs.policy.submission import Author, Submission


@pytest.mark.parametrize(
    ("condition", "body", "expected"),
    [
        ("{length: {under: 5}}", "1234", True),
        ("{length: {under: 5}}", "12345", False),
        ("{length: {over: 5}}", "123456", True),
        ("{length: {over: 5}}", "12345", False),
        ("{length: {over: 2, under: 5}}", "123", True),
        ("{length: {over: 2, under: 5}}", "12", False),
        ("{length: {under: 3}}", "👍🏽", True),
    ],
)
def test_length_counts_code_points(condition: str, body: str, expected: bool) -> None:
    assert matched(condition, body) is expected


def test_length_counts_title_and_body_together() -> None:
    assert matched("{length: {over: 5}}", "123", title="456")


@pytest.mark.parametrize(
    ("condition", "by", "expected"),
    [
        ("{role: [student]}", Author(role="student"), True),
        ("{role: student}", Author(role="professor"), False),
        ("{not_role: [student]}", Author(role="student"), False),
        ("{not_role: [student]}", Author(role="editor"), True),
        ("{tier: [elite, visitor]}", Author(tier="visitor"), True),
        ("{tier: [elite]}", Author(), False),
        ("{named: [Otter-Nineteen]}", Author(name="Otter-Nineteen"), True),
        ("{named: [Otter-Nineteen]}", Author(name="Heron-Two"), False),
        ("{age_under: 10 minutes}", Author(age=dt.timedelta(minutes=9, seconds=59)), True),
        ("{age_under: 10 minutes}", Author(age=dt.timedelta(minutes=10)), False),
        ("{age_under: 10 minutes}", Author(age=None), False),
        ("{posts_under: 3}", Author(posts=2), True),
        ("{posts_under: 3}", Author(posts=3), False),
        ("{posts_under: 3}", Author(posts=None), False),
        ("{role: [student], posts_under: 3}", Author(posts=2), True),
        ("{role: [editor], posts_under: 3}", Author(posts=2), False),
    ],
)
def test_facts_about_the_author_all_hold_and_what_is_not_given_is_false(
    condition: str, by: Author, expected: bool
) -> None:
    assert matched(f"{{author: {condition}}}", "x", by=by) is expected


def test_site_board_and_kind_are_compared_and_an_unknown_place_is_merely_false() -> None:
    assert matched("{site: [board, press]}", "x", site="board")
    assert not matched("{site: [board]}", "x", site="elsewhere")
    assert not matched("{site: [board]}", "x")
    assert matched("{board: friends}", "x", board="friends")
    assert not matched("{board: friends}", "x", board="notices")
    assert matched("{kind: [card, reply]}", "x", kind="card")
    assert not matched("{kind: [card]}", "x", kind="thread")


def test_keys_in_one_map_are_and() -> None:
    condition = "{words: [cake], kind: [card]}"
    assert matched(condition, "cake", kind="card")
    assert not matched(condition, "cake", kind="reply")
    assert not matched(condition, "bun", kind="card")


def test_any_needs_one_of_its_maps_and_keeps_the_hits_of_those_that_are_true() -> None:
    condition = "{any: [{words: [cake]}, {words: [bun]}, {kind: card}]}"
    assert hits(condition, "a bun") == ["bun"]
    assert matched(condition, "x", kind="card")
    assert not matched(condition, "x")


def test_all_needs_every_one_of_its_maps() -> None:
    condition = "{all: [{words: [cake]}, {words: [bun]}]}"
    assert hits(condition, "bun and cake") == ["bun", "cake"]
    assert not matched(condition, "bun")


def test_what_stands_under_not_gives_no_hits() -> None:
    condition = "{words: [cake], not: {words: [choir]}}"
    assert hits(condition, "cake") == ["cake"]
    assert not matched(condition, "cake for the choir")


def test_nested_maps_have_their_own_exceptions() -> None:
    condition = "{any: [{words: [show], except: [muppet show]}, {words: [muppet]}]}"
    assert hits(condition, "muppet show") == ["muppet"]


def test_a_rule_without_if_always_matches() -> None:
    decision = rule("{kind: reply}").judge(Submission("x"))
    assert decision.by == "it"
    assert decision.matches[0].hits == ()
