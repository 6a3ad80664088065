"""Questions that people put to a network: an address, a tier, a moment, and switches turned otherwise."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from bbs.document import did_you_mean, shown
from bbs.network.resolve import Ask, Network
from bbs.network.rule_entries import METHODS
from bbs.network.rules import DAYS
from bbs.network.target import Target, read_address
from bbs.policy.times import parse_time

_A_MONDAY = dt.date(2024, 1, 1)


class VisitError(ValueError):
    """Something that was asked can't be; the text says what to write instead."""


@dataclass(frozen=True, slots=True)
class Moment:
    """When: what is not given is not known, and rules that ask for it do not hold."""

    at: dt.time | None = None
    day: str = ""

    @property
    def date(self) -> dt.date | None:
        """Some date on that day of the week."""
        return _A_MONDAY + dt.timedelta(days=DAYS.index(self.day)) if self.day else None

    def json(self) -> dict[str, str | None]:
        """As it is said in JSON."""
        return {"at": f"{self.at:%H:%M}" if self.at else None, "day": self.day or None}


def moment(at: str, day: str) -> Moment:
    """Read a time of day and a day of the week; empty is not known. Raises VisitError."""
    if day:
        known(day, DAYS, "a day")
    try:
        return Moment(parse_time(at) if at else None, day)
    except ValueError as error:
        raise VisitError(str(error)) from None


def turned(network: Network, words: Iterable[str]) -> Network:
    """The network with switches turned as `visitors=mar-2013` says. Raises VisitError."""
    wanted: dict[str, str] = dict(network.standing)
    for word in words:
        name, sign, state = word.partition("=")
        if not sign:
            raise VisitError(f"{shown(word)} turns no switch; write it as {_example(network)}")
        known(name, network.switches, f"a switch of {network.title}")
        known(state, network.switches[name].states, f"a state of {name}")
        wanted[name] = state
    return network.with_switches(wanted)


def typed(network: Network, words: str) -> Target:
    """What somebody means who types this: the title of a site, its id, a name or number, an address."""
    said = _plain(words)
    named = next((site.host for site in network.sites.values() if _plain(site.title) == said), words)
    return read_address(named, [(site.id, site.host) for site in network.sites.values()])


def _plain(title: str) -> str:
    return " ".join(title.replace("\u2019", "'").casefold().split())


def ask_for(network: Network, url: str, tier: str, method: str, when: Moment) -> Ask:
    """The question that a browser of that tier would put with this address. Raises VisitError."""
    known(tier, network.tiers, f"a tier of {network.title}")
    usual = "CONNECT" if url.strip().lower().startswith("https:") else "GET"
    method = method.upper() or usual
    known(method, METHODS, "a method")
    target = read_address(url, [(site.id, site.host) for site in network.sites.values()])
    if not target.host:
        raise VisitError(f"{shown(url)} can't be an address; write it as http://{network.portal.host}/")
    # proxied: a whole address is sent, as through the proxy
    return Ask(target.host, target.path, tier, when.at, when.date, method, proxied=True)


def known(word: str, words: Collection[str] | Mapping[str, object], what: str) -> None:
    """Raise VisitError for a word that is none of these, with the nearest one or all of them."""
    if word not in words:
        remedy = did_you_mean(word, words) or (f"write one of {', '.join(words)}" if words else "it has none")
        raise VisitError(f"{shown(word)} is not {what}; {remedy}")


def _example(network: Network) -> str:
    switch = next(iter(network.switches.values()), None)
    return f"{switch.id}={switch.start}" if switch else "visitors=mar-2013"
