"""YAML that does not bite: every sentence of that section of the policy language, held to its word.

Places count from 1, columns in characters; a problem names file, line and column, and what to write instead.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bbs.document import MAX_BYTES, DocumentError, Items, Node, Table, Text, parse, read_list
from bbs.policy.load import load
from bbs.shipped import reader_for

HEAD = "policy: 1\nid: p\ndefault: allow\n"


def _problems(source: str | bytes) -> list[str]:
    with pytest.raises(DocumentError) as caught:
        parse(source, "p.yaml")
    return [str(one) for one in caught.value.problems]


def _faults(text: str, files: dict[str, bytes] | None = None) -> list[str]:
    """What is wrong with a policy and its list files."""

    def read(name: str) -> bytes:
        try:
            return (files or {})[name]
        except KeyError:
            raise FileNotFoundError(f"{name}: there is no such file") from None

    with pytest.raises(DocumentError) as caught:
        load(HEAD + text, file="p.yaml", read=read)
    return [str(one) for one in caught.value.problems]


def _plain(node: Node) -> object:
    match node:
        case Text():
            return node.value
        case Items():
            return [_plain(one) for one in node]
        case Table():
            return {key.value: _plain(value) for key, value in node.entries}


# Every scalar stays text


def test_what_safe_load_turns_into_other_things_stays_as_it_was_written() -> None:
    words = "[yes, no, on, 22:30, 012, 0o7, 1_000, .5, 1e3, ~, null, NaN, .inf, 2024-01-02, =, <<, TRUE]"
    assert _plain(parse(words, "p.yaml")) == words[1:-1].split(", ")
    assert yaml.safe_load("[yes, no, on, 22:30, 012]") == [True, False, True, 1350, 10]


@given(st.lists(st.from_regex(r"[A-Za-z0-9][A-Za-z0-9:_.+/-]{0,12}[A-Za-z0-9]", fullmatch=True), min_size=1))
def test_any_word_of_a_list_is_read_as_it_stands(words: list[str]) -> None:
    source = "words:\n" + "".join(f"  - {word}\n" for word in words)
    assert _plain(parse(source, "p.yaml")) == {"words": words}


@given(
    st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp", "Cn"]), max_size=30)
)
def test_any_text_in_single_quotes_is_read_as_it_stands(text: str) -> None:
    quoted = text.replace("'", "''")
    assert _plain(parse(f"a: '{quoted}'", "p.yaml")) == {"a": text}


# What is refused, and where


@pytest.mark.parametrize(
    ("source", "place", "said"),
    [
        ("a: 1\nb: 2\n'a': 3", "3:1", "`a` stands here twice, first on line 1"),
        ("x:\n  - {k: 1, j: 2, k: 3}", "2:18", "`k` stands here twice, first on line 2"),
        ('"\\x61": 1\na: 2', "2:1", "`a` stands here twice, first on line 1"),
        ("<<: {a: 1}\n<<: {b: 2}", "2:1", "`<<` stands here twice"),
        ("a: &name b\nc: *name", "1:4", "anchor"),
        ("a: b\nc: [x, *name]", "2:8", "alias in YAML; put it in quotes: \"*name\""),
        ("words: [*day*]", "1:9", "put it in quotes: \"*day*\""),
        ("words:\n  - *day", "2:5", "put it in quotes: \"*day\""),
        ("*a : b", "1:1", "alias"),
        ("a: !!python/object/apply:os.system [x]", "1:4", "a tag in YAML"),
        ("a: !<tag:yaml.org,2002:int> 3", "1:4", "a tag in YAML"),
        ("%TAG ! tag:x,2000:\n---\na: b", "1:1", "directive"),
        ("가나다: *다", "1:6", "alias"),
        ("a: 😀 \nb: &x", "2:4", "anchor"),
        ("\ufeffa: *x", "1:4", "alias"),
        ("a: b\r\nc: *x\r\n", "2:4", "alias"),
        ("a: b\rc: *x\r", "2:4", "alias"),
        ("# one\n\n\na: !t", "4:4", "tag"),
    ],
)  # fmt: skip
def test_doubled_keys_aliases_anchors_tags_and_directives_are_errors_at_their_place(
    source: str, place: str, said: str
) -> None:
    first = _problems(source)[0]
    assert first.startswith(f"p.yaml:{place}: ")
    assert said in first
    assert "; " in first, "a problem ends with what to write instead"


def test_sixteen_levels_are_read_and_a_seventeenth_is_not_however_it_is_written() -> None:
    for opening, closing in (("[", "]"), ("{a: ", "}")):
        assert parse(opening * 16 + closing * 16, "p.yaml") is not None
        (problem,) = _problems(opening * 17 + closing * 17)
        assert f"p.yaml:1:{16 * len(opening) + 1}: too many levels" in problem
    assert parse("- " * 16 + "x", "p.yaml") is not None
    assert "1:33: too many levels" in _problems("- " * 17 + "x")[0]


@pytest.mark.parametrize("unit", ["x", "é", "축", "😀"])
def test_64_kib_are_read_and_a_byte_more_is_not_whatever_the_characters(unit: str) -> None:
    size = len(unit.encode())
    text = "a: " + "x" * ((MAX_BYTES - 3) % size) + unit * ((MAX_BYTES - 3) // size)
    assert len(text.encode()) == MAX_BYTES == 65_536
    for source in (text, text.encode()):
        assert parse(source, "p.yaml") is not None
    for source in (text + "y", text.encode() + b"y"):
        assert "65,537 bytes; at most 65,536" in _problems(source)[0]


@pytest.mark.parametrize(
    "data", [b"\xff", b"a: \xc3(", b"a: \xed\xa0\x80", b"a: \xc0\xaf", b"a: \xf5\x80\x80\x80"]
)
def test_a_byte_that_is_not_utf_8_is_named_with_its_number_and_place(data: bytes) -> None:
    whole = "# Käse, 생일\r\nb: 축 ".encode() + data
    before = data.index(b" ") + 1 if b" " in data else 0
    bad = len("# Käse, 생일\r\nb: 축 ".encode()) + before
    (problem,) = _problems(whole)
    assert problem.startswith(f"p.yaml:2:{6 + before}: byte {bad + 1} of the file")


# A policy, whole


def test_every_error_of_a_file_is_said_at_once_in_its_order() -> None:
    text = (
        "wrds: 1\n"
        "mode: lve\n"
        "rules:\n"
        "  - {id: a, iff: {words: [x]}, then: hold}\n"
        "  - {id: a, if: {wrds: [x]}, then: hodl}\n"
    )
    found = _faults(text)
    assert [one.split(": ")[0] for one in found] == [
        f"p.yaml:{at}" for at in ("4:1", "5:7", "7:13", "8:10", "8:18", "8:36")
    ]
    assert "did you mean `words`?" in found[4]
    assert "did you mean `live`?" in found[1]


def test_an_unknown_key_is_an_error_at_every_level() -> None:
    for text in (
        "titel: x\n",
        "rules: [{id: a, then: hold, wy: x}]\n",
        "rules: [{id: a, if: {word: [x]}, then: hold}]\n",
        "rules: [{id: a, if: {length: {ovr: 5}}, then: hold}]\n",
        "lists: {a: {fil: x}}\n",
        "tests: [{post: x, give: allow}]\n",
        "exempt: {rolle: [editor]}\n",
    ):
        found = _faults(text)
        assert any("is not a" in one or "no such" in one or "not a key" in one for one in found), (
            text,
            found,
        )


@pytest.mark.parametrize(
    "name",
    ["../up.txt", "/etc/hostname", "a/../../up.txt", "link.txt", "..\\up.txt", "..", "a\\0b", "", "a" * 5000],
)
def test_a_list_file_that_leaves_the_policy_s_folder_is_an_error_at_its_name(
    name: str, tmp_path: Path
) -> None:
    folder = tmp_path / "policies"
    folder.mkdir()
    (tmp_path / "up.txt").write_text("secret\n")
    (folder / "link.txt").symlink_to(tmp_path / "up.txt")
    with pytest.raises(DocumentError) as caught:
        load(f"{HEAD}lists: {{a: {{file: '{name}'}}}}\n", file="p.yaml", read=reader_for(folder))
    assert str(caught.value).startswith("p.yaml:4:19: ")
    assert "secret" not in str(caught.value)


def test_a_phrase_of_a_list_file_is_faulted_at_its_own_line_there() -> None:
    files = {"l.txt": b"# one\r\nfine\r\n" + b"x" * 61 + b"\r\n  **\r\n"}
    found = _faults("lists: {a: {file: l.txt}}\nrules: [{id: a, if: {words: [list a]}, then: hold}]\n", files)
    assert [one.split(": ")[0] for one in found] == ["l.txt:3:1", "l.txt:4:3"]


# List files


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_list_file_may_come_from_any_machine(end: str, mark: str) -> None:
    lines = [
        "# a comment",
        "cake",
        "",
        "  happy birthday\t",
        "tea # two",
        " # three",
        "yes",
        "22:30",
        "*day",
        "- x",
    ]
    found = list(read_list((mark + end.join(lines)).encode(), "l.txt"))
    assert [phrase for phrase, _ in found] == [
        "cake", "happy birthday", "tea # two", "# three", "yes", "22:30", "*day", "- x",
    ]  # fmt: skip
    assert [(at.line, at.column) for _, at in found] == [
        (2, 1),
        (4, 3),
        (5, 1),
        (6, 2),
        (7, 1),
        (8, 1),
        (9, 1),
        (10, 1),
    ]


def test_the_byte_that_spoils_a_list_file_is_named_also_behind_a_byte_order_mark() -> None:
    with pytest.raises(DocumentError) as caught:
        read_list(b"\xef\xbb\xbfok\r\nb\xfcro\r\n", "l.txt")
    assert str(caught.value).startswith("l.txt:2:2: byte 9 of the file (0xfc) is not UTF-8")
    with pytest.raises(DocumentError) as caught:
        read_list(b"\xef\xbb\xbfb\xfcro", "l.txt")
    assert str(caught.value).startswith("l.txt:1:2: byte 5 of the file")


@pytest.mark.parametrize("hidden", ["\x00", "\x0b", "\x1b", "\x85", "\u2028", "\x7f"], ids=ascii)
def test_a_character_that_nobody_sees_is_refused_in_both_kinds_of_file(hidden: str) -> None:
    assert _problems(f"a: b\nc: d{hidden}e")[0].startswith("p.yaml:2:5: an invisible character")
    with pytest.raises(DocumentError) as caught:
        read_list(f"ok\nfi{hidden}ne".encode(), "l.txt")
    assert str(caught.value).startswith("l.txt:2:3: an invisible character")
