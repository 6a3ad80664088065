"""Copies in the reading room by program, for the teacher alone: list, lay, take away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler

from bbs.api.access import check_write
from bbs.api.models import Laid, Nothing
from bbs.api.openapi import Says
from bbs.api.queries import limit_of, query
from bbs.api.shapes import answer
from bbs.copies import Sheet
from bbs.difference_words import wording
from bbs.store import Conflict
from bbs.store import copies as kept
from bbs.store.copies import Copy
from bbs.store.requests import ALL
from bbs.web.bodies import BadBody, json_body
from bbs.web.copying import leaf
from bbs.web.keys import ALLOWLIST, COPIES, STORE

PATH = "/api/v1/copies"
LIMIT = 512 * 1024
"""Bytes of a body with a copy."""
NO_ROOM = "The network in force has no reading room: no site of it has `copies`."


async def list_copies(request: web.Request) -> web.Response:
    """GET /api/v1/copies?before=&limit=: all copies, newest first, those that were taken away as well."""
    asked = query(request, "before", "limit")
    before, limit = await _key(request, asked.get("before", "")), limit_of(asked)
    found = await kept.newest(request.app[STORE], before=before, limit=limit + 1)
    listed = [_json(one) for one in found[:limit]]
    return answer({"copies": listed, "next": found[limit - 1].id if len(found) > limit else None})


async def lay_copy(request: web.Request) -> web.Response:
    """POST /api/v1/access-requests/{request}/copy: answer with a copy, which lies in the reading room from now on."""
    check_write(request)
    wish = await json_body(request, Laid, limit=LIMIT)
    if request.app[ALLOWLIST].network.reading_room is None:
        raise Conflict(NO_ROOM)
    page = leaf(request, wish.page.site, wish.page.path) if wish.page else None
    if wish.page and page is None:
        problem = "There is no such page in the network in force."
        raise BadBody(422, problem, ({"field": "page", "problem": problem},))
    sheet = Sheet(
        wish.title if wish.title is not None else page.title if page else "",
        wish.body if wish.body is not None else page.original.text if page else "",
        page.source if page else wish.source,
        wish.for_all,
        page.original if page else None,
    )
    return answer(_json(await request.app[COPIES].lay(request.match_info["request"], sheet)))


async def take_copy(request: web.Request) -> web.Response:
    """POST /api/v1/copies/{copy}/take-away: nobody finds it any more."""
    check_write(request)
    if request.body_exists:
        await json_body(request, Nothing)
    return answer(_json(await request.app[COPIES].take_away(request.match_info["copy"])))


ROUTES = (
    web.get(PATH, list_copies),
    web.post("/api/v1/access-requests/{request:[a-z0-9]{1,32}}/copy", lay_copy),
    web.post(f"{PATH}/{{copy:[a-z0-9]{{1,32}}}}/take-away", take_copy),
)

DESCRIBED: Mapping[Handler, Says] = {
    list_copies: Says(query=("before", "limit")),
    lay_copy: Says(body=Laid),
    take_copy: Says(body=Nothing),
}


async def _key(request: web.Request, before: str) -> int:
    """The key of the copy named by `before`. Raises BadBody with 400 for an unknown one."""
    if not before:
        return ALL
    found = await kept.by_id(request.app[STORE], before) if before.isascii() else None
    if found is None:
        raise BadBody(400, "before is the id of a copy; there is none with this id.")
    return found.seq


def _json(one: Copy) -> dict[str, Any]:
    page = one.original
    difference = wording(page.text, one.body) if page else None
    return {
        "id": one.id,
        "request": one.request,
        "person": one.person,
        "at": one.at.isoformat(),
        "title": one.title,
        "body": one.body,
        "source": one.source,
        "page": {"site": page.site, "path": page.path} if page else None,
        "original": page.text if page else None,
        "cut": difference.cut if difference else None,
        "added": difference.added if difference else None,
        "taken": one.taken.isoformat() if one.taken else None,
    }
