"""Strict YAML: what a fifteen-year-old writes is what is read, and every mistake has its place."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bbs.document import (
    MAX_BYTES,
    DocumentError,
    Items,
    Mark,
    Problem,
    Problems,
    Table,
    Text,
    did_you_mean,
    parse,
    read_list,
    shown,
)

SAMPLE = """\
policy: 1                        # language version
id: birthday-board
title: The campus birthday board
default: {then: hold, why: "Nothing else, yet"}
lists:
  greeting: [happy birthday, 생일 축하, 'don''t']
  places:   {file: lists/places.txt, match: word}
rules:
  - id: greetings-pass
    why: >
      Greetings may be posted
      at once.
    if: {words: [list greeting, "*day*"], length: {under: 200}, time: {from: 22:30}}
    then: allow
  - id: empty
    tell:
"""


def problems_in(source: str | bytes) -> tuple[Problem, ...]:
    try:
        parse(source, "f.yaml")
    except DocumentError as error:
        return error.problems
    return ()


def problems_of(source: str | bytes) -> list[str]:
    with pytest.raises(DocumentError) as caught:
        parse(source, "f.yaml")
    return [str(problem) for problem in caught.value.problems]


def only_problem(source: str | bytes) -> str:
    found = problems_of(source)
    assert len(found) == 1, found
    return found[0]


def value_at(source: str, *path: str | int) -> Text:
    node = parse(source, "f.yaml")
    for step in path:
        if isinstance(step, int):
            assert isinstance(node, Items)
            node = node.values[step]
        else:
            assert isinstance(node, Table)
            node = node.get(step)  # type: ignore[assignment]  # a wrong path fails in the next line
    assert isinstance(node, Text)
    return node


@pytest.mark.parametrize(
    "word", ["yes", "no", "on", "22:30", "012", "1e3", "~", "null", "2024-01-02", "<<", "0x1F"]
)
def test_every_scalar_stays_the_text_that_was_written(word: str) -> None:
    assert value_at(f"words: [{word}]", "words", 0).value == word


def test_a_node_knows_its_line_and_column_counted_from_one() -> None:
    assert value_at(SAMPLE, "rules", 0, "if", "words", 1) == Text("*day*", Mark(13, 33), quoted=True)
    assert value_at(SAMPLE, "lists", "greeting", 2).value == "don't"


def test_columns_count_characters_not_bytes() -> None:
    assert value_at("a: [생일, 축하]", "a", 1).mark == Mark(1, 9)


def test_a_key_with_nothing_after_it_is_an_empty_text_that_is_not_quoted() -> None:
    assert value_at(SAMPLE, "rules", 1, "tell").value == ""
    assert not value_at("a:", "a").quoted
    assert value_at('a: ""', "a").quoted


def test_a_table_keeps_order_and_tells_where_a_key_stands() -> None:
    table = parse("b: 1\na: 2\n", "f.yaml")
    assert isinstance(table, Table)
    assert [key.value for key, _ in table.entries] == ["b", "a"]
    assert table.key("a").mark == Mark(2, 1)
    assert "a" in table
    assert "c" not in table
    assert table.get("c") is None
    with pytest.raises(KeyError):
        table.key("c")


def test_a_list_can_be_walked_and_counted() -> None:
    items = parse("[a, b]", "f.yaml")
    assert isinstance(items, Items)
    assert len(items) == len(list(items)) == 2


@pytest.mark.parametrize("source", ["\ufeffa: b", b"\xef\xbb\xbfa: b", b"a: b\r\n", "---\na: b\n...\n"])
def test_a_byte_order_mark_windows_lines_and_document_marks_are_accepted(source: str | bytes) -> None:
    table = parse(source, "f.yaml")
    assert isinstance(table, Table)
    assert table.get("a") == Text("b", table.entries[0][1].mark)


def test_an_unquoted_star_is_told_to_be_quoted_at_its_place() -> None:
    assert only_problem("words: [cake, *day*]") == (
        "f.yaml:1:15: `*day*` begins with a star, and an unquoted star is an alias in YAML; "
        'put it in quotes: "*day*"'
    )


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("a: {b: Who?, c: d}", "1:11: inside brackets a text with a question mark needs quotes"),
        ("a: &x b", "1:4: `&x` begins with `&`, an anchor"),
        (
            "a: [&x, b]",
            "1:5: `&x` begins with `&`, an anchor in YAML; anchors and aliases are not used here; put it in",
        ),
        (
            "a: *x",
            '1:4: `*x` begins with a star, and an unquoted star is an alias in YAML; put it in quotes: "*x"',
        ),
        ("a: !!int 3", "1:4: `!!int` begins with `!`, a tag"),
        (
            "a: [!important, b]",
            "1:5: `!important` begins with `!`, a tag in YAML; tags are not used here; put it in qu",
        ),
        (
            "shapes: [@@-##]",
            '1:10: `@@-##` begins with `@`, which YAML keeps for itself; put it in quotes: "@@-##"',
        ),
        ("a: [%x]", '1:5: `%x` begins with `%`, which YAML keeps for itself; put it in quotes: "%x"'),
        (
            "%YAML 1.1\n---\na: b",
            "1:1: `%YAML 1.1`: a line that begins with % is a YAML directive; delete it",
        ),
        ("a: b\n---\na: c\n", "2:1: a second document begins here; keep one"),
        ("a: b\n\nb: c\na: d", "4:1: `a` stands here twice, first on line 1; keep one"),
        ("? [a]\n: b", "1:3: a list or map can't be a key"),
        (": b", "1:1: "),
        ("", "1:1: the file is empty"),
        ("# only a comment\n", "1:1: the file is empty"),
        ("a:\n\t- b", "2:1: a tab stands here; YAML takes spaces only"),
        ("a: b\n\tc: d", "2:1: a tab stands here"),
        ('a: b\nc: "d\n', "2:4: this quote is never closed"),
        ('why: "d\ntell: full\n"', "1:6: the quote opened here goes on to line 3 and swallows a key"),
        ('a: "d\nb: "c"\n', "1:4: the quote opened here goes on to line 2 and swallows a key"),
        ("a: 'don't'", "1:9: the text goes on after its closing quote"),
        ('a: "day"*', "1:9: the text goes on after its closing quote"),
        ("policy: 1\nid:x\nb: c", "2:1: no space after the colon of `id`; write `id: x`"),
        ("policy:1", "1:1: no space after the colon of `policy`"),
        ("a: {words:cake}", "1:5: no space after the colon of `words`"),
        ("a: {b: {if:x, c: d}}", "1:9: no space after the colon of `if`"),
        ("policy 1\nid: x", "1:1: no colon after `policy 1`"),
        ("a: b\nid\nc: d", "2:1: no colon in `id`"),
        ("a: b\nid\n", "2:1: no colon in `id`"),
        (
            "why: Note: this",
            "1:10: a second colon can't stand on this line; put the text that holds it in quotes",
        ),
        ("id: x\n  why: y", "2:3: this line is indented as if it went on with the text of line 1"),
        ("a:\n  b: c\n d: e", "3:2: this line does not fit to the lines above it; indent it"),
        ("words: cake\n  - bun\n", "1:8: the lines of a list go on with this text"),
        ("a: [b, c\nd: e", "1:4: this bracket is not closed, as line 2 shows"),
        ("a: [b c] d: [", "1:10: "),
        ("a: [b]]", "1:7: this bracket closes nothing"),
        ("a:\n  - b\n  -\n", "3:4: an empty place in a list"),
        (
            "a:\n  - #tag\n",
            "2:4: an empty place in a list; write something after the dash; a text that begins with #",
        ),
        ("a: b\0c", "1:5: an invisible character (U+0000) stands here; delete it"),
        ("a: b\u2028c: d", "1:5: an invisible character (U+2028)"),
        ("a: b\ud800", "1:5: an invisible character (U+D800)"),
        ('a: "\\0"', "1:4: this text holds an invisible character (U+0000)"),
        ('a: "\\ud800"', "1:4: this text holds an invisible character (U+D800)"),
        ('a: "\\U99999999"', "this escape names no character"),
        ('a: "\\q"', "1:6: this backslash means nothing inside double quotes"),
        ("a: |b", "1:5: this can't follow `|` or `>`"),
    ],
)
def test_a_mistake_is_named_at_its_place_with_a_remedy(source: str, said: str) -> None:
    assert said in only_problem(source)


def test_everything_that_is_wrong_is_said_at_once_in_the_order_of_the_file() -> None:
    found = problems_of("a: *x\na: !t c\nb: &y d\nc: [@@]\nd: [e\n")
    assert [line.split(" ")[0] for line in found] == [
        f"f.yaml:{place}:" for place in ("1:4", "2:1", "2:4", "3:4", "4:5", "5:4")
    ]


def test_nesting_is_refused_before_it_is_built() -> None:
    nested = "\n".join(" " * depth + "a:" for depth in range(50))
    assert "17:17: too many levels inside one another" in only_problem(nested)
    assert "1:17: too many levels" in only_problem("[" * 60_000)
    assert "too many levels" in only_problem("- " * 40)
    assert parse("[" * 16 + "]" * 16, "f.yaml") is not None


def test_a_file_over_64_kib_is_refused_by_size_alone() -> None:
    assert "1:1: the file has 100,000 bytes; at most 65,536 are read" in only_problem("[" * 100_000)
    assert "at most 65,536" in only_problem("가".encode() * 22_000)
    assert parse("a: " + "b" * (MAX_BYTES - 3), "f.yaml") is not None


@pytest.mark.parametrize("piece", ["[", "[@,", "&a ", "? ", "?\n", "- ", "a:\n", '"\n', "{a: b},", "a\n"])
def test_the_worst_files_within_the_limit_are_answered_with_bounded_problems(piece: str) -> None:
    assert len(problems_in((piece * MAX_BYTES)[:MAX_BYTES])) <= 1_001


def test_a_file_that_is_not_utf8_is_refused_with_the_bytes_position() -> None:
    assert only_problem(b"a: b\r\nc: \xe9\n") == (
        "f.yaml:2:4: byte 10 of the file (0xe9) is not UTF-8; save the file as UTF-8 in your editor"
    )
    assert "1:1: this file is UTF-16" in only_problem("a: b".encode("utf-16"))
    assert "U+0000" in problems_of("a: b".encode("utf-16-le"))[0]


def test_every_beginning_of_a_policy_file_loads_or_is_refused_with_a_place() -> None:
    for end in range(len(SAMPLE)):
        for problem in problems_in(SAMPLE[:end]):
            assert problem.mark.line <= SAMPLE.count("\n") + 1
            assert "this is not YAML" not in problem.problem


@settings(max_examples=400, deadline=None)
@given(st.binary(max_size=200))
@example(b'a: "\\U99999999"')
@example(b"%YAML 1." + b"9" * 5000)
def test_any_bytes_load_or_raise_a_document_error(data: bytes) -> None:
    assert all(problem.mark >= Mark(1, 1) for problem in problems_in(data))


@settings(max_examples=800, deadline=None)
@given(st.text(alphabet="ab1 \n\t:-?[]{},#&*!|>'\"%@`\\.~<=\u00e9\ufeff\0", max_size=40))
def test_any_mix_of_yaml_signs_loads_or_raises_a_document_error(text: str) -> None:
    assert all(problem.mark >= Mark(1, 1) for problem in problems_in(text))


def test_a_problem_reads_as_file_line_column_problem_remedy() -> None:
    assert str(Problem("p.yaml", Mark(3, 7), "odd", "mend it")) == "p.yaml:3:7: odd; mend it"
    assert str(Problem("p.yaml", Mark(3, 7), "odd")) == "p.yaml:3:7: odd"


def test_problems_are_sorted_said_once_and_warnings_alone_do_not_raise() -> None:
    problems = Problems("p.yaml")
    problems.add(Mark(9, 1), "late", level="warning")
    assert problems.ok
    problems.raise_if_any()
    problems.add(Text("x", Mark(2, 5)), "early")
    problems.add(Mark(2, 5), "early")
    problems.add(Mark(1, 1), "elsewhere", file="list.txt")
    assert not problems.ok
    with pytest.raises(DocumentError) as caught:
        problems.raise_if_any()
    assert str(caught.value) == "p.yaml:2:5: early\np.yaml:9:1: late\nlist.txt:1:1: elsewhere"


def test_problems_beyond_a_thousand_are_counted() -> None:
    problems = Problems("p.yaml")
    for line in range(1, 1_011):
        problems.add(Mark(line, 1), "odd")
    assert len(problems.found) == 1_001
    assert problems.found[-1].problem == "and 10 more problems after these"


def test_a_word_close_to_a_known_one_is_suggested() -> None:
    assert did_you_mean("wrds", ["words", "why"]) == "did you mean `words`?"
    assert did_you_mean("Words", ["words", "why"]) == "did you mean `words`?"
    assert did_you_mean("Saturday", ["sun", "sat"]) == "did you mean `sat`?"
    assert did_you_mean("onion", ["on"]) == ""
    assert did_you_mean("zebra", ["words", "why"]) == ""


def test_a_piece_of_a_file_is_shown_short_and_on_one_line() -> None:
    assert shown("a\nb") == "`a\\nb`"
    assert shown("x" * 100) == "`" + "x" * 40 + "…`"


def test_a_list_file_holds_one_phrase_a_line() -> None:
    data = "\ufeff# places\r\nsquare\r\n\r\n  town hall \r\n#hall\r\n #tag\rlast # one".encode()
    assert tuple(read_list(data, "l.txt")) == (
        ("square", Mark(2, 1)),
        ("town hall", Mark(4, 3)),
        ("#tag", Mark(6, 2)),
        ("last # one", Mark(7, 1)),
    )


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"ok\nb\xfcro\n", "l.txt:2:2: byte 5 of the file (0xfc) is not UTF-8"),
        ("ok".encode("utf-16"), "l.txt:1:1: this file is UTF-16"),
        (b"ok\nb\0\n", "l.txt:2:2: an invisible character (U+0000)"),
    ],
)
def test_a_list_file_that_is_not_plain_utf8_is_refused_with_the_place(data: bytes, said: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read_list(data, "l.txt")
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("line", "whose"),
    [
        ("< cake ><10>", "an e2guardian phrase list"),
        ("<cake>,< tea><-5>", "an e2guardian phrase list"),
        ("<cake>,<tea>", "an e2guardian phrase list"),
        ("0.0.0.0 ads.example.test", "a hosts file"),
        ("||ads.example.test^", "a filter list for names"),
        ("address=/ads.example.test/", "a filter list for names"),
    ],
)
def test_a_line_of_another_program_is_no_phrase_and_it_is_said_what_takes_it_over(
    line: str, whose: str
) -> None:
    with pytest.raises(DocumentError) as caught:
        read_list(f"tea\n  {line}\n{line}\n".encode(), "lists/l.txt")
    said = f"lists/l.txt:2:3: this is a line of {whose}, not a phrase; bbs policy import l.txt makes a policy of it"
    assert str(caught.value) == said


@pytest.mark.parametrize("line", ["<3", "<b>", "cake, tea", "a || b", "0.0.0", "127.0.0.1 is home"])
def test_signs_alone_do_not_make_a_line_another_programs(line: str) -> None:
    assert [phrase for phrase, _ in read_list(line.encode(), "l.txt")] == [line]


@pytest.mark.parametrize("before", [0, 1, 9_000, 40_000])
def test_what_does_not_belong_into_a_list_file_is_found_however_long_it_is(before: int) -> None:
    start = "a phrase\n" * before
    for line, said in (
        ("sq\x07uare", f"l.txt:{before + 1}:3: an"),
        ("127.0.0.1 a.b", f"l.txt:{before + 1}:1: this"),
    ):
        with pytest.raises(DocumentError) as caught:
            read_list(f"{start}{line}\n{start}".encode(), "l.txt")
        (problem,) = caught.value.problems
        assert str(problem).startswith(said)


@given(st.binary(max_size=100))
def test_any_bytes_are_a_list_or_a_document_error(data: bytes) -> None:
    with contextlib.suppress(DocumentError):
        assert all(phrase.strip() == phrase != "" for phrase, _ in read_list(data, "l.txt"))
