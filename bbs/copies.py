"""The reading room: an official answers a request with a copy, and lays it there for one person or for everybody.

A copy may differ from what it was copied from; its readers are not told. The page as it stood is kept beside it, so
that the console can always say what was cut.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from bbs.drafts import MOST_TITLE, body
from bbs.feed import Event, Feed
from bbs.grants import ANSWERED
from bbs.lesson import Clock
from bbs.store import TEACHER, AuditRow, Conflict, NotFound, Store, Transaction, audit, new_id, requests
from bbs.store import copies as kept
from bbs.store.copies import Copy, Original
from bbs.store.requests import COPIED, OPEN, WITHDRAWN

LONGEST = 20_000
"""Code points of a copy at most."""
MOST_SOURCE = 200
"""Code points of what says where a text is from."""
MOST_LAID = 500
"""Copies that one person is shown, the newest ones."""
TAKEN = "This copy has been taken away already."


@dataclass(frozen=True, slots=True)
class Sheet:
    """What an official wants to lay in the reading room."""

    title: str
    body: str
    source: str
    for_all: bool = False
    original: Original | None = None
    """The page that it was copied from; None for a text that the official brought."""

    def usable(self) -> Sheet:
        """As it will be kept. Raises DraftError for what can't be read, is empty or too long."""
        return replace(
            self,
            title=body(" ".join(self.title.split()), "title", MOST_TITLE),
            body=body(self.body, "body", LONGEST),
            source=body(" ".join(self.source.split()), "source", MOST_SOURCE),
        )


def laid_for(copy: Copy, person_id: str) -> bool:
    """The one answer to "who may read this copy?"; for everybody else it does not exist."""
    return copy.taken is None and copy.person in {None, person_id}


class Copies:
    """What lies in the reading room, and how it gets there."""

    def __init__(self, store: Store, feed: Feed, clock: Clock) -> None:
        self._store = store
        self._feed = feed
        self._clock = clock

    async def lay(self, request_id: str, sheet: Sheet) -> Copy:
        """Answer a request with a copy. Raises DraftError, NotFound, and Conflict where it was answered already."""
        sheet, now = sheet.usable(), self._clock.now()

        async def job(tx: Transaction) -> tuple[Copy, AuditRow]:
            asked = await requests.by_id(tx, request_id)
            if asked is None:
                raise NotFound(request_id)
            if not await requests.answer(tx, request_id, OPEN, COPIED, now):
                raise Conflict(ANSWERED)
            reader = None if sheet.for_all else asked.person
            copy = Copy(
                new_id(), request_id, reader, now, sheet.title, sheet.body, sheet.source, sheet.original
            )
            await kept.add(tx, copy)
            detail = {
                "site": asked.site,
                "copy": copy.id,
                "for": "everybody" if sheet.for_all else "one person",
            }
            return copy, await _note(tx, now, COPIED, request_id, detail)

        return await self._done(job)

    async def take_away(self, copy_id: str) -> Copy:
        """Take a copy away again; who asked for it is told. Raises NotFound, and Conflict where it is gone already."""
        now = self._clock.now()

        async def job(tx: Transaction) -> tuple[Copy, AuditRow]:
            copy = await kept.by_id(tx, copy_id)
            if copy is None:
                raise NotFound(copy_id)
            if not await kept.take(tx, copy_id, now):
                raise Conflict(TAKEN)
            if copy.request:
                await requests.answer(tx, copy.request, COPIED, WITHDRAWN, now)
            detail = {"request": copy.request} if copy.request else {}
            return replace(copy, taken=now), await _note(tx, now, "taken-away", copy_id, detail)

        return await self._done(job)

    async def by_id(self, copy_id: str) -> Copy:
        """One copy, for the teacher. Raises NotFound."""
        copy = await kept.by_id(self._store, copy_id)
        if copy is None:
            raise NotFound(copy_id)
        return copy

    async def of(self, person_id: str) -> list[Copy]:
        """What lies there for this person, newest first."""
        found = await kept.for_reader(self._store, person_id, MOST_LAID)
        return [copy for copy in found if laid_for(copy, person_id)]

    async def read(self, copy_id: str, person_id: str) -> Copy:
        """One copy that lies there for this person. Raises NotFound for every other."""
        copy = await kept.by_id(self._store, copy_id)
        if copy is None or not laid_for(copy, person_id):
            raise NotFound(copy_id)
        return copy

    async def _done(self, job: Job) -> Copy:
        copy, row = await self._store.write(job)
        self._feed.tell(Event(row.action, row.subject, row.seq))
        return copy


Job = Callable[[Transaction], Awaitable[tuple[Copy, AuditRow]]]


async def _note(
    tx: Transaction, at: dt.datetime, action: str, subject: str, detail: dict[str, str]
) -> AuditRow:
    return await audit.append(tx, at=at, actor=TEACHER, action=action, subject=subject, detail=detail)
