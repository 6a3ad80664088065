"""`capitals` and `script`: the letters that a text is written in."""

from __future__ import annotations

import unicodedata

import pytest
from trial import hits, matched, rule

from bbs.policy.explain import why_not
from bbs.policy.scripts import SCRIPTS
from bbs.policy.submission import Submission


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("CAKE", True),
        ("CAKe", True),  # 75 %
        ("CAKES and", False),
        ("CAKECAK and", False),  # exactly 70 % is not over
        ("CAKECAKE and", True),
        ("CAK", False),  # three letters say nothing
        ("C A K 1 2 3 4", False),
        ("생일 축하 CAKE", True),  # Hangul knows no capitals and does not count
        ("1234!?", False),
        ("ΕΛΛΑ ДОМ", True),
        ("ＣＡＫＥ", True),
        ("ǅǅǅǅ", True),  # a capital with a small letter in one is a capital
        ("straße", False),
        ("", False),
    ],
)
def test_capitals_are_counted_among_the_letters_that_could_be(body: str, expected: bool) -> None:
    assert matched("{capitals: {over: 70%}}", body) is expected


def test_title_and_body_are_counted_together() -> None:
    assert matched("{capitals: {over: 50%}}", "cake", title="CAKES")
    assert not matched("{capitals: {over: 50%}}", "cake", title="CAKE")


def test_a_share_may_have_hundredths() -> None:
    assert matched("{capitals: {over: 66.66%}}", "CCCCcc")
    assert not matched("{capitals: {over: 66.67%}}", "CCCCcc")
    assert not matched("{capitals: {over: 100%}}", "CAKE")
    assert matched("{capitals: {over: 0%}}", "Cake")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("Cake for all", "1 of the 10 letters that could be are capitals"),
        ("OK!", "only 2 of its letters can be capitals or not, and 4 are needed"),
    ],
)
def test_capitals_say_how_many_there_are(body: str, reason: str) -> None:
    found = why_not(rule("{capitals: {over: 70%}}"), "it", Submission(body))
    assert found == f"It did not match: `capitals`: {reason}."


@pytest.mark.parametrize(
    ("script", "body", "marked"),
    [
        ("cyrillic", "a кошка, рыба 1", ["кошка", "рыба"]),
        ("cyrillic", "pаypal", ["а"]),
        ("cyrillic", "paypal", []),
        ("[greek, hangul]", "λόγος 생일 ok", ["λόγος", "생일"]),
        ("hangul", "생일", ["생일"]),
        ("han", "生日快乐!", ["生日快乐"]),
        ("[hiragana, katakana]", "すし カキ", ["すし", "カキ"]),
        ("arabic", "say مرحبا", ["مرحبا"]),
        ("cyrillic", "и\u0306 и", ["и\u0306", "и"]),  # a mark belongs to its letter
        ("latin", "é e\u0301", ["é", "e\u0301"]),
        ("latin", "123 🎂 !", []),
        ("latin", "𝐛𝐨𝐥𝐝", []),  # mathematical letters are common to all scripts
    ],
)
def test_any_character_of_a_script_counts_with_the_marks_on_it(
    script: str, body: str, marked: list[str]
) -> None:
    assert hits(f"{{script: {script}}}", body) == marked
    assert matched(f"{{script: {script}}}", body) is bool(marked)


def test_an_edit_takes_the_characters_of_the_script_in_title_and_body() -> None:
    decision = rule("{script: cyrillic}", then="mask").judge(Submission("pаy me", title="я and u"))
    assert decision.edited.body == "p■y me"
    assert decision.edited.title == "■ and u"
    assert [span.phrase for span in decision.matches[0].spans] == ["cyrillic", "cyrillic"]


def test_a_script_that_is_missing_is_named() -> None:
    found = why_not(rule("{script: [greek, thai]}"), "it", Submission("cake"))
    assert found == "It did not match: `script`: no character is greek or thai."


@pytest.mark.parametrize("name", SCRIPTS)
def test_every_script_can_be_asked_for(name: str) -> None:
    first = chr(int(SCRIPTS[name].replace("-", " ").split()[0], 16))
    assert hits(f"{{script: [{name}]}}", f"1 {first} 2") == [first]


@pytest.mark.parametrize("name", ["latin", "cyrillic", "hebrew", "thai", "hangul", "devanagari"])
def test_the_table_agrees_with_the_names_that_python_gives_letters(name: str) -> None:
    letters = [chr(code) for code in range(0x10000) if unicodedata.category(chr(code))[0] == "L"]
    named = [char for char in letters if unicodedata.name(char, "").startswith(f"{name.upper()} ")]
    assert hits(f"{{script: {name}}}", " ".join(named)) == named[:200]
