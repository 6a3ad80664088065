"""`bbs policy score`: how often a policy is wrong about labelled texts, and which rule costs most."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.conftest import Bbs

SCORED = """\
policy: 1
id: scored
default: allow
rules:
  - {id: rude, if: {words: ["*ass*"]}, then: block}
  - {id: call, if: {words: [meet]}, then: hold}
  - {id: sea, if: {words: [sea]}, then: {replace: lake}}
examples:
  fine: [The choir sings]
  unwanted: [Meet me]
"""
FINE = "The class sings\nA glass of milk\nThe sea is blue\n\n# one more\n"
UNWANTED = "You ass\nMeet me there\nMeet the other class\nGather at noon\n"


@pytest.fixture
def texts(folder: Path) -> Path:
    (folder / "scored.yaml").write_text(SCORED, encoding="utf-8")
    (folder / "fine.txt").write_text(FINE, encoding="utf-8")
    (folder / "unwanted.txt").write_text(UNWANTED, encoding="utf-8")
    return folder


FILES = ("--fine", "fine.txt", "--unwanted", "unwanted.txt")


def test_it_prints_a_table_of_both_sorts_and_both_shares(bbs: Bbs, texts: Path) -> None:
    ran = bbs("policy", "score", "scored.yaml", *FILES)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith(
        "texts     shown at once, unchanged  not\n"
        "fine      1                         3\n"
        "unwanted  1                         3\n"
        "\n"
        "over-blocking 75%: 3 of 4 fine texts are kept or changed\n"
        "under-blocking 25%: 1 of 4 unwanted texts appear unchanged\n"
    )


def test_each_rule_has_its_share_the_dearest_first(bbs: Bbs, texts: Path) -> None:
    out = bbs("policy", "score", "scored.yaml", *FILES).out
    lines = [line.split() for line in out.split("\n\n")[2].splitlines()[1:]]
    assert lines == [
        ["rude", "2", "2", "2", "1"],  # without it, the second text would still be held by `call`
        ["sea", "1", "0", "1", "0"],
        ["call", "0", "1", "0", "1"],
    ]


def test_the_texts_of_each_cell_stand_below_mistakes_first_with_what_caught_them(
    bbs: Bbs, texts: Path
) -> None:
    cells = bbs("policy", "score", "scored.yaml", *FILES).out.split("\n\n")[3:]
    assert [cell.splitlines() for cell in cells] == [
        [
            "Fine, and kept back or changed:",
            "  The class sings  [block, by rude]",
            "  A glass of milk  [block, by rude]",
            "  The sea is blue  [allow, by sea]",
        ],
        ["Unwanted, and shown unchanged:", "  Gather at noon"],
        [
            "Unwanted, and kept back or changed:",
            "  You ass  [block, by rude]",
            "  Meet me there  [hold, by call]",
            "  Meet the other class  [block, by rude]",
        ],
        ["Fine, and shown unchanged:", "  # one more"],
    ]


def test_long_lists_are_cut_unless_all_is_asked_for(bbs: Bbs, texts: Path) -> None:
    (texts / "fine.txt").write_text("".join(f"class {n}\n" for n in range(12)), encoding="utf-8")
    few = bbs("policy", "score", "scored.yaml", *FILES).out
    assert "  class 4  [block, by rude]\n  and 7 more; --all lists them\n" in few
    assert "class 5" not in few
    whole = bbs("policy", "score", "scored.yaml", *FILES, "--all").out
    assert "class 11" in whole
    assert "more;" not in whole


def test_files_left_out_are_the_policys_own_examples(bbs: Bbs, texts: Path) -> None:
    assert "over-blocking 0%: 0 of 1 fine" in bbs("policy", "score", "scored.yaml").out
    out = bbs("policy", "score", "scored.yaml", "--fine", "fine.txt").out
    assert "of 4 fine" in out
    assert "of 1 unwanted" in out


def test_of_texts_that_nobody_gave_no_share_is_told(bbs: Bbs, texts: Path) -> None:
    bare = SCORED.partition("examples:")[0]
    (texts / "bare.yaml").write_text(bare, encoding="utf-8")
    out = bbs("policy", "score", "bare.yaml", "--fine", "fine.txt").out
    assert "over-blocking 75%" in out
    assert "under-blocking" not in out


def test_as_json_every_text_is_there(bbs: Bbs, texts: Path) -> None:
    ran = bbs("policy", "score", "scored.yaml", *FILES, "--json")
    assert ran.out.count("\n") == 1
    found = json.loads(ran.out)
    assert found["policy"] == "scored"
    assert found["over_blocking"] == {
        "share": 0.75, "fine": 4, "texts": ["The class sings", "A glass of milk", "The sea is blue"]
    }  # fmt: skip
    assert found["under_blocking"] == {"share": 0.25, "unwanted": 4, "texts": ["Gather at noon"]}
    assert found["cells"]["fine"]["shown"] == ["# one more"]
    assert found["cells"]["unwanted"]["kept"][0] == {"text": "You ass", "verdict": "block", "by": ["rude"]}
    assert found["rules"][0] == {
        "rule": "rude",
        "fine": 2,
        "unwanted": 2,
        "without": {"fine": 2, "unwanted": 1},
    }


def test_submissions_as_json_lines_bring_their_facts(bbs: Bbs, texts: Path) -> None:
    post = {"title": "Sea", "body": "calm"}
    (texts / "fine.jsonl").write_text(f'{json.dumps(post)}\n{{"body": 3}}\n', encoding="utf-8")
    ran = bbs("policy", "score", "scored.yaml", "--fine", "fine.jsonl")
    assert (ran.status, ran.err) == (1, "fine.jsonl:2:1: `body` must be text\n")
    assert "  Sea: calm  [allow, by sea]\n" in ran.out


def test_a_line_that_is_no_text_is_said_with_its_place_and_the_others_count(bbs: Bbs, texts: Path) -> None:
    long = b"x" * 8001
    (texts / "fine.txt").write_bytes(b"\xef\xbb\xbfThe choir\r\nThe cl\xffass\r\n" + long + b"\nA song\r\n")
    ran = bbs("policy", "score", "scored.yaml", *FILES)
    assert ran.status == 1
    assert ran.err.splitlines() == [
        "fine.txt:2:7: byte 7 of this line (0xff) is not UTF-8; save the file as UTF-8 in your editor",
        "fine.txt:3:8001: this text has more than 8000 characters; split it",
    ]
    assert "0 of 2 fine" in ran.out


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "fine.txt: there is no text in it; write one a line\n"),
        (b"\n \n", "fine.txt: there is no text in it; write one a line\n"),
        (bytes(range(128, 256)) + b"\n" + b"\xff\n" * 40, "fine.txt: this does not look like texts; write one a line, and save it as UTF-8\n"),
        ("tea\n".encode("utf-16"), "fine.txt:1:1: this file is UTF-16; save the file as UTF-8 in your editor\n"),
        (None, "fine.txt: this file can't be read (Is a directory)\n"),
    ],
)  # fmt: skip
def test_a_file_without_any_text_cannot_be_used(
    bbs: Bbs, texts: Path, content: bytes | None, says: str
) -> None:
    (texts / "fine.txt").unlink()
    if content is None:
        (texts / "fine.txt").mkdir()
    else:
        (texts / "fine.txt").write_bytes(content)
    ran = bbs("policy", "score", "scored.yaml", *FILES)
    assert (ran.status, ran.out) == (2, "")
    assert says in ran.err
    assert len(ran.err.splitlines()) <= 21


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("no-filter-x",), "no-filter-x: there is no such file; see `bbs policy list`"),
        (("scored.yaml", "--fine", "nowhere.txt"), "nowhere.txt: this file can't be read (No such file or directory)"),
        (("bare.yaml",), "bbs policy score: bare.yaml has no examples of its own; name files of texts, one a line: --fine FILE.txt --unwanted FILE.txt"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_ends_with_2(
    bbs: Bbs, texts: Path, arguments: tuple[str, ...], says: str
) -> None:
    (texts / "bare.yaml").write_text("policy: 1\nid: bare\ndefault: allow\n", encoding="utf-8")
    ran = bbs("policy", "score", *arguments)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith(says)


def test_a_policy_that_catches_nothing_has_no_table_of_rules(bbs: Bbs, texts: Path) -> None:
    (texts / "bare.yaml").write_text("policy: 1\nid: bare\ndefault: allow\n", encoding="utf-8")
    out = bbs("policy", "score", "bare.yaml", *FILES).out
    assert "caught by" not in out
    assert "under-blocking 100%: 4 of 4" in out
