"""Asking for access to a site that is closed: the form, and what became of everything that one has asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from aiohttp import web

from bbs.desk import Draft, Receipt
from bbs.grants import KIND
from bbs.network.resolve import Opened
from bbs.sites.me import person_here
from bbs.store import Person
from bbs.store import requests as kept
from bbs.store.requests import Request
from bbs.web.asking import Asking, asking, copy_address, page_of, question
from bbs.web.bodies import form as read_form
from bbs.web.compose import Form, handed_on
from bbs.web.csrf import check_form
from bbs.web.keys import ALLOWLIST, BEARER, CLOCK, GRANTS, OWN_HOSTS, STORE, VISIT
from bbs.web.lanes import Visit, local_path, site_url
from bbs.web.pages import page, see_other
from bbs.web.problems import later

LIST = "/me/requests"


@dataclass(frozen=True, slots=True)
class Asked:
    """One line of what somebody has asked for."""

    request: Request
    title: str
    """Of the site; of what was asked for at a desk, the address as it was written."""
    place: str
    """Where it is; empty for a site that is no longer listed, and for what was asked for at a desk and is closed."""
    opens: bool
    """It is granted, and opens now."""
    copy: str
    """Where the copy lies with which it was answered; empty for none."""


async def requests_page(request: web.Request) -> web.Response:
    """GET /me/requests: everything, newest first."""
    person = person_here(request)
    lines = [_asked(request, one) for one in await kept.of_person(request.app[STORE], person.id)]
    return page(request, "me/requests.html", lines=lines)


async def ask_page(request: web.Request) -> web.StreamResponse:
    """GET /me/ask?site=&path=: the form, for a page abroad, where none may be sent from."""
    person_here(request)
    return _again(request, await _offer(request, request.query))


async def send_ask(request: web.Request) -> web.StreamResponse:
    """POST /me/ask: ask; then lead back to the page that was refused, which says so, or to the list of one's own."""
    person = person_here(request)
    fields = await read_form(request)
    check_form(request, fields)
    offer = await _offer(request, fields)
    outcome = await _submit(request, person, fields, offer)
    if isinstance(outcome, Receipt):
        raise see_other(_back(request[VISIT], offer.site.id, offer.path))
    return _again(request, replace(offer, form=outcome))


def add_requests(app: web.Application) -> None:
    """Put these pages on an application."""
    app.router.add_get(LIST, requests_page)
    app.router.add_get("/me/ask", ask_page)
    app.router.add_post("/me/ask", send_ask)


def _asked(request: web.Request, one: Request) -> Asked:
    """One line. What was asked for at a desk has the name of a listed site only once that has opened."""
    site = request.app[ALLOWLIST].network.sites.get(one.site)
    opens = one.in_force(request.app[CLOCK].now())
    place = site_url(request[VISIT], site.id) if site and (opens or not one.desk) else ""
    title = one.own.title if one.desk else site.title if site else one.site
    return Asked(one, title, place, opens, copy_address(request, one))


async def _offer(request: web.Request, wanted: Mapping[str, str]) -> Asking:
    """What may be asked for. Raises HTTPSeeOther for what is open.

    Raises HTTPNotFound for what can't be asked for: a name that is not listed, or a refusal that pretends to be none.
    """
    network, path = request.app[ALLOWLIST].network, local_path(wanted.get("path", ""))
    site = network.sites.get(wanted.get("site", ""))
    if site is None:
        raise web.HTTPNotFound
    result = network.resolve(question(request, site.host, path), request.app[OWN_HOSTS])
    if isinstance(result, Opened):
        raise see_other(site_url(request[VISIT], site.id, path))
    offer = await asking(request, result)
    if offer is None:
        raise web.HTTPNotFound
    return offer


async def _submit(
    request: web.Request, person: Person, sent: dict[str, str], offer: Asking
) -> Receipt | Form:
    """Hand the words on. A form comes back when its author has something left to do."""
    site, path = offer.site.id, page_of(request, offer.site.id, offer.path)
    draft = Draft(
        KIND,
        sent.get("body", ""),
        site=site,
        confirm=sent.get("confirm") == "yes",
        once=sent.get("once", ""),
        program=request[BEARER],
    )
    done = await handed_on(sent, request.app[GRANTS].ask(person, site, draft, path))
    if isinstance(done, Form) or done.status in {"appears", "waits"}:
        return done
    return Form.again(sent, done)


def _back(visit: Visit, site: str, path: str) -> str:
    """The page that was refused, where it is on this very host: elsewhere, nobody may be signed in."""
    return site_url(visit, site, path) if visit.lane == "A" or visit.site == site else LIST


def _again(request: web.Request, offer: Asking) -> web.Response:
    form = offer.form
    response = page(request, "me/ask.html", status=form.status, asking=offer)
    return later(response, form.wait) if form.wait else response
