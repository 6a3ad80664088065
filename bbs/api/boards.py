"""Reading and writing boards by program: the same rules, words and silences as on the pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler

from bbs.api.access import caller, check_write, closed, open_sites
from bbs.api.models import NewPost, NewThread
from bbs.api.openapi import Says
from bbs.api.queries import limit_of, query
from bbs.api.shapes import answer
from bbs.desk import Receipt
from bbs.drafts import Draft, DraftError
from bbs.policy.decision_line import honoured_json
from bbs.policy.verdicts import Answer, Viewer
from bbs.store import Person, people
from bbs.views import PostView, ThreadView
from bbs.web.bodies import json_body
from bbs.web.keys import BEARER, BOARD, DESK, STORE

BOARD_PATH = "/api/v1/boards/{board:[a-z0-9-]{1,64}}/threads"
THREAD_PATH = "/api/v1/threads/{thread:[a-z0-9]{1,32}}"

STATUS = {
    Answer.APPEARS: 201,
    Answer.WAITS: 202,
    Answer.CONFIRM: 409,
    Answer.REFUSED: 422,
    Answer.FAILED: 503,
}
"""The status of a receipt: what the author is made to believe, never more."""


async def boards(request: web.Request) -> web.Response:
    """GET /api/v1/boards: those this person may write on come first."""
    query(request)
    person, sites = caller(request), open_sites(request)
    return answer(
        [
            {"id": one.id, "site": one.site, "title": one.title, "about": one.about, "writable": one.writable}
            for one in request.app[BOARD].boards(person)
            if one.site in sites
        ]
    )


async def list_threads(request: web.Request) -> web.Response:
    """GET /api/v1/boards/{board}/threads?before=&limit=: newest first."""
    person, board_id = caller(request), request.match_info["board"]
    asked = query(request, "before", "limit")
    site = request.app[BOARD].board(board_id, person).site
    if refusal := closed(request, site, f"/boards/{board_id}"):
        return refusal
    page = await request.app[BOARD].threads(
        board_id, Viewer(person.id), before=asked.get("before") or None, limit=limit_of(asked)
    )
    return answer({"threads": [_thread_json(one) for one in page.items], "next": page.next})


async def start_thread(request: web.Request) -> web.Response:
    """POST /api/v1/boards/{board}/threads: start a thread, or a card for somebody."""
    person, board_id = caller(request), request.match_info["board"]
    check_write(request)
    wish = await json_body(request, NewThread)
    page = f"/boards/{board_id}/new"
    if refusal := closed(request, request.app[BOARD].board(board_id, person).site, page):
        return refusal
    draft = Draft(
        kind=wish.kind or ("card" if wish.to else "thread"),
        title=wish.title,
        body=wish.body,
        board=board_id,
        to=await _recipient(request, wish.to),
        confirm=wish.confirm,
        once=wish.once,
        program=request[BEARER],
    )
    return await _submit(request, draft, person, page)


async def read_thread(request: web.Request) -> web.Response:
    """GET /api/v1/threads/{thread}?after=&limit=: posts as this person may see them, oldest first."""
    person, asked = caller(request), query(request, "after", "limit")
    page = await request.app[BOARD].thread(
        request.match_info["thread"],
        Viewer(person.id),
        after=asked.get("after") or None,
        limit=limit_of(asked),
    )
    if refusal := closed(request, page.thread.site, f"/threads/{page.thread.id}"):
        return refusal
    return answer(
        {
            "thread": _thread_json(page.thread),
            "posts": [_post_json(one) for one in page.posts],
            "next": page.next,
        }
    )


async def reply(request: web.Request) -> web.Response:
    """POST /api/v1/threads/{thread}/posts: write into a thread."""
    person, thread_id = caller(request), request.match_info["thread"]
    check_write(request)
    wish = await json_body(request, NewPost)
    draft = Draft(
        "reply",
        wish.body,
        thread=thread_id,
        confirm=wish.confirm,
        once=wish.once,
        program=request[BEARER],
    )
    return await _submit(request, draft, person, f"/threads/{thread_id}/replies")


ROUTES = (
    web.get("/api/v1/boards", boards),
    web.get(BOARD_PATH, list_threads),
    web.post(BOARD_PATH, start_thread),
    web.get(THREAD_PATH, read_thread),
    web.post(f"{THREAD_PATH}/posts", reply),
)

_RECEIPT = tuple(STATUS.values())
DESCRIBED: Mapping[Handler, Says] = {
    boards: Says(),
    list_threads: Says(query=("before", "limit")),
    start_thread: Says(body=NewThread, statuses=_RECEIPT),
    read_thread: Says(query=("after", "limit")),
    reply: Says(body=NewPost, statuses=_RECEIPT),
}


async def _submit(request: web.Request, draft: Draft, person: Person, page: str) -> web.Response:
    """Hand a draft in, if `page` of its site opens; the receipt says what its author is told, and nothing else."""

    def gate(site: str) -> None:
        if refusal := closed(request, site, page):
            raise _Shut(refusal)

    try:
        receipt = await request.app[DESK].submit(draft, person, gate)
    except _Shut as shut:
        return shut.refusal
    return answer(_receipt_json(receipt), status=STATUS[Answer(receipt.status)])


class _Shut(Exception):  # noqa: N818  # an answer, not a fault
    """The site of a text does not open for its author."""

    def __init__(self, refusal: web.Response) -> None:
        super().__init__()
        self.refusal = refusal


async def _recipient(request: web.Request, named: str | None) -> str | None:
    """The person a card is for, given by name or by id. Raises DraftError."""
    if named is None:
        return None
    store = request.app[STORE]
    found = await people.by_name(store, named) or await people.by_id(store, named)
    if found is None:
        raise DraftError("to", "Nobody here has this name or id.")
    return found.id


def _receipt_json(receipt: Receipt) -> dict[str, Any]:
    return {
        "post": receipt.post,
        "thread": receipt.thread,
        "told": receipt.told,
        "told_text": receipt.told_text,
    }


def _thread_json(thread: ThreadView) -> dict[str, Any]:
    return {
        "id": thread.id,
        "board": thread.board,
        "kind": thread.kind,
        "title": thread.title,
        "honoured": honoured_json(thread.honoured),
        "author": thread.author_name,
        "at": thread.at.isoformat(),
        "to": thread.to_name or None,
        "posts": thread.posts,
        "note": thread.note,
    }


def _post_json(post: PostView) -> dict[str, Any]:
    return {
        "id": post.id,
        "kind": post.kind,
        "author": post.author_name,
        "role": post.author_role,
        "at": post.at.isoformat(),
        "title": post.title,
        "body": post.body,
        "honoured": honoured_json(post.honoured),
        "note": post.note,
        "reason": post.reason,
        "erased": post.erased,
    }
