"""What a policy author may write to mean words in a text: phrases, stars, combinations.

A phrase is parsed once, while the policy loads; `bbs.policy.matcher` then finds all of them together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bbs.policy.fold import Folder

LONGEST = 60
"""Characters of one phrase."""
MOST_PARTS = 8
"""Parts of one combination."""
_PLUS = re.compile(r"(?:^|\s)\+(?=\s|$)")


@dataclass(frozen=True, slots=True)
class WordPattern:
    """One word of a phrase, folded; an open side may go on with other letters of the same word."""

    text: str
    open_left: bool = False
    open_right: bool = False
    ending: bool = False
    """What follows on the open right side must be Hangul: a particle or an ending."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in sequence, or, where `anywhere`, characters searched as written inside the folded text."""

    source: str = field(compare=False)
    """As it is written. Spellings that mean the same once folded are one phrase: Red and red."""
    words: tuple[WordPattern, ...]
    anywhere: str = ""
    starred: bool = False
    """An edit of a starred phrase takes the whole word."""


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


def parse_entry(source: str, folder: Folder, match: str = "") -> Entry:
    """One entry of a word list. Raises ValueError with what is wrong and what to write instead."""
    source = source.strip()
    parts = parts_of(source)
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
    named = re.fullmatch(r"list\s+(\S+)", source)
    return ListName(named[1]) if named else parse_phrase(source, folder, match)


def parse_phrase(source: str, folder: Folder, match: str = "") -> Phrase:
    """One phrase with its stars; `match` is what its list says (word, prefix, anywhere) and stars win over it."""
    if "*" in source:
        return _starred(source, folder)
    words = _need_words(folder.words(folder.phrase(source)), source)
    if match == "anywhere":
        return Phrase(source, (), folder.phrase(source).strip(), starred=True)
    if match == "word":
        return Phrase(source, tuple(WordPattern(word) for word in words))
    if match == "prefix":
        closed = [_natural(word) for word in words[:-1]]
        return Phrase(source, (*closed, WordPattern(words[-1], open_right=True)), starred=True)
    return Phrase(source, tuple(_natural(word) for word in words))


def _starred(source: str, folder: Folder) -> Phrase:
    inner = source[1:-1]
    if len(source) > 2 and source[0] == source[-1] == "*" and "*" not in inner:
        _need_words(folder.words(folder.phrase(inner)), source)
        return Phrase(source, (), folder.phrase(inner), starred=True)
    patterns = [pattern for chunk in source.split() for pattern in _chunk(chunk, source, folder)]
    return Phrase(source, tuple(patterns), starred=True)


def _chunk(chunk: str, source: str, folder: Folder) -> list[WordPattern]:
    """The words of one run without white space; its stars belong to its first and its last word."""
    bare = chunk.strip("*")
    if "*" in bare or chunk.startswith("**") or chunk.endswith("**"):
        raise ValueError("a star stands only at the beginning or the end of a word, once: birth* or *day")
    words = _need_words(folder.words(folder.phrase(bare)), source)
    patterns = [_natural(word) for word in words]
    if chunk.endswith("*"):
        patterns[-1] = WordPattern(words[-1], open_right=True)
    if chunk.startswith("*"):
        last = patterns[0] if len(patterns) == 1 else None
        right = last is not None and chunk.endswith("*")
        patterns[0] = WordPattern(words[0], open_left=True, open_right=right)
    return patterns


def _need_words(words: Sequence[str], source: str) -> tuple[str, ...]:
    if not words:
        raise ValueError(f"`{source}` has no word in it; a phrase needs at least one letter, digit or symbol")
    return tuple(words)


def _natural(word: str) -> WordPattern:
    """A word as it stands; a Hangul word may carry an ending (semantics 3)."""
    hangul = is_hangul(word)
    return WordPattern(word, open_right=hangul, ending=hangul)


def is_hangul(text: str) -> bool:
    """Whether every character is a Hangul syllable or letter."""
    return bool(text) and all("가" <= c <= "힣" or "ᄀ" <= c <= "ᇿ" or "ㄱ" <= c <= "ㆎ" for c in text)
