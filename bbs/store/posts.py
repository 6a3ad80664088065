"""Posts, as the database keeps them. Nothing here decides who sees what: `visible_to` does, on every row."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection
from dataclasses import dataclass, replace

from bbs.policy.submission import Text
from bbs.policy.verdicts import Audience, Viewer
from bbs.store.errors import NotFound
from bbs.store.honoured import honoured_text, read_honoured
from bbs.store.records import ERASED, TEACHER, Post
from bbs.store.transaction import Reads, Row, Transaction

NEWEST = 1 << 62
"""A key beyond every row's."""

COLUMNS = """p.*, a.name AS author_name, a.role AS author_role,
(SELECT o.audience FROM threads t JOIN posts o ON o.id = t.opening WHERE t.id = p.thread) AS thread_audience"""
"""A post with its author's name and who sees its thread, of `posts p LEFT JOIN people a`."""

_FROM = f"SELECT {COLUMNS} FROM posts p LEFT JOIN people a ON a.id = p.author"  # noqa: S608  # our own names
_BY_ID = f"{_FROM} WHERE p.id = :id"
_BY_KEYS = f"{_FROM} WHERE p.seq IN (SELECT value FROM json_each(:keys)) ORDER BY p.seq"  # noqa: S608  # our own names
_ONCE = f"{_FROM} WHERE p.author = :author AND p.once = :once"
_IN_THREAD = f"""
{_FROM} WHERE p.thread = :thread AND p.seq > :after AND (:everything OR p.audience = 'everyone' OR p.author = :viewer)
ORDER BY p.seq LIMIT :limit
"""
_LIKE = "(:verdict IS NULL OR p.verdict = :verdict) AND (:by IS NULL OR p.decided_by = :by)"
_NEWEST_FIRST = (
    f"{_FROM} WHERE p.seq < :before AND p.seq > :after AND {_LIKE} ORDER BY p.seq DESC LIMIT :limit"
)
_OLDEST_FIRST = f"{_FROM} WHERE p.seq < :before AND p.seq > :after AND {_LIKE} ORDER BY p.seq LIMIT :limit"
_WAITING = f"""
{_FROM} WHERE p.state = 'judged' AND p.verdict = 'hold' AND p.salt IS NOT NULL AND p.seq > :after
ORDER BY p.seq LIMIT :limit
"""
_DUE = f"""
{_FROM} WHERE p.state = 'judged' AND p.verdict = 'delay' AND p.salt IS NOT NULL AND p.due <= :now
ORDER BY p.due, p.seq LIMIT :limit
"""
_DELAYED = f"""
{_FROM} WHERE p.state = 'judged' AND p.verdict = 'delay' AND p.salt IS NOT NULL ORDER BY p.due, p.seq LIMIT :limit
"""
_COUNT_BY = "SELECT sent FROM people WHERE id = :author"
_WROTE_IN = "SELECT 1 FROM posts WHERE thread = :thread AND author = :author LIMIT 1"
_SENT_BEFORE = "SELECT at FROM posts WHERE author = :author ORDER BY seq DESC LIMIT 1 OFFSET :skip"
_SIGHTS = """
SELECT thread, audience, 0 AS own, many FROM sights WHERE thread IN (SELECT value FROM json_each(:threads))
"""
_OWN_SIGHTS = """
SELECT thread, audience, 1 AS own, count(*) AS many FROM posts
WHERE thread IN (SELECT value FROM json_each(:threads)) AND author = :viewer GROUP BY thread, audience
"""
_BY_AUTHOR = f"""
{_FROM} WHERE p.author = :author AND p.seq < :before ORDER BY p.seq DESC LIMIT :limit
"""
_INSERT = """
INSERT INTO posts (
    id, thread, site, board, kind, author, at, title, body, salt, shown_title, shown_body, sees_title, sees_body,
    audience, state, reason, due, verdict, decided_by, told, told_text, answer, flagged,
    policy_version, house_version, once, honoured
) VALUES (
    :id, :thread, :site, :board, :kind, :author, :at, :title, :body, :salt, :shown_title, :shown_body,
    :sees_title, :sees_body, :audience, :state, :reason, :due, :verdict, :decided_by, :told, :told_text, :answer,
    :flagged, :policy_version, :house_version, :once, :honoured
) RETURNING seq
"""
_SETTLE = "UPDATE posts SET audience = :audience, state = :state, reason = :reason WHERE id = :id"
_MOVE = "UPDATE posts SET thread = :to WHERE thread = :thread"


@dataclass(frozen=True, slots=True)
class Sight:
    """How many posts of a thread share all that `visible_to` looks at."""

    thread: str
    audience: Audience
    own: bool
    """Written by the viewer who is counted for."""
    many: int


async def add(tx: Transaction, post: Post) -> Post:
    """Keep a new post; returns it with its key. Raises NotFound for an author who was erased meanwhile."""
    row = await tx.fetch_one(_INSERT, _values(post))
    if row is None:
        raise NotFound(post.author)
    return replace(post, seq=row["seq"])


async def settle(tx: Transaction, post: Post, *, audience: Audience, state: str, reason: str) -> Post:
    """Change who sees a post after an editor, or time, has answered it."""
    values = {"id": post.id, "audience": audience.value, "state": state, "reason": reason}
    await tx.execute(_SETTLE, values)
    return replace(post, audience=audience, state=state, reason=reason)


async def move(tx: Transaction, thread: str, to: str) -> None:
    """Put all posts of one thread into another."""
    await tx.execute(_MOVE, {"thread": thread, "to": to})


async def by_id(reads: Reads, post_id: str) -> Post | None:
    """One post by its id, whoever may see it."""
    row = await reads.fetch_one(_BY_ID, {"id": post_id})
    return post_of(row) if row else None


async def by_keys(reads: Reads, keys: Collection[int]) -> list[Post]:
    """The posts with these keys, oldest first, whoever may see them."""
    return [post_of(row) for row in await reads.fetch_all(_BY_KEYS, {"keys": json.dumps(list(keys))})]


async def by_once(reads: Reads, author: str, once: str) -> Post | None:
    """What this author has already sent with this key."""
    row = await reads.fetch_one(_ONCE, {"author": author, "once": once})
    return post_of(row) if row else None


async def in_thread(
    reads: Reads, thread: str, viewer: Viewer, *, after: int = 0, limit: int = 100
) -> list[Post]:
    """Posts of a thread by key, oldest first: those that `visible_to` may say yes to, and no fewer."""
    values = {
        "thread": thread,
        "after": after,
        "limit": limit,
        "everything": viewer.operator,
        "viewer": viewer.person,
    }
    return [post_of(row) for row in await reads.fetch_all(_IN_THREAD, values)]


async def page(
    reads: Reads,
    *,
    after: int = 0,
    before: int = NEWEST,
    verdict: str | None = None,
    by: str | None = None,
    limit: int = 100,
    newest_first: bool = True,
) -> list[Post]:
    """All posts between two keys, hidden ones too, of a verdict, decided by a rule: for the operator alone."""
    values = {"after": after, "before": before, "verdict": verdict, "by": by, "limit": limit}
    rows = await reads.fetch_all(_NEWEST_FIRST if newest_first else _OLDEST_FIRST, values)
    return [post_of(row) for row in rows]


async def by_author(reads: Reads, author: str, *, before: int = NEWEST, limit: int = 100) -> list[Post]:
    """Everything that this author sent, hidden texts too, newest first: as it is while that is revealed alone."""
    values = {"author": author, "before": before, "limit": limit}
    return [post_of(row) for row in await reads.fetch_all(_BY_AUTHOR, values)]


async def waiting(reads: Reads, *, after: int = 0, limit: int = 100) -> list[Post]:
    """Held posts that no editor has answered, oldest first."""
    return [post_of(row) for row in await reads.fetch_all(_WAITING, {"after": after, "limit": limit})]


async def due(reads: Reads, now: dt.datetime, limit: int = 100) -> list[Post]:
    """Delayed posts whose time has come, in the order in which it came."""
    values = {"now": now.isoformat(), "limit": limit}
    return [post_of(row) for row in await reads.fetch_all(_DUE, values)]


async def delayed(reads: Reads, limit: int = 100) -> list[Post]:
    """Delayed posts that have not appeared and that no editor has answered, the next to appear first."""
    return [post_of(row) for row in await reads.fetch_all(_DELAYED, {"limit": limit})]


async def count_by(reads: Reads, author: str) -> int:
    """How many texts this author has sent, whatever became of them; an unconfirmed warning is none."""
    row = await reads.fetch_one(_COUNT_BY, {"author": author})
    return int(row["sent"]) if row else 0


async def wrote_in(reads: Reads, thread: str, author: str) -> bool:
    """Whether this author has a post in a thread, seen or unseen."""
    return await reads.fetch_one(_WROTE_IN, {"thread": thread, "author": author}) is not None


async def sent_before(reads: Reads, author: str, skip: int) -> dt.datetime | None:
    """When this author sent the newest text but so many; None where there are not so many."""
    row = await reads.fetch_one(_SENT_BEFORE, {"author": author, "skip": skip})
    return dt.datetime.fromisoformat(row["at"]) if row else None


async def sights(reads: Reads, in_threads: Collection[str], viewer: Viewer) -> list[Sight]:
    """The posts of these threads, counted by what `visible_to` looks at; the viewer's own apart."""
    values = {"threads": json.dumps(list(in_threads)), "viewer": viewer.person}
    own = await reads.fetch_all(_OWN_SIGHTS, values) if viewer.person else []
    mine = {(row["thread"], row["audience"]): row["many"] for row in own}
    others = await reads.fetch_all(_SIGHTS, values)
    return [_sight(row, 0) for row in own] + [
        _sight(row, mine.get((row["thread"], row["audience"]), 0)) for row in others
    ]


def _sight(row: Row, less: int) -> Sight:
    return Sight(row["thread"], Audience(row["audience"]), bool(row["own"]), row["many"] - less)


def post_of(row: Row) -> Post:
    """A row of COLUMNS as a record."""
    shown, sees = read_honoured(row["honoured"])
    return Post(
        id=row["id"],
        seq=row["seq"],
        thread=row["thread"],
        site=row["site"],
        board=row["board"],
        kind=row["kind"],
        author=row["author"] or "",
        at=dt.datetime.fromisoformat(row["at"]),
        original=Text(row["title"], row["body"]),
        shown=Text(row["shown_title"], row["shown_body"], shown),
        author_sees=Text(row["sees_title"], row["sees_body"], sees) if row["sees_body"] is not None else None,
        audience=Audience(row["audience"]),
        verdict=row["verdict"],
        by=row["decided_by"],
        told=row["told"],
        told_text=row["told_text"],
        answer=row["answer"],
        policy_version=row["policy_version"],
        house_version=row["house_version"],
        state=row["state"],
        reason=row["reason"],
        due=dt.datetime.fromisoformat(row["due"]) if row["due"] else None,
        flagged=bool(row["flagged"]),
        salt=row["salt"],
        once=row["once"],
        author_name=(row["author_name"] or "") if row["salt"] is not None else ERASED,
        author_role=row["author_role"] or TEACHER,
        rerun=row["rerun"],
        thread_audience=Audience(row["thread_audience"] or Audience.EVERYONE),
    )


def _values(post: Post) -> dict[str, object]:
    sees = post.author_sees
    return {
        "id": post.id,
        "thread": post.thread,
        "site": post.site,
        "board": post.board,
        "kind": post.kind,
        "author": post.author or None,
        "at": post.at.isoformat(),
        "title": post.original.title,
        "body": post.original.body,
        "salt": post.salt,
        "shown_title": post.shown.title,
        "shown_body": post.shown.body,
        "sees_title": sees.title if sees else None,
        "sees_body": sees.body if sees else None,
        "audience": post.audience.value,
        "state": post.state,
        "reason": post.reason,
        "due": post.due.isoformat() if post.due else None,
        "verdict": post.verdict,
        "decided_by": post.by,
        "told": post.told,
        "told_text": post.told_text,
        "answer": post.answer,
        "flagged": post.flagged,
        "policy_version": post.policy_version,
        "house_version": post.house_version,
        "once": post.once,
        "honoured": honoured_text(post.shown, sees),
    }
