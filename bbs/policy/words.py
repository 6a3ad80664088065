"""Cutting a text into words (policy language, semantics 3)."""

from __future__ import annotations

import re

from bbs.policy.characters import CLASSES

_TAIL = r"(?![wsLVTGdmi]|'[wsLVTG])"
_TOKEN = re.compile(
    rf"""
    (?:o|r[mi]*r?)[mi]*                         # a character that is a word of its own; two halves of a flag
    | ([wsLVTGdmi]+                             # a run of letters, digits and marks
       (?:(?<=[wsLVTGmi])'(?=[wsLVTG])(?!s{_TAIL})[wsLVTGdmi]+)*  # with apostrophes between letters
      )(?:(?<=[wsLVTGmi])'s{_TAIL})?            # and a final 's that is dropped
    """,
    re.VERBOSE,
)

# Where all of a text is easy, a word is simply a run of what `re` calls letters and digits.
_HARD = re.compile(
    r"[^\0-#%&(-;?@A-Z\[\\\]_a-z{}\x7f\xa1\xa7\xab\xb6\xb7\xbb\xbf\xc0-\xd6\xd8-\xf6\xf8-\u024f"
    r"\u0388-\u03f5\u0400-\u0481\u048a-\u052f\u2010-\u2018\u201a-\u2027\u3001-\u3003\uac00-\ud7a3]"
)
_EASY_WORD = re.compile(r"[^\W_]+")

_STOP = "\0"
_SEPARATED = {
    code: chr(code) if kind in "wsd" else " " if kind == " " else _STOP
    for code, kind in ((code, CLASSES[code]) for code in range(128))
}
"""For ASCII: separators become spaces, and what needs a closer look becomes _STOP."""


def cut(text: str) -> list[tuple[int, int, int]]:
    """The words of a text: start, end without a final 's, and end with it."""
    return [
        (match.start(), match.end(match.lastindex or 0), match.end())
        for match in _TOKEN.finditer(text.translate(CLASSES))
    ]


def words_of(text: str) -> list[str]:
    """The words of a text, without final 's."""
    if text.isascii():
        separated = text.translate(_SEPARATED)
        if _STOP not in separated:
            return separated.split()
    elif _HARD.search(text) is None:
        return _EASY_WORD.findall(text)
    return [text[start:end] for start, end, _ in cut(text)]


def line_of(text: str) -> str:
    """The words of a text with one space between them and around them; one space where there are none."""
    return " ".join(("", *words_of(text), ""))
