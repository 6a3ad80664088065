"""The wall poster, for the teacher to print: names and numbers of what one tier may open."""

from __future__ import annotations

from aiohttp import web

from bbs.addresses import is_this_machine
from bbs.network.tiers import ordinary
from bbs.web.keys import ADDRESSES, ALLOWLIST, CLOCK
from bbs.web.pages import page


async def network_poster(request: web.Request) -> web.Response:
    """GET /network/poster: `?tier=` for another tier than the usual one."""
    network, clock = request.app[ALLOWLIST].network, request.app[CLOCK]
    tiers = [*network.tiers]
    asked = request.query.get("tier", "")
    tier = asked if asked in tiers else ordinary(network)
    sites = network.open_to(tier, clock.lesson_time(), clock.lesson_date())
    choices = [(one, one == tier) for one in tiers]
    return page(
        request,
        "portal/poster.html",
        title=network.title,
        address=next(
            (one.removesuffix("/") for one in request.app[ADDRESSES] if not is_this_machine(one)), ""
        ),
        sites=sites,
        back="/network",
        choices=choices,
    )
