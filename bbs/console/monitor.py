"""The monitor: who asked for what, what opened, what was refused, by which rule, and what the visitor was told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from urllib.parse import urlencode

from aiohttp import web

from bbs.console.frame import console_page
from bbs.monitor import CHOICES, FIELDS, LONGEST, BadFilter, Seen, seen, table, wanted
from bbs.store.visits import NEWEST, Wanted
from bbs.web.headers import HEADERS
from bbs.web.keys import ALLOWLIST, CLOCK, LESSON, STORE, VISITS

ROWS = 50
"""Visits on one page."""
AT_A_TIME = 250
"""Visits that are read at a time for a file of them."""
BLANK = Seen(0, "", "", "", "", "", "", "", "", "", "", "", "", "", 0, "", "", 1)
"""A row that says nothing: the pattern for those that the stream adds."""


async def monitor_page(request: web.Request) -> web.Response:
    """GET /monitor: the newest visits, or those that are asked for; `?names=off` for the wall."""
    asked, names, before = _asked(request), _names(request), _before(request)
    problem, rows = "", []
    try:
        rows = await _page(request, asked, names=names, before=before)
    except BadFilter as error:
        problem = str(error)
    live = not (problem or before != NEWEST or asked["to"])
    return await console_page(
        request,
        "monitor.html",
        "/monitor",
        rows=rows[:ROWS],
        asked=asked,
        problem=problem,
        names=names,
        filtered=any(asked.values()),
        choosing="choose" in request.query or bool(problem),
        choices=CHOICES,
        live=_link(asked, names, "/api/v1/visits/events") if live else "",
        newest=rows[0].visit if rows else 0,
        blank=BLANK,
        older=_link(asked, names, before=rows[ROWS - 1].visit) if len(rows) > ROWS else "",
        from_newest=before == NEWEST,
        here_anew=_link(asked, names),
        other_names=_link(asked, not names),
        export=_link(asked, names, "/monitor/visits.csv"),
        lost=request.app[VISITS].lost,
        state=request.app[LESSON].state,
    )


async def export(request: web.Request) -> web.StreamResponse:
    """GET /monitor/visits.csv: all visits that are asked for, newest first, for a table program."""
    asked, names = _asked(request), _names(request)
    try:
        which = await _wanted(request, asked)
    except BadFilter:
        raise web.HTTPNotFound from None
    headers = {
        "Content-Type": "text/csv; charset=utf-8",
        "Content-Disposition": 'attachment; filename="visits.csv"',
    }
    response = web.StreamResponse(headers={**HEADERS, **headers})
    await response.prepare(request)
    with suppress(ConnectionError):  # whoever asked has gone
        async for piece in _pieces(request, which, names=names):
            await response.write(piece)
    return response


async def _pieces(request: web.Request, which: Wanted, *, names: bool) -> AsyncIterator[bytes]:
    """The whole file, some rows at a time: nobody waits for it, and it is never in memory whole."""
    yield table([], head=True)
    before = NEWEST
    while found := await request.app[VISITS].page(which, before, AT_A_TIME):
        rows = await seen(request.app[STORE], request.app[CLOCK], found, names=names)
        yield await asyncio.to_thread(table, rows)
        before = found[-1].id


def _asked(request: web.Request) -> dict[str, str]:
    return {name: request.query.get(name, "").strip()[:LONGEST] for name in FIELDS}


def _names(request: web.Request) -> bool:
    return request.query.get("names") != "off"


def _before(request: web.Request) -> int:
    word = request.query.get("before", "")
    return int(word) if word.isascii() and word.isdigit() and len(word) < 16 else NEWEST


async def _wanted(request: web.Request, asked: Mapping[str, str]) -> Wanted:
    tiers = request.app[ALLOWLIST].network.tiers
    return await wanted(request.app[STORE], request.app[CLOCK], asked, tiers)


async def _page(request: web.Request, asked: Mapping[str, str], *, names: bool, before: int) -> list[Seen]:
    """The rows of a page, and one more where there are older ones. Raises BadFilter."""
    which = await _wanted(request, asked)
    found = await request.app[VISITS].page(which, before, ROWS + 1)
    return await seen(request.app[STORE], request.app[CLOCK], found, names=names)


def _link(asked: Mapping[str, str], names: bool, path: str = "/monitor", **more: object) -> str:
    """The same question at another address."""
    words = (
        {name: value for name, value in asked.items() if value} | ({} if names else {"names": "off"}) | more
    )
    return f"{path}?{urlencode(words)}" if words else path
