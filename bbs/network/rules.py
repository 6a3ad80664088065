"""Rules of a network: conditions on who asks for what and when, and what follows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from bbs.network.hosts import is_address
from bbs.network.paths import Paths
from bbs.network.sites import Refusing

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Asked(NamedTuple):
    """What the conditions of rules look at."""

    site: str | None
    """None for a name that is not listed."""
    names: tuple[str, ...]
    """The host that is asked for, as it is called on lane C, and its number if it has one."""
    path: str
    """In its plain form."""
    tier: str | None
    method: str
    at: dt.time | None
    date: dt.date | None


@dataclass(frozen=True, slots=True)
class Window:
    """A part of the day by the lesson's clock; `to` is excluded. It may cross midnight."""

    start: dt.time = dt.time(0)
    end: dt.time = dt.time(0)
    """Equal to `start`: the whole day."""
    days: frozenset[int] = frozenset(range(7))
    """Monday is 0. A window that crosses midnight belongs to the day on which it began."""

    def holds(self, at: dt.time | None, date: dt.date | None) -> bool:
        """Whether a moment lies inside; a fact that is not given makes it false."""
        if at is None:
            return False
        if self.start < self.end:
            return self.start <= at < self.end and self._on(date, 0)
        return self._on(date, 0) if at >= self.start else at < self.end and self._on(date, -1)

    def _on(self, date: dt.date | None, shift: int) -> bool:
        if len(self.days) == len(DAYS):
            return True
        return date is not None and (date.weekday() + shift) % 7 in self.days


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. Every condition that is given must hold; the first live rule that holds decides."""

    id: str
    refusing: Refusing | None
    """How it refuses; None for a rule that opens."""
    why: str = ""
    note: str = ""
    source: str = ""
    live: bool = True
    """False for `mode: off`: the rule is there to be switched on."""
    notice: str = ""
    """A sentence on every page that it opens."""
    sites: frozenset[str] | None = None
    paths: Paths | None = None
    names: frozenset[str] | None = None
    """Each stands for itself and the names below it."""
    tiers: frozenset[str] | None = None
    methods: frozenset[str] | None = None
    window: Window | None = None
    switched: Mapping[str, frozenset[str]] | None = None
    """The states in which it holds, by switch."""
    lists: tuple[str, ...] = ()
    """The files that names came from."""
    line: int = 1

    def in_force(self, standing: Mapping[str, str]) -> bool:
        """Whether it is asked at all, as the switches stand."""
        return self.live and all(
            standing[switch] in states for switch, states in (self.switched or {}).items()
        )

    def holds(self, asked: Asked) -> bool:
        """Whether this rule decides, if it is in force."""
        return (
            (self.sites is None or asked.site in self.sites)
            and (self.tiers is None or asked.tier in self.tiers)
            and (self.methods is None or asked.method in self.methods)
            and (self.paths is None or asked.path in self.paths)
            and (self.window is None or self.window.holds(asked.at, asked.date))
            and (self.names is None or any(covered(name, self.names) for name in asked.names))
        )


def covered(host: str, names: Collection[str]) -> bool:
    """Whether a normalised host is one of these names, or lies below one; a number is only itself."""
    if host in names:
        return True
    if host[-1:].isdigit() and is_address(host):
        return False
    at = host.find(".")
    while at >= 0:
        if host[at + 1 :] in names:
            return True
        at = host.find(".", at + 1)
    return False
