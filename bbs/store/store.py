"""The store: one folder, one writer, readers that never wait for it."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from pathlib import Path
from typing import TypeVar

import aiosqlite
from filelock import FileLock

from bbs.store import audit, verifying
from bbs.store.errors import StoreError
from bbs.store.opening import DATABASE, address, examine, migrations, take
from bbs.store.transaction import BatchingConnection, Row, Values
from bbs.store.writer import Job, Writer, in_words

T = TypeVar("T")

_SETTINGS = (
    "PRAGMA journal_mode = WAL",  # readers and the writer don't wait for each other
    "PRAGMA synchronous = FULL",  # a commit is on disk; NORMAL lost posts in a simulated power cut
    "PRAGMA secure_delete = ON",  # what is erased is gone from the file
    "PRAGMA foreign_keys = ON",
)


class Store:
    """Everything that is kept, in one SQLite database; made by `Store.open`."""

    def __init__(
        self, folder: Path, lock: FileLock, writing: aiosqlite.Connection, reading: aiosqlite.Connection
    ) -> None:
        self.folder = folder
        self._lock = lock
        self._writing = writing
        self._reading = reading
        self._writer = Writer(writing)
        self._closed = False

    @classmethod
    async def open(cls, folder: Path) -> Store:
        """Open the data folder, made where it is missing; raises StoreError with one clear line."""
        lock = await asyncio.to_thread(take, folder)
        try:
            await asyncio.to_thread(examine, folder / DATABASE)
            return await cls._connect(folder, lock)
        except sqlite3.Error as error:
            lock.release()
            raise StoreError(f"the database in {folder} can't be opened: {error}") from None
        except BaseException:
            lock.release()
            raise

    @classmethod
    async def _connect(cls, folder: Path, lock: FileLock) -> Store:
        async with contextlib.AsyncExitStack() as opened:
            writing = await opened.enter_async_context(_connection(folder))
            writing.row_factory = sqlite3.Row
            for setting in _SETTINGS:
                await writing.execute_fetchall(setting)
            await _migrate(writing)
            reading = await opened.enter_async_context(_connection(folder, read_only=True))
            reading.row_factory = sqlite3.Row
            store = cls(folder, lock, writing, reading)
            opened.pop_all()
        return store

    @property
    def commits(self) -> int:
        """Transactions committed since the store was opened."""
        return self._writer.commits

    @property
    def jobs(self) -> int:
        """Jobs taken on since the store was opened; more than commits where people wrote at once."""
        return self._writer.jobs

    async def write(self, job: Job[T]) -> T:
        """Carry out a job in a transaction; returns once it is on disk.

        Raises what the job raises, nothing of it being kept then, or StoreError when the disk fails.
        """
        return await self._writer.write(job)

    async def fetch_one(self, sql: str, values: Values | None = None) -> Row | None:
        """The first row of what is committed, or None."""
        rows = await self.fetch_all(sql, values)
        return rows[0] if rows else None

    async def fetch_all(self, sql: str, values: Values | None = None) -> list[Row]:
        """Every row of the answer, from what is committed; raises StoreError when reading fails."""
        if self._closed:
            raise StoreError("the store is closed")
        try:
            rows = await self._reading.execute_fetchall(sql, values or {})
        except sqlite3.Error as error:
            raise in_words(error) from error
        except UnicodeEncodeError:
            return []  # a lone surrogate in a typed id or name: nothing stored has one
        return list(rows)

    async def verify(self) -> audit.Fault | None:
        """The first row of the audit log that does not hold, or None."""
        return await verifying.verify(self)

    async def close(self) -> None:
        """Finish what was asked for, close the database, unlock the folder; a second call does nothing."""
        if self._closed:
            return
        self._closed = True
        try:
            await self._writer.close()
            await self._reading.close()  # first: the last one to leave tidies up and must be able to write
            await self._writing.close()
        finally:
            self._lock.release()


def _connection(folder: Path, *, read_only: bool = False) -> aiosqlite.Connection:
    # seconds to wait for a stranger who locks the file, as a database browser left open
    where = address(folder / DATABASE, read_only=read_only)
    return aiosqlite.connect(where, uri=True, isolation_level=None, timeout=5.0, factory=BatchingConnection)


async def _migrate(connection: aiosqlite.Connection) -> None:
    """Bring the schema up to date, every migration whole or not at all."""
    (row,) = await connection.execute_fetchall("PRAGMA user_version")
    version: int = row["user_version"]
    for number, statements in enumerate(migrations(), start=1):
        if number > version:
            await connection.execute_fetchall("BEGIN IMMEDIATE")
            for statement in statements:
                await connection.execute_fetchall(statement)
            await connection.execute_fetchall(f"PRAGMA user_version = {number}")
            await connection.execute_fetchall("COMMIT")
