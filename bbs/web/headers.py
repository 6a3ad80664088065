"""Security headers on every answer."""

from __future__ import annotations

from aiohttp import web
from aiohttp.typedefs import Handler

from bbs.web.lanes import Visit, authority

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
)
"""Nothing inline, nothing from elsewhere, no frames."""


def with_form_action(sources: str) -> str:
    """The policy of a page whose form is led on to other addresses: browsers check redirects as well."""
    return CONTENT_SECURITY_POLICY.replace("form-action 'self'", f"form-action 'self' {sources}")


def led_on(response: web.Response, visit: Visit) -> web.Response:
    """The same page, its form allowed to be led on to every site of this lane."""
    if visit.lane != "A":
        end = "*.localhost" if visit.lane == "B" else "*.test"
        response.headers["Content-Security-Policy"] = with_form_action(f"http://{authority(end, visit.port)}")
    return response


HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # no-referrer would turn a form's Origin into null
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
}


@web.middleware
async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Put the headers on an answer; what a handler has set itself stays."""
    response = await handler(request)
    if "Transfer-Encoding" in request.headers:
        response.force_close()  # aiohttp adds what stands behind the last piece to the headers of the next request
    if not response.prepared:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
    return response
