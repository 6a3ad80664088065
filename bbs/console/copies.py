"""Answering a request with a copy: taking the page, shortening it, looking at it, laying it out, taking it away."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

from aiohttp import web
from markupsafe import Markup

from bbs.console.frame import back_to, console_page
from bbs.copies import LONGEST, MOST_SOURCE, Sheet
from bbs.difference_words import Wording, wording
from bbs.drafts import MOST_TITLE, DraftError
from bbs.network.resolve import Network
from bbs.store import Conflict, NotFound, people
from bbs.store import requests as kept
from bbs.store.copies import Copy, Original
from bbs.store.requests import OPEN, Request
from bbs.web.bodies import form
from bbs.web.copying import Leaf, leaf, leaves
from bbs.web.csrf import check_form
from bbs.web.keys import ALLOWLIST, CLOCK, COPIES, GRANTS, STORE
from bbs.web.written_pages import copied

REQUESTS = "/network/requests"
OWN = "own"
"""What the form says for a text that is no page of the network."""
LIMIT = 512 * 1024
"""Bytes of a form with a copy: so many, the longest one has in any script."""


@dataclass(frozen=True, slots=True)
class Work:
    """What stands in the form."""

    title: str = ""
    body: str = ""
    source: str = ""
    for_all: bool = False
    errors: Mapping[str, str] = field(default_factory=dict)
    look: bool = False
    """It is shown as its readers would find it."""


async def copy_form(request: web.Request) -> web.Response:
    """GET /network/requests/{request}/copy?page=: the page that was asked for, or another, or an empty sheet."""
    asked = await _open_request(request)
    page = _page(request, request.query.get("page", f"{asked.site}{asked.path}"))
    work = Work(page.title, page.original.text, page.source) if page else Work(title=asked.shown.title)
    return await _form(request, asked, page, work)


async def lay(request: web.Request) -> web.Response:
    """POST /network/requests/{request}/copy: show it, or lay it in the reading room."""
    fields = await form(request, limit=LIMIT)
    check_form(request, fields)
    asked, page = await _open_request(request), _page(request, fields.get("page", OWN))
    sheet = Sheet(
        fields.get("title", ""),
        fields.get("body", ""),
        page.source if page else fields.get("source", ""),
        fields.get("for") == "all",
        page.original if page else None,
    )
    work = Work(sheet.title, sheet.body, sheet.source, sheet.for_all)
    try:
        sheet.usable()
        if fields.get("do") != "lay":
            return await _form(
                request, asked, page, Work(work.title, work.body, work.source, work.for_all, look=True)
            )
        await request.app[COPIES].lay(asked.id, sheet)
    except DraftError as error:
        errors = {error.field: error.message}
        return await _form(
            request, asked, page, Work(work.title, work.body, work.source, work.for_all, errors)
        )
    except Conflict:
        return back_to(REQUESTS, "answered")
    return back_to(REQUESTS, "copied")


async def copy_page(request: web.Request) -> web.Response:
    """GET /network/copies/{copy}: one copy, who may read it, and what was cut from the page."""
    one = await request.app[COPIES].by_id(request.match_info["copy"])
    return await console_page(
        request,
        "copy.html",
        "/network",
        room=REQUESTS,
        copy=one,
        reader=await _reader(request, one),
        html=_plainly(one.body, one.original),
        wording=await _wording(one.original, one.body),
    )


async def take_away(request: web.Request) -> web.Response:
    """POST /network/copies/{copy}/take-away: nobody finds it any more."""
    check_form(request, await form(request))
    try:
        await request.app[COPIES].take_away(request.match_info["copy"])
    except Conflict:
        return back_to(REQUESTS, "answered")
    return back_to(REQUESTS, "taken-away")


ONE = "/network/copies/{copy:[a-z0-9]{1,32}}"
ROUTES = (
    web.get(f"{REQUESTS}/{{request:[a-z0-9]{{1,32}}}}/copy", copy_form),
    web.post(f"{REQUESTS}/{{request:[a-z0-9]{{1,32}}}}/copy", lay),
    web.get(ONE, copy_page),
    web.post(f"{ONE}/take-away", take_away),
)


async def _open_request(request: web.Request) -> Request:
    """The request to be answered. Raises NotFound, also where the network in force has no reading room.

    Raises HTTPSeeOther back to the list where it was answered already.
    """
    asked = await request.app[GRANTS].by_id(request.match_info["request"])
    if request.app[ALLOWLIST].network.reading_room is None:
        raise NotFound(asked.id)
    if asked.state != OPEN:
        raise web.HTTPSeeOther(f"{REQUESTS}?notice=answered")
    return asked


def _page(request: web.Request, word: str) -> Leaf | None:
    site, slash, path = word.partition("/")
    return leaf(request, site, slash + path)


async def _form(request: web.Request, asked: Request, page: Leaf | None, work: Work) -> web.Response:
    original = page.original if page else None
    allowlist = request.app[ALLOWLIST]
    response = await console_page(
        request,
        "copy_form.html",
        "/network",
        room=REQUESTS,
        one=asked,
        site=allowlist.network.sites.get(asked.site),
        page=page,
        pages=leaves(request, asked.site),
        own=OWN,
        work=work,
        closed=await _is_closed_to(request, allowlist.network, asked),
        html=_plainly(work.body, original) if work.look else None,
        wording=await _wording(original, work.body) if work.look else None,
        most={"title": MOST_TITLE, "body": LONGEST, "source": MOST_SOURCE},
    )
    response.set_status(422 if work.errors else 200)
    return response


async def _is_closed_to(request: web.Request, network: Network, asked: Request) -> bool:
    """Whether the reading room itself does not open now to who asked."""
    person, clock = await people.by_id(request.app[STORE], asked.person), request.app[CLOCK]
    if person is None:
        return False
    granted = request.app[GRANTS].to(person)
    open_to = network.open_to(person.tier, clock.lesson_time(), clock.lesson_date(), granted)
    return network.reading_room not in open_to


async def _reader(request: web.Request, one: Copy) -> kept.Request | None:
    """The request of the one person who may read a copy."""
    return await kept.by_id(request.app[STORE], one.request) if one.request and one.person else None


async def _wording(original: Original | None, body: str) -> Wording | None:
    return await asyncio.to_thread(wording, original.text, body) if original else None


def _plainly(body: str, original: Original | None) -> Markup:
    """As readers find it, but for its links: no site of the network has an address on the console."""
    return copied(body, original, lambda _site, path: path if path.startswith("#") else None)
