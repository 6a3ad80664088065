"""The workstation for people who may not open the portal, as guests: the same pages, which belong to no site there."""

from __future__ import annotations

from urllib.parse import quote

from aiohttp import web

from bbs.web.keys import PERSON, VISIT
from bbs.web.lanes import START, home_url, local_path
from bbs.web.pages import see_other
from bbs.workstation.desktop import ROUTES


async def start(request: web.Request) -> web.StreamResponse:
    """Any page of it, for who begins here; everybody else is led to where they begin."""
    visit = request[VISIT]
    if request[PERSON] is None:
        raise see_other(f"/join?back={quote(local_path(request.path_qs), safe='/')}")
    if visit.home:
        raise see_other(home_url(visit))
    return await ROUTES.answer(request, request.path.removeprefix(START) or "/")


def add_start(app: web.Application) -> None:
    """Put it on an application."""
    app.router.add_route("*", START, start)
    app.router.add_route("*", f"{START}/{{place:.*}}", start)
