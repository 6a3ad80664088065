"""Access that people ask for: a request passes the filter like every text, an official answers, and the site opens."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from bbs.desk import Desk, Draft, Receipt
from bbs.drafts import DraftError, body
from bbs.feed import Event, Feed
from bbs.lesson import Clock
from bbs.policy.verdicts import Answer
from bbs.store import TEACHER, AuditRow, Conflict, NotFound, Person, Post, Store, Transaction, audit, new_id
from bbs.store import requests as kept
from bbs.store.requests import DECLINED, GRANTED, OPEN, WITHDRAWN, Request, Wanted

KIND = "request"
"""What rules of a policy call these texts."""
LONGEST = 500
"""Code points of a request, and of an answer, at most."""
MOST_OPEN = 5
"""Requests of one person that wait for an answer."""
MOST = 100
"""Requests of one person in all."""

NOTHING: frozenset[str] = frozenset()
TWICE = "You have asked for this site already. An official answers when there is time."
TOO_MANY_OPEN = f"You have asked for {MOST_OPEN} sites already. Wait for an answer before you ask for more."
TOO_MANY = f"You have asked {MOST} times. Nobody may ask more often."
ANSWERED = "Somebody has answered this request already."
NOT_IN_FORCE = "This access is over already."
NOT_LISTED = "This address is not on the list: there is nothing to open. Lay a copy, or say no."

Find = Callable[[str], Wanted]
"""What somebody asks for who writes this address."""

_MINUTE = dt.timedelta(minutes=1)


class Grants:
    """Requests and what they open; made by `Grants.open`. What is open now is kept in memory: asking costs nothing."""

    def __init__(self, store: Store, desk: Desk, feed: Feed, clock: Clock) -> None:
        self._store = store
        self._desk = desk
        self._feed = feed
        self._clock = clock
        self._open: dict[str, dict[str, dt.datetime | None]] = {}
        feed.hear(self._heard)

    @classmethod
    async def open(cls, store: Store, desk: Desk, feed: Feed, clock: Clock) -> Grants:
        """With everything that is granted in the data folder."""
        grants = cls(store, desk, feed, clock)
        for one in reversed(await kept.in_force(store, clock.now())):
            grants._opened(one)
        return grants

    def to(self, person: Person | None) -> frozenset[str]:
        """The ids of the sites that are open to this person now by a grant."""
        found = self._open.get(person.id) if person else None
        if not found:
            return NOTHING
        now = self._clock.now()
        return frozenset(site for site, until in found.items() if until is None or now < until)

    async def ask(self, person: Person, site: str, draft: Draft, path: str = "/") -> Receipt:
        """Ask for a site that is closed to this person; the words go through the filter, as all words do.

        Nothing was asked where the receipt says refused, failed or confirm. Raises DraftError, TooFast and StoreError
        as the desk does, and Conflict for who asks twice or too often: then nothing was kept.
        """
        return await self._submit(person, draft, lambda _: Wanted(site, path))

    async def ask_at_desk(self, person: Person, draft: Draft, find: Find) -> Receipt:
        """Ask for the address in the draft's title, whatever it is; as `ask`, but nobody is told what is listed.

        `find` is asked for the address as the filter left it.
        """
        if not draft.title.strip():
            raise DraftError("title", "Please say what you are looking for.")
        return await self._submit(person, draft, find)

    async def _submit(self, person: Person, draft: Draft, find: Find) -> Receipt:
        if len(draft.body.strip()) > LONGEST:
            raise DraftError("body", f"A request has at most {LONGEST} characters.")
        told: list[AuditRow] = []

        async def also(tx: Transaction, post: Post) -> None:
            if Answer(post.answer) in {Answer.APPEARS, Answer.WAITS}:
                told.append(await self._asked(tx, person, find(post.shown.title), post))

        receipt = await self._desk.submit(draft, person, also=also)
        for row in told:
            self._feed.tell(Event(row.action, row.subject, row.seq))
        return receipt

    async def grant(self, request_id: str, until: dt.datetime | None) -> Request:
        """Open the site, for good or until a moment, which is rounded up to a whole minute.

        Pages are kept in memory for the minute in which they are true, so none outlives the grant. Raises NotFound, and
        Conflict where it was answered already.
        """
        ends = _whole_minute(until) if until else None
        if not (await self.by_id(request_id)).site:
            raise Conflict(NOT_LISTED)
        return await self._answer(request_id, OPEN, GRANTED, ANSWERED, until=ends)

    async def decline(self, request_id: str, words: str) -> Request:
        """Say no, in words that the person reads. Raises NotFound, Conflict, DraftError for the words."""
        words = body(words, "words", LONGEST)
        return await self._answer(request_id, OPEN, DECLINED, ANSWERED, words=words)

    async def withdraw(self, request_id: str) -> Request:
        """Close again what a grant has opened. Raises NotFound, and Conflict where it is over already."""
        found = await self.by_id(request_id)
        if not found.in_force(self._clock.now()):
            raise Conflict(NOT_IN_FORCE)
        return await self._answer(request_id, GRANTED, WITHDRAWN, NOT_IN_FORCE)

    async def by_id(self, request_id: str) -> Request:
        """One request. Raises NotFound."""
        found = await kept.by_id(self._store, request_id)
        if found is None:
            raise NotFound(request_id)
        return found

    async def _asked(self, tx: Transaction, person: Person, wanted: Wanted, post: Post) -> AuditRow:
        counted = await kept.counted(tx, person.id, wanted.site)
        for too_much, words in (
            (counted.here >= 1 and not wanted.desk, TWICE),
            (counted.open >= MOST_OPEN, TOO_MANY_OPEN),
            (counted.many >= MOST, TOO_MANY),
        ):
            if too_much:
                raise Conflict(words)
        request_id = new_id()
        await kept.add(tx, request_id, person.id, wanted, post.id, post.at)
        detail = {"site": wanted.site, "post": post.id} | ({"desk": wanted.desk} if wanted.desk else {})
        return await audit.append(
            tx, at=post.at, actor=person.id, action="asked", subject=request_id, detail=detail
        )

    async def _answer(
        self,
        request_id: str,
        was: str,
        state: str,
        over: str,
        *,
        until: dt.datetime | None = None,
        words: str = "",
    ) -> Request:
        now = self._clock.now()

        async def job(tx: Transaction) -> tuple[Request, AuditRow]:
            if await kept.by_id(tx, request_id) is None:
                raise NotFound(request_id)
            if not await kept.answer(tx, request_id, was, state, now, until=until, words=words):
                raise Conflict(over)
            done = await kept.by_id(tx, request_id)
            if done is None:
                raise NotFound(request_id)
            detail = {"site": done.site} | ({"until": until.isoformat()} if until else {})
            row = await audit.append(
                tx, at=now, actor=TEACHER, action=state, subject=request_id, detail=detail
            )
            return done, row

        done, row = await self._store.write(job)
        if state == GRANTED:
            self._opened(done)
        elif state == WITHDRAWN:
            self._open.get(done.person, {}).pop(done.site, None)
        self._feed.tell(Event(row.action, row.subject, row.seq))  # pages that were kept are old from now on
        return done

    def _opened(self, granted: Request) -> None:
        self._open.setdefault(granted.person, {})[granted.site] = granted.until

    def _heard(self, event: Event) -> None:
        if event.action == "erased":
            self._open.pop(event.subject, None)


def _whole_minute(moment: dt.datetime) -> dt.datetime:
    whole = moment.replace(second=0, microsecond=0)
    return whole if whole == moment else whole + _MINUTE
