"""The two ends of a connection: from where a request comes, and at which address of this machine.

Nothing keeps the other end: it slows guessing down while somebody guesses.
"""

from __future__ import annotations

from aiohttp import web


def peer(request: web.Request) -> str:
    """The address at the other end of this connection; empty where it is closed already."""
    name = request.transport.get_extra_info("peername") if request.transport else None
    return str(name[0]) if name else ""


def reached_at(request: web.Request) -> tuple[str, int] | None:
    """Address and port of this machine at which the request came in; None where the connection is closed already.

    It is read off the connection and not off what the browser says of it, so it always works for whoever asked.
    """
    name = request.transport.get_extra_info("sockname") if request.transport else None
    return (str(name[0]).partition("%")[0], int(name[1])) if name else None
