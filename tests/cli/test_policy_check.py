"""`bbs policy check` and `bbs policy list`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bbs.shipped import shipped_policies
from cli.conftest import BOARD, Bbs


def test_a_policy_in_order_says_so_and_ends_with_0(bbs: Bbs, folder: Path) -> None:
    ran = bbs("policy", "check", "board.yaml")
    assert ran.status == 0
    assert ran.err == ""
    assert "board.yaml: 3 rules, 3 tests; in order" in ran.out


def test_over_and_under_blocking_are_reported_with_the_texts(bbs: Bbs, folder: Path) -> None:
    out = bbs("policy", "check", "board.yaml").out
    assert "1 of 2 fine texts would not appear at once and unchanged\n    The choir sings at noon\n" in out
    assert "1 of 2 unwanted texts would appear\n    Happy birthday to all who gather\n" in out


def test_every_error_of_every_file_is_reported_at_its_place(bbs: Bbs, folder: Path) -> None:
    Path("a.yaml").write_text("policy: 1\nid: a\ndefault: hide\nruels: []\n", encoding="utf-8")
    Path("b.yaml").write_text("policy: 1\nid: b\n", encoding="utf-8")
    ran = bbs("policy", "check", "a.yaml", "board.yaml", "b.yaml")
    assert ran.status == 1
    lines = ran.err.splitlines()
    assert lines[0].startswith("a.yaml:3:10: ")
    assert lines[1].startswith("a.yaml:4:1: ")
    assert "did you mean `rules`?" in lines[1]
    assert lines[2].startswith("b.yaml:1:1: ")
    assert "board.yaml: 3 rules" in ran.out


def test_a_failing_test_is_an_error_at_its_line(bbs: Bbs, folder: Path) -> None:
    Path("board.yaml").write_text(BOARD.replace("gives: allow", "gives: block"), encoding="utf-8")
    ran = bbs("policy", "check", "board.yaml")
    assert ran.status == 1
    line = 1 + BOARD[: BOARD.index("- post: Happy birthday, Professor")].count("\n")
    assert ran.err.startswith(f"board.yaml:{line}:")
    assert (
        "this test fails (`Happy birthday, Professor Heron!`): gives allow (by greetings-pass), not block"
        in ran.err
    )
    assert "3 tests, 1 of them failing" in ran.out


def test_a_rule_that_no_test_would_miss_is_a_warning_at_its_line(bbs: Bbs, folder: Path) -> None:
    more = BOARD.replace("tests:\n", "  - id: unused\n    if: {words: [zebra]}\n    then: block\ntests:\n")
    Path("board.yaml").write_text(more, encoding="utf-8")
    ran = bbs("policy", "check", "board.yaml")
    assert ran.status == 0
    line = 1 + more[: more.index("- id: unused")].count("\n")
    assert f"board.yaml:{line}:" in ran.out
    assert "warning: no test would miss the rule `unused`" in ran.out
    assert "`gathering`" not in ran.out


def test_a_missing_file_ends_with_2_and_the_others_are_still_checked(bbs: Bbs, folder: Path) -> None:
    ran = bbs("policy", "check", "none.yaml", "board.yaml")
    assert ran.status == 2
    assert ran.err == "none.yaml: there is no such file\n"
    assert "board.yaml: 3 rules" in ran.out


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"\xff\xfe\x00", "UTF-16"),
        (b"policy: 1\nid: \xff\n", "not UTF-8"),
        (b"[" * 5_000, ""),
        (b"policy: &a 1\n", "board.yaml:1:9: "),
        (b"policy: 1\npolicy: 1\n", "board.yaml:2:1: "),
        (b"#" * 70_000, "at most 65,536 are read"),
    ],
)
def test_what_is_no_policy_is_refused_in_one_line_each(
    bbs: Bbs, folder: Path, data: bytes, says: str
) -> None:
    Path("board.yaml").write_bytes(data)
    ran = bbs("policy", "check", "board.yaml")
    assert ran.status == 1
    assert says in ran.err
    assert ran.out == ""
    assert all(line.startswith("board.yaml:") for line in ran.err.splitlines())


def test_a_list_file_outside_the_folder_is_an_error_where_it_is_named(bbs: Bbs, folder: Path) -> None:
    Path("board.yaml").write_text(BOARD.replace("lists/places.txt", "../places.txt"), encoding="utf-8")
    ran = bbs("policy", "check", "board.yaml")
    assert ran.status == 1
    assert "leaves the policy's folder" in ran.err
    assert ran.err.startswith("board.yaml:7:")


def test_an_error_in_a_list_file_names_the_list_file(bbs: Bbs, folder: Path) -> None:
    Path("lists/places.txt").write_bytes(b"square\n\xff\n")
    ran = bbs("policy", "check", "board.yaml")
    assert ran.status == 1
    assert "places.txt:2:1: " in ran.err


def checked(bbs: Bbs, *files: str) -> tuple[int, list[dict[str, Any]]]:
    ran = bbs("policy", "check", *files, "--json")
    assert ran.err == ""
    return ran.status, [json.loads(line) for line in ran.out.splitlines()]


def test_json_has_everything_that_was_found_one_object_a_file(bbs: Bbs, folder: Path) -> None:
    more = BOARD.replace("tests:\n", "  - id: unused\n    if: {words: [zebra]}\n    then: block\ntests:\n")
    Path("board.yaml").write_text(more.replace("gives: allow", "gives: block"), encoding="utf-8")
    Path("a.yaml").write_text("policy: 1\nid: a\ndefault: hide\n", encoding="utf-8")
    status, (board, a, none) = checked(bbs, "board.yaml", "a.yaml", "none.yaml")
    assert status == 2
    assert (board["file"], board["policy"], board["ok"], board["rules"], board["tests"]) == (
        "board.yaml", "our-board", False, 4, 3,
    )  # fmt: skip
    (failed,) = board["failed"]
    assert failed["differences"] == ["gives allow (by greetings-pass), not block"]
    assert failed["line"] == 1 + more[: more.index("- post: Happy birthday, Professor")].count("\n")
    assert [one["rule"] for one in board["missed"]] == ["unused"]
    assert board["over_blocking"] == {"share": 0.5, "fine": 2, "texts": ["The choir sings at noon"]}
    assert board["under_blocking"]["share"] == 0.5
    assert (a["ok"], a["problems"][0]["line"], a["problems"][0]["column"]) == (False, 3, 10)
    assert "did you mean" in a["problems"][0]["remedy"] or a["problems"][0]["problem"]
    assert none == {
        "file": "none.yaml",
        "ok": False,
        "problems": [{"problem": "none.yaml: there is no such file"}],
    }


def test_json_of_a_policy_in_order_ends_with_0(bbs: Bbs, folder: Path) -> None:
    status, (board,) = checked(bbs, "board.yaml")
    assert (status, board["ok"], board["problems"], board["failed"], board["missed"]) == (0, True, [], [], [])


def test_the_shares_are_said_beside_the_numbers(bbs: Bbs, folder: Path) -> None:
    out = bbs("policy", "check", "board.yaml").out
    assert "over-blocking 50%: 1 of 2 fine texts" in out
    assert "under-blocking 50%: 1 of 2 unwanted texts" in out


def test_a_name_with_a_line_end_in_it_stays_one_line(bbs: Bbs, folder: Path) -> None:
    ran = bbs("policy", "check", "no\nsuch\x1b[31m.yaml")
    assert ran.status == 2
    assert ran.err.count("\n") == 1
    assert "\x1b" not in ran.err


def test_every_shipped_policy_is_in_order(bbs: Bbs) -> None:
    ids = shipped_policies()
    assert ids
    ran = bbs("policy", "check", *ids)
    assert (ran.status, ran.err) == (0, "")
    assert "warning" not in ran.out


def test_the_list_names_every_shipped_policy_with_its_title(bbs: Bbs) -> None:
    ran = bbs("policy", "list")
    assert ran.status == 0
    assert [line.split()[0] for line in ran.out.splitlines()] == shipped_policies()
    assert all(len(line.split()) > 1 for line in ran.out.splitlines())


SCHOOL = "policy: 1\nid: school\ndefault: hold\nrules:\n  - {id: soup, if: {words: [soup]}, then: block}\n"


def test_rules_and_mistakes_of_a_used_policy_are_told_with_its_file(bbs: Bbs, folder: Path) -> None:
    Path("board.yaml").write_text(BOARD + "use: [school]\n", encoding="utf-8")
    Path("school.yaml").write_text(SCHOOL, encoding="utf-8")
    ran = bbs("policy", "check", "board.yaml")
    assert "board.yaml: 4 rules, 3 tests; in order" in ran.out
    assert "school.yaml:5:5: warning: no test of board.yaml would miss the rule `soup`" in ran.out
    told = json.loads(bbs("policy", "check", "board.yaml", "--json").out)
    assert told["missed"] == [{"rule": "soup", "file": "school.yaml", "line": 5, "column": 5}]
    Path("school.yaml").write_text(SCHOOL.replace("block", "blok"), encoding="utf-8")
    ran = bbs("policy", "check", "board.yaml")
    assert (ran.status, ran.err.partition(": ")[0]) == (1, "school.yaml:5:43")
    Path("school.yaml").unlink()
    assert (
        "there is no policy `school` to use: there is no school.yaml beside this file"
        in bbs("policy", "check", "board.yaml").err
    )


def test_a_folder_that_is_called_like_a_used_policy_is_none(bbs: Bbs, folder: Path) -> None:
    Path("board.yaml").write_text(BOARD + "use: [school]\n", encoding="utf-8")
    Path("school.yaml").mkdir()
    assert "there is no policy `school` to use" in bbs("policy", "check", "board.yaml").err
