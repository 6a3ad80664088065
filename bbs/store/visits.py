"""The record of visits: a file of its own beside the database, written in batches, bounded, and no promise.

Who asked for what is worth a look and no more: it is written twice a second and never waits for the disk, so a crash
may take the last second with it. The oldest visits go once there are MOST, and all of them after KEPT_DAYS. A file that
can't be read is thrown away for a fresh one. Backups leave it out, and whoever is erased is gone from here as well.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from bbs.store.erasing import empty_log
from bbs.store.errors import StoreError
from bbs.store.opening import address

log = logging.getLogger("bbs")

FILE = "closednet.visits.sqlite3"
MOST = 1_000_000
"""Visits that are kept."""
KEPT_DAYS = 7
A_DAY = 24 * 3600 * 1000
NEWEST = 1 << 62
"""More than any visit's number."""

FORMAT = 1
_SCHEMA = """
CREATE TABLE visits (
    id      INTEGER PRIMARY KEY,
    at      INTEGER NOT NULL,
    many    INTEGER NOT NULL,
    person  TEXT NOT NULL,
    tier    TEXT NOT NULL,
    lane    TEXT NOT NULL,
    method  TEXT NOT NULL,
    host    TEXT NOT NULL,
    path    TEXT NOT NULL,
    verdict TEXT NOT NULL,
    way     TEXT NOT NULL,
    ooni    TEXT NOT NULL,
    rule    TEXT NOT NULL,
    file    TEXT NOT NULL,
    line    INTEGER NOT NULL,
    why     TEXT NOT NULL,
    told    TEXT NOT NULL
);
CREATE INDEX visits_by_at ON visits (at);
"""
FILTERS = ("person", "host", "rule", "way", "ooni", "method", "tier", "lane", "verdict")
"""The columns that can be asked for, those that leave the fewest visits first; each has an index."""
_SETTINGS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = NORMAL",  # a power cut takes the last visits and harms nothing else
    "PRAGMA secure_delete = ON",  # what is erased is gone from the file
)


class Noted(NamedTuple):
    """What is written down of a request, all but when and how often. Two that are equal are one visit, repeated."""

    person: str
    """Id; empty for who has not joined, and for who was erased."""
    tier: str
    """Empty for who has not joined."""
    lane: str
    method: str
    host: str
    """The site's own name; empty where no name is kept."""
    path: str
    """Without the query."""
    verdict: str
    """One of VERDICTS."""
    way: str
    """How it was refused; empty where it was not."""
    ooni: str
    """What a measurer would call that; may be empty."""
    rule: str
    """What decided; `file` and `line` say where it stands."""
    file: str
    line: int
    why: str
    """The truth, in one sentence."""
    told: str
    """What the visitor was told, or saw; empty where it opened."""


VERDICTS = ("opened", "refused", "join")
"""join: the site opens for people who have joined, and this one was led to the door."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit with its repeats."""

    id: int
    at: int
    """Milliseconds since 1970: when it was first noted."""
    many: int
    noted: Noted


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which visits somebody asks for; what is None may be anything."""

    person: str | None = None
    tier: str | None = None
    lane: str | None = None
    method: str | None = None
    host: str | None = None
    verdict: str | None = None
    way: str | None = None
    ooni: str | None = None
    rule: str | None = None
    since: int | None = None
    """Milliseconds since 1970; included."""
    until: int | None = None
    """Milliseconds since 1970; excluded."""

    @property
    def asked(self) -> list[str]:
        """The columns that must have a certain value."""
        return [name for name in FILTERS if getattr(self, name) is not None]

    def takes(self, visit: Visit) -> bool:
        """Whether a visit is asked for."""
        if self.since is not None and visit.at < self.since:
            return False
        if self.until is not None and visit.at >= self.until:
            return False
        return all(getattr(visit.noted, name) == getattr(self, name) for name in self.asked)


_COLUMNS = ("id", "at", "many", *Noted._fields)
_PUT = (
    f"INSERT INTO visits ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))}) "  # noqa: S608  # our own names
    "ON CONFLICT (id) DO UPDATE SET many = excluded.many"
)
_FORGET = "UPDATE visits SET person = '' WHERE person = ?"


class VisitFile:
    """The file; made by `VisitFile.open`. Whoever writes waits for its turn; whoever reads never waits for it."""

    def __init__(self, file: Path, writing: sqlite3.Connection) -> None:
        self.file = file
        self._writing = writing
        self._turn = threading.Lock()

    @classmethod
    def open(cls, folder: Path, now: int, gone: Iterable[str] = ()) -> VisitFile:
        """Open the record of a data folder that is locked, made where it is missing or can't be read.

        `now` in milliseconds since 1970: what is too old goes; so do the names of people who are `gone`.
        Raises StoreError.
        """
        file = folder / FILE
        try:
            opened = cls(file, _connect(file))
            opened._drop(now)
            for person in gone:
                opened._writing.execute(_FORGET, (person,))
        except (sqlite3.Error, OSError) as error:
            raise StoreError(f"the record of visits in {folder} can't be opened: {error}") from None
        return opened

    def last(self) -> int:
        """The number of the newest visit; 0 for none."""
        (newest,) = self._writing.execute("SELECT max(id) FROM visits").fetchone()
        return newest or 0

    def put(self, visits: Sequence[Visit], now: int) -> None:
        """Keep visits, or how often they were repeated, and let the oldest go. Raises StoreError."""
        with self._turn:
            try:
                self._writing.execute("BEGIN IMMEDIATE")
                self._writing.executemany(_PUT, ((one.id, one.at, one.many, *one.noted) for one in visits))
                self._drop(now)
                self._writing.execute("COMMIT")
            except (sqlite3.Error, UnicodeEncodeError) as error:
                self._roll_back()
                raise StoreError(f"visits could not be written down: {error}") from error

    def forget(self, person: str) -> None:
        """Let a person's name go, from the file and from its log of changes. Raises StoreError."""
        try:
            with self._turn:
                self._writing.execute(_FORGET, (person,))
                empty_log(self._writing)
        except sqlite3.Error as error:
            raise StoreError(f"visits could not be changed: {error}") from error

    def page(self, wanted: Wanted, before: int = NEWEST, limit: int = 50) -> list[Visit]:
        """Visits that are asked for, newest first, by key. Raises StoreError."""
        sql, values = _question(wanted)
        found = self._ask(f"{sql} AND id < :before ORDER BY id DESC LIMIT :limit", values, before, limit)
        return [Visit(row[0], row[1], row[2], Noted(*row[3:])) for row in found]

    def close(self) -> None:
        """Close the file."""
        with self._turn:
            self._writing.close()

    def _ask(
        self, sql: str, values: dict[str, Any], before: int = 0, limit: int = 0
    ) -> list[tuple[Any, ...]]:
        try:
            with closing(sqlite3.connect(address(self.file, read_only=True), uri=True)) as reading:
                return reading.execute(sql, {**values, "before": before, "limit": limit}).fetchall()
        except sqlite3.Error as error:
            raise StoreError(f"the record of visits can't be read: {error}") from None
        except UnicodeEncodeError:
            return []  # half a character was asked for: nothing stored has one

    def _drop(self, now: int) -> None:
        (newest,) = self._writing.execute("SELECT max(id) FROM visits").fetchone()
        self._writing.execute("DELETE FROM visits WHERE id <= ?", ((newest or 0) - MOST,))
        self._writing.execute("DELETE FROM visits WHERE at < ?", (now - KEPT_DAYS * A_DAY,))

    def _roll_back(self) -> None:
        if self._writing.in_transaction:
            self._writing.execute("ROLLBACK")


def _question(wanted: Wanted) -> tuple[str, dict[str, Any]]:
    """The visits that are asked for as SQL up to the key, and its values.

    One index is used, that of the first column in the order of FILTERS: a plus takes a column out of the choice.
    Times become keys, since later visits have higher numbers.
    """
    asked = wanted.asked
    values: dict[str, Any] = {name: getattr(wanted, name) for name in asked}
    where = [f"{'+' if at else ''}{name} = :{name}" for at, name in enumerate(asked)]
    if wanted.since is not None:
        values["since"] = wanted.since
        where.append("id > coalesce((SELECT id FROM visits WHERE at < :since ORDER BY at DESC LIMIT 1), 0)")
    if wanted.until is not None:
        values |= {"until": wanted.until, "newest": NEWEST}
        where.append("id < coalesce((SELECT id FROM visits WHERE at >= :until ORDER BY at LIMIT 1), :newest)")
    return f"SELECT {', '.join(_COLUMNS)} FROM visits WHERE {' AND '.join([*where, '1'])}", values  # noqa: S608


def _connect(file: Path) -> sqlite3.Connection:
    try:
        return _opened(file)
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):  # a full disk, a folder that can't be written
            raise
    log.warning("the record of visits can't be read; a new one begins")
    _remove(file)
    return _opened(file)


def _opened(file: Path) -> sqlite3.Connection:
    """The writing connection; used by one thread at a time. Raises sqlite3.DatabaseError for a file of another kind."""
    connection = sqlite3.connect(address(file), uri=True, isolation_level=None, check_same_thread=False)
    try:
        for setting in _SETTINGS:
            connection.execute(setting).fetchall()
        (found,) = connection.execute("PRAGMA user_version").fetchone()
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        if found != FORMAT and tables:
            raise sqlite3.DatabaseError("a record of another version")
        if not tables:
            indexes = "".join(f"CREATE INDEX visits_by_{name} ON visits ({name});" for name in FILTERS)
            connection.executescript(f"BEGIN;{_SCHEMA}{indexes}PRAGMA user_version = {FORMAT};COMMIT;")
    except BaseException:
        connection.close()
        raise
    return connection


def _remove(file: Path) -> None:
    for end in ("", "-wal", "-shm"):
        file.with_name(file.name + end).unlink(missing_ok=True)
