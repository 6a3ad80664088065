"""Whether a database holds: SQLite's own check, the links between its tables, and the audit log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bbs.store.errors import Damaged
from bbs.store.snapshot import Snapshot, snapshot
from bbs.store.transaction import Reads
from bbs.store.verifying import verify

TABLES = ("audit", "posts", "decisions", "policies", "people", "threads")
"""What is counted, and by which name."""

_COUNT = " UNION ALL ".join(f"SELECT '{table}' AS name, count(*) AS rows FROM {table}" for table in TABLES)  # noqa: S608  # our own names

_COUNTED = "SELECT thread, audience, count(*) FROM posts WHERE thread IS NOT NULL GROUP BY thread, audience"
_KEPT = "SELECT thread, audience, many FROM sights WHERE many <> 0"
_MISCOUNTED = f"""
SELECT thread FROM (
    SELECT * FROM ({_COUNTED} EXCEPT {_KEPT}) UNION ALL SELECT * FROM ({_KEPT} EXCEPT {_COUNTED})
) LIMIT 1
"""  # noqa: S608  # our own names

_MISCOUNTED_BY = """
SELECT name FROM people
WHERE sent <> (SELECT count(*) FROM posts WHERE author = people.id AND verdict <> 'warn') LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Findings:
    """What was looked at, and the first thing that does not hold."""

    rows: Mapping[str, int]
    """How many rows each table has; empty where they can't be counted."""
    problem: str = ""
    """One clear line; empty where everything holds."""


async def check(database: Path) -> Findings:
    """Check a whole database as it is at this moment, changing nothing.

    Raises StoreError where there is none or it can't be read; what is read and does not hold is a finding.
    """
    try:
        with snapshot(database) as seen:
            return await _check(seen)
    except Damaged as damage:
        return Findings({}, str(damage))


async def _check(seen: Snapshot) -> Findings:
    broken = await _broken_file(seen)
    if broken:
        return Findings({}, broken)
    rows = {row["name"]: row["rows"] for row in await seen.fetch_all(_COUNT)}
    fault = await verify(seen)
    return Findings(rows, fault.problem if fault else await _broken_link(seen) or await _miscounted(seen))


async def _broken_file(reads: Reads) -> str:
    row = await reads.fetch_one("PRAGMA integrity_check(1)")
    said = str(row["integrity_check"]) if row else "no answer"
    told = " ".join(said.replace("*** in database main ***", "").split())
    return "" if told == "ok" else f"the database is damaged: {told}"


async def _broken_link(reads: Reads) -> str:
    row = await reads.fetch_one("PRAGMA foreign_key_check")
    if row is None:
        return ""
    return f"row {row['rowid']} of the table {row['table']} names a row of {row['parent']} that is not there"


async def _miscounted(reads: Reads) -> str:
    if row := await reads.fetch_one(_MISCOUNTED):
        return f"the posts of the thread {row['thread']} are counted wrong"
    row = await reads.fetch_one(_MISCOUNTED_BY)
    return f"the texts of {row['name']} are counted wrong" if row else ""
