"""Which rules a text has to be held against: most ask for words, and without one of them they can't match.

The index is made once for a policy. It leaves out only what is certain: a rule is asleep where a condition that needs
phrases is false before any other could fail, so that what fails while it runs is noticed as ever (semantics 14).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Generic, Protocol, TypeVar

from bbs.policy.case import Case
from bbs.policy.conditions.facts import By, Kind, Length, Site
from bbs.policy.conditions.joining import Any as Either
from bbs.policy.conditions.joining import Joined, Not
from bbs.policy.conditions.words import Words

_GIVEN = (By, Kind, Length, Site)
"""Conditions on given facts: they can't fail while they run, so that they may stand before the words."""

Match = TypeVar("Match")
Found = TypeVar("Found", covariant=True)


class Judging(Protocol[Found]):
    """A rule as far as running it goes."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def when(self) -> Joined | None:
        """What must be true."""

    @property
    def mode(self) -> str:
        """live, shadow or off."""

    @property
    def live(self) -> bool:
        """Whether what it wants is done."""

    @property
    def points(self) -> int:
        """What it adds to the score."""

    def match(self, case: Case) -> Found | None:
        """Its match, where it matched."""


class Waking(Generic[Match]):
    """The rules of a policy in the order in which they are judged, and which of them a text wakes."""

    def __init__(self, rules: Sequence[Judging[Match]], late: Sequence[str] = ()) -> None:
        """`late` are the ids of the rules that ask for others, each after those it asks for; they are judged last."""
        known, last = {rule.id: rule for rule in rules}, set(late)
        self._ids = [rule.id for rule in rules] if late else None
        self._every = [
            *(rule for rule in rules if rule.id not in last),
            *(known[one] for one in late if one in known),
        ]
        self._always: list[int] = []
        self._woken_by: dict[int, tuple[int, ...]] = {}
        """Phrase number -> places in `_every` of the rules that need it or another phrase."""
        for place, rule in enumerate(self._every):
            if rule.mode != "off":
                self._enter(place, needed(rule.when) if rule.when is not None else None)
        self._asked = [self._every[place] for place in self._always]

    def _enter(self, place: int, phrases: Collection[int] | None) -> None:
        if phrases is None:
            self._always.append(place)
            return
        alone = (place,)  # one for all its phrases: there may be 100,000
        for number in phrases:
            others = self._woken_by.get(number)
            self._woken_by[number] = alone if others is None else others + alone

    def awake(self, case: Case) -> Sequence[Judging[Match]]:
        """The rules that could match, in order; all of them where the text could not be read."""
        if not self._woken_by:
            return self._asked
        try:
            found = self._woken_by.keys() & case.found.keys() if case.found else ()
        except Exception:  # noqa: BLE001  # it fails again in each rule that looks for words, and is told there
            return self._every
        if not found:
            return self._asked
        places = {place for number in found for place in self._woken_by[number]}
        return [self._every[place] for place in sorted(places.union(self._always))]

    def in_order(self, found: Mapping[str, Match]) -> list[Match]:
        """What was found by each rule, in the order of the file."""
        return [found[one] for one in self._ids if one in found] if self._ids else list(found.values())


def needed(part: Any) -> Collection[int] | None:
    """The phrases without any of which a condition is false; None where it may be true without, or fail."""
    if isinstance(part, Words):
        return part.entries.numbers
    if isinstance(part, Either):
        each = [needed(one) for one in part.parts]
        return None if None in each else {number for numbers in each for number in numbers or ()}
    if isinstance(part, Joined) and not isinstance(part, Not):
        first = next((one for one in part.parts if not isinstance(one, _GIVEN)), None)
        return needed(first)
    return None
