"""From which address a request comes. Nothing keeps it: it slows guessing down while somebody guesses."""

from __future__ import annotations

from aiohttp import web


def peer(request: web.Request) -> str:
    """The address at the other end of this connection; empty where it is closed already."""
    name = request.transport.get_extra_info("peername") if request.transport else None
    return str(name[0]) if name else ""
