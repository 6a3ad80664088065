"""Whether the server is well: for whoever watches it, on either port."""

from __future__ import annotations

from aiohttp import web

from bbs.api.shapes import answer
from bbs.store import StoreError
from bbs.web.keys import STORE
from bbs.web.problems import problem


async def healthz(_request: web.Request) -> web.Response:
    """GET /healthz: it answers, so it is up."""
    return answer({"status": "ok"})


async def readyz(request: web.Request) -> web.Response:
    """GET /readyz: what is stored can be read; 503 where it can't."""
    try:
        await request.app[STORE].fetch_one("SELECT 1 AS one")
    except StoreError as error:
        return problem(503, "Not ready", str(error))
    return answer({"status": "ready"})
