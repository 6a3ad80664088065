"""The reading room as its readers find it: the copies that lie there for them, and for nobody else."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from bbs.network.resolve import Opened
from bbs.network.sites import Site
from bbs.sites.me import person_here
from bbs.web.asking import question
from bbs.web.keys import ALLOWLIST, COPIES, OWN_HOSTS, VISIT
from bbs.web.lanes import site_url
from bbs.web.pages import page
from bbs.web.written_pages import copied


def lies_below(site: Site, path: str) -> bool:
    """Whether a path is that of the list of copies, or of one of them."""
    return bool(site.copies) and f"{path}/".startswith(f"{site.copies_page}/")


async def reading_room(request: web.Request, site: Site, path: str) -> web.Response:
    """The list, or one copy. Raises NotFound for one that does not lie there for who asks."""
    person, copies = person_here(request), request.app[COPIES]
    room: dict[str, Any] = {
        "face": site.face,
        "room": site,
        "room_title": request.app[ALLOWLIST].pages[site.id][site.copies].title,
    }
    if path == site.copies_page:
        return page(request, "pages/copies.html", copies=await copies.of(person.id), **room)
    one = await copies.read(path.removeprefix(f"{site.copies_page}/"), person.id)
    html = copied(one.body, one.original, lambda to, inside: _open_to(request, to, inside))
    return page(request, "pages/copy.html", copy=one, html=html, **room)


def _open_to(request: web.Request, site: str, path: str) -> str | None:
    """The address of a page that opens to who reads; None for any other, so that its link is left as words."""
    network = request.app[ALLOWLIST].network
    listed = network.sites.get(site)
    if listed is None:
        return None
    asked = question(request, listed.host, path.partition("#")[0])
    result = network.resolve(asked, request.app[OWN_HOSTS])
    return site_url(request[VISIT], site, path) if isinstance(result, Opened) else None
