"""Submissions as JSON lines and as options."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bbs.cli.submissions import LONGEST_LINE, SubmissionError, build, lines_of, read_facts, read_line
from bbs.policy.submission import KINDS, Author, Submission


def test_only_the_body_is_required_and_the_author_is_then_a_student_of_the_intranet() -> None:
    assert read_line(b'{"body": "x"}') == Submission("x", by=Author(role="student", tier="intranet"))


def test_every_fact_of_a_line_reaches_the_engine() -> None:
    line = {
        "body": "b",
        "title": "t",
        "kind": "card",
        "site": "board",
        "board": "friends",
        "by": {
            "name": "Otter-Nineteen",
            "role": "professor",
            "tier": "elite",
            "age": "10 minutes",
            "posts": 3,
        },
        "at": "14:05",
        "date": "2026-03-14",
    }
    author = Author("Otter-Nineteen", "professor", "elite", dt.timedelta(minutes=10), 3)
    expected = Submission(
        "b", "t", "card", "board", "friends", author, dt.time(14, 5), dt.date(2026, 3, 14), key="7"
    )
    assert read_line(json.dumps(line).encode(), key="7") == expected


def test_null_means_that_a_fact_is_not_given() -> None:
    assert read_line(b'{"body": "x", "site": null, "at": null, "by": {"age": null}}') == Submission("x")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_writing_is_known(kind: str) -> None:
    assert read_line(json.dumps({"body": "x", "kind": kind}).encode()).kind == kind


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b'{"title": "x"}', "`body` is missing"),
        (b'{"bdy": "x", "body": "y"}', "`bdy` is not a key of a submission; did you mean `body`?"),
        (b'{"body": "x", "by": {"roel": "a"}}', "`by.roel` is not a key of an author; did you mean `role`?"),
        (b'{"body": "x", "zzz": 1}', "the keys are body, title, kind"),
        (b'{"body": 1}', "`body` must be text"),
        (b'{"body": null}', "`body` must be text"),
        (b'{"body": ["x"]}', "`body` must be text"),
        (b'{"body": "x", "by": "me"}', "`by` must be an object"),
        (b'{"body": "x", "by": {"posts": -1}}', "`by.posts` must be 0 or more"),
        (b'{"body": "x", "by": {"posts": "3"}}', "`by.posts` must be a whole number"),
        (b'{"body": "x", "by": {"age": "3 parsecs"}}', "'3 parsecs' is not a length of time"),
        (b'{"body": "x", "kind": "repli"}', "did you mean `reply`?"),
        (b'{"body": "x", "by": {"role": "editr"}}', "nobody has the role `editr`; did you mean `editor`?"),
        (b'{"body": "x", "confirm": 1}', "`confirm` must be true or false"),
        (b'{"body": "x", "at": "24:00"}', "'24:00' is not a time of day"),
        (b'{"body": "x", "at": "12:60"}', "'12:60' is not a time of day"),
        (b'{"body": "x", "at": 1405}', "'1405' is not a time of day"),
        (b'{"body": "x", "date": "2026-02-30"}', "'2026-02-30' is not a date"),
        (b'{"body": "x", "date": "20260214"}', "'20260214' is not a date"),
        (b"[]", "the line must be an object in braces"),
        (b"null", "the line must be an object in braces"),
        (b'{"body": "x"', "this is not JSON"),
        (b'{"body": "\xff"}', "this is not JSON"),
        (
            rb'{"body": "\ud800"}',
            r"this is not JSON: an escape that is half a character, as \ud800 is without",
        ),
        (rb'{"body": "x\udc00y"}', "an escape that is half a character"),
        (b'{"body": "x", "title": "a", "body": "y"}', "`body` stands there twice; leave one of them out"),
        (b'{"body": "x", "by": {"role": "editor", "role": "editor"}}', "`role` stands there twice"),
        (b"[" * 100_000, "this is not JSON"),
        (b'{"body": "' + b"x" * 8_001 + b'"}', "8001 characters; 8000 is the most"),
        (b'{"title": "x", "body": "' + b"x" * 8_000 + b'"}', "8001 characters"),
        (b" " * LONGEST_LINE + b"{}", "the line is longer than 256 KiB"),
    ],
)
def test_a_line_that_cannot_be_read_is_refused_in_plain_words(line: bytes, says: str) -> None:
    with pytest.raises(SubmissionError) as caught:
        read_line(line)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_column_of_a_json_error_is_known() -> None:
    with pytest.raises(SubmissionError) as caught:
        read_line(b'{"body": x}')
    assert caught.value.column == 10


def test_every_problem_of_a_line_is_named_at_once() -> None:
    with pytest.raises(SubmissionError, match=r"`kind`.*`at`.*`mood`"):
        read_line(b'{"body": "x", "kind": "poem", "at": "noon", "mood": 1}')


@given(st.binary(max_size=200))
def test_no_bytes_make_a_line_fail_in_another_way(line: bytes) -> None:
    with contextlib.suppress(SubmissionError):
        read_line(line)


@given(st.text())
def test_the_words_of_a_body_arrive_unchanged(body: str) -> None:
    try:
        line = json.dumps({"body": body}, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return
    assert read_line(line).body == body


def test_lines_keep_their_numbers_when_blank_ones_stand_between() -> None:
    assert list(lines_of(io.BytesIO(b'\n{"a"}\r\n  \n{"b"}'))) == [(2, b'{"a"}'), (4, b'{"b"}')]


def test_a_byte_order_mark_is_passed_over() -> None:
    assert list(lines_of(io.BytesIO(b"\xef\xbb\xbf{}\n"))) == [(1, b"{}")]


def test_a_line_far_too_long_is_one_line_and_the_next_is_read() -> None:
    found = list(lines_of(io.BytesIO(b"x" * (3 * LONGEST_LINE) + b"\n{}\n")))
    assert [number for number, _ in found] == [1, 2]
    assert LONGEST_LINE < len(found[0][1]) < 2 * LONGEST_LINE
    assert found[1][1] == b"{}"


def test_a_line_of_just_the_most_bytes_is_read_whole() -> None:
    line = b'{"body": "x"}'.ljust(LONGEST_LINE)
    assert [read_line(one).body for _, one in lines_of(io.BytesIO(line + b"\r\n" + line))] == ["x", "x"]


def test_facts_about_the_author_are_written_with_equals_signs() -> None:
    assert read_facts("role=professor, tier = elite,posts=3,age=2 hours").author() == Author(
        "", "professor", "elite", dt.timedelta(hours=2), 3
    )


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ("professor", "'professor' is not a fact; write role=student,tier=intranet"),
        ("roel=x", "`roel` is not a key of an author; did you mean `role`?"),
        ("role=student,role=editor", "each key once"),
        ("role=studnet", "nobody has the role `studnet`; did you mean `student`?"),
        ("role=king", "write one of student, professor, reporter, editor, official"),
        ("posts=many", "`posts` must be a whole number"),
        ("age=old", "'old' is not a length of time"),
    ],
)
def test_facts_that_cannot_be_read_are_refused(facts: str, says: str) -> None:
    with pytest.raises(SubmissionError) as caught:
        read_facts(facts)
    assert says in str(caught.value)


def test_options_that_are_left_out_are_facts_not_given() -> None:
    assert build("x", "", title=None, at=None, kind=None) == Submission("x")


@pytest.mark.parametrize("fields", [{"at": "noon"}, {"kind": "poem"}])
def test_an_option_that_cannot_be_read_is_named(fields: dict[str, str]) -> None:
    with pytest.raises(SubmissionError, match=f"`{next(iter(fields))}`"):
        build("x", "", **fields)


def test_half_a_character_from_a_terminal_is_refused() -> None:
    with pytest.raises(SubmissionError, match="TEXT is not UTF-8"):
        build("\udcff", "")
