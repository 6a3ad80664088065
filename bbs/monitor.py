"""The record of visits as people read it: with names and times, and asked for by any of its columns."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple, get_args

from bbs.lesson import Clock
from bbs.network.lanes import Lane
from bbs.network.rule_entries import METHODS
from bbs.network.sites import Way
from bbs.store import Reads, people
from bbs.store.visits import VERDICTS, Visit, Wanted

FIELDS = ("who", "lane", "method", "host", "verdict", "rule", "way", "ooni", "from", "to")
"""What may be asked for."""
LONGEST = 253
"""Characters of an asked-for value."""
NOT_JOINED = "not joined"
_EXACT = ("lane", "method", "verdict", "way", "ooni", "rule", "host")
CHOICES: Mapping[str, tuple[str, ...]] = {
    "lane": get_args(Lane),
    "method": METHODS,
    "verdict": VERDICTS,
    "way": tuple(way.word for way in Way),
    "ooni": tuple(dict.fromkeys(way.ooni for way in Way if way.ooni)),
}
"""Columns that hold one of a few words."""
_TIMES = ("%H:%M", "%H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M")
_NOBODY = "nobody"
"""No id of a person."""


class BadFilter(Exception):  # noqa: N818  # what was asked for is bad, not the program
    """Something was asked for that can't be read; in one sentence, with what to write."""


class Seen(NamedTuple):
    """A visit as pages, programs and tables show it."""

    visit: int
    at: str
    """The instant, in UTC."""
    clock: str
    """The same as the lesson's clock shows it, with the day if it is not today."""
    who: str
    """A pseudonym, or the tier, or that somebody has not joined."""
    tier: str
    lane: str
    method: str
    host: str
    path: str
    verdict: str
    way: str
    ooni: str
    rule: str
    file: str
    line: int
    why: str
    told: str
    many: int


async def wanted(reads: Reads, clock: Clock, asked: Mapping[str, str], tiers: Collection[str] = ()) -> Wanted:
    """Which visits are asked for by these words; empty ones ask for nothing. Raises BadFilter.

    `who` is a pseudonym, a tier, or "not joined"; a name that nobody has finds nothing.
    """
    who, exact = asked.get("who", "").strip(), {name: asked.get(name, "").strip() or None for name in _EXACT}
    for name, known in CHOICES.items():
        word = exact[name]
        if word and word not in known:
            raise BadFilter(f"{word[:40]!r} is no {name}. Write one of {', '.join(known)}.")
    person = tier = None
    if who in tiers:
        tier = who
    elif who.casefold() == NOT_JOINED:
        tier = ""
    elif who:
        found = await people.by_name(reads, who)
        person = found.id if found else _NOBODY
    return Wanted(
        person=person,
        tier=tier,
        since=_moment(asked.get("from", ""), clock),
        until=_moment(asked.get("to", ""), clock),
        **exact,
    )


async def seen(reads: Reads, clock: Clock, visits: Sequence[Visit], *, names: bool = True) -> list[Seen]:
    """Visits with the names of those who made them; without `names`, with their tiers alone."""
    ids = {one.noted.person for one in visits if one.noted.person} if names else set()
    known = await people.names_of(reads, ids) if ids else {}
    now = clock.lesson_now()
    return [_seen(one, _who(one, known, names=names), now) for one in visits]


def table(rows: Iterable[Seen], *, head: bool = False) -> bytes:
    """Rows as comma-separated values in UTF-8, for a table program, which must take no cell for a formula."""
    written = io.StringIO()
    writer = csv.writer(written)
    if head:
        writer.writerow(Seen._fields)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return written.getvalue().encode("utf-8", "replace")


def _harmless(cell: object) -> object:
    """A quote before what begins like a formula; a minus sign of our own never stands there."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _who(visit: Visit, known: Mapping[str, str], *, names: bool) -> str:
    noted = visit.noted
    if not noted.tier:
        return NOT_JOINED
    if not names:
        return noted.tier
    return known.get(noted.person) or f"{noted.tier}, erased"


def _seen(visit: Visit, who: str, now: dt.datetime) -> Seen:
    at, noted = dt.datetime.fromtimestamp(visit.at / 1000, dt.UTC), visit.noted
    there = at.astimezone(now.tzinfo)
    day = "" if there.date() == now.date() else f"{there.day} {there:%B}, "
    return Seen(visit.id, at.isoformat(), f"{day}{there:%H:%M:%S}", who, *noted[1:], visit.many)


def _moment(word: str, clock: Clock) -> int | None:
    """A time of today, or of another day, by the lesson's clock, in milliseconds since 1970; None for none."""
    word = word.strip()
    if not word:
        return None
    now = clock.lesson_now()
    for form in _TIMES:
        try:
            read = dt.datetime.strptime(word, form)  # noqa: DTZ007  # the zone comes two lines below
        except ValueError:
            continue
        day = read.date() if "%d" in form else now.date()
        try:
            return int(dt.datetime.combine(day, read.time(), now.tzinfo).timestamp() * 1000)
        except (OverflowError, ValueError):
            break
    raise BadFilter(f"{word[:40]!r} is no time. Write 10:05 for one of today, or 2026-03-14T10:05.")
