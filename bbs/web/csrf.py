"""Forms that another site cannot send in somebody's name: exact Origin and a token, both."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping

from aiohttp import web

from bbs.web.keys import AUDIENCE, BEARER, SECRET
from bbs.web.lanes import authority
from bbs.web.signin import SESSION_COOKIES, visit_nonce
from bbs.web.targets import target_of

FIELD = "form_token"
"""Name of the hidden field in every form that changes something."""


class Forbidden(Exception):  # noqa: N818  # it is an answer to the visitor, not a fault of the program
    """A form that did not demonstrably come from one of our own pages."""


def form_token(request: web.Request) -> str:
    """The token that belongs into every form on this page."""
    cookie = request.cookies.get(SESSION_COOKIES[request.app[AUDIENCE]]) or visit_nonce(request)
    message = f"{request.app[AUDIENCE]}:{cookie}".encode("utf-8", "surrogateescape")
    return hmac.new(request.app[SECRET], message, hashlib.sha256).hexdigest()


def check_form(request: web.Request, form: Mapping[str, str]) -> None:
    """Accept a form of this program only; a bearer request needs no proof. Raises Forbidden."""
    if request.get(BEARER, False):
        return
    check_origin(request)
    given = form.get(FIELD, "").encode("utf-8", "surrogateescape")
    if not hmac.compare_digest(given, form_token(request).encode()):
        raise Forbidden("The form was too old, or it came from another window. Load the page again.")


def check_origin(request: web.Request) -> None:
    """The browser says that the request comes from a page of this very address. Raises Forbidden."""
    target = target_of(request)
    here = f"http://{authority(target.host, target.port)}"
    if request.headers.get("Origin", "") != here:
        raise Forbidden("The form was sent from another address than this one.")
