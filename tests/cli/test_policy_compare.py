"""`bbs policy compare`: one post through many policies."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bbs.shipped import shipped_policies
from cli.conftest import BOARD, Bbs

CALL = "Happy birthday! Let us meet at the square"


def rows(out: str) -> list[list[str]]:
    """The table of a pipe, cell by cell."""
    lines = out.split("\n\n")[0].splitlines()
    return [[cell.strip() for cell in line.split("  ") if cell.strip()] for line in lines]


def test_each_policy_is_a_row_with_verdict_rule_and_what_is_seen_and_told(bbs: Bbs, folder: Path) -> None:
    ran = bbs("policy", "compare", "board.yaml", "no-filter", "--text", CALL)
    assert (ran.status, ran.err) == (0, "")
    assert rows(ran.out) == [
        ["policy", "verdict", "by", "what readers see", "the author is told"],
        ["board.yaml", "shadow", "gathering", "nothing", "nothing, it looks published"],
        ["no-filter", "allow", "default", CALL, "nothing, it appeared"],
    ]


def test_the_last_sentence_counts_those_that_show_it_at_once(bbs: Bbs, folder: Path) -> None:
    ran = bbs("policy", "compare", "board.yaml", "no-filter", "--text", CALL)
    assert ran.out.endswith("\n\n1 of 2 policies would show it at once.\n")
    ran = bbs("policy", "compare", "board.yaml", "no-filter", "--text", "Happy birthday, southland")
    assert ran.out.endswith("\n2 of 2 policies would show it at once, 1 of them with other words.\n")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (CALL, "No policy would show it at once."),
        ("Happy birthday", "This policy would show it at once."),
        ("Happy birthday, southland", "This policy would show it at once, with other words."),
    ],
)
def test_of_a_single_policy_it_speaks_in_the_singular(
    bbs: Bbs, folder: Path, text: str, sentence: str
) -> None:
    assert bbs("policy", "compare", "board.yaml", "--text", text).out.endswith(f"\n{sentence}\n")


def test_without_a_file_all_shipped_policies_are_compared(bbs: Bbs) -> None:
    ran = bbs("policy", "compare", "--text", "Happy birthday, Professor Heron!")
    assert [row[0] for row in rows(ran.out)[1:]] == shipped_policies()


def test_the_facts_of_a_post_count(bbs: Bbs, folder: Path) -> None:
    rules = "rules:\n  - {id: it, if: {author: {role: [professor]}, time: {from: '08:00', to: '09:00'}, kind: card, site: s, board: b}, then: block}\n"
    Path("facts.yaml").write_text(f"policy: 1\nid: facts\ndefault: allow\n{rules}", encoding="utf-8")
    facts = (
        "--as",
        "role=professor",
        "--at",
        "08:30",
        "--kind",
        "card",
        "--site",
        "s",
        "--board",
        "b",
        "--date",
        "2026-03-14",
    )
    assert rows(bbs("policy", "compare", "facts.yaml", "--text", "x", *facts).out)[1][1:3] == ["block", "it"]
    assert rows(bbs("policy", "compare", "facts.yaml", "--text", "x").out)[1][1:3] == ["allow", "default"]
    titled = bbs("policy", "compare", "no-filter", "--text", "x", "--title", "T")
    assert rows(titled.out)[1][3] == "T: x"


def test_the_house_rules_can_be_added(bbs: Bbs) -> None:
    text = "Call 555-0142-777"
    assert "■" not in bbs("policy", "compare", "no-filter", "--text", text).out
    assert "■■■■■■■■■■■■" in bbs("policy", "compare", "no-filter", "--text", text, "--house-rules").out


def test_as_json_it_is_one_object_with_the_decision_of_each(bbs: Bbs, folder: Path) -> None:
    ran = bbs("policy", "compare", "board.yaml", "no-filter", "--text", "Happy birthday, southland", "--json")
    assert ran.out.count("\n") == 1
    found = json.loads(ran.out)
    assert (found["at_once"], found["changed"]) == (2, 1)
    assert [(one["policy"], one["verdict"], one["shown"]) for one in found["policies"]] == [
        ("board.yaml", "allow", "Happy birthday, the other side"),
        ("no-filter", "allow", "Happy birthday, southland"),
    ]


# Many posts

LINES = "\n".join(
    json.dumps({"body": body})
    for body in ("Happy birthday", CALL, "Happy birthday, southland", "The bus is late")
)


def test_many_posts_are_counted_for_each_policy(bbs: Bbs, folder: Path) -> None:
    Path("posts.jsonl").write_text(LINES, encoding="utf-8")
    ran = bbs("policy", "compare", "board.yaml", "no-filter", "--posts", "posts.jsonl")
    assert (ran.status, ran.err) == (0, "")
    assert rows(ran.out) == [
        ["policy", "at once", "changed", "verdicts"],
        ["board.yaml", "1", "1", "allow 2, shadow 1, hold 1"],
        ["no-filter", "4", "0", "allow 4"],
    ]
    assert ran.out.endswith("\n4 posts judged by each.\n")
    found = json.loads(bbs("policy", "compare", "board.yaml", "--posts", "posts.jsonl", "--json").out)
    assert found == {
        "posts": 4,
        "policies": [
            {
                "policy": "board.yaml",
                "at_once": 2,
                "changed": 1,
                "verdicts": {"allow": 2, "shadow": 1, "hold": 1},
            }
        ],
    }


def test_each_policy_counts_what_was_sent_before(bbs: Bbs, folder: Path) -> None:
    rules = "rules: [{id: often, if: {posts: {more_than: 1, in: 1 hour}}, then: hold}]\n"
    Path("often.yaml").write_text(f"policy: 1\nid: often\ndefault: allow\n{rules}", encoding="utf-8")
    post = {"body": "tea", "by": {"name": "Otter"}, "date": "2026-03-14", "at": "10:00"}
    Path("posts.jsonl").write_text(f"{json.dumps(post)}\n{json.dumps(post)}\n", encoding="utf-8")
    assert "allow 1, hold 1" in bbs("policy", "compare", "often.yaml", "--posts", "posts.jsonl").out


def test_a_line_that_cannot_be_read_is_said_and_the_others_go_on(bbs: Bbs, folder: Path) -> None:
    Path("posts.jsonl").write_text(f'{{"body": 3}}\n{LINES}\n', encoding="utf-8")
    ran = bbs("policy", "compare", "board.yaml", "--posts", "posts.jsonl")
    assert (ran.status, ran.err) == (1, "posts.jsonl:1:1: `body` must be text\n")
    assert "4 posts judged by each." in ran.out


# What can't be used


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "bbs policy compare: neither of --text and --posts is given; write --text TEXT\n"),
        (("--text", "x", "--posts", "p.jsonl"), "bbs policy compare: both of --text and --posts is given; write --text TEXT\n"),
        (("open-forun", "--text", "x"), "open-forun: there is no such file; see `bbs policy list` for the shipped policies\n"),
        (("nowhere/a.yaml", "--text", "x"), "nowhere/a.yaml: there is no such file\n"),
        (("no-filter", "--text", "x", "--at", "25:00"), "bbs policy compare: `at`: "),
        (("no-filter", "--text", "x" * 8001), "bbs policy compare: title and body have 8001 characters; 8000 is the most\n"),
        (("no-filter", "--text", "\udcff"), "bbs policy compare: TEXT is not UTF-8 text\n"),
        (("no-filter", "--posts", "nowhere.jsonl"), "nowhere.jsonl: this file can't be read (No such file or directory)\n"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_ends_with_2_and_says_why(
    bbs: Bbs, folder: Path, arguments: tuple[str, ...], says: str
) -> None:
    ran = bbs("policy", "compare", *arguments)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith(says)


def test_every_policy_that_cannot_be_used_is_named(bbs: Bbs, folder: Path) -> None:
    Path("bad.yaml").write_text(BOARD.replace("default", "defalt"), encoding="utf-8")
    ran = bbs("policy", "compare", "nowhere.yaml", "bad.yaml", "no-filter", "--text", "x")
    assert (ran.status, ran.out) == (2, "")
    assert "nowhere.yaml: there is no such file" in ran.err
    assert "bad.yaml:4:1: " in ran.err
