"""Everything that participants ever sent, row by row, as a replay walks through it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from bbs.policy.questions import Sent
from bbs.store.decisions import read_submission
from bbs.store.verifying import Ask

_FROM = """
FROM decisions JOIN posts ON posts.id = decisions.post WHERE decisions.facts <> '' AND posts.author <> ''
    AND NOT EXISTS (SELECT 1 FROM decisions d WHERE d.post = decisions.post AND d.seq < decisions.seq)
    AND NOT (posts.verdict = 'warn' AND EXISTS (
        SELECT 1 FROM posts p WHERE p.author = posts.author AND p.seq > posts.seq
            AND p.title = posts.title AND p.body = posts.body
    ))
"""
"""Of a post that was run again, how it was first sent; a text whose author was asked back and sent it again, once."""
_STORED = f"SELECT posts.id, decisions.facts, posts.author, decisions.at {_FROM} ORDER BY decisions.seq"
_HOW_MANY = f"SELECT count(*) {_FROM}"


def how_many(ask: Ask) -> int:
    """Submissions that `stored` gives."""
    (many,) = next(iter(ask(_HOW_MANY)))
    return int(many)


def stored(ask: Ask) -> Iterator[tuple[str, str, str, str]]:
    """Post, facts, author and moment of each submission, in order; not the teacher's, which nothing filters."""
    yield from ask(_STORED)


def sent_of(facts: str, author: str, at: str) -> Sent:
    """The submission with its frozen facts; raises ValueError where they make no sense."""
    return Sent(read_submission(facts), author, dt.datetime.fromisoformat(at))
