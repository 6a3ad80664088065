"""The workstation's search: a form whose words pass the policy, and the page of what was found for them."""

from __future__ import annotations

import re
from dataclasses import replace

from aiohttp import web

from bbs.desk import Draft, Receipt
from bbs.network.index import wanted
from bbs.network.resolve import Opened
from bbs.searching import KIND, LONGEST, MOST, Found
from bbs.store import Person
from bbs.web.asking import question
from bbs.web.bodies import form as read_form
from bbs.web.compose import Form, handed_on
from bbs.web.csrf import check_form
from bbs.web.keys import ALLOWLIST, BEARER, OWN_HOSTS, PERSON, SEARCHING, VISIT
from bbs.web.lanes import desk_url
from bbs.web.pages import page, see_other
from bbs.web.problems import later
from bbs.web.routes import get, post

_ADDRESS = re.compile(r"[.:/\\]\S|^/")
"""What stands in no question, but in an address."""


async def search_page(request: web.Request) -> web.StreamResponse:
    """GET /search: the empty form."""
    return _page(request, Form.fresh())


async def send_search(request: web.Request) -> web.StreamResponse:
    """POST /search: hand the words on, then lead to what was found; the form comes back where that is not allowed."""
    person = _person(request)
    fields = await read_form(request)
    check_form(request, fields)
    outcome = await _submit(request, person, fields)
    if isinstance(outcome, Receipt):
        raise see_other(desk_url(request[VISIT], f"/search/{outcome.post}"))
    response = _page(request, outcome, status=outcome.status)
    return later(response, outcome.wait) if outcome.wait else response


async def results(request: web.Request, search: str) -> web.StreamResponse:
    """GET /search/{search}: what one's own search has found, among what opens now; `?from=10` goes on."""

    def opens(site: str, path: str) -> bool:
        listed = network.sites.get(site)
        if listed is None:
            return False
        result = network.resolve(question(request, listed.host, path), request.app[OWN_HOSTS])
        return isinstance(result, Opened) and not result.must_join

    network = request.app[ALLOWLIST].network
    word = request.query.get("from", "")
    start = int(word) if word.isascii() and word.isdigit() and len(word) < 6 else 0
    found = await request.app[SEARCHING].found(_person(request), search, opens, start)
    titles = {one.id: one.title for one in network.sites.values()}
    form = Form(body=found.words, once=Form.fresh().once)
    return _page(request, form, found=found, titles=titles, search=search)


def search_instead(words: str) -> Form | None:
    """A search for words that somebody typed as an address; None where they look like one, or are too many."""
    said = " ".join(words.split())
    if _ADDRESS.search(said) or not wanted(said) or len(said) > LONGEST:
        return None
    return replace(Form.fresh(), body=said)


def _person(request: web.Request) -> Person:
    person = request[PERSON]
    if person is None:
        raise web.HTTPNotFound
    return person


async def _submit(request: web.Request, person: Person, sent: dict[str, str]) -> Receipt | Form:
    """Hand the words on. A form comes back when there is nothing to be found, or its author is asked something."""
    draft = Draft(
        KIND,
        sent.get("body", ""),
        site=request[VISIT].root,
        confirm=sent.get("confirm") == "yes",
        once=sent.get("once", ""),
        program=request[BEARER],
    )
    done = await handed_on(sent, request.app[SEARCHING].ask(person, draft))
    if isinstance(done, Form) or done.post:
        return done
    return Form.again(sent, done)


def _page(
    request: web.Request,
    form: Form,
    *,
    status: int = 200,
    found: Found | None = None,
    titles: dict[str, str] | None = None,
    search: str = "",
) -> web.Response:
    context = {"form": form, "found": found, "titles": titles or {}, "longest": LONGEST, "search": search}
    context |= {"most": MOST}
    return page(request, "portal/search.html", status=status, **context)


SEARCH = (get("/search", search_page), post("/search", send_search), get("/search/{search}", results))
"""The search's part of the workstation's routes."""
