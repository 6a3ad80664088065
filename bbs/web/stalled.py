"""Requests that are kept waiting on purpose: a bounded number, none longer than its client stays, none over a stop."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from aiohttp import web

MOST = 64
"""Requests that wait at a time; one more is answered at once, with nothing."""
LOOK = 0.25
"""Seconds between two looks whether the client is still there: aiohttp tells a handler nothing of its leaving."""


class Stalled:
    """The requests of one application that wait because a refusal wants it so."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._waiting = 0
        self._over = asyncio.Event()

    def __len__(self) -> int:
        """How many wait now."""
        return self._waiting

    @contextmanager
    def place(self) -> Iterator[bool]:
        """A place among those who wait; False where all are taken, or the server stops."""
        if self._waiting >= self._most or self._over.is_set():
            yield False
            return
        self._waiting += 1
        try:
            yield True
        finally:
            self._waiting -= 1

    async def wait(self, request: web.Request, seconds: float) -> bool:
        """Let time pass; False as soon as the client is gone or the server stops."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while (left := end - loop.time()) > 0:
            if gone(request):
                return False
            try:
                async with asyncio.timeout(min(LOOK, left)):
                    await self._over.wait()
            except TimeoutError:
                continue
            return False
        return not gone(request)

    def end(self) -> None:
        """Let nobody wait any longer."""
        self._over.set()


STALLED = web.AppKey("stalled", Stalled)


async def end_stalled(app: web.Application) -> None:
    """When the program stops, nothing that only waits holds it up."""
    app[STALLED].end()


def gone(request: web.Request) -> bool:
    """Whether the client has closed the connection."""
    return request.transport is None or request.transport.is_closing()
