"""Asking the database: what reading and writing have in common, and one job's view of the writer."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, Protocol

import aiosqlite

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


class Batch(NamedTuple):
    """The parameters of a statement, and the statements that go ahead of it."""

    before: tuple[tuple[str, Values], ...]
    values: Values


class BatchingConnection(sqlite3.Connection):
    """Carries out a batch in one go: each trip to the connection's thread costs more than a statement."""

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
        """Carry out a statement, the rest of its batch first; the first that fails ends the batch."""
        if isinstance(parameters, Batch):
            for earlier, values in parameters.before:
                super().execute(earlier, values)
            parameters = parameters.values
        return super().execute(sql, parameters)


class Transaction:
    """What a job of `Store.write` works with; everything it does is kept together or not at all.

    A job awaits nothing but this: all who write wait for it. What needs no answer is put off until an answer
    is needed, or the job ends: an error of `execute` is raised there.
    """

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection
        self._put_off: list[tuple[str, Values]] = [("SAVEPOINT job", {})]
        self._begun = False

    async def execute(self, sql: str, values: Values | None = None) -> None:
        """Carry out one statement with named parameters."""
        self._put_off.append((sql, values or {}))

    async def executemany(self, sql: str, rows: Iterable[Values]) -> None:
        """Carry out one statement for each of the rows."""
        self._put_off += [(sql, row) for row in rows]

    async def fetch_one(self, sql: str, values: Values | None = None) -> Row | None:
        """The first row, or None; also for statements with RETURNING."""
        rows = await self.fetch_all(sql, values)
        return rows[0] if rows else None

    async def fetch_all(self, sql: str, values: Values | None = None) -> list[Row]:
        """Every row of the answer."""
        batch = Batch(tuple(self._put_off), values or {})
        self._put_off.clear()
        self._begun = True
        return list(await self._connection.execute_fetchall(sql, batch))

    async def keep(self) -> None:
        """For the writer: end the job well."""
        await self.fetch_all("RELEASE job")

    async def undo(self) -> None:
        """For the writer: end the job as if it had never begun."""
        self._put_off.clear()
        if self._begun:
            await self.execute("ROLLBACK TO job")
            await self.keep()
