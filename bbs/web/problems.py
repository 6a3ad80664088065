"""What is said when something goes wrong: a plain page, or problem+json for programs; never a traceback."""

from __future__ import annotations

import json
import logging
from http import HTTPStatus
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler

from bbs.store import NotFound, StoreError
from bbs.web.bodies import BadBody
from bbs.web.csrf import Forbidden
from bbs.web.keys import VISIT
from bbs.web.log import log_once
from bbs.web.pages import page

log = logging.getLogger("bbs")

EXPLANATIONS = {
    400: "The server could not make sense of this request.",
    401: "Please join or sign in first.",
    403: "This may not be done from here.",
    404: "There is nothing at this address. It may have moved, or it may never have existed.",
    405: "This address does not answer that kind of request.",
    408: "The rest of the message did not arrive in time.",
    413: "That is too much at once.",
    415: "The server does not read this kind of message.",
    421: "This network has no such place.",
    500: "Something went wrong on the server. It was written down, so that it can be mended.",
    503: "The service can't answer just now. Try again later.",
}


MOST_SHOWN = 300
"""Characters of an address that are shown again."""
NOT_KEPT = "This could not be kept just now: the disk may be full. Nothing that was sent before is lost."


def problem(status: int, title: str, detail: str = "", **extra: Any) -> web.Response:
    """An error for a program, as application/problem+json (RFC 9457)."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, **extra}
    text = json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
    return web.Response(status=status, body=text, content_type="application/problem+json")


@web.middleware
async def plain_problems(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn every error into an answer that a person, or a program, can read."""
    try:
        return await handler(request)
    except web.HTTPException as error:
        if error.status < 400:
            return web.Response(status=error.status, headers={"Location": error.headers["Location"]})
        return _with_headers(answer(request, error.status), error)
    except BadBody as error:
        extra = {"errors": error.errors} if error.errors else {}
        return answer(request, error.status, error.message, **extra)
    except Forbidden as error:
        return answer(request, 403, str(error))
    except NotFound:
        return answer(request, 404)
    except StoreError as error:
        log_once(error)
        return answer(request, 503, NOT_KEPT)
    except Exception:
        log.exception("a request to %s failed", request.rel_url.path)
        return answer(request, 500)


def answer(request: web.Request, status: int, detail: str = "", **extra: Any) -> web.Response:
    """The error as the one who asked can read it: problem+json below /api/, otherwise a page."""
    title = HTTPStatus(status).phrase
    detail = detail or EXPLANATIONS.get(status, "")
    if request.path.startswith("/api/"):
        return problem(status, title, detail, **extra)
    missing = _address(request) if status == HTTPStatus.NOT_FOUND else ""
    context = {"code": status, "title": title, "detail": detail, "missing": missing}
    return page(request, "problem.html", status=status, **context)


def later(response: web.Response, seconds: int) -> web.Response:
    """The same answer as one that says: not now, but after so many seconds (RFC 6585, 4)."""
    response.set_status(429)
    response.headers["Retry-After"] = str(seconds)
    return response


def _address(request: web.Request) -> str:
    """What was asked for, as people know it; empty where it was not read."""
    visit = request.get(VISIT)
    return f"http://{visit.site_host}{visit.path}"[:MOST_SHOWN] if visit and visit.site_host else ""


def _with_headers(response: web.Response, error: web.HTTPException) -> web.Response:
    for name in ("Allow", "Link", "WWW-Authenticate", "Retry-After"):
        if name in error.headers:
            response.headers[name] = error.headers[name]
    return response
