"""Whether a phrase occurs in a text: the policy language, semantics 2 and 3, in the most obvious and slowest way.

Written from the specification alone, to be compared with the engine: a text is a list of characters, each with the
place that it comes from; folding makes another such list; words are cut from it one by one; a phrase is looked for
at every word. Only the table of look-alikes is shared, because it is data.
"""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from bbs.policy.lookalikes import LOOKALIKES

LEET = {"0": "o", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s"}
SIGNS = "@$!"
NO_SPACES = ("CJK UNIFIED", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR")


@dataclass(frozen=True)
class Char:
    """A folded character and where its original starts and ends."""

    char: str
    start: int
    end: int


Chars = list[Char]


def kind(char: str) -> str:
    return unicodedata.category(char)[0]


def is_letter(char: str) -> bool:
    return kind(char) == "L"


def is_hangul(char: str) -> bool:
    return unicodedata.name(char, "").startswith("HANGUL")


def stands_alone(char: str) -> bool:
    """A character of a script without word spaces, a symbol, an emoji."""
    return unicodedata.name(char, "").startswith(NO_SPACES) or kind(char) == "S"


# Folding


def clusters(text: str) -> Iterator[tuple[str, int]]:
    """Characters that NFKC puts together, and where they start."""
    at = 0
    while at < len(text):
        end = at + 1
        while end < len(text) and (
            kind(text[end]) == "M"
            or nfkc(text[at : end + 1]) != nfkc(text[at:end]) + nfkc(text[end])
        ):  # fmt: skip
            end += 1
        yield text[at:end], at
        at = end


def nfkc(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def without_accents(text: str) -> str:
    kept, base = "", ""
    for char in unicodedata.normalize("NFD", text):
        if kind(char) != "M":
            base = unicodedata.name(char, "")
        if kind(char) != "M" or not base.startswith(("LATIN", "GREEK", "CYRILLIC")):
            kept += char
    return unicodedata.normalize("NFC", kept)


@lru_cache(maxsize=1000)  # the same text is searched for many phrases
def plain(text: str) -> Chars:
    """Case, width, accents, invisible."""
    return [
        Char("'" if char == "’" else char, start, start + len(cluster))
        for cluster, start in clusters(text)
        for char in without_accents(nfkc(cluster.casefold()).casefold())
        if unicodedata.category(char) != "Cf" and not "\ufe00" <= char <= "\ufe0f"
    ]


def alike(chars: Chars) -> Chars:
    """Look-alikes, case folded again."""
    return [
        Char(letter, char.start, char.end)
        for char in chars
        for letter in LOOKALIKES.get(ord(char.char), char.char).casefold()
    ]


def leet(chars: Chars, one: str) -> Chars:
    """Digits and signs as letters, 1 as `one`: digits first, then the signs beside a letter."""
    letters = [char.char for char in chars]
    table = {**LEET, "1": one, "!": "i"}
    for start, end in runs(letters):
        if not any(is_letter(char) for char in letters[start:end]):
            continue
        for at in range(start, end):
            if letters[at] in table and letters[at] not in SIGNS:
                letters[at] = table[letters[at]]
        changed = True
        while changed:
            changed = False
            for at in range(start, end):
                beside = letters[max(start, at - 1) : at] + letters[at + 1 : end][:1]
                shout = letters[at] == "!" and all(char == "!" for char in letters[at:end])
                if letters[at] in SIGNS and not shout and any(is_letter(char) for char in beside):
                    letters[at], changed = table[letters[at]], True
    return [Char(letter, char.start, char.end) for letter, char in zip(letters, chars, strict=True)]


def runs(letters: list[str]) -> Iterator[tuple[int, int]]:
    """Where letters, marks, digits and signs stand in a row, without characters that are words of their own."""
    at = 0
    for inside, group in itertools.groupby(
        letters, lambda char: char in SIGNS or (kind(char) in "LMN" and not stands_alone(char))
    ):
        end = at + len(list(group))
        if inside:
            yield at, end
        at = end


def spread(chars: Chars) -> Chars:
    """Three or more one-character words in a row become one; what separated them is gone.

    A character that is always a word of its own is not spread by standing alone, so it doesn't count.
    """
    found = words(chars)
    gone: set[int] = set()
    for single, group in itertools.groupby(
        found, lambda word: len(word) == 1 and not stands_alone(word[0].char)
    ):
        row = list(group)
        if single and len(row) >= 3:
            first, last = chars.index(row[0][0]), chars.index(row[-1][0])
            gone |= set(range(first, last)) - {chars.index(word[0]) for word in row}
    return [char for at, char in enumerate(chars) if at not in gone]


def stretched(letters: str) -> set[str]:
    """Runs of three or more as one and as two."""
    pieces = [
        (char,) if length == 1 else (char * 2,) if length == 2 else (char, char * 2)
        for char, length in ((char, len(list(run))) for char, run in itertools.groupby(letters))
    ]
    return {"".join(way) for way in itertools.product(*pieces)}


# Words


def words(chars: Chars) -> list[Chars]:
    """Runs of letters, marks and digits; an apostrophe between letters belongs; a final 's is dropped."""
    found: list[Chars] = []
    open_word = False
    for at, char in enumerate(chars):
        before = chars[at - 1].char if at else " "
        after = chars[at + 1].char if at + 1 < len(chars) else " "
        if stands_alone(char.char):
            found.append([char])
            open_word = False
        elif kind(char.char) in "LMN" or (
            char.char == "'" and open_word and is_letter(before) and is_letter(after) and not stands_alone(after)
        ):  # fmt: skip
            if open_word or (kind(char.char) == "M" and found and chars[at - 1] in found[-1]):
                found[-1].append(char)
            else:
                found.append([char])
                open_word = True
        else:
            open_word = False
    return [word[:-2] if spelt(word).endswith("'s") and len(word) > 2 else word for word in found]


def spelt(chars: Chars) -> str:
    return "".join(char.char for char in chars)


# Phrases


def readings(text: str, depth: str) -> Iterator[tuple[Chars, bool]]:
    """The plain reading and, under tricks, the fully folded ones; whether runs are shortened there.

    Between them one more than the specification names: words that look-alikes and leet would spell otherwise
    (Cyrillic ones, mp3) can be stretched as well, so the plain reading is also taken with that step.
    """
    yield plain(text), False
    if depth == "tricks":
        yield plain(text), True
        for one in "il":
            yield spread(leet(alike(plain(text)), one)), True


def spans(phrase: str, text: str, depth: str) -> set[tuple[int, int]]:
    """Where the phrase occurs: first to last character of what it spells, in the reading with the fewest steps."""
    found: set[tuple[int, int]] = set()
    bare = phrase.strip("*")
    opens, closes = phrase.startswith("*"), phrase.endswith("*")
    for chars, shorten in readings(text, depth):
        new: set[tuple[int, int]] = set()
        if opens and closes:
            written = spelt(chars)
            needle = spelt(plain(bare))
            if any(needle in way for way in (stretched(written) if shorten else {written})):
                found.add((0, 0))
            continue
        wanted = [spelt(word) for word in words(plain(bare))]
        there = words(chars)
        for at in range(len(there) - len(wanted) + 1):
            row = there[at : at + len(wanted)]
            fit = [
                same(want, word, shorten, opens and not i, closes and i == len(wanted) - 1)
                for i, (want, word) in enumerate(zip(wanted, row, strict=True))
            ]
            if all(fit):
                new.add((row[0][0].start, row[-1][-1].end))
        found |= {
            (start, end) for start, end in new if all(end <= first or last <= start for first, last in found)
        }
    return found


def same(wanted: str, word: Chars, shorten: bool, opens: bool, closes: bool) -> bool:
    """Whether a word of the text is a word of the phrase: itself, with a star, or Hangul with an ending."""
    for letters in stretched(spelt(word)) if shorten else {spelt(word)}:
        ending = letters.removeprefix(wanted)
        ends = all(is_hangul(char) for char in wanted + ending) and not opens
        if letters == wanted or (letters.startswith(wanted) and (closes or ends)):
            return True
        if opens and letters.endswith(wanted):
            return True
    return False


def occurs(phrase: str, text: str, depth: str) -> bool:
    """Whether a phrase, or every part of a combination, occurs."""
    return all(spans(part, text, depth) for part in phrase.split(" + "))
