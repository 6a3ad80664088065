"""`bbs policy check --words`: which phrases of a policy hit innocent words, how many, and where they stand."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from cli.conftest import Bbs

STARRED = """\
policy: 1
id: starred
default: hold
see_through: tricks
lists:
  bad: ["*ass*", sos]
  far: {file: lists/far.txt}
rules:
  - id: rude
    if: {words: [list bad, list far, "*quiet*"], except: [passport]}
    then: block
  - {id: by-night, if: {words: [night*]}, then: hold}
tests:
  - {post: sos, by_rule: rude}
  - {post: nights, by_rule: by-night}
"""
WORDS = "class\nglass\npassport\nass\nNIGHT\nnights\nthe 50s\nbook\nbutton\nrebuttal\n"


@pytest.fixture
def starred(folder: Path) -> Path:
    (folder / "starred.yaml").write_text(STARRED, encoding="utf-8")
    (folder / "lists" / "far.txt").write_text("# far\n*butt*\n", encoding="utf-8")
    (folder / "words.txt").write_text(WORDS, encoding="utf-8")
    return folder


def test_each_dear_phrase_is_a_warning_at_its_place_the_dearest_first(bbs: Bbs, starred: Path) -> None:
    ran = bbs("policy", "check", "starred.yaml", "--words", "words.txt")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        "starred.yaml: 2 rules, 2 tests; in order",
        "starred.yaml:6:9: warning: `*ass*` of `rude` also hits 2 of 10 words in words.txt, as class, glass",
        "lists/far.txt:2:1: warning: `*butt*` of `rude` hits 2 of 10 words in words.txt, as button, rebuttal",
        "starred.yaml:12:33: warning: `night*` of `by-night` also hits 1 of 10 words in words.txt, as nights",
        "starred.yaml:6:18: warning: `sos` of `rude` hits 1 of 10 words in words.txt, 1 of them misread, as the 50s",
        "  innocent words: 6 of 10 in words.txt are hit though no phrase is that word",
        "  ass, NIGHT: stand in words.txt and in the policy itself, so perhaps on purpose",
    ]


def test_without_the_option_nothing_is_said_of_words(bbs: Bbs, starred: Path) -> None:
    assert "words" not in bbs("policy", "check", "starred.yaml").out


def test_a_list_that_hits_none_says_so(bbs: Bbs, starred: Path) -> None:
    Path("words.txt").write_text("book\ntea\n", encoding="utf-8")
    out = bbs("policy", "check", "starred.yaml", "--words", "words.txt").out
    assert out.splitlines()[1:] == [
        "  innocent words: 0 of 2 in words.txt are hit though no phrase is that word"
    ]


def test_a_few_short_words_are_named_of_many(bbs: Bbs, starred: Path) -> None:
    Path("words.txt").write_text("".join(f"glass{'x' * n}\n" for n in range(1200)), encoding="utf-8")
    out = bbs("policy", "check", "starred.yaml", "--words", "words.txt").out
    assert (
        "hits 1,200 of 1,200 words in words.txt, as glass, glassx, glassxx, glassxxx, glassxxxx, ...\n" in out
    )


def test_warnings_leave_the_exit_status_as_it_was(bbs: Bbs, starred: Path) -> None:
    failing = STARRED.replace("by_rule: rude", "by_rule: by-night")
    Path("starred.yaml").write_text(failing, encoding="utf-8")
    ran = bbs("policy", "check", "starred.yaml", "--words", "words.txt")
    assert ran.status == 1
    assert "hits 2 of 10 words" in ran.out


def test_every_file_of_several_is_held_to_the_words(bbs: Bbs, starred: Path) -> None:
    ran = bbs("policy", "check", "starred.yaml", "no-filter", "--words", "words.txt")
    assert ran.out.count("  innocent words: ") == 2


def test_as_json_the_words_stand_beside_the_rest(bbs: Bbs, starred: Path) -> None:
    found = json.loads(bbs("policy", "check", "starred.yaml", "--words", "words.txt", "--json").out)
    assert found["ok"]
    assert (found["innocents"]["file"], found["innocents"]["words"]) == ("words.txt", 10)
    assert found["innocents"]["phrases"][0] == {
        "phrase": "*ass*", "rule": "rude", "file": "starred.yaml", "line": 6, "column": 9,
        "inside": ["class", "glass"], "misread": [], "itself": ["ass"],
    }  # fmt: skip
    assert "innocents" not in json.loads(bbs("policy", "check", "starred.yaml", "--json").out)


def test_a_policy_that_does_not_load_says_only_that(bbs: Bbs, starred: Path) -> None:
    Path("starred.yaml").write_text("rules: []\n", encoding="utf-8")
    ran = bbs("policy", "check", "starred.yaml", "--words", "words.txt")
    assert (ran.status, ran.out) == (1, "")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("census.txt", b"GLASS          0.012 90.123   1034\nBOOK 0.010 91 2\n"),
        ("bom.txt", b"\xef\xbb\xbfglass\r\nbook\r\n\r\n# a note\r\nglass\r\n"),
        ("packed.txt.gz", gzip.compress(b"glass\nbook\n", mtime=0)),
    ],
)
def test_words_come_as_people_have_them(bbs: Bbs, starred: Path, name: str, content: bytes) -> None:
    Path(name).write_bytes(content)
    found = json.loads(bbs("policy", "check", "starred.yaml", "--words", name, "--json").out)["innocents"]
    assert (found["words"], [word.lower() for word in found["phrases"][0]["inside"]]) == (2, ["glass"])


def test_a_text_of_several_words_stays_one(bbs: Bbs, starred: Path) -> None:
    Path("words.txt").write_text("New Glasstown\nthe 50s\n5 a day\n", encoding="utf-8")
    found = json.loads(bbs("policy", "check", "starred.yaml", "--words", "words.txt", "--json").out)[
        "innocents"
    ]
    assert found["words"] == 3
    assert [one["inside"] for one in found["phrases"]] == [["New Glasstown"], ["the 50s"]]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "w.txt: this file can't be read (No such file or directory)\n"),
        (b"", "w.txt: there is no word in it; write one a line\n"),
        (b"\x89PNG\r\n\x1a\n", "w.txt:1:1: byte 1 of the file (0x89) is not UTF-8; save the file as UTF-8 in your editor\n"),
        ("tea".encode("utf-16"), "w.txt:1:1: this file is UTF-16; save the file as UTF-8 in your editor\n"),
        (b"a\x00b\n" * 50, "w.txt:1:2: an invisible character (U+0000) stands here; delete it\n"),
    ],
)  # fmt: skip
def test_words_that_cannot_be_read_end_with_2(
    bbs: Bbs, starred: Path, content: bytes | None, says: str
) -> None:
    if content is not None:
        Path("w.txt").write_bytes(content)
    ran = bbs("policy", "check", "starred.yaml", "--words", "w.txt")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith(says)
    assert len(ran.err.splitlines()) <= 20


def test_a_file_that_is_too_large_is_refused(bbs: Bbs, starred: Path) -> None:
    Path("w.gz").write_bytes(gzip.compress(b"x" * (33 << 20), 1))
    ran = bbs("policy", "check", "starred.yaml", "--words", "w.gz")
    assert (ran.status, ran.err) == (2, "w.gz: this file can't be read (it is larger than 32 MiB)\n")


def test_the_shipped_sample_goes_by_its_name_unless_a_file_of_this_name_lies_here(
    bbs: Bbs, starred: Path
) -> None:
    found = json.loads(bbs("policy", "check", "starred.yaml", "--words", "innocents", "--json").out)[
        "innocents"
    ]
    assert (found["file"], found["words"] > 1_500) == ("innocents", True)
    Path("innocents").write_text("tea\n", encoding="utf-8")
    found = json.loads(bbs("policy", "check", "starred.yaml", "--words", "innocents", "--json").out)[
        "innocents"
    ]
    assert found["words"] == 1
