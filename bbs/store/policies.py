"""Published policies, as the database keeps them: whole, every version."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping

from bbs.store.records import PolicyVersion
from bbs.store.transaction import Reads, Row, Transaction

LAYERS = ("house", "network-policy")
"""The house rules, and the policy of the network that is played."""

_INSERT = """
INSERT INTO policies (number, layer, policy_id, title, text, files, at, by_whom, note, origin)
VALUES ((SELECT count(*) + 1 FROM policies WHERE layer = :layer),
    :layer, :policy_id, :title, :text, :files, :at, :by_whom, :note, :origin) RETURNING *
"""
_NEWEST = "SELECT * FROM policies WHERE layer = :layer ORDER BY seq DESC LIMIT 1"
_BY_SEQ = "SELECT * FROM policies WHERE seq = :seq"
_BY_NUMBER = "SELECT * FROM policies WHERE layer = :layer AND number = :number"
_PAGE = "SELECT * FROM policies WHERE layer = :layer AND seq < :before ORDER BY seq DESC LIMIT :limit"


async def add(
    tx: Transaction,
    *,
    layer: str,
    policy_id: str,
    title: str,
    text: str,
    files: Mapping[str, str],
    at: dt.datetime,
    by: str,
    note: str,
    origin: str = "",
) -> PolicyVersion:
    """Keep a new version; it is the one in force from now on."""
    row = await tx.fetch_one(
        _INSERT,
        {
            "layer": layer,
            "policy_id": policy_id,
            "title": title,
            "text": text,
            "files": json.dumps(dict(files)),
            "at": at.isoformat(),
            "by_whom": by,
            "note": note,
            "origin": origin,
        },
    )
    if row is None:
        raise RuntimeError("INSERT ... RETURNING gave no row")
    return _version(row)


async def newest(reads: Reads, layer: str) -> PolicyVersion | None:
    """The version in force, or None in a new folder."""
    row = await reads.fetch_one(_NEWEST, {"layer": layer})
    return _version(row) if row else None


async def by_seq(reads: Reads, seq: int) -> PolicyVersion | None:
    """One version by its key."""
    row = await reads.fetch_one(_BY_SEQ, {"seq": seq})
    return _version(row) if row else None


async def by_number(reads: Reads, layer: str, number: int) -> PolicyVersion | None:
    """One version as people count them."""
    row = await reads.fetch_one(_BY_NUMBER, {"layer": layer, "number": number})
    return _version(row) if row else None


async def page(reads: Reads, layer: str, before: int | None = None, limit: int = 100) -> list[PolicyVersion]:
    """Versions of a layer by key, newest first."""
    values = {"layer": layer, "before": before if before is not None else 1 << 62, "limit": limit}
    return [_version(row) for row in await reads.fetch_all(_PAGE, values)]


def _version(row: Row) -> PolicyVersion:
    return PolicyVersion(
        seq=row["seq"],
        number=row["number"],
        layer=row["layer"],
        policy_id=row["policy_id"],
        title=row["title"],
        text=row["text"],
        files=json.loads(row["files"]),
        at=dt.datetime.fromisoformat(row["at"]),
        by=row["by_whom"],
        note=row["note"],
        origin=row["origin"],
    )
