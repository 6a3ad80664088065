"""What folding makes comparable, step by step (policy language, semantics 2)."""

from __future__ import annotations

import unicodedata

import pytest

from bbs.policy.characters import CLASSES, Memo
from bbs.policy.fold import DISGUISES, STEPS, Folder, collapse, fits, steps_of
from bbs.policy.letters import _ONLY_CASE, Letters

PLAIN = Folder("plain")
TRICKS = Folder("tricks")


def lines(text: str, *steps: str) -> list[str]:
    """The words of every reading that is not collapsed, under some steps alone."""
    return [reading.line.strip() for reading in Folder(steps).readings(text) if not reading.collapsed]


def last(text: str, *steps: str) -> str:
    return lines(text, *steps)[-1]


def found(phrase: str, text: str, folder: Folder = TRICKS) -> tuple[str, tuple[str, ...]] | None:
    """The original of the first hit of a phrase as whole words, and its steps."""
    words = " ".join(folder.words(folder.phrase(phrase)))
    for reading in folder.readings(text):
        key = f" {collapse(words) if reading.collapsed else words} "
        start = reading.line.find(key) + 1
        end = start + len(key) - 2
        if start and fits(words, reading, start, end):
            first, after = reading.span(start, end)
            return text[first:after], reading.steps(start, end)
    return None


# Names of steps


def test_exact_takes_no_step_plain_the_first_four_and_tricks_all() -> None:
    assert (steps_of("exact"), steps_of("plain"), steps_of("tricks")) == ((), STEPS[:4], STEPS)


def test_a_list_of_steps_is_put_in_order_and_each_step_taken_once() -> None:
    assert steps_of(["leet", "case", "leet"]) == ("case", "leet")


def test_one_step_needs_no_list() -> None:
    assert steps_of("leet") == ("leet",)


@pytest.mark.parametrize("see_through", ["triks", ["case", "triks"]])
def test_an_unknown_step_is_named_with_what_was_probably_meant(see_through: str | list[str]) -> None:
    with pytest.raises(ValueError, match=r"`triks` is no way.*did you mean `tricks`.*write exact, plain"):
        steps_of(see_through)


def test_an_unknown_step_like_no_other_gets_no_guess() -> None:
    with pytest.raises(ValueError, match="disguise; write exact"):
        Folder(["qqqq"])


def test_case_width_and_accents_are_no_disguises() -> None:
    assert set(STEPS) - DISGUISES == {"case", "width", "accents"}


# Each step alone


def test_exact_keeps_everything() -> None:
    assert last("Tea ＴＥＡ té т3а ttteeea t.e.a") == "Tea ＴＥＡ té т3а ttteeea t e a"


@pytest.mark.parametrize(
    ("text", "folded"), [("TEA", "tea"), ("Straße", "strasse"), ("ΣΑΣ", "σασ"), ("Жук", "жук")]
)
def test_case_folds_capitals(text: str, folded: str) -> None:
    assert last(text, "case") == folded


@pytest.mark.parametrize(
    ("text", "folded"),
    [("ＴＥＡ", "TEA"), ("ﬁne", "fine"), ("Ⓣⓔⓐ", "Tea"), ("ｶﾞ", "ガ"), ("don’t", "don't"), ("don＇t", "don't"),
     ("𝕥𝕖𝕒", "tea"), ("Ⅷ", "VIII"), ("１２", "12")],
)  # fmt: skip
def test_width_makes_full_width_and_decorated_letters_ordinary(text: str, folded: str) -> None:
    assert last(text, "width") == folded


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("é", "e"),
        ("e\u0301", "e"),
        ("ǖ", "u"),
        ("Ångström", "Angstrom"),
        ("й", "и"),
        ("έ", "ε"),
        ("e\u20dd", "e"),
    ],
)
def test_accents_drops_marks_on_latin_greek_and_cyrillic_letters(text: str, folded: str) -> None:
    assert last(text, "accents") == folded


@pytest.mark.parametrize("text", ["हिन्दी", "กี่", "مُحَمَّد", "שָׁלוֹם", "가", "5\u0301"])
def test_accents_keeps_the_marks_of_other_scripts(text: str) -> None:
    assert last(text, "accents") == text


@pytest.mark.parametrize("hidden", "\xad\u200b\u200d\u2060\ufeff\ufe0f\u202e\u115f\u3164\u034f\U000e0041")
def test_invisible_removes_what_shows_nothing(hidden: str) -> None:
    assert last(f"te{hidden}a", "invisible") == "tea"


@pytest.mark.parametrize("joiner", "\u200c\u200d\ufe0f")
def test_a_joiner_before_the_first_letter_joins_nothing_and_hides_nothing_of_the_word(joiner: str) -> None:
    assert found("cake", f"{joiner}cake") == ("cake", ())
    assert found("cake", f"{joiner}ca{joiner}ke") == (f"ca{joiner}ke", ("invisible",))


@pytest.mark.parametrize(
    ("text", "folded"),
    [("tеа", "tea"), ("Неllо", "Hello"), ("һоνе", "hove"), ("h℮llo", "hello"), ("Іt", "It")],
)
def test_lookalikes_reads_the_ascii_letter_that_a_character_resembles(text: str, folded: str) -> None:
    assert last(text, "lookalikes") == folded


def test_a_look_alike_is_folded_by_case_again() -> None:
    assert last("НЕLLO", "case", "lookalikes") == "hello"


def test_a_letter_looks_like_what_was_written_not_like_its_small_form() -> None:
    assert last("Νight Ν\u0301ight", "case", "accents", "lookalikes") == "night night"


def test_what_width_makes_ascii_is_no_look_alike() -> None:
    assert found("tea", "ｔ3ａ") == ("ｔ3ａ", ("width", "leet"))


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("h3ll0", "hello"),
        ("c4k3", "cake"),
        ("7ea5", "teas"),
        ("c@ke", "cake"),
        ("pa$$ed", "passed"),
        ("b!rd", "bird"),
    ],
)
def test_leet_reads_digits_and_signs_as_letters(text: str, folded: str) -> None:
    assert last(text, "leet") == folded


def test_leet_reads_a_one_as_i_and_as_l() -> None:
    assert lines("m1lk", "leet") == ["m1lk", "milk", "mllk"]


@pytest.mark.parametrize(
    "text", ["2013", "$100", "it is 5 @ 7", "a $ 5", "2@9", "你2013", "!", "love🎂2013", "a2@013"]
)
def test_leet_leaves_numbers_and_lonely_signs(text: str) -> None:
    assert len(Folder(["leet"]).readings(text)) == 1


@pytest.mark.parametrize("text", ["b1rthday!", "b1rthday!!!", "b1rthday! you"])
def test_an_exclamation_mark_at_the_end_of_a_word_is_none_of_its_letters(text: str) -> None:
    assert lines(text, "leet")[1].split()[0] == "birthday"


def test_a_sign_may_reach_its_letter_through_other_signs_and_digits() -> None:
    assert last("a$5 $$a @7e e\u0301$", "leet") == "ass ssa ate e\u0301s"


@pytest.mark.parametrize("text", ["h e l l o", "h.e.l.l.o", "h,e - l\nl_o", "(h) 'e' (l) “l” o"])
def test_spread_joins_three_or_more_words_of_one_character(text: str) -> None:
    assert last(text, "spread") == "hello"


@pytest.mark.parametrize("text", ["a b cde f g", "你 好 吗", "🎂 🎉 🎂", "$ $ $", "ก ข ค", "a b c's"])
def test_spread_joins_neither_two_nor_longer_words_nor_symbols(text: str) -> None:
    assert len(Folder(["spread"]).readings(text)) == 1


def test_spread_joins_hangul_accented_letters_and_digits() -> None:
    assert last("생 일 축 하, e\u0301 t e 4 क\u093f", "spread") == "생일축하e\u0301te4क\u093f"


def test_spread_joins_every_row_and_keeps_the_text_around() -> None:
    plain, full = Folder(["spread"]).readings("Eat! t e a, and m i l k.")
    assert (plain.text, full.text) == ("Eat! t e a, and m i l k.", "Eat! tea, and milk.")


@pytest.mark.parametrize("phrase", ["hello", "helo", "heello", "heelo"])
def test_stretch_tries_each_run_of_three_or_more_as_one_and_as_two(phrase: str) -> None:
    assert found(phrase, "heeelllo", Folder(["stretch"])) == ("heeelllo", ("stretch",))


@pytest.mark.parametrize(
    ("phrase", "text"),
    [("helo", "helloo"), ("bok", "bookkk"), ("heeello", "heello"), ("heeello", "heeeello")],
)
def test_stretch_leaves_runs_of_two_and_never_lengthens(phrase: str, text: str) -> None:
    assert found(phrase, text, Folder(["stretch"])) is None


def test_a_run_may_also_stand_for_itself() -> None:
    assert found("www heelo", "www heeelo", Folder(["stretch"])) == ("www heeelo", ("stretch",))


# Fitting collapsed readings


def test_an_open_side_may_lie_inside_a_longer_run() -> None:
    (*_, collapsed) = Folder(["stretch"]).readings("haaapeel")
    assert collapsed.line == " hapel "
    assert not fits("hape", collapsed, 1, 5)
    assert fits("hape", collapsed, 1, 5, open_end=True)
    assert fits("ppe", collapsed, 3, 5, open_end=True) is False
    assert fits("el", collapsed, 4, 6, open_start=True)
    assert not fits("peell", collapsed, 3, 6, open_end=True)


def test_offsets_of_the_text_are_fitted_to_the_runs_of_the_text() -> None:
    (*_, collapsed) = Folder(["stretch"]).readings("ooo  k!!!")
    assert (collapsed.text, [collapsed.text_runs(at) for at in range(4)]) == ("o k!", [3, 2, 1, 3])
    assert fits("oo  k", collapsed, 0, 3, text=True)
    assert not fits("oo k", collapsed, 0, 3, text=True)
    assert [collapsed.runs(at) for at in range(5)] == [1, 3, 1, 1, 1]


def test_in_a_reading_that_is_not_collapsed_everything_fits() -> None:
    assert fits("ll", PLAIN.readings("hello")[0], 3, 5)


# Steps together


@pytest.mark.parametrize(
    ("phrase", "text", "steps"),
    [
        ("happy birthday", "Happy b1rthday!", ("case", "leet")),
        ("birthday", "b.i.r.t.h.d.a.y", ("spread",)),
        ("birthday", "bírthdaaaay", ("accents", "stretch")),
        ("birthday", "ｂ\u200bіrthd4y", ("width", "invisible", "lookalikes", "leet")),
        ("celebration", "ce1ebration", ("leet",)),
        ("hello", "h e e e l l o", ("stretch", "spread")),
        ("생일", unicodedata.normalize("NFD", "생일"), ()),
        ("mp3", "mp3", ()),
        ("привет", "привет", ()),
        ("café", "CAFE\u0301", ("case", "accents")),
        ("ﬁne", "FINE", ("case",)),
        ("don't", "don’t", ("width",)),
    ],
)
def test_a_hit_names_the_steps_it_needed(phrase: str, text: str, steps: tuple[str, ...]) -> None:
    assert found(phrase, text) == (text.rstrip("!"), steps)


def test_readings_come_with_the_fewest_steps_first() -> None:
    readings = TRICKS.readings("heeelllo b1rd")
    assert [(reading.line, reading.collapsed) for reading in readings] == [
        (" heeelllo b1rd ", False),
        (" heeelllo bird ", False),
        (" heeelllo blrd ", False),
        (" helo b1rd ", True),
        (" helo bird ", True),
        (" helo blrd ", True),
    ]


@pytest.mark.parametrize("text", ["Happy birthday!", "", "생일 축하해요", "Crème brûlée"])
def test_text_without_disguise_has_one_reading(text: str) -> None:
    assert len(TRICKS.readings(text)) == 1


def test_a_plain_policy_has_one_reading() -> None:
    assert [reading.text for reading in PLAIN.readings("B1rd ttthree a b c")] == ["b1rd ttthree a b c"]


# Phrases


def test_a_phrase_is_folded_by_the_first_four_steps_alone() -> None:
    assert TRICKS.phrase("ＴÉa\u200b b1rd сake!!!") == "tea b1rd сake!!!"


def test_a_symbol_that_becomes_letters_stays_a_word_of_its_own() -> None:
    assert PLAIN.phrase("™") == "tm"
    assert PLAIN.phrase("Tea™!") == "tea tm !"
    assert PLAIN.words("tea tm !") == ("tea", "tm")
    assert found("tea", "Tea™", PLAIN) == ("Tea", ("case",))


def test_white_space_that_was_written_around_a_phrase_stays() -> None:
    assert PLAIN.phrase(" Tea ") == " tea "


# Clusters


@pytest.mark.parametrize("text", ["각", "\u1100\u1161\u11a8", "가\u11a8", "ㄱㅏ\u11a8", "ᄀ\u200bᅡᆨ"])
def test_the_parts_of_a_hangul_syllable_make_one_syllable(text: str) -> None:
    assert PLAIN.phrase(text) == "각"


def test_at_most_four_marks_in_a_row_are_looked_at() -> None:
    marks = "\u0300" * 9
    assert PLAIN.phrase("ש" + marks) == PLAIN.phrase("ש" + marks[:4]) == "ש" + marks[:4]


def test_lone_surrogates_are_read_as_replacement_characters() -> None:
    for folder in (Folder("exact"), PLAIN, TRICKS):
        assert folder.readings("tea\ud800\udc00")[0].line == " tea \ufffd \ufffd "


@pytest.mark.parametrize("text", ["a\u2017b", "a´b", "a\u0e33", "ก\u0e33b"])
def test_nothing_is_made_wide_that_would_change_where_words_end(text: str) -> None:
    assert PLAIN.phrase(text) == text


def test_separators_around_a_number_are_left_out() -> None:
    assert PLAIN.phrase("⒈ ⑴ ㈠\u0338") == "1 1 一\u0338"


def test_a_lone_mark_is_not_made_a_letter_by_case() -> None:
    assert PLAIN.phrase("\u0345") == "\u0345"


def test_texts_taken_as_easy_are_changed_by_case_alone() -> None:
    careful = Letters(STEPS[:5])
    easy = [chr(code) for code in range(0x110000) if not _ONLY_CASE.search(chr(code))]
    assert len(easy) > 11_000
    assert all(careful._units[char][0] == char.lower() for char in easy)
    assert {CLASSES[ord(char)] for char in easy if not char.isascii()} <= {"w", "G", " "}


def test_a_memory_of_answers_starts_anew_when_it_is_full() -> None:
    memo = Memo(lambda code: chr(code), most=2)
    assert [memo[code] for code in (65, 66, 67)] == ["A", "B", "C"]
    assert dict(memo) == {67: "C"}
