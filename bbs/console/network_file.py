"""The network's file as it is in force, line by line: every ground of a decision leads to its line here."""

from __future__ import annotations

from aiohttp import web

from bbs.console.frame import console_page
from bbs.web.keys import ALLOWLIST


async def network_file_page(request: web.Request) -> web.Response:
    """GET /network/file: `#line-12` is the twelfth line."""
    pack = request.app[ALLOWLIST].pack
    return await console_page(
        request,
        "network_file.html",
        "/network",
        room="/network/file",
        network=pack.network,
        lines=pack.text.splitlines(),
    )
