"""Cut a text into plain and marked pieces, so that a page can show exactly which characters matched."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from bbs.policy.plainly import steps_in_words
from bbs.policy.submission import Match, Span


@dataclass(frozen=True, slots=True)
class Label:
    """Why characters are marked: the rule, its phrase, and the folding steps that were needed."""

    rule: str
    phrase: str
    steps: tuple[str, ...] = ()
    live: bool = True
    """False for a rule that is only tried out."""

    @property
    def in_words(self) -> str:
        """The folding steps as a teacher reads them; empty for a phrase that stands there as written."""
        return steps_in_words(self.steps)


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the text. Joined in order, the pieces are the whole text again, unchanged."""

    text: str
    labels: tuple[Label, ...] = ()
    """Every label that covers this piece; empty for plain text."""
    ending: tuple[Label, ...] = ()
    """Those of them whose span ends with this piece: a page writes each label once, here."""

    @property
    def marked(self) -> bool:
        """Whether any span covers this piece."""
        return bool(self.labels)

    @property
    def phrases(self) -> tuple[str, ...]:
        """The phrases that cover this piece, each once."""
        return tuple(dict.fromkeys(label.phrase for label in self.labels))

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that cover this piece, each once."""
        return tuple(dict.fromkeys(label.rule for label in self.labels))

    @property
    def steps(self) -> tuple[str, ...]:
        """The folding steps of all labels of this piece, each once."""
        return tuple(dict.fromkeys(step for label in self.labels for step in label.steps))


@dataclass(frozen=True, slots=True)
class Labelled:
    """One stretch of a text, start to end in code points, and its label."""

    start: int
    end: int
    label: Label


def labelled(matches: Iterable[Match], field: str) -> tuple[Labelled, ...]:
    """Every span of these matches that lies in this field (`title` or `body`), in order of the text."""
    found = {_labelled(match, span) for match in matches for span in match.spans if span.field == field}
    return tuple(sorted(found, key=_reading_order))


def marked(text: str, spans: Iterable[Labelled]) -> tuple[Segment, ...]:
    """Cut a text at every border of a span; overlapping spans share the pieces they both cover.

    Empty spans and what lies outside the text are left out; an empty text has no pieces.
    """
    inside = _clipped(text, spans)
    borders = sorted({0, len(text)} | {border for span in inside for border in (span.start, span.end)})
    opening, closing = _by_border(inside)
    pieces: list[Segment] = []
    current: dict[Labelled, None] = {}
    for start, end in pairwise(borders):
        current.update(dict.fromkeys(opening.get(start, ())))
        ending = closing.get(end, ())
        pieces.append(Segment(text[start:end], _labels(current), _labels(ending)))
        for span in ending:
            del current[span]
    return tuple(pieces)


def _labelled(match: Match, span: Span) -> Labelled:
    return Labelled(span.start, span.end, Label(match.rule, span.phrase, span.steps, match.live))


def _reading_order(span: Labelled) -> tuple[int, int, str, str]:
    return (span.start, span.end, span.label.rule, span.label.phrase)


def _clipped(text: str, spans: Iterable[Labelled]) -> list[Labelled]:
    cut = {Labelled(max(0, span.start), min(len(text), span.end), span.label) for span in spans}
    return sorted((span for span in cut if span.start < span.end), key=_reading_order)


def _by_border(spans: list[Labelled]) -> tuple[dict[int, list[Labelled]], dict[int, list[Labelled]]]:
    opening: dict[int, list[Labelled]] = {}
    closing: dict[int, list[Labelled]] = {}
    for span in spans:
        opening.setdefault(span.start, []).append(span)
        closing.setdefault(span.end, []).append(span)
    return opening, closing


def _labels(spans: Iterable[Labelled]) -> tuple[Label, ...]:
    return tuple(dict.fromkeys(span.label for span in spans))
