"""Requests for access to a site, as the database keeps them: who asked for what, and what was answered."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from bbs.policy.submission import Text
from bbs.policy.verdicts import Audience
from bbs.store.transaction import Reads, Row, Transaction

OPEN, GRANTED, DECLINED, WITHDRAWN, COPIED = "open", "granted", "declined", "withdrawn", "copied"
STATES = (OPEN, GRANTED, DECLINED, WITHDRAWN, COPIED)
"""What may have become of a request; a grant whose time is over stays `granted`."""

_FROM = """
SELECT r.*, a.name, c.id AS copy, p.audience, p.title, p.body, p.shown_title, p.shown_body, p.sees_title, p.sees_body
FROM requests r JOIN people a ON a.id = r.person JOIN posts p ON p.id = r.post LEFT JOIN copies c ON c.request = r.id
"""
_BY_ID = f"{_FROM} WHERE r.id = :id"
_OF_PERSON = f"{_FROM} WHERE r.person = :person ORDER BY r.seq DESC LIMIT :limit"
_LAST = f"{_FROM} WHERE r.person = :person AND r.site = :site AND r.desk = '' ORDER BY r.seq DESC LIMIT 1"
_NEWEST = f"""
{_FROM} WHERE (:state IS NULL OR r.state = :state) AND r.seq < :before ORDER BY r.seq DESC LIMIT :limit
"""
_WAITING = (
    f"{_FROM} WHERE r.state = 'open' AND (p.audience = 'everyone') = :reached ORDER BY r.seq LIMIT :limit"
)
_IN_FORCE = f"""
{_FROM} WHERE r.state = 'granted' AND (r.until IS NULL OR r.until > :now) ORDER BY r.seq DESC LIMIT :limit
"""
_COUNTED = """
SELECT count(*) AS many, coalesce(sum(state = 'open'), 0) AS open,
    coalesce(sum(state = 'open' AND desk = '' AND site = :site), 0) AS here
FROM requests WHERE person = :person
"""
_INSERT = """
INSERT INTO requests (id, person, site, path, desk, post, at, state)
VALUES (:id, :person, :site, :path, :desk, :post, :at, 'open')
"""
_ANSWER = """
UPDATE requests SET state = :state, answered = :at, until = :until, answer = :words WHERE id = :id AND state = :was
RETURNING seq
"""
ALL = 1 << 62
"""A key beyond every row's, and a number beyond every count."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request, with the words of whoever asked as they stand now."""

    id: str
    seq: int
    person: str
    name: str
    """The dealt name of whoever asked."""
    site: str
    """The id of the site that would be opened; empty for an address that is not listed."""
    path: str
    """The page of that site that was wanted."""
    desk: str
    """The id of the site on whose page the form was; empty for the form on a page that refused."""
    post: str
    at: dt.datetime
    state: str
    answered: dt.datetime | None
    until: dt.datetime | None
    """When a grant ends; None for one that does not."""
    answer: str
    """What an official wrote."""
    copy: str
    """The id of the copy that was laid for it, also of one that was taken away; empty for none."""
    reached: bool
    """The filter let the words through, so that they have reached whoever answers."""
    written: Text
    shown: Text
    """The words as the filter left them."""
    own: Text
    """The words as their author sees them."""

    def in_force(self, now: dt.datetime) -> bool:
        """Whether it opens its site now."""
        return self.state == GRANTED and (self.until is None or now < self.until)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asks for, and where."""

    site: str
    path: str = "/"
    desk: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """How many requests somebody has made, how many are open, and how many of these for one site."""

    many: int
    open: int
    here: int


async def add(
    tx: Transaction, request_id: str, person: str, wanted: Wanted, post: str, at: dt.datetime
) -> None:
    """Keep a new request."""
    values = {"id": request_id, "person": person, "post": post, "at": at.isoformat()}
    await tx.execute(_INSERT, values | {"site": wanted.site, "path": wanted.path, "desk": wanted.desk})


async def answer(
    tx: Transaction,
    request_id: str,
    was: str,
    state: str,
    at: dt.datetime,
    *,
    until: dt.datetime | None = None,
    words: str = "",
) -> bool:
    """Answer a request that is in the state `was`; False where there is none like that."""
    ends = until.isoformat() if until else None
    values = {
        "id": request_id,
        "was": was,
        "state": state,
        "at": at.isoformat(),
        "until": ends,
        "words": words,
    }
    return await tx.fetch_one(_ANSWER, values) is not None


async def by_id(reads: Reads, request_id: str) -> Request | None:
    """One request, or None."""
    row = await reads.fetch_one(_BY_ID, {"id": request_id})
    return _request(row) if row else None


async def counted(reads: Reads, person: str, site: str) -> Counted:
    """How much somebody has asked for already."""
    row = await reads.fetch_one(_COUNTED, {"person": person, "site": site})
    return Counted(row["many"], row["open"], row["here"]) if row else Counted(0, 0, 0)


async def of_person(reads: Reads, person: str, limit: int = 100) -> list[Request]:
    """What somebody has asked for, newest first."""
    return [_request(row) for row in await reads.fetch_all(_OF_PERSON, {"person": person, "limit": limit})]


async def last(reads: Reads, person: str, site: str) -> Request | None:
    """What somebody has asked last for a site, or None."""
    row = await reads.fetch_one(_LAST, {"person": person, "site": site})
    return _request(row) if row else None


async def waiting(reads: Reads, *, reached: bool = True, limit: int = 100) -> list[Request]:
    """Requests that nobody has answered, oldest first: those that have come through the filter, or those kept back."""
    values = {"reached": reached, "limit": limit}
    return [_request(row) for row in await reads.fetch_all(_WAITING, values)]


async def in_force(reads: Reads, now: dt.datetime, limit: int = ALL) -> list[Request]:
    """Grants that open a site now, newest first."""
    values = {"now": now.isoformat(), "limit": limit}
    return [_request(row) for row in await reads.fetch_all(_IN_FORCE, values)]


async def newest(
    reads: Reads, *, state: str | None = None, before: int = ALL, limit: int = 100
) -> list[Request]:
    """Requests in a state, or all, newest first."""
    values = {"state": state, "before": before, "limit": limit}
    return [_request(row) for row in await reads.fetch_all(_NEWEST, values)]


def _request(row: Row) -> Request:
    shown = Text(row["shown_title"], row["shown_body"])
    sees = row["sees_body"]
    return Request(
        id=row["id"],
        seq=row["seq"],
        person=row["person"],
        name=row["name"],
        site=row["site"],
        path=row["path"],
        desk=row["desk"],
        post=row["post"],
        at=dt.datetime.fromisoformat(row["at"]),
        state=row["state"],
        answered=dt.datetime.fromisoformat(row["answered"]) if row["answered"] else None,
        until=dt.datetime.fromisoformat(row["until"]) if row["until"] else None,
        answer=row["answer"],
        copy=row["copy"] or "",
        reached=Audience(row["audience"]) is Audience.EVERYONE,
        written=Text(row["title"], row["body"]),
        shown=shown,
        own=Text(row["sees_title"], sees) if sees is not None else shown,
    )
