"""Requests for access by program, for the teacher alone: list, grant, decline, withdraw."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler

from bbs.api.access import check_write
from bbs.api.models import Grant, Nothing, Words
from bbs.api.openapi import Says
from bbs.api.queries import limit_of, query
from bbs.api.shapes import answer
from bbs.store import requests as kept
from bbs.store.requests import STATES, Request
from bbs.web.bodies import BadBody, json_body
from bbs.web.keys import CLOCK, GRANTS, STORE

PATH = "/api/v1/access-requests"
ONE = f"{PATH}/{{request:[a-z0-9]{{1,32}}}}"


async def access_requests(request: web.Request) -> web.Response:
    """GET /api/v1/access-requests?state=&before=&limit=: what people have asked for, newest first."""
    store, asked = request.app[STORE], query(request, "state", "before", "limit")
    state = asked.get("state") or None
    if state is not None and state not in STATES:
        raise BadBody(400, f"state is one of {', '.join(STATES)}.")
    before, limit = await _key(request, asked.get("before", "")), limit_of(asked)
    found = await kept.newest(store, state=state, before=before, limit=limit + 1)
    listed = [_json(one, request.app[CLOCK].now()) for one in found[:limit]]
    return answer({"requests": listed, "next": found[limit - 1].id if len(found) > limit else None})


async def grant_access(request: web.Request) -> web.Response:
    """POST /api/v1/access-requests/{request}/grant: open it for `minutes`, `until` a moment, or `for_good`."""
    check_write(request)
    wish = await json_body(request, Grant)
    ends = _ends(wish, request.app[CLOCK].now())
    return _answered(request, await request.app[GRANTS].grant(request.match_info["request"], ends))


async def decline_access(request: web.Request) -> web.Response:
    """POST /api/v1/access-requests/{request}/decline: say no, in words that the person reads."""
    check_write(request)
    wish = await json_body(request, Words)
    return _answered(request, await request.app[GRANTS].decline(request.match_info["request"], wish.words))


async def withdraw_access(request: web.Request) -> web.Response:
    """POST /api/v1/access-requests/{request}/withdraw: close again what was granted."""
    check_write(request)
    if request.body_exists:
        await json_body(request, Nothing)
    return _answered(request, await request.app[GRANTS].withdraw(request.match_info["request"]))


ROUTES = (
    web.get(PATH, access_requests),
    web.post(f"{ONE}/grant", grant_access),
    web.post(f"{ONE}/decline", decline_access),
    web.post(f"{ONE}/withdraw", withdraw_access),
)

DESCRIBED: Mapping[Handler, Says] = {
    access_requests: Says(query=("state", "before", "limit")),
    grant_access: Says(body=Grant),
    decline_access: Says(body=Words),
    withdraw_access: Says(body=Nothing),
}


def _ends(wish: Grant, now: dt.datetime) -> dt.datetime | None:
    """When the grant ends; None for good. Raises BadBody with 422."""
    given = [wish.minutes is not None, wish.until is not None, wish.for_good]
    if sum(given) != 1:
        raise BadBody(422, "Say just one of minutes, until and for_good.")
    if wish.minutes is not None:
        return now + dt.timedelta(minutes=wish.minutes)
    if wish.until is None:
        return None
    try:
        moment = dt.datetime.fromisoformat(wish.until).astimezone(dt.UTC)
    except (ValueError, OverflowError):
        raise _bad_until("This is no moment as 2026-03-14T12:00:00+01:00.") from None
    if moment <= now or moment > now + dt.timedelta(days=366):
        raise _bad_until("This moment is over, or more than a year off.")
    return moment


def _bad_until(problem: str) -> BadBody:
    return BadBody(422, problem, ({"field": "until", "problem": problem},))


async def _key(request: web.Request, before: str) -> int:
    """The key of the request named by `before`. Raises BadBody with 400 for an unknown one."""
    if not before:
        return kept.ALL
    found = await kept.by_id(request.app[STORE], before) if before.isascii() else None
    if found is None:
        raise BadBody(400, "before is the id of a request; there is none with this id.")
    return found.seq


def _answered(request: web.Request, done: Request) -> web.Response:
    return answer(_json(done, request.app[CLOCK].now()))


def _json(one: Request, now: dt.datetime) -> dict[str, Any]:
    return {
        "id": one.id,
        "person": {"id": one.person, "name": one.name},
        "site": one.site,
        "path": one.path,
        "desk": one.desk,
        "address": (one.shown if one.reached else one.written).title,
        "post": one.post,
        "at": one.at.isoformat(),
        "reached": one.reached,
        "body": one.shown.body if one.reached else one.written.body,
        "state": one.state,
        "answered": one.answered.isoformat() if one.answered else None,
        "until": one.until.isoformat() if one.until else None,
        "answer": one.answer,
        "copy": one.copy or None,
        "opens": one.in_force(now),
    }
