"""Who is here: joining with the class code, coming back with a ticket or a password, leaving."""

from __future__ import annotations

import hashlib
import hmac
import logging
import secrets
from dataclasses import dataclass

from bbs import birthdays, names, passwords
from bbs.drafts import DraftError
from bbs.feed import Event, Feed
from bbs.lesson import Clock, Lesson
from bbs.network.tiers import JOINED_TIER
from bbs.patience import Doorkeeper
from bbs.roster_hashing import Hashing, comparable
from bbs.store import (
    TEACHER,
    AuditRow,
    NotFound,
    Person,
    Session,
    Store,
    Transaction,
    audit,
    erasing,
    new_id,
    penalties,
    people,
)

log = logging.getLogger("bbs")

LONGEST_NAME = 100
"""Characters of a typed name that tell whose turn it is."""

PROFESSOR_EVERY, FIRST_PROFESSOR = 6, 3
"""Every sixth person is a professor, beginning with the third who joins."""


CLOSED = "Joining is closed just now. Your teacher can open it again."


class WrongCode(Exception):  # noqa: N818  # an answer, not a fault
    """The class code is not this class's."""


class JoiningClosed(Exception):  # noqa: N818  # an answer, not a fault
    """Joining is frozen; whether the code was right is not said."""


class WrongSecret(Exception):  # noqa: N818  # an answer, not a fault
    """Name and ticket or password do not belong together; whether the name exists is not said."""


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
        door: Doorkeeper | None = None,
    ) -> None:
        self.class_code = class_code
        self._store = store
        self._clock = clock
        self._feed = feed
        self._lesson = lesson
        self._door = door or Doorkeeper()
        self._hashing = Hashing()
        self._gone: dict[str, str] = {}
        """Names, with roles, of those erased since the start: nobody else is dealt them while the lesson lasts."""

    async def join(self, code: str, who: str = "", tier: str = JOINED_TIER) -> Joined:
        """Enrol somebody new under a dealt name, in this tier, asked from the address `who`.

        Raises WrongCode or TooMany.

        While joining is frozen, JoiningClosed for any code.
        """
        self._check_open()
        right = hmac.compare_digest(comparable(code), comparable(self.class_code))
        await self._door.code(who, right=right)
        self._check_open()  # it may have been frozen while this attempt waited for its turn
        if not right:
            raise WrongCode
        ticket, token = names.return_ticket(), _new_token()
        ticket_hash = await self._hashing.of_ticket(ticket)

        async def job(tx: Transaction) -> tuple[Person, AuditRow]:
            person = await self._deal(tx, ticket_hash, tier)
            await people.add(tx, person)
            await people.open_session(tx, Session(digest_of(token), person.id, "network", person.joined))
            row = await audit.append(
                tx, at=person.joined, actor=person.id, action="joined", subject=person.id
            )
            return person, row

        person, row = await self._store.write(job)
        self._tell(row)
        return Joined(person, token, ticket)

    async def sign_in(self, name: str, secret: str, who: str = "") -> Joined:
        """Bring somebody back with a session of its own, by ticket or password, asked from the address `who`.

        Raises WrongSecret, after the same time for any name, or TooMany.
        """
        async with self._door.name(people.key_of(name)[:LONGEST_NAME], who) as turn:
            person = await people.by_name(self._store, name)
            kept = (person.ticket_hash, person.password_hash) if person else ("", "")
            turn.right = await self._hashing.fits(secret, *kept) and person is not None
        if person is None or not turn.right:
            raise WrongSecret
        token, now = _new_token(), self._clock.now()

        async def job(tx: Transaction) -> AuditRow:
            if await people.by_id(tx, person.id) is None:  # erased in this very moment
                raise WrongSecret
            await people.open_session(tx, Session(digest_of(token), person.id, "network", now))
            return await audit.append(tx, at=now, actor=person.id, action="signed-in", subject=person.id)

        self._tell(await self._store.write(job))
        return Joined(person, token)

    async def set_password(self, person_id: str, password: str) -> str:
        """Set or change a password. Every session of this person ends; gives the token of a new one.

        Raises DraftError, which says what is wrong with the password, and NotFound.
        """
        person = await self.person(person_id)
        password = passwords.usable(password, person.name, self.class_code)
        if await self._hashing.is_ticket(password, person.ticket_hash):
            raise DraftError("password", passwords.THE_TICKET)
        password_hash = await self._hashing.of_password(password)
        token, now = _new_token(), self._clock.now()

        async def job(tx: Transaction) -> AuditRow:
            await people.set_password(tx, person_id, password_hash)
            await people.revoke_all(tx, person_id, now)
            await people.open_session(tx, Session(digest_of(token), person_id, "network", now))
            return await self._record(tx, "password-set", person_id, person_id)

        self._tell(await self._store.write(job))
        return token

    async def take_password_away(self, person_id: str) -> None:
        """From now on the ticket alone brings this person back. Raises NotFound."""

        async def job(tx: Transaction) -> AuditRow:
            await people.set_password(tx, person_id, "")
            return await self._record(tx, "password-removed", person_id, person_id)

        self._tell(await self._store.write(job))

    async def sign_out_everywhere(self, person_id: str, by: str) -> None:
        """End every session of a person; `by` is that person or TEACHER. Raises NotFound."""

        async def job(tx: Transaction) -> AuditRow:
            await people.revoke_all(tx, person_id, self._clock.now())
            return await self._record(tx, "signed-out", person_id, by)

        self._tell(await self._store.write(job))

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
        """Give a person another role and tier, as the teacher alone may. Raises NotFound."""

        async def job(tx: Transaction) -> AuditRow:
            await people.set_place(tx, person_id, role, tier)
            return await self._record(tx, "placed", person_id, TEACHER, role=role, tier=tier)

        self._tell(await self._store.write(job))
        return await self.person(person_id)

    async def lift_penalties(self, person_id: str) -> None:
        """Let somebody write again whom rules muted or slowed down, as the teacher alone may. Raises NotFound."""

        async def job(tx: Transaction) -> AuditRow:
            await penalties.lift(tx, person_id)
            return await self._record(tx, "let-write", person_id, TEACHER)

        self._tell(await self._store.write(job))

    async def renew_ticket(self, person_id: str) -> str:
        """Deal another return ticket, for one that was lost; the old one is worth nothing then. Raises NotFound."""
        ticket = names.return_ticket()
        ticket_hash = await self._hashing.of_ticket(ticket)

        async def job(tx: Transaction) -> AuditRow:
            await people.set_ticket(tx, person_id, ticket_hash)
            return await self._record(tx, "ticket-renewed", person_id, TEACHER)

        self._tell(await self._store.write(job))
        return ticket

    async def erase(self, person_id: str, by: str) -> None:
        """Erase a person with all their words, for good; `by` is that person or TEACHER. Raises NotFound."""
        person = await self.person(person_id)

        async def job(tx: Transaction) -> AuditRow:
            row = await self._record(tx, "erased", person_id, by)
            await erasing.erase(tx, person_id, row.at)
            return row

        self._tell(await self._store.write(job))
        self._gone[person.name] = person.role
        if not await self._store.forget():
            log.warning("somebody was erased while the database was copied: it is gone when the server stops")

    async def count(self) -> int:
        """How many have joined."""
        return await people.count(self._store)

    def _check_open(self) -> None:
        if self._lesson is not None and self._lesson.state.frozen:
            raise JoiningClosed(CLOSED)

    async def _deal(self, tx: Transaction, ticket_hash: str, tier: str) -> Person:
        """A new person; inside the transaction, so that no two can be dealt the same name."""
        number = await people.count(tx) + 1
        taken = await people.names(tx) | self._gone.keys()
        gone = await people.count_erased(tx, "professor") - [*self._gone.values()].count("professor")
        professor = number % PROFESSOR_EVERY == FIRST_PROFESSOR
        today = self._clock.lesson_date()
        # the first professor's birthday is today: a class needs somebody to greet
        first = professor and await people.count(tx, "professor") == 0
        return Person(
            id=new_id(),
            name=names.professor_name(taken, gone) if professor else names.student_name(taken),
            role="professor" if professor else "student",
            tier=tier,
            birthday=birthdays.day_of(today) if first else birthdays.deal(today),
            ticket_hash=ticket_hash,
            joined=self._clock.now(),
        )

    async def _record(
        self, tx: Transaction, action: str, person_id: str, by: str, **detail: object
    ) -> AuditRow:
        """Write down what was done with a person. Raises NotFound for one who is not, or no longer, here."""
        if await people.by_id(tx, person_id) is None:
            raise NotFound(person_id)
        return await audit.append(
            tx, at=self._clock.now(), actor=by, action=action, subject=person_id, detail=detail
        )

    def _tell(self, row: AuditRow) -> None:
        if self._feed is not None:
            self._feed.tell(Event(row.action, row.subject, row.seq))


def digest_of(token: str) -> str:
    """What is kept of a session token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _new_token() -> str:
    return secrets.token_urlsafe(32)
