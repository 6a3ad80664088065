"""Cutting a text into words (policy language, semantics 3)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from bbs.policy.characters import CLASSES, RUN, Memo
from bbs.policy.once import once

_TAIL = r"(?![wsLVTGdmi]|'i*[wsLVTG])"
_TOKEN = re.compile(
    rf"""
    [mi]*+[wsLVTGd][wsLVTGdmi]*+                # a run of letters, digits and marks
      (?:'(?<=[wsLVTGmi]')(?=i*[wsLVTG])(?!s{_TAIL})[wsLVTGdmi]++)*  # with apostrophes between letters
      ('(?<=[wsLVTGmi]')s{_TAIL})?              # and a final 's that is dropped
    | (?:o|r[mi]*r?)[mi]*                       # a character that is a word of its own; two halves of a flag
    | [mi]+                                     # marks on nothing
    """,
    re.VERBOSE,
)

_WIDE = "[^\0-\x7f]"
_ODD_APOSTROPHE = re.compile(rf"{_WIDE}'|'[sS]?'?{_WIDE}")
_APOSTROPHE = re.compile(r"'(?:(?<![A-Za-z]')|(?![A-Za-z])|[sS](?![A-Za-z0-9]|'[A-Za-z]))")
"""Among ASCII letters: the apostrophes that belong to no word, and the final 's."""

_STOP = "\0"


def _separate(code: int) -> str:
    kind = CLASSES[code]
    if kind in RUN or kind == "'" == chr(code):
        return chr(code)
    return " " if kind == " " else f" {chr(code)} " if kind == "o" else _STOP


_SEPARATED: Memo[int, str] = Memo(_separate)
"""Puts spaces where words end; _STOP says that a character needs a look at those beside it."""

_PLAIN = bytes(
    code if CLASSES[code] in RUN else 0 if CLASSES[code] in "o'" else ord(" ") for code in range(128)
).ljust(256, b"\0")
"""The same for the bytes of ASCII text; 0 stands for what needs a longer look."""

_EASY = re.compile("[^\0-#%&(-*,-;?@A-Z\\[\\\\\\]_a-z{}\x7f“”–—…、。À-ÖØ-öø-ɏЀ-ҁҊ-ԯ가-힣]")
_EASY_WORD = re.compile(r"[^\W_]+")
"""What a word is in a text in which _EASY is not found: the commonest letters and punctuation."""


def cut(text: str) -> list[tuple[int, int, int]]:
    """The words of a text: start, end without a final 's, and end with it."""
    if _EASY.search(text) is None:
        return [(start, end, end) for start, end in [match.span() for match in _EASY_WORD.finditer(text)]]
    return [
        (match.start(), match.start(1) if match.lastindex else match.end(), match.end())
        for match in _TOKEN.finditer(text.translate(CLASSES))
    ]


_GAP = re.compile(r"[\W_]{2,}")
_GAP_OF_SPACES = re.compile(b"  +")


def gaps(text: str) -> tuple[list[int], list[int]] | None:
    """How a text differs from its line: from which place of the line on its characters stand how much further on.

    None for a text in which more than a look at each character is needed to tell its words.
    """
    if text.isascii():
        words = b" %b" % text.encode().translate(_PLAIN)
        if b"\0" in words:
            return None
        runs: Iterator[re.Match[Any]] = _GAP_OF_SPACES.finditer(words)
    elif _EASY.search(text) is None:
        runs = _GAP.finditer(f" {text}")
    else:
        return None
    begins, further = [0], [-1]  # the line begins with a space
    for run in runs:
        start, end = run.span()
        further.append(further[-1] + end - start - 1)
        begins.append(end - further[-1] - 1)
    return begins, further


def words_of(text: str) -> list[str]:
    """The words of a text, without final 's."""
    found = _words_at_a_glance(text)
    return _cut_words(text) if found is None else found


def _words_at_a_glance(text: str) -> list[str] | None:
    """The same; None for a text whose words are known only where it is cut."""
    if not text.isascii() and _EASY.search(text) is None:
        return _EASY_WORD.findall(text)
    separated = text
    if "'" in text:
        if not text.isascii() and _ODD_APOSTROPHE.search(text):
            return None
        separated = _APOSTROPHE.sub(" ", text)
    separated = separated.translate(_SEPARATED)
    return None if _STOP in separated else separated.split()


def _cut_words(text: str) -> list[str]:
    return [text[start:end] for start, end, _ in cut(text)]


class Line:
    """A text and its words: what takes a look at each character is worked out once, when it is first asked for."""

    def __init__(self, text: str) -> None:
        self.text = text

    @once
    def line(self) -> str:
        """The words with one space between them and around them; one space where there are none."""
        if self.text.isascii():
            words = b" %b " % self.text.encode().translate(_PLAIN)
            if b"\0" not in words:
                while b"  " in words:
                    words = words.replace(b"  ", b" ")
                return words.decode()
        found = _words_at_a_glance(self.text)
        if found is None:
            found = [self.text[start:end] for start, end, _ in self.tokens]
        return " ".join(("", *found, ""))

    @once
    def tokens(self) -> list[tuple[int, int, int]]:
        """Where each word lies in the text, as `cut` says it."""
        return cut(self.text)

    @once
    def gaps(self) -> tuple[list[int], list[int]] | None:
        """How the text differs from its line, where that is quickly told."""
        return gaps(self.text)
