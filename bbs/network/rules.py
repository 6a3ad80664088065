"""Rules of a network: conditions on who asks for what and when, and what follows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from bbs.network.sites import Refusing

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


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
    live: bool = True
    """False for `mode: off`: the rule is there to be switched on."""
    sites: frozenset[str] | None = None
    tiers: frozenset[str] | None = None
    methods: frozenset[str] | None = None
    window: Window | None = None
    line: int = 1

    def holds(
        self, site: str | None, tier: str | None, method: str, at: dt.time | None, date: dt.date | None
    ) -> bool:
        """Whether this rule decides. `site` is None for a name that is not listed."""
        return (
            self.live
            and (self.sites is None or site in self.sites)
            and (self.tiers is None or tier in self.tiers)
            and (self.methods is None or method in self.methods)
            and (self.window is None or self.window.holds(at, date))
        )
