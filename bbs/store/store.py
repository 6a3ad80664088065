"""The store: one folder, one writer, readers that never wait for it."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from pathlib import Path
from typing import TypeVar

import aiosqlite
from filelock import FileLock

from bbs.store import audit, seal, sums, verifying
from bbs.store.erasing import APART, TRIES, empty_log
from bbs.store.errors import StoreError
from bbs.store.examining import examine
from bbs.store.migrating import migrate
from bbs.store.opening import DATABASE, address, take
from bbs.store.snapshot import snapshot
from bbs.store.transaction import Row, Values
from bbs.store.writer import Job, Writer, in_words

T = TypeVar("T")

_SETTINGS = (
    "PRAGMA journal_mode = WAL",  # readers and the writer don't wait for each other
    "PRAGMA synchronous = FULL",  # a commit is on disk; NORMAL lost posts in a simulated power cut
    "PRAGMA secure_delete = ON",  # what is erased is gone from the file
    "PRAGMA foreign_keys = ON",
)

PATIENCE = 5.0
"""Seconds to wait for a stranger who locks the file, as a database browser left open."""


class Store:
    """Everything that is kept, in one SQLite database; made by `Store.open`."""

    def __init__(
        self, folder: Path, lock: FileLock, writing: sqlite3.Connection, reading: aiosqlite.Connection
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
            await asyncio.to_thread(seal.break_seal, folder / DATABASE)
            return await cls._connect(folder, lock)
        except (sqlite3.Error, OSError) as error:
            lock.release()
            raise StoreError(f"the database in {folder} can't be opened: {error}") from None
        except BaseException:
            lock.release()
            raise

    @classmethod
    async def _connect(cls, folder: Path, lock: FileLock) -> Store:
        writing = await asyncio.to_thread(_connect_to_write, folder)
        try:
            where = address(folder / DATABASE, read_only=True)
            reading = await aiosqlite.connect(where, uri=True, isolation_level=None, timeout=PATIENCE)
        except BaseException:
            writing.close()
            raise
        reading.row_factory = sqlite3.Row
        return cls(folder, lock, writing, reading)

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

    async def forget(self) -> bool:
        """Empty the log of changes, so that what was erased is gone from every file of the folder.

        False where somebody who copies the database holds on to that log; it is gone when the server stops.
        """
        for _ in range(TRIES):
            if await self._writer.between(empty_log):
                return True
            await asyncio.sleep(APART)
        return False

    async def verify(self) -> audit.Fault | None:
        """The first row of the audit log that does not hold, or None."""

        def look() -> audit.Fault | None:
            with snapshot(self.folder / DATABASE) as seen:
                return verifying.verify(seen.ask)

        return await asyncio.to_thread(look)

    async def close(self) -> None:
        """Finish what was asked for, close the database, unlock the folder; a second call does nothing."""
        if self._closed:
            return
        self._closed = True
        try:
            await self._writer.close()
            await self._reading.close()  # first: the last one to leave tidies up and must be able to write
            await asyncio.to_thread(self._writing.close)
            with contextlib.suppress(OSError):  # without a seal, the next start looks at everything
                await asyncio.to_thread(seal.put_seal, self.folder / DATABASE)
        finally:
            self._lock.release()


def _connect_to_write(folder: Path) -> sqlite3.Connection:
    """The writing connection, its schema up to date; used by one thread at a time."""
    where = address(folder / DATABASE)
    connection = sqlite3.connect(
        where, uri=True, isolation_level=None, timeout=PATIENCE, check_same_thread=False
    )
    try:
        connection.row_factory = sqlite3.Row
        for setting in _SETTINGS:
            connection.execute(setting).fetchall()
        migrate(connection)
        sums.watch(connection)
    except BaseException:
        connection.close()
        raise
    return connection
