"""Threads, as the database keeps them, each with the post that opened it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from bbs.policy.verdicts import Viewer
from bbs.store.posts import COLUMNS, NEWEST, post_of
from bbs.store.records import Post, Thread
from bbs.store.transaction import Reads, Row, Transaction

_NAMES = ("seq", "id", "site", "board", "kind", "author", "person_to", "at", "opening", "merged_into")
_FROM = f"""
SELECT {", ".join(f"t.{name} AS t_{name}" for name in _NAMES)}, r.name AS to_name, r.birthday AS to_birthday, {COLUMNS}
FROM threads t JOIN posts p ON p.id = t.opening LEFT JOIN people a ON a.id = p.author
LEFT JOIN people r ON r.id = t.person_to
"""  # noqa: S608  # our own names
_BY_ID = f"{_FROM} WHERE t.id = :id"
_ON_BOARD = f"""
{_FROM} WHERE t.board = :board AND t.seq < :before AND t.merged_into IS NULL
AND (:everything OR p.audience = 'everyone' OR p.author = :viewer)
ORDER BY t.seq DESC LIMIT :limit
"""
_CARDS = f"""
{_FROM} WHERE t.person_to = :person AND t.kind = 'card' AND t.merged_into IS NULL
AND (:everything OR p.audience = 'everyone' OR p.author = :viewer)
ORDER BY t.seq
"""
_INSERT = """
INSERT INTO threads (id, site, board, kind, author, person_to, at, opening)
VALUES (:id, :site, :board, :kind, :author, :to, :at, :opening) RETURNING seq
"""
_MERGE = "UPDATE threads SET merged_into = :into WHERE id = :id OR merged_into = :id"


@dataclass(frozen=True, slots=True)
class Opened:
    """A thread with the post that opened it: who sees that post sees the thread."""

    thread: Thread
    opening: Post
    to_name: str = ""
    """The name of the person a card is for."""
    to_birthday: str = ""


async def add(tx: Transaction, thread: Thread) -> Thread:
    """Keep a new thread; returns it with its key."""
    row = await tx.fetch_one(
        _INSERT,
        {
            "id": thread.id,
            "site": thread.site,
            "board": thread.board,
            "kind": thread.kind,
            "author": thread.author or None,
            "to": thread.to,
            "at": thread.at.isoformat(),
            "opening": thread.opening,
        },
    )
    if row is None:
        raise RuntimeError("INSERT ... RETURNING gave no row")
    return replace(thread, seq=row["seq"])


async def merge(tx: Transaction, thread: str, into: str) -> None:
    """Let one thread's address lead to another; its posts are moved apart from this."""
    await tx.execute(_MERGE, {"id": thread, "into": into})


async def by_id(reads: Reads, thread_id: str) -> Opened | None:
    """One thread by its id, whoever may see it."""
    row = await reads.fetch_one(_BY_ID, {"id": thread_id})
    return _opened(row) if row else None


async def on_board(
    reads: Reads, board: str, viewer: Viewer, *, before: int = NEWEST, limit: int = 100
) -> list[Opened]:
    """Threads of a board by key, newest first: those that `visible_to` may say yes to, and no fewer."""
    values = {"board": board, "before": before, "limit": limit, **_sight(viewer)}
    return [_opened(row) for row in await reads.fetch_all(_ON_BOARD, values)]


async def cards_for(reads: Reads, person: str, viewer: Viewer) -> list[Opened]:
    """Greeting cards for a person, oldest first: those that `visible_to` may say yes to, and no fewer."""
    return [_opened(row) for row in await reads.fetch_all(_CARDS, {"person": person, **_sight(viewer)})]


def _sight(viewer: Viewer) -> dict[str, object]:
    return {"everything": viewer.operator, "viewer": viewer.person}


def _opened(row: Row) -> Opened:
    thread = Thread(
        id=row["t_id"],
        seq=row["t_seq"],
        site=row["t_site"],
        board=row["t_board"],
        kind=row["t_kind"],
        author=row["t_author"] or "",
        to=row["t_person_to"],
        at=dt.datetime.fromisoformat(row["t_at"]),
        opening=row["t_opening"],
        merged_into=row["t_merged_into"],
    )
    return Opened(thread, post_of(row), row["to_name"] or "", row["to_birthday"] or "")
