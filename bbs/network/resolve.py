"""Who asks for what, and what opens: the one question of the gateway, answered by a pure function."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

from bbs.network.hosts import is_address, normalise_host
from bbs.network.rules import Rule
from bbs.network.sites import Level, Refusing, Site, Tier, Way

Lane = Literal["A", "B", "C"]
"""A: a path prefix on one address. B: a host under localhost. C: the real host, through the proxy."""

NOT_LISTED = "not listed"
OPENS = "opens"
JOIN = "join"
NO_TUNNEL = "no tunnel"
NO_HOST = "no host"


@dataclass(frozen=True, slots=True)
class Ask:
    """The facts of one request, frozen; the gateway looks at nothing else."""

    host: str
    """As it was sent; empty where it is missing, duplicate or unusable."""
    path: str = "/"
    tier: str | None = None
    """None for somebody who has not joined."""
    at: dt.time | None = None
    """The lesson's clock; not given, `time` conditions are false."""
    date: dt.date | None = None
    method: str = "GET"
    proxied: bool | None = None
    """True: a whole address came, as to a proxy; the machine's numbers then open nothing but themselves.
    False: straight to this server; names that are not listed are then misdirected. None: not known."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What decided, for the record: always the truth, whatever the visitor is told."""

    rule: str
    """The rule's id, or one of: opens, not listed, join, no tunnel, no host."""
    file: str
    line: int
    why: str
    """One sentence."""


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


@dataclass(frozen=True, slots=True)
class _Place:
    """What a request points at: a listed site, or none."""

    host: str
    lane: Lane
    path: str
    site: Site | None
    name: str
    """What the visitor asked for, in words."""


@dataclass(frozen=True, slots=True)
class Network:
    """A network of sites as its file describes it. It never changes; another file is another network."""

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

    @property
    def portal(self) -> Site:
        """The home page."""
        return next(site for site in self.sites.values() if site.kind == "portal")

    def hosts(self, lane: Lane) -> Mapping[str, str]:
        """The host of every site on a lane, by the site's id; lane A has none of its own."""
        if lane == "A":
            return MappingProxyType({})
        return MappingProxyType({i: on_lane(site.host, lane) for i, site in self.sites.items()})

    def open_to(
        self, tier: str | None, at: dt.time | None = None, date: dt.date | None = None
    ) -> tuple[Site, ...]:
        """The sites that open for a tier at a moment, in the file's order; none before joining."""
        if tier is None:
            return ()
        asks = ((site, Ask(site.host, tier=tier, at=at, date=date)) for site in self.sites.values())
        return tuple(site for site, ask in asks if isinstance(self.resolve(ask), Opened))

    def home(self, tier: str | None, at: dt.time | None = None, date: dt.date | None = None) -> Site:
        """Where somebody begins: the portal, or the first site that opens where the portal does not."""
        portal = self.portal
        if tier is None or isinstance(self.resolve(Ask(portal.host, tier=tier, at=at, date=date)), Opened):
            return portal
        return next(iter(self.open_to(tier, at, date)), portal)

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
            return self._open(place, site, Ground(JOIN, self.file, site.line, why), must_join=True)
        for rule in self.rules:
            if rule.holds(site.id if site else None, ask.tier, ask.method, ask.at, ask.date):
                if rule.refusing:
                    return self._refuse(place, rule.refusing, self._ground(rule, place))
                if site:
                    return self._open(place, site, self._ground(rule, place), tier=ask.tier)
        if site is None:
            why = f"{place.name} is not listed on {self.title}."
            return self._refuse(place, self.default, Ground(NOT_LISTED, self.file, self.default_line, why))
        return self._by_tier(place, site, ask.tier)

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
            ground = Ground(OPENS, self.file, line, f"Tier {tier.id} opens {site.title}.")
            return self._open(place, site, ground, tier=tier.id)
        ground = Ground(OPENS, self.file, line, f"{site.title} does not open for tier {tier_id}.")
        return self._refuse(place, site.refusing, ground)

    def _ground(self, rule: Rule, place: _Place) -> Ground:
        does = "closes" if rule.refusing else "opens"
        return Ground(rule.id, self.file, rule.line, rule.why or f"The rule {rule.id} {does} {place.name}.")

    def _open(
        self, place: _Place, site: Site, ground: Ground, *, tier: str | None = None, must_join: bool = False
    ) -> Opened:
        notice = self.tiers[tier].notice if tier is not None and tier in self.tiers else ""
        return Opened(site, place.lane, place.path, place.host, ground, must_join, notice)

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


def on_lane(host: str, lane: Lane) -> str:
    """The name of a host under .test on lane B (under .localhost) or C (itself)."""
    return f"{host.removesuffix('.test')}.localhost" if lane == "B" else host


def host_table(zone: str, sites: Mapping[str, Site]) -> Mapping[str, tuple[Site, Lane]]:
    """The dict from host to site: names of both lanes, numbers, and the bare zone, which is the portal."""
    table: dict[str, tuple[Site, Lane]] = {}
    lanes: tuple[Lane, Lane] = ("B", "C")
    for site in sites.values():
        table.update({on_lane(site.host, lane): (site, lane) for lane in lanes})
        if site.number:
            table[site.number] = (site, "C")
    portal = next((site for site in sites.values() if site.kind == "portal"), None)
    if portal:
        for lane in lanes:
            table.setdefault(on_lane(zone, lane), (portal, lane))
    return MappingProxyType(table)
