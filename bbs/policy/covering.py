"""Which characters of a text are taken, and which spans lie inside others, without comparing each with each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from bbs.policy.submission import Span

_NEAR = 32
"""Characters of a field that are looked up together."""


class Taken:
    """Characters of the fields of a text."""

    def __init__(self) -> None:
        self._fields: dict[str, bytearray] = defaultdict(bytearray)
        """For each field a 1 for every character that is taken."""

    def take(self, field: str, start: int, end: int) -> None:
        """Add the characters start to end."""
        taken = self._fields[field]
        if end > len(taken):
            taken.extend(bytes(end - len(taken)))
        taken[start:end] = b"\1" * (end - start)

    def touches(self, field: str, start: int, end: int) -> bool:
        """Whether one of the characters start to end is taken."""
        return self._fields[field].find(1, start, end) >= 0


class Covers:
    """Spans, ready to be asked which of them, with the word that they stand in, others lie inside."""

    def __init__(self, spans: Iterable[Span]) -> None:
        places: dict[tuple[str, int, int], str] = {}
        for span in spans:
            place = (span.field, *span.word)
            places[place] = min(span.phrase, places.get(place, span.phrase))
        self._near: dict[tuple[str, int], list[tuple[int, int, str]]] = defaultdict(list)
        for (field, start, end), phrase in places.items():
            for near in range(start // _NEAR, (end - 1) // _NEAR + 1):
                self._near[field, near].append((start, end, phrase))

    def over(self, span: Span) -> str | None:
        """The phrase that a span lies inside of, the first in the alphabet; None where there is none."""
        near = self._near.get((span.field, span.start // _NEAR), ())
        covers = [phrase for start, end, phrase in near if start <= span.start and span.end <= end]
        return min(covers) if covers else None
