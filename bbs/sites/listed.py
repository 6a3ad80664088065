"""Sites that are pages of Markdown: press, library, handbook, newspaper, and the names abroad."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from bbs.network.site_entries import HANDBOOK
from bbs.web.kept import alike, body_of
from bbs.web.keys import ALLOWLIST, PERSON, SITE, VISIT
from bbs.web.lanes import site_url
from bbs.web.pages import page
from bbs.web.routes import Routes, get
from bbs.web.written_pages import written

DRAWN = "default-src 'none'; sandbox"
"""What a picture may do that somebody opens by itself: nothing."""


async def show(request: web.Request) -> web.Response:
    """One page of the site that was asked for, or one of its pictures."""
    visit, site = request[VISIT], request[SITE]
    pages = request.app[ALLOWLIST].pages[site.id]
    pictures = request.app[ALLOWLIST].pictures.get(site.id, {})
    path = visit.path.rstrip("/") or "/"
    if picture := pictures.get(visit.path):
        headers = {"Content-Security-Policy": DRAWN}
        return web.Response(body=picture.body, content_type="image/svg+xml", headers=headers)
    if path not in pages:
        raise web.HTTPNotFound

    async def draw(**common: Any) -> bytes:
        return body_of(_drawn(request, path, **common))

    person = request[PERSON]
    return _drawn(request, path) if person is None else await alike(request, person, draw)


def _drawn(request: web.Request, path: str, **common: Any) -> web.Response:
    """A page as its visitor sees it; `common` for one that many see."""
    visit, site, allowlist = request[VISIT], request[SITE], request.app[ALLOWLIST]
    pages, pictures = allowlist.pages[site.id], allowlist.pictures.get(site.id, {})

    def link(to: str, inside: str) -> str | None:
        if not to and not inside.startswith("#") and inside.partition("#")[0] not in {*pages, *pictures}:
            return None  # a page of the handbook that only teachers read
        known = (to or site.id) in allowlist.network.sites
        return site_url(visit, to or site.id, inside) if known else None

    day = "" if site.pages == HANDBOOK else allowlist.network.today
    context: dict[str, Any] = {"face": site.face, "day": day, "abroad": site.kind == "outside"}
    return page(request, "pages/page.html", **context, **written(pages, path, link), **common)


ROUTES = Routes(get("/*", show))
