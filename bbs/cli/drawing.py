"""A decision drawn in plain characters: the text with its marks, and the ladder of verdicts."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from bbs.cli.output import columns
from bbs.policy.ladder import Candidate, ladder, ladder_in_words
from bbs.policy.marks import Picture, Segment
from bbs.policy.scale import scale
from bbs.policy.submission import Decision

WIDTH = 50
"""Characters of a bar."""


def text_lines(picture: Picture) -> Iterator[str]:
    """Title and body, what was found in square brackets, the numbers of its notes behind it in round ones."""
    for segments in filter(None, (picture.title, picture.body)):
        drawn = "".join(_pieces(segments))
        yield from (f"  | {line}".rstrip() for line in drawn.split("\n"))


def _pieces(segments: tuple[Segment, ...]) -> Iterator[str]:
    """Marks that touch stand in one pair of brackets, so that no word is broken."""
    for found, together in groupby(segments, key=lambda piece: piece.marked):
        for text, numbers in _words(together):
            yield f"[{text}]" if found and text else text
            yield f"({' '.join(map(str, numbers))})" if numbers else ""


def _words(pieces: Iterator[Segment]) -> Iterator[tuple[str, tuple[int, ...]]]:
    text = ""
    for piece in pieces:
        text += piece.text
        if piece.numbers:
            yield text, piece.numbers
            text = ""
    yield text, ()


def ladder_lines(decision: Decision) -> Iterator[str]:
    """Every verdict a line, mildest first; an arrow and a word show which one won."""
    won = "decided" if decision.weighed is decision else "would have decided"
    yield "Verdicts, from mildest to strictest:"
    rows = [
        (
            ">" if rung.won else "",
            rung.verdict.word,
            ", ".join(_candidate(one, won) for one in rung.candidates),
        )
        for rung in ladder(decision)
    ]
    yield from columns(rows)
    yield f"  {ladder_in_words(decision)}"


def score_lines(decision: Decision) -> Iterator[str]:
    """The score as a bar with a line for every threshold, and as an addition; nothing where none was counted."""
    found = scale(decision)
    if found is None:
        return
    ends = [found.at(one.points) for one in found.thresholds]
    yield ""
    yield f"Score: {found.addition}"
    yield f"  [{''.join(_cell(place, found.bar, ends) for place in range(WIDTH))}]"
    for one in found.thresholds:
        yield f"  {'reached' if one.reached else 'not reached'}: {one.word} from {one.points} on"


def _cell(place: int, bar: tuple[float, float], ends: list[float]) -> str:
    """One character of the bar: a threshold, a part of the score, or the ground."""
    low, high = place * 100 / WIDTH, (place + 1) * 100 / WIDTH
    if any(low <= end < high for end in ends):
        return "|"
    return "#" if bar[0] <= (low + high) / 2 < bar[1] else "."


def _candidate(one: Candidate, won: str) -> str:
    if one.won:
        return f"{one.by} ({won})"
    return one.by if one.live else f"{one.by} (only tried out)"
