"""What is kept about you: to be read, changed where it is yours, and erased."""

from __future__ import annotations

from urllib.parse import quote

from aiohttp import web

from bbs.about import about
from bbs.drafts import DraftError
from bbs.store import Person
from bbs.web.bodies import form
from bbs.web.csrf import check_form
from bbs.web.keys import ALLOWLIST, BOARD, PERSON, ROSTER, STORE, TOKEN
from bbs.web.lanes import local_path
from bbs.web.pages import page, see_other
from bbs.web.signin import end_session, start_session

DONE = {
    "password": "Your password is set. All other devices are signed out.",
    "removed": "Your password is taken away. Your return ticket brings you back.",
}
"""What the page says after something was done, by the word in its address."""


async def me(request: web.Request) -> web.Response:
    """GET /me: everything; `?before=` a text's id goes on to older ones."""
    person, before = person_here(request), request.query.get("before") or None
    kept = await about(request.app[STORE], request.app[BOARD], person, request[TOKEN], before=before)
    return page(
        request,
        "me/me.html",
        kept=kept,
        sites=request.app[ALLOWLIST].network.sites,
        older=f"/me?before={kept.texts.next}#texts" if kept.texts.next else "",
        from_newest=before is None,
        done=DONE.get(request.query.get("done", ""), ""),
    )


async def password(request: web.Request) -> web.Response:
    """GET /me/password: set, change or take away a password."""
    return _password_page(request, person_here(request))


async def send_password(request: web.Request) -> web.Response:
    """POST /me/password: a set password ends all sessions; this device gets a new one."""
    person = person_here(request)
    fields = await form(request)
    check_form(request, fields)
    if fields.get("take") == "away":
        await request.app[ROSTER].take_password_away(person.id)
        return _led_to("/me?done=removed")
    try:
        token = await request.app[ROSTER].set_password(person.id, fields.get("password", ""))
    except DraftError as error:
        return _password_page(request, person, {error.field: str(error)})
    response = _led_to("/me?done=password")
    start_session(request, response, token)
    return response


async def sign_out(request: web.Request) -> web.Response:
    """POST /me/sign-out: end every session, this one too."""
    person = person_here(request)
    check_form(request, await form(request))
    await request.app[ROSTER].sign_out_everywhere(person.id, person.id)
    response = _led_to("/return")
    end_session(request, response)
    return response


async def erase(request: web.Request) -> web.Response:
    """GET /me/erase: say what erasing means, and ask."""
    person_here(request)
    return page(request, "me/erase.html")


async def send_erase(request: web.Request) -> web.Response:
    """POST /me/erase: it is done when the answer comes."""
    person = person_here(request)
    check_form(request, await form(request))
    await request.app[ROSTER].erase(person.id, person.id)
    request[PERSON] = None
    response = page(request, "me/erased.html")
    end_session(request, response)
    return response


def add_me(app: web.Application) -> None:
    """Put these pages on an application."""
    app.router.add_get("/me", me)
    app.router.add_get("/me/password", password)
    app.router.add_post("/me/password", send_password)
    app.router.add_post("/me/sign-out", sign_out)
    app.router.add_get("/me/erase", erase)
    app.router.add_post("/me/erase", send_erase)


def person_here(request: web.Request) -> Person:
    """Who asks. Raises HTTPSeeOther for somebody who has not joined."""
    person = request[PERSON]
    if person is None:
        back = local_path(request.path_qs) if request.method == "GET" else "/me"
        raise see_other(f"/join?back={quote(back, safe='/~')}")
    return person


def _password_page(
    request: web.Request, person: Person, errors: dict[str, str] | None = None
) -> web.Response:
    status = 422 if errors else 200
    has_one = bool(person.password_hash)
    return page(request, "me/password.html", status=status, errors=errors or {}, has_one=has_one)


def _led_to(place: str) -> web.Response:
    return web.Response(status=303, headers={"Location": place})
