"""Requests for access: what waits for an official, what the filter keeps back, what is open to single people."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from aiohttp import web

from bbs.console.frame import back_to, console_page
from bbs.drafts import DraftError
from bbs.grants import NOT_LISTED
from bbs.lesson import Clock
from bbs.store import Conflict, copies
from bbs.store import requests as kept
from bbs.store.requests import Request
from bbs.web.bodies import form
from bbs.web.copying import leaf
from bbs.web.csrf import check_form
from bbs.web.keys import ALLOWLIST, CLOCK, GRANTS, STORE

PAGE = "/network/requests"
ROWS = 50
"""Requests in each part of the page."""
DAY = dt.timedelta(days=1)
LATEST = dt.timedelta(days=366)
"""How far off a day may lie."""
SPANS = {
    "10": "for 10 minutes",
    "45": "for 45 minutes, a lesson",
    "today": "until the end of today",
    "date": "until the end of this day:",
    "good": "for good",
}
"""For how long an official opens a site."""
NO_DAY = "Choose a day from today on, within a year."


@dataclass(frozen=True, slots=True)
class Line:
    """One request with what was asked for, and where."""

    request: Request
    title: str
    """Of the site; of what was asked for at a desk, the address as it was written."""
    desk: str
    """The title of the site at whose desk it was asked for; empty for the form on a page that refused."""
    page: str
    """The page that was asked for, where it is one of the network."""
    listed: bool
    opens: bool


async def requests_page(request: web.Request) -> web.Response:
    """GET /network/requests."""
    store, now = request.app[STORE], request.app[CLOCK].now()
    waiting = await kept.waiting(store, limit=ROWS + 1)
    hidden = await kept.waiting(store, reached=False, limit=ROWS)
    given = await kept.in_force(store, now, limit=ROWS)
    over = [one for one in await kept.newest(store, limit=ROWS) if one.answered and not one.in_force(now)]
    lines = {"waiting": waiting[:ROWS], "hidden": hidden, "given": given, "over": over}
    return await console_page(
        request,
        "requests.html",
        "/network",
        room=PAGE,
        more=len(waiting) > ROWS,
        reading_room=request.app[ALLOWLIST].network.reading_room,
        laid=[one for one in await copies.newest(store, limit=ROWS) if one.taken is None],
        spans=SPANS,
        today=request.app[CLOCK].lesson_date(),
        **{name: [_line(request, one, now) for one in found] for name, found in lines.items()},
    )


async def grant(request: web.Request) -> web.Response:
    """POST /network/requests/{request}/grant: for a time, or for good."""
    fields = await form(request)
    check_form(request, fields)
    try:
        await request.app[GRANTS].grant(request.match_info["request"], ends(fields, request.app[CLOCK]))
    except DraftError:
        return back_to(PAGE, "day")
    except Conflict as error:
        return back_to(PAGE, "not-listed" if str(error) == NOT_LISTED else "answered")
    return back_to(PAGE, "granted")


async def decline(request: web.Request) -> web.Response:
    """POST /network/requests/{request}/decline: with words that the person reads."""
    fields = await form(request)
    check_form(request, fields)
    try:
        await request.app[GRANTS].decline(request.match_info["request"], fields.get("words", ""))
    except DraftError:
        return back_to(PAGE, "words")
    except Conflict:
        return back_to(PAGE, "answered")
    return back_to(PAGE, "declined")


async def withdraw(request: web.Request) -> web.Response:
    """POST /network/requests/{request}/withdraw: close the site to that person again."""
    check_form(request, await form(request))
    try:
        await request.app[GRANTS].withdraw(request.match_info["request"])
    except Conflict:
        return back_to(PAGE, "answered")
    return back_to(PAGE, "withdrawn")


ONE = f"{PAGE}/{{request:[a-z0-9]{{1,32}}}}"
ROUTES = (
    web.get(PAGE, requests_page),
    web.post(f"{ONE}/grant", grant),
    web.post(f"{ONE}/decline", decline),
    web.post(f"{ONE}/withdraw", withdraw),
)


def ends(fields: dict[str, str], clock: Clock) -> dt.datetime | None:
    """When a grant ends by what the form says; None for good. Raises DraftError for a day that can't be."""
    word = fields.get("for", "")
    if word == "good":
        return None
    if word in {"10", "45"}:
        return clock.now() + dt.timedelta(minutes=int(word))
    today = clock.lesson_date()
    try:
        day = today if word == "today" else dt.date.fromisoformat(fields.get("day", ""))
    except ValueError:
        raise DraftError("day", NO_DAY) from None
    if word not in SPANS or not today <= day <= today + LATEST:
        raise DraftError("day", NO_DAY)
    return dt.datetime.combine(day + DAY, dt.time(), clock.lesson_now().tzinfo).astimezone(dt.UTC)


def _line(request: web.Request, one: Request, now: dt.datetime) -> Line:
    sites = request.app[ALLOWLIST].network.sites
    site, desk, page = sites.get(one.site), sites.get(one.desk), leaf(request, one.site, one.path)
    written = one.shown if one.reached else one.written
    return Line(
        request=one,
        title=written.title if one.desk else site.title if site else one.site,
        desk=desk.title if desk else one.desk,
        page=f"{page.site.title}: {page.title}" if page else site.title if site else "",
        listed=site is not None,
        opens=one.in_force(now),
    )
