"""What kind of character each one is, where words are cut."""

from __future__ import annotations

import pytest

from bbs.policy.characters import class_of


@pytest.mark.parametrize(
    ("kind", "characters"),
    [
        ("w", "aZéßАπ\u212a각\u2163"),  # letters of scripts with word spaces; a Kelvin sign; a Roman numeral
        ("s", "sS\u017fⓢⓈ"),  # with its long and its circled forms, because a final 's is dropped
        ("d", "05\u0665\u2460"),  # digits of any script, circled ones too
        ("L", "\u1100\u1112ㄱ"),
        ("V", "\u1161\u1175"),
        ("T", "\u11a8\u11c2"),
        ("G", "가하"),  # a syllable without a trailing consonant
        ("o", "字かไ$+😀"),  # scripts without word spaces, symbols and emoji
        ("r", "\U0001f1e6\U0001f1ff"),
        ("m", "\u0301\uff9e"),
        ("i", "\u200b\u00ad\ufe0f"),
        ("'", "'’\uff07"),
        (" ", " _!@-。"),
    ],
)
def test_every_kind_of_character_has_its_class(kind: str, characters: str) -> None:
    assert {char: class_of(char) for char in characters} == dict.fromkeys(characters, kind)


def test_a_letter_in_a_circle_is_that_letter_and_other_signs_are_words_of_their_own() -> None:
    assert [class_of(char) for char in "ⓐ㉠㊀☎"] == ["w", "L", "o", "o"]
