"""Who is here: joining with the class code, coming back with a ticket, leaving. passlib lives here alone."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from passlib.hash import argon2

from bbs import birthdays, names
from bbs.feed import Event, Feed
from bbs.lesson import Clock, Lesson
from bbs.store import AuditRow, NotFound, Person, Session, Store, Transaction, audit, new_id, people

T = TypeVar("T")

argon2.set_backend()  # now: passlib loads it when first asked, and fails where two threads ask at once
_HASHING = argon2.using(memory_cost=19_456, time_cost=2, parallelism=1)
"""Argon2id with 19 MiB: some 25 ms a ticket; the library's own default takes ten times as long."""

AT_ONCE = 2
"""Tickets hashed at a time: more would only fight for the processor, and for memory."""

LONGEST = 200
"""Characters of a typed code or ticket that are looked at."""

PROFESSOR_EVERY, FIRST_PROFESSOR = 6, 3
"""Every sixth person is a professor, beginning with the third who joins."""


CLOSED = "Joining is closed just now. Your teacher can open it again."


class WrongCode(Exception):  # noqa: N818  # an answer, not a fault
    """The class code is not this class's."""


class JoiningClosed(Exception):  # noqa: N818  # an answer, not a fault
    """Joining is frozen; whether the code was right is not said."""


class WrongTicket(Exception):  # noqa: N818  # an answer, not a fault
    """Name and ticket do not belong together; whether the name exists is not said."""


@dataclass(frozen=True, slots=True)
class Joined:
    """A person who has just come in, with what only they are shown."""

    person: Person
    token: str
    """The session token, for a cookie or a bearer header."""
    ticket: str = ""
    """The return ticket; it can't be shown a second time. Empty for somebody who came back."""


class Roster:
    """The people of one class."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        class_code: str,
        feed: Feed | None = None,
        lesson: Lesson | None = None,
    ) -> None:
        self.class_code = class_code
        self._store = store
        self._clock = clock
        self._feed = feed
        self._lesson = lesson
        self._hashing = asyncio.Semaphore(AT_ONCE)
        self._nobody = ""

    async def join(self, code: str) -> Joined:
        """Enrol somebody new under a dealt name; raises WrongCode, or JoiningClosed for any code."""
        if self._lesson is not None and self._lesson.state.frozen:
            raise JoiningClosed(CLOSED)
        if not hmac.compare_digest(_comparable(code), _comparable(self.class_code)):
            raise WrongCode
        ticket, token = names.return_ticket(), _new_token()
        ticket_hash = await self._in_thread(_HASHING.hash, _comparable(ticket))

        async def job(tx: Transaction) -> tuple[Person, AuditRow]:
            person = await self._deal(tx, ticket_hash)
            await people.add(tx, person)
            await people.open_session(tx, Session(digest_of(token), person.id, "network", person.joined))
            row = await audit.append(
                tx, at=person.joined, actor=person.id, action="joined", subject=person.id
            )
            return person, row

        person, row = await self._store.write(job)
        self._tell(row)
        return Joined(person, token, ticket)

    async def sign_in(self, name: str, ticket: str) -> Joined:
        """Bring somebody back with a session of its own; raises WrongTicket, after the same time for any name."""
        person = await people.by_name(self._store, name)
        expected = person.ticket_hash if person else await self._nobodys_hash()
        right = await self._in_thread(_HASHING.verify, _comparable(ticket), expected)
        if person is None or not right:
            raise WrongTicket
        token, now = _new_token(), self._clock.now()

        async def job(tx: Transaction) -> AuditRow:
            await people.open_session(tx, Session(digest_of(token), person.id, "network", now))
            return await audit.append(tx, at=now, actor=person.id, action="signed-in", subject=person.id)

        self._tell(await self._store.write(job))
        return Joined(person, token)

    async def person_of(self, token: str) -> Person | None:
        """Whose session this token is, or None; a token of the console is nobody's."""
        return await people.person_of(self._store, digest_of(token))

    async def sign_out(self, token: str) -> None:
        """End the session of this token, on the network; an unknown token does nothing."""
        now = self._clock.now()

        async def job(tx: Transaction) -> AuditRow | None:
            session = await people.revoke(tx, digest_of(token), now)
            if session is None or session.person is None:
                return None
            return await audit.append(
                tx, at=now, actor=session.person, action="signed-out", subject=session.person
            )

        row = await self._store.write(job)
        if row is not None:
            self._tell(row)

    async def person(self, person_id: str) -> Person:
        """A person by id; raises NotFound."""
        found = await people.by_id(self._store, person_id)
        if found is None:
            raise NotFound(person_id)
        return found

    async def set_place(self, person_id: str, role: str, tier: str) -> Person:
        """Give a person another role and tier, as the teacher alone may; raises NotFound."""
        now = self._clock.now()

        async def job(tx: Transaction) -> AuditRow:
            if await people.by_id(tx, person_id) is None:
                raise NotFound(person_id)
            await people.set_place(tx, person_id, role, tier)
            detail = {"role": role, "tier": tier}
            return await audit.append(
                tx, at=now, actor="teacher", action="placed", subject=person_id, detail=detail
            )

        self._tell(await self._store.write(job))
        return await self.person(person_id)

    async def count(self) -> int:
        """How many have joined."""
        return await people.count(self._store)

    async def _deal(self, tx: Transaction, ticket_hash: str) -> Person:
        """A new person; inside the transaction, so that no two can be dealt the same name."""
        number = await people.count(tx) + 1
        taken = await people.names(tx)
        professor = number % PROFESSOR_EVERY == FIRST_PROFESSOR
        today = self._clock.lesson_date()
        # the first professor's birthday is today: a class needs somebody to greet
        first = professor and await people.count(tx, "professor") == 0
        return Person(
            id=new_id(),
            name=names.professor_name(taken) if professor else names.student_name(taken),
            role="professor" if professor else "student",
            tier="intranet",
            birthday=birthdays.day_of(today) if first else birthdays.deal(today),
            ticket_hash=ticket_hash,
            joined=self._clock.now(),
        )

    async def _nobodys_hash(self) -> str:
        """A hash to check against for a name that does not exist, so that it takes as long as any other."""
        if not self._nobody:
            self._nobody = await self._in_thread(_HASHING.hash, secrets.token_urlsafe())
        return self._nobody

    async def _in_thread(self, work: Callable[..., T], *values: str | bytes) -> T:
        async with self._hashing:
            return await asyncio.to_thread(work, *values)

    def _tell(self, row: AuditRow) -> None:
        if self._feed is not None:
            self._feed.tell(Event(row.action, row.subject, row.seq))


def digest_of(token: str) -> str:
    """What is kept of a session token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _new_token() -> str:
    return secrets.token_urlsafe(32)


def _comparable(words: str) -> bytes:
    """Code or ticket as it is compared; longer than any that is dealt is wrong anyway."""
    return names.plain(words[:LONGEST]).encode("utf-8", "surrogatepass")
