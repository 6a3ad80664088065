"""A document that is written again for people says the same: its texts, lists and tables, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bbs.document import Items, Mark, Node, Table, Text, in_lines, in_one_line, parse

HERE = Mark(1, 1)
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=8) | st.text(
    "-:?,[]{}#&*!|>'\"%@`\\ \n\tax1", max_size=6
)


def node(value: Any) -> Node:
    if isinstance(value, dict):
        return Table(tuple((Text(key, HERE), node(one)) for key, one in value.items()), HERE)
    return Items(tuple(map(node, value)), HERE) if isinstance(value, list) else Text(value, HERE)


def plain(read: Node | None) -> Any:
    if isinstance(read, Table):
        return {key.value: plain(value) for key, value in read.entries}
    return [plain(one) for one in read] if isinstance(read, Items) else read.value if read else None


VALUES = st.recursive(
    WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS.filter(bool), inner, max_size=3),
    max_leaves=6,
)


@given(VALUES)
def test_a_line_is_read_as_what_it_was_made_of(value: Any) -> None:
    assert plain(parse(f"it: {in_one_line(node(value))}\n", "x.yaml")) == {"it": value}


@given(st.dictionaries(WORDS.filter(bool), VALUES, min_size=1, max_size=3))
def test_lines_are_read_as_what_they_were_made_of(value: Any) -> None:
    table = node(value)
    assert isinstance(table, Table)
    assert plain(parse(in_lines(table) + "\n", "x.yaml")) == value


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("[cake,   생일 축하 , birth*]  # why", "[cake, 생일 축하, birth*]"),
        ("['*day*', \"no\", 22:30]", '["*day*", "no", 22:30]'),
        ("{over: 5, to: [t.co]}", "{over: 5, to: [t.co]}"),
        (">-\n    one\n    sentence", '"one sentence"'),
        ('[-5, "-", a - b, a#b, "it\'s"]', '[-5, "-", a - b, a#b, "it\'s"]'),
        ('"a\\tb\\n\\\\\\""', '"a\\tb\\n\\\\\\""'),
        ("[[], {}, '']", '[[], {}, ""]'),
    ],
)
def test_texts_stay_as_they_were_written_and_need_no_more_quotes_than_that(source: str, said: str) -> None:
    table = parse(f"it: {source}\n", "x.yaml")
    assert isinstance(table, Table)
    assert in_one_line(table) == f"{{it: {said}}}"


def test_a_map_of_one_key_stays_in_its_line_but_where_it_holds_a_list_of_maps() -> None:
    table = parse("{if: {any: [{site: b}]}, unless: {words: [a]}, then: {}}\n", "x.yaml")
    assert isinstance(table, Table)
    assert in_lines(table) == "if:\n  any:\n    - {site: b}\nunless: {words: [a]}\nthen: {}"


def test_a_map_is_written_a_key_a_line_and_each_map_of_a_list_on_a_line_of_its_own() -> None:
    table = parse(
        "{if: {words: [a], any: [{site: b}, {kind: c, board: d}]}, then: [{score: 3}], tell: full}\n",
        "x.yaml",
    )
    assert isinstance(table, Table)
    assert in_lines(table) == (
        "if:\n  words: [a]\n  any:\n    - {site: b}\n    - {kind: c, board: d}\nthen: [{score: 3}]\ntell: full"
    )
