"""The network in force, as a matrix: every site for every tier, with the rule and the line that decide."""

from __future__ import annotations

from aiohttp import web

from bbs.console.frame import console_page
from bbs.network.matrix import matrix
from bbs.web.keys import ALLOWLIST, CLOCK


async def network_page(request: web.Request) -> web.Response:
    """GET /network."""
    network, clock = request.app[ALLOWLIST].network, request.app[CLOCK]
    rows = matrix(network, clock.lesson_time(), clock.lesson_date())
    return await console_page(
        request, "network.html", "/network", room="/network", network=network, rows=rows
    )
