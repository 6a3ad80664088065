"""Another network for a new lesson: which there are, what would change, and the button."""

from __future__ import annotations

from aiohttp import web

from bbs.console.frame import back_to, console_page
from bbs.network_choices import look_at, offered
from bbs.store import NotFound
from bbs.web.bodies import form
from bbs.web.csrf import check_form
from bbs.web.keys import ALLOWLIST, STORE

PAGE = "/network/packs"


async def packs_page(request: web.Request) -> web.Response:
    """GET /network/packs?look=: the networks to choose from; of one that is looked at, all that would change."""
    allowlist, asked = request.app[ALLOWLIST], request.query.get("look", "")
    return await console_page(
        request,
        "network_packs.html",
        "/network",
        room=PAGE,
        offered=await offered(allowlist),
        in_force=allowlist.network,
        looked_at=await look_at(asked, allowlist, request.app[STORE]) if asked else None,
    )


async def choose(request: web.Request) -> web.Response:
    """POST /network/packs: put a network in force, if it is as the teacher looked at it."""
    fields = await form(request)
    check_form(request, fields)
    allowlist = request.app[ALLOWLIST]
    try:
        found = await look_at(fields.get("pack", ""), allowlist, request.app[STORE])
    except NotFound:
        return back_to(PAGE, "look-again-network")
    if found.pack is None or found.digest != fields.get("seen"):
        return back_to(PAGE, "look-again-network")
    await allowlist.choose(found.pack)
    return back_to("/network", "chosen")


ROUTES = (web.get(PAGE, packs_page), web.post(PAGE, choose))
