"""Where devices come in: the machine's addresses, a tick at each that a device has reached, and the seal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from aiohttp import web

from bbs.addresses import is_this_machine
from bbs.console.drawing import drawn_code
from bbs.console.frame import back_to, console_page
from bbs.network.lanes import Lane
from bbs.reached import Reached
from bbs.web.bodies import form
from bbs.web.csrf import check_form
from bbs.web.keys import ADDRESSES, LESSON, REACHED, SECLUDED

PATH = "/network/lanes"
TEST = "connect/test"


@dataclass(frozen=True, slots=True)
class Door:
    """One address of this machine, and when a device last came in by it, lane by lane."""

    address: str
    seen: Mapping[Lane, dt.datetime]

    @property
    def setting(self) -> str:
        """The address of the automatic proxy setting."""
        return f"{self.address}proxy.pac"


async def lanes_page(request: web.Request) -> web.Response:
    """GET /network/lanes."""
    addresses = request.app[ADDRESSES]
    doors = list(_doors(addresses, request.app[REACHED]))
    return await console_page(
        request,
        "lanes.html",
        "/network",
        room=PATH,
        doors=doors,
        port=urlsplit(addresses[0]).port or 80,
        reached=any(door.seen for door in doors),
        secluded=request.app[SECLUDED],
    )


async def lane_code(request: web.Request) -> web.Response:
    """GET /network/lanes/qr.svg?at=0: opens the test page at the first address, or another by its number."""
    shared = [one for one in request.app[ADDRESSES] if not is_this_machine(one)]
    number = request.query.get("at", "")
    if not (number.isascii() and number.isdecimal() and len(number) < 4 and int(number) < len(shared)):
        raise web.HTTPNotFound
    return drawn_code(shared[int(number)] + TEST)


async def ask_to_seal(request: web.Request) -> web.Response:
    """GET /network/lanes/seal: what the seal does, and whether it is meant."""
    return await console_page(request, "seal.html", "/network", room=PATH)


async def seal(request: web.Request) -> web.Response:
    """POST /network/lanes/seal."""
    check_form(request, await form(request))
    await request.app[LESSON].seal()
    return back_to(PATH, "sealed")


async def unseal(request: web.Request) -> web.Response:
    """POST /network/lanes/unseal."""
    check_form(request, await form(request))
    await request.app[LESSON].unseal()
    return back_to(PATH, "unsealed")


ROUTES = (
    web.get(PATH, lanes_page),
    web.get(f"{PATH}/qr.svg", lane_code),
    web.get(f"{PATH}/seal", ask_to_seal),
    web.post(f"{PATH}/seal", seal),
    web.post(f"{PATH}/unseal", unseal),
)


def _doors(addresses: tuple[str, ...], reached: Reached) -> Iterator[Door]:
    """Those that other devices can use."""
    for address in addresses:
        if not is_this_machine(address):
            yield Door(address, reached.at(urlsplit(address).hostname or ""))
