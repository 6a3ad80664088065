"""Is it usable text at all?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bbs.drafts import MOST_MARKS, Draft, DraftError, body, usable
from bbs.policy.submission import KINDS, LONGEST_POST


def _error(draft: Draft) -> DraftError:
    with pytest.raises(DraftError) as caught:
        usable(draft)
    return caught.value


def test_line_ends_become_plain_and_the_edges_are_trimmed() -> None:
    assert usable(Draft("reply", "  Happy\r\nbirthday\rto you\n\n")).body == "Happy\nbirthday\nto you"


def test_a_title_is_one_line() -> None:
    assert usable(Draft("thread", "b", title=" The\r\nlantern \t walk ")).title == "The lantern walk"


@pytest.mark.parametrize("text", ["", "   \n\t ", "\u200b\u200d", "\u2060 \ufeff", "\u00a0"])
def test_a_text_that_nobody_can_see_is_asked_for_again(text: str) -> None:
    error = _error(Draft("reply", text))
    assert (error.field, error.message) == ("body", "Please write something that can be seen.")


def test_the_longest_text_fits_and_one_more_character_does_not() -> None:
    assert len(usable(Draft("reply", " " + "ä" * LONGEST_POST + " ")).body) == LONGEST_POST
    assert "2 characters too long; 8,000 fit" in _error(Draft("reply", "🎂" * (LONGEST_POST + 2))).message


@pytest.mark.parametrize("kind", ["thread", "bulletin"])
def test_what_opens_a_thread_needs_a_title_of_at_most_120_characters(kind: str) -> None:
    assert _error(Draft(kind, "b")).field == "title"
    assert _error(Draft(kind, "b", title="x" * 121)).field == "title"
    assert usable(Draft(kind, "b", title="x" * 120)).title == "x" * 120


def test_a_card_may_go_without_a_title_and_a_reply_has_none() -> None:
    assert usable(Draft("card", "b")).title == ""
    assert usable(Draft("reply", "b", title="\x00 left over")).title == ""


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\ud800"])
def test_control_characters_and_lone_surrogates_are_named(character: str) -> None:
    error = _error(Draft("reply", f"a{character}b"))
    assert error.field == "body"
    assert f"U+{ord(character):04X}" in error.message
    assert character not in error.message
    assert (
        _error(Draft("thread", "b", title=f"a{character}b" if character != "\x85" else "\x7f")).field
        == "title"
    )


def test_newline_and_tab_may_stay() -> None:
    assert body("a\n\tb") == "a\n\tb"


def test_four_marks_sit_on_a_letter_and_five_do_not() -> None:
    assert body("e" + "\u0301" * MOST_MARKS + "e" + "\u0301" * MOST_MARKS)
    with pytest.raises(DraftError, match="More than 4 marks"):
        body("e" + "\u0301" * (MOST_MARKS + 1))


@pytest.mark.parametrize(
    "text", ["สวัสดีวันเกิด", "생일 축하합니다", "जन्मदिन मुबारक", "1️⃣ 👩‍👩‍👧", "chúc mừng sinh nhật"]
)
def test_greetings_of_every_script_pass_unchanged(text: str) -> None:
    assert body(text) == text


def test_an_unknown_kind_is_refused() -> None:
    assert _error(Draft("poem", "b")).field == "kind"


@given(st.sampled_from(KINDS), st.text(), st.text())
def test_any_text_is_taken_or_refused_in_words(kind: str, title: str, text: str) -> None:
    try:
        draft = usable(Draft(kind, text, title=title))
    except DraftError as error:
        assert error.field in {"title", "body"}
        error.message.encode()
    else:
        assert 1 <= len(draft.body) <= LONGEST_POST
        assert draft.body == draft.body.strip()
        (draft.title + draft.body).encode()
        assert usable(draft) == draft
