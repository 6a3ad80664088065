"""The network in force: who may open what, its switches, and its file when that has changed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from aiohttp import web

from bbs.allowlist import UnknownStateError
from bbs.console.frame import back_to, console_page
from bbs.network.asking import Moment, VisitError, moment, turned
from bbs.network.matrix import matrix, partly
from bbs.network.resolve import Network
from bbs.network.rules import DAYS
from bbs.network.tiers import without_tier
from bbs.network_ondisk import network_on_disk
from bbs.store import people
from bbs.web.bodies import form
from bbs.web.csrf import check_form
from bbs.web.keys import ALLOWLIST, CLOCK, STORE

ROWS = 200
"""Sites on one page."""
SWITCH = "switch-"
"""Before the name of a switch in the address of the page."""
DAY_NAMES = dict(
    zip(DAYS, ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"), strict=True)
)


async def network_page(request: web.Request) -> web.Response:
    """GET /network?at=&day=&switch-...=&after=: the matrix at a moment and with switches, as asked or as it is now."""
    network, clock = request.app[ALLOWLIST].network, request.app[CLOCK]
    now = Moment(clock.lesson_time(), DAYS[clock.lesson_date().weekday()])
    errors = _mistakes(request, network)
    asked, when = network, now
    if not errors:
        asked = turned(network, _switches(request, network).values())
        when = moment(request.query.get("at") or f"{now.at:%H:%M}", request.query.get("day") or now.day)
    sites = _from(asked, request.query.get("after", ""))
    context: dict[str, Any] = {
        "network": asked,
        "standing": network.standing,
        "errors": errors,
        "when": when,
        "days": DAY_NAMES,
        "otherwise": any(name in request.query for name in request.query if name != "notice"),
        "rows": matrix(asked, when.at, when.date, sites[:ROWS]),
        "later": sites[ROWS - 1] if len(sites) > ROWS else "",
        "partly": partly(asked),
        "without_tier": without_tier(network, await people.count_by_tier(request.app[STORE])),
        "disk": await network_on_disk(request.app[ALLOWLIST].pack, request.app[STORE]),
    }
    return await console_page(request, "network.html", "/network", room="/network", **context)


async def turn_switch(request: web.Request) -> web.Response:
    """POST /network/switches/{switch}: turn it to the state that the form names."""
    fields = await form(request)
    check_form(request, fields)
    try:
        await request.app[ALLOWLIST].turn(request.match_info["switch"], fields.get("state", ""))
    except UnknownStateError:
        return back_to("/network", "look-again")
    return back_to("/network", "turned")


async def reload(request: web.Request) -> web.Response:
    """POST /network/reload: put the files on disk in force, if they are those that the teacher looked at."""
    fields = await form(request)
    check_form(request, fields)
    disk = await network_on_disk(request.app[ALLOWLIST].pack, request.app[STORE])
    if disk is None or disk.pack is None or disk.digest != fields.get("seen"):
        return back_to("/network", "changed")
    await request.app[ALLOWLIST].put_in_force(disk.pack)
    return back_to("/network", "reloaded")


ROUTES = (
    web.get("/network", network_page),
    web.post("/network/switches/{switch:[a-z0-9-]{1,40}}", turn_switch),
    web.post("/network/reload", reload),
)


def _mistakes(request: web.Request, network: Network) -> dict[str, str]:
    """What can't be, by the field that asks for it: each says what is wrong and what to write instead."""
    asked: dict[str, tuple[str, Callable[[], object]]] = {
        "at": ("Time", lambda: moment(request.query.get("at", ""), "")),
        "day": ("Day", lambda: moment("", request.query.get("day", ""))),
    }
    for name, word in _switches(request, network).items():
        asked[SWITCH + name] = network.switches[name].title, partial(turned, network, [word])
    found = {}
    for field, (label, read) in asked.items():
        try:
            read()
        except VisitError as wrong:
            found[field] = f"{label}: {wrong}."
    return found


def _switches(request: web.Request, network: Network) -> dict[str, str]:
    """Where the address of the page says that switches stand, by switch; what names no switch is passed over."""
    given = ((name, request.query.get(f"{SWITCH}{name}", "")) for name in network.switches)
    return {name: f"{name}={state}" for name, state in given if state}


def _from(network: Network, after: str) -> list[str]:
    """Ids of one page of sites and one more."""
    ids = [*network.sites]
    start = ids.index(after) + 1 if after in network.sites else 0
    return ids[start : start + ROWS + 1]
