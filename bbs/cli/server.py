"""The two ports of a running server: opened together, announced, and stopped together within a second."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import signal
import socket
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from types import FrameType
from typing import Any

from aiohttp import web

from bbs.addresses import announced, lan_addresses, listen
from bbs.app import console_app, network_app
from bbs.cli.announcing import announce, console_link
from bbs.cli.browser import browser
from bbs.seclusion import Way, withdraw
from bbs.services import Services, open_services
from bbs.settings import Settings
from bbs.web.descriptors import room_for
from bbs.web.guard import Guard, Limits
from bbs.web.kept import set_up
from bbs.web.log import http_log

STOP_SECONDS = 0.2
"""How long an answer under way may still take when the server is stopped; an idle connection waits as long."""
BACKLOG = 1_024
"""How many browsers may stand at the door at once: a whole school opening one link."""

Sockets = list[socket.socket]


async def run(settings: Settings) -> None:
    """Serve both ports until a signal comes.

    Raises AddressError, PackError, PolicyFileError, StoreError or DocumentError where it can't begin.
    """
    wanted = settings.open_browser and sys.stdout.isatty()
    with (
        _told_to_stop() as stop,
        _listening(settings) as (students, console),
        browser(wanted=wanted) as shown,
    ):
        port, console_port = students[0].getsockname()[1], console[0].getsockname()[1]
        machine = lan_addresses()  # now: in a moment this process has no adapters any more
        addresses = announced(settings.host, port, machine if settings.lan else ())
        way = withdraw()
        async with (
            open_services(settings) as services,
            _serving(services, students, console, addresses, machine, way),
        ):
            gc.freeze()  # what was loaded stays as long as the program: no collection need look at it again
            announce(services, addresses, console_port, way)
            shown.open(console_link(services, console_port))
            await stop.wait()


@contextlib.contextmanager
def _listening(settings: Settings) -> Iterator[tuple[Sockets, Sockets]]:
    """The sockets of both ports; taken before the data folder is touched."""
    with contextlib.ExitStack() as open_sockets:
        students = listen(settings.host, settings.port, lan=settings.lan)
        for one in students:
            open_sockets.enter_context(one)
        console = listen("localhost", settings.console_port)
        for one in console:
            open_sockets.enter_context(one)
        yield students, console


@contextlib.asynccontextmanager
async def _serving(
    services: Services,
    students: Sockets,
    console: Sockets,
    addresses: tuple[str, ...],
    machine: Sequence[str],
    way: Way,
) -> AsyncIterator[None]:
    """Both applications, each on its sockets; ended side by side, so that neither waits for the other."""
    runners: list[web.AppRunner] = []
    doors: list[asyncio.Server] = []
    limits = Limits(connections=room_for(2 * Limits().connections) // 2)
    try:
        for app, sockets in (
            (network_app(services, machine), students),
            (console_app(services, addresses, way), console),
        ):
            runners.append(await _runner(app))
            doors += await _open_doors(runners[-1], sockets, limits)
        yield
    finally:
        for door in doors:
            door.close()
        await asyncio.gather(*(runner.cleanup() for runner in runners))


async def _open_doors(runner: web.AppRunner, sockets: Sockets, limits: Limits) -> list[asyncio.Server]:
    """Let clients in by these sockets, past one guard. A site of aiohttp's would let them in past none."""
    assert runner.server is not None  # noqa: S101  # it has been set up
    guard, loop = Guard(runner.server, limits), asyncio.get_running_loop()
    return [await loop.create_server(guard, sock=one, backlog=BACKLOG) for one in sockets]


async def _runner(app: web.Application) -> web.AppRunner:
    return await set_up(
        app, access_log=None, logger=http_log(), handle_signals=False, shutdown_timeout=STOP_SECONDS
    )


@contextlib.contextmanager
def _told_to_stop() -> Iterator[asyncio.Event]:
    """An event that is set by Ctrl-C or a polite kill; a second one ends the program at once."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    before: dict[signal.Signals, Any] = {}

    def handle(number: int, frame: FrameType | None) -> None:  # noqa: ARG001  # the shape that signal asks for
        loop.call_soon_threadsafe(stop.set)
        for one in before:
            signal.signal(one, signal.SIG_DFL)

    for one in (signal.SIGINT, signal.SIGTERM):
        before[one] = signal.signal(one, handle)
    try:
        yield stop
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
