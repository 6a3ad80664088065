"""Joining and coming back by program, and which sites somebody may open."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from bbs.api.access import open_sites
from bbs.api.models import Join, Return
from bbs.api.queries import query
from bbs.api.shapes import answer
from bbs.network.tiers import ordinary
from bbs.patience import TooMany
from bbs.roster import Joined, JoiningClosed, WrongCode, WrongSecret
from bbs.web.bodies import json_body
from bbs.web.keys import ALLOWLIST, ROSTER, VISIT
from bbs.web.lanes import site_url
from bbs.web.peers import peer
from bbs.web.problems import later, problem


async def join(request: web.Request) -> web.Response:
    """POST /api/v1/join: enrol somebody new; the ticket and token are shown this once."""
    wish = await json_body(request, Join)
    tier = ordinary(request.app[ALLOWLIST].network)
    try:
        joined = await request.app[ROSTER].join(wish.code, peer(request), tier)
    except JoiningClosed as closed:
        return problem(403, "Joining is closed", str(closed))
    except WrongCode:
        return problem(403, "Wrong code", "That is not the code of this class. Your teacher has it.")
    except TooMany as many:
        return _later("Many people are typing codes just now. Try again in a moment.", many)
    return answer({**_signed_in(request, joined), "ticket": joined.ticket}, status=201)


async def come_back(request: web.Request) -> web.Response:
    """POST /api/v1/return: a session of its own for somebody who has joined before; `secret` is ticket or password."""
    wish = await json_body(request, Return)
    try:
        joined = await request.app[ROSTER].sign_in(wish.name, wish.secret, peer(request))
    except WrongSecret:
        return problem(403, "Not let in", "This name and this ticket or password do not belong together.")
    except TooMany as many:
        return _later("Many people are trying this name just now. Try again in a moment.", many)
    return answer(_signed_in(request, joined), status=201)


async def sites(request: web.Request) -> web.Response:
    """GET /api/v1/sites: what this person may open now, in the order of the network's file."""
    query(request)
    open_now = open_sites(request)
    listed = [site for site in request.app[ALLOWLIST].network.sites.values() if site.id in open_now]
    return answer(
        [
            {
                "id": site.id,
                "title": site.title,
                "about": site.about,
                "kind": site.kind,
                "host": site.host,
                "number": site.number or None,
                "url": site_url(request[VISIT], site.id),
            }
            for site in listed
        ]
    )


def _signed_in(request: web.Request, joined: Joined) -> dict[str, Any]:
    person = joined.person
    return {
        "token": joined.token,
        "name": person.name,
        "role": person.role,
        "tier": person.tier,
        "counts_as": request.app[ALLOWLIST].counted(person).tier,
        "birthday": person.birthday,
    }


def _later(detail: str, many: TooMany) -> web.Response:
    return later(problem(429, "Try again later", detail), many.seconds)
