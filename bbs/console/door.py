"""Who may open the console: the teacher, on this machine, by the link that `bbs serve` printed."""

from __future__ import annotations

import asyncio
import hmac
import secrets

from aiohttp import web
from aiohttp.typedefs import Handler

from bbs.network.hosts import normalise_host
from bbs.roster import digest_of
from bbs.store import Session, people
from bbs.web.assets import PREFIX
from bbs.web.keys import BEARER, CLOCK, PERSON, STORE, TOKEN
from bbs.web.problems import answer
from bbs.web.refusals import refuse_tunnel
from bbs.web.signin import read_token, start_session
from bbs.web.targets import target_of

CONSOLE_TOKEN = web.AppKey("console-token", str)
"""The secret in the console's link; it also lets programs in, as a bearer token."""
OPEN_PATHS = frozenset({"/enter", "/healthz", "/readyz"})
"""What answers without the teacher's token; static files do too."""
NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
"""What this machine calls itself."""
WRONG_TOKEN_SECONDS = 0.3
"""How long a wrong token waits for its answer."""
HOW_TO_ENTER = "This is the teacher's console. Open it with the link that bbs serve printed when it started."


@web.middleware
async def own_host_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer only under this machine's own names.

    Another site can point its name at this address and so read what the browser may read (DNS rebinding).
    """
    if target_of(request).host not in NAMES | {_own_address(request)}:
        raise web.HTTPMisdirectedRequest
    if request.method == "CONNECT":
        return await refuse_tunnel(request, None)
    return await handler(request)


@web.middleware
async def teacher_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let in who has the console's token or a console session; nobody else, a participant least of all."""
    request[TOKEN], request[BEARER] = read_token(request)
    request[PERSON] = None
    if _is_open(request.path) or await _is_teacher(request):
        return await handler(request)
    refusal = answer(request, 401, HOW_TO_ENTER)
    refusal.headers["WWW-Authenticate"] = "Bearer"
    return refusal


async def enter(request: web.Request) -> web.StreamResponse:
    """GET /enter?token=...: sign this browser in, with a session of its own, and go to the first page."""
    if not await _is_console_token(request, request.query.get("token", "")):
        return answer(request, 401, HOW_TO_ENTER)
    token = secrets.token_urlsafe(32)
    session = Session(digest_of(token), None, "console", request.app[CLOCK].now())
    await request.app[STORE].write(lambda tx: people.open_session(tx, session))
    response = web.Response(status=303, headers={"Location": "/"})
    start_session(request, response, token)
    return response


def _own_address(request: web.Request) -> str:
    name = request.transport.get_extra_info("sockname") if request.transport else None
    return (normalise_host(str(name[0])) or "") if name else ""


def _is_open(path: str) -> bool:
    return path in OPEN_PATHS or path.startswith(PREFIX)


async def _is_teacher(request: web.Request) -> bool:
    if not request[TOKEN]:
        return False
    if request[BEARER]:
        return await _is_console_token(request, request[TOKEN])
    return await people.session(request.app[STORE], digest_of(request[TOKEN]), "console") is not None


async def _is_console_token(request: web.Request, given: str) -> bool:
    """Compared in constant time; a wrong one waits. Where no token is set, none is right."""
    wanted = request.app[CONSOLE_TOKEN]
    right = hmac.compare_digest(given.encode("utf-8", "surrogateescape"), wanted.encode())
    if not (wanted and right):
        if given:
            await asyncio.sleep(WRONG_TOKEN_SECONDS)
        return False
    return True
