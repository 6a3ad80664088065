"""The runaway guard: when a fresh rule has run away, and the text in which it is only tried out."""

from __future__ import annotations

import datetime as dt

import pytest

from bbs.document import MAX_BYTES
from bbs.policy.load import load
from bbs.policy.runaway import AT_ONCE, Run, can_run_away, tried_out

HEAD = "policy: 1  # first\nid: board\ndefault: allow\nrules:\n"
BLOCK = "  # who gathers\n  - id: gathering  # mind the square\n    if: {words: [meet*]}\n    then: hold\n"
FLOW = "  - {id: other, if: {words: [cake]}, then: hold}  # the end\n"


def minutes(number: float) -> dt.timedelta:
    return dt.timedelta(minutes=number)


@pytest.mark.parametrize(
    ("age", "posts", "kept_back", "away"),
    [
        (12, 22, 7, True),
        (12, 20, 5, True),
        (12, 20, 4, False),
        (12, 19, 19, False),
        (44.9, 20, 5, True),
        (45, 20, 5, False),
        (12, 100, 20, False),
        (12, 100, 21, True),
        (12, 0, 0, False),
    ],
)
def test_more_than_a_fifth_of_twenty_posts_in_less_than_45_minutes_is_running_away(
    age: float, posts: int, kept_back: int, away: bool
) -> None:
    assert Run(minutes(age), posts, kept_back).away is away


def test_every_verdict_but_pass_and_allow_keeps_a_post_from_appearing_at_once() -> None:
    assert AT_ONCE == ("pass", "allow")
    rules = "".join(
        f"  - {{id: {one}, then: {one}}}\n" for one in ("pass", "allow", "warn", "hold", "shadow")
    )
    rules += "  - {id: late, then: {delay: 1 hour}}\n  - {id: gone, then: drop}\n  - {id: no, then: block}\n"
    rules += "  - {id: tried, then: block, mode: shadow}\n  - {id: points, then: {score: 3}}\n"
    loaded = load(HEAD + rules, file="board.yaml").rules
    assert [one.id for one in loaded if can_run_away(one)] == ["warn", "hold", "shadow", "late", "gone", "no"]


def test_a_rule_in_lines_of_its_own_is_tried_out_and_every_comment_stays() -> None:
    assert tried_out(HEAD + BLOCK + FLOW, "gathering") == (HEAD + BLOCK + FLOW).replace(
        "mind the square\n", "mind the square\n    mode: shadow\n"
    )


def test_a_rule_in_braces_is_tried_out_in_its_braces() -> None:
    assert tried_out(HEAD + BLOCK + FLOW, "other") == (HEAD + BLOCK + FLOW).replace(
        "{id: other", "{id: other, mode: shadow"
    )


@pytest.mark.parametrize("written", ["gathering", '"gathering"', "'gathering'"])
@pytest.mark.parametrize("rule", ["{{id: {}, then: hold}}", "{{then: hold, id: {}}}"])
def test_an_id_may_stand_in_quotes_and_last(written: str, rule: str) -> None:
    text = f"{HEAD}  - {rule.format(written)}\n"
    assert tried_out(text, "gathering") == text.replace(written, f"{written}, mode: shadow")


def test_an_id_may_stand_last_in_the_file() -> None:
    text = HEAD + "  - then: hold\n    id: gathering"
    assert tried_out(text, "gathering") == text + "\n    mode: shadow"


@pytest.mark.parametrize("written", ["live", '"live"', "'live'"])
def test_a_mode_that_is_there_already_is_changed(written: str) -> None:
    text = HEAD + BLOCK + f"    mode: {written} # now\n" + FLOW
    assert tried_out(text, "gathering") == HEAD + BLOCK + "    mode: shadow # now\n" + FLOW


@pytest.mark.parametrize("begin", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("rule", ["gathering", "other"])
def test_what_comes_out_loads_with_this_rule_alone_tried_out(rule: str, end: str, begin: str) -> None:
    text = tried_out(begin + (HEAD + BLOCK + FLOW).replace("\n", end), rule)
    assert text is not None
    assert text.startswith(begin)
    assert text.replace(end, "").isprintable() or begin
    assert [one.id for one in load(text, file="board.yaml").rules if not one.live] == [rule]


def test_a_policy_in_one_line_with_a_mark_before_it_is_changed_at_the_right_place() -> None:
    text = "\ufeff{policy: 1, id: board, default: allow, rules: [{id: gathering, then: hold}]}"
    assert tried_out(text, "gathering") == text.replace("gathering", "gathering, mode: shadow")


@pytest.mark.parametrize(
    "rule", ['{id: "gath\\x65ring", then: hold}', '{mode: "l\\x69ve", id: gathering, then: hold}']
)
def test_a_rule_that_is_written_too_oddly_to_be_changed_alone_is_left_alone(rule: str) -> None:
    assert tried_out(f"{HEAD}  - {rule}\n", "gathering") is None


def test_a_text_that_would_grow_too_long_is_left_alone() -> None:
    text = HEAD + BLOCK + FLOW
    text += "#" * (MAX_BYTES - len(text))
    assert tried_out(text, "gathering") is None
    assert tried_out(text[:-100], "gathering") is not None


@pytest.mark.parametrize(
    "text", [HEAD + FLOW, "policy: 1\n", "rules: none\n", "- rules\n", "rules: [x, {id: [y]}]\n"]
)
def test_a_rule_that_does_not_stand_in_the_text_is_left_alone(text: str) -> None:
    assert tried_out(text, "gathering") is None
