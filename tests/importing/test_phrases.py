"""Text that is looked for elsewhere, as a phrase of the language."""

from __future__ import annotations

import pytest

from bbs.importing.phrases import alternatives, as_written, combination, is_literal, phrase


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("  two \t words ", "two words"),
        ("list prices", "list-prices"),
        ("list of prices", "list of prices"),
        ("a + b", "a+ b"),
        ("a +", "a+"),
        ("+ b", "+b"),
        ("f*ck *off*", "f-ck off"),
        ("C++", "C++"),
    ],
)
def test_a_phrase_is_written_so_that_no_sign_of_it_means_something(text: str, written: str) -> None:
    assert phrase(text) == written


@pytest.mark.parametrize(
    ("text", "left", "right", "written"),
    [
        ("cake", True, False, "*cake"),
        ("cake", False, True, "cake*"),
        ("cake", True, True, "*cake*"),
        ("a cake", True, True, "*a cake*"),
        ("100%", True, True, "*100%*"),
        ("100%", False, True, "100%"),
        ("$5", True, False, "$5"),
        ("list prices", False, True, "list-prices*"),
    ],
)
def test_an_open_side_has_a_star_where_a_word_can_go_on(
    text: str, left: bool, right: bool, written: str
) -> None:
    assert phrase(text, open_left=left, open_right=right) == written


@pytest.mark.parametrize("text", ["", "***", "!!!", "x" * 61])
def test_what_is_no_phrase_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"letter|word|characters"):
        phrase(text)


@pytest.mark.parametrize("text", ["a*b", "a\nb", "a + b"])
def test_what_cannot_be_searched_inside_words_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="inside words"):
        phrase(text, open_left=True, open_right=True)


def test_a_part_of_a_combination_never_names_a_list() -> None:
    assert as_written("list a + list b* + list of c") == "list-a + list-b* + list of c"
    with pytest.raises(ValueError, match="9 parts"):
        combination(["a"] * 9)


def test_alternatives_are_as_few_patterns_as_their_length_allows() -> None:
    assert alternatives(["a", "b"], "^%s$", "(?i)") == ["(?i)^(?:a|b)$"]
    assert alternatives(["a"], "%s", "") == ["a"]
    several = alternatives(["x" * 100] * 5, "%s", "")
    assert [len(one) for one in several] == [205, 205, 100]


def test_a_regular_expression_without_signs_is_a_text() -> None:
    assert [is_literal(one) for one in ("plain text!", "a.b", "a|b")] == [True, False, False]
