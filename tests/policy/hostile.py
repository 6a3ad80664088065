"""Texts that are written to make a filter slow, each of any length."""

from __future__ import annotations

HOSTILE = {
    "marks on one letter": ("a", "\u0301"),
    "marks of several classes": ("a", "\u0301\u0327\u0338"),
    "marks on nothing": ("", "\u0301"),
    "invisible characters": ("a", "\u200b"),
    "invisible between letters": ("", "a\u200b"),
    "selectors": ("a", "\ufe0f"),
    "one run of a letter": ("", "a"),
    "words of three equal letters": ("", "aaa "),
    "single letters": ("", "a b c "),
    "spread words": ("", "a b c xx "),
    "leet ones": ("", "1"),
    "leet signs": ("a", "!@$"),
    "signs and letters": ("", "a!1"),
    "apostrophes": ("a", "'"),
    "letters and apostrophes": ("", "a'"),
    "hidden apostrophes": ("", "a'\u200b"),
    "parts of syllables": ("", "\u1100\u1161\u11a8"),
    "syllables": ("", "생일을 "),
    "look-alikes": ("", "аbс "),
    "full width": ("", "ａｂｃ "),
    "ligatures that grow": ("", "ﷺ"),
    "families": ("", "👩\u200d👩\u200d👧"),
    "halves of flags": ("", "🇰"),
    "right to left": ("", "\u202eש\u05b0ל "),
    "Han": ("", "生日"),
}
"""By name: how it begins, and what is repeated."""


def hostile(name: str, length: int) -> str:
    """The text of that name, of so many characters."""
    begins, repeated = HOSTILE[name]
    return (begins + repeated * length)[:length]
