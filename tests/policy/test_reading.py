"""Every folded character knows its origin."""

from __future__ import annotations

import unicodedata

import pytest

from bbs.policy.fold import Folder, Reading

PLAIN = Folder("plain")
TRICKS = Folder("tricks")


def place(text: str, words: str, folder: Folder = TRICKS) -> tuple[Reading, int, int]:
    """The last reading whose line has the words, and their offsets there."""
    reading = next(r for r in reversed(folder.readings(text)) if words in r.line)
    start = reading.line.index(words)
    return reading, start, start + len(words)


def origin(text: str, words: str, folder: Folder = TRICKS) -> str:
    """What the words of a line were in the original."""
    reading, start, end = place(text, words, folder)
    first, after = reading.span(start, end)
    return text[first:after]


def steps(text: str, words: str, folder: Folder = TRICKS) -> tuple[str, ...]:
    reading, start, end = place(text, words, folder)
    return reading.steps(start, end)


@pytest.mark.parametrize(
    ("text", "words", "original"),
    [
        ("Happy  Birthday!", "happy birthday", "Happy  Birthday"),
        ("my cafe\u0301s", "cafe", "cafe\u0301"),
        ("e\u0301\u0300\u0302\u0303\u0304\u0305\u0306x", "e", "e\u0301\u0300\u0302\u0303\u0304\u0305\u0306"),
        ("die Straße hier", "strasse", "Straße"),
        ("Straße", "stras", "Straß"),
        ("so ﬁne", "i", "ﬁ"),
        ("ｆｕｌｌ", "ull", "ｕｌｌ"),
        ("가나다", "나", "나"),
        (unicodedata.normalize("NFD", "가각다"), "각", unicodedata.normalize("NFD", "각")),
        ("x ᄀ\u200bᅡ y", "가", "ᄀ\u200bᅡ"),
        ("a te\xada b", "tea", "te\xada"),
        ("\u200btea\u200b", "tea", "tea"),
        ("👩\u200d💻x", "👩 💻", "👩\u200d💻"),
        ("❤\ufe0f🎂", "❤", "❤\ufe0f"),
        ("שלום עולם", "עולם", "עולם"),
        ("\u202bשלום\u202c tea", "שלום", "שלום"),
        ("Tea™x", "tm", "™"),
        ("a ﷺ b", "الله عليه", "ﷺ"),
        ("at t.e.a. now", "tea", "t.e.a"),
        ("Mum's tea", "mum", "Mum"),
        ("heeello w000rld", "world", "w000rld"),
        ("b1rd", "bird", "b1rd"),
    ],
)
def test_a_span_is_what_the_words_were_in_the_original(text: str, words: str, original: str) -> None:
    assert origin(text, words) == original


@pytest.mark.parametrize(
    ("text", "words", "needed"),
    [
        ("tea Cake", "tea", ()),
        ("tea Cake", "cake", ("case",)),
        ("ＴÉa cake", "tea", ("case", "width", "accents")),
        ("e\u0301\u0301\u0301\u0301\u0301", "e", ("accents",)),
        ("t\u200bea", "tea", ("invisible",)),
        ("tea\u200b \u200bcake", "tea cake", ("invisible",)),
        ("tea\u200b cake", "tea", ()),
        ("сake", "cake", ("lookalikes",)),
        ("с4ke", "cake", ("lookalikes", "leet")),
        ("b1rd tea", "tea", ()),
        ("m i l k and tea", "milk", ("spread",)),
        ("m i l k and tea", "and tea", ()),
        ("miiilk and tea", "milk and", ("stretch",)),
        ("miiilk and tea", "and tea", ()),
        ("book and miiilk", "bok", ()),
    ],
)
def test_a_hit_has_the_steps_that_touched_its_own_characters(
    text: str, words: str, needed: tuple[str, ...]
) -> None:
    assert steps(text, words) == needed


@pytest.mark.parametrize(
    "text", ["👩\u200d💻 x", "❤\ufe0f x", "می\u200cخ x", "क\u094d\u200dष x", "🏴\U000e0067 x"]
)
def test_a_joiner_or_selector_that_does_its_honest_work_is_no_disguise(text: str) -> None:
    reading = PLAIN.readings(text)[0]
    assert reading.steps(1, len(reading.line) - 1) == ()


@pytest.mark.parametrize(
    "text", ["te\u200da x", "생\u200d일 x", "tea \u200d x", "te\u0301\u200da x", "teA\ufe0f x"]
)
def test_a_joiner_or_selector_with_nothing_to_join_is_a_disguise(text: str) -> None:
    reading = PLAIN.readings(text)[0]
    assert "invisible" in reading.steps(1, len(reading.line) - 1)


def test_the_text_has_offsets_of_its_own() -> None:
    text = "Ⓣea: ca\u0301ke!"
    (reading,) = PLAIN.readings(text)
    start = reading.text.index("a: ca")
    assert reading.text_span(start, start + 5) == (2, 8)
    assert reading.text_steps(start, start + 5) == ("accents",)
    assert reading.text_word_span(start, start + 5) == (0, 10)
    assert reading.text_word_span(start + 1, start + 2) == (3, 4)


def test_the_text_of_a_joined_word_knows_where_its_letters_were() -> None:
    reading = TRICKS.readings("Eat c.a.k.e, now")[-1]
    start = reading.text.index("ake")
    assert reading.text_span(start, start + 3) == (6, 11)
    assert reading.text_steps(start, start + 3) == ("spread",)
    assert reading.text_word_span(start, start + 3) == (4, 11)


def test_a_whole_word_includes_its_final_s_and_what_a_star_leaves_open() -> None:
    reading, start, end = place("My grandmum's caKes!", "mum cak")
    assert reading.word_span(start, end) == (3, 19)
    assert reading.span(start, end) == (8, 17)


def test_the_whole_word_of_a_han_character_is_the_character() -> None:
    reading, start, end = place("祝你生日", "生")
    assert reading.word_span(start, end) == (2, 3)


def test_a_collapsed_reading_gives_whole_runs_of_the_original() -> None:
    text = "so heeelllo-wwworld's!"
    reading, start, end = place(text, "helo", TRICKS)
    assert reading.collapsed
    assert reading.span(start, end) == (3, 11)
    assert reading.word_span(start, end - 1) == (3, 11)
    begin = reading.text.index("o-w")
    assert reading.text_span(begin, begin + 3) == (10, 15)
    assert reading.text_steps(begin, begin + 3) == ("stretch",)
    assert reading.text_steps(begin, begin + 1) == ()
    assert reading.text_word_span(begin + 2, begin + 3) == (12, 21)
