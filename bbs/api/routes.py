"""Which part of the API answers which address, on either port."""

from __future__ import annotations

from aiohttp import web

from bbs.api import boards, console
from bbs.api.events import STREAMS, Streams, end_streams, events
from bbs.api.health import healthz, readyz
from bbs.api.joining import join, sites
from bbs.web.keys import CLOCK

HEALTH_ROUTES = (web.get("/healthz", healthz), web.get("/readyz", readyz))
NETWORK_ROUTES = (
    web.post("/api/v1/join", join),
    web.get("/api/v1/sites", sites),
    *boards.ROUTES,
)
CONSOLE_ROUTES = console.ROUTES


def add_events(app: web.Application) -> None:
    """Put the stream of events on an application; it ends when the application stops."""
    app[STREAMS] = Streams(app[CLOCK])
    app.router.add_get("/api/v1/events", events)
    app.on_shutdown.append(end_streams)
