"""Asking the database: what reading and writing have in common, and one job's view of the writer."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from typing import Protocol

Row = sqlite3.Row
"""One row of an answer; columns by name."""

Values = Mapping[str, object]
"""Named parameters of a statement."""


class Reads(Protocol):
    """Whatever can be asked: the store (what is committed) or a transaction (that, and its own writes)."""

    async def fetch_one(self, sql: str, values: Values | None = None) -> Row | None:
        """The first row, or None."""

    async def fetch_all(self, sql: str, values: Values | None = None) -> list[Row]:
        """Every row of the answer."""


class Transaction:
    """What a job of `Store.write` works with; everything it does is kept together or not at all.

    It looks like the store, so that one question serves both, but it is asked in the writer's thread and
    answers at once: awaiting it never waits.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    async def execute(self, sql: str, values: Values | None = None) -> None:
        """Carry out one statement with named parameters."""
        self._connection.execute(sql, values or {})

    async def executemany(self, sql: str, rows: Iterable[Values]) -> None:
        """Carry out one statement for each of the rows."""
        self._connection.executemany(sql, rows)

    async def fetch_one(self, sql: str, values: Values | None = None) -> Row | None:
        """The first row, or None; also for statements with RETURNING."""
        rows = await self.fetch_all(sql, values)
        return rows[0] if rows else None

    async def fetch_all(self, sql: str, values: Values | None = None) -> list[Row]:
        """Every row of the answer."""
        return self._connection.execute(sql, values or {}).fetchall()
