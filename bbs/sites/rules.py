"""The rules of this board: what the policy in force lets readers see of itself."""

from __future__ import annotations

from aiohttp import web

from bbs.public import public_rules
from bbs.web.keys import RULEBOOK
from bbs.web.pages import page


async def rules(request: web.Request) -> web.Response:
    """The rules in force at this moment, as far as their policy shows them; the house rules with their reasons."""
    rulebook = request.app[RULEBOOK]
    shown, house = public_rules(rulebook.policy), public_rules(rulebook.house)
    reasons = [rule.why for rule in house.rules or () if rule.why]
    return page(request, "board/rules.html", room="rules", shown=shown, house=reasons)
