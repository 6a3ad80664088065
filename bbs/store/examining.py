"""Whether a data folder may be served: nothing newer, nothing damaged. Looking changes no byte."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from bbs.store import seal
from bbs.store.checking import check_now
from bbs.store.errors import Damaged, StoreError, one_line
from bbs.store.opening import address, migrations
from bbs.store.snapshot import in_words


def examine(database: Path) -> None:
    """Make sure that a database is whole: by its seal where it was closed well, else by looking at all of it.

    An older one is looked at when it is brought up to date. Raises StoreError where it was made by a newer
    version, and Damaged, in one line that says what to do.
    """
    if not database.exists() or database.stat().st_size == 0:
        _refuse_orphan(database)
        return
    known, version = len(migrations()), _version(database)
    if version > known:
        raise StoreError(
            f"{database} was made by a newer closednet (schema {version}; this one knows {known}); "
            "install that version, or choose another folder with --data"
        )
    if _sealed(database) or version < known:
        return
    if problem := check_now(database).problem:
        raise _damaged(database, problem)


def _sealed(database: Path) -> bool:
    try:
        return seal.is_sealed(database)
    except OSError as error:
        raise StoreError(f"{database} can't be read: {error.strerror or error}") from None


def _version(database: Path) -> int:
    try:
        with (
            in_words(f"{database} can't be read"),
            closing(sqlite3.connect(address(database, read_only=True), uri=True)) as connection,
        ):
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            version: int = connection.execute("PRAGMA user_version").fetchone()[0]
            return version
    except Damaged as damage:
        raise _damaged(database, str(damage)) from None


def _refuse_orphan(database: Path) -> None:
    """What belongs to a database, without it: SQLite would begin anew and drop it."""
    left = [f"{database.name}-wal"] if seal.changes_wait(database) else []
    left += [seal.NAME] if database.with_name(seal.NAME).exists() else []
    if left:
        raise _damaged(database, f"it is empty or gone, {' and '.join(left)} not")


def _damaged(database: Path, problem: str) -> Damaged:
    problem = one_line(problem).removeprefix("the database is damaged: ")
    return Damaged(
        f"the database is damaged: {problem} ({database}); nothing was changed; go on with a backup"
    )
