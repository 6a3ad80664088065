"""What the runaway guard has done is said on two pages, until somebody has taken note of it."""

from __future__ import annotations

from aiohttp import web

from bbs.console.frame import back_to
from bbs.notices import Notice, dismiss, standing
from bbs.web.bodies import form
from bbs.web.csrf import check_form
from bbs.web.keys import CLOCK, RULEBOOK, STORE


async def guarded(request: web.Request) -> list[Notice]:
    """What there is to say, newest first."""
    return await standing(request.app[STORE], request.app[RULEBOOK])


async def take_note(request: web.Request) -> web.Response:
    """POST /policies/guarded/{number}/dismiss: the notice is not shown any more."""
    fields = await form(request)
    check_form(request, fields)
    await dismiss(request.app[STORE], int(request.match_info["number"]), request.app[CLOCK].now())
    return back_to("/" if fields.get("back") == "decisions" else "/policies", "noted")
