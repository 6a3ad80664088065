"""What a request asks for, read by the one function: nothing else here looks at its target or its Host header."""

from __future__ import annotations

from aiohttp import web
from aiohttp.typedefs import Handler

from bbs.network.target import Target, read_target

TARGET: web.RequestKey[Target] = web.RequestKey("target")


def target_of(request: web.Request) -> Target:
    """Host, port and path that this request asks for."""
    if TARGET not in request:
        hosts = request.headers.getall("Host", [])
        request[TARGET] = read_target(request.method, request.raw_path, hosts)
    return request[TARGET]


@web.middleware
async def read_one_way(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Go on only where the path can be read in one way, and the server below has read it so.

    Raises HTTPBadRequest otherwise.
    """
    target = target_of(request)
    if not target.path or (target.path != (request.path or "/") and request.method != "CONNECT"):
        raise web.HTTPBadRequest
    return await handler(request)
