"""The page for the wall: where to join and with which code, how many have, and the switches."""

from __future__ import annotations

from urllib.parse import quote

from aiohttp import web

from bbs.addresses import is_this_machine
from bbs.console.drawing import drawn_code
from bbs.console.frame import back_to, console_page
from bbs.lesson import Lesson
from bbs.web.bodies import form
from bbs.web.csrf import check_form
from bbs.web.keys import ADDRESSES, LESSON, ROSTER

SWITCHES = {
    "freeze": Lesson.freeze,
    "thaw": Lesson.thaw,
    "reveal": Lesson.reveal,
    "hide": Lesson.hide,
    "show-visits": Lesson.show_visits,
    "hide-visits": Lesson.hide_visits,
}
"""What each button does."""
NOTICES = {
    "freeze": "frozen",
    "thaw": "thawed",
    "reveal": "revealed",
    "hide": "hidden",
    "show-visits": "visits-shown",
    "hide-visits": "visits-hidden",
}


async def lesson_page(request: web.Request) -> web.Response:
    """GET /lesson."""
    roster, addresses = request.app[ROSTER], request.app[ADDRESSES]
    return await console_page(
        request,
        "lesson.html",
        "/lesson",
        state=request.app[LESSON].state,
        addresses=addresses,
        open_to_others=bool(_shared(addresses)),
        code=roster.class_code,
        joined=await roster.count(),
    )


async def qr_code(request: web.Request) -> web.Response:
    """GET /lesson/qr.svg: the join link with the class code in it. 404 where only this machine can join."""
    shared = _shared(request.app[ADDRESSES])
    if not shared:
        raise web.HTTPNotFound
    return drawn_code(join_link(shared[0], request.app[ROSTER].class_code))


async def switch(request: web.Request) -> web.Response:
    """POST /lesson/freeze, /thaw, /reveal, /hide, /show-visits, /hide-visits; back to where the button stood."""
    fields = await form(request)
    check_form(request, fields)
    wanted = request.match_info["switch"]
    await SWITCHES[wanted](request.app[LESSON])
    return back_to("/monitor" if fields.get("back") == "monitor" else "/lesson", NOTICES[wanted])


def join_link(address: str, code: str) -> str:
    """The link that opens the join page with the code filled in."""
    return f"{address}join?code={quote(code, safe='')}"


def _shared(addresses: tuple[str, ...]) -> list[str]:
    """The addresses that other devices can use."""
    return [one for one in addresses if not is_this_machine(one)]
