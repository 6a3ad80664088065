"""What counts as a word (policy language, semantics 3)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bbs.policy.words import _EASY, Line, _cut_words, cut, gaps, words_of


def test_words_are_separated_by_white_space_and_punctuation() -> None:
    assert words_of("tea, cake;\n(and) milk...") == ["tea", "cake", "and", "milk"]


def test_an_underscore_separates_words() -> None:
    assert words_of("tea_cake") == ["tea", "cake"]


def test_digits_belong_to_words() -> None:
    assert words_of("mp3 at 4pm, 2013") == ["mp3", "at", "4pm", "2013"]


@pytest.mark.parametrize("text", ["don't", "don’t", "don＇t", "rock'n'roll", "été's'été"])
def test_an_apostrophe_between_letters_belongs_to_the_word(text: str) -> None:
    assert words_of(text) == [text]


@pytest.mark.parametrize("text", ["'tea'", "’tea’", "tea'", "'tea"])
def test_an_apostrophe_at_the_side_of_a_word_is_a_quotation_mark(text: str) -> None:
    assert words_of(text) == ["tea"]


def test_an_apostrophe_beside_a_digit_separates() -> None:
    assert words_of("5'10 90's") == ["5", "10", "90", "s"]


@pytest.mark.parametrize("text", ["mum's", "MUM'S", "mum’s", "mum's!", "mum's'"])
def test_a_final_s_after_an_apostrophe_is_dropped(text: str) -> None:
    assert [word.casefold() for word in words_of(text)] == ["mum"]


def test_only_the_final_s_is_dropped() -> None:
    assert words_of("mum's's it'self d's'a") == ["mum's", "it'self", "d's'a"]


def test_a_cut_word_knows_where_it_ends_with_and_without_the_final_s() -> None:
    assert cut("my mum's tea") == [(0, 2, 2), (3, 6, 8), (9, 12, 12)]


def test_a_mark_belongs_to_the_letter_before_it() -> None:
    assert words_of("cafe\u0301 हिन्दी") == ["cafe\u0301", "हिन्दी"]


@pytest.mark.parametrize(
    ("script", "text"),
    [("Han", "生日"), ("Hiragana", "ねこ"), ("Katakana", "ネー"), ("Thai", "กข"), ("Lao", "ກຂ"), ("Khmer", "កខ"),
     ("Burmese", "ကခ")],
)  # fmt: skip
def test_each_character_of_a_script_without_word_spaces_is_a_word(script: str, text: str) -> None:
    assert words_of(f"x{text}y") == ["x", *text, "y"]


def test_marks_stay_with_a_character_that_is_a_word_of_its_own() -> None:
    assert words_of("กี่ข か\u3099き ｶﾞｷ ❤\ufe0fx") == ["กี่", "ข", "か\u3099", "き", "ｶﾞ", "ｷ", "❤\ufe0f", "x"]


def test_hangul_has_words() -> None:
    assert words_of("생일 축하해요!") == ["생일", "축하해요"]


def test_symbols_and_emoji_are_words_of_their_own() -> None:
    assert words_of("tea+cake $5 🎂🎉x") == ["tea", "+", "cake", "$", "5", "🎂", "🎉", "x"]


def test_an_emoji_newer_than_the_tables_of_python_is_a_word() -> None:
    assert words_of("x\U0001faffy") == ["x", "\U0001faff", "y"]


def test_a_flag_is_one_word() -> None:
    assert words_of("🇺🇰🇷🇺 🇰") == ["🇺🇰", "🇷🇺", "🇰"]


def test_letters_in_circles_make_words() -> None:
    assert words_of("Ⓣⓔⓐ ⒯⒠⒜") == ["Ⓣⓔⓐ", "⒯⒠⒜"]


def test_an_invisible_character_counts_as_part_of_the_word() -> None:
    assert words_of("te\u200ba t\xadea") == ["te\u200ba", "t\xadea"]


def test_an_apostrophe_sees_the_letter_behind_an_invisible_character() -> None:
    assert words_of("l'\u200bami") == ["l'\u200bami"]


def test_an_apostrophe_has_no_letter_in_a_lone_invisible_character() -> None:
    assert words_of("\u200b's \u200b'a") == ["\u200b", "s", "\u200b", "a"]


def test_a_line_has_one_space_between_words_and_around_them() -> None:
    assert Line("Happy  birthday!").line == " Happy birthday "


@pytest.mark.parametrize("text", ["", "...", " \n"])
def test_the_line_of_a_text_without_words_is_one_space(text: str) -> None:
    assert Line(text).line == " "


def test_texts_taken_as_easy_need_no_look_at_neighbours() -> None:
    easy = [chr(code) for code in range(0x110000) if not _EASY.search(chr(code))]
    assert len(easy) > 11_900
    assert all(words_of(char) == ([char] if char.isalnum() else []) == _cut_words(char) for char in easy)


AWKWARD = st.text(alphabet="aS5+'’ _.$é\u0301你🎂🇰Ⓗ가\u200b\0ی…", max_size=12)


@given(AWKWARD | st.text())
def test_the_quick_way_to_cut_and_the_careful_one_agree(text: str) -> None:
    assert words_of(text) == _cut_words(text)


@given(AWKWARD | st.text())
def test_words_are_ordered_and_never_overlap(text: str) -> None:
    bounds = [place for word in cut(text) for place in (word[0], word[2])]
    assert bounds == sorted(bounds)
    assert all(start < end <= whole for start, end, whole in cut(text))


@given(AWKWARD | st.text())
def test_the_words_of_a_line_are_those_that_are_cut_from_its_text(text: str) -> None:
    line = Line(text)
    assert line.line == " ".join(["", *(text[start:end] for start, end, _ in line.tokens), ""])
    assert (line.tokens, line.gaps) == (cut(text), gaps(text))


@given(AWKWARD)
def test_no_word_has_a_space_in_it(text: str) -> None:
    assert Line(text).line.split() == words_of(text)
