"""The two ends of the way through the portal, by which sites abroad learn who asks; see `bbs.web.passes`."""

from __future__ import annotations

import re
from urllib.parse import quote, urlencode

from aiohttp import web

from bbs.web.keys import ALLOWLIST, PASSES, PERSON, TOKEN, VISIT
from bbs.web.lanes import ABROAD, PASS, authority, local_path
from bbs.web.pages import page, see_other
from bbs.web.passes import STATE_LENGTH, state_of
from bbs.web.signin import kept_nonce, start_visit

_STATE = re.compile(f"[0-9a-f]{{{STATE_LENGTH}}}", re.ASCII)


async def deal(request: web.Request) -> web.StreamResponse:
    """GET /-/abroad on a host of the zone: lead somebody who has joined back to a site abroad, with a code."""
    visit, asked = request[VISIT], request.query
    site = request.app[ALLOWLIST].network.sites.get(asked.get("site", ""))
    state, back = asked.get("state", ""), local_path(asked.get("back", ""))
    if site is None or site.kind != "outside" or not visit.zone or not _STATE.fullmatch(state):
        raise web.HTTPNotFound
    if not request[PERSON]:
        raise see_other(f"/join?back={quote(local_path(request.path_qs), safe='/')}")
    host = visit.hosts[site.id]
    code = request.app[PASSES].issue(host, state, request[TOKEN], back)
    raise see_other(f"http://{authority(host, visit.port)}{PASS}?{urlencode({'code': code})}")


async def take(request: web.Request) -> web.StreamResponse:
    """GET /-/pass on a host abroad: take the code once, and go on to where the visitor wanted to be."""
    visit, nonce = request[VISIT], kept_nonce(request)
    if not visit.abroad:
        raise web.HTTPNotFound
    taken = request.app[PASSES].take(request.query.get("code", ""), visit.host, state_of(nonce))
    if not nonce:
        return page(request, "gateway/no_cookie.html", status=403)
    response = web.Response(status=303, headers={"Location": taken.back})
    if taken.key:
        start_visit(request, response, taken.key)
    return response


def add_abroad(app: web.Application) -> None:
    """Put both ends on an application."""
    app.router.add_get(ABROAD, deal)
    app.router.add_get(PASS, take)
