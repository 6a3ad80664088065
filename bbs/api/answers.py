"""What the services say by raising, as answers of the API."""

from __future__ import annotations

from aiohttp import web
from aiohttp.typedefs import Handler

from bbs.desk import TooFast
from bbs.drafts import DraftError
from bbs.store import Conflict
from bbs.web.bodies import BadBody
from bbs.web.problems import later, problem


@web.middleware
async def api_answers(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Below /api/: what no longer fits is 409, an unusable text is 422, a flood is 429."""
    if not request.path.startswith("/api/"):
        return await handler(request)
    try:
        return await handler(request)
    except Conflict as error:
        return problem(409, "No longer possible", str(error) or "Somebody has answered this post already.")
    except TooFast as error:
        return later(problem(429, "Too many texts", str(error)), error.seconds)
    except DraftError as error:
        raise BadBody(422, str(error), ({"field": error.field, "problem": error.message},)) from None
