"""Who asks for what, and what opens: the one question of the gateway, answered by a pure function."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from bbs.document import Problem
from bbs.network.answers import (
    GRANTED,
    JOIN,
    NO_HOST,
    NO_TUNNEL,
    NOT_LISTED,
    OPENS,
    Ask,
    Ground,
    Opened,
    Refused,
)
from bbs.network.before import Before
from bbs.network.hosts import is_address, normalise_host
from bbs.network.lanes import Hosts, Lane, off_lane
from bbs.network.paths import plain_path
from bbs.network.rules import Asked, Rule
from bbs.network.sites import Level, Refusing, Site, Tier, Way
from bbs.network.switches import Switch, standing
from bbs.network.wording import BoardWords

__all__ = [
    "GRANTED",
    "JOIN",
    "NOT_LISTED",
    "NO_HOST",
    "NO_TUNNEL",
    "OPENS",
    "Ask",
    "Ground",
    "Network",
    "Opened",
    "Refused",
]


class _Place(NamedTuple):
    """What a request points at: a listed site, or none."""

    host: str
    lane: Lane
    path: str
    site: Site | None
    name: str
    """What the visitor asked for, in words."""


@dataclass(frozen=True)
class Network:
    """A network of sites as its file describes it. It never changes; another file, or a switch, makes another."""

    id: str
    title: str
    zone: str
    sites: Mapping[str, Site]
    tiers: Mapping[str, Tier]
    rules: tuple[Rule, ...]
    default: Refusing
    file: str
    default_line: int
    by_host: Mapping[str, tuple[Site, Lane]]
    """Every host name and number that is served, with its site and lane: exact match only."""
    about: str = ""
    source: str = ""
    boards: Mapping[str, BoardWords] = field(default_factory=dict)
    """What it says of its boards, by their ids; the others are called as everywhere."""
    roles: Mapping[str, str] = field(default_factory=dict)
    """What people are called in it, by role; the others go by their role."""
    today: str = ""
    """The day that it is on its pages, in words; empty where they have none."""
    switches: Mapping[str, Switch] = field(default_factory=dict)
    turned: Mapping[str, str] = field(default_factory=dict)
    """The states to which switches were turned, by switch."""
    before: Before | None = None
    """The network that this one has followed while the server runs."""
    warnings: tuple[Problem, ...] = ()
    """What somebody should look at, although the file can be used."""

    def with_switches(self, turned: Mapping[str, str]) -> Network:
        """The same network with switches turned; a state that it does not have is as if it had not been turned."""
        return replace(self, turned=turned)

    @property
    def lists(self) -> tuple[str, ...]:
        """The files beside it with lists of names, each once."""
        return tuple(dict.fromkeys(name for rule in self.rules for name in rule.lists))

    @cached_property
    def standing(self) -> Mapping[str, str]:
        """The state of every switch."""
        return standing(self.switches, self.turned)

    @cached_property
    def in_force(self) -> tuple[Rule, ...]:
        """The rules that are asked, as the switches stand."""
        return tuple(rule for rule in self.rules if rule.in_force(self.standing))

    @cached_property
    def _by_path(self) -> bool:
        """Whether a rule in force asks for the path."""
        return any(rule.paths is not None for rule in self.in_force)

    def resolve(self, ask: Ask, own: Collection[str] = frozenset()) -> Opened | Refused:
        """What a request gets. `own`: the server's own names and addresses, normalised; lane A."""
        host = normalise_host(ask.host)
        if host is None:
            return self._misdirected("", "C", ask.path, "The request names no usable host.")
        place = self._place(host, ask, own)
        if place is None:
            return self._misdirected(host, "C", ask.path, f"{host} is not a name of {self.title}.")
        answer = self._led(self._decide(place, ask), ask)
        if ask.method == "CONNECT" and isinstance(answer, Opened):
            ground = Ground(NO_TUNNEL, self.file, answer.site.line, "Tunnels (https) are not carried here.")
            return self._refuse(place, self.default, ground)
        return answer

    @cached_property
    def portal(self) -> Site:
        """The home page."""
        return next(site for site in self.sites.values() if site.kind == "portal")

    @cached_property
    def reading_room(self) -> Site | None:
        """The site on which officials lay copies, if there is one."""
        return next((site for site in self.sites.values() if site.copies), None)

    def hosts(self, lane: Lane) -> Mapping[str, str]:
        """The host of every site on a lane, by the site's id; lane A has none of its own."""
        return Hosts(self.sites, lane)

    def open_to(
        self,
        tier: str | None,
        at: dt.time | None = None,
        date: dt.date | None = None,
        granted: frozenset[str] = frozenset(),
    ) -> tuple[Site, ...]:
        """The sites that open for a tier at a moment, and what is granted, in the file's order; none before joining."""
        ask = Ask("", tier=tier, at=at, date=date, granted=granted)
        return tuple(self._opening(ask)) if tier is not None else ()

    def home(
        self,
        tier: str | None,
        at: dt.time | None = None,
        date: dt.date | None = None,
        granted: frozenset[str] = frozenset(),
    ) -> Site:
        """Where somebody begins: the portal, or the first site that opens where the portal does not."""
        portal, ask = self.portal, Ask("", tier=tier, at=at, date=date, granted=granted)
        if tier is None or self._opens(portal, ask):
            return portal
        return next(self._opening(ask), portal)

    def _opening(self, ask: Ask) -> Iterator[Site]:
        """The sites that open, as far as somebody asks; only those are tried that the tier, a rule or a grant opens."""
        may = self._openable.get(ask.tier or "", self._openable[""])
        if ask.granted:
            opens = {*may}
            may = tuple(site for site in self.sites if site in ask.granted or site in opens)
        return (site for site in map(self.sites.__getitem__, may) if self._opens(site, ask))

    @cached_property
    def _openable(self) -> Mapping[str, tuple[str, ...]]:
        """Ids of the sites that may open at all, by tier; under no name, those that rules may open for any."""
        by_rule = set[str]()
        for rule in self.in_force:
            by_rule |= set() if rule.refusing else rule.sites if rule.sites is not None else {*self.sites}
        opens = {"": by_rule} | {tier.id: by_rule | tier.opens for tier in self.tiers.values()}
        return {tier: tuple(site for site in self.sites if site in ids) for tier, ids in opens.items()}

    def _opens(self, site: Site, ask: Ask) -> bool:
        return isinstance(self._decide(_Place(site.host, "C", "/", site, site.title), ask), Opened)

    def _place(self, host: str, ask: Ask, own: Collection[str]) -> _Place | None:
        path = ask.path if ask.path.startswith("/") else f"/{ask.path}"
        listed = self.by_host.get(host)
        if listed:
            return _Place(host, listed[1], path, listed[0], listed[0].title)
        if host in own or (ask.proxied is not True and (host == "localhost" or is_address(host))):
            return self._by_prefix(host, path)
        if ask.proxied is False and not host.endswith(".localhost"):
            return None
        return _Place(host, "B" if host.endswith(".localhost") else "C", path, None, host)

    def _by_prefix(self, host: str, path: str) -> _Place:
        if not path.startswith("/~"):
            return _Place(host, "A", path, self.portal, self.portal.title)
        name, _, rest = path[2:].partition("/")
        site = self.sites.get(name)
        return _Place(host, "A", f"/{rest}" if site else path, site, site.title if site else f"~{name}"[:60])

    def _decide(self, place: _Place, ask: Ask) -> Opened | Refused:
        site = place.site
        if site and ask.tier is None:
            why = f"{site.title} opens for people who have joined."
            return replace(self._open(place, site, Ground(JOIN, self.file, site.line, why)), must_join=True)
        if site and site.id in ask.granted:
            why = f"An official opened {site.title} to this person."
            return self._open(place, site, Ground(GRANTED, self.file, site.line, why), ask.tier)
        asked = self._asked(place, ask) if self.in_force else None
        for rule in self.in_force:
            if asked and rule.holds(asked):
                if rule.refusing:
                    return self._refuse(place, rule.refusing, self._ground(rule, place))
                if site:
                    return self._open(place, site, self._ground(rule, place), ask.tier, rule.notice)
        if site is None:
            ground = Ground(NOT_LISTED, self.file, self.default_line, self._not_listed(place))
            return self._refuse(place, self.default, ground)
        return self._by_tier(place, site, ask.tier)

    def _asked(self, place: _Place, ask: Ask) -> Asked:
        """What rules look at: the name that the place goes by everywhere, and its path in plain form."""
        site = place.site
        host = site.host if site else off_lane(place.host)
        names = (host, site.number) if site and site.number else (host,)
        path = plain_path(place.path) if self._by_path else place.path
        return Asked(site.id if site else None, names, path, ask.tier, ask.method, ask.at, ask.date)

    def _led(self, answer: Opened | Refused, ask: Ask) -> Opened | Refused:
        """The same, but a redirect to what is closed to who asks becomes a page that says so: none goes in circles."""
        if not isinstance(answer, Refused) or answer.way is not Way.REDIRECT:
            return answer
        to = self.sites[answer.how.to]
        place = _Place(to.host, answer.lane, answer.how.page, to, to.title)
        there = self._decide(place, replace(ask, path=place.path, method="GET"))
        if isinstance(there, Opened) and not there.must_join:
            return answer
        how = replace(answer.how, way=Way.PAGE)
        return replace(answer, how=how, reason=self._told(how, answer.ground))

    def _by_tier(self, place: _Place, site: Site, tier_id: str | None) -> Opened | Refused:
        tier = self.tiers.get(tier_id or "")
        line = tier.line if tier else self.default_line
        if tier and site.id in tier.opens:
            ground = Ground(
                OPENS, self.file, line, f"{site.title} is on the list of sites for tier {tier.id}."
            )
            return self._open(place, site, ground, tier.id)
        ground = Ground(
            OPENS, self.file, line, f"{site.title} is not on the list of sites for tier {tier_id}."
        )
        return self._refuse(place, site.refusing, ground)

    def _not_listed(self, place: _Place) -> str:
        name = place.name if place.lane == "A" else off_lane(place.host)
        gone = self.before.says(name, self.title) if self.before else ""
        return gone or f"{place.name} is not listed on {self.title}."

    def _ground(self, rule: Rule, place: _Place) -> Ground:
        does = "closes" if rule.refusing else "opens"
        return Ground(rule.id, self.file, rule.line, rule.why or f"The rule {rule.id} {does} {place.name}.")

    def _open(
        self, place: _Place, site: Site, ground: Ground, tier: str | None = None, notice: str = ""
    ) -> Opened:
        always = self.tiers[tier].notice if tier is not None and tier in self.tiers else ""
        said = f"{always} {notice}".strip()
        return Opened(site, place.lane, place.path, place.host, ground, notice=said)

    def _refuse(self, place: _Place, how: Refusing, ground: Ground) -> Refused:
        reason = self._told(how, ground)
        return Refused(how, reason, ground, place.host, place.path, place.lane, place.site)

    def _told(self, how: Refusing, ground: Ground) -> str:
        """The reason as far as the visitor is told it."""
        if not how.way.honest or how.level is Level.NONE:
            return ""
        return ground.why if how.level is Level.FULL else f"This address is not available on {self.title}."

    def _misdirected(self, host: str, lane: Lane, path: str, why: str) -> Refused:
        ground = Ground(NO_HOST if not host else NOT_LISTED, self.file, self.default_line, why)
        return Refused(Refusing(Way.MISDIRECTED, Level.FULL), why, ground, host, path, lane)
