"""Time that passes only when everybody waits for it: tests of waiting take none themselves."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

T = TypeVar("T")

SETTLE = 20
"""Rounds of the loop after which whoever could go on has gone on."""


class Timeless:
    """A clock and a way to sleep on it."""

    def __init__(self) -> None:
        self.now = 0.0
        self._sleeping: list[tuple[float, asyncio.Future[None]]] = []

    def time(self) -> float:
        """Seconds that have passed."""
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Wait until the clock says so."""
        woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._sleeping.append((self.now + seconds, woken))
        await woken

    async def settle(self) -> None:
        """Let everybody go on who does not wait for the clock."""
        for _ in range(SETTLE):
            await asyncio.sleep(0)

    async def pass_by(self, seconds: float) -> None:
        """Let so much time pass, waking everybody in order."""
        end = self.now + seconds
        await self.settle()
        while self._sleeping and min(self._sleeping, key=lambda one: one[0])[0] <= end:
            await self._wake_next()
        self.now = end

    async def all_of(self, *doing: Awaitable[T]) -> list[T | BaseException]:
        """What all of these come to, however long it takes."""
        done = asyncio.gather(*doing, return_exceptions=True)
        await self.settle()
        while not done.done():
            if self._sleeping:
                await self._wake_next()
            else:  # somebody asks the disk
                await asyncio.sleep(0.001)
        return await done

    async def _wake_next(self) -> None:
        next_one = min(self._sleeping, key=lambda one: one[0])
        self._sleeping.remove(next_one)
        self.now = max(self.now, next_one[0])
        if not next_one[1].done():
            next_one[1].set_result(None)
        await self.settle()
