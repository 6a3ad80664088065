"""What a policy would do to the posts so far: the difference, a page that asks, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from bbs.anew import Stays
from bbs.console.bases import base_of
from bbs.console.frame import back_to, console_page
from bbs.document import DocumentError
from bbs.entries import Entry, entry_of
from bbs.policy.replay import Change
from bbs.policy.submission import Verdict
from bbs.policy.verdicts import GLOSS
from bbs.rerun_difference import Difference, Listed
from bbs.store import Conflict
from bbs.web.bodies import form
from bbs.web.csrf import check_form
from bbs.web.keys import RERUN, STORE
from bbs.web.problems import answer

PAGE = "/policies/posts-so-far"
ROWS = 50
"""Posts of a difference on one page."""
AT_ONCE = 1.0
"""Seconds that the browser waits for a short one; a longer one shows how far it is."""
WORDS = {
    Change.HIDDEN: ("hidden", "would be hidden"),
    Change.SHOWN: ("shown", "would be shown"),
    Change.TEXT: ("text", "would have other words, or words in another size"),
    Change.TOLD: ("told", "would have been answered otherwise"),
    Change.DECIDED: ("decided", "would stand otherwise for their author or the queue"),
}
"""Each kind of change in the address, and in words."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list."""

    entry: Entry
    was: str
    was_by: str
    verdict: str
    gloss: str
    by: str
    change: str


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of change, as a way to filter the list."""

    word: str
    words: str
    count: int
    chosen: bool


async def posts_so_far(request: web.Request) -> web.Response:
    """GET /policies/posts-so-far: what is going on, the last difference with its posts, the last re-run."""
    rerun = request.app[RERUN]
    found, chosen = rerun.difference, _chosen(request)
    listed = await _listed(request, found, chosen) if found else {}
    return await console_page(
        request,
        "rerun.html",
        "/policies",
        path=PAGE,
        progress=rerun.progress,
        last=await rerun.last(),
        found=found,
        kinds=[_kind(found, change, chosen) for change in Change] if found else (),
        answered=found.stay[Stays.ANSWERED] if found else 0,
        not_sent=found.stay[Stays.NOT_SENT] if found else 0,
        **listed,
    )


async def look(request: web.Request) -> web.Response:
    """POST /policies/posts-so-far: work out the difference for what the address names (see `base_of`)."""
    check_form(request, await form(request))
    base, rerun = await base_of(request), request.app[RERUN]
    try:
        looking = rerun.look(base.file, base.query)
    except Conflict:
        return back_to(PAGE, "busy")
    await rerun.wait(AT_ONCE)
    if looking.done() and isinstance(error := looking.exception(), DocumentError):
        return answer(request, 422, f"This policy can't be used, so there is nothing to compare. {error}")
    return web.Response(status=303, headers={"Location": PAGE})


async def ask(request: web.Request) -> web.Response:
    """GET /policies/posts-so-far/change: is this really to be done?"""
    found = request.app[RERUN].difference
    if found is None or not found.in_force:
        return back_to(PAGE, "look-again")
    kinds = [_kind(found, change, None) for change in Change if change is not Change.TOLD]
    return await console_page(request, "rerun_ask.html", "/policies", path=PAGE, found=found, kinds=kinds)


async def change(request: web.Request) -> web.Response:
    """POST /policies/posts-so-far/change: do it, as the difference says that was looked at."""
    fields, rerun = await form(request), request.app[RERUN]
    check_form(request, fields)
    try:
        await rerun.change(fields.get("mark", ""))
    except Conflict:
        return back_to(PAGE, "busy" if rerun.progress else "look-again")
    await rerun.wait(AT_ONCE)
    return web.Response(status=303, headers={"Location": PAGE})


def _chosen(request: web.Request) -> Change | None:
    asked = request.query.get("change", "")
    return next((one for one, (word, _) in WORDS.items() if word == asked), None)


async def _listed(request: web.Request, found: Difference, chosen: Change | None) -> dict[str, Any]:
    """The posts on this page, and the address of the next one."""
    after = request.query.get("after", "")
    start = int(after) if after.isascii() and after.isdecimal() and len(after) < 16 else 0
    rows, more = await found.page(request.app[STORE], chosen, start, ROWS)
    word = WORDS[chosen][0] if chosen else ""
    asked = {name: value for name, value in (("change", word), ("after", more)) if value}
    return {"rows": [_row(one) for one in rows], "older": f"{PAGE}?{urlencode(asked)}" if more else ""}


def _row(one: Listed) -> Row:
    changed = one.changed
    gloss = GLOSS[Verdict[changed.verdict.upper()]]
    return Row(
        entry_of(one.post),
        changed.was,
        changed.was_by,
        changed.verdict,
        gloss,
        changed.by,
        WORDS[changed.change][1],
    )


def _kind(found: Difference, change: Change, chosen: Change | None) -> Kind:
    return Kind(*WORDS[change], found.counts[change], change is chosen)


ROUTES = (
    web.get(PAGE, posts_so_far),
    web.post(PAGE, look),
    web.get(f"{PAGE}/change", ask),
    web.post(f"{PAGE}/change", change),
)
