"""What became of your words: the traces of one's own texts, while the teacher has revealed them.

While they are hidden these addresses do not exist: the gateway leads them to the site that was asked for.
"""

from __future__ import annotations

from urllib.parse import quote

from aiohttp import web

from bbs.reveal import own_trace, own_traces
from bbs.store import Person
from bbs.web.keys import LESSON, PERSON, STORE
from bbs.web.lanes import local_path
from bbs.web.pages import page, see_other

ROWS = 10
"""Texts on one page."""


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


def add_mine(app: web.Application) -> None:
    """Put these pages on an application."""
    app.router.add_get("/mine", mine)
    app.router.add_get("/mine/{post:[a-z0-9]{1,32}}", mine_one)


def _author(request: web.Request) -> Person:
    """Who asks. Raises HTTPNotFound when it was hidden meanwhile, HTTPSeeOther for who has not joined."""
    if not request.app[LESSON].state.revealed:
        raise web.HTTPNotFound
    person = request[PERSON]
    if person is None:
        raise see_other(f"/join?back={quote(local_path(request.path_qs), safe='/~')}")
    return person
