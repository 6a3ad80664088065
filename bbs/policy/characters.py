"""What kind of character each one is: the letters of the class strings that words are cut by.

A class string has one ASCII letter for every character of a text:
`w` letter, `s` the letter s, `L` `V` `T` `G` parts of Hangul syllables (leading, vowel, trailing, open
syllable), `d` digit, `m` mark, `i` invisible, `o` a word of its own, `r` half of a flag, `'` apostrophe,
and a space for everything that separates words.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Generic, TypeVar

RUN = "wsLVTGd"
"""The classes that make up a word together with marks and invisible characters."""

APOSTROPHES = "'\u2019\uff07"

Key = TypeVar("Key", int, str, bytes)
Value = TypeVar("Value")


class Memo(dict[Key, Value], Generic[Key, Value]):
    """Remembers what a pure function answered. It forgets everything when full, so hostile text cannot fill it."""

    def __init__(self, answer: Callable[[Key], Value], most: int = 50_000) -> None:
        super().__init__()
        self._answer: Callable[[Key], Value] = answer
        self._most = most

    def __missing__(self, key: Key) -> Value:
        if len(self) >= self._most:
            self.clear()
        value = self[key] = self._answer(key)
        return value


def _ranges(*pairs: tuple[int, int]) -> Callable[[str], bool]:
    return lambda char: any(first <= ord(char) <= last for first, last in pairs)


_NO_SPACES = (
    (0x0E01, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F), (0xA9E0, 0xA9FE), (0xAA60, 0xAA7F),  # Myanmar
    (0x1780, 0x17FF), (0x19E0, 0x19FF),  # Khmer
    (0x2E80, 0x2FD5), (0x3005, 0x3007), (0x3021, 0x3029), (0x3038, 0x303C),  # Han signs and radicals
    (0x3041, 0x30FF), (0x31F0, 0x31FF), (0xFF66, 0xFF9D), (0x1AFF0, 0x1B16F),  # Hiragana, Katakana
    (0x3400, 0x9FFF), (0xF900, 0xFAFF), (0x16FF0, 0x16FFF), (0x20000, 0x3FFFD),  # Han
)  # fmt: skip
_without_word_spaces = _ranges(*_NO_SPACES)
WITHOUT_WORD_SPACES = "".join(f"{chr(first)}-{chr(last)}" for first, last in _NO_SPACES)
"""The scripts without word spaces, as the inside of a character class of a regular expression."""

_default_ignorable = _ranges(
    (0x034F, 0x034F), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x2060, 0x206F),
    (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0xE0000, 0xE0FFF),
)  # fmt: skip

_pictures = _ranges((0x1F000, 0x1FAFF))
"""Emoji live here; an unassigned character of this block is an emoji newer than Python's tables."""

_flag_halves = _ranges((0x1F1E6, 0x1F1FF))


def is_invisible(char: str) -> bool:
    """Whether a character shows nothing by itself: format characters and Unicode's default-ignorable ones."""
    return unicodedata.category(char) == "Cf" or _default_ignorable(char)


def class_of(char: str) -> str:
    """The class of one character, as the module's text lists them."""
    if char in APOSTROPHES:
        return "'"
    if is_invisible(char):
        return "i"
    category = unicodedata.category(char)
    if category[0] == "M" or char in "\uff9e\uff9f":  # half-width kana voice marks are letters in name only
        return "m"
    if category[0] in "LN":
        return "o" if _without_word_spaces(char) else _class_of_letter(char, category)
    if category[0] == "S" or category == "Cs" or (category == "Cn" and _pictures(char)):
        return "r" if _flag_halves(char) else _class_of_symbol(char)
    return " "


def _class_of_letter(char: str, category: str) -> str:
    core = compatible_core(char)
    if core != char and len(core) == 1 and CLASSES[ord(core)] in RUN + "o":
        return CLASSES[ord(core)]
    if char in "sS":
        return "s"
    if category[0] == "L" or core.isalpha():  # a Roman numeral is written in letters
        return _class_of_hangul(ord(char))
    return "d"


def _class_of_hangul(code: int) -> str:
    if 0x1100 <= code <= 0x1112:
        return "L"
    if 0x1161 <= code <= 0x1175:
        return "V"
    if 0x11A8 <= code <= 0x11C2:
        return "T"
    return "G" if 0xAC00 <= code <= 0xD7A3 and (code - 0xAC00) % 28 == 0 else "w"


def _class_of_symbol(char: str) -> str:
    core = compatible_core(char)
    if core != char and len(core) == 1 and CLASSES[ord(core)] in RUN:
        return CLASSES[ord(core)]  # a letter in a circle is a letter
    return "o"


def compatible_core(unit: str) -> str:
    """The NFKC form of one letter with its marks, without separators around the letter: `⒜` gives a."""
    wide = unicodedata.normalize("NFKC", unit)
    if wide == unit:
        return unit
    if " " not in wide.translate(CLASSES):
        return wide
    return unicodedata.normalize("NFKC", "".join(_core(char) for char in unit))


def _core(char: str) -> str:
    wide = unicodedata.normalize("NFKC", char)
    classes = wide.translate(CLASSES)
    return wide[len(classes) - len(classes.lstrip(" ")) : len(classes.rstrip(" "))]


CLASSES: Memo[int, str] = Memo(lambda code: class_of(chr(code)))
"""Table for str.translate that turns a text into its class string."""


def has_dropped_marks(base: str) -> bool:
    """Whether accents on this letter are dropped: Latin, Greek and Cyrillic."""
    return unicodedata.name(base, "").startswith(("LATIN ", "GREEK ", "CYRILLIC "))
