"""People and their sessions, as the database keeps them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection

from bbs.store.records import Person, Session
from bbs.store.transaction import Reads, Row, Transaction

_INSERT = """
INSERT INTO people (id, name, name_key, role, tier, birthday, ticket_hash, joined)
VALUES (:id, :name, :name_key, :role, :tier, :birthday, :ticket_hash, :joined)
"""
_BY_ID = "SELECT * FROM people WHERE id = :id AND erased IS NULL"
_BY_NAME = "SELECT * FROM people WHERE name_key = :name_key"
_NAMES = "SELECT name FROM people WHERE erased IS NULL"
_ERASED = "SELECT id FROM people WHERE erased IS NOT NULL"
_NAMES_OF = "SELECT id, name FROM people WHERE erased IS NULL AND id IN (SELECT value FROM json_each(:ids))"
_GONE = "SELECT count(*) AS many FROM people WHERE erased IS NOT NULL AND role = :role"
_COUNT = "SELECT count(*) AS many FROM people"
_BY_TIER = "SELECT tier, count(*) AS many FROM people WHERE erased IS NULL GROUP BY tier ORDER BY tier"
_COUNT_ROLE = "SELECT count(*) AS many FROM people WHERE role = :role"
_ALL = "SELECT * FROM people WHERE seq > :after AND erased IS NULL ORDER BY seq LIMIT :limit"
_SENT = "SELECT id, sent FROM people WHERE id IN (SELECT value FROM json_each(:ids))"
_SEQ = "SELECT seq FROM people WHERE id = :id"
_BORN = """
SELECT * FROM people
WHERE erased IS NULL AND (
    (:first <= :last AND birthday BETWEEN :first AND :last)
    OR (:first > :last AND (birthday >= :first OR birthday <= :last))
) ORDER BY seq
"""
_RENEW_HASH = "UPDATE people SET password_hash = :password_hash WHERE id = :id"
_RENEW_TICKET = "UPDATE people SET ticket_hash = :ticket_hash WHERE id = :id"
_RENEW = "UPDATE people SET role = :role, tier = :tier WHERE id = :id"
_OPEN_SESSION = """
INSERT INTO sessions (token_hash, person, audience, created)
VALUES (:token_hash, :person, :audience, :created)
"""
_SESSION = """
SELECT * FROM sessions WHERE token_hash = :token_hash AND audience = :audience AND revoked IS NULL
"""
_PERSON_OF = """
SELECT p.* FROM sessions s JOIN people p ON p.id = s.person
WHERE s.token_hash = :token_hash AND s.audience = 'network' AND s.revoked IS NULL
"""
_REVOKE_ALL = "UPDATE sessions SET revoked = :at WHERE person = :person AND revoked IS NULL"
_SESSIONS = """
SELECT * FROM sessions WHERE person = :person AND audience = 'network' AND revoked IS NULL ORDER BY created, rowid
"""
_REVOKE = """
UPDATE sessions SET revoked = :at WHERE token_hash = :token_hash AND revoked IS NULL RETURNING *
"""


def key_of(name: str) -> str:
    """A name as it is looked up: without regard to case, hyphens or spaces."""
    return "-".join(name.casefold().replace("-", " ").split())


async def add(tx: Transaction, person: Person) -> None:
    """Keep a new person; a name that is taken already raises sqlite3.IntegrityError."""
    await tx.execute(
        _INSERT,
        {
            "id": person.id,
            "name": person.name,
            "name_key": key_of(person.name),
            "role": person.role,
            "tier": person.tier,
            "birthday": person.birthday,
            "ticket_hash": person.ticket_hash,
            "joined": person.joined.isoformat(),
        },
    )


async def by_id(reads: Reads, person_id: str) -> Person | None:
    """The person with this id, or None, also for one who was erased."""
    row = await reads.fetch_one(_BY_ID, {"id": person_id})
    return _person(row) if row else None


async def by_name(reads: Reads, name: str) -> Person | None:
    """The person of this name, or None."""
    row = await reads.fetch_one(_BY_NAME, {"name_key": key_of(name)})
    return _person(row) if row else None


async def names(reads: Reads) -> frozenset[str]:
    """Every name that is taken."""
    return frozenset(row["name"] for row in await reads.fetch_all(_NAMES))


async def count(reads: Reads, role: str | None = None) -> int:
    """How many people have joined, erased ones included, or how many of a role."""
    row = await reads.fetch_one(_COUNT_ROLE, {"role": role}) if role else await reads.fetch_one(_COUNT)
    return int(row["many"]) if row else 0


async def count_by_tier(reads: Reads) -> dict[str, int]:
    """How many people are in each tier; those erased are in none."""
    return {str(row["tier"]): int(row["many"]) for row in await reads.fetch_all(_BY_TIER)}


async def count_erased(reads: Reads, role: str) -> int:
    """How many people of a role have been erased."""
    row = await reads.fetch_one(_GONE, {"role": role})
    return int(row["many"]) if row else 0


async def erased(reads: Reads) -> list[str]:
    """The ids of everybody who was erased."""
    return [row["id"] for row in await reads.fetch_all(_ERASED)]


async def names_of(reads: Reads, ids: Collection[str]) -> dict[str, str]:
    """The names of these people, by id; without those who were erased."""
    rows = await reads.fetch_all(_NAMES_OF, {"ids": json.dumps(list(ids))})
    return {row["id"]: row["name"] for row in rows}


async def page(reads: Reads, after: str | None = None, limit: int = 100) -> list[Person]:
    """People in the order they joined, by key; `after` is a person's id."""
    start = await reads.fetch_one(_SEQ, {"id": after}) if after else None
    values = {"after": start["seq"] if start else 0, "limit": limit}
    return [_person(row) for row in await reads.fetch_all(_ALL, values)]


async def sent_by(reads: Reads, ids: Collection[str]) -> dict[str, int]:
    """How many texts each of these people has sent, whatever became of them."""
    rows = await reads.fetch_all(_SENT, {"ids": json.dumps(list(ids))})
    return {row["id"]: row["sent"] for row in rows}


async def born_between(reads: Reads, first: str, last: str) -> list[Person]:
    """People with a birthday from `first` to `last`, both included, as 03-14; may cross the new year."""
    return [_person(row) for row in await reads.fetch_all(_BORN, {"first": first, "last": last})]


async def set_place(tx: Transaction, person_id: str, role: str, tier: str) -> None:
    """Give a person another role and tier."""
    await tx.execute(_RENEW, {"id": person_id, "role": role, "tier": tier})


async def open_session(tx: Transaction, session: Session) -> None:
    """Keep a new session."""
    await tx.execute(
        _OPEN_SESSION,
        {
            "token_hash": session.token_hash,
            "person": session.person,
            "audience": session.audience,
            "created": session.created.isoformat(),
        },
    )


async def session(reads: Reads, token_hash: str, audience: str) -> Session | None:
    """The session of this token that is neither revoked nor meant for another audience, or None."""
    row = await reads.fetch_one(_SESSION, {"token_hash": token_hash, "audience": audience})
    return _session(row) if row else None


async def person_of(reads: Reads, token_hash: str) -> Person | None:
    """Whose network session this is, or None."""
    row = await reads.fetch_one(_PERSON_OF, {"token_hash": token_hash})
    return _person(row) if row else None


async def revoke(tx: Transaction, token_hash: str, at: dt.datetime) -> Session | None:
    """End a session; returns it, or None when there is none or it has ended already."""
    row = await tx.fetch_one(_REVOKE, {"token_hash": token_hash, "at": at.isoformat()})
    return _session(row) if row else None


async def revoke_all(tx: Transaction, person_id: str, at: dt.datetime) -> None:
    """End every session of a person."""
    await tx.execute(_REVOKE_ALL, {"person": person_id, "at": at.isoformat()})


async def sessions_of(reads: Reads, person_id: str) -> list[Session]:
    """The sessions of a person that have not ended, oldest first."""
    return [_session(row) for row in await reads.fetch_all(_SESSIONS, {"person": person_id})]


async def set_password(tx: Transaction, person_id: str, password_hash: str) -> None:
    """Keep the hash of a person's password; empty for none."""
    await tx.execute(_RENEW_HASH, {"id": person_id, "password_hash": password_hash})


async def set_ticket(tx: Transaction, person_id: str, ticket_hash: str) -> None:
    """Keep the hash of another return ticket."""
    await tx.execute(_RENEW_TICKET, {"id": person_id, "ticket_hash": ticket_hash})


def _person(row: Row) -> Person:
    return Person(
        id=row["id"],
        name=row["name"],
        role=row["role"],
        tier=row["tier"],
        birthday=row["birthday"],
        ticket_hash=row["ticket_hash"],
        joined=dt.datetime.fromisoformat(row["joined"]),
        password_hash=row["password_hash"],
    )


def _session(row: Row) -> Session:
    return Session(
        token_hash=row["token_hash"],
        person=row["person"],
        audience=row["audience"],
        created=dt.datetime.fromisoformat(row["created"]),
        revoked=dt.datetime.fromisoformat(row["revoked"]) if row["revoked"] else None,
    )
