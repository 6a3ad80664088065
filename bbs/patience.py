"""Guessing is slow and nobody is locked out: attempts at one name or code take turns, wrong ones space the next."""

from __future__ import annotations

import asyncio
import math
import time
from collections import Counter, OrderedDict, deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field

Now = Callable[[], float]
"""Seconds on a clock that only goes forward."""
Sleep = Callable[[float], Awaitable[object]]

MOST_KEYS = 10_000
"""Names or addresses that are remembered at a time; past them the one left alone longest is forgotten."""


class TooMany(Exception):  # noqa: N818  # an answer, not a fault
    """So many attempts wait already that one more would only make all of them slower."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds
        """After how many it is worth trying again."""


@dataclass(frozen=True, slots=True)
class Slowing:
    """How much attempts at one thing are slowed down."""

    free: int
    """Wrong attempts that each cost `short` seconds; every one after them costs twice as much as the last."""
    short: float
    long: float
    """Seconds that a wrong attempt costs at most."""
    waiting: int
    """Attempts that may wait for their turn."""
    of_one: int
    """Of these, how many may come from one address: so that nobody fills the places of all others."""
    forget: float
    """Seconds without a wrong attempt after which all is forgotten."""

    def cost(self, wrong: int) -> float:
        """Seconds that the next attempt waits after so many wrong ones."""
        return min(self.short * 2.0 ** max(0, min(wrong - self.free, 30)), self.long)


NAMES = Slowing(free=3, short=0.3, long=2.0, waiting=16, of_one=8, forget=600)
"""Signing in under one name."""
CODES = Slowing(free=5, short=0.3, long=2.0, waiting=64, of_one=64, forget=90)
"""Class codes from one address: all four million would take it three months."""
ALL_CODES = Slowing(free=0, short=0.1, long=0.1, waiting=30, of_one=30, forget=5)
"""Class codes from everywhere: at most ten wrong ones in a second, and nobody waits longer than three."""


@dataclass(slots=True)
class Turn:
    """One attempt, while it is its turn."""

    right: bool | None = None
    """How it went; None until that is known, and then the attempt counts for nothing."""


@dataclass(slots=True, eq=False)
class _Line:
    """Who waits for one key, and what went wrong there."""

    taken: bool = False
    queue: deque[asyncio.Future[None]] = field(default_factory=deque)
    places: Counter[str] = field(default_factory=Counter)
    wrong: int = 0
    since: float = 0.0
    """When it went wrong last."""
    opens: float = 0.0
    """When the next attempt gets its turn."""

    @property
    def busy(self) -> bool:
        return self.taken or self.places.total() > 0

    @contextmanager
    def place(self, who: str, slowing: Slowing) -> Iterator[None]:
        """A place among those who wait. Raises TooMany."""
        if self.places.total() >= slowing.waiting or self.places[who] >= slowing.of_one:
            raise TooMany(math.ceil(slowing.long))
        self.places[who] += 1
        try:
            yield
        finally:
            self.places[who] -= 1
            self.places += Counter()  # without those who no longer wait

    async def take(self, *, first: bool) -> None:
        """Wait until nobody else has the turn; `first` goes ahead of all others."""
        if not self.taken:
            self.taken = True
            return
        called: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        (self.queue.appendleft if first else self.queue.append)(called)
        try:
            await called
        except asyncio.CancelledError:
            if called.done() and not called.cancelled():  # called and gone at once: the next one, please
                self.leave()
            raise

    def leave(self) -> None:
        """Give the turn to the next who still waits."""
        while self.queue:
            called = self.queue.popleft()
            if not called.done():
                called.set_result(None)
                return
        self.taken = False


class Patience:
    """Takes attempts one at a time for each key, and spaces them once they go wrong. Nothing of it is kept on disk."""

    def __init__(self, slowing: Slowing, now: Now = time.monotonic, sleep: Sleep = asyncio.sleep) -> None:
        self._slowing = slowing
        self._now = now
        self._sleep = sleep
        self._lines: OrderedDict[str, _Line] = OrderedDict()

    def __len__(self) -> int:
        """How many keys are remembered."""
        return len(self._lines)

    @asynccontextmanager
    async def turn(
        self, key: str, who: str = "", *, first: bool = False, clears: bool = True
    ) -> AsyncIterator[Turn]:
        """Wait for a turn at this key; the caller says in `turn.right` how it went. A wrong one waits at the end.

        `who` is the address that asks, remembered only while it waits; `first` goes ahead of all who wait.
        A right attempt makes the wrong ones before it forgotten, unless `clears` is False. Raises TooMany.
        """
        line = self._line(key)
        with line.place(who, self._slowing):
            await line.take(first=first)
            try:
                await self._until(line.opens)
            except BaseException:
                line.leave()
                raise
        turn = Turn()
        try:
            yield turn
        finally:
            self._note(line, turn, clears=clears)
            opens = line.opens
            line.leave()
            self._tidy()
        if turn.right is False:
            await self._until(opens)

    def _line(self, key: str) -> _Line:
        self._tidy()
        line = self._lines.setdefault(key, _Line())
        self._lines.move_to_end(key)
        if self._is_over(line):
            line.wrong = 0
        return line

    def _note(self, line: _Line, turn: Turn, *, clears: bool) -> None:
        if turn.right is False:
            line.wrong += 1
            line.since = self._now()
            line.opens = line.since + self._slowing.cost(line.wrong)
        elif turn.right and clears:
            line.wrong, line.opens = 0, 0.0

    def _is_over(self, line: _Line) -> bool:
        return not line.wrong or line.since + self._slowing.forget <= self._now()

    def _tidy(self) -> None:
        """Forget what is over and, past MOST_KEYS, what was left alone longest; never what somebody waits for."""
        for key, line in list(self._first(4)):
            if not line.busy and (self._is_over(line) or len(self._lines) > MOST_KEYS):
                del self._lines[key]
            elif line.busy:
                self._lines.move_to_end(key)

    def _first(self, many: int) -> Iterator[tuple[str, _Line]]:
        for _, item in zip(range(many), self._lines.items(), strict=False):
            yield item

    async def _until(self, moment: float) -> None:
        if (left := moment - self._now()) > 0:
            await self._sleep(left)


class Doorkeeper:
    """The patience of one class's door: with names, with codes from one address, with codes from everywhere."""

    def __init__(self, now: Now = time.monotonic, sleep: Sleep = asyncio.sleep) -> None:
        self._names = Patience(NAMES, now, sleep)
        self._codes = Patience(CODES, now, sleep)
        self._all_codes = Patience(ALL_CODES, now, sleep)

    @asynccontextmanager
    async def name(self, name: str, who: str) -> AsyncIterator[Turn]:
        """A turn to sign in under a name, known or not. Raises TooMany."""
        async with self._names.turn(name, who) as turn:
            yield turn

    async def code(self, who: str, *, right: bool) -> None:
        """Wait until a class code may be answered, right or wrong. Raises TooMany.

        An address gets one answer at a time, so that trying many codes at once gains nothing. A right one is the
        next to be answered: whoever sits behind the same address as a guesser is let in all the same.
        """
        async with (
            self._codes.turn(who, who, first=right, clears=False) as turn,
            self._all_codes.turn("", who, first=right, clears=False) as among_all,
        ):
            turn.right = among_all.right = right
