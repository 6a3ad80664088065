"""How two texts differ, line by line, as people read it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

AROUND = 3
"""Equal lines that are shown before and after a change."""
MOST_COMPARED = 4_000
"""Lines that are compared one with another; of more, all are said to have changed."""
MOST_SHOWN = 400
"""Lines of a difference that are shown."""

TAKEN_OUT, ADDED, EQUAL, GAP = "-", "+", " ", "@"
"""What a line of a difference says of itself. A gap names the line of the new text where the next ones begin."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a difference."""

    sign: str
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """How a file differs from what it was."""

    name: str
    lines: tuple[Line, ...]
    left_out: int = 0
    """Lines that are not shown since there are too many."""


def plain(text: str) -> str:
    """A text without what editors add unseen: a byte-order mark, Windows line ends."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n")


def difference(name: str, old: str, new: str) -> Difference | None:
    """What has to be done to `old` to make it `new`; None where they are the same to a reader."""
    before, after = _split(old), _split(new)
    if before == after:
        return None
    lines = tuple(_lines(before, after))
    return Difference(name, lines[:MOST_SHOWN], max(0, len(lines) - MOST_SHOWN))


def as_text(found: Difference) -> str:
    """A difference as plain text, a sign before each line."""
    head = [f"--- {found.name}", f"+++ {found.name}"]
    more = [f"... and {found.left_out} more lines"] if found.left_out else []
    return "\n".join([*head, *(f"{line.sign}{line.text}" for line in found.lines), *more]) + "\n"


def _split(text: str) -> list[str]:
    """The lines of a text; whether the last one has an end is no difference."""
    whole = plain(text)
    return whole.removesuffix("\n").split("\n") if whole else []


def _lines(before: list[str], after: list[str]) -> Iterator[Line]:
    for group in _changes(before, after):
        yield Line(GAP, f"line {group[0][3] + 1}")
        for kind, old_start, old_end, new_start, new_end in group:
            if kind == "equal":
                yield from (Line(EQUAL, text) for text in after[new_start:new_end])
                continue
            yield from (Line(TAKEN_OUT, text) for text in before[old_start:old_end])
            yield from (Line(ADDED, text) for text in after[new_start:new_end])


def _changes(before: list[str], after: list[str]) -> Iterator[list[tuple[str, int, int, int, int]]]:
    """Groups of changes with a few equal lines around; comparing takes long only for texts of medium length."""
    if max(len(before), len(after)) > MOST_COMPARED:
        yield [("replace", 0, len(before), 0, len(after))]
        return
    yield from SequenceMatcher(None, before, after).get_grouped_opcodes(AROUND)
