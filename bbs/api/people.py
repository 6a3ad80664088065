"""Who is here, for the teacher's programs."""

from __future__ import annotations

from aiohttp import web

from bbs.api.queries import limit_of, query
from bbs.api.shapes import answer
from bbs.store import people
from bbs.web.keys import ALLOWLIST, STORE


async def list_people(request: web.Request) -> web.Response:
    """GET /api/v1/people?after=&limit=: everybody in the order they joined."""
    store, asked = request.app[STORE], query(request, "after", "limit")
    limit = limit_of(asked)
    found = await people.page(store, after=asked.get("after") or None, limit=limit + 1)
    shown = found[:limit]
    sent = await people.sent_by(store, [one.id for one in shown])
    listed = [
        {
            "id": one.id,
            "name": one.name,
            "role": one.role,
            "tier": one.tier,
            "counts_as": request.app[ALLOWLIST].counted(one).tier,
            "birthday": one.birthday,
            "joined": one.joined.isoformat(),
            "posts": sent.get(one.id, 0),
        }
        for one in shown
    ]
    return answer({"people": listed, "next": shown[-1].id if len(found) > limit else None})
