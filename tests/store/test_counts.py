"""What is asked of the past: one indexed query a question."""

from __future__ import annotations

import datetime as dt
import sqlite3
from contextlib import closing

import pytest

from bbs.policy.questions import BURST, POSTS, SAME_TEXT, Question
from bbs.store import Store, counts
from bbs.store.opening import DATABASE

INDEXES = {
    POSTS: "SEARCH posts USING COVERING INDEX posts_by_moment (author=? AND at>?)",
    SAME_TEXT: "SEARCH posts USING COVERING INDEX posts_by_same (author=? AND same=? AND at>?)",
    BURST: "SEARCH uses USING COVERING INDEX uses_by_moment (meaning=? AND at>?)",
}


@pytest.mark.parametrize("what", INDEXES)
async def test_every_question_is_answered_from_an_index_alone(store: Store, what: str) -> None:
    with closing(sqlite3.connect(store.folder / DATABASE)) as connection:
        values = dict.fromkeys(("author", "since", "same", "meaning"), "x") | {"most": 9}
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {counts.COUNTS[what]}", values)]
    assert INDEXES[what] in plan
    assert not [step for step in plan if step.startswith(("SCAN posts", "SCAN uses"))]


@pytest.mark.parametrize("what", INDEXES)
async def test_an_empty_board_has_no_past(store: Store, what: str) -> None:
    question = Question(what, dt.timedelta(days=7), "lantern", "meaning")
    now = dt.datetime(2026, 3, 14, tzinfo=dt.UTC)
    assert await counts.earlier(store, question, "nobody", "same", now) == 0
    assert await counts.last_before(store, now) == 0
    assert not await counts.others(store, [])
