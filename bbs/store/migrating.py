"""Bringing a database up to date: every step at once, checked before it counts, or none."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any

from bbs.store import sums
from bbs.store.checking import whole
from bbs.store.errors import Damaged
from bbs.store.opening import migrations


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the schema up to date in one transaction; an old database must hold afterwards.

    Raises Damaged where it does not, or sqlite3.Error; nothing was changed then.
    """
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    known = migrations()
    if version == len(known):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        for statement in (one for step in known[version:] for one in step):
            connection.execute(statement)
        sums.begin(connection)
        connection.execute(f"PRAGMA user_version = {len(known)}")
        if version and (problem := whole(lambda sql: _rows(connection, sql)).problem):
            raise Damaged(f"the database is damaged: {problem}; nothing was changed; go on with a backup")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _rows(connection: sqlite3.Connection, sql: str) -> Iterator[tuple[Any, ...]]:
    with closing(connection.cursor()) as cursor:
        cursor.row_factory = None
        yield from cursor.execute(sql)
