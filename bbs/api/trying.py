"""GET /api/v1/network/try on the students' port: what a browser of this person would show at an address."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from aiohttp import web

from bbs.api.access import caller
from bbs.api.queries import query
from bbs.api.shapes import answer
from bbs.network.resolve import Opened, Refused
from bbs.network.sites import Way
from bbs.network.target import read_address
from bbs.web.asking import question
from bbs.web.keys import ALLOWLIST, OWN_HOSTS, VISIT
from bbs.web.lanes import local_path, site_url
from bbs.web.refusals import WORDS

MOST_TYPED = 2_000
"""Characters of an address that are looked at."""


async def try_address(request: web.Request) -> web.Response:
    """GET /api/v1/network/try?url=: what this person's browser would show there; nothing more than that."""
    typed = query(request, "url").get("url", "")[:MOST_TYPED]
    caller(request)
    network = request.app[ALLOWLIST].network
    target = read_address(typed, [(site.id, site.host) for site in network.sites.values()])
    result = network.resolve(question(request, target.host, target.path), request.app[OWN_HOSTS])
    if isinstance(result, Opened):
        return answer(_page(request, result.site.id, result.path, 200))
    if result.way is Way.REDIRECT:
        return answer(_page(request, result.how.to, result.how.page, Way.REDIRECT.status))
    return answer(_refusal(result))


def _page(request: web.Request, site_id: str, path: str, status: int | None) -> dict[str, Any]:
    """A page that would be shown; whether the site has one at this path is not looked at."""
    network = request.app[ALLOWLIST].network
    url = site_url(request[VISIT], site_id, local_path(quote(path)))
    return {
        "status": status,
        "title": network.sites[site_id].title,
        "site": site_id,
        "url": url,
        "reason": "",
    }


def _refusal(refused: Refused) -> dict[str, Any]:
    """What the browser says in place of a page: the same words for a lie and for the accident that it plays."""
    words = WORDS[refused.way]
    shown = {"title": words.title, "says": words.sentence, "code": words.code, "reason": refused.reason}
    return {"status": refused.status, "site": None, "url": None, **shown}
