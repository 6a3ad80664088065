"""Whether a database holds: SQLite's own check, the links between its tables, and the audit log."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from bbs.store.errors import Damaged, StoreError, one_line
from bbs.store.opening import migrations
from bbs.store.seal import is_sealed
from bbs.store.snapshot import snapshot
from bbs.store.sums import wrong_sum
from bbs.store.verifying import Ask, verify

TABLES = ("audit", "posts", "decisions", "policies", "people", "threads")
"""What is counted, and by which name."""

_COUNT = " UNION ALL ".join(f"SELECT '{table}' AS name, count(*) AS rows FROM {table}" for table in TABLES)  # noqa: S608  # our own names

_SCHEMA = "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL"
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
    return await asyncio.to_thread(check_now, database)


def check_now(database: Path) -> Findings:
    """The same, on this thread; SQLite's own check runs beside it on another.

    The seal is looked at last: a row that does not hold says more than bytes that differ.
    """
    try:
        found = _looked_through(database)
        if not found.problem:
            is_sealed(database)
    except Damaged as damage:
        return Findings({}, str(damage))
    except OSError as error:
        raise StoreError(f"{database} can't be read: {error.strerror or error}") from None
    return found


def _looked_through(database: Path) -> Findings:
    with ThreadPoolExecutor(1) as beside, snapshot(database) as seen:
        broken = beside.submit(_broken_alone, database)
        try:
            found = _fitting(seen.ask)
        except Damaged as damage:
            found = Findings({}, str(damage))
        return Findings({}, broken.result()) if broken.result() else found


def whole(ask: Ask) -> Findings:
    """Whether everything holds in what `ask` reads. Raises sqlite3.Error where that makes no sense."""
    broken = _broken_file(ask)
    return Findings({}, broken) if broken else _fitting(ask)


def _fitting(ask: Ask) -> Findings:
    """Whether all that is written in the database fits together."""
    if other := _other_schema(ask):
        return Findings({}, other)
    rows: dict[str, int] = dict(ask(_COUNT))
    fault = verify(ask)
    problem = fault.problem if fault else _broken_link(ask) or _miscounted(ask) or wrong_sum(ask)
    return Findings(rows, problem)


def _broken_alone(database: Path) -> str:
    with snapshot(database) as seen:
        return _broken_file(seen.ask)


def _broken_file(ask: Ask) -> str:
    said = str(next(ask("PRAGMA integrity_check(1)"), ["no answer"])[0])
    told = one_line(said)
    return "" if told == "ok" else f"the database is damaged: {told}"


def _other_schema(ask: Ask) -> str:
    """Tables, indexes and triggers as they were made, none changed, missing or added: a trigger could do anything."""
    with closing(sqlite3.connect(":memory:")) as fresh:
        for statement in chain(*migrations()):
            fresh.execute(statement)
        expected = set(fresh.execute(_SCHEMA))
    there = set(ask(_SCHEMA))
    if missing := sorted(name for name, _ in expected - there):
        return f"{missing[0]} is missing or not as it was made"
    added = sorted(name for name, _ in there - expected)
    return f"{added[0]} was added to the database by hand" if added else ""


def _broken_link(ask: Ask) -> str:
    for table, row, parent, _ in ask("PRAGMA foreign_key_check"):
        return f"row {row} of the table {table} names a row of {parent} that is not there"
    return ""


def _miscounted(ask: Ask) -> str:
    for (thread,) in ask(_MISCOUNTED):
        return f"the posts of the thread {thread} are counted wrong"
    for (name,) in ask(_MISCOUNTED_BY):
        return f"the texts of {name} are counted wrong"
    return ""
