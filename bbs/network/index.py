"""Words of pages, made comparable and looked up: which pages have all the words that somebody searched, and where."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from bbs.network.pages import Page

MOST_WORDS = 8
"""Words of a search that are looked for; the first ones."""
IN_TITLE = 10
"""A word in a title counts as much as so many in the text."""
BEFORE, AFTER = 60, 140
"""Characters of an excerpt before the first hit, and from there on."""

# What has no spaces between its words is looked for sign by sign.
_ALONE = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
_WORD = re.compile(rf"[{_ALONE}]|[^\W_{_ALONE}]+")
_PICTURE = re.compile(r"!\[([^\]\n]*)\]\([^)\n]*\)")
_LINK = re.compile(r"\[([^\]\n]*)\]\([^)\n]*\)")
_UNSEEN = re.compile(
    r"<!--.*?-->|^[ |:-]*--[ |:-]*$|^```.*$|^ *(?:#{1,6}|>|[-*+]) +|[*`|]+", re.MULTILINE | re.DOTALL
)


class Word(NamedTuple):
    """A word of a text, folded, and where it stands."""

    folded: str
    start: int
    end: int


class Piece(NamedTuple):
    """A part of an excerpt."""

    text: str
    hit: bool
    """It is a word that was looked for."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A page as it can be found."""

    site: str
    path: str
    title: str
    text: str
    """Its text without the marks of Markdown."""


class Index:
    """The words of all pages of a network, put in order once."""

    def __init__(self, pages: Mapping[str, Mapping[str, Page]]) -> None:
        """Takes the pages by site and path."""
        self._entries = [
            Entry(site, path, page.title, plain(page.text))
            for site, of_site in pages.items()
            for path, page in of_site.items()
        ]
        self._by_word: dict[str, dict[int, int]] = {}
        for number, entry in enumerate(self._entries):
            weights = Counter(word.folded for word in words(entry.text))
            for word in words(entry.title):
                weights[word.folded] += IN_TITLE
            for folded, weight in weights.items():
                self._by_word.setdefault(folded, {})[number] = weight

    def find(self, wanted: tuple[str, ...]) -> list[Entry]:
        """The pages that have all of these folded words, those that say them oftenest first."""
        found = [self._by_word.get(word, {}) for word in wanted]
        if not found:
            return []
        numbers = set(found[0]).intersection(*found[1:])
        order = sorted(numbers, key=lambda number: (-sum(weights[number] for weights in found), number))
        return [self._entries[number] for number in order]


def words(text: str) -> Iterator[Word]:
    """The words of a text in reading order, without case and accents."""
    for match in _WORD.finditer(text):
        yield Word(_folded(match[0]), match.start(), match.end())


def wanted(text: str) -> tuple[str, ...]:
    """The folded words that a search asks for, each once, MOST_WORDS at most."""
    return tuple(dict.fromkeys(word.folded for word in words(unicodedata.normalize("NFC", text))))[
        :MOST_WORDS
    ]


def excerpt(text: str, looked_for: tuple[str, ...]) -> tuple[Piece, ...]:
    """The text around the first hit, or its beginning, cut between words, in pieces of which some are hits."""
    first = next((word.start for word in words(text) if word.folded in looked_for), 0)
    start = 0 if first <= BEFORE else text.find(" ", first - BEFORE, first) + 1 or first
    whole = len(text) - first <= AFTER
    border = text.rfind(" ", first, first + AFTER)
    end = len(text) if whole else border if border > first else first + AFTER
    return tuple(_cut(text[start:end], looked_for, "… " if start else "", "" if whole else " …"))


def plain(text: str) -> str:
    """The words of a page in Markdown, as far as a reader sees them, in one line; those of pictures in brackets."""
    seen = _UNSEEN.sub(" ", _LINK.sub(r"\1", _PICTURE.sub(r"(\1)", text)))
    return unicodedata.normalize("NFC", " ".join(seen.split()))


def _cut(text: str, looked_for: tuple[str, ...], before: str, after: str) -> Iterator[Piece]:
    start = 0
    for word in words(text):
        if word.folded in looked_for:
            if between := before + text[start : word.start]:
                yield Piece(between, False)
            yield Piece(text[word.start : word.end], True)
            start, before = word.end, ""
    if rest := before + text[start:] + after:
        yield Piece(rest, False)


@functools.lru_cache(maxsize=1 << 15)
def _folded(word: str) -> str:
    parts = unicodedata.normalize("NFKD", word.casefold())
    return unicodedata.normalize(
        "NFC", "".join(one for one in parts if not unicodedata.combining(one))
    ).casefold()
