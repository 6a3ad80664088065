"""The front door: joining with the class code, coming back with a ticket or a password, leaving."""

from __future__ import annotations

from aiohttp import web

from bbs.network.tiers import ordinary
from bbs.patience import TooMany
from bbs.roster import CLOSED, JoiningClosed, WrongCode, WrongSecret
from bbs.web.bodies import form
from bbs.web.csrf import check_form
from bbs.web.headers import led_on
from bbs.web.keys import ALLOWLIST, LESSON, PERSON, ROSTER, TOKEN, VISIT
from bbs.web.lanes import local_path
from bbs.web.pages import page, see_other
from bbs.web.peers import peer
from bbs.web.problems import later
from bbs.web.signin import end_session, start_session

NOT_THE_CODE = "This is not the class code. Look at the wall again; capital letters do not matter."
NO_CODE = "Type the class code."
NOT_TOGETHER = "This name and these words do not belong together. Check both for slips of the pen."
MANY_CODES = "Many people are typing codes just now. Try again in a moment."
MANY_OF_THIS_NAME = "Many people are trying this name just now. Try again in a moment."
HEADINGS = {
    NOT_THE_CODE: "Another code, please",
    NO_CODE: "Something is missing",
    NOT_TOGETHER: "That did not bring you back",
    MANY_CODES: "Wait a moment",
    MANY_OF_THIS_NAME: "Wait a moment",
}
"""What stands above each of them."""


async def join(request: web.Request) -> web.StreamResponse:
    """GET /join: ask for the class code. A link or QR code may bring it along."""
    back = local_path(request.query.get("back", ""))
    if request[PERSON]:
        raise see_other(back)
    return _join_page(request, request.query.get("code", ""), back)


async def send_join(request: web.Request) -> web.StreamResponse:
    """POST /join: deal a name. The answer is a page, since the return ticket is shown this once.

    Sent again by somebody who is in, it changes nothing: reloading must not make a second person.
    """
    fields = await form(request)
    back = local_path(fields.get("back", ""))
    if request[PERSON]:
        raise see_other(back)
    check_form(request, fields)
    code, tier = fields.get("code", ""), ordinary(request.app[ALLOWLIST].network)
    try:
        joined = await request.app[ROSTER].join(code, peer(request), tier)
    except TooMany as many:
        return later(_join_page(request, code, back, MANY_CODES), many.seconds)
    except JoiningClosed:
        return _join_page(request, code, back, status=403)
    except WrongCode:
        error = NOT_THE_CODE if code.strip() else NO_CODE
        return _join_page(request, code, back, error)
    request[PERSON] = joined.person
    response = page(request, "join/joined.html", joined=joined, back=back)
    start_session(request, response, joined.token)
    return response


async def come_back(request: web.Request) -> web.StreamResponse:
    """GET /return: ask for the name, and for the ticket or password."""
    return _return_page(request, "", local_path(request.query.get("back", "")))


async def send_come_back(request: web.Request) -> web.StreamResponse:
    """POST /return: a session of its own for somebody who has joined before."""
    fields = await form(request)
    check_form(request, fields)
    name, back = fields.get("name", ""), local_path(fields.get("back", ""))
    try:
        joined = await request.app[ROSTER].sign_in(name, fields.get("secret", ""), peer(request))
    except TooMany as many:
        return later(_return_page(request, name, back, MANY_OF_THIS_NAME), many.seconds)
    except WrongSecret:
        return _return_page(request, name, back, NOT_TOGETHER)
    if request[TOKEN]:
        await request.app[ROSTER].sign_out(request[TOKEN])
    response = web.Response(status=303, headers={"Location": back})
    start_session(request, response, joined.token)
    return response


async def leave(request: web.Request) -> web.StreamResponse:
    """GET /leave: say what leaving means, and ask."""
    if not request[PERSON]:
        raise see_other("/join")
    return page(request, "join/leave.html")


async def send_leave(request: web.Request) -> web.StreamResponse:
    """POST /leave: end the session, here and on disk."""
    check_form(request, await form(request))
    await request.app[ROSTER].sign_out(request[TOKEN])
    response = web.Response(status=303, headers={"Location": "/join"})
    end_session(request, response)
    return response


def add_door(app: web.Application) -> None:
    """Put the front door on an application."""
    app.router.add_get("/join", join)
    app.router.add_post("/join", send_join)
    app.router.add_get("/return", come_back)
    app.router.add_post("/return", send_come_back)
    app.router.add_get("/leave", leave)
    app.router.add_post("/leave", send_leave)


def _join_page(
    request: web.Request, code: str, back: str, error: str = "", *, status: int = 200
) -> web.Response:
    """The form, or while joining is frozen, what is said instead of it."""
    return page(
        request,
        "join/join.html",
        status=422 if error else status,
        errors={"code": error} if error else {},
        heading=HEADINGS.get(error, ""),
        closed=CLOSED if request.app[LESSON].state.frozen else "",
        code=code[:100],
        back=back,
    )


def _return_page(request: web.Request, name: str, back: str, error: str = "") -> web.Response:
    status, errors = (422, {"name": error}) if error else (200, {})
    context = {"errors": errors, "heading": HEADINGS.get(error, ""), "name": name[:100], "back": back}
    return led_on(page(request, "join/return.html", status=status, **context), request[VISIT])
