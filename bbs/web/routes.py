"""Which handler answers which path of a site: a small table instead of the server's own router.

Sites are data and their paths depend on the lane, so they are matched after the gateway has found the site.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

Page = Callable[..., Awaitable[web.StreamResponse]]
"""Answers a request; the named parts of the path come as keyword arguments."""

_PART = re.compile(r"\{([a-z]+)\}")


@dataclass(frozen=True, slots=True)
class Route:
    """One method and path of a site, and what answers it."""

    method: str
    pattern: re.Pattern[str]
    page: Page


def get(path: str, page: Page) -> Route:
    """A page to look at. `{name}` in the path stands for one part of it, without a slash."""
    return Route("GET", _compile(path), page)


def post(path: str, page: Page) -> Route:
    """A form to send."""
    return Route("POST", _compile(path), page)


class Routes:
    """All pages of one kind of site."""

    def __init__(self, *routes: Route) -> None:
        self._routes = routes

    async def answer(self, request: web.Request, path: str) -> web.StreamResponse:
        """Answer a request for a path inside the site. Raises HTTPNotFound and HTTPMethodNotAllowed."""
        found = [(route, match) for route in self._routes if (match := route.pattern.fullmatch(path))]
        if not found:
            raise web.HTTPNotFound
        method = "GET" if request.method == "HEAD" else request.method
        for route, match in found:
            if route.method == method:
                return await route.page(request, **match.groupdict())
        raise web.HTTPMethodNotAllowed(request.method, sorted({route.method for route, _ in found}))


def _compile(path: str) -> re.Pattern[str]:
    if path == "/*":
        return re.compile(r"/.*", re.DOTALL)
    pieces = _PART.split(path)
    pattern = "".join(
        f"(?P<{piece}>[^/]{{1,64}})" if place % 2 else re.escape(piece) for place, piece in enumerate(pieces)
    )
    return re.compile(pattern)
