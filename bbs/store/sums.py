"""Sums of the small tables: what no row of the audit log vouches for is found all the same when it was damaged.

Triggers keep them in the transaction of every change, as part of the writing connection and not of the database:
whoever changes it past this program leaves sums that do not fit.
"""

from __future__ import annotations

import sqlite3
import zlib

from bbs.store.verifying import Ask

SUMMED = (
    "copies",
    "drafts",
    "kept",
    "penalties",
    "people",
    "policies",
    "requests",
    "runaways",
    "sessions",
    "threads",
    "uses",
)
"""The tables whose rows are summed."""

VOUCHED = ("audit", "posts", "decisions", "sights", "sums")
"""The tables that the audit log or a count vouches for, and the sums themselves."""

_COUNTED = {"people": {"sent"}}
"""Columns that are held to a count instead."""


def watch(connection: sqlite3.Connection) -> None:
    """Keep the sums from now on, in whatever this connection writes."""
    connection.create_function("row_sum", -1, _row_sum, deterministic=True)
    for table in SUMMED:
        columns = _columns(connection, table)
        old, new = (f"row_sum({', '.join(f'{of}.{name}' for name in columns)})" for of in ("old", "new"))
        for event, change in (
            ("INSERT", f"+ {new}"),
            ("DELETE", f"- {old}"),
            (f"UPDATE OF {', '.join(columns)}", f"+ {new} - {old}"),
        ):
            connection.execute(
                f"CREATE TEMP TRIGGER {table}_{event.split()[0]} AFTER {event} ON main.{table} "  # noqa: S608  # our own names
                f"BEGIN UPDATE sums SET total = total {change} WHERE name = '{table}'; END"
            )


def begin(connection: sqlite3.Connection) -> None:
    """Sum what is there, for tables that have no sum yet; in the transaction that made them."""
    for table in SUMMED:
        columns = ", ".join(_columns(connection, table))
        rows = connection.execute(f"SELECT {columns} FROM {table}")  # noqa: S608  # our own names
        rows.row_factory = None
        total = sum(_row_sum(*row) for row in rows)
        connection.execute("INSERT OR IGNORE INTO sums (name, total) VALUES (?, ?)", (table, total))


def wrong_sum(ask: Ask) -> str:
    """The first table whose rows do not add up, in one line; empty where all do."""
    kept: dict[str, int] = dict(ask("SELECT name, total FROM sums"))
    for table in SUMMED:
        columns = [name for (name,) in ask(_NAMES.format(table)) if name not in _COUNTED.get(table, ())]
        rows = ask(f"SELECT {', '.join(columns)} FROM {table}")  # noqa: S608  # our own names
        if sum(_row_sum(*row) for row in rows) != kept.get(table):
            return f"a row of the table {table} was changed"
    return ""


_NAMES = "SELECT name FROM pragma_table_info('{}')"


def _columns(connection: sqlite3.Connection, table: str) -> list[str]:
    names = connection.execute(_NAMES.format(table))
    names.row_factory = None
    return [name for (name,) in names if name not in _COUNTED.get(table, ())]


def _row_sum(*values: object) -> int:
    return zlib.crc32(repr(values).encode("utf-8", "surrogatepass"))
