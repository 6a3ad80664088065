"""Copies that officials lay in the reading room, as the database keeps them: what each says, and for whom."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from bbs.store.requests import ALL
from bbs.store.transaction import Reads, Row, Transaction

_INSERT = """
INSERT INTO copies (id, request, person, at, title, body, source, site, path, file, original)
VALUES (:id, :request, :person, :at, :title, :body, :source, :site, :path, :file, :original)
"""
_BY_ID = "SELECT * FROM copies WHERE id = :id"
_NEWEST = "SELECT * FROM copies WHERE seq < :before ORDER BY seq DESC LIMIT :limit"
_FOR_READER = """
SELECT * FROM copies WHERE taken IS NULL AND (person IS NULL OR person = :person) ORDER BY seq DESC LIMIT :limit
"""
_TAKE = "UPDATE copies SET taken = :at WHERE id = :id AND taken IS NULL RETURNING seq"


@dataclass(frozen=True, slots=True)
class Original:
    """A page of the network as it stood when somebody copied it."""

    site: str
    path: str
    file: str
    """Its file in the folder of the site: its links start there."""
    text: str
    """Its text in Markdown, without the title."""


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy."""

    id: str
    request: str | None
    """The request that it answers; None once whoever asked was erased."""
    person: str | None
    """The one person who may read it; None for everybody."""
    at: dt.datetime
    title: str
    body: str
    """In Markdown."""
    source: str
    """Where the text is from, as its readers are told."""
    original: Original | None
    """None for a text that an official brought."""
    taken: dt.datetime | None = None
    """When it was taken away again."""
    seq: int = 0


async def add(tx: Transaction, copy: Copy) -> None:
    """Keep a new copy."""
    page = copy.original or Original("", "", "", "")
    values = {
        "id": copy.id,
        "request": copy.request,
        "person": copy.person,
        "at": copy.at.isoformat(),
        "title": copy.title,
        "body": copy.body,
        "source": copy.source,
        "site": page.site,
        "path": page.path,
        "file": page.file,
        "original": page.text,
    }
    await tx.execute(_INSERT, values)


async def take(tx: Transaction, copy_id: str, at: dt.datetime) -> bool:
    """Take a copy away; False where there is none that lies there."""
    return await tx.fetch_one(_TAKE, {"id": copy_id, "at": at.isoformat()}) is not None


async def by_id(reads: Reads, copy_id: str) -> Copy | None:
    """One copy, also one that was taken away; or None."""
    row = await reads.fetch_one(_BY_ID, {"id": copy_id})
    return _copy(row) if row else None


async def newest(reads: Reads, *, before: int = ALL, limit: int = 100) -> list[Copy]:
    """All copies, newest first, those that were taken away as well."""
    return [_copy(row) for row in await reads.fetch_all(_NEWEST, {"before": before, "limit": limit})]


async def for_reader(reads: Reads, person: str, limit: int) -> list[Copy]:
    """What lies there for everybody and for this person, newest first."""
    return [_copy(row) for row in await reads.fetch_all(_FOR_READER, {"person": person, "limit": limit})]


def _copy(row: Row) -> Copy:
    page = Original(row["site"], row["path"], row["file"], row["original"])
    return Copy(
        id=row["id"],
        request=row["request"],
        person=row["person"],
        at=dt.datetime.fromisoformat(row["at"]),
        title=row["title"],
        body=row["body"],
        source=row["source"],
        original=page if page.site else None,
        taken=dt.datetime.fromisoformat(row["taken"]) if row["taken"] else None,
        seq=row["seq"],
    )
