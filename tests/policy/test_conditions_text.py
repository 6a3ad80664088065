"""Shapes, contact data and links."""

from __future__ import annotations

import pytest
from trial import hits, matched, rule

from bbs.policy.links import labels, links_in
from bbs.policy.submission import Submission


@pytest.mark.parametrize(
    ("shape", "body", "expected"),
    [
        ("####-###-###", "call 0123-456-789 now", ["0123-456-789"]),
        ("####-###-###", "call 90123-456-789 or 0123-456-7890", []),
        ("@@-##", "Room AB-12, room ABC-12", ["AB-12"]),
        ("No. #", "no. 7", ["no. 7"]),
        ("##:##", "１２：３０", ["１２：３０"]),
    ],
)
def test_a_shape_ends_at_word_borders(shape: str, body: str, expected: list[str]) -> None:
    assert hits(f'{{shapes: ["{shape}"]}}', body) == expected


def test_shapes_look_where_in_says_and_mind_exceptions() -> None:
    assert not matched('{shapes: ["##"], in: [title]}', "12")
    assert not matched('{shapes: ["##"], except: [room 12]}', "room 12")
    assert matched('{shapes: ["##"], except: [room 12]}', "room 12 and 13")


def test_at_least_counts_different_shapes() -> None:
    assert not matched('{shapes: ["##", "@#"], at_least: 2}', "12 and 34")
    assert matched('{shapes: ["##", "@#"], at_least: 2}', "12 and a3")


def test_disguised_shapes_are_those_with_something_hidden_inside() -> None:
    assert not matched('{shapes: ["####"], disguised: true}', "1234")
    assert matched('{shapes: ["####"], disguised: true}', "12\u200b34")


@pytest.mark.parametrize(
    "text", ["otter@board.test", "Otter.Nineteen+x@mail.board.test", "ｏｔｔｅｒ@board.test"]
)
def test_an_e_mail_address_looks_like_one(text: str) -> None:
    assert hits("{looks_like: email}", f"write to {text}, please") == [text]


@pytest.mark.parametrize(
    ("body", "marked"),
    [
        ("전화010-1234-5678입니다", ["010-1234-5678"]),
        ("메일은 otter@board.test입니다", ["otter@board.test"]),
        ("写信 otter@board.test吧", ["otter@board.test"]),
    ],
)
def test_contact_data_is_found_where_particles_follow_without_a_space(body: str, marked: list[str]) -> None:
    assert hits("{looks_like: [email, telephone]}", body) == marked


@pytest.mark.parametrize("text", ["otter at board", "@otter", "otter@", "a@b", "19@20.21"])
def test_not_every_at_sign_is_an_e_mail_address(text: str) -> None:
    assert hits("{looks_like: email}", text) == []


@pytest.mark.parametrize(
    "text", ["+49 171 5550123", "0171/5550123", "(030) 555-0123", "030 5550123", "123456789", "555-0123 4"]
)
def test_a_telephone_number_looks_like_one(text: str) -> None:
    assert hits("{looks_like: telephone}", f"ring {text} today") == [text]


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-23",
        "23.11.2026",
        "23 / 11 / 2026",
        "1999-2000",
        "1000000",
        "12345678",
        "3-2",
        "1" * 16,
        "v1.2345678",
        "1.234.567",
        "12.345.678.901",
        "ISBN 978-3-16-148410-0",
        "ISBN 978 3 16 148410 0",
        "9783161484100",
        "0-306-40615-2",
        "ISBN 0 306 40615 2",
    ],
)
def test_dates_years_and_plain_numbers_are_no_telephone_numbers(text: str) -> None:
    assert hits("{looks_like: telephone}", f"on {text} it was") == []


@pytest.mark.parametrize(
    "text",
    ["978-3-16-148410-1", "0-306-40615-3", "0-306-40615 2", "978-555-0123", "555.123.4567"],
)
def test_what_only_resembles_the_number_of_a_book_or_a_number_in_thousands_is_a_telephone_number(
    text: str,
) -> None:
    assert hits("{looks_like: telephone}", f"ring {text} today") == [text]


def test_a_link_has_a_scheme_or_begins_www() -> None:
    found = [
        link.span.text
        for link in links_in("body", "See http://a.test/x, www.b.test. ftp://c.test) d.test me@e.test")
    ]
    assert found == ["http://a.test/x", "www.b.test", "ftp://c.test"]


@pytest.mark.parametrize(
    ("link", "host"),
    [
        ("http://Library.Bright.TEST/x", "library.bright.test"),
        ("https://user:pw@a.test:8080/x", "a.test"),
        ("http://a.test.?q", "a.test"),
        ("http://a。test", "a.test"),
        ("http://[::1]:80/", "::1"),
        ("http://xn--mnchen-3ya.test", "münchen.test"),
        ("http://xn--é.test", "xn--é.test"),
        ("http://a.test\\@b.test", "a.test"),
    ],
)
def test_the_host_of_a_link_has_one_spelling(link: str, host: str) -> None:
    (found,) = links_in("body", link)
    assert found.host == labels(host)


@pytest.mark.parametrize("link", ["WWW.a.test", "wWw.a.test", "HTTP://a.test"])
def test_a_link_may_begin_in_capitals(link: str) -> None:
    (found,) = links_in("body", link)
    assert found.span.text == link


def test_a_link_without_a_host_is_none() -> None:
    assert list(links_in("body", "http://... and www. only")) == []


def test_more_than_counts_links() -> None:
    assert not matched("{links: {more_than: 1}}", "http://a.test")
    assert hits("{links: {more_than: 1}}", "http://a.test http://b.test") == [
        "http://a.test",
        "http://b.test",
    ]


def test_hosts_are_compared_label_by_label_from_the_right() -> None:
    assert not matched("{links: {to: [t.co]}}", "http://microsoft.co")
    assert matched("{links: {to: [t.co]}}", "http://www.t.co/x")


def test_not_to_needs_a_link_and_marks_those_that_lead_elsewhere() -> None:
    condition = "{links: {not_to: [bright.test]}}"
    assert not matched(condition, "no link at all")
    assert not matched(condition, "http://board.bright.test")
    assert hits(condition, "http://board.bright.test http://abroad.test") == ["http://abroad.test"]


def test_all_keys_of_links_must_hold() -> None:
    condition = "{links: {more_than: 1, to: [a.test]}}"
    assert not matched(condition, "http://a.test http://b.test")
    assert matched(condition, "http://a.test http://x.a.test")


def test_a_link_is_found_in_the_title_too() -> None:
    match = rule("{links: {more_than: 0}}").judge(Submission("-", title="www.a.test")).matches[0]
    assert [(span.field, span.start, span.end, span.phrase) for span in match.spans] == [
        ("title", 0, 10, "www.a.test")
    ]
