"""Seeing through disguises that need a look at the whole word: leet, stretched and spread words."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import itemgetter

from bbs.policy.characters import CLASSES, RUN, Memo
from bbs.policy.words import cut

Token = tuple[int, int, int]

_LEET = {"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i"}
_MAYBE_LEET = re.compile(r"[013457@$!](?:(?<!!)|(?=[^\W_]))")


def _leet_class(code: int) -> str:
    char = chr(code)
    if char in _LEET:
        return "n" if char.isdecimal() else "!" if char == "!" else "x"
    kind = CLASSES[code]
    return {"d": "d", "m": "m", "i": "m", "o": " ", "r": " ", "'": " ", " ": " "}.get(kind, "w")


_LEET_CLASSES: Memo[int, str] = Memo(_leet_class)
"""`w` letter, `d` digit, `n` a digit that may be a letter, `x` `!` signs that may be one, `m` mark."""

_SIGNS = re.compile(r"[nx!]+")
_WORD = re.compile(r"[wdnmy]+")
_READ = re.compile("y")


def leet(text: str) -> tuple[str, ...]:
    """The text with digits and signs read as letters, of the same length; twice where a 1 may be i or l.

    Nothing where no character is read as another letter.
    """
    if _MAYBE_LEET.search(text) is None:
        return ()
    kinds = _SIGNS.sub(_read_signs, text.translate(_LEET_CLASSES))
    kinds = _WORD.sub(_read_digits, kinds)
    places = [match.start() for match in _READ.finditer(kinds)]
    if not places:
        return ()
    readings = (_LEET, _LEET | {"1": "l"}) if any(text[at] == "1" for at in places) else (_LEET,)
    return tuple(_with(text, places, letters) for letters in readings)


def _read_signs(match: re.Match[str]) -> str:
    """Signs beside letters become `y`, letters by reading; a ! at the end of a word stays a !."""
    group, around = match[0], match.string
    before = around[match.start() - 1] if match.start() else " "
    after = around[match.end()] if match.end() < len(around) else " "
    if before not in "wm" and after != "w":
        return group
    read = group if after != " " else group.rstrip("!")
    return read.replace("x", "y").replace("!", "y") + group[len(read) :]


def _read_digits(match: re.Match[str]) -> str:
    return match[0].replace("n", "y") if "w" in match[0] else match[0]


def _with(text: str, places: Iterable[int], letters: dict[str, str]) -> str:
    chars = list(text)
    for at in places:
        chars[at] = letters[chars[at]]
    return "".join(chars)


@dataclass(frozen=True, slots=True)
class Joined:
    """A text whose spread words are joined."""

    text: str
    kept: list[int]
    """For each character its place in the text before."""
    words: list[tuple[int, int]]
    """Start and end of each word that was joined, in order."""

    def touches(self, first: int, last: int) -> bool:
        """Whether a joined word has one of the characters from first to last."""
        before = bisect_right(self.words, last, key=itemgetter(0))
        return before > 0 and first < self.words[before - 1][1]

    def like(self, text: str) -> Joined:
        """The same words joined in a text that has other letters in the same places."""
        return Joined("".join([text[at] for at in self.kept]), self.kept, self.words)


_MARKS = "[\u0300-\u036f\u0483-\u0489\u0591-\u0eff\u1000-\u10ff\u17b4-\u1aff\u1b00-\u1cff\u1dc0-\u1dff"
_MARKS += "\u200b-\u20ff\u3000-\u30ff\ua600-\uabff\ufe00-\uffff\U00010000-\U0010ffff\xad]"
_MAYBE_SPREAD = re.compile(f" [^ ]{_MARKS}*" * 3 + " ")


def join_spread(text: str, line: str) -> Joined | None:
    """The text with every row of three or more one-character words made one word; None where there is none.

    `line` is the text's line of words.
    """
    if _MAYBE_SPREAD.search(line) is None:
        return None
    kept: list[int] = []
    words: list[tuple[int, int]] = []
    done = 0
    for row in _rows(text):
        kept += range(done, row[0][0])
        start = len(kept)
        for first, end, _ in row:
            kept += range(first, end)
        words.append((start, len(kept)))
        done = row[-1][1]
    kept += range(done, len(text))
    return Joined("".join([text[at] for at in kept]), kept, words) if words else None


def _rows(text: str) -> Iterator[list[Token]]:
    """The words of each row of three or more one-character words."""
    classes = text.translate(CLASSES)
    for single, tokens in groupby(cut(text), key=lambda token: _is_single(token, classes)):
        row = list(tokens)
        if single and len(row) >= 3:
            yield row


def _is_single(token: Token, classes: str) -> bool:
    start, end, whole = token
    return end == whole and classes[start] in RUN and not classes[start + 1 : end].strip("mi")


_STRETCHED = re.compile(r"([^ ])\1\1")


def is_stretched(line: str) -> bool:
    """Whether a word of a line has a run of three or more equal characters."""
    return _STRETCHED.search(line) is not None


def collapse(text: str) -> str:
    """The text with every run of one character made a single one."""
    return "".join([char for char, after in pairwise(text) if char != after]) + text[-1:]


def run_lengths(text: str) -> list[int]:
    """How long each run of one character is; as many numbers as collapse(text) has characters."""
    return [sum(1 for _ in run) for _, run in groupby(text)]
