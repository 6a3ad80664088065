"""Sites that are pages of Markdown: press, library, newspaper, and the names abroad."""

from __future__ import annotations

from aiohttp import web
from markupsafe import Markup

from bbs.network.pages import render
from bbs.web.keys import NETWORK, SITE, SITE_PAGES, VISIT
from bbs.web.lanes import site_url
from bbs.web.pages import page
from bbs.web.routes import Routes, get


async def show(request: web.Request) -> web.Response:
    """One page of the site that was asked for."""
    visit, site = request[VISIT], request[SITE]
    pages = request.app[SITE_PAGES][site.id]
    path = visit.path.rstrip("/") or "/"
    if path not in pages:
        raise web.HTTPNotFound

    def link(to: str, inside: str) -> str | None:
        return site_url(visit, to, inside) if to in request.app[NETWORK].sites else None

    html = Markup(render(pages[path].text, link))  # noqa: S704  # raw HTML is switched off in the Markdown
    return page(request, "pages/page.html", kind=site.kind, path=path, title=pages[path].title, html=html)


ROUTES = Routes(get("/*", show))
