"""Who is asking: session cookies, bearer tokens, and the middleware that finds the person."""

from __future__ import annotations

import secrets

from aiohttp import web
from aiohttp.typedefs import Handler

from bbs.web.keys import AUDIENCE, BEARER, FACES, PASSES, PERSON, TOKEN, VISIT, Audience
from bbs.web.targets import target_of

SESSION_COOKIES: dict[Audience, str] = {"network": "closednet", "console": "closednet-console"}
"""Ports do not separate cookies, so the two audiences have names of their own."""
VISIT_COOKIES: dict[Audience, str] = {"network": "closednet-visit", "console": "closednet-console-visit"}
"""Holds a random nonce for forms that are sent before anybody has signed in."""
PASS_COOKIE = "closednet-pass"  # noqa: S105  # a name
"""Kept by one host abroad, and worth nothing on any other; see `bbs.web.passes`."""
SESSION_SECONDS = 30 * 24 * 3600
"""A browser forgets a session after this long; the return ticket brings the person back."""
VISIT_SECONDS = 24 * 3600
NONCE_LENGTH = 22

NONCE = web.RequestKey("nonce", str)


@web.middleware
async def signed_in(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Find the person behind the request's token, or nobody, before anything else looks."""
    request[TOKEN], request[BEARER] = read_token(request)
    token = request[TOKEN] or _behind_pass(request)
    request[PERSON] = await request.app[FACES].person_of(token) if token else None
    return await handler(request)


def _behind_pass(request: web.Request) -> str:
    """The sign-in behind the pass that a host abroad has given to this browser."""
    key = request.cookies.get(PASS_COOKIE, "")
    if not key:
        return ""
    return request.app[PASSES].token_of(target_of(request).host, key)


def read_token(request: web.Request) -> tuple[str, bool]:
    """The session token and whether it is a program's: an Authorization header wins over the cookie."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token.strip():
        return token.strip(), True
    return request.cookies.get(SESSION_COOKIES[request.app[AUDIENCE]], ""), False


def start_session(request: web.Request, response: web.StreamResponse, token: str) -> None:
    """Give the browser its session cookie; every sign-in has a new token, so sessions rotate."""
    set_cookie(request, response, SESSION_COOKIES[request.app[AUDIENCE]], token, SESSION_SECONDS)


def end_session(request: web.Request, response: web.StreamResponse) -> None:
    """Take the session cookie away again."""
    set_cookie(request, response, SESSION_COOKIES[request.app[AUDIENCE]], "", 0)


def start_visit(request: web.Request, response: web.StreamResponse, key: str) -> None:
    """Give the browser its pass for this host abroad."""
    set_cookie(request, response, PASS_COOKIE, key, VISIT_SECONDS)


def kept_nonce(request: web.Request) -> str:
    """The random value that this browser has brought back; empty where it has none."""
    known = request.cookies.get(VISIT_COOKIES[request.app[AUDIENCE]], "")
    return known if len(known) == NONCE_LENGTH else ""


def visit_nonce(request: web.Request) -> str:
    """The random value that ties a form to this browser before sign-in; made when there is none."""
    if known := kept_nonce(request):
        return known
    if NONCE not in request:
        request[NONCE] = secrets.token_urlsafe(16)
    return request[NONCE]


def keep_nonce(request: web.Request, response: web.StreamResponse) -> None:
    """Send the visit cookie if this answer's form needed a new one."""
    if NONCE in request:
        set_cookie(request, response, VISIT_COOKIES[request.app[AUDIENCE]], request[NONCE], VISIT_SECONDS)


def set_cookie(request: web.Request, response: web.StreamResponse, name: str, value: str, age: int) -> None:
    """Set a cookie with this program's flags. Not `Secure`: browsers drop that on plain HTTP."""
    visit = request.get(VISIT)
    zone = visit.zone or None if visit else None
    response.set_cookie(name, value, max_age=age, path="/", domain=zone, httponly=True, samesite="Lax")
