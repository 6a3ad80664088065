"""The network by program: on the console all of it, on the students' port what a browser would show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler

from bbs.allowlist import UnknownStateError
from bbs.api.access import check_write
from bbs.api.models import Seen, SwitchState
from bbs.api.openapi import Says
from bbs.api.queries import query
from bbs.api.shapes import answer
from bbs.api.shapes_policies import fault_json
from bbs.network.asking import Moment, VisitError, ask_for, moment, turned
from bbs.network.matrix import matrix
from bbs.network.resolve import Network
from bbs.network.retelling import matrix_json, visit_json
from bbs.network.rules import DAYS
from bbs.network.switches import Switch
from bbs.network.tiers import ordinary, without_tier
from bbs.network_ondisk import NetworkOnDisk, network_on_disk
from bbs.store import people
from bbs.web.bodies import BadBody, json_body
from bbs.web.keys import ALLOWLIST, CLOCK, OWN_HOSTS, STORE
from bbs.web.problems import problem

PATH = "/api/v1/network"
MOMENT = ("at", "day", "switch")


async def network(request: web.Request) -> web.Response:
    """GET /api/v1/network: what is in force, how its switches stand, and whether its files have changed."""
    query(request)
    return await _standing(request)


async def whole_matrix(request: web.Request) -> web.Response:
    """GET /api/v1/network/matrix?at=&day=&switch=: every site for every tier; `switch` as visitors=mar-2013,..."""
    asked = query(request, *MOMENT)
    net, when = _otherwise(request, asked)
    return answer(matrix_json(net, matrix(net, when.at, when.date), when))


async def try_address(request: web.Request) -> web.Response:
    """GET /api/v1/network/try?url=&tier=&method=&at=&day=&switch=: what an address is for a tier, and why."""
    asked = query(request, "url", "tier", "method", *MOMENT)
    net, when = _otherwise(request, asked)
    try:
        ask = ask_for(net, asked.get("url", ""), asked.get("tier", "intranet"), asked.get("method", ""), when)
    except VisitError as error:
        raise BadBody(400, str(error)) from None
    return answer(visit_json(ask, net.resolve(ask, request.app.get(OWN_HOSTS, ())), when))


async def turn(request: web.Request) -> web.Response:
    """POST /api/v1/network/switches/{switch}: turn it to a state."""
    check_write(request)
    wish = await json_body(request, SwitchState)
    try:
        await request.app[ALLOWLIST].turn(request.match_info["switch"], wish.state)
    except UnknownStateError as error:
        raise BadBody(422, str(error), ({"field": "state", "problem": str(error)},)) from None
    return await _standing(request)


async def reload(request: web.Request) -> web.Response:
    """POST /api/v1/network/reload: put the files on disk in force; with `seen`, only if they are still those."""
    check_write(request)
    wish = await json_body(request, Seen) if request.body_exists else Seen()
    disk = await network_on_disk(request.app[ALLOWLIST].pack, request.app[STORE])
    if disk and disk.pack is None:
        detail = disk.trouble or "Nothing was changed: there are mistakes in the files."
        return problem(422, "This can't be used", detail, errors=[fault_json(one) for one in disk.problems])
    if disk and wish.seen and wish.seen != disk.digest:
        return problem(
            409, "The files have changed", "Nothing was changed: the files are not those that were seen."
        )
    if disk and disk.pack:
        await request.app[ALLOWLIST].put_in_force(disk.pack)
    return await _standing(request)


ROUTES = (
    web.get(PATH, network),
    web.get(f"{PATH}/matrix", whole_matrix),
    web.get(f"{PATH}/try", try_address),
    web.post(f"{PATH}/switches/{{switch:[a-z0-9-]{{1,40}}}}", turn),
    web.post(f"{PATH}/reload", reload),
)

DESCRIBED: Mapping[Handler, Says] = {
    network: Says(),
    whole_matrix: Says(query=MOMENT),
    try_address: Says(query=("url", "tier", "method", *MOMENT)),
    turn: Says(body=SwitchState),
    reload: Says(body=Seen),
}


def _otherwise(request: web.Request, asked: Mapping[str, str]) -> tuple[Network, Moment]:
    """The network and the moment that are asked about; now, and as the switches stand, where nothing is said.

    Raises BadBody with 400.
    """
    clock, net = request.app[CLOCK], request.app[ALLOWLIST].network
    words = [word for word in asked.get("switch", "").split(",") if word]
    at, day = f"{clock.lesson_time():%H:%M}", DAYS[clock.lesson_date().weekday()]
    try:
        return turned(net, words), moment(asked.get("at") or at, asked.get("day") or day)
    except VisitError as error:
        raise BadBody(400, str(error)) from None


async def _standing(request: web.Request) -> web.Response:
    allowlist = request.app[ALLOWLIST]
    net, disk = allowlist.network, await network_on_disk(allowlist.pack, request.app[STORE])
    return answer(
        {
            "id": net.id,
            "title": net.title,
            "file": net.file,
            "sites": len(net.sites),
            "tiers": [*net.tiers],
            "joins": ordinary(net),
            "without_tier": without_tier(net, await people.count_by_tier(request.app[STORE])),
            "switches": [_switch_json(one, net.standing[one.id]) for one in net.switches.values()],
            "on_disk": _disk_json(disk) if disk else None,
        }
    )


def _switch_json(switch: Switch, state: str) -> dict[str, Any]:
    states = [
        {"id": one.id, "title": one.title, "date": one.date or None, "note": one.note, "source": one.source}
        for one in switch.states.values()
    ]
    return {"id": switch.id, "title": switch.title, "note": switch.note, "state": state, "states": states}


def _disk_json(disk: NetworkOnDisk) -> dict[str, Any]:
    """Files that have changed: what is wrong with them, or the digest under which they may be put in force."""
    return {
        "usable": disk.pack is not None,
        "seen": disk.digest or None,
        "files": list(disk.files),
        "trouble": disk.trouble or None,
        "problems": [fault_json(one) for one in disk.problems],
        "warnings": [fault_json(one) for one in disk.pack.network.warnings] if disk.pack else [],
        "lost": list(disk.lost),
    }
