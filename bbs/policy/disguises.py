"""Seeing through disguises that need a look at the whole word: leet, stretched and spread words."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter

from ahocorasick_rs import AhoCorasick

from bbs.policy.characters import CLASSES, RUN, Memo
from bbs.policy.words import Line

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

_ASCII_LEET_CLASSES = "".join(map(_leet_class, range(128))).encode().ljust(256)
"""The same for the bytes of ASCII text."""

_SIGNS = re.compile(r"[nx!]+")
_WITH_DIGIT = re.compile(r"(?<![wdnmy])[wdmy]*+n[wdnmy]*+")
"""A word in which a digit may be a letter."""
_READ = re.compile("y")


def leet(text: str) -> tuple[str, ...]:
    """The text with digits and signs read as letters, of the same length; twice where a 1 may be i or l.

    Nothing where no character is read as another letter.
    """
    if _MAYBE_LEET.search(text) is None:
        return ()
    kinds = (
        text.encode().translate(_ASCII_LEET_CLASSES).decode()
        if text.isascii()
        else text.translate(_LEET_CLASSES)
    )
    kinds = _SIGNS.sub(_read_signs, kinds)
    kinds = _WITH_DIGIT.sub(_read_digits, kinds)
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
    read, done = "", 0
    for at in places:
        read += text[done:at] + letters[text[at]]
        done = at + 1
    return read + text[done:]


@dataclass(frozen=True, slots=True)
class Joined:
    """A text whose spread words are joined."""

    text: str
    pieces: Sequence[tuple[int, int]]
    """Start and end of each piece of the text before that is left, in order."""
    words: list[tuple[int, int]]
    """Start and end of each word that was joined, in order."""

    @property
    def kept(self) -> list[int]:
        """For each character its place in the text before."""
        return [at for piece in self.pieces for at in range(*piece)]

    def touches(self, first: int, last: int) -> bool:
        """Whether a joined word has one of the characters from first to last."""
        before = bisect_right(self.words, last, key=itemgetter(0))
        return before > 0 and first < self.words[before - 1][1]

    def like(self, text: str) -> Joined:
        """The same words joined in a text that has other letters in the same places."""
        return Joined(_cut_out(text, self.pieces), self.pieces, self.words)


def _cut_out(text: str, pieces: Iterable[tuple[int, int]]) -> str:
    return "".join([text[start:end] for start, end in pieces])


_MARKS = "[\u0300-\u036f\u0483-\u0489\u0591-\u0eff\u1000-\u10ff\u17b4-\u1aff\u1b00-\u1cff\u1dc0-\u1dff"
_MARKS += "\u200b-\u20ff\u3000-\u30ff\ua600-\uabff\ufe00-\uffff\U00010000-\U0010ffff\xad]"
_ROW = re.compile("1{3,}")
_EASY_ROW = re.compile("(?: [^ ](?= )){3,}")
_MAYBE_SPREAD = re.compile(f" [^ ]{_MARKS}*" * 3 + " ")


def join_spread(spread: Line) -> Joined | None:
    """The text with every row of three or more one-character words made one word; None where there is none."""
    if _MAYBE_SPREAD.search(spread.line) is None:
        return None
    text = spread.text
    pieces: list[tuple[int, int]] = []
    words: list[tuple[int, int]] = []
    done = size = 0
    for row in _rows(spread):
        size += row[0][0] - done
        pieces += ((done, row[0][0]), *((start, end) for start, end, _ in row))
        length = sum(end - start for start, end, _ in row)
        words.append((size, size + length))
        done, size = row[-1][1], size + length
    pieces.append((done, len(text)))
    return Joined(_cut_out(text, pieces), pieces, words) if words else None


def _rows(spread: Line) -> Iterator[list[Token]]:
    """The words of each row of three or more one-character words."""
    if spread.gaps is not None:
        begins, further = spread.gaps
        for row in _EASY_ROW.finditer(spread.line):
            places = [
                at + further[bisect_right(begins, at) - 1] for at in range(row.start() + 1, row.end(), 2)
            ]
            yield [(at, at + 1, at + 1) for at in places]
        return
    classes, tokens = spread.text.translate(CLASSES), spread.tokens
    kinds = "".join(
        [
            "1"
            if (end - start == 1 or not classes[start + 1 : end].strip("mi"))
            and end == whole
            and classes[start] in RUN
            else " "
            for start, end, whole in tokens
        ]
    )
    for row in _ROW.finditer(kinds):
        yield tokens[row.start() : row.end()]


_RUN = re.compile(r"(.)\1+", re.DOTALL)
_REPEATED = re.compile(r"(.)(?=\1)", re.DOTALL)
_DOUBLES = AhoCorasick([2 * chr(code) for code in range(128)])
_TRIPLES = AhoCorasick([3 * chr(code) for code in range(ord("!"), 127)])
"""The same among ASCII characters, in half the time."""
_STRETCHED = re.compile(r"([^ ])\1\1")


def is_stretched(line: str) -> bool:
    """Whether a word of a line has a run of three or more equal characters."""
    if line.isascii():
        return bool(_TRIPLES.find_matches_as_indexes(line))
    return _STRETCHED.search(line) is not None


def collapse(text: str) -> str:
    """The text with every run of one character made a single one."""
    if not text.isascii():
        return _REPEATED.sub("", text)
    collapsed, done = "", 0
    for _, start, _ in _DOUBLES.find_matches_as_indexes(text, overlapping=True):
        collapsed += text[done:start]
        done = start + 1
    return collapsed + text[done:]


def run_lengths(text: str) -> list[int]:
    """How long each run of one character is; as many numbers as collapse(text) has characters."""
    lengths: list[int] = []
    done = 0
    for run in _RUN.finditer(text):
        start, end = run.span()
        lengths += [1] * (start - done)
        lengths.append(end - start)
        done = end
    return lengths + [1] * (len(text) - done)
