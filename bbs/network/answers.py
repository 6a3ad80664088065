"""What is asked of a network, and what it answers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from bbs.network.lanes import Lane
from bbs.network.sites import Level, Refusing, Site, Way
from bbs.policy.making import quickly_made

NOT_LISTED = "not listed"
OPENS = "opens"
JOIN = "join"
NO_TUNNEL = "no tunnel"
NO_HOST = "no host"
GRANTED = "granted"
OWN_IDS = (OPENS, JOIN, GRANTED)
"""Ids that no rule may have: in the record they say that no rule has decided."""


@quickly_made
@dataclass(frozen=True, slots=True)
class Ask:
    """The facts of one request, frozen; the gateway looks at nothing else."""

    host: str
    """As it was sent; empty where it is missing, duplicate or unusable."""
    path: str = "/"
    """With or without percent codes."""
    tier: str | None = None
    """None for somebody who has not joined."""
    at: dt.time | None = None
    """The lesson's clock; not given, `time` conditions are false."""
    date: dt.date | None = None
    method: str = "GET"
    proxied: bool | None = None
    """True: a whole address came, as to a proxy; the machine's numbers then open nothing but themselves.
    False: straight to this server; names that are not listed are then misdirected. None: not known."""
    granted: frozenset[str] = frozenset()
    """Ids of the sites that an official has opened to this very person, now. They come before every rule."""


@quickly_made
@dataclass(frozen=True, slots=True)
class Ground:
    """What decided, for the record: always the truth, whatever the visitor is told."""

    rule: str
    """The rule's id, or one of: opens, granted, not listed, join, no tunnel, no host."""
    file: str
    line: int
    why: str
    """One sentence."""


@quickly_made
@dataclass(frozen=True, slots=True)
class Opened:
    """The request may go on to a site."""

    site: Site
    lane: Lane
    path: str
    """The path inside the site."""
    host: str
    """The host, normalised."""
    ground: Ground
    must_join: bool = False
    """The site is listed, and whoever asks has to join before it opens."""
    notice: str = ""
    """The sentence that people of this tier see on every page."""


@quickly_made
@dataclass(frozen=True, slots=True)
class Refused:
    """The request ends here. `how` and `reason` are for the visitor, `ground` is for the record."""

    how: Refusing
    reason: str
    """The sentence told to the visitor; empty where the way or the level tells none."""
    ground: Ground
    host: str
    """The host, normalised; empty where there was none."""
    path: str
    lane: Lane
    site: Site | None = None
    """The listed site that was refused, if it is one."""

    @property
    def way(self) -> Way:
        """How it looks from outside."""
        return self.how.way

    @property
    def level(self) -> Level:
        """How much of the reason is told, where the way tells any."""
        return self.how.level

    @property
    def status(self) -> int | None:
        """The HTTP status; None where no answer is sent."""
        return self.way.status

    @property
    def by_tier(self) -> bool:
        """Whether the visitor is told that the list of their tier has decided."""
        return self.ground.rule == OPENS and self.reason == self.ground.why
