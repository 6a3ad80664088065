"""A data folder: one server at a time, and the schema of the database in it."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from importlib import resources
from pathlib import Path

from filelock import FileLock, Timeout

from bbs.store.errors import StoreError

DATABASE = "closednet.sqlite3"
LOCK = "closednet.lock"
ROOM = 1 << 18
"""Bytes that must be free to begin: what SQLite puts beside a database, and the first few texts."""


def take(folder: Path) -> FileLock:
    """Make the folder where it is missing and lock it; raises StoreError."""
    # filelock's own waiting is not wanted, and closing may happen on another thread
    lock = FileLock(folder / LOCK, timeout=0, thread_local=False)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire()
        _try_writing(folder)
    except Timeout:
        raise StoreError(
            f"another closednet is running on {folder}; stop it, or choose another folder with --data"
        ) from None
    except (OSError, NotImplementedError) as error:
        lock.release()
        reason = getattr(error, "strerror", None) or error
        raise StoreError(f"cannot write in {folder}: {reason}; choose another folder with --data") from None
    return lock


def address(database: Path, *, read_only: bool = False) -> str:
    """The database as an address that SQLite opens with `uri=True`."""
    return f"{database.resolve().as_uri()}?mode={'ro' if read_only else 'rwc'}"


def migrations() -> list[list[str]]:
    """The statements of every migration, in order; the number of a schema is how many there are."""
    folder = resources.files("bbs.store") / "migrations"
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".sql")), key=lambda f: f.name)
    return [_statements(file.read_text(encoding="utf-8")) for file in files]


def _statements(script: str) -> list[str]:
    found, pending = [], ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            found.append(pending.strip())
            pending = ""
    return found


def _try_writing(folder: Path) -> None:
    """The lock file may have been there already: only a fresh file shows that there is room, and writing works."""
    probe = folder / "closednet.probe"
    try:
        probe.write_bytes(bytes(ROOM))
    finally:
        with suppress(OSError):
            probe.unlink(missing_ok=True)
