"""The API of the console's port: decisions, the queue, lenses. For the teacher's programs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler

from bbs.api.access import check_write
from bbs.api.models import Reason
from bbs.api.openapi import Says
from bbs.api.queries import limit_of, query
from bbs.api.shapes import answer, entry_json, lenses_json
from bbs.entries import entry_of
from bbs.lenses import WordsGone, lenses_on
from bbs.lesson import Clock
from bbs.policy.submission import Verdict
from bbs.store import TEACHER, Post, posts
from bbs.web.bodies import BadBody, json_body
from bbs.web.keys import CLOCK, DESK, STORE
from bbs.web.problems import problem

POST = "/api/v1/posts/{post:[a-z0-9]{1,32}}"


async def lenses(request: web.Request) -> web.Response:
    """GET /api/v1/posts/{post}/lenses: what author, readers and operator see."""
    query(request)
    return await _lenses(request)


async def queue(request: web.Request) -> web.Response:
    """GET /api/v1/queue: what waits for an editor, oldest first."""
    held = await posts.waiting(request.app[STORE], limit=limit_of(query(request, "limit")))
    return answer([_post_json(post, request.app[CLOCK]) for post in held])


async def release(request: web.Request) -> web.Response:
    """POST /api/v1/posts/{post}/release: let everybody read it; a reason may be given."""
    check_write(request)
    body = await json_body(request, Reason) if request.body_exists else Reason()
    await request.app[DESK].release(request.match_info["post"], TEACHER, body.reason)
    return await _lenses(request)


async def refuse(request: web.Request) -> web.Response:
    """POST /api/v1/posts/{post}/refuse: keep it from readers, with a reason."""
    check_write(request)
    body = await json_body(request, Reason)
    if not body.reason.strip():
        missing = {"field": "reason", "problem": "A refusal needs a reason."}
        raise BadBody(422, "A refusal needs a reason.", (missing,))
    await request.app[DESK].refuse(request.match_info["post"], TEACHER, body.reason.strip())
    return await _lenses(request)


async def list_decisions(request: web.Request) -> web.Response:
    """GET /api/v1/decisions?since=&verdict=&rule=&limit=: after a post, oldest first, or the newest first."""
    asked = query(request, "since", "verdict", "rule", "limit")
    verdict = asked.get("verdict")
    if verdict and verdict not in {known.word for known in Verdict}:
        raise BadBody(400, f"verdict is one of {', '.join(known.word for known in Verdict)}.")
    found = await posts.page(
        request.app[STORE],
        after=await _key(request, asked.get("since", "")),
        verdict=verdict or None,
        by=asked.get("rule") or None,
        limit=limit_of(asked),
        newest_first=not asked.get("since"),
    )
    return answer([entry_json(entry_of(post), request.app[CLOCK]) for post in found])


ROUTES = (
    web.get(f"{POST}/lenses", lenses),
    web.post(f"{POST}/release", release),
    web.post(f"{POST}/refuse", refuse),
    web.get("/api/v1/queue", queue),
    web.get("/api/v1/decisions", list_decisions),
)

DESCRIBED: Mapping[Handler, Says] = {
    lenses: Says(),
    release: Says(body=Reason),
    refuse: Says(body=Reason),
    queue: Says(query=("limit",)),
    list_decisions: Says(query=("since", "verdict", "rule", "limit")),
}


async def _lenses(request: web.Request) -> web.Response:
    try:
        return answer(lenses_json(await lenses_on(request.app[STORE], request.match_info["post"])))
    except WordsGone:
        return problem(410, "Erased", "The author of this post was erased, and the words with them.")


async def _key(request: web.Request, since: str) -> int:
    """The key of the post named by `since`, 0 for none. Raises BadBody with 400 for an unknown one."""
    if not since:
        return 0
    post = await posts.by_id(request.app[STORE], since)
    if post is None:
        raise BadBody(400, "since is the id of a post; there is none with this id.")
    return post.seq


def _post_json(post: Post, clock: Clock) -> dict[str, Any]:
    return {**entry_json(entry_of(post), clock), "title": post.original.title, "body": post.original.body}
