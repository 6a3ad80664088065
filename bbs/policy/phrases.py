"""What a policy author may write to mean words in a text: phrases, stars, combinations.

A phrase is parsed once, while the policy loads; `bbs.policy.matcher` then finds all of them together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from sys import intern
from typing import NamedTuple

from bbs.policy.fold import Folder

LONGEST = 60
"""Characters of one phrase."""
MOST_PARTS = 8
"""Parts of one combination."""
_PLUS = re.compile(r"(?:^|\s)\+(?=\s|$)")
_LIST = re.compile(r"list\s+(\S+)")
_EASY = re.compile("[A-Za-z0-9]+(?: [A-Za-z0-9]+)*")
"""A phrase that is cut into words by its spaces alone, and in which nothing but its case can be folded."""


class WordPattern(NamedTuple):
    """One word of a phrase, folded; an open side may go on with other letters of the same word."""

    text: str
    open_left: bool = False
    open_right: bool = False
    ending: bool = False
    """What follows on the open right side must be Hangul: a particle or an ending."""


_CLOSED, _LEFT, _RIGHT, _BOTH, _ENDING = ".<>*~"
_OPEN = {
    _CLOSED: (False, False, False),
    _LEFT: (True, False, False),
    _RIGHT: (False, True, False),
    _BOTH: (True, True, False),
    _ENDING: (False, True, True),
}


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in sequence, or, where `anywhere`, characters searched as written inside the folded text.

    A policy holds a hundred thousand of them, so each is one small object and its words are made when asked for.
    """

    source: str = field(compare=False)
    """As it is written. Spellings that mean the same once folded are one phrase: Red and red."""
    text: str
    """Its folded words with a space between them, or its characters."""
    sides: str = ""
    """One sign a word: `.` it ends on both sides, `<` `>` `*` it may go on to the left, to the right, on both, `~` it
    may carry an ending. Empty for characters anywhere."""

    @property
    def words(self) -> tuple[WordPattern, ...]:
        """Its words in order; none where it is searched anywhere."""
        return tuple(
            WordPattern(word, *_OPEN[side])
            for word, side in zip(self.text.split(" "), self.sides, strict=False)
        )

    @property
    def anywhere(self) -> str:
        """What is searched inside words too; empty where whole words are."""
        return "" if self.sides else self.text

    @property
    def closed(self) -> bool:
        """Whether all of its words stand there just as they are."""
        return bool(self.sides) and not self.sides.strip(_CLOSED)

    @property
    def starred(self) -> bool:
        """An edit of a starred phrase takes the whole word."""
        return not self.sides or bool(self.sides.strip(_CLOSED + _ENDING))


@dataclass(frozen=True, slots=True)
class ListName:
    """`list x`: every phrase of a named list."""

    name: str


@dataclass(frozen=True, slots=True)
class Combination:
    """Parts that occur together, anywhere, in any order."""

    source: str
    parts: tuple[Phrase | ListName, ...]


Entry = Phrase | ListName | Combination


_Word = tuple[str, str]
"""A folded word and the sign for its sides."""


def parse_entry(source: str, folder: Folder, match: str = "") -> Entry:
    """One entry of a word list. Raises ValueError with what is wrong and what to write instead."""
    source = source.strip()
    parts = parts_of(source) if "+" in source else [source]
    if len(parts) == 1:
        return _part(source, folder, match)
    if not 2 <= len(parts) <= MOST_PARTS:
        raise ValueError(f"this combination has {len(parts)} parts; 2 to {MOST_PARTS} are allowed")
    if not all(parts):
        raise ValueError("a part of this combination is empty; write a phrase on both sides of every +")
    return Combination(source, tuple(_part(part, folder, match) for part in parts))


def parts_of(source: str) -> list[str]:
    """What is written between the plus signs of a combination; a phrase is one part."""
    return [part.strip() for part in _PLUS.split(source)]


def _part(source: str, folder: Folder, match: str) -> Phrase | ListName:
    if len(source) > LONGEST:
        raise ValueError(f"this phrase has {len(source)} characters; at most {LONGEST} are allowed")
    named = _LIST.fullmatch(source) if source.startswith("list") else None
    return ListName(named[1]) if named else parse_phrase(source, folder, match)


def parse_phrase(source: str, folder: Folder, match: str = "") -> Phrase:
    """One phrase with its stars; `match` is what its list says (word, prefix, anywhere) and stars win over it."""
    if not match and _EASY.fullmatch(source):  # most of a long list
        folded = folder.phrase(source)
        closed = intern(_CLOSED * (source.count(" ") + 1))  # what is equal is kept once
        return Phrase(source, source if folded == source else folded, closed)
    if "*" in source:
        return _starred(source, folder)
    words = _need_words(folder.words(folder.phrase(source)), source)
    if match == "anywhere":
        return Phrase(source, folder.phrase(source).strip())
    if match == "word":
        return _phrase(source, [(word, _CLOSED) for word in words])
    natural = [_natural(word) for word in words]
    if match == "prefix":
        natural[-1] = words[-1], _RIGHT
    return _phrase(source, natural)


def _phrase(source: str, words: Sequence[_Word]) -> Phrase:
    return Phrase(source, " ".join(word for word, _ in words), "".join(side for _, side in words))


def _starred(source: str, folder: Folder) -> Phrase:
    inner = source[1:-1]
    if len(source) > 2 and source[0] == source[-1] == "*" and "*" not in inner:
        _need_words(folder.words(folder.phrase(inner)), source)
        return Phrase(source, folder.phrase(inner))
    return _phrase(source, [word for chunk in source.split() for word in _chunk(chunk, source, folder)])


def _chunk(chunk: str, source: str, folder: Folder) -> list[_Word]:
    """The words of one run without white space; its stars belong to its first and its last word."""
    bare = chunk.strip("*")
    if "*" in bare or chunk.startswith("**") or chunk.endswith("**"):
        raise ValueError("a star stands only at the beginning or the end of a word, once: birth* or *day")
    words = _need_words(folder.words(folder.phrase(bare)), source)
    found = [_natural(word) for word in words]
    if chunk.endswith("*"):
        found[-1] = words[-1], _RIGHT
    if chunk.startswith("*"):
        found[0] = words[0], _BOTH if chunk.endswith("*") and len(words) == 1 else _LEFT
    return found


def _need_words(words: Sequence[str], source: str) -> tuple[str, ...]:
    if not words:
        raise ValueError(f"`{source}` has no word in it; a phrase needs at least one letter, digit or symbol")
    return tuple(words)


def _natural(word: str) -> _Word:
    """A word as it stands; a Hangul word may carry an ending (semantics 3)."""
    return word, _ENDING if is_hangul(word) else _CLOSED


def is_hangul(text: str) -> bool:
    """Whether every character is a Hangul syllable or letter."""
    return not text.isascii() and all("가" <= c <= "힣" or "ᄀ" <= c <= "ᇿ" or "ㄱ" <= c <= "ㆎ" for c in text)
