"""Folding letter by letter: the steps case, width, accents, invisible and lookalikes.

The unit of folding is a letter with the marks that follow it, or the parts of one Hangul syllable; every
folded character has the whole unit for its origin.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bbs.policy.characters import CLASSES, RUN, Memo, compatible_core, has_dropped_marks
from bbs.policy.lookalikes import LOOKALIKES
from bbs.policy.steps import Step

MOST_MARKS = 4
"""So many marks in a row are looked at; the rest only belongs to the origin of its letter."""

_ACCENTED = re.compile(rf"([^ ']m{{1,{MOST_MARKS}}})m*")
_COMPOSED = re.compile(rf"((?:LVT?|GT)m{{0,{MOST_MARKS}}}|[^ ']m{{1,{MOST_MARKS}}})m*")
"""Units of more than one character, in a class string; what is looked at is in group 1."""
_NOTHING = re.compile(r"(?!)")

_LOOK_AROUND = "\ufdd0"
"""Stands in the fast translation for a character that folds together with the one before it."""

_ONLY_CASE = re.compile("[^\\0-\x7f“”–—、。가-힣]")
"""Not found in a text in which only the case of ASCII letters can change."""

_CAPITALS = bytes(Step.CASE if chr(code).isupper() and code < 128 else 0 for code in range(256))
"""The steps that each ASCII character needs: its case is all that can change."""

_SELECTORS = re.compile("[\u180b-\u180d\ufe00-\ufe0f\U000e0100-\U000e01ef]+")
"""Variation selectors: they choose the shape of the character before them and belong to it."""

_VISIBLE: Memo[int, str] = Memo(lambda code: "" if CLASSES[code] == "i" else chr(code))

_JOINERS = re.compile("[\u200c\u200d\u180b-\u180f\ufe00-\ufe0f\U000e0020-\U000e01ef]")
"""Invisible characters with honest work to do, in emoji and in scripts whose letters join."""


@dataclass(frozen=True, slots=True)
class Origins:
    """Where each folded character comes from, in code points of the original, and what was taken out."""

    starts: list[int]
    ends: list[int]
    removed: list[int]
    """Places of invisible characters that could hide something."""


class Letters:
    """Folds by those of the first five steps that it was made with, and remembers what became of each unit."""

    def __init__(self, steps: Iterable[str]) -> None:
        wanted = frozenset(steps)
        self._case = "case" in wanted
        self._width = "width" in wanted
        self._accents = "accents" in wanted
        self._invisible = "invisible" in wanted
        self._lookalikes = "lookalikes" in wanted
        self._together = _COMPOSED if self._width else _ACCENTED if self._accents else _NOTHING
        self._units: Memo[str, tuple[str, int]] = Memo(self._fold_unit)
        self._singles: Memo[int, str] = Memo(lambda code: self._units[chr(code)][0])
        self._quick: Memo[int, str] = Memo(self._fold_alone)

    def fold(self, text: str) -> str:
        """The folded text. Lone surrogates become U+FFFD, whatever the steps."""
        if self._keeps_places(text):
            return text.lower() if self._case else text
        folded = text.translate(self._quick)
        if _LOOK_AROUND not in folded:
            return folded
        text, classes = self._visible(text)
        pieces = []
        done = 0
        for match in self._together.finditer(classes):
            pieces.append(text[done : match.start()].translate(self._singles))
            pieces.append(self._units[text[match.start() : match.end(1)]][0])
            done = match.end()
        pieces.append(text[done:].translate(self._singles))
        return "".join(pieces)

    def origins(self, text: str) -> Origins | None:
        """Where each character of fold(text) comes from; None where every one has kept its place."""
        if self._keeps_places(text) or all(self._stays(char) for char in set(text)):
            return None
        origins = Origins([], [], [])
        for unit, start, end in self._walk(text):
            length = len(self._units[unit][0])
            origins.starts.extend([start] * length)
            origins.ends.extend([end] * length)
        if self._invisible:
            origins.removed.extend(_hiding(text))
        return origins

    def touched(self, text: str) -> bytes:
        """For each character of fold(text) the steps that its unit needed, as bits."""
        if text.isascii():
            return text.encode().translate(_CAPITALS) if self._case else bytes(len(text))
        if self._keeps_places(text):
            return bytes([self._units[char][1] for char in text])
        units = [self._units[unit] for unit, _, _ in self._walk(text)]
        return b"".join([bytes((touched,)) * len(folded) for folded, touched in units])

    def _keeps_places(self, text: str) -> bool:
        return text.isascii() or _ONLY_CASE.search(text) is None

    def _stays(self, char: str) -> bool:
        folded = self._quick[ord(char)]
        return len(folded) == 1 and folded != _LOOK_AROUND

    def _fold_alone(self, code: int) -> str:
        kind = CLASSES[code]
        if kind == "i" and self._invisible:
            return ""
        if (kind == "m" and self._together is not _NOTHING) or (kind in "VT" and self._together is _COMPOSED):
            return _LOOK_AROUND
        return self._singles[code]

    def _visible(self, text: str) -> tuple[str, str]:
        """The text without what is invisible, if that is to go, and its class string."""
        classes = text.translate(CLASSES)
        if self._invisible and "i" in classes:
            return text.translate(_VISIBLE), classes.replace("i", "")
        return text, classes

    def _walk(self, original: str) -> Iterator[tuple[str, int, int]]:
        """Each unit without what is invisible in it, and where it starts and ends in the original."""
        text, classes = self._visible(original)
        if len(text) == len(original):
            yield from self._cut(text, classes)
            return
        places = [at for at, char in enumerate(original) if CLASSES[ord(char)] != "i"]
        for unit, start, end in self._cut(text, classes):
            last = places[end - 1] + 1
            selectors = _SELECTORS.match(original, last)
            yield unit, places[start], selectors.end() if selectors else last

    def _cut(self, text: str, classes: str) -> Iterator[tuple[str, int, int]]:
        done = 0
        for match in self._together.finditer(classes):
            start, end = match.span()
            yield from ((text[at], at, at + 1) for at in range(done, start))
            yield text[start : match.end(1)], start, end
            done = end
        yield from ((text[at], at, at + 1) for at in range(done, len(text)))

    def _fold_unit(self, unit: str) -> tuple[str, int]:
        folded, touched = self._plainly(unit)
        if not self._lookalikes or folded.isascii():
            return folded, touched
        written = unit.translate(LOOKALIKES)
        if written != unit:  # what the letter looks like as it was written comes first: Cyrillic Н is an H
            folded, touched = self._plainly(written)
            touched |= Step.LOOKALIKES
        seen = folded.translate(LOOKALIKES)
        if seen != folded:
            touched |= Step.LOOKALIKES
        return (seen.casefold() if self._case else seen), touched

    def _plainly(self, unit: str) -> tuple[str, int]:
        """Case, width and accents of one unit."""
        kind = CLASSES[ord(unit[0])]
        folded = unit if unit[0].isprintable() else _without_surrogate(unit)
        touched = 0
        case = self._case and kind != "m"  # one mark would become a letter
        if case:
            folded, touched = _change(folded, folded.casefold(), touched, Step.CASE)
        if self._width:
            folded, touched = _change(
                unicodedata.normalize("NFC", folded), _compatible(folded, kind), touched, Step.WIDTH
            )
        if case and self._width:
            folded, touched = _change(folded, folded.casefold(), touched, Step.CASE)
        if self._accents:
            folded, touched = _change(folded, _without_accents(folded), touched, Step.ACCENTS)
        return (_set_apart(folded) if kind in "or" else folded), touched


def _change(before: str, after: str, touched: int, step: int) -> tuple[str, int]:
    return after, touched if after == before else touched | step


def _without_surrogate(unit: str) -> str:
    return "\ufffd" + unit[1:] if "\ud800" <= unit[0] <= "\udfff" else unit


def _compatible(unit: str, kind: str) -> str:
    """NFKC, as far as it leaves separators separating and never moves a mark to the letter before."""
    if kind == "'":
        return "'"
    composed = unicodedata.normalize("NFC", unit)
    core = compatible_core(unit) if kind != " " else unicodedata.normalize("NFKC", unit)
    classes = core.translate(CLASSES)
    if kind == " ":
        return composed if classes.strip(" ") else core
    if not core or (classes[0] in "mi" and kind not in "mi"):
        return composed
    return core


def _without_accents(text: str) -> str:
    """The text without the marks on Latin, Greek and Cyrillic letters; all else exactly as it was."""
    kept = []
    dropping = dropped = False
    for char in unicodedata.normalize("NFD", text):
        if unicodedata.category(char)[0] == "M":
            dropped = dropped or dropping
            if dropping:
                continue
        else:
            dropping = has_dropped_marks(char)
        kept.append(char)
    return unicodedata.normalize("NFC", "".join(kept)) if dropped else text


def _set_apart(text: str) -> str:
    """Spaces around what became letters but was a word of its own: the TM of `Tea™` stays a word."""
    classes = text.translate(CLASSES).rstrip("mi")
    before = " " if classes[0] in RUN else ""
    after = " " if classes[-1] in RUN else ""
    return before + text + after


def _hiding(text: str) -> Iterator[int]:
    """Places of invisible characters, but for those that honestly join or choose shapes."""
    classes = text.translate(CLASSES)
    base = ""
    for place, kind in enumerate(classes) if "i" in classes else ():
        if kind == "i":
            if _JOINERS.match(text, place) is None or _joins_nothing(base):
                yield place
        elif kind != "m":
            base = text[place]


def _joins_nothing(base: str) -> bool:
    if not base or CLASSES[ord(base)] in " '":
        return True
    return has_dropped_marks(base) or unicodedata.name(base, "").startswith("HANGUL")
