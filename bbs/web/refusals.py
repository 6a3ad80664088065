"""What a refused visitor gets: a page that says so, a lie that looks like an accident, another page, or no answer."""

from __future__ import annotations

import asyncio
import socket
import struct
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bbs.network.resolve import Refused
from bbs.network.sites import Way
from bbs.web.bodies import BODY_SECONDS
from bbs.web.headers import HEADERS
from bbs.web.keys import VISIT
from bbs.web.lanes import home_url, site_url
from bbs.web.pages import page
from bbs.web.problems import answer
from bbs.web.stalled import STALLED

_RESET = struct.pack("hh" if socket.SOCK_STREAM and hasattr(socket, "SIO_RCVALL") else "ii", 1, 0)
"""SO_LINGER with no time to linger: closing sends a TCP reset. Windows packs it in two shorts."""
DROP_SECONDS = 0.5
"""How long a slow page pauses between two drops."""
PROMISED = 4_096
"""Bytes that a slow answer announces where there is no page to begin with."""


@dataclass(frozen=True, slots=True)
class Words:
    """A refusal in plain words, as a browser would show it."""

    title: str
    sentence: str
    code: str
    """What a browser prints in small letters below."""
    more: str = ""
    """What there is to know about such a page."""


WORDS = {
    Way.PAGE: Words("This address is closed", "The network did not open it.", "403 Forbidden"),
    Way.LAW: Words(
        "Closed for legal reasons",
        "The network says that a law, a court or an office forbids this page.",
        "451 Unavailable For Legal Reasons",
        "The number 451 is kept for just that, and it comes with the name of whoever keeps the page closed. "
        "A good page of this kind also says which law it is and who asked for it. Does this one?",
    ),
    Way.VAGUE: Words(
        "Temporarily unavailable",
        "The service can't answer just now. Try again later.",
        "503 Service Unavailable",
    ),
    Way.MISSING: Words("Not found", "There is no page at this address.", "404 Not Found"),
    Way.EMPTY: Words("This page does not work", "The other side sent nothing.", "EMPTY RESPONSE"),
    Way.RESET: Words("This address can't be reached", "The connection was reset.", "CONNECTION RESET"),
    Way.HANG: Words("This page takes too long", "The other side did not answer in time.", "TIMED OUT"),
    Way.SLOW: Words(
        "This page does not come to its end",
        "It began to load, ever more slowly, and then the connection ended.",
        "INCOMPLETE",
    ),
    Way.MISDIRECTED: Words("No such address", "This can't be an address.", "421 Misdirected Request"),
}
"""All but a redirect, which shows the page that it leads to."""
TUNNEL = Words(
    "This address can't be reached",
    "The secure connection (https) could not be made.",
    "TUNNEL CONNECTION FAILED",
)
"""What a browser makes of a tunnel that is refused: it shows nothing of the answer."""


async def refuse(request: web.Request, refused: Refused, address: str, **context: Any) -> web.StreamResponse:
    """The answer to a refused request, in the way that the network's file asks for.

    `context` is what the page of an honest refusal shows beside the reason. A slow one has a page of its own, `drip`.
    """
    if refused.status is None:
        return await silence(request, refused)
    if refused.way is Way.REDIRECT:
        return lead_away(request, refused)
    if not refused.way.honest:
        return answer(request, refused.status)
    response = page(
        request,
        "gateway/blocked.html",
        status=refused.status,
        words=WORDS[refused.way],
        reason=refused.reason,
        by_tier=refused.by_tier,
        address=address,
        **context,
    )
    if refused.way is Way.LAW:
        visit = request[VISIT]
        response.headers["Link"] = f'<{home_url(visit)}>; rel="blocked-by"'
    return response


def lead_away(request: web.Request, refused: Refused) -> web.Response:
    """Another page of this network, whatever was asked for and however."""
    visit, how = request[VISIT], refused.how
    place = site_url(visit, how.to, how.page) if how.to else home_url(visit)
    return web.Response(status=Way.REDIRECT.status or 302, headers={"Location": place})


async def silence(request: web.Request, refused: Refused) -> web.Response:
    """No answer at all: the connection ends, at once or after a while, quietly or with a TCP reset.

    A tunnel that is refused slowly has nothing to begin with, so it hangs.
    """
    if refused.way is not Way.RESET:
        await swallow(request)
    if refused.way.lasts:
        stalled = request.app[STALLED]
        with stalled.place() as free:
            if free:
                await stalled.wait(request, refused.how.seconds)
    return cut_off(request, refused.way)


async def drip(request: web.Request, refused: Refused, whole: bytes) -> web.StreamResponse:
    """The first half of a page, in drops, and then the end of the connection.

    It ends unfinished because it is a refusal: who may not open a page never gets the whole of it, and the record,
    which says that it was refused, is true. Without a page to begin with (a form, a name that is not listed, a page
    with people's words) nothing comes after the headers.
    """
    await swallow(request)
    stalled, seconds = request.app[STALLED], refused.how.seconds
    drops = max(1, round(seconds / DROP_SECONDS))
    half = len(whole) // 2
    size = half // drops + 1
    with stalled.place() as free:
        if not free:
            return cut_off(request, Way.EMPTY)
        response = web.StreamResponse(headers=HEADERS | {"Content-Type": "text/html; charset=utf-8"})
        response.content_length = len(whole) or PROMISED
        response.force_close()
        with suppress(ConnectionError):
            await response.prepare(request)
            for number in range(drops if request.method != "HEAD" else 0):
                if piece := whole[number * size : min(half, (number + 1) * size)]:
                    await response.write(piece)
                if not await stalled.wait(request, seconds / drops):
                    break
    if request.transport is not None and request.method != "HEAD":
        request.transport.abort()
    return response


async def swallow(request: web.Request) -> None:
    """Read a body to its end and forget it: what lies unread when a connection is closed would make that a reset."""
    if request.method == "CONNECT":  # what follows is no body, and has no end
        return
    with suppress(TimeoutError, ConnectionError, ValueError, EOFError, web.HTTPException):
        async with asyncio.timeout(BODY_SECONDS):
            while await request.content.readany():
                pass


def cut_off(request: web.Request, way: Way) -> web.Response:
    """Close the connection, quietly or with a TCP reset."""
    transport = request.transport
    if transport is not None:
        if way is Way.RESET:
            transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        transport.abort()
    return web.Response()


async def refuse_tunnel(request: web.Request, refused: Refused | None) -> web.Response:
    """Tunnels are not carried, and a refused one ends as its way says. Browsers never show this text; programs do."""
    if refused is not None and (refused.status is None or refused.way is Way.SLOW):
        return await silence(request, refused)
    text = "This network carries no tunnels, so https does not work here.\n"
    response = web.Response(status=403, text=text)
    response.force_close()
    return response


def misdirected(request: web.Request, host: str, way_in: str) -> web.Response:
    """The request names no host of this network; the page says so and shows the way in."""
    response = page(request, "gateway/misdirected.html", status=421, address=host, way_in=way_in)
    response.force_close()
    return response
