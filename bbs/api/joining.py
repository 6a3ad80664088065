"""Joining by program, and which sites somebody may open."""

from __future__ import annotations

import asyncio

from aiohttp import web

from bbs.api.access import caller
from bbs.api.models import Join
from bbs.api.queries import query
from bbs.api.shapes import answer
from bbs.roster import JoiningClosed, WrongCode
from bbs.web.bodies import json_body
from bbs.web.keys import CLOCK, NETWORK, ROSTER, VISIT
from bbs.web.lanes import site_url
from bbs.web.problems import problem

WRONG_CODE_SECONDS = 0.3
"""How long a wrong code waits for its answer: guessing is slow, and nobody is locked out."""


async def join(request: web.Request) -> web.Response:
    """POST /api/v1/join: enrol somebody new; the ticket and token are shown this once."""
    wish = await json_body(request, Join)
    try:
        joined = await request.app[ROSTER].join(wish.code)
    except JoiningClosed as closed:
        return problem(403, "Joining is closed", str(closed))
    except WrongCode:
        await asyncio.sleep(WRONG_CODE_SECONDS)
        return problem(403, "Wrong code", "That is not the code of this class. Your teacher has it.")
    person = joined.person
    dealt = {
        "token": joined.token,
        "name": person.name,
        "role": person.role,
        "tier": person.tier,
        "birthday": person.birthday,
        "ticket": joined.ticket,
    }
    return answer(dealt, status=201)


async def sites(request: web.Request) -> web.Response:
    """GET /api/v1/sites: what this person may open now, in the order of the network's file."""
    query(request)
    clock, person = request.app[CLOCK], caller(request)
    listed = request.app[NETWORK].open_to(person.tier, clock.lesson_time(), clock.lesson_date())
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
