"""News as it happens: whoever watches hears what is told; who does not keep up is let go."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bbs.store.records import Post

ROOM = 256
"""Events that wait for one watcher at most; one more, and the watcher is dropped."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that has happened and is on disk.

    An event with a post goes on to a participant only after `visible_to(event.post, viewer)` said so.
    """

    action: str
    """What was done, in the words of the audit log: submitted, released, joined, published, revealed ..."""
    subject: str
    """The id of the post or person, or the number of the policy version, or `lesson`."""
    seq: int
    """The audit row that records it: a mark from which a reader can catch up."""
    post: Post | None = None


class Watch:
    """What one watcher has still to read: `async for event in watch`. It ends when the feed closes."""

    def __init__(self) -> None:
        self.dropped = False
        """The watcher read too slowly and missed something."""
        self._events: deque[Event] = deque()
        self._news = asyncio.Event()
        self._ended = False

    def __aiter__(self) -> Watch:
        return self

    async def __anext__(self) -> Event:
        event = await self.next()
        if event is None:
            raise StopAsyncIteration
        return event

    async def next(self) -> Event | None:
        """The next event, waiting for it; None once the feed closed or this watcher was dropped."""
        while not self._events and not self._ended:
            self._news.clear()
            await self._news.wait()
        return None if self._ended else self._events.popleft()

    def _tell(self, event: Event) -> bool:
        """Take an event in; False when there is no room left."""
        if len(self._events) >= ROOM:
            self.dropped = True
            self._end()
            return False
        self._events.append(event)
        self._news.set()
        return True

    def _end(self) -> None:
        self._ended = True
        self._events.clear()
        self._news.set()


class Feed:
    """Tells every watcher what happened, without ever waiting for one."""

    def __init__(self) -> None:
        self._watches: set[Watch] = set()
        self._hearers: list[Callable[[Event], None]] = []
        self._closed = False

    def hear(self, hearer: Callable[[Event], None]) -> None:
        """Call `hearer` with every event from now on, before whoever caused it is answered."""
        self._hearers.append(hearer)

    @property
    def watchers(self) -> int:
        """How many are watching now."""
        return len(self._watches)

    def tell(self, event: Event) -> None:
        """Hand an event to everybody; call it only for what is on disk, and before it is answered."""
        for hearer in self._hearers:
            hearer(event)
        self._watches = {watch for watch in self._watches if watch._tell(event)}

    @asynccontextmanager
    async def watch(self) -> AsyncIterator[Watch]:
        """Watch from now on; of a closed feed the watch ends at once."""
        watch = Watch()
        if self._closed:
            watch._end()
        else:
            self._watches.add(watch)
        try:
            yield watch
        finally:
            self._watches.discard(watch)

    def close(self) -> None:
        """End every watch at once: an open stream must not hold up the end of the program."""
        self._closed = True
        for watch in self._watches:
            watch._end()
        self._watches = set()
