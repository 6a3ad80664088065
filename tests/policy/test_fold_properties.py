"""What folding promises for every text whatever."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bbs.policy.characters import CLASSES
from bbs.policy.fold import STEPS, Folder, Reading, collapse, fits
from bbs.policy.letters import MOST_MARKS
from bbs.policy.words import Line, cut, gaps

EXACT, PLAIN, TRICKS = Folder("exact"), Folder("plain"), Folder("tricks")

AWKWARD = (
    "aAbsSz5'’ _.!@$013\u200b\u200d\ufe0f\u0301\u0345\u0338你か゛ﾞｶกำ🎂👩🇰🇷Ⓗ™℃½Ⅷ⑴㊀㈠ﬁßİéйЙ각가ㄱㅏㄳﾡﷺ´‗…ŀŉſşН١\u094dक\ud800"
    "\ufdd0"
)
TEXTS = st.text(alphabet=AWKWARD, max_size=14) | st.text(max_size=40)
FOLDERS = st.sampled_from([EXACT, PLAIN, TRICKS]) | st.lists(st.sampled_from(STEPS)).map(Folder)


def has(reading: Reading, words: tuple[str, ...]) -> bool:
    return f" {' '.join(words)} " in reading.line


@given(TEXTS, FOLDERS)
def test_spans_cut_inside_the_text_and_follow_each_other(text: str, folder: Folder) -> None:
    for reading in folder.readings(text):
        places = [at for at, char in enumerate(reading.line) if char != " "]
        spans = [reading.span(at, at + 1) for at in places]
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert all(before <= after for before, after in pairwise(spans))


@given(TEXTS, FOLDERS)
def test_text_and_line_agree_about_where_letters_come_from(text: str, folder: Folder) -> None:
    for reading in folder.readings(text):
        in_text = [reading.text_span(at, at + 1) for at in range(len(reading.text))]
        assert in_text == sorted(in_text)
        for at, char in enumerate(reading.line):
            if char != " ":
                start, end = reading.span(at, at + 1)
                # 一一 is one run of the text and two words of the line, where each stays
                inside = [first <= start and end <= last for first, last in in_text]
                assert any(inside) if reading.collapsed else (start, end) in in_text


def test_equal_signs_in_a_row_are_one_run_of_a_collapsed_text_and_words_of_their_own_in_its_line() -> None:
    collapsed = TRICKS.readings("一一 aaa")[-1]
    assert (collapsed.text, collapsed.line) == ("一 a", " 一 一 a ")
    assert (collapsed.text_span(0, 1), collapsed.span(1, 2)) == ((0, 2), (0, 1))


@given(TEXTS, FOLDERS)
def test_a_whole_word_contains_its_characters(text: str, folder: Folder) -> None:
    for reading in folder.readings(text):
        for at, char in enumerate(reading.line):
            start, end = reading.span(at, at + 1) if char != " " else (0, 0)
            first, after = reading.word_span(at, at + 1) if char != " " else (0, 0)
            assert first <= start <= end <= after


@given(TEXTS, FOLDERS)
def test_only_steps_that_were_asked_for_are_named(text: str, folder: Folder) -> None:
    for reading in folder.readings(text):
        for at in range(len(reading.text)):
            assert set(reading.text_steps(at, at + 1)) <= set(folder.names)


@given(TEXTS, st.data())
def test_what_hits_under_exact_hits_under_plain_and_under_tricks(text: str, data: st.DataObject) -> None:
    (exact,) = EXACT.readings(text)
    words = exact.line.split()
    first = data.draw(st.integers(0, len(words)))
    phrase = " ".join(words[first : data.draw(st.integers(first, len(words)))])
    for folder in (PLAIN, TRICKS):
        wanted = folder.words(folder.phrase(phrase))
        assert not wanted or has(folder.readings(text)[0], wanted)


@given(TEXTS)
def test_the_first_reading_under_tricks_is_the_plain_one(text: str) -> None:
    plain, tricks = PLAIN.readings(text)[0], TRICKS.readings(text)[0]
    assert (plain.text, plain.line) == (tricks.text, tricks.line)


@given(TEXTS, FOLDERS)
def test_there_are_at_most_two_full_readings_and_each_reading_may_be_collapsed(
    text: str, folder: Folder
) -> None:
    kinds = [reading.collapsed for reading in folder.readings(text)]
    assert kinds == sorted(kinds)
    assert kinds[0] is False
    assert kinds.count(False) <= 3
    assert kinds.count(True) <= 3


@given(st.text(alphabet=[char for char in AWKWARD if char != "\u0345"], max_size=14))
def test_folding_plainly_twice_changes_nothing_more(text: str) -> None:
    once = PLAIN.phrase(text)
    assert PLAIN.phrase(once) == once


@given(TEXTS)
def test_composed_and_decomposed_hangul_and_accents_read_alike(text: str) -> None:
    korean = "".join(char for char in text if char in "가각 aéйs.") + "각"
    assert PLAIN.phrase(unicodedata.normalize("NFD", korean)) == PLAIN.phrase(korean)


@given(TEXTS, FOLDERS)
def test_the_quick_way_to_fold_and_the_careful_one_agree(text: str, folder: Folder) -> None:
    for letters in (folder._plain, folder._full):
        careful = "".join(letters._units[unit][0] for unit, _, _ in letters._walk(text))
        assert letters.fold(text) == careful


@given(st.text(alphabet="ab. ", min_size=1, max_size=20))
def test_a_text_fits_itself_and_its_longest_form(text: str) -> None:
    (*_, reading) = Folder(["stretch"]).readings(text + " aaaa")
    assert reading.collapsed
    assert fits(text, reading, 0, len(collapse(text)), text=True) or text.endswith(" ")


# Every character in places where its neighbours could take it for their own


CONTEXTS = ("a{0}b", "你{0}你", "x {0}'s y", "a'{0} b", "{0}'a b", "{0}{0}")


def test_no_character_changes_where_words_end() -> None:
    for code in (*range(0x3400), *range(0xF900, 0x10000), *range(0x1D000, 0x1F300), *range(0xE0000, 0xE0200)):
        char = chr(code)
        if PLAIN.phrase(char) in (char, char.lower()) and CLASSES[code] != "i":
            continue
        text = "\n".join(context.format(char) for context in CONTEXTS)
        (exact,), (plain,) = EXACT.readings(text), PLAIN.readings(text)
        for words in pairwise(exact.line.split()):
            wanted = PLAIN.words(PLAIN.phrase(" ".join(words)))
            assert not wanted or has(plain, wanted), (char, hex(code))


# Work, counted


@pytest.mark.parametrize(
    "text",
    ["a" + "\u0301" * 7_999, "\u200b" * 8_000, "'" * 8_000, "a'" * 4_000, "a " * 4_000, "🇰" * 8_000, "ﷺ" * 8_000,
     "!1" * 4_000, "가" * 4_000, "a\u0301\u200b" * 2_600, "x" * 8_000],
)  # fmt: skip
def test_hostile_text_makes_no_more_work_than_its_length(text: str) -> None:
    readings = TRICKS.readings(text)
    longest = max(len(unicodedata.normalize("NFKC", char)) for char in set(text))
    assert all(len(reading.text) <= longest * len(text) for reading in readings)
    letters = TRICKS._full
    units = list(letters._walk(text))
    assert len(units) <= len(text)
    assert all(len(unit) <= 3 + MOST_MARKS for unit, _, _ in units)
    assert len(letters._units) < 50_000


@given(st.text(alphabet="aB1 _.,-\n'$é가Дß", max_size=24) | TEXTS)
def test_a_character_of_the_line_is_found_in_the_text_as_if_all_its_words_were_cut(text: str) -> None:
    line, moves = Line(text).line, gaps(text)
    at = 1
    for start, end, _ in cut(text) if moves else ():
        assert line[at : at + end - start] == text[start:end]
        begins, further = moves or ([], [])
        for place in range(at, at + end - start):
            assert place + further[bisect_right(begins, place) - 1] == start + place - at
        at += end - start + 1
