"""Opening a data folder: one server at a time, nothing newer, nothing damaged."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from importlib import resources
from pathlib import Path

from filelock import FileLock, Timeout

from bbs.store.errors import StoreError

DATABASE = "closednet.sqlite3"
LOCK = "closednet.lock"


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


def examine(database: Path) -> None:
    """Look at a database without changing a byte; raises StoreError where it is damaged or too new."""
    if not database.exists() or database.stat().st_size == 0:
        _refuse_orphan(database)
        return
    try:
        with closing(sqlite3.connect(address(database, read_only=True), uri=True)) as connection:
            problem = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
            version = connection.execute("PRAGMA user_version").fetchone()[0]
    except sqlite3.DatabaseError as error:
        problem, version = str(error), 0
    if problem != "ok":
        told = " ".join(str(problem).replace("*** in database main ***", "").split())
        raise StoreError(
            f"the database is damaged: {told} ({database}); nothing was changed; go on with a backup"
        )
    known = len(migrations())
    if version > known:
        raise StoreError(
            f"{database} was made by a newer closednet (schema {version}; this one knows {known}); "
            "install that version, or choose another folder with --data"
        )


def _refuse_orphan(database: Path) -> None:
    """A log of changes without the database that it belongs to: SQLite would begin anew and drop it."""
    changes = database.with_name(f"{database.name}-wal")
    if changes.exists() and changes.stat().st_size:
        raise StoreError(
            f"the database is damaged: {database} is empty or gone, {changes.name} is not; "
            "nothing was changed; go on with a backup"
        )


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
    """The lock file may have been there already: only a fresh file shows that writing works."""
    probe = folder / "closednet.probe"
    probe.write_bytes(b"")
    probe.unlink()
