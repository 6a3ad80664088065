"""The handbook on the console: all of it, with the pages for teachers, also where a network has no site for it."""

from __future__ import annotations

from aiohttp import web

from bbs.console.frame import console_page
from bbs.web.keys import HANDBOOK
from bbs.web.written_pages import written

ADDRESS = "/handbook"


async def handbook_page(request: web.Request) -> web.Response:
    """GET /handbook/{path}: one page of it."""
    pages = request.app[HANDBOOK]
    path = request.match_info.get("path", "").rstrip("/") or "/"
    if path not in pages:
        raise web.HTTPNotFound
    return await console_page(request, "handbook.html", ADDRESS, **written(pages, path, _link))


def _link(site: str, path: str) -> str | None:
    """Pages of the handbook alone: the sites of the network are no addresses of the console."""
    return None if site else ADDRESS + path
