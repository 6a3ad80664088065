"""Reading the board: boards, threads, birthdays. What is shown has passed `visible_to` in bbs.board."""

from __future__ import annotations

from functools import partial
from typing import Any

from aiohttp import web

from bbs.board import Board
from bbs.policy.verdicts import Answer, Audience, Viewer
from bbs.store import NotFound, Thread, posts
from bbs.views import BoardView, PostView, ThreadPage
from bbs.web.compose import Form
from bbs.web.kept import KEPT, MADE, alike, body_of
from bbs.web.keys import BOARD, PERSON, STORE, VISIT
from bbs.web.lanes import site_url
from bbs.web.pages import page, see_other

SENT = "Sent."
"""What an author reads after a post when there is no more to say; the same whatever became of it."""
HERE = "Sent. It stands below."
"""What they read of one that looks published to them, whether or not others see it."""
WAITS = "Sent, and it waits. Until it is let through, only you can see it."
"""What they read of one of which they are told that it waits."""


def viewer_of(request: web.Request) -> Viewer:
    """Who looks."""
    person = request[PERSON]
    return Viewer(person.id if person else None)


def board_here(request: web.Request, board_id: str) -> BoardView:
    """A board of the site that was asked for. Raises NotFound."""
    found = request.app[BOARD].board(board_id, request[PERSON])
    if found.site != request[VISIT].site:
        raise NotFound(board_id)
    return found


async def thread_here(request: web.Request, thread_id: str, after: str | None = None) -> ThreadPage:
    """A thread of the site that was asked for, with some posts. Raises NotFound."""
    found = await request.app[BOARD].thread(thread_id, viewer_of(request), after=after)
    if found.thread.site != request[VISIT].site:
        raise NotFound(thread_id)
    return found


async def place_here(request: web.Request, thread_id: str) -> Thread:
    """Where a thread of the site that was asked for stands. Raises NotFound."""
    found = await request.app[BOARD].place_of(thread_id, viewer_of(request))
    if found.site != request[VISIT].site:
        raise NotFound(thread_id)
    return found


async def boards(request: web.Request) -> web.Response:
    """All boards of this site, and who has a birthday today."""
    board: Board = request.app[BOARD]
    near = await board.birthdays(viewer_of(request))
    listed = board.boards(request[PERSON], request[VISIT].site)
    return page(request, "board/boards.html", room="boards", boards=listed, today=near.today)


async def threads(request: web.Request, board: str) -> web.Response:
    """The threads of one board, newest first; `?before=` a thread's id goes on to older ones."""
    here = board_here(request, board)
    before = request.query.get("before") or None
    found = await request.app[BOARD].threads(here.id, viewer_of(request), before=before)
    return page(
        request,
        "board/threads.html",
        room="boards",
        board=here,
        threads=found.items,
        older=f"{board_path(request, 'boards', here.id)}?before={found.next}" if found.next else "",
        from_newest=before is None,
        said=SENT if "sent" in request.query else "",
    )


async def thread(request: web.Request, thread: str) -> web.Response:
    """One thread with its posts, oldest first; `?after=` a post's id goes on to newer ones."""
    if "sent" in request.query:
        return await thread_page(request, await _thread_at(request, thread), Form.fresh())
    pages, person = request.app[KEPT], request[PERSON]
    form = Form(once=pages.slots.once)
    if person is None or await request.app[BOARD].wrote_in(thread, person):
        made = request[MADE] = await pages.for_one(thread, partial(_thread_bytes, request, thread, form))
        return pages.response(made)
    draw = partial(_thread_bytes, request, thread, form)
    return await alike(request, person, draw, thread, request.query.get("after"))


async def _thread_bytes(request: web.Request, thread: str, form: Form, **common: Any) -> bytes:
    return body_of(await thread_page(request, await _thread_at(request, thread), form, **common))


async def _thread_at(request: web.Request, thread: str) -> ThreadPage:
    """The thread of this address; raises NotFound, and HTTPSeeOther for a card that was joined with another."""
    found = await thread_here(request, thread, request.query.get("after") or None)
    if found.thread.id != thread:
        raise see_other(board_path(request, "threads", found.thread.id))
    return found


async def thread_page(request: web.Request, found: ThreadPage, form: Form, **common: Any) -> web.Response:
    """The page of a thread, with a form below in whatever state it is; `common` for a page that many see."""
    thread = found.thread
    said, own = await _just_sent(request, thread.id)
    return page(
        request,
        "board/thread.html",
        status=form.status,
        room="birthdays" if thread.kind == "card" else "boards",
        board=board_here(request, thread.board),
        thread=thread,
        posts=found.posts,
        later=f"{board_path(request, 'threads', thread.id)}?after={found.next}" if found.next else "",
        from_start="after" not in request.query,
        said=said,
        own=own if own and own.id not in {post.id for post in found.posts} else None,
        form=form,
        **common,
    )


async def birthdays(request: web.Request) -> web.Response:
    """Whose birthday it is today and in the six days after."""
    near = await request.app[BOARD].birthdays(viewer_of(request))
    return page(request, "board/birthdays.html", room="birthdays", today=near.today, week=near.week)


async def _just_sent(request: web.Request, thread_id: str) -> tuple[str, PostView | None]:
    """What the author of the post in `?sent=` was told about it, and the post if it stands in this thread.

    Nobody else learns anything, and of a post that is gone its author reads no more than "Sent.".
    """
    post_id = request.query.get("sent", "")
    if not post_id:
        return "", None
    try:
        seen = await request.app[BOARD].post(post_id, viewer_of(request))
    except NotFound:
        return SENT, None
    kept = await posts.by_id(request.app[STORE], post_id)
    own = kept is not None and kept.author == viewer_of(request).person and seen.thread == thread_id
    if kept is None or not own:
        return "", None
    told = kept.told_text if kept.answer == Answer.APPEARS else ""
    return told or _SAID.get(seen.note, SENT), seen


_SAID = {"": HERE, Audience.WAITING.value: WAITS}
"""What is said of a post by the note that its author sees with it."""


def board_path(request: web.Request, *parts: str) -> str:
    """The address of a page of the board, for this visitor."""
    visit = request[VISIT]
    return site_url(visit, visit.site, "/" + "/".join(parts))
