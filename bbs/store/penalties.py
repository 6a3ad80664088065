"""Penalties that stand against people, and the texts that a `slow` counts, one indexed query each."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection

from bbs.policy.past import before
from bbs.policy.penalties import PENALISED, Penalty, Standing
from bbs.store.transaction import Reads, Transaction

STANDING = """
SELECT policy, rule, kind, seconds, many, until FROM penalties WHERE person = :person AND until > :now
"""
FILLING = """
SELECT at FROM posts
WHERE author = :author AND at > :since AND verdict <> 'warn'
    AND kind IN (SELECT value FROM json_each(:kinds))
    AND decided_by NOT IN ('slow', 'mute', 'house-rules/slow', 'house-rules/mute')
ORDER BY at DESC LIMIT 1 OFFSET :many - 1
"""
_LAY = """
INSERT INTO penalties (person, policy, rule, kind, seconds, many, until)
SELECT :person, :policy, :rule, :kind, :seconds, :many, :until
WHERE (SELECT erased FROM people WHERE id = :person) IS NULL
ON CONFLICT (person, policy, rule, kind, seconds, many) DO UPDATE SET until = max(until, excluded.until)
"""
_OVER = "DELETE FROM penalties WHERE person = :person AND until <= :now"
_LIFT = "DELETE FROM penalties WHERE person = :person"


async def standing(reads: Reads, person: str, now: dt.datetime) -> list[Standing]:
    """What stands against a person."""
    rows = await reads.fetch_all(STANDING, {"person": person, "now": now.isoformat()})
    return [
        Standing(
            Penalty(
                row["policy"], row["rule"], row["kind"], dt.timedelta(seconds=row["seconds"]), row["many"]
            ),
            dt.datetime.fromisoformat(row["until"]),
        )
        for row in rows
    ]


async def filling(reads: Reads, penalty: Penalty, author: str, now: dt.datetime) -> dt.datetime | None:
    """The moment of the text that fills the window of a `slow`; None while there is room, and for every other."""
    if not penalty.many:
        return None
    values = {
        "author": author,
        "since": before(now, penalty.lasts).isoformat(),
        "kinds": json.dumps(sorted(PENALISED)),
        "many": penalty.many,
    }
    row = await reads.fetch_one(FILLING, values)
    return dt.datetime.fromisoformat(row["at"]) if row else None


async def lay(tx: Transaction, person: str, penalties: Collection[Penalty], now: dt.datetime) -> None:
    """Let penalties stand against a person from now on; what is over is forgotten."""
    await tx.execute(_OVER, {"person": person, "now": now.isoformat()})
    for one in penalties:
        values = {
            "person": person,
            "policy": one.policy,
            "rule": one.rule,
            "kind": one.kind,
            "seconds": round(one.lasts.total_seconds()),
            "many": one.many,
            "until": (now + one.lasts).isoformat(),
        }
        await tx.execute(_LAY, values)


async def lift(tx: Transaction, person: str) -> None:
    """Let nothing stand against a person any more."""
    await tx.execute(_LIFT, {"person": person})
