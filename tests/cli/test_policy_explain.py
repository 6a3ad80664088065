"""`bbs policy explain`: why a post got its verdict, for people and for programs."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bbs.cli.drawing import score_lines
from bbs.policy.load import load
from bbs.policy.submission import Submission
from cli.conftest import BOARD, Bbs

CALL = "Happy birthday! Let us meet at the square"


def explained(bbs: Bbs, *arguments: str) -> dict[str, Any]:
    ran = bbs("policy", "explain", *arguments, "--json")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.count("\n") == 1
    found: dict[str, Any] = json.loads(ran.out)
    return found


def test_the_sentence_comes_first_and_names_rule_and_words(bbs: Bbs, folder: Path) -> None:
    ran = bbs("policy", "explain", "board.yaml", CALL)
    assert ran.status == 0
    first = ran.out.splitlines()[0]
    assert "`gathering`" in first
    assert "“meet” and “square” occur together" in first
    assert "Without either word it would have appeared at once." in first


def test_plain_text_says_who_sees_what_and_what_was_told(bbs: Bbs, folder: Path) -> None:
    lines = [" ".join(line.split()) for line in bbs("policy", "explain", "board.yaml", CALL).out.splitlines()]
    assert "verdict shadow, by gathering" in lines
    assert "readers see nothing" in lines
    assert f"the author sees {CALL}" in lines
    assert "(2) body 23-27 “meet” is `meet*`" in lines
    assert "Without the rule `gathering` it would have appeared at once." in lines
    assert "Without “square” it would have appeared at once." in lines
    assert any(line.startswith("other-side It did not match") for line in lines)


def test_which_words_are_in_larger_type_is_said_below_each_text(bbs: Bbs, folder: Path) -> None:
    Path("names.yaml").write_text(
        "policy: 1\nid: names\ndefault: allow\nrules:\n"
        "  - {id: names, if: {words: [heron, otter]}, then: honour}\n"
        "  - {id: quiet, if: {words: [wren]}, then: honour, tell: nothing}\n",
        encoding="utf-8",
    )
    out = bbs("policy", "explain", "names.yaml", "Heron, otter, Heron and wren").out
    lines = [" ".join(line.split()) for line in out.splitlines()]
    at = lines.index("readers see Heron, otter, Heron and wren")
    assert lines[at : at + 4] == [
        "readers see Heron, otter, Heron and wren",
        "in larger type “Heron”, “otter” and “wren”",
        "the author sees Heron, otter, Heron and wren",
        "in larger type “Heron” and “otter”",
    ]
    assert "in larger type" not in bbs("policy", "explain", "names.yaml", "nobody").out
    found = explained(bbs, "names.yaml", "a wren")
    assert found["honoured"] == [{"field": "body", "start": 2, "end": 6}]
    assert found["author_sees_honoured"] == []


ASKING = """\
policy: 1
id: asking
default: hold
rules:
  - {id: shouting, if: {capitals: {over: 70%}}, then: [warn, {mute: 10 minutes}]}
"""


def test_of_a_question_it_says_what_a_confirmed_text_comes_to(bbs: Bbs, folder: Path) -> None:
    Path("asking.yaml").write_text(ASKING, encoding="utf-8")
    lines = bbs("policy", "explain", "asking.yaml", "GIVE ME SOUP").out.splitlines()
    assert "  once confirmed" in [line[:16] for line in lines]
    assert [line.split(maxsplit=2)[2] for line in lines if "once confirmed" in line] == ["allow, by shouting"]
    assert explained(bbs, "asking.yaml", "GIVE ME SOUP")["confirmed"] == {
        "verdict": "allow",
        "by": "shouting",
    }
    assert explained(bbs, "asking.yaml", "soup")["confirmed"] is None


def test_the_house_rules_judge_a_confirmed_text_too(bbs: Bbs, folder: Path) -> None:
    Path("asking.yaml").write_text(ASKING, encoding="utf-8")
    found = explained(bbs, "asking.yaml", "MY NUMBER 0176 1234567", "--house-rules")
    assert found["confirmed"] is None or found["confirmed"]["verdict"] != "warn"


def test_what_is_laid_on_the_author_is_said(bbs: Bbs, folder: Path) -> None:
    laying = ASKING.replace("[warn, ", "[allow, ")
    Path("laying.yaml").write_text(laying, encoding="utf-8")
    lines = bbs("policy", "explain", "laying.yaml", "GIVE ME SOUP").out.splitlines()
    assert [" ".join(line.split()) for line in lines if "laid" in line] == [
        "laid on the author muted for 10 minutes, by shouting"
    ]


def test_only_what_would_have_made_a_difference_is_listed(bbs: Bbs, folder: Path) -> None:
    out = bbs("policy", "explain", "board.yaml", CALL).out
    assert "Without the rule `gathering` it" in out
    assert "Without the rule `greetings-pass`" not in out
    same = bbs("policy", "explain", "board.yaml", "southland").out
    assert "What would have changed it" not in same
    assert "the verdict would be hold all the same" in same


def test_json_has_every_key_of_a_decision_line(bbs: Bbs, folder: Path) -> None:
    found = explained(bbs, "board.yaml", CALL)
    promised = {"verdict", "by", "shown", "told", "told_text", "score", "tags", "author_sees", "edits", "sum"}
    assert promised | {"sentence", "rules", "without"} <= found.keys()
    assert (found["verdict"], found["by"], found["shown"]) == ("shadow", "gathering", None)
    assert found["without"]["rules"]["gathering"] == "allow"
    span = next(rule for rule in found["rules"] if rule["id"] == "gathering")["spans"][0]
    assert CALL[span["start"] : span["end"]] == span["text"] == "meet"


def test_offsets_count_characters_also_beyond_the_first_plane(bbs: Bbs, folder: Path) -> None:
    span = explained(bbs, "board.yaml", "🎂🎂 happy birthday")["rules"][0]["spans"][0]
    assert (span["start"], span["end"]) == (3, 17)


def test_json_keeps_letters_of_other_scripts_readable(bbs: Bbs, folder: Path) -> None:
    assert "생일" in bbs("policy", "explain", "board.yaml", "생일 happy birthday", "--json").out


def test_facts_options_reach_the_rules(bbs: Bbs, folder: Path) -> None:
    rule = (
        "  - id: facts\n    if:\n      author: {role: [professor], tier: [elite]}\n      site: [board]\n"
        "      board: [friends]\n      kind: [card]\n      words: [cake]\n      in: [title]\n    then: block\ntests:\n"
    )
    Path("board.yaml").write_text(BOARD.replace("tests:\n", rule), encoding="utf-8")
    options = (
        "--title",
        "Cake",
        "--as",
        "role=professor,tier=elite",
        "--site",
        "board",
        "--board",
        "friends",
    )
    assert explained(bbs, "board.yaml", "x", *options, "--kind", "card")["by"] == "facts"
    assert explained(bbs, "board.yaml", "x", *options)["by"] == "default"


def test_the_rule_option_says_why_a_rule_did_not_match(bbs: Bbs, folder: Path) -> None:
    ran = bbs("policy", "explain", "board.yaml", "Let us meet", "--rule", "gathering")
    assert ran.status == 0
    assert ran.out.startswith("gathering: It did not match: ")
    assert "places" in ran.out


def test_the_rule_option_shows_what_a_rule_matched(bbs: Bbs, folder: Path) -> None:
    out = bbs("policy", "explain", "board.yaml", CALL, "--rule", "gathering").out
    assert out.startswith("gathering: It matched")
    assert "“square”" in out


def test_the_rule_option_as_json(bbs: Bbs, folder: Path) -> None:
    found = explained(bbs, "board.yaml", CALL, "--rule", "gathering")
    assert (found["id"], found["matched"], found["why_not"]) == ("gathering", True, "")
    silent = explained(bbs, "board.yaml", CALL, "--rule", "other-side")
    assert silent["matched"] is False
    assert silent["why_not"]


def test_an_unknown_rule_is_refused_with_a_guess(bbs: Bbs, folder: Path) -> None:
    ran = bbs("policy", "explain", "board.yaml", "x", "--rule", "gatherin")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == "bbs policy explain: our-board has no rule `gatherin`; did you mean `gathering`?\n"


def test_an_edit_is_shown(bbs: Bbs, folder: Path) -> None:
    found = explained(bbs, "board.yaml", "Happy birthday, southland")
    assert found["shown"] == "Happy birthday, the other side"
    assert found["edits"][0]["rule"] == "other-side"


def test_house_rules_are_left_out_unless_asked_for(bbs: Bbs, folder: Path) -> None:
    text = "Happy birthday, write to otter@example.test"
    assert explained(bbs, "board.yaml", text)["by"] == "greetings-pass"
    found = explained(bbs, "board.yaml", text, "--house-rules")
    assert any(rule["id"].startswith("house-rules/") for rule in found["rules"])
    assert "otter@example.test" not in str(found["shown"])


def test_counterfactuals_hold_for_both_layers(bbs: Bbs, folder: Path) -> None:
    found = explained(bbs, "board.yaml", "Happy birthday, write to otter@example.test", "--house-rules")
    matched = [rule["id"] for rule in found["rules"]]
    assert set(found["without"]["rules"]) == set(matched)
    assert "greetings-pass" in matched
    assert found["without"]["rules"]["greetings-pass"] == "hold" or found["verdict"] != "allow"
    assert any(rule.startswith("house-rules/") for rule in found["not_matched"])


def test_a_shipped_id_is_as_good_as_a_file(bbs: Bbs) -> None:
    assert explained(bbs, "no-filter", "anything")["verdict"] == "allow"


def test_steering_characters_of_a_post_are_written_out(bbs: Bbs, folder: Path) -> None:
    ran = bbs("policy", "explain", "board.yaml", "happy birthday \x1b[2J\u202e\nnext")
    assert "\x1b" not in ran.out
    assert "\u202e" not in ran.out
    assert "\\x1b[2J\\u202e\\nnext" in ran.out


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--at", "noon"), "'noon' is not a time of day"),
        (("--kind", "poem"), "'poem' is not a kind of writing"),
        (("--as", "professor"), "'professor' is not a fact"),
        (("--as", "roel=x"), "did you mean `role`?"),
        (("--colour", "red"), "No such option: --colour"),
    ],
)
def test_options_that_cannot_be_read_end_with_2(
    bbs: Bbs, folder: Path, options: tuple[str, ...], says: str
) -> None:
    ran = bbs("policy", "explain", "board.yaml", "x", *options)
    assert (ran.status, ran.out) == (2, "")
    assert says in ran.err
    assert ran.err.startswith("bbs policy explain: ")
    assert ran.err.count("\n") == 1


def test_a_policy_with_errors_cannot_explain(bbs: Bbs, folder: Path) -> None:
    Path("board.yaml").write_text("policy: 1\n", encoding="utf-8")
    ran = bbs("policy", "explain", "board.yaml", "x", "--json")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("board.yaml:1:1: ")


@pytest.mark.parametrize("missing", [("board.yaml",), ()])
def test_a_missing_argument_is_named(bbs: Bbs, folder: Path, missing: tuple[str, ...]) -> None:
    ran = bbs("policy", "explain", *missing)
    assert ran.status == 2
    assert "Missing argument" in ran.err


def test_seed_and_date_reach_the_rules(bbs: Bbs, folder: Path) -> None:
    Path("own.yaml").write_text(
        "policy: 1\nid: own\ndefault: allow\nrules:\n"
        "  - {id: lot, if: {chance: 50%}, then: hold}\n"
        "  - {id: monday, if: {time: {days: [mon]}}, then: block}\n",
        encoding="utf-8",
    )
    by = {explained(bbs, "own.yaml", "x", "--seed", str(number))["by"] for number in range(20)}
    assert by == {"lot", "default"}
    monday = explained(bbs, "own.yaml", "x", "--at", "12:00", "--date", "2026-11-23", "--house-rules")
    assert monday["by"] == "monday"
    ran = bbs("policy", "explain", "own.yaml", "x", "--date", "monday")
    assert (ran.status, ran.err) == (
        2,
        "bbs policy explain: `date`: 'monday' is not a date; write 2026-03-14\n",
    )


DRAWN = """\
policy: 1
id: drawn
default: allow
see_through: tricks
exempt: {role: editor}
rules:
  - {id: greetings, if: {words: [happy birthday]}, then: allow}
  - {id: gathering, if: {words: [meet* + square], except: [square dance]}, then: hold}
  - {id: days, if: {words: ["*day", "*birth*"]}, then: {tag: day}}
  - {id: tried, mode: shadow, if: {words: [river]}, then: block}
"""


@pytest.fixture
def drawn(folder: Path, bbs: Bbs) -> Any:
    """The plain explanation of a text by this policy, line by line."""
    Path("drawn.yaml").write_text(DRAWN, encoding="utf-8")
    return lambda *arguments: bbs("policy", "explain", "drawn.yaml", *arguments).out.splitlines()


def test_the_text_is_drawn_with_its_marks_and_no_word_is_broken(drawn: Any) -> None:
    lines = drawn("Happy b1rthday! We mееt at\nthe square, no square dance.", "--title", "By the river")
    assert "  | By the [river](1)" in lines
    assert "  | [Happy b1rthday](2 3 4)! We [mееt](5) at" in lines
    assert "  | the [square](6), no [square](7) dance." in lines
    rows = [" ".join(line.split()) for line in lines]
    assert "(5) body 19-23 “mееt” is `meet*` (look-alike letters)" in rows
    assert "(7) body 42-48 “square” excused: inside “square dance”" in rows


def test_letters_of_every_script_stay_whole_in_the_drawing(drawn: Any) -> None:
    assert "  | نلتقي [meet](1) 👍🏽 생일 [square](2)" in drawn("نلتقي meet 👍🏽 생일 square")


def test_the_ladder_has_an_arrow_and_a_word_for_the_winner(drawn: Any) -> None:
    lines = [" ".join(line.split()) for line in drawn("Happy birthday! We meet at the square by the river")]
    start = lines.index("Verdicts, from mildest to strictest:")
    assert lines[start + 1 : start + 10] == [
        "pass",
        "allow greetings",
        "warn",
        "delay",
        "> hold gathering (decided)",
        "shadow",
        "drop",
        "block tried (only tried out)",
        "The strictest verdict that was asked for decides.",
    ]


def test_the_ladder_of_an_exempt_author_says_what_would_have_decided(drawn: Any) -> None:
    lines = [" ".join(line.split()) for line in drawn("We meet at the square", "--as", "role=editor")]
    assert "> hold gathering (would have decided)" in lines


def test_the_rule_option_draws_what_this_rule_found(drawn: Any) -> None:
    lines = drawn("Happy birthday by the river", "--rule", "days")
    assert "  | Happy [birthday](1 2) by the river" in lines


def test_the_score_is_a_bar_with_its_thresholds_and_an_addition() -> None:
    judged = load("policy: 1\nid: a\ndefault: allow\n", file="a.yaml").judge(Submission("x"))
    assert list(score_lines(judged)) == []
    thresholds = (("hold", 60), ("block", 100))
    scored = replace(judged, score=80, sum=(("lantern", 90), ("lessons", -10)), thresholds=thresholds)
    assert list(score_lines(scored)) == [
        "",
        "Score: 90 (lantern) - 10 (lessons) = 80",
        "  [" + "#" * 27 + "|" + "#" * 8 + "." * 9 + "|" + "." * 4 + "]",
        "  reached: hold from 60 on",
        "  not reached: block from 100 on",
    ]


def test_a_rule_of_a_used_policy_says_where_it_stands(bbs: Bbs, folder: Path) -> None:
    school = (
        "policy: 1\nid: school\ndefault: hold\nrules:\n  - {id: soup, if: {words: [soup]}, then: block}\n"
    )
    Path("school.yaml").write_text(school, encoding="utf-8")
    Path("mine.yaml").write_text(
        "policy: 1\nid: mine\ndefault: allow\nuse: [school]\nrules: [{id: own, then: flag}]\n",
        encoding="utf-8",
    )
    out = bbs("policy", "explain", "mine.yaml", "hot soup").out
    assert "Refused by `soup`" in out
    assert "\n  soup, line 5 of school.yaml\n" in out
    assert "\n  own\n" in out
    assert bbs("policy", "explain", "mine.yaml", "tea", "--rule", "soup").out.startswith(
        "soup, line 5 of school.yaml: It did not match"
    )
    Path("post.jsonl").write_text('{"body": "hot soup"}\n', encoding="utf-8")
    assert json.loads(bbs("policy", "judge", "mine.yaml", "--posts", "post.jsonl").out)["by"] == "soup"
