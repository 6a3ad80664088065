"""Text made comparable: the readings of a text in which phrases are looked for (policy language, semantics 2)."""

from __future__ import annotations

from collections.abc import Sequence

from bbs.policy.disguises import collapse, join_spread, leet
from bbs.policy.letters import Letters
from bbs.policy.reading import Reading, collapsed_readings, fits
from bbs.policy.steps import DISGUISES, PLAIN, STEPS, steps_of
from bbs.policy.words import words_of

__all__ = ["DISGUISES", "STEPS", "Folder", "Reading", "collapse", "fits", "steps_of"]


class Folder:
    """Folds phrases and texts by one policy's steps, and remembers what became of each character."""

    def __init__(self, steps: Sequence[str]) -> None:
        """Takes what `see_through` says. Raises ValueError for an unknown step."""
        self.names = steps_of(steps)
        self._plain = Letters(PLAIN.intersection(self.names))
        self._full = Letters(self.names) if "lookalikes" in self.names else self._plain
        self._tricks = frozenset(self.names) - PLAIN

    def phrase(self, text: str) -> str:
        """A phrase's text folded by those of the first four steps that the policy takes."""
        folded = self._plain.fold(text)
        if folded.startswith(" ") and not text[0].isspace():
            folded = folded[1:]  # a symbol that became letters was set apart
        if folded.endswith(" ") and not text[-1].isspace():
            folded = folded[:-1]
        return folded

    def words(self, text: str) -> tuple[str, ...]:
        """The words of a folded text, cut as those of a reading."""
        return tuple(words_of(text))

    def readings(self, text: str) -> tuple[Reading, ...]:
        """The readings of a text, fewest steps first: the plain one, full ones that differ, collapsed ones."""
        folded = self._plain.fold(text)
        plain = Reading(text, self._plain, folded, folded)
        if not self._tricks:
            return (plain,)
        full = self._full_readings(plain)
        stretched = collapsed_readings((plain, *full)) if "stretch" in self._tricks else ()
        return (plain, *full, *stretched)

    def _full_readings(self, plain: Reading) -> tuple[Reading, ...]:
        folded = self._full.fold(plain.original)
        variants = (leet(folded) if "leet" in self._tricks else ()) or (folded,)
        readings = [
            plain if read == plain.text else Reading(plain.original, self._full, folded, read)
            for read in variants
        ]
        joined = join_spread(readings[0]) if "spread" in self._tricks else None
        if joined is None:
            return tuple([reading for reading in readings if reading is not plain])
        return tuple(
            Reading(plain.original, self._full, folded, read, joined.like(read)) for read in variants
        )
