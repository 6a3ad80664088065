"""What a decision found, drawn into the text: pieces that are marked, and numbered notes that say why."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from bbs.policy.clusters import border
from bbs.policy.plainly import steps_in_words
from bbs.policy.submission import FIELDS, Decision, Match, Span, Text
from bbs.policy.words import cut


@dataclass(frozen=True, slots=True)
class Note:
    """Why characters are marked. Every place of one phrase, unmasked by the same steps, has the same note."""

    number: int
    phrase: str
    steps: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    """Every rule that found it."""
    texts: tuple[str, ...] = ()
    """The characters as they were written, each spelling once."""
    places: int = 1
    exception: str = ""
    """The exception that it lies inside, where it was therefore passed over."""
    live: bool = True
    """False where every one of these rules is only tried out."""
    decided: bool = False
    """Whether the rule that decided is among them."""

    @property
    def in_words(self) -> str:
        """The folding steps as a teacher reads them; empty for a phrase that stands there as written."""
        return steps_in_words(self.steps)

    @property
    def short(self) -> str:
        """Phrase and steps in a few words, as a tooltip says them."""
        if self.exception:
            return f"{self.phrase}, passed over inside {self.exception}"
        return f"{self.phrase}{f' ({self.in_words})' if self.steps else ''}"


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the text. Joined in order, the pieces are the whole text again, unchanged."""

    text: str
    notes: tuple[Note, ...] = ()
    """Every note whose characters these are; empty for plain text."""
    numbers: tuple[int, ...] = ()
    """Notes whose numbers are written after this piece: at the end of the word, so that no word is broken."""

    @property
    def marked(self) -> bool:
        """Whether a rule found anything here."""
        return bool(self.notes)

    @property
    def look(self) -> str:
        """How the mark is drawn: `twice` where notes overlap, else `excused` or `tried`; empty for a plain mark."""
        if len([note for note in self.notes if not note.exception]) > 1:
            return "twice"
        if all(note.exception for note in self.notes):
            return "excused"
        return "" if any(note.live and not note.exception for note in self.notes) else "tried"

    @property
    def tooltip(self) -> str:
        """What all of its notes say."""
        return "; ".join(note.short for note in self.notes)


@dataclass(frozen=True, slots=True)
class Picture:
    """A text as it was written, with everything that the rules found in it."""

    title: tuple[Segment, ...]
    body: tuple[Segment, ...]
    notes: tuple[Note, ...]
    """By number, in the order in which they come up in the text."""


class _Place(NamedTuple):
    start: int
    end: int
    note: int


def picture(decision: Decision, original: Text) -> Picture:
    """The text of a decision with its marks and notes; of an exempt author, what would have been found."""
    groups: dict[tuple[str, tuple[str, ...], str], list[_Found]] = {}
    for one in sorted(_found(decision.matches), key=_reading_order):
        groups.setdefault((one.span.phrase, one.span.steps, one.exception), []).append(one)
    by = decision.weighed.by
    notes = tuple(_note(number, found, by) for number, found in enumerate(groups.values(), 1))
    places: dict[str, dict[_Place, None]] = {field: {} for field in FIELDS}
    for number, found in enumerate(groups.values(), 1):
        for span in (one.span for one in found):
            places[span.field][_Place(span.start, span.end, number)] = None
    title, body = (tuple(_pieces(getattr(original, one), tuple(places[one]), notes)) for one in FIELDS)
    return Picture(title, body, notes)


class _Found(NamedTuple):
    match: Match
    span: Span
    exception: str


def _found(matches: Iterable[Match]) -> Iterator[_Found]:
    for match in matches:
        yield from (_Found(match, span, "") for span in match.spans)
        yield from (_Found(match, one.span, one.exception) for one in match.excused)


def _reading_order(found: _Found) -> tuple[int, int, int, str]:
    span = found.span
    return (FIELDS.index(span.field), span.start, span.end, span.phrase)


def _note(number: int, found: Sequence[_Found], by: str) -> Note:
    first = found[0]
    return Note(
        number=number,
        phrase=first.span.phrase,
        steps=first.span.steps,
        rules=tuple(dict.fromkeys(one.match.rule for one in found)),
        texts=tuple(dict.fromkeys(one.span.text for one in found)),
        places=len({(one.span.field, one.span.start, one.span.end) for one in found}),
        exception=first.exception,
        live=any(one.match.live for one in found),
        decided=any(one.match.rule == by for one in found),
    )


def _pieces(text: str, places: Sequence[_Place], notes: Sequence[Note]) -> Iterator[Segment]:
    """Cut a text at every border of a mark; overlapping marks share the pieces that both cover.

    No border stands inside what is seen as one character, and numbers are written at the end of the word.
    """
    words = [(start, end) for start, _, end in cut(text)] if places else []
    starts = {start: border(text, start, -1) for start in {place.start for place in places}}
    ends = {end: border(text, end, 1) for end in {place.end for place in places}}
    opening: dict[int, list[int]] = {}
    closing: dict[int, list[int]] = {}
    numbers: dict[int, set[int]] = {}
    for place in places:
        opening.setdefault(starts[place.start], []).append(place.note)
        closing.setdefault(ends[place.end], []).append(place.note)
        numbers.setdefault(_end_of_word(words, ends[place.end]), set()).add(place.note)
    current: list[int] = []
    for start, end in pairwise(sorted({0, len(text), *opening, *closing, *numbers})):
        current += opening.get(start, ())
        covering = tuple(notes[number - 1] for number in sorted(set(current)))
        yield Segment(text[start:end], covering, tuple(sorted(numbers.get(end, ()))))
        for number in closing.get(end, ()):
            current.remove(number)


def _end_of_word(words: Sequence[tuple[int, int]], at: int) -> int:
    """The end of the word that a border stands in; the border itself where it stands in none."""
    place = bisect_right(words, (at, 0)) - 1
    return words[place][1] if place >= 0 and words[place][0] < at < words[place][1] else at
