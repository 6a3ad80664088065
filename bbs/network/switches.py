"""Dated switches of a network: what was in force when. Where a switch stands decides which rules hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class State:
    """One state of a switch."""

    id: str
    title: str
    date: str = ""
    """Since when: 2013, 2013-02 or 2013-02-19; empty for a state without a date."""
    note: str = ""
    source: str = ""
    line: int = 1

    @property
    def since(self) -> str:
        """The date in words: 2013, February 2013, 19 February 2013."""
        year, _, rest = self.date.partition("-")
        if not rest:
            return year
        month, _, day = rest.partition("-")
        name = f"{dt.date(2000, int(month), 1):%B} {year}"
        return f"{int(day)} {name}" if day else name


@dataclass(frozen=True, slots=True)
class Switch:
    """A switch with its states, in the order of the file."""

    id: str
    title: str
    states: Mapping[str, State]
    start: str
    """The state in which it stands at first."""
    note: str = ""
    line: int = 1


def standing(switches: Mapping[str, Switch], turned: Mapping[str, str]) -> Mapping[str, str]:
    """The state of every switch: where it was turned to, or where it starts if there is no such state."""
    asked = ((one, turned.get(one.id, one.start)) for one in switches.values())
    return MappingProxyType({one.id: state if state in one.states else one.start for one, state in asked})
