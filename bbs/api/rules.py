"""What readers may see of the rules in force, by program: as much as the page of the board shows."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from bbs.api.access import caller, closed
from bbs.api.queries import query
from bbs.api.shapes import answer
from bbs.public import PublicRule, public_rules
from bbs.web.keys import BOARD, RULEBOOK


async def rules(request: web.Request) -> web.Response:
    """GET /api/v1/rules: the live rules, as far as `public` shows them; null where it doesn't."""
    query(request)
    places = dict.fromkeys(one.site for one in request.app[BOARD].boards(caller(request)))
    refusals = [refusal for site in places if (refusal := closed(request, site, "/rules"))]
    if refusals and len(refusals) == len(places):
        return refusals[0]
    shown = public_rules(request.app[RULEBOOK].policy)
    whole = shown.public == "all"
    make = _whole_json if whole else _id_json
    return answer(
        {
            "public": shown.public,
            "rules": None if shown.rules is None else [make(one) for one in shown.rules],
            "score": [{"from": one.points, "does": one.does} for one in shown.score] if whole else None,
            "default": _told_json(shown.otherwise) if shown.otherwise else None,
            "house_rules": True,
        }
    )


def _id_json(rule: PublicRule) -> dict[str, Any]:
    return {"id": rule.id}


def _told_json(rule: PublicRule) -> dict[str, Any]:
    return {"why": rule.why, "does": rule.does, "told": rule.told}


def _whole_json(rule: PublicRule) -> dict[str, Any]:
    return {"id": rule.id, **_told_json(rule), "written": rule.written}
