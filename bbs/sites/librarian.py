"""Asking at a desk: the form under a page of a site by which people ask for any address, with their reasons."""

from __future__ import annotations

from aiohttp import web

from bbs.desk import Draft, DraftError, Receipt
from bbs.grants import KIND
from bbs.network.resolve import Opened
from bbs.network.sites import Site
from bbs.sites.me import person_here
from bbs.web.asking import answer_to, finding
from bbs.web.compose import Form, handed_on
from bbs.web.keys import BEARER, GRANTS

OPENS = "This opens to you already: type it into the address bar of your home page."


async def ask_at(request: web.Request, desk: Site, sent: dict[str, str]) -> Form | None:
    """Hand an address and the words on; a form comes back when its author has something left to do.

    Nothing that it says tells a name that is not listed from one that is closed by a lie.
    """
    draft = Draft(
        KIND,
        sent.get("body", ""),
        title=sent.get("title", ""),
        site=desk.id,
        confirm=sent.get("confirm") == "yes",
        once=sent.get("once", ""),
        program=request[BEARER],
    )
    done = await handed_on(sent, _asked(request, desk, draft))
    if isinstance(done, Form):
        return done
    return None if done.status in {"appears", "waits"} else Form.again(sent, done)


async def _asked(request: web.Request, desk: Site, draft: Draft) -> Receipt:
    if isinstance(answer_to(request, draft.title), Opened):
        raise DraftError("title", OPENS)
    return await request.app[GRANTS].ask_at_desk(person_here(request), draft, finding(request, desk.id))
