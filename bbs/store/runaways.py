"""What the runaway guard has done: which rule, how much it kept back, and whether somebody has taken note of it."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from bbs.policy.runaway import AT_ONCE
from bbs.store.records import Runaway
from bbs.store.transaction import Reads, Row, Transaction

_INSERT = """
INSERT INTO runaways (rule, does, counted, version, posts, kept_back, since, at)
VALUES (:rule, :does, :counted, :version, :posts, :kept_back, :since, :at) RETURNING seq
"""
_STANDING = "SELECT * FROM runaways WHERE dismissed IS NULL ORDER BY seq DESC LIMIT :limit"
_KNOWN = "SELECT rule, does FROM runaways"
_LAST = "SELECT max(seq) AS last FROM runaways"
_DISMISS = "UPDATE runaways SET dismissed = :at WHERE seq = :seq AND dismissed IS NULL RETURNING seq"
_MADE_FROM = "SELECT counted FROM runaways WHERE version = :version"
TALLY = f"""
SELECT policy_version, CASE WHEN verdict IN {AT_ONCE} THEN '' ELSE decided_by END AS kept_by,
    count(*) AS many, max(seq) AS last
FROM posts WHERE seq > :after AND author IS NOT NULL AND rerun IS NULL GROUP BY policy_version, kept_by
"""  # noqa: S608  # our own words
"""Texts of people after a key, by the version that judged them and by what kept them back; none that was run again."""

Tally = Counter[tuple[int, str]]
"""How many texts there were, by the version that judged them and by what kept them from appearing at once, or ''."""


async def add(tx: Transaction, one: Runaway) -> int:
    """Keep what the guard has done; gives its key."""
    row = await tx.fetch_one(
        _INSERT,
        {
            "rule": one.rule,
            "does": one.does,
            "counted": one.counted,
            "version": one.version,
            "posts": one.posts,
            "kept_back": one.kept_back,
            "since": one.since.isoformat(),
            "at": one.at.isoformat(),
        },
    )
    if row is None:
        raise RuntimeError("INSERT ... RETURNING gave no row")
    return int(row["seq"])


async def standing(reads: Reads, limit: int = 20) -> list[Runaway]:
    """What nobody has taken note of yet, newest first."""
    return [_runaway(row) for row in await reads.fetch_all(_STANDING, {"limit": limit})]


async def last(reads: Reads) -> int:
    """The key of the newest, dismissed or not; 0 for none."""
    row = await reads.fetch_one(_LAST)
    return int(row["last"] or 0) if row else 0


async def known(reads: Reads) -> set[tuple[str, str]]:
    """Every rule that the guard has acted on, by its id and what it does."""
    return {(row["rule"], row["does"]) for row in await reads.fetch_all(_KNOWN)}


async def dismiss(tx: Transaction, seq: int, at: dt.datetime) -> bool:
    """Somebody has taken note; False where there is nothing like that, or it was dismissed before."""
    return await tx.fetch_one(_DISMISS, {"seq": seq, "at": at.isoformat()}) is not None


async def made_from(reads: Reads, version: int) -> int | None:
    """The key of the version that the guard made this one from; None where somebody else published it."""
    row = await reads.fetch_one(_MADE_FROM, {"version": version})
    return int(row["counted"]) if row else None


async def tally(reads: Reads, after: int) -> tuple[int, Tally]:
    """Count the texts after a key; gives the key of the last one as well."""
    rows = await reads.fetch_all(TALLY, {"after": after})
    counted = Tally({(row["policy_version"], row["kept_by"]): row["many"] for row in rows})
    return max([after, *(row["last"] for row in rows)]), counted


def _runaway(row: Row) -> Runaway:
    return Runaway(
        seq=row["seq"],
        rule=row["rule"],
        does=row["does"],
        counted=row["counted"],
        version=row["version"],
        posts=row["posts"],
        kept_back=row["kept_back"],
        since=dt.datetime.fromisoformat(row["since"]),
        at=dt.datetime.fromisoformat(row["at"]),
    )
