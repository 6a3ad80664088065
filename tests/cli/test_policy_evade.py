"""`bbs policy evade`: which disguises of a word get through, and what seeing through them costs in innocents."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from bbs.policy.evasion import DISGUISES
from cli.conftest import BOARD, Bbs

RUDE = """\
policy: 1
id: rude
default: hold
see_through: {}
rules:
  - {{id: sea, if: {{words: [sos, mayday]}}, then: block}}
  - {{id: starred, if: {{words: ["*ass*", night* + owl]}}, then: shadow}}
"""
INNOCENT = "class\nSOS\nthe 50s\nbook\nglass\n"


@pytest.fixture
def lab(folder: Path) -> Path:
    (folder / "rude.yaml").write_text(RUDE.format("tricks"), encoding="utf-8")
    (folder / "mine.txt").write_text(INNOCENT, encoding="utf-8")
    return folder


def table(out: str, number: int = 1) -> list[list[str]]:
    """One of the paragraphs of the output as rows of cells."""
    lines = out.split("\n\n")[number].splitlines()
    return [[cell.strip() for cell in line.split("  ") if cell.strip()] for line in lines]


def evaded(bbs: Bbs, *arguments: str) -> dict[str, Any]:
    ran = bbs("policy", "evade", *arguments, "--json")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.count("\n") == 1
    found: dict[str, Any] = json.loads(ran.out)
    return found


def test_the_rules_that_hit_the_word_come_first_with_their_phrases(bbs: Bbs, lab: Path) -> None:
    ran = bbs("policy", "evade", "rude.yaml", "sos")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("“sos” is hit by `sea` (`sos`). rude.yaml sees through: tricks.\n\n")
    assert bbs("policy", "evade", "rude.yaml", "sos ass").out.startswith(
        "“sos ass” is hit by `sea` (`sos`) and `starred` (`*ass*`). rude.yaml sees through: tricks.\n"
    )


def test_each_disguise_is_a_row_with_a_tick_for_what_sees_through_it(bbs: Bbs, lab: Path) -> None:
    head, *lines = table(bbs("policy", "evade", "rude.yaml", "sos").out)
    assert head == ["disguise", "reads", "exact", "plain", "tricks", "unmasked by"]
    rows = {line[0]: line[1:] for line in lines}
    assert rows["none"] == ["sos", "✓", "✓", "✓"]
    assert rows["capital letters"] == ["SOS", "✗", "✓", "✓", "case"]
    assert rows["Cyrillic look-alikes"] == ["ѕоѕ", "✗", "✗", "✓", "lookalikes"]
    assert rows["zero-width spaces"] == ["s\\u200bo\\u200bs", "✗", "✓", "✓", "invisible"]
    assert rows["ROT13"] == ["fbf", "✗", "✗", "✗"]
    assert rows.keys() <= {"none", *(one.name for one in DISGUISES)}
    assert len(rows) > 50


def test_a_sentence_counts_what_is_caught(bbs: Bbs, lab: Path) -> None:
    out = bbs("policy", "evade", "rude.yaml", "sos").out
    rows = table(out)[2:]
    ticks = [sum(row[place] == "✓" for row in rows) for place in (2, 3, 4)]
    assert (
        f"Caught, of {len(rows)} disguises: exact {ticks[0]}, plain {ticks[1]}, tricks {ticks[2]}.\n" in out
    )


def test_what_it_costs_in_innocents_stands_below(bbs: Bbs, lab: Path) -> None:
    out = bbs("policy", "evade", "rude.yaml", "sos", "--innocents", "mine.txt").out
    assert out.endswith(
        "What that costs, of 5 innocent texts (mine.txt):\n"
        "see through  hit  misread  among them\n"
        "exact        0    0\n"
        "plain        0    0\n"
        "tricks       1    1        the 50s\n"
    )


def test_without_a_file_the_shipped_sample_is_taken(bbs: Bbs, lab: Path) -> None:
    found = evaded(bbs, "rude.yaml", "ass")["innocents"]
    assert (found["file"], found["words"] > 1_500) == ("innocents", True)
    assert {"classic", "glass", "passenger"} <= {*found["hit"]["exact"]["words"]}
    assert "Assisi" in {*found["hit"]["plain"]["words"]} - {*found["hit"]["exact"]["words"]}


def test_many_innocents_are_counted_and_a_few_named(bbs: Bbs, lab: Path) -> None:
    Path("many.txt").write_text("".join(f"class{n}\n" for n in range(2000)), encoding="utf-8")
    row = table(bbs("policy", "evade", "rude.yaml", "ass", "--innocents", "many.txt").out, 3)[2]
    assert row[:3] == ["exact", "2,000", "0"]
    assert row[3].count("class") == 8
    assert row[3].endswith(", ...")


def test_innocents_may_be_packed(bbs: Bbs, lab: Path) -> None:
    Path("mine.txt.gz").write_bytes(gzip.compress(INNOCENT.encode()))
    assert evaded(bbs, "rude.yaml", "ass", "--innocents", "mine.txt.gz")["innocents"]["words"] == 5


def test_for_a_word_that_no_rule_hits_a_rule_is_made(bbs: Bbs, lab: Path) -> None:
    ran = bbs("policy", "evade", "rude.yaml", "*cake*")
    assert ran.status == 0
    assert ran.out.startswith(
        "No rule of rude.yaml hits “cake” by itself. This is for a rule made for it: words: [*cake*]. "
        "rude.yaml sees through: tricks.\n"
    )
    rows = {line[0]: line[1:] for line in table(ran.out)[1:]}
    assert rows["glued into another word"] == ["xcakex", "✓", "✓", "✓"]
    found = evaded(bbs, "rude.yaml", "*cake*")
    assert (found["rules"], found["word"], found["text"]) == ([], "*cake*", "cake")


def test_a_combination_is_disguised_as_a_whole(bbs: Bbs, lab: Path) -> None:
    found = evaded(bbs, "rude.yaml", "night + owl")
    assert found["text"] == "night owl"
    assert found["rules"] == [{"id": "starred", "phrases": ["night* + owl"]}]
    none, *_ = found["disguises"]
    assert none["caught"]["exact"] == {"rule": "starred", "phrase": "night* + owl", "steps": []}


def test_what_the_file_sees_through_has_a_column_of_its_own_where_it_has_no_name(bbs: Bbs, lab: Path) -> None:
    Path("rude.yaml").write_text(RUDE.format("[case, leet]"), encoding="utf-8")
    for word in ("mayday", "cake"):
        found = evaded(bbs, "rude.yaml", word)
        assert found["this_file"] == "this file"
        caught = {one["name"]: one["caught"]["this file"] is not None for one in found["disguises"]}
        assert caught["capital letters"]
        assert not caught["full width"]
    out = bbs("policy", "evade", "rude.yaml", "cake").out
    assert "rude.yaml sees through: case, leet.\n" in out
    assert table(out)[0][2:6] == ["exact", "plain", "tricks", "this file"]


def test_as_json_each_disguise_says_who_caught_it_and_how(bbs: Bbs, lab: Path) -> None:
    found = evaded(bbs, "rude.yaml", "sos", "--innocents", "mine.txt")
    assert (found["this_file"], found["rules"]) == ("tricks", [{"id": "sea", "phrases": ["sos"]}])
    by_name = {one["name"]: one for one in found["disguises"]}
    assert by_name["one digit"] == {
        "name": "one digit",
        "about": "A single digit in the place of a letter.",
        "text": "5os",
        "caught": {
            "exact": None,
            "plain": None,
            "tricks": {"rule": "sea", "phrase": "sos", "steps": ["leet"]},
        },
    }
    assert found["innocents"]["hit"]["tricks"] == {
        "words": ["the 50s"],
        "misread": ["the 50s"],
        "itself": ["SOS"],
    }


def test_a_policy_with_list_files_and_without_any_rule_can_be_tried_too(bbs: Bbs, folder: Path) -> None:
    Path("board.yaml").write_text(BOARD, encoding="utf-8")
    assert evaded(bbs, "board.yaml", "meet square")["rules"] == [
        {"id": "gathering", "phrases": ["meet* + list places"]}
    ]
    assert evaded(bbs, "no-filter", "cake")["rules"] == []


# What can't be used


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("rude.yaml", ""), "bbs policy evade: WORD is empty; write the word to disguise, as in: bbs policy evade FILE birthday\n"),
        (("rude.yaml", "  "), "bbs policy evade: WORD is empty;"),
        (("rude.yaml", "x" * 61), "bbs policy evade: this phrase has 61 characters; at most 60 are allowed\n"),
        (("rude.yaml", "..."), "bbs policy evade: `...` has no word in it; a phrase needs at least one letter, digit or symbol\n"),
        (("rude.yaml", "a*b"), "bbs policy evade: a star stands only at the beginning or the end of a word, once: birth* or *day\n"),
        (("rude.yaml", "list places"), "bbs policy evade: `list places` names a list; write one of its words\n"),
        (("rude.yaml", "tea + list places"), "bbs policy evade: `tea + list places` names a list; write one of its words\n"),
        (("rude.yaml", "\udcff"), "bbs policy evade: WORD is not UTF-8 text\n"),
        (("rude.yaml",), "bbs policy evade: Missing argument 'WORD'."),
        (("open-forun", "cake"), "open-forun: there is no such file; see `bbs policy list` for the shipped policies\n"),
        (("broken.yaml", "cake"), "broken.yaml:1:1: "),
        (("rude.yaml", "cake", "--innocents", "nowhere.txt"), "nowhere.txt: this file can't be read (No such file or directory)\n"),
        (("rude.yaml", "cake", "--innocents", "lists"), "lists: this file can't be read (Is a directory)\n"),
        (("rude.yaml", "cake", "--innocents", "empty.txt"), "empty.txt: there is no word in it; write one a line\n"),
        (("rude.yaml", "cake", "--innocents", "packed.gz"), "packed.gz: this file can't be read ("),
        (("rude.yaml", "cake", "--innocents", "latin.txt"), "latin.txt:1:4: byte 4 of the file (0xe9) is not UTF-8; save the file as UTF-8 in your editor\n"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_ends_with_2_and_says_what_to_write(
    bbs: Bbs, lab: Path, arguments: tuple[str, ...], says: str
) -> None:
    Path("broken.yaml").write_text("rules: []\n", encoding="utf-8")
    Path("empty.txt").write_text("# nothing\n", encoding="utf-8")
    Path("packed.gz").write_bytes(b"not packed")
    Path("latin.txt").write_bytes(b"caf\xe9\n")
    ran = bbs("policy", "evade", *arguments)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith(says)


def test_a_word_that_cannot_stand_in_a_policy_is_refused(bbs: Bbs, lab: Path) -> None:
    ran = bbs("policy", "evade", "rude.yaml", "ca\x07ke")
    assert (ran.status, ran.out) == (2, "")
    assert "U+0007" in ran.err


def test_a_policy_that_does_not_load_under_another_way_is_refused_with_the_reason(
    bbs: Bbs, lab: Path
) -> None:
    twice = "policy: 1\nid: twice\ndefault: allow\nsee_through: exact\nrules: [{id: it, if: {words: [Red, red], at_least: 2}, then: hold}, {id: one, if: {words: [red]}, then: hold}]\n"
    Path("twice.yaml").write_text(twice, encoding="utf-8")
    ran = bbs("policy", "evade", "twice.yaml", "red")
    assert (ran.status, ran.out) == (2, "")
    assert "`at_least: 2` can't be reached" in ran.err
