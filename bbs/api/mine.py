"""The traces of one's own texts by program, while the teacher has revealed them."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from bbs.api.access import caller
from bbs.api.queries import limit_of, query
from bbs.api.shapes import answer
from bbs.policy.decision_line import decision_json, honoured_json
from bbs.policy.verdicts import View
from bbs.reveal import OwnTrace, own_traces
from bbs.web.keys import LESSON, STORE


async def mine(request: web.Request) -> web.Response:
    """GET /api/v1/mine?before=&limit=: what became of one's own texts, newest first; 404 while it is hidden."""
    if not request.app[LESSON].state.revealed:
        raise web.HTTPNotFound
    person, asked = caller(request), query(request, "before", "limit")
    found = await own_traces(
        request.app[STORE], person.id, before=asked.get("before") or None, limit=limit_of(asked)
    )
    return answer({"texts": [_trace_json(one) for one in found.items], "next": found.next})


def _trace_json(trace: OwnTrace) -> dict[str, Any]:
    decision, readers = decision_json(trace.decision), trace.readers
    return {
        "post": trace.post,
        "kind": trace.kind,
        "at": trace.at.isoformat(),
        "title": trace.original.title,
        "body": trace.original.body,
        "sentence": trace.sentence,
        "verdict": decision["verdict"],
        "by": decision["by"],
        "why": trace.why,
        "rules": decision["rules"],
        "disguises": list(trace.disguises),
        "also_matched": list(trace.others),
        "edits": list(trace.edits),
        "told": decision["told"],
        "told_text": trace.told_text,
        "untrue": trace.untrue,
        "readers": _readers_json(readers) if readers else None,
        "since": trace.since,
        "reason": trace.reason,
    }


def _readers_json(view: View) -> dict[str, Any]:
    return {"title": view.title, "body": view.body, "honoured": honoured_json(view.honoured)}
