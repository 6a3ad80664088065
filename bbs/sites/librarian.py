"""Asking at a desk: the form under a page of a site by which people ask for any address, with their reasons."""

from __future__ import annotations

from aiohttp import web

from bbs.desk import Conflict, Draft, DraftError, Receipt, TooFast
from bbs.grants import KIND
from bbs.network.resolve import Opened
from bbs.network.sites import Site
from bbs.sites.me import person_here
from bbs.store import StoreError
from bbs.web.asking import answer_to, finding
from bbs.web.compose import NOT_KEPT, Form
from bbs.web.keys import BEARER, GRANTS
from bbs.web.log import log_once

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
    try:
        if isinstance(answer_to(request, draft.title), Opened):
            raise DraftError("title", OPENS)
        receipt = await request.app[GRANTS].ask_at_desk(
            person_here(request), draft, finding(request, desk.id)
        )
    except (DraftError, TooFast) as error:
        return Form.again(sent, error)
    except Conflict as error:
        return Form.again(sent, DraftError("", str(error)))
    except StoreError as error:
        log_once(error)
        return Form.again(sent, Receipt("failed", None, None, "failed", NOT_KEPT))
    return None if receipt.status in {"appears", "waits"} else Form.again(sent, receipt)
