"""A visit to an address as it is typed on the command line, and its answer as words and as JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from bbs.cli.output import columns
from bbs.document import did_you_mean, shown
from bbs.network.matrix import Row
from bbs.network.resolve import OPENS, Ask, Network, Opened, Refused
from bbs.network.rule_entries import METHODS
from bbs.network.rules import DAYS
from bbs.network.target import read_address
from bbs.policy.times import parse_time

_A_MONDAY = dt.date(2024, 1, 1)
_LONGEST = 300
"""Characters of an address that are shown."""
_NO_TUNNEL = "The browser's own error: it shows nothing of the answer to a refused tunnel (https)."


class VisitError(ValueError):
    """Something that was typed can't be; the text says what to write instead."""


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
        _known(day, DAYS, "a day")
    try:
        return Moment(parse_time(at) if at else None, day)
    except ValueError as error:
        raise VisitError(str(error)) from None


def ask_for(network: Network, url: str, tier: str, method: str, when: Moment) -> Ask:
    """The question that a browser of that tier would put with this address. Raises VisitError."""
    _known(tier, network.tiers, f"a tier of {network.title}")
    usual = "CONNECT" if url.strip().lower().startswith("https:") else "GET"
    method = method.upper() or usual
    _known(method, METHODS, "a method")
    target = read_address(url, [(site.id, site.host) for site in network.sites.values()])
    if not target.host:
        raise VisitError(f"{shown(url)} can't be an address; write it as http://{network.portal.host}/")
    # proxied: a whole address is sent, as through the proxy
    return Ask(target.host, target.path, tier, when.at, when.date, method, proxied=True)


def visit_in_words(network: Network, ask: Ask, result: Opened | Refused) -> Iterator[str]:
    """What comes of a visit, as lines for people."""
    what = result.site.title if result.site else result.host
    scheme = "https" if _tunnel(ask) else "http"
    rows = [("address", f"{scheme}://{ask.host}{ask.path}"[:_LONGEST]), ("method", ask.method)]
    if isinstance(result, Opened):
        yield f"{what} opens for tier {ask.tier}."
        rows += [("notice", result.notice)] if result.notice else []
    else:
        yield f"{what} is refused to tier {ask.tier}: {result.way.word}."
        gets = _NO_TUNNEL if _tunnel(ask) else result.way.about
        rows += [("visitor gets", gets), ("is told", _told(ask, result) or "no reason")]
        rows += [("leads to", f"{result.how.to}{result.how.page}")] if result.how.to else []
        rows += [("measured as", result.way.ooni)] if result.way.ooni else []
    ground = result.ground
    rows += [("decided by", f"{ground.rule}, {ground.file}:{ground.line}: {ground.why}")]
    if ask.at is None and any(rule.live and rule.window for rule in network.rules):
        rows += [("time", "not given, so rules with a time do not hold; add --at HH:MM")]
    yield from columns(rows)


def visit_json(ask: Ask, result: Opened | Refused, when: Moment) -> dict[str, Any]:
    """The same as data, with what was asked."""
    return {
        "host": ask.host,
        "path": ask.path,
        "method": ask.method,
        "tier": ask.tier,
        **when.json(),
        "site": result.site.id if result.site else None,
        **_answer(result),
        "told": _told(ask, result),
    }


def matrix_rows(network: Network, rows: Iterable[Row]) -> list[list[str]]:
    """The matrix as a table: a row a site, a column a tier."""
    head = ["", *network.tiers]
    return [head, *([row.site.id, *map(_cell, row.cells.values())] for row in rows)]


def matrix_json(network: Network, rows: Iterable[Row], when: Moment) -> dict[str, Any]:
    """The matrix as data."""
    sites = [
        {
            "site": row.site.id,
            "host": row.site.host,
            "tiers": {tier: _answer(result) for tier, result in row.cells.items()},
        }
        for row in rows
    ]
    return {"network": network.id, **when.json(), "sites": sites}


def _answer(result: Opened | Refused) -> dict[str, Any]:
    """Verdict, what the visitor is told, and what decided."""
    refused = result if isinstance(result, Refused) else None
    return {
        "verdict": "refused" if refused else "opens",
        "way": refused.way.word if refused else None,
        "status": refused.status if refused else None,
        "ooni": refused.way.ooni if refused else None,
        "to": f"{refused.how.to}{refused.how.page}" if refused and refused.how.to else None,
        "told": refused.reason if refused else "",
        "rule": result.ground.rule,
        "file": result.ground.file,
        "line": result.ground.line,
        "why": result.ground.why,
    }


def _cell(result: Opened | Refused) -> str:
    word = result.way.word if isinstance(result, Refused) else "opens"
    rule = "" if result.ground.rule == OPENS else f"{result.ground.rule}, "
    return f"{word} ({rule}line {result.ground.line})"


def _told(ask: Ask, result: Opened | Refused) -> str:
    """What the visitor is told; browsers show nothing of an answer to a tunnel."""
    return result.reason if isinstance(result, Refused) and not _tunnel(ask) else ""


def _tunnel(ask: Ask) -> bool:
    return ask.method == "CONNECT"


def _known(word: str, known: Iterable[str], what: str) -> None:
    words = list(known)
    if word not in words:
        remedy = did_you_mean(word, words) or f"write one of {', '.join(words)}"
        raise VisitError(f"{shown(word)} is not {what}; {remedy}")
