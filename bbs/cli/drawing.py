"""A decision drawn in plain characters: the text with its marks, and the ladder of verdicts."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from bbs.cli.output import columns
from bbs.policy.ladder import Candidate, ladder, ladder_in_words
from bbs.policy.marks import Picture, Segment
from bbs.policy.submission import Decision


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


def _candidate(one: Candidate, won: str) -> str:
    if one.won:
        return f"{one.by} ({won})"
    return one.by if one.live else f"{one.by} (only tried out)"
