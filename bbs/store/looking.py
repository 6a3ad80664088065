"""A data folder seen from outside, beside a running server too: nothing is made, changed or kept from anybody."""

from __future__ import annotations

import datetime as dt
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from bbs.store import seal
from bbs.store.opening import DATABASE, LOCK, migrations
from bbs.store.snapshot import snapshot

_NEEDED = "CREATE TABLE a (b); INSERT INTO a VALUES (json_array(1)) RETURNING b;"


@dataclass(frozen=True, slots=True)
class Look:
    """What is to be seen."""

    running: bool
    """A server has the folder."""
    size: int
    """Bytes of the database; 0 where there is none yet."""
    schema: int = 0
    """The number of its schema; 0 where there is none."""
    posts: int = 0
    sealed: bool = False
    """It was closed well and is as it was then, byte for byte."""
    last: dt.datetime | None = None
    """When something was last written into its log."""


NEWEST_SCHEMA = len(migrations())
"""The schema that this version makes."""


def look(folder: Path) -> Look:
    """Look at a data folder; raises StoreError or Damaged in one line where the database can't be used."""
    database, running = folder / DATABASE, _is_taken(folder)
    size = database.stat().st_size if database.is_file() else 0
    if not size:
        return Look(running, size)
    sealed = not running and seal.is_sealed(database)
    with snapshot(database) as seen:
        (posts,) = next(seen.ask("SELECT count(*) FROM posts"))
        last = next(seen.ask("SELECT at FROM audit ORDER BY seq DESC LIMIT 1"), None)
    return Look(
        running, size, NEWEST_SCHEMA, posts, sealed, dt.datetime.fromisoformat(last[0]) if last else None
    )


def sqlite_problem() -> str:
    """What SQLite lacks that is needed, in a few words; empty where it has everything."""
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            for statement in _NEEDED.split("; "):
                connection.execute(statement).fetchall()
        except sqlite3.Error as error:
            return str(error)
    return ""


def sqlite_version() -> str:
    """The version of SQLite that Python brings."""
    return sqlite3.sqlite_version


def _is_taken(folder: Path) -> bool:
    if not (folder / LOCK).exists():
        return False
    lock = FileLock(folder / LOCK, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        return True
    except (OSError, NotImplementedError):
        return False
    lock.release()
    return False
