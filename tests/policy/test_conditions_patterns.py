"""`patterns`: regular expressions of RE2, found in the text as it was written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from trial import hits, matched, problems, rule

from bbs.policy.conditions.patterns import LONGEST, MOST, MOST_PLACES
from bbs.policy.explain import why_not
from bbs.policy.submission import Submission


@pytest.mark.parametrize(
    ("pattern", "body", "marked"),
    [
        (r"ticket \d{3}", "ticket 123, ticket 45, tickets 678", ["ticket 123"]),
        (r"\d+", "12 and 345", ["12", "345"]),
        (r"ca+ke", "cake caaake", ["cake", "caaake"]),
        (r"\bhall [a-c]\b", "hall a, hall d, Hall b", ["hall a"]),
        (r"(?i)hall b", "HALL B hall b", ["HALL B", "hall b"]),
        (r"(?i)южный", "ЮЖНЫЙ", ["ЮЖНЫЙ"]),
        (r"[가-힣]{2} \d", "생일 3, 생 4", ["생일 3"]),
        (r"\p{Hangul}+", "my 생일 축하", ["생일", "축하"]),
        (r".", "🎂👍🏽", ["🎂", "👍", "🏽"]),
        (r"^cake$", "cake", ["cake"]),
        (r"(?m)^cake$", "a\ncake\nb", ["cake"]),
        (r"a|ab", "ab", ["a"]),
        (r"(?P<day>mon|tue)day", "monday", ["monday"]),
        (r"\\C", r"write \C", [r"\C"]),
    ],
)
def test_a_pattern_marks_what_it_finds(pattern: str, body: str, marked: list[str]) -> None:
    assert hits(f"{{patterns: ['{pattern}']}}", body) == marked


@pytest.mark.parametrize("body", ["CAKE", "ｃａｋｅ", "c4ke", "са\u200bke", "caké"])
def test_the_text_is_searched_as_it_was_written_whatever_the_policy_sees_through(body: str) -> None:
    assert not matched("{patterns: cake}", body, top="see_through: tricks\n")
    assert matched("{patterns: cake}", "cake", top="see_through: tricks\n")


@pytest.mark.parametrize("body", ["x한🎂 12", "🎂🎂12🎂34", "\ud83412", "e\u030112", "עברית 12 مرحبا 34"])
def test_offsets_count_characters_whatever_their_bytes(body: str) -> None:
    decision = rule(r"{patterns: '\d+'}", then="mask").judge(Submission(body, title=body))
    for span in decision.matches[0].spans:
        assert body[span.start : span.end] == span.text
        assert span.text.isdecimal()
        assert span.word == (span.start, span.end)
    assert decision.edited.body == decision.edited.title == "".join("■" if c.isdecimal() else c for c in body)


@given(st.text(max_size=40), st.text("ab1 한🎂é", max_size=40))
def test_spans_are_those_characters_that_match(before: str, after: str) -> None:
    body = before + after
    marked = [span for match in NUMBER.judge(Submission(body)).matches for span in match.spans]
    expected = [at for at, char in enumerate(body) if char.isascii() and char.isdecimal()]
    assert [at for span in marked for at in range(span.start, span.end)] == expected


NUMBER = rule(r"{patterns: '[0-9]+'}")


def test_a_match_of_no_characters_is_no_hit() -> None:
    assert not matched("{patterns: 'x*'}", "cake")
    assert hits("{patterns: 'x*'}", "axxb x") == ["xx", "x"]
    assert not matched(r"{patterns: '\b'}", "cake")
    assert not matched("{patterns: '^'}", "")


def test_patterns_look_where_in_says_and_mind_exceptions() -> None:
    assert not matched(r"{patterns: '\d\d', in: [title]}", "12")
    assert matched(r"{patterns: '\d\d', in: [title]}", "", title="12")
    assert matched(r"{patterns: '\d\d', in: [name], kind: name}", "12", kind="name")
    assert not matched(r"{patterns: '\d\d', except: [room 12]}", "room 12")
    assert hits(r"{patterns: '\d\d', except: [room 12]}", "room 12 and 13") == ["13"]


def test_at_least_counts_different_patterns() -> None:
    condition = r"{patterns: ['\d\d', 'x+'], at_least: 2}"
    assert not matched(condition, "12 and 34")
    assert matched(condition, "12 and xx")


@pytest.mark.parametrize(
    ("condition", "body", "reason"),
    [
        (r"{patterns: '\d\d'}", "cake", "none of its patterns is found"),
        (
            r"{patterns: ['\d\d', x], at_least: 2}",
            "12",
            "only 1 of the 2 different patterns it asks for occurs",
        ),
        (
            r"{patterns: '\d\d', except: [room 12]}",
            "room 12",
            "“12” lies inside the exception “room 12”",
        ),
    ],
)
def test_it_says_why_nothing_was_found(condition: str, body: str, reason: str) -> None:
    found = why_not(rule(condition), "it", Submission(body))
    assert found == f"It did not match: `patterns`: {reason}."


def test_a_policy_has_at_most_ten_patterns_over_all_its_rules() -> None:
    ten = "rules:\n" + "".join(
        f"  - {{id: r{number}, if: {{patterns: [a, b]}}, then: hold}}\n" for number in range(5)
    )
    assert MOST == 10
    assert LONGEST == 260
    found = problems(ten + "  - {id: r6, if: {patterns: [c, d]}, unless: {patterns: e}, then: hold}\n")
    assert found == ["10:30: this is one pattern too many: a policy has at most 10; use words"]


def test_a_pattern_is_found_at_so_many_places_and_no_more() -> None:
    decision = rule("{patterns: x}", then="mask").judge(Submission("x" * (MOST_PLACES + 5)))
    assert decision.edited.body == "■" * MOST_PLACES + "x" * 5
    assert decision.matches[0].truncated


@pytest.mark.parametrize("pattern", ["(a*)*b", "(a|a)*b", "(a|b|ab)*c", "([a-z]+)+1", "(.*)*x", "(x+x+)+y"])
def test_a_pattern_that_makes_others_hang_answers(pattern: str) -> None:
    assert not matched(f"{{patterns: '{pattern}'}}", "a" * 7_999 + "!")
