"""What stands against an author after a text of theirs matched: `mute` and `slow`, and until when they refuse.

A rule lays a penalty, whoever judges remembers it (the board in its database, `bbs.policy.past` while walking
through the past), and what refuses the next text is frozen into its submission as a bar.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from bbs.policy.durations import duration_in_words

SLOW, MUTE = "slow", "mute"
PENALISED = frozenset({"thread", "reply", "card", "bulletin", "page"})
"""Kinds of writing that a penalty refuses; searching, and writing to the teacher, stay open to everybody."""
_DAY = dt.date(2000, 1, 3)
_MINUTE = dt.timedelta(minutes=1)
_DONE = {SLOW: "slowed down", MUTE: "muted"}


@dataclass(frozen=True, slots=True)
class Penalty:
    """What a rule lays on the author of a text that it matched."""

    policy: str
    """The id of the policy that it belongs to: no other one refuses anything for it."""
    rule: str
    kind: str
    """slow or mute."""
    lasts: dt.timedelta
    """How long it stands; for `slow` the window too, in which texts are counted."""
    many: int = 0
    """How many texts `slow` lets through in one window."""

    @property
    def in_words(self) -> str:
        """What it does, as an operator reads it."""
        lasts = duration_in_words(self.lasts)
        return f"muted for {lasts}" if self.kind == MUTE else f"slowed down to {self.many} per {lasts}"


@dataclass(frozen=True, slots=True)
class Standing:
    """A penalty that was laid, and the moment at which it ends by itself."""

    penalty: Penalty
    until: dt.datetime

    def again(self, now: dt.datetime, filling: dt.datetime | None) -> dt.datetime | None:
        """When its author may write again; None where it refuses nothing now.

        `filling` is the moment of the text that fills the window of a `slow`: the newest but `many` - 1.
        """
        if self.until <= now:
            return None
        if self.penalty.kind == MUTE:
            return self.until
        free = min(self.until, filling + self.penalty.lasts) if filling else now
        return free if free > now else None


@dataclass(frozen=True, slots=True)
class Bar:
    """What refuses a text, whatever its words, as it stood when the text was sent."""

    policy: str
    rule: str
    kind: str
    wait: dt.timedelta
    """How long its author still has to wait."""
    when: str = ""
    """The lesson-clock time of the end: 14:35; empty where the time of the text is not known."""

    @property
    def told(self) -> str:
        """What the author is told."""
        return f"You can write again {f'at {self.when}' if self.when else f'in {_in_words(self.wait)}'}."

    def because(self, rule: str, whom: str) -> str:
        """Why the text was refused, as a part of a sentence in which the rule and its author are called so."""
        end = f"until {self.when}" if self.when else f"for {_in_words(self.wait)} more"
        return f"{rule} had {_DONE[self.kind]} {whom} {end}"


def bar(standing: Standing, wait: dt.timedelta, at: dt.time | None) -> Bar:
    """The bar that a standing penalty is to a text sent at a lesson-clock time, with so long still to wait."""
    laid = standing.penalty
    return Bar(laid.policy, laid.rule, laid.kind, wait, _clock(at, wait) if at is not None else "")


def barring(bars: Iterable[Bar], policy: str) -> Bar | None:
    """The bar of this policy that lasts longest, of equal ones a mute; None where nothing of it refuses the text."""
    mine = (one for one in bars if one.policy == policy)
    return max(mine, key=lambda one: (one.wait, one.kind == MUTE, one.rule), default=None)


def _clock(at: dt.time, wait: dt.timedelta) -> str:
    """The time of day after a wait, in full minutes, so that nobody comes back too early."""
    end = dt.datetime.combine(_DAY, at) + wait
    if end.second or end.microsecond:
        end += _MINUTE
    days = (end.date() - _DAY).days
    later = {0: "", 1: " tomorrow"}.get(days, f" in {days} days")
    return f"{end:%H:%M}{later}"


def _in_words(wait: dt.timedelta) -> str:
    return duration_in_words(wait if wait <= 2 * _MINUTE else wait + -wait % _MINUTE)
