"""How a text differs from another word by word: what was cut, and what was added."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import NamedTuple

from bbs.difference import ADDED, EQUAL, TAKEN_OUT, plain

MOST_COMPARED = 4_000
"""Words of a text that are compared one with another; of more, all between beginning and end are said to differ."""

_WORD = re.compile(r"\S+\s*")


class Piece(NamedTuple):
    """Some words in a row."""

    sign: str
    """One of TAKEN_OUT, ADDED and EQUAL."""
    text: str


@dataclass(frozen=True, slots=True)
class Wording:
    """Two texts as one, with every word of either."""

    pieces: tuple[Piece, ...]
    words: int
    """Words of the old text."""
    cut: int
    """How many of them are not in the new one."""
    added: int
    """Words of the new text that were not in the old one."""

    @property
    def same(self) -> bool:
        """Whether no word differs; how lines are broken is no difference."""
        return not self.cut and not self.added


def wording(old: str, new: str) -> Wording:
    """What was cut from `old` and added to it to make it `new`."""
    before, after = _WORD.findall(plain(old)), _WORD.findall(plain(new))
    pieces: list[Piece] = []
    cut = added = 0
    for start, end, new_start, new_end, equal in _changes(before, after):
        if equal:
            pieces.append(Piece(EQUAL, "".join(after[new_start:new_end])))
            continue
        cut, added = cut + end - start, added + new_end - new_start
        if start < end:
            pieces.append(Piece(TAKEN_OUT, "".join(before[start:end])))
        if new_start < new_end:
            pieces.append(Piece(ADDED, "".join(after[new_start:new_end])))
    return Wording(tuple(pieces), len(before), cut, added)


def _changes(before: list[str], after: list[str]) -> Iterator[tuple[int, int, int, int, bool]]:
    """Stretches of words: where they lie in either text, and whether they are the same there."""
    old, new = [word.rstrip() for word in before], [word.rstrip() for word in after]
    start = _same_from_the_start(old, new)
    tail = _same_from_the_start(old[start:][::-1], new[start:][::-1])
    if start:
        yield 0, start, 0, start, True
    middle, other = old[start : len(old) - tail], new[start : len(new) - tail]
    if max(len(middle), len(other)) > MOST_COMPARED:
        yield start, start + len(middle), start, start + len(other), False
    else:
        for kind, a, b, c, d in SequenceMatcher(None, middle, other).get_opcodes():
            yield start + a, start + b, start + c, start + d, kind == "equal"
    if tail:
        yield len(old) - tail, len(old), len(new) - tail, len(new), True


def _same_from_the_start(one: list[str], other: list[str]) -> int:
    return next((at for at, (a, b) in enumerate(zip(one, other)) if a != b), min(len(one), len(other)))  # noqa: B905
