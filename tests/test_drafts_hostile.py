"""What can be written at all: the bounds, and the texts that people try when they look for a hole."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bbs.drafts import MOST_TITLE, Draft, DraftError, usable
from bbs.policy.submission import LONGEST_POST

ANY_TEXT = st.text(alphabet=st.characters(), max_size=60)  # lone surrogates too


def _body(text: str) -> str:
    return usable(Draft("reply", text)).body


def _title(text: str) -> str:
    return usable(Draft("thread", "words", title=text)).title


@pytest.mark.parametrize("fill", ["x", "é", "축", "😀", "\u0627"])
def test_8000_code_points_fit_and_8001_do_not(fill: str) -> None:
    assert len(_body(fill * LONGEST_POST)) == LONGEST_POST == 8_000
    with pytest.raises(DraftError, match=r"This is 1 characters too long; 8,000 fit") as caught:
        _body(fill * 8_001)
    assert caught.value.field == "body"


def test_what_is_trimmed_does_not_count() -> None:
    assert _body(" \r\n\t" + "x" * 8_000 + "\n" * 500) == "x" * 8_000
    assert _body("a\r\nb" * 2_000 + "x" * 2_000).count("\n") == 2_000


def test_a_title_has_120_code_points_at_most() -> None:
    assert len(_title("😀" * MOST_TITLE)) == MOST_TITLE == 120
    with pytest.raises(DraftError, match="121 characters; 120 fit") as caught:
        _title("x" * 121)
    assert caught.value.field == "title"


@pytest.mark.parametrize(
    "code", [*range(9), *range(11, 32), *range(127, 160), 0xD800, 0xDBFF, 0xDC00, 0xDFFF]
)
def test_control_characters_and_surrogates_are_refused_by_their_number(code: int) -> None:
    if code == 13:  # a line end on some machines
        assert _body("a\rb") == "a\nb"
        return
    with pytest.raises(DraftError, match=rf"U\+{code:04X} can't be used"):
        _body(f"before {chr(code)} after")


def test_newline_and_tab_are_kept_and_every_line_end_becomes_one_newline() -> None:
    assert _body("a\r\nb\rc\nd\te\r\r\n\nf") == "a\nb\nc\nd\te\n\n\nf"


@pytest.mark.parametrize(
    "blank",
    ["", " ", "\r\n\t", "\u00a0", "\u3000", "\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u034f", "\ufe0f",
     "\u3164", "\uffa0", "\u115f", "\u2800", "\U000e0041", "\u202e", "\ue000", "\u200b\u3164 \u2800"],
    ids=ascii,
)  # fmt: skip
def test_a_text_in_which_nothing_can_be_seen_is_none(blank: str) -> None:
    with pytest.raises(DraftError, match="something that can be seen"):
        _body(blank * 3)
    with pytest.raises(DraftError, match="Please give it a title"):
        _title(blank * 3)
    assert _title(f"{blank}x") != ""


@pytest.mark.parametrize("text", [".", "?!", "★", "7", "é", "축", "😀", "❤️", "½", "€"])
def test_one_sign_that_can_be_seen_is_a_text(text: str) -> None:
    assert _body(text) == text
    assert _title(text) == text


@pytest.mark.parametrize("between", ["", "\u200d", "\u200b", "\u2060", "\u034f"], ids=ascii)
def test_a_fifth_mark_on_a_letter_is_refused_whatever_invisible_stands_between(between: str) -> None:
    assert _body("a" + "\u0301" * 4 + "b" + "\u0301" * 4)
    with pytest.raises(DraftError, match="More than 4 marks"):
        _body("a" + f"\u0301\u0302{between}" * 3)


@pytest.mark.parametrize("text", ["नमस्ते", "ภาษาไทยนี้", "Tiếng Việt", "שָׁלוֹם", "👩‍👩‍👧‍👦", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "می‌خواهم", "ﷺ"])
def test_the_scripts_of_the_world_can_be_written(text: str) -> None:
    assert _body(text) == text
    assert _body(unicodedata.normalize("NFD", text))


def test_a_reply_has_no_title_and_a_card_needs_none() -> None:
    assert usable(Draft("reply", "x", title="ignored")).title == ""
    assert usable(Draft("card", "x")).title == ""


@pytest.mark.parametrize("kind", ["", "Thread", "post", "page\x00", "__class__"])
def test_a_kind_that_is_none_is_refused(kind: str) -> None:
    with pytest.raises(DraftError) as caught:
        usable(Draft(kind, "x"))
    assert caught.value.field == "kind"


@given(ANY_TEXT, ANY_TEXT)
def test_whatever_comes_is_refused_in_a_sentence_or_kept_clean(title: str, body: str) -> None:
    try:
        kept = usable(Draft("thread", body, title=title))
    except DraftError as error:
        assert error.field in {"title", "body"}
        assert str(error).isprintable()
        assert str(error).endswith(".")
        return
    for text in (kept.title, kept.body):
        assert text == text.strip() != ""
        text.encode("utf-8")
        assert all(unicodedata.category(one) != "Cc" or one in "\n\t" for one in text)
    assert "\n" not in kept.title
    assert usable(kept) == kept
