"""What waits for an editor, what appears later by itself, and the editor's two answers."""

from __future__ import annotations

from dataclasses import dataclass

from aiohttp import web

from bbs.console.frame import back_to, console_page
from bbs.drafts import DraftError
from bbs.entries import Entry, entry_of
from bbs.policy.marks import Picture, picture
from bbs.policy.submission import Text
from bbs.store import TEACHER, Conflict, Post, Store, decisions, posts
from bbs.web.bodies import form
from bbs.web.csrf import check_form
from bbs.web.keys import DESK, STORE

ROWS = 50
"""Texts on the page, the oldest; the next ones come up as these are answered."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One text that waits."""

    entry: Entry
    picture: Picture
    why: str
    edited: Text | None
    """What readers get once it is released, where that is not what was written."""


async def queue_page(request: web.Request) -> web.Response:
    """GET /queue: what waits, oldest first, and what is delayed, the next to appear first."""
    store = request.app[STORE]
    held = await posts.waiting(store, limit=ROWS + 1)
    late = await posts.delayed(store, limit=ROWS + 1)
    return await console_page(
        request,
        "queue.html",
        "/queue",
        items=await _all(store, held[:ROWS]),
        more=len(held) > ROWS,
        late=await _all(store, late[:ROWS]),
        more_late=len(late) > ROWS,
    )


async def release(request: web.Request) -> web.Response:
    """POST /posts/{post}/release: let everybody read it."""
    fields = await form(request)
    check_form(request, fields)
    post_id = request.match_info["post"]
    try:
        await request.app[DESK].release(post_id, TEACHER)
    except Conflict:
        return back_to(_back(fields, post_id), "late")
    return back_to(_back(fields, post_id), "released")


async def refuse(request: web.Request) -> web.Response:
    """POST /posts/{post}/refuse: send it back, with a reason."""
    fields = await form(request)
    check_form(request, fields)
    post_id, reason = request.match_info["post"], fields.get("reason", "").strip()
    if not reason:
        return back_to(_back(fields, post_id), "reason")
    try:
        await request.app[DESK].refuse(post_id, TEACHER, reason)
    except DraftError:
        return back_to(_back(fields, post_id), "reason")
    except Conflict:
        return back_to(_back(fields, post_id), "late")
    return back_to(_back(fields, post_id), "refused")


def _back(fields: dict[str, str], post_id: str) -> str:
    """The page that the form stood on: one of two, never an address of somebody's choice."""
    return f"/posts/{post_id}" if fields.get("back") == "post" else "/queue"


async def _all(store: Store, found: list[Post]) -> list[Waiting]:
    return [item for post in found if (item := await _waiting(store, post))]


async def _waiting(store: Store, post: Post) -> Waiting | None:
    row = await decisions.of_post(store, post.id)
    if row is None:
        return None
    decision = decisions.read_decision(row.combined)
    edited = post.shown if post.shown != post.original else None
    return Waiting(entry_of(post), picture(decision, post.original), decision.why, edited)
