"""Re-run on the board: what a policy would do to the posts so far, and, when it is in force, doing it.

Looking writes nothing. Changing is a second step: it goes by a difference that somebody has looked at, and refuses
where that is no longer true. One of the two goes on at a time, off the event loop, a few posts after the other.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from bbs import rerun_writing as writing
from bbs.difference import plain
from bbs.feed import Event, Feed
from bbs.lesson import Clock
from bbs.policy.rules import Policy
from bbs.rerun_difference import Difference
from bbs.rerun_writing import Ready, Run, ready
from bbs.rulebook import Rulebook
from bbs.shipped import PolicyFile
from bbs.store import Conflict, Store, StoreError, Transaction, new_id, old_posts
from bbs.walk import Board, Judgement, walk

log = logging.getLogger("bbs")

BUSY = "The posts so far are being looked at or changed already. Wait until that is done."
STALE = (
    "Nothing was changed: the posts or the policy in force are not what you looked at any more. Look again."
)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it is."""

    what: Literal["looking", "changing"]
    done: int
    of: int


class Rerun:
    """Holds the last difference that was worked out, and what is going on."""

    def __init__(self, store: Store, rulebook: Rulebook, feed: Feed, clock: Clock) -> None:
        self.difference: Difference | None = None
        """The last one that was worked out, until the server stops or the posts were changed by it."""
        self.progress: Progress | None = None
        """None while nothing goes on."""
        self._store = store
        self._rulebook = rulebook
        self._feed = feed
        self._clock = clock
        self._task: asyncio.Task[Any] | None = None

    async def last(self) -> Run | None:
        """The last re-run of this data folder, or None; one that was cut off has no end."""
        return await writing.last_run(self._store)

    def look(self, file: PolicyFile, query: str = "") -> asyncio.Task[Difference]:
        """Begin to work out what a policy would do to the posts so far; it goes on by itself.

        The task raises DocumentError for a text that does not load, StoreError when the disk fails. Raises Conflict
        while something goes on already.
        """
        return self._begin("looking", partial(self._look, file, query))

    async def change(self, mark: str) -> asyncio.Task[Run]:
        """Begin to change the posts so far as the difference of this mark says; it goes on by itself.

        Raises Conflict where something goes on already, or where the difference is not true any more.
        """
        seen = self.difference
        if self._task is not None:
            raise Conflict(BUSY)
        if seen is None or seen.mark != mark or not await self._still_true(seen):
            raise Conflict(STALE)
        return self._begin("changing", partial(self._change, seen))

    async def wait(self, seconds: float) -> None:
        """Wait for what is going on, but not longer."""
        if self._task is not None:
            await asyncio.wait({self._task}, timeout=seconds)

    async def close(self) -> None:
        """Stop what is going on; what was changed is on disk, and is all that was changed."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError, Exception):
                await self._task
            with suppress(StoreError):
                await self._store.write(writing.last_run)  # behind what is just being written

    def _begin(
        self, what: Literal["looking", "changing"], work: Callable[[], Coroutine[Any, Any, Any]]
    ) -> asyncio.Task[Any]:
        if self._task is not None:
            raise Conflict(BUSY)
        self.progress = Progress(what, 0, 0)
        self._task = asyncio.create_task(work())
        self._task.add_done_callback(self._over)
        return self._task

    def _over(self, task: asyncio.Task[Any]) -> None:
        self._task = self.progress = None
        if not task.cancelled() and (error := task.exception()) is not None:
            log.warning("a re-run came to no end: %s", error)

    async def _look(self, file: PolicyFile, query: str) -> Difference:
        layers, now = self._rulebook.layers, self._clock.now()
        versions = layers.house.version.seq, layers.network.version.seq
        policy, reach = await self._rulebook.try_out(file), await old_posts.reach(self._store)
        in_force = _same(policy, file, layers.network.policy, layers.network.version.text)
        if in_force:
            policy = layers.network.policy
        found = Difference(new_id(), policy.id, policy.title, query, versions, reach, in_force)
        board = Board(layers.house.policy, policy, reach.post)
        async for at, page in walk(self._store, board, now):
            found.add(one.outcome for one in page)
            self.progress = Progress("looking", at, reach.post)
        self.difference = found
        return found

    async def _still_true(self, seen: Difference) -> bool:
        layers = self._rulebook.layers
        if not seen.in_force or seen.versions != (layers.house.version.seq, layers.network.version.seq):
            return False
        return not seen.touches(await old_posts.touched(self._store, seen.reach.row))

    async def _change(self, seen: Difference) -> Run:
        layers, now = self._rulebook.layers, self._clock.now()
        version = layers.network.version
        run = Run(0, now.isoformat(), seen.title or seen.policy_id, version.number, seen.versions, seen.moves)
        run = await self._store.write(lambda tx: writing.begin(tx, run, now))
        board, stopped = Board(layers.house.policy, layers.network.policy, seen.reach.post), ""
        self.difference = None
        try:
            async for some in _prepared(self._store, board, now):
                run, written = await self._store.write(_writing(run, some, now))
                self.progress = Progress("changing", run.changed + run.skipped, run.of)
                for post, row in written:
                    self._feed.tell(Event(row.action, post.id, row.seq, post))
        except Conflict as error:
            stopped = str(error)
        return await self._store.write(lambda tx: writing.end(tx, run, self._clock.now(), stopped))


def _all_ready(moving: list[Judgement]) -> list[Ready]:
    return [ready(one) for one in moving]


async def _prepared(store: Store, board: Board, now: dt.datetime) -> AsyncIterator[list[Ready]]:
    """What a re-run changes, as much of it as is written in one transaction."""
    async for _, page in walk(store, board, now):
        moving = [one for one in page if one.outcome.moves]
        found = await asyncio.to_thread(_all_ready, moving)
        for start in range(0, len(found), writing.AT_ONCE):
            yield found[start : start + writing.AT_ONCE]


def _writing(run: Run, some: list[Ready], now: dt.datetime) -> Callable[[Transaction], Any]:
    return lambda tx: writing.write(tx, run, some, now)


def _same(policy: Policy, file: PolicyFile, in_force: Policy, text: str) -> bool:
    """Whether a file says the same as what is in force, list files too."""
    return plain(file.text.decode()) == plain(text) and dict(policy.files) == dict(in_force.files)
