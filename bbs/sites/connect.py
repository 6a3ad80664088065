"""How a device gets in: the automatic proxy setting, how to set it on each system, and a page that tries it out.

All of it is open to whoever reaches this machine, since whoever needs it has not joined yet.
"""

from __future__ import annotations

from dataclasses import dataclass

from aiohttp import web

from bbs.addresses import is_this_machine
from bbs.network.lanes import on_lane
from bbs.network.pac import CONTENT_TYPE, proxy_setting
from bbs.sites.systems import SYSTEMS
from bbs.web.headers import CONTENT_SECURITY_POLICY
from bbs.web.keys import ALLOWLIST, LESSON, VISIT
from bbs.web.lanes import authority
from bbs.web.pages import page, see_other
from bbs.web.peers import reached_at
from bbs.web.signin import keep_nonce, kept_nonce, visit_nonce

TICK = "/-/lane.svg"
TEST = "/connect/test"
_DRAWN = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="44" height="44">'
    '<rect width="24" height="24" rx="4" fill="#0b5a61"/>'
    '<path d="M6 12.5l4 4 8-9" fill="none" stroke="#fff" stroke-width="2.5" stroke-linecap="round"/></svg>'
)


@dataclass(frozen=True, slots=True)
class Trial:
    """One way in that the test page tries: the beginning of its address, and what it means if it fails."""

    name: str
    place: str
    works: str
    fails: str


async def proxy_pac(request: web.Request) -> web.Response:
    """GET /proxy.pac: the automatic proxy setting, with the address at which this very request came in."""
    address, port = _here(request)
    sealed = request.app[LESSON].state.sealed
    text = proxy_setting(request.app[ALLOWLIST].network, address, port, sealed=sealed)
    return web.Response(body=text.encode("ascii"), content_type=CONTENT_TYPE)


async def tick(_request: web.Request) -> web.Response:
    """GET /-/lane.svg: a small picture, which shows that its address works."""
    return web.Response(text=_DRAWN, content_type="image/svg+xml")


async def ways_in(request: web.Request) -> web.Response:
    """GET /connect: the three lanes, and for which of them there is something to set."""
    network, port = request.app[ALLOWLIST].network, _here(request)[1]
    return page(
        request,
        "connect/ways.html",
        systems=SYSTEMS.values(),
        way_in=_way_in(request),
        alone=is_this_machine(_way_in(request)),
        by_localhost=f"http://{authority(on_lane(network.portal.host, 'B'), port)}",
        by_name=f"http://{network.portal.host}",
    )


async def on_system(request: web.Request) -> web.Response:
    """GET /connect/windows and the others: how to set the automatic proxy setting there, and to take it off again."""
    system = SYSTEMS.get(request.match_info["system"])
    if system is None:
        raise web.HTTPNotFound
    return page(
        request,
        "connect/system.html",
        system=system,
        others=[one for one in SYSTEMS.values() if one is not system],
        way_in=_way_in(request),
        sealed=request.app[LESSON].state.sealed,
    )


async def test(request: web.Request) -> web.StreamResponse:
    """GET /connect/test: which lane a device has come by, and which others work for it; without a script.

    A page without a cookie is loaded twice: the second time shows whether the browser kept it.
    """
    nonce, asked = kept_nonce(request), "again" in request.query
    if not nonce and not asked:
        visit_nonce(request)
        response = web.Response(status=303, headers={"Location": f"{TEST}?again=yes"})
        keep_nonce(request, response)
        return response
    trials = _trials(request)
    shown = page(
        request,
        "connect/test.html",
        trials=trials,
        tick=TICK,
        here=f"http://{authority(request[VISIT].host, request[VISIT].port)}",
        cookies=bool(nonce),
        test=TEST,
    )
    sources = " ".join(trial.place for trial in trials)
    shown.headers["Content-Security-Policy"] = f"{CONTENT_SECURITY_POLICY}; img-src 'self' {sources}"
    return shown


def add_connect(app: web.Application) -> None:
    """Put these pages on an application."""
    app.router.add_get("/proxy.pac", proxy_pac)
    app.router.add_get(TICK, tick)
    app.router.add_get("/connect", ways_in)
    app.router.add_get(TEST, test)
    app.router.add_get("/connect/{system:[a-z]{1,20}}", on_system)


def _here(request: web.Request) -> tuple[str, int]:
    """The address of this machine at which the request came in. Raises HTTPSeeOther where it is gone meanwhile.

    Browsers ask for `localhost` at ::1 first. It keeps its name: a content security policy can't spell the number.
    """
    here = reached_at(request)
    if here is None:
        raise see_other("/connect")  # nobody will read it
    return ("localhost", here[1]) if here[0] == "::1" else here


def _way_in(request: web.Request) -> str:
    """That address as a browser takes it."""
    return f"http://{authority(*_here(request))}"


def _trials(request: web.Request) -> list[Trial]:
    """What a device may try, with the addresses of this very network."""
    network, port = request.app[ALLOWLIST].network, _here(request)[1]
    portal = network.portal.host
    found = [
        Trial(
            "By its address",
            _way_in(request),
            "This device reaches the machine that serves the network. Nothing has to be set for it.",
            "The setting sends even the machine's own address elsewhere. Take the setting off, and begin again.",
        ),
        Trial(
            "Real names",
            f"http://{portal}",
            f"This device asks the network for names such as {portal}.",
            "The automatic proxy setting is missing on this device, or there is a slip in its address.",
        ),
    ]
    abroad = next((site.host for site in network.sites.values() if site.kind == "outside"), "")
    if abroad:
        found.append(
            Trial(
                "Names of sites in other countries",
                f"http://{abroad}",
                "These names come here as well, and the network decides what becomes of them.",
                "If real names work and this does not, the setting is an old one: turn it off and on again.",
            )
        )
    found.append(
        Trial(
            "At the machine itself",
            f"http://{authority(on_lane(portal, 'B'), port)}",
            "You sit at the machine that serves the network.",
            "That is as it should be on every other device.",
        )
    )
    return found
