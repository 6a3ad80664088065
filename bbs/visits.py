"""Who asked for what: every request that the gateway decides is noted in memory and written down twice a second.

Noting waits for nothing and costs a few microseconds. One click may come as ten requests; what is the same within some
seconds is one visit, counted. When more comes than can be written, visits are counted and no longer kept.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from bbs.feed import Event, Feed
from bbs.lesson import Clock
from bbs.store import Store, StoreError, people
from bbs.store.visits import NEWEST, Noted, Visit, VisitFile, Wanted

log = logging.getLogger("bbs")

SECONDS = 0.5
"""How often visits are written down."""
TOGETHER = 10_000
"""Milliseconds within which the same visit is counted and not written a second time."""
MOST_WAITING = 20_000
"""Visits that wait to be written; beyond them they are only counted."""
MOST_RECENT = 50_000
"""Visits that are remembered for their repeats."""

Hearer = Callable[[Sequence[Visit]], Awaitable[None]]
"""Takes in what has just been written down: new visits, and old ones that were repeated."""


class _Open:
    """A visit whose repeats are still counted."""

    __slots__ = ("at", "id", "many", "noted", "waits")

    def __init__(self, number: int, at: int, noted: Noted) -> None:
        self.id, self.at, self.noted = number, at, noted
        self.many = 1
        self.waits = True


class Visits:
    """The record of visits of one server; made by `Visits.open`."""

    def __init__(self, file: VisitFile, clock: Clock, feed: Feed) -> None:
        self.lost = 0
        """Requests since the start that were not written down: too many came at once, or the disk failed."""
        self._file = file
        self._clock = clock
        self._last = file.last()
        self._recent: OrderedDict[Noted, _Open] = OrderedDict()
        self._waiting: list[_Open] = []
        self._gone: set[str] = set()
        self._to_forget: list[str] = []
        self._hearers: list[Hearer] = []
        self._writing = asyncio.Lock()
        feed.hear(self._heard)

    @classmethod
    async def open(cls, folder: Path, store: Store, clock: Clock, feed: Feed) -> Visits:
        """The record of a data folder that is open already. Raises StoreError."""
        gone = await people.erased(store)
        file = await asyncio.to_thread(VisitFile.open, folder, _milliseconds(clock), gone)
        return cls(file, clock, feed)

    def note(self, noted: Noted) -> None:
        """Take in one request; it is on disk within a second."""
        now = _milliseconds(self._clock)
        known = self._recent.get(noted)
        if known is not None and 0 <= now - known.at < TOGETHER:
            known.many += 1
            if not known.waits:
                known.waits = True
                self._waiting.append(known)
            return
        if len(self._waiting) >= MOST_WAITING:
            self.lost += 1
            return
        if noted.person in self._gone:  # on its way in while its sender was erased
            noted = noted._replace(person="")
        if known is not None:
            del self._recent[noted]
        self._last += 1
        self._recent[noted] = fresh = _Open(self._last, now, noted)
        self._waiting.append(fresh)

    def hear(self, hearer: Hearer) -> None:
        """Call `hearer` with every batch that is written down from now on."""
        self._hearers.append(hearer)

    async def page(self, wanted: Wanted, before: int = NEWEST, limit: int = 50) -> list[Visit]:
        """Visits that are asked for and written down, newest first. Raises StoreError."""
        return await asyncio.to_thread(self._file.page, wanted, before, limit)

    async def flush(self) -> None:
        """Write down what was noted so far, and tell whoever listens. Raises StoreError; that batch is lost then."""
        async with self._writing:
            forget, self._to_forget = self._to_forget, []
            for person in forget:
                await asyncio.to_thread(self._file.forget, person)
            batch = self._batch()
            if not batch:
                return
            try:
                await asyncio.to_thread(self._file.put, batch, _milliseconds(self._clock))
            except StoreError:
                self.lost += len(batch)
                raise
        for hearer in self._hearers:
            await hearer(batch)

    async def keep_writing(self) -> None:
        """Write down what is noted, again and again, until it is cancelled. A disk that fails is told once."""
        said = ""
        while True:
            await asyncio.sleep(SECONDS)
            try:
                await self.flush()
            except StoreError as error:
                if str(error) != said:
                    log.error("%s", error)  # one line, as for the database
                said = str(error)
            except Exception:  # whatever it was, the next round must come
                log.exception("visits could not be told")

    async def close(self) -> None:
        """Write down the last of them and close the file."""
        try:
            await self.flush()
        except StoreError as error:
            log.error("%s", error)
        finally:
            await asyncio.to_thread(self._file.close)

    def _batch(self) -> list[Visit]:
        """What waits, as it is at this moment; and what is too old to be repeated is remembered no longer."""
        waiting, self._waiting = self._waiting, []
        for one in waiting:
            one.waits = False
        now = _milliseconds(self._clock)
        while self._recent:
            noted, one = self._recent.popitem(last=False)
            if 0 <= now - one.at < TOGETHER and len(self._recent) < MOST_RECENT:
                self._recent[noted] = one
                self._recent.move_to_end(noted, last=False)
                break
        return [Visit(one.id, one.at, one.many, one.noted) for one in waiting]

    def _heard(self, event: Event) -> None:
        """Whoever is erased is in no visit any more, written down or not."""
        if event.action != "erased":
            return
        self._gone.add(event.subject)
        self._to_forget.append(event.subject)
        theirs = [one for noted, one in self._recent.items() if noted.person == event.subject]
        for one in theirs:
            del self._recent[one.noted]
        for one in {id(one): one for one in (*theirs, *self._waiting)}.values():
            if one.noted.person == event.subject:
                one.noted = one.noted._replace(person="")


def _milliseconds(clock: Clock) -> int:
    return int(clock.now().timestamp() * 1000)
