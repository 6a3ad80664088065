"""Semantics 2 and 3, held through a whole policy: what each folding step sees through, in many scripts."""

from __future__ import annotations

import unicodedata

import pytest
from trial import hits, matched, rule

from bbs.policy.steps import STEPS
from bbs.policy.submission import Span, Submission

TRICKS = "see_through: tricks\n"
EXACT = "see_through: exact\n"


def spans(phrase: str, body: str, see_through: str = "tricks") -> list[Span]:
    condition = f"{{words: ['{phrase.replace(chr(39), chr(39) * 2)}']}}"
    decision = rule(condition, top=f"see_through: {see_through}\n").judge(Submission(body))
    return [span for match in decision.matches for span in match.spans]


def found(phrase: str, body: str, see_through: str = "tricks") -> list[tuple[str, str]]:
    """What was marked in the original, and the steps that were needed, in one word each."""
    return [(span.text, " ".join(span.steps)) for span in spans(phrase, body, see_through)]


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


# "see_through: tricks   # exact | plain | tricks, or a list of folding steps"


STEP_CASES = [
    # step, phrase, text that needs this step and no other, what is marked
    ("case", "cake", "a CAKE!", "CAKE"),
    ("case", "strasse", "die Straße", "Straße"),
    ("case", "жук", "ЖУК", "ЖУК"),
    ("case", "σας", "ΣΑΣ", "ΣΑΣ"),
    ("width", "cake", "a ｃａｋｅ", "ｃａｋｅ"),
    ("width", "fine", "so ﬁne", "ﬁne"),
    ("width", "ガ", "ｶﾞ", "ｶﾞ"),
    ("width", "2013", "２０１３年", "２０１３"),
    ("width", "don't", "don’t", "don’t"),
    ("accents", "cafe", "a café", "café"),
    ("accents", "cafe", "a cafe\u0301", "cafe\u0301"),
    ("accents", "елка", "ёлка", "ёлка"),
    ("accents", "αλφα", "άλφα", "άλφα"),
    ("invisible", "cake", "ca\u200bke", "ca\u200bke"),
    ("invisible", "cake", "\xadca\xadke\xad", "ca\xadke"),
    ("invisible", "天安", "天\u2060安", "天\u2060安"),
    ("lookalikes", "cake", "a саkе", "саkе"),
    ("lookalikes", "hope", "ℎoрe", "ℎoрe"),
    ("leet", "cake", "c4k3", "c4k3"),
    ("leet", "toast", "t0@$7", "t0@$7"),
    ("leet", "bird", "b!rd", "b!rd"),
    ("stretch", "cake", "caaaake", "caaaake"),
    ("stretch", "book", "boooook", "boooook"),
    ("stretch", "привет", "приииивет", "приииивет"),
    ("spread", "cake", "c a k e", "c a k e"),
    ("spread", "cake", "c.a-k…e", "c.a-k…e"),
    ("spread", "생일축하", "생 일 축 하", "생 일 축 하"),
]  # fmt: skip


@pytest.mark.parametrize(("step", "phrase", "body", "marked"), STEP_CASES)
def test_each_step_alone_sees_through_its_disguise(step: str, phrase: str, body: str, marked: str) -> None:
    assert found(phrase, body, f"[{step}]") == [(marked, step)]


@pytest.mark.parametrize(("step", "phrase", "body", "marked"), STEP_CASES)
def test_exact_takes_no_step_at_all(step: str, phrase: str, body: str, marked: str) -> None:
    assert found(phrase, body, "exact") == []


@pytest.mark.parametrize(("step", "phrase", "body", "marked"), STEP_CASES)
def test_plain_takes_the_first_four_and_tricks_all(step: str, phrase: str, body: str, marked: str) -> None:
    assert [text for text, _ in found(phrase, body, "plain")] == ([marked] if step in STEPS[:4] else [])
    assert [text for text, _ in found(phrase, body, "tricks")] == [marked]


@pytest.mark.parametrize(
    ("step", "phrase", "body", "marked"), [case for case in STEP_CASES if case[1] not in {"don't", "hope"}]
)  # fmt: skip  # an apostrophe is one in every spelling; ℎ is both wide and a look-alike
def test_without_its_step_a_disguise_holds(step: str, phrase: str, body: str, marked: str) -> None:
    others = ", ".join(one for one in STEPS if one != step)
    touched = {one for span in spans(phrase, body, f"[{others}]") for one in span.steps}
    assert step not in touched
    assert not found(phrase, body, f"[{others}]") or step in {"width", "accents"}


@pytest.mark.parametrize(
    ("phrase", "body", "marked", "steps"),
    [
        ("hello", "H\u200bЕ1lооо", "H\u200bЕ1lооо", "case invisible lookalikes leet stretch"),
        ("birthday", "ｂ\u200bіrthd4y", "ｂ\u200bіrthd4y", "width invisible lookalikes leet"),
        ("hello", "h e e e l l o", "h e e e l l o", "stretch spread"),
        ("happy birthday", "H4PPY b.i.r.t.h.d.a.y", "H4PPY b.i.r.t.h.d.a.y", "case leet spread"),
        ("cake", "Ç.Å.K.É", "Ç.Å.K.É", "case accents spread"),
        ("good", "g00000d", "g00000d", "leet stretch"),
        ("cafe", "ＣＡＦＥ\u0301", "ＣＡＦＥ\u0301", "case width accents"),
        ("meet", "mееt", "mееt", "lookalikes"),
    ],
)
def test_steps_work_together_and_each_hit_names_those_it_needed(
    phrase: str, body: str, marked: str, steps: str
) -> None:
    assert found(phrase, f"so {body}, you") == [(marked, steps)]


# "leet (0o 1i/l 3e 4a 5s 7t @a $s !i, both readings of 1, only in words that contain a letter, ...)"


@pytest.mark.parametrize(
    ("phrase", "body", "hit"),
    [
        ("bob", "b0b", True),
        ("bib", "b1b", True),
        ("blb", "b1b", True),
        ("beb", "b3b", True),
        ("bab", "b4b", True),
        ("bsb", "b5b", True),
        ("btb", "b7b", True),
        ("bab", "b@b", True),
        ("bsb", "b$b", True),
        ("bib", "b!b", True),
        ("bgb", "b9b", False),
        ("bbb", "b8b", False),
        ("sos", "505", False),
        ("sos", "5o5", True),
        ("s", "$", False),
        ("a", "@ $", False),
        ("as", "@$", False),
        ("hi", "hi!", True),
        ("hii", "hi!", False),
        ("pass", "pa$$", True),
        ("lis", "l15", True),
        ("ill", "1ll", True),
        ("lil", "l1l", True),
        ("zoo", "2013 z00", True),
    ],
)  # fmt: skip
def test_leet_reads_these_signs_and_no_others(phrase: str, body: str, hit: bool) -> None:
    assert bool(found(phrase, body, "[leet]")) is hit


@pytest.mark.parametrize(
    ("phrase", "body"),
    [("milk", "m1lk"), ("mllk", "m1lk"), ("hello", "he110")],
)
def test_both_readings_of_one_are_tried(phrase: str, body: str) -> None:
    assert found(phrase, body, "[leet]") == [(body, "leet")]


# "stretch (runs of three or more, tried as one and as two)"


@pytest.mark.parametrize(
    ("phrase", "body", "hit"),
    [
        ("god", "gooood", True),
        ("good", "gooood", True),
        ("good", "goood", True),
        ("god", "good", False),
        ("good", "god", False),
        ("hello", "heeelllooo", True),
        ("helo", "heeello", False),
        ("helloo", "hellooooo", True),
        ("aaah", "aaah", True),
        ("ah", "aaah", True),
        ("aah", "aaaaaah", True),
        ("aaah", "aaaaah", False),
        ("committee", "commmitteee", True),
        ("comitee", "commmitteee", False),
    ],
)  # fmt: skip
def test_a_run_of_three_or_more_is_tried_as_one_and_as_two(phrase: str, body: str, hit: bool) -> None:
    assert bool(found(phrase, body, "[stretch]")) is hit


# "spread (three or more one-character words in a row, whatever separates them)"


@pytest.mark.parametrize(
    ("phrase", "body", "marked"),
    [
        ("tea", "t e a", "t e a"),
        ("tea", "t\ne\t a", "t\ne\t a"),
        ("tea", "t_e_a", "t_e_a"),
        ("tea", "(t) [e] {a}", "t) [e] {a"),
        ("tea", "t, e, a", "t, e, a"),
        ("tea", "te a", None),
        ("te", "t e", None),
        ("tea", "t e a x", None),
        ("teax", "t e a x", "t e a x"),
        ("tea", "t 🎂 e a", None),
        ("t e a", "t e a", "t e a"),
        ("tea", "t é a", None),
        ("m1lk", "m 1 l k", "m 1 l k"),
    ],
)  # fmt: skip
def test_a_spread_words_span_runs_from_its_first_to_its_last_letter(
    phrase: str, body: str, marked: str | None
) -> None:
    assert [text for text, _ in found(phrase, f"so: {body}!", "[spread]")] == ([marked] if marked else [])


# "accents (marks on Latin, Greek and Cyrillic letters; Hangul kept whole)"


@pytest.mark.parametrize(
    ("phrase", "body", "hit"),
    [
        ("cafe", "café", True),
        ("café", "cafe", True),
        ("naive", "naïve", True),
        ("и", "й", True),
        ("ε", "έ", True),
        ("ångström", "angstrom", True),
        ("o", "ø", False),
        ("l", "ł", False),
        ("عيد", "عِيد", False),
        ("שלום", "שָׁלוֹם", False),
        ("क", "कि", False),
        ("か", "が", False),
        ("가", "각", False),
        ("กา", "ก่า", False),
    ],
)  # fmt: skip
def test_marks_are_dropped_on_latin_greek_and_cyrillic_letters_only(
    phrase: str, body: str, hit: bool
) -> None:
    assert bool(found(phrase, body, "plain")) is hit


# "Every folded character keeps the start and end of its original": many scripts, offsets in the original


@pytest.mark.parametrize(
    ("script", "phrase", "body", "start", "marked"),
    [
        ("Korean", "생일 축하", "오늘 생일을 축하합니다", 3, "생일을 축하"),
        ("Korean, decomposed", "생일", nfd("내 생일이"), len(nfd("내 ")), nfd("생일")),
        ("Korean, decomposed phrase", nfd("생일"), "내 생일이", 2, "생일"),
        ("Korean, suffix", "*일", "내 생일", 3, "일"),
        ("Russian", "днем рождения", "С Днём рождения!", 2, "Днём рождения"),
        ("Russian, spread", "да", "д а", -1, ""),
        ("Chinese", "生日", "祝你生日快乐", 2, "生日"),
        ("Chinese, spaced", "生日快乐", "祝 生 日 快 乐", 2, "生 日 快 乐"),
        ("Chinese, wide digits", "5 月 35 日", "是５月３５日", 1, "５月３５日"),
        ("Japanese", "たんじょうび", "お誕生日とたんじょうび", 5, "たんじょうび"),
        ("Japanese, half width", "パーティー", "今夜ﾊﾟｰﾃｨｰ!", 2, "ﾊﾟｰﾃｨｰ"),
        ("Japanese, voice mark", "が", "か\u3099", 0, "か\u3099"),
        ("Thai", "วันเกิด", "สุขสันต์วันเกิดนะ", 8, "วันเกิด"),
        ("Lao", "ສະບາຍດີ", "xສະບາຍດີy", 1, "ສະບາຍດີ"),
        ("Khmer", "សួស្តី", "សួស្តី!", 0, "សួស្តី"),
        ("Burmese", "မင်္ဂလာ", "မင်္ဂလာပါ", 0, "မင်္ဂလာ"),
        ("Arabic", "عيد ميلاد", "هذا عيد ميلاد!", 4, "عيد ميلاد"),
        ("Arabic, presentation forms", "سلام", "ﺳﻼﻡ", 0, "ﺳﻼﻡ"),
        ("Hebrew", "יום הולדת", "היום יום הולדת", 5, "יום הולדת"),
        ("Hebrew, marks of direction", "שלום", "\u202bשלום\u202c", 1, "שלום"),
        ("Hindi", "जन्मदिन", "आज जन्मदिन है", 3, "जन्मदिन"),
        ("Hindi, composed", "क़लम", "वह क\u093cलम", 3, "क\u093cलम"),
        ("Greek", "γενέθλια", "ΧΑΡΟΥΜΕΝΑ ΓΕΝΕΘΛΙΑ", 10, "ΓΕΝΕΘΛΙΑ"),
        ("Turkish", "doğum günü", "DOĞUM GÜNÜ kutlu", 0, "DOĞUM GÜNÜ"),
        ("Turkish, dotted capital", "istanbul", "güzel İSTANBUL", 6, "İSTANBUL"),
        ("Vietnamese", "sinh nhật", "chúc SINH NHA\u0323\u0302T", 5, "SINH NHA\u0323\u0302T"),
        ("emoji", "🎂", "yum🎂🎉", 3, "🎂"),
        ("emoji, skin", "👍", "ok 👍🏽", 3, "👍"),
        ("emoji, family", "👨\u200d👩\u200d👧", "a👨\u200d👩\u200d👧b", 1, "👨\u200d👩\u200d👧"),
        ("emoji, selector", "❤", "I ❤\ufe0f you", 2, "❤\ufe0f"),
        ("flag", "🇰🇷", "go🇰🇷!", 2, "🇰🇷"),
        ("half of two flags", "🇷🇺", "🇰🇷🇺🇸", -1, ""),
    ],
)
def test_a_span_is_where_the_phrase_stood_in_the_original(
    script: str, phrase: str, body: str, start: int, marked: str
) -> None:
    places = [(span.start, span.text) for span in spans(phrase, body)]
    assert places == ([(start, marked)] if marked else [])


@pytest.mark.parametrize(
    "phrase", ["생일", "день", "生日", "วันเกิด", "عيد", "שלום", "जन्मदिन", "γενεθλια", "🎂"]
)
def test_a_phrase_of_any_script_matches_itself_at_every_depth_of_folding(phrase: str) -> None:
    for see_through in ("exact", "plain", "tricks"):
        assert found(phrase, f"x {phrase}, y", see_through) == [(phrase, "")]


# "Phrases are folded by those of the first four that see_through has."


@pytest.mark.parametrize(
    ("phrase", "body", "see_through", "hit"),
    [
        ("CAKE", "cake", "plain", True),
        ("CAKE", "cake", "exact", False),
        ("CAKE", "CAKE", "exact", True),
        ("CAKE", "cake", "[leet]", False),
        ("c4ke", "cake", "tricks", False),
        ("c4ke", "c4ke", "tricks", True),
        ("café", "cafe", "[accents]", True),
        ("café", "cafe", "[case]", False),
        ("сake", "cake", "tricks", False),
        ("сake", "сake", "tricks", True),
        ("caaake", "cake", "tricks", False),
        ("caaake", "caaake", "tricks", True),
        ("ca\u200bke", "cake", "plain", True),
        ("ca\u200bke", "cake", "[case]", False),
        ("ﬁne", "fine", "plain", True),
    ],
)  # fmt: skip
def test_phrases_are_folded_by_the_first_four_steps_alone(
    phrase: str, body: str, see_through: str, hit: bool
) -> None:
    assert bool(found(phrase, body, see_through)) is hit


# "the reading with the fewest steps is the one named (so mp3, 4pm and Cyrillic words still match themselves)"


@pytest.mark.parametrize(
    "phrase", ["mp3", "4pm", "h2o", "пять", "сор", "www", "b2b", "5s", "a b c", "оса", "$100"]
)
def test_what_looks_like_a_disguise_still_matches_itself_under_tricks(phrase: str) -> None:
    assert found(phrase, phrase) == [(phrase, "")]


def test_a_place_is_named_once_however_many_readings_have_it() -> None:
    assert found("ape", "ape 4pe аpe aaape") == [
        ("ape", ""),
        ("4pe", "leet"),
        ("аpe", "lookalikes"),
        ("aaape", "stretch"),
    ]  # fmt: skip


# "`disguised: true`: only hits that needed invisible, lookalikes, leet, stretch or spread"


@pytest.mark.parametrize(("step", "phrase", "body", "marked"), STEP_CASES)
def test_case_width_and_accents_are_no_disguise_and_the_other_steps_are(
    step: str, phrase: str, body: str, marked: str
) -> None:
    condition = "{words: ['" + phrase.replace("'", "''") + "'], disguised: true}"
    assert hits(condition, body, top=TRICKS) == ([marked] if step not in STEPS[:3] else [])


def test_only_the_disguised_of_several_hits_are_kept() -> None:
    assert hits("{words: [cake], disguised: true}", "cake c4ke CAKE", top=TRICKS) == ["c4ke"]


def test_under_plain_and_exact_only_what_they_see_through_can_be_a_disguise() -> None:
    condition = "{words: [cake], disguised: true}"
    assert hits(condition, "ca\u200bke c4ke") == ["ca\u200bke"]
    assert not matched(condition, "ca\u200bke c4ke cake", top=EXACT)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("meet at the square", []),
        ("m33t at the square", ["m33t", "square"]),
        ("meet at the squаre", ["meet", "squаre"]),
        ("MEET at the SQUARE", []),
    ],
)
def test_a_combination_is_disguised_if_one_of_its_parts_is(body: str, expected: list[str]) -> None:
    assert hits("{words: [meet + square], disguised: true}", body, top=TRICKS) == expected


def test_at_least_counts_only_phrases_in_disguise() -> None:
    condition = "{words: [cake, bun], disguised: true, at_least: 2}"
    assert not matched(condition, "c4ke bun", top=TRICKS)
    assert matched(condition, "c4ke b\u200bun", top=TRICKS)
