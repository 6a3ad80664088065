"""Sites that are pages of Markdown: press, library, handbook, newspaper, and the names abroad."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from bbs.network.site_entries import HANDBOOK
from bbs.sites.copies import lies_below, reading_room
from bbs.sites.librarian import ask_at
from bbs.sites.requests import LIST
from bbs.web.bodies import form as read_form
from bbs.web.compose import Form
from bbs.web.csrf import check_form
from bbs.web.kept import alike, body_of
from bbs.web.keys import ALLOWLIST, PERSON, SITE, VISIT
from bbs.web.lanes import site_url
from bbs.web.pages import page, see_other
from bbs.web.problems import later
from bbs.web.routes import Routes, get, post
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
    if lies_below(site, path):
        return await reading_room(request, site, path)
    if path not in pages:
        raise web.HTTPNotFound
    if path == site.asks:
        return _drawn(request, path, form=Form.fresh())

    async def draw(**common: Any) -> bytes:
        return body_of(_drawn(request, path, **common))

    person = request[PERSON]
    return _drawn(request, path) if person is None else await alike(request, person, draw)


async def send(request: web.Request) -> web.Response:
    """The form of a desk, where the page has one: ask, then lead to what one has asked for."""
    site = request[SITE]
    if not site.asks or request[VISIT].path != site.asks:
        raise web.HTTPMethodNotAllowed("POST", ["GET"])
    fields = await read_form(request)
    check_form(request, fields)
    form = await ask_at(request, site, fields)
    if form is None:
        raise see_other(LIST)
    response = _drawn(request, site.asks, form=form)
    return later(response, form.wait) if form.wait else response


def _drawn(request: web.Request, path: str, *, form: Form | None = None, **common: Any) -> web.Response:
    """A page as its visitor sees it, at a desk with its form; `common` for one that many see."""
    visit, site, allowlist = request[VISIT], request[SITE], request.app[ALLOWLIST]
    pages, pictures = allowlist.pages[site.id], allowlist.pictures.get(site.id, {})

    def link(to: str, inside: str) -> str | None:
        if not to and not inside.startswith("#") and inside.partition("#")[0] not in {*pages, *pictures}:
            return None  # a page of the handbook that only teachers read
        known = (to or site.id) in allowlist.network.sites
        return site_url(visit, to or site.id, inside) if known else None

    laid = site_url(visit, site.id, site.copies_page) if path == site.copies else ""
    day = "" if site.pages == HANDBOOK else allowlist.network.today
    context: dict[str, Any] = {
        "face": site.face,
        "day": day,
        "abroad": site.kind == "outside",
        "form": form,
        "laid": laid,
    }
    status = form.status if form else 200
    return page(request, "pages/page.html", status=status, **context, **written(pages, path, link), **common)


ROUTES = Routes(get("/*", show), post("/*", send))
