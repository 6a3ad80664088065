"""What a refused visitor gets: a page that says so, a lie that looks like an accident, or a cut connection."""

from __future__ import annotations

import socket
import struct
from dataclasses import dataclass

from aiohttp import web

from bbs.network.resolve import Refused
from bbs.network.sites import Way
from bbs.web.keys import VISIT
from bbs.web.lanes import site_url
from bbs.web.pages import page
from bbs.web.problems import answer

_RESET = struct.pack("hh" if socket.SOCK_STREAM and hasattr(socket, "SIO_RCVALL") else "ii", 1, 0)
"""SO_LINGER with no time to linger: closing sends a TCP reset. Windows packs it in two shorts."""


@dataclass(frozen=True, slots=True)
class Words:
    """A refusal in plain words, as a browser would show it."""

    title: str
    sentence: str
    code: str
    """What a browser prints in small letters below."""


WORDS = {
    Way.PAGE: Words("This address is closed", "The network did not open it.", "403 Forbidden"),
    Way.LAW: Words(
        "Closed for legal reasons",
        "The network did not open this address, and names a law as the reason.",
        "451 Unavailable For Legal Reasons",
    ),
    Way.VAGUE: Words(
        "Temporarily unavailable",
        "The service can't answer just now. Try again later.",
        "503 Service Unavailable",
    ),
    Way.MISSING: Words("Not found", "There is no page at this address.", "404 Not Found"),
    Way.EMPTY: Words("This page does not work", "The other side sent nothing.", "EMPTY RESPONSE"),
    Way.RESET: Words("This address can't be reached", "The connection was reset.", "CONNECTION RESET"),
    Way.MISDIRECTED: Words("No such address", "This can't be an address.", "421 Misdirected Request"),
}


def refuse(request: web.Request, refused: Refused, address: str) -> web.StreamResponse:
    """The answer to a refused request, in the way that the network's file asks for."""
    if refused.status is None:
        return cut_off(request, refused.way)
    if not refused.way.honest:
        return answer(request, refused.status)
    words = WORDS[refused.way]
    response = page(
        request,
        "gateway/blocked.html",
        status=refused.status,
        words=words,
        reason=refused.reason,
        address=address,
    )
    if refused.way is Way.LAW:
        visit = request[VISIT]
        response.headers["Link"] = f'<{site_url(visit, visit.home)}>; rel="blocked-by"'
    return response


def cut_off(request: web.Request, way: Way) -> web.Response:
    """No answer at all: the connection ends, quietly or with a TCP reset."""
    transport = request.transport
    if transport is not None:
        if way is Way.RESET:
            transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        transport.abort()
    return web.Response()


def refuse_tunnel(request: web.Request, way: Way) -> web.Response:
    """Tunnels are not carried. Browsers never show this text; programs do."""
    if way.status is None:
        return cut_off(request, way)
    text = "This network carries no tunnels, so https does not work here.\n"
    response = web.Response(status=403, text=text)
    response.force_close()
    return response


def misdirected(request: web.Request, host: str, way_in: str) -> web.Response:
    """The request names no host of this network; the page says so and shows the way in."""
    response = page(request, "gateway/misdirected.html", status=421, address=host, way_in=way_in)
    response.force_close()
    return response
