"""What became of your words, and where you have been: traces of one's own, while the teacher shows them.

While they are hidden these addresses do not exist: the gateway leads them to the site that was asked for.
"""

from __future__ import annotations

from urllib.parse import quote

from aiohttp import web

from bbs.monitor import seen
from bbs.reveal import own_trace, own_traces
from bbs.store import Person
from bbs.store.visits import NEWEST, Wanted
from bbs.web.keys import CLOCK, LESSON, PERSON, STORE, VISITS
from bbs.web.lanes import local_path
from bbs.web.pages import page, see_other

ROWS = 10
"""Texts on one page."""
VISIT_ROWS = 50
"""Visits on one page."""


async def mine(request: web.Request) -> web.Response:
    """GET /mine: everything that one has written, newest first; `?before=` a text's id goes on to older ones."""
    author = _author(request)
    before = request.query.get("before") or None
    found = await own_traces(request.app[STORE], author.id, before=before, limit=ROWS)
    return page(
        request,
        "mine/list.html",
        traces=found.items,
        older=f"/mine?before={found.next}" if found.next else "",
        from_newest=before is None,
    )


async def mine_one(request: web.Request) -> web.Response:
    """GET /mine/{post}: the trace of one text."""
    trace = await own_trace(request.app[STORE], _author(request).id, request.match_info["post"])
    return page(request, "mine/one.html", trace=trace)


async def own_visits(request: web.Request) -> web.Response:
    """GET /mine/visits: where one has been, newest first, with the truth of each; `?before=` goes on to older ones."""
    if not request.app[
        LESSON
    ].state.visits_shown:  # the address of a text that there is not, while texts are revealed
        _author(request)
        raise web.HTTPNotFound
    person, word = _joined(request), request.query.get("before", "")
    before = int(word) if word.isascii() and word.isdigit() and len(word) < 16 else NEWEST
    found = await request.app[VISITS].page(Wanted(person=person.id), before, VISIT_ROWS + 1)
    rows = await seen(request.app[STORE], request.app[CLOCK], found[:VISIT_ROWS])
    return page(
        request,
        "mine/visits.html",
        visits=rows,
        older=f"/mine/visits?before={rows[-1].visit}" if len(found) > VISIT_ROWS else "",
        from_newest=before == NEWEST,
    )


def add_mine(app: web.Application) -> None:
    """Put these pages on an application."""
    app.router.add_get("/mine", mine)
    app.router.add_get("/mine/visits", own_visits)
    app.router.add_get("/mine/{post:[a-z0-9]{1,32}}", mine_one)


def _author(request: web.Request) -> Person:
    """Who asks. Raises HTTPNotFound when it was hidden meanwhile, HTTPSeeOther for who has not joined."""
    if not request.app[LESSON].state.revealed:
        raise web.HTTPNotFound
    return _joined(request)


def _joined(request: web.Request) -> Person:
    """Who asks. Raises HTTPSeeOther for who has not joined."""
    person = request[PERSON]
    if person is None:
        raise see_other(f"/join?back={quote(local_path(request.path_qs), safe='/~')}")
    return person
