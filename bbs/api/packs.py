"""The networks to choose from by program, and the change from one to another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler

from bbs.api.access import check_write
from bbs.api.models import Chosen
from bbs.api.openapi import Says
from bbs.api.queries import query
from bbs.api.shapes import answer
from bbs.api.shapes_policies import fault_json
from bbs.network_choices import Prospect, look_at, offered
from bbs.store import NotFound
from bbs.web.bodies import json_body
from bbs.web.keys import ALLOWLIST, STORE
from bbs.web.problems import problem

PATH = "/api/v1/network/packs"


async def packs(request: web.Request) -> web.Response:
    """GET /api/v1/network/packs?look=: the networks to choose from; with `look`, what one of them would change."""
    asked = query(request, "look").get("look", "")
    try:
        found = await look_at(asked, request.app[ALLOWLIST], request.app[STORE]) if asked else None
    except NotFound:
        return _unknown()
    return await _listed(request, found)


async def choose(request: web.Request) -> web.Response:
    """POST /api/v1/network/packs: put one of them in force; with `seen`, only if it is still as it was looked at."""
    check_write(request)
    wish = await json_body(request, Chosen)
    try:
        found = await look_at(wish.pack, request.app[ALLOWLIST], request.app[STORE])
    except NotFound:
        return _unknown()
    if found.pack is None:
        detail = found.trouble or "Nothing was changed: there are mistakes in its files."
        return problem(422, "This can't be used", detail, errors=[fault_json(one) for one in found.problems])
    if wish.seen and wish.seen != found.digest:
        return problem(
            409, "The files have changed", "Nothing was changed: the files are not those that were seen."
        )
    await request.app[ALLOWLIST].choose(found.pack)
    return await _listed(request, None)


ROUTES = (web.get(PATH, packs), web.post(PATH, choose))

DESCRIBED: Mapping[Handler, Says] = {packs: Says(query=("look",)), choose: Says(body=Chosen)}


def _unknown() -> web.Response:
    return problem(404, "Not found", f"There is no such network; GET {PATH} names those that there are.")


async def _listed(request: web.Request, found: Prospect | None) -> web.Response:
    every = await offered(request.app[ALLOWLIST])
    listed = [
        {"id": one.id, "title": one.title, "about": one.about, "in_force": one.in_force} for one in every
    ]
    return answer({"packs": listed, "looked_at": _prospect_json(found) if found else None})


def _prospect_json(found: Prospect) -> dict[str, Any]:
    return {
        "id": found.id,
        "usable": found.pack is not None,
        "seen": found.digest or None,
        "trouble": found.trouble or None,
        "problems": [fault_json(one) for one in found.problems],
        "gone": list(found.gone),
        "new": list(found.new),
        "lost": list(found.lost),
    }
