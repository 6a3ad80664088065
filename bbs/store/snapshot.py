"""A database as it is at one moment, looked at without changing a byte, also beside a running server."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from bbs.store.errors import Damaged, Outdated, StoreError, one_line
from bbs.store.opening import address, migrations
from bbs.store.transaction import Row, Values

_DAMAGE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR}
"""What SQLite says of bytes that make no sense; the last one also of tables that are not there."""


class Snapshot:
    """What was committed at one moment; whoever writes goes on, and nothing of it shows here."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    async def fetch_one(self, sql: str, values: Values | None = None) -> Row | None:
        """The first row, or None."""
        rows = await self.fetch_all(sql, values)
        return rows[0] if rows else None

    async def fetch_all(self, sql: str, values: Values | None = None) -> list[Row]:
        """Every row of the answer. Raises Damaged where the file does not hold, StoreError for the rest."""
        return await asyncio.to_thread(self._fetch, sql, values or {})

    def ask(self, sql: str) -> Iterator[tuple[Any, ...]]:
        """The rows of an answer one by one, on this thread. Raises as `fetch_all` does."""
        with in_words(), closing(self._connection.cursor()) as cursor:
            cursor.row_factory = None
            yield from cursor.execute(sql)

    async def copy_to(self, file: Path) -> None:
        """Copy the whole database into an empty file that needs no other beside it. Raises as `fetch_all` does."""
        await asyncio.to_thread(self._copy, file)

    def _fetch(self, sql: str, values: Values) -> list[Row]:
        with in_words():
            return self._connection.execute(sql, values).fetchall()

    def _copy(self, file: Path) -> None:
        with in_words(f"{file.parent} can't be written"), closing(_empty(file)) as target:
            self._connection.backup(target)
            target.execute("PRAGMA journal_mode = DELETE").fetchall()


@contextmanager
def snapshot(database: Path) -> Iterator[Snapshot]:
    """The database of a data folder, or a copy of one, as it is now.

    Raises StoreError where there is none, where another version made it or where it can't be read, and
    Damaged where its bytes make no sense. While this is open a server keeps its journal, which grows.
    """
    if not _has_content(database):
        if _has_content(database.with_name(f"{database.name}-wal")):
            raise Damaged("the database is damaged: it is empty or gone, and its log of changes is not")
        raise StoreError(f"there is no database {database}; name the data folder with --data")
    with in_words():
        connection = _connect(database)
    with closing(connection):
        with in_words():
            connection.execute("BEGIN")
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        _check_version(database, version, tables)
        yield Snapshot(connection)


def _connect(database: Path) -> sqlite3.Connection:
    # the answers come from threads that take turns; seconds to wait for a server that is just starting
    where = address(database, read_only=True)
    connection = sqlite3.connect(where, uri=True, isolation_level=None, timeout=5.0, check_same_thread=False)
    connection.row_factory = sqlite3.Row
    return connection


def _empty(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(address(file), uri=True, isolation_level=None)


def _has_content(database: Path) -> bool:
    try:
        return database.stat().st_size > 0
    except (FileNotFoundError, NotADirectoryError):
        return False
    except (OSError, ValueError) as error:
        raise StoreError(f"{database} can't be read: {getattr(error, 'strerror', None) or error}") from None


def _check_version(database: Path, version: int, tables: int) -> None:
    known = len(migrations())
    if version > known:
        raise StoreError(
            f"{database} was made by a newer closednet (schema {version}; this one knows {known}); "
            "install that version"
        )
    if version < 1 or not tables:
        raise StoreError(f"{database} is no database of closednet")
    if version < known:
        raise Outdated(
            f"{database} was made by an older closednet (schema {version}); "
            "start `bbs serve` on its folder once, which brings it up to date"
        )


@contextmanager
def in_words(otherwise: str = "the database can't be read") -> Iterator[None]:
    """Raise what SQLite raises as Damaged, where bytes make no sense, or else as StoreError."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", None)  # none: bytes in a text column that are no text
        if code is None or code & 0xFF in _DAMAGE:
            raise Damaged(f"the database is damaged: {one_line(error)}") from None
        raise StoreError(f"{otherwise}: {one_line(error)}") from None
