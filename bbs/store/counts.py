"""Answers to what policies ask of the past, one indexed query a question, and what is kept for them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from bbs.policy.past import before
from bbs.policy.questions import BURST, MOST_COUNTED, POSTS, SAME_TEXT, Question
from bbs.policy.submission import Text
from bbs.store.transaction import Reads, Transaction

_MANY = "SELECT count(*) AS many FROM (SELECT 1 FROM {} LIMIT :most)"
COUNTS = {
    POSTS: _MANY.format("posts WHERE author = :author AND at > :since AND verdict <> 'warn'"),
    SAME_TEXT: _MANY.format("posts WHERE author = :author AND same = :same AND at > :since"),
    BURST: _MANY.format("uses WHERE meaning = :meaning AND at > :since AND author <> :author"),
}
"""How many there were before, by what is counted."""
_SAME = "UPDATE posts SET same = :same WHERE id = :post AND salt IS NOT NULL"
_USED = """
INSERT INTO uses (meaning, author, at)
SELECT :meaning, :author, :at WHERE (SELECT erased FROM people WHERE id = :author) IS NULL
ON CONFLICT (meaning, author) DO UPDATE SET at = max(at, excluded.at)
"""
_LAST_BEFORE = "SELECT seq FROM posts WHERE at <= :since ORDER BY seq DESC LIMIT 1"
_AFTER = """
SELECT id, seq, author, at, title, body FROM posts
WHERE seq > :after AND author IS NOT NULL AND salt IS NOT NULL AND verdict <> 'warn' ORDER BY seq LIMIT :limit
"""
_OTHERS = "FROM uses WHERE meaning NOT IN (SELECT value FROM json_each(:meanings))"
_ANY_OTHER = f"SELECT 1 {_OTHERS} LIMIT 1"
_FORGET = f"DELETE {_OTHERS}"  # our own names


@dataclass(frozen=True, slots=True)
class Counted:
    """A text of somebody, as far as it is counted."""

    id: str
    seq: int
    author: str
    at: dt.datetime
    text: Text


async def earlier(reads: Reads, question: Question, author: str, same: str, now: dt.datetime) -> int:
    """The answer to a question without the text that is judged: what came before it."""
    values = {
        "author": author,
        "same": same,
        "meaning": question.meaning,
        "since": before(now, question.within).isoformat(),
        "most": MOST_COUNTED - 1,
    }
    row = await reads.fetch_one(COUNTS[question.counts], values)
    return int(row["many"]) if row else 0


async def remember(tx: Transaction, text: Counted, same: str, meanings: Iterable[str]) -> None:
    """Keep what is counted of a text: what it has in common with equal ones, where asked for, and the phrases used.

    Nothing is kept of somebody who was erased meanwhile.
    """
    if same:
        await tx.execute(_SAME, {"post": text.id, "same": same})
    at = text.at.isoformat()
    await tx.executemany(_USED, [{"meaning": one, "author": text.author, "at": at} for one in meanings])


async def last_before(reads: Reads, since: dt.datetime) -> int:
    """The key of the newest post that is no younger than a moment; 0 for none."""
    row = await reads.fetch_one(_LAST_BEFORE, {"since": since.isoformat()})
    return int(row["seq"]) if row else 0


async def texts(reads: Reads, after: int, limit: int) -> list[Counted]:
    """Texts that count, by key, oldest first."""
    rows = await reads.fetch_all(_AFTER, {"after": after, "limit": limit})
    return [
        Counted(
            row["id"],
            row["seq"],
            row["author"],
            dt.datetime.fromisoformat(row["at"]),
            Text(row["title"], row["body"]),
        )
        for row in rows
    ]


async def others(reads: Reads, meanings: Collection[str]) -> bool:
    """Whether uses of other phrases than these are kept."""
    return await reads.fetch_one(_ANY_OTHER, {"meanings": json.dumps([*meanings])}) is not None


async def forget_others(tx: Transaction, meanings: Collection[str]) -> None:
    """Forget who used other phrases than these."""
    await tx.execute(_FORGET, {"meanings": json.dumps([*meanings])})
