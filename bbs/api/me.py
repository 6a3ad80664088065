"""What is kept about the person who asks, for programs."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from bbs.about import about
from bbs.api.access import caller
from bbs.api.queries import limit_of, query
from bbs.api.shapes import answer
from bbs.policy.decision_line import honoured_json
from bbs.store.requests import COPIED, Request
from bbs.views import PostView
from bbs.web.keys import BOARD, STORE, TOKEN


async def me(request: web.Request) -> web.Response:
    """GET /api/v1/me?before=&limit=: all that is kept about the caller; one's texts as one sees them, newest first."""
    person, asked = caller(request), query(request, "before", "limit")
    before = asked.get("before") or None
    kept = await about(
        request.app[STORE],
        request.app[BOARD],
        person,
        request[TOKEN],
        before=before,
        limit=limit_of(asked),
    )
    return answer(
        {
            "name": person.name,
            "role": person.role,
            "tier": kept.tier,
            "counts_as": person.tier,
            "birthday": person.birthday,
            "joined": person.joined.isoformat(),
            "password": kept.has_password,
            "devices": [{"since": one.since.isoformat(), "this": one.this} for one in kept.devices],
            "requests": [_request_json(one) for one in kept.requests],
            "texts": [_text_json(one) for one in kept.texts.items],
            "next": kept.texts.next,
        }
    )


def _request_json(one: Request) -> dict[str, Any]:
    """A request as whoever asked may know it: not whether the filter let it through."""
    return {
        "id": one.id,
        "site": "" if one.desk else one.site,
        "address": one.own.title,
        "at": one.at.isoformat(),
        "body": one.own.body,
        "state": one.state,
        "until": one.until.isoformat() if one.until else None,
        "answer": one.answer,
        "copy": one.copy if one.state == COPIED else None,
    }


def _text_json(text: PostView) -> dict[str, Any]:
    return {
        "id": text.id,
        "thread": text.thread,
        "kind": text.kind,
        "at": text.at.isoformat(),
        "title": text.title,
        "body": text.body,
        "honoured": honoured_json(text.honoured),
        "note": text.note,
        "reason": text.reason,
        "told": text.told,
    }
