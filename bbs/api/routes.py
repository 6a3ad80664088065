"""Which part of the API answers which address, on either port."""

from __future__ import annotations

from aiohttp import web

from bbs.api import access_requests, boards, console, copies, lesson, network, packs, policies, rerun, visits
from bbs.api.events import STREAMS, Streams, end_streams, events
from bbs.api.health import healthz, readyz
from bbs.api.joining import come_back, join, sites
from bbs.api.me import me
from bbs.api.mine import mine
from bbs.api.models import Join, Return
from bbs.api.openapi import DESCRIBED, Says, openapi
from bbs.api.people import list_people
from bbs.api.rules import rules
from bbs.api.trying import try_address
from bbs.api.visits import VISIT_STREAMS, VisitStreams
from bbs.web.keys import CLOCK, FEED, STORE, VISITS

_HEALTH = (web.get("/healthz", healthz), web.get("/readyz", readyz))
_DESCRIPTION = web.get("/api/v1/openapi.json", openapi)


def add_network_api(app: web.Application) -> None:
    """Put the API of the network port on an application."""
    app.add_routes([*_HEALTH, _DESCRIPTION])
    app.add_routes([web.post("/api/v1/join", join), web.post("/api/v1/return", come_back)])
    app.add_routes([web.get("/api/v1/sites", sites)])
    app.add_routes([web.get("/api/v1/rules", rules), web.get("/api/v1/network/try", try_address)])
    app.add_routes([*boards.ROUTES, web.get("/api/v1/me", me), web.get("/api/v1/mine", mine)])
    app[DESCRIBED] = {
        openapi: Says(open=True),
        join: Says(body=Join, statuses=(201,), open=True),
        come_back: Says(body=Return, statuses=(201,), open=True),
        sites: Says(),
        rules: Says(),
        try_address: Says(query=("url",)),
        me: Says(query=("before", "limit")),
        mine: Says(query=("before", "limit")),
        **boards.DESCRIBED,
    }


def add_console_api(app: web.Application) -> None:
    """Put the API of the console's port on an application; its streams end when the application stops."""
    app.add_routes([*_HEALTH, _DESCRIPTION, *console.ROUTES, *lesson.ROUTES, *policies.ROUTES, *rerun.ROUTES])
    app.add_routes([*access_requests.ROUTES, *copies.ROUTES])
    app.add_routes([web.get("/api/v1/people", list_people)])
    app.add_routes([web.get("/api/v1/events", events, allow_head=False)])
    app.add_routes([*network.ROUTES, *packs.ROUTES, *visits.ROUTES])
    app[VISIT_STREAMS] = VisitStreams(app[VISITS], app[STORE], app[CLOCK])
    app.on_shutdown.append(app[VISIT_STREAMS].end)
    app[STREAMS] = Streams(app[FEED], app[CLOCK])
    app.on_shutdown.append(end_streams)
    app[DESCRIBED] = {
        openapi: Says(),
        events: Says(query=("since",), content="text/event-stream"),
        list_people: Says(query=("after", "limit")),
        **console.DESCRIBED,
        **lesson.DESCRIBED,
        **policies.DESCRIBED,
        **network.DESCRIBED,
        **packs.DESCRIBED,
        **rerun.DESCRIBED,
        **visits.DESCRIBED,
        **access_requests.DESCRIBED,
        **copies.DESCRIBED,
    }
