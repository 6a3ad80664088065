"""Erasing a person: what they are called, what they wrote and what was worked out from it; never what others wrote.

What stays is what the log vouches for without a word of theirs: that a text was sent, when, what was decided and
who sees it. So a thread that they opened keeps its place, and the words of others in it stay where they are.
"""

from __future__ import annotations

import datetime as dt
import sqlite3

from bbs.store.transaction import Transaction

TRIES, APART = 20, 0.2
"""How often the log of changes is tried to be emptied, and how many seconds lie between."""
MOMENT = 100
"""Milliseconds that one try waits for readers."""

_SESSIONS = "DELETE FROM sessions WHERE person = :id"
_DECISIONS = """
UPDATE decisions SET facts = '', house = '', policy = '', combined = ''
WHERE post IN (SELECT id FROM posts WHERE author = :id)
"""
_POSTS = """
UPDATE posts SET title = '', body = '', salt = NULL, shown_title = '', shown_body = '', sees_title = NULL,
    sees_body = NULL, told_text = '', reason = '', once = NULL, same = NULL, honoured = NULL
WHERE author = :id
"""
_USES = "DELETE FROM uses WHERE author = :id"
_PENALTIES = "DELETE FROM penalties WHERE person = :id"
_COPIES = "DELETE FROM copies WHERE person = :id"
_LAID_FOR_ALL = (
    "UPDATE copies SET request = NULL WHERE request IN (SELECT id FROM requests WHERE person = :id)"
)
_REQUESTS = "DELETE FROM requests WHERE person = :id"
_ASKED = (_COPIES, _LAID_FOR_ALL, _REQUESTS)
_REASONS = """
UPDATE posts SET reason = '' WHERE reason <> '' AND id IN (
    SELECT subject FROM audit WHERE actor = :id AND action IN ('released', 'refused')
)
"""
_PERSON = """
UPDATE people SET name = '', name_key = :nobody, birthday = '', ticket_hash = '', password_hash = '', erased = :at
WHERE id = :id
"""


async def erase(tx: Transaction, person_id: str, at: dt.datetime) -> None:
    """Erase a person. The caller writes the row `erased` into the log, in the same transaction."""
    # a typed name is looked up without blanks, so this key is nobody's name
    values = {"id": person_id, "at": at.isoformat(), "nobody": f"erased {person_id}"}
    for statement in (_SESSIONS, _DECISIONS, _POSTS, _USES, _PENALTIES, *_ASKED, _REASONS, _PERSON):
        await tx.execute(statement, values)


def empty_log(connection: sqlite3.Connection) -> bool:
    """Empty the log of changes (WAL) of a database in use; False where somebody who reads it holds on to it.

    The new content of every page goes into the database itself. It is done by the one connection that writes, and
    waits for readers only for a moment: whoever writes waits with it.
    """
    (patience,) = connection.execute("PRAGMA busy_timeout").fetchone()
    connection.execute(f"PRAGMA busy_timeout = {MOMENT}")
    try:
        (busy, _, _) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        connection.execute(f"PRAGMA busy_timeout = {patience}")
    return not busy
