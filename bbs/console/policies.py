"""The policy in force, those ready to be published, and every version so far."""

from __future__ import annotations

from aiohttp import web

from bbs.console.frame import back_to, console_page
from bbs.document import DocumentError
from bbs.policy.rules import Policy
from bbs.policy.verdicts import GLOSS, TELLS
from bbs.shelf import publish_shipped, shipped
from bbs.web.bodies import form
from bbs.web.csrf import check_form
from bbs.web.keys import RULEBOOK
from bbs.web.problems import answer


async def policies_page(request: web.Request) -> web.Response:
    """GET /policies."""
    rulebook = request.app[RULEBOOK]
    return await console_page(
        request,
        "policies.html",
        "/policies",
        policy=rulebook.policy,
        version=rulebook.version,
        default=_default_in_words(rulebook.policy),
        shipped=await shipped(),
        versions=await rulebook.versions(),
    )


async def publish(request: web.Request) -> web.Response:
    """POST /policies/{policy}/publish: put a shipped policy in force."""
    check_form(request, await form(request))
    try:
        await publish_shipped(request.app[RULEBOOK], request.match_info["policy"])
    except DocumentError as error:
        return answer(request, 422, f"This policy can't be used, and nothing was changed. {error}")
    return back_to("/policies", "published")


def _default_in_words(policy: Policy) -> str:
    default = policy.default
    return f"{default.verdict.word}: {GLOSS[default.verdict]}; {TELLS[default.tell.kind]}"
