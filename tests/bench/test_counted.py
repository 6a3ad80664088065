"""One post under a policy with three counting rules, on a board of 100,000 posts, beside the same without them.

Two copies of one board, whose clock stands where its last post was written; each post is judged, on disk and then
acknowledged, by turns. Beside it: how long it takes to publish a policy that counts, with windows of an hour and of a week.

Run with: pytest -o addopts= -s tests/bench/test_counted.py
"""

from __future__ import annotations

import asyncio
import datetime as dt
import gc
import shutil
import statistics
import sys
import time
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from big_board import BEGUN, big_board

from bbs.desk import Draft
from bbs.lesson import Clock
from bbs.services import Services, open_services
from bbs.settings import Settings
from bbs.store import TEACHER, Person, people, posts

POSTS, ROUNDS, EACH = 100_000, 9, 60
PLAIN = """\
policy: 1
id: counting
default: allow
rules:
  - {id: square, if: {words: [square]}, then: hold}
"""
COUNTS = """\
  - {id: fast, if: {posts: {more_than: 30, in: 10 minutes}}, then: hold}
  - {id: again, if: {same_text: {more_than: 5, in: 1 hour}}, then: hold}
  - {id: burst, if: {burst: {of: birthday, authors: 900, in: 10 minutes}}, then: hold}
"""
WEEK = COUNTS.replace("10 minutes", "7 days").replace("1 hour", "7 days")


class Later(Clock):
    """A clock that goes on where the board ends."""

    def __init__(self) -> None:
        super().__init__(dt.UTC)
        self._ahead = BEGUN + dt.timedelta(seconds=POSTS) - dt.datetime.now(dt.UTC)

    def now(self) -> dt.datetime:
        return super().now() + self._ahead


async def milliseconds(services: Services, authors: list[Person], thread: str) -> float:
    """How long one post takes, sent alone: the median of some."""
    took = []
    gc.collect()
    for author in authors[:EACH]:
        draft = Draft("reply", f"Happy birthday from {author.name}! We sing for you at noon.", thread=thread)
        begun = time.perf_counter()
        await services.desk.submit(draft, author)
        took.append((time.perf_counter() - begun) * 1000)
    return statistics.median(took)


async def test_a_post_that_is_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    board = tmp_path / "counting"
    await asyncio.to_thread(big_board, board, posts=POSTS)
    shutil.copytree(board, tmp_path / "plain")
    took: dict[str, list[float]] = {"plain": [], "counting": []}
    async with AsyncExitStack() as stack:
        opened = {
            kind: await stack.enter_async_context(open_services(Settings(data=tmp_path / kind), Later()))
            for kind in took
        }
        await opened["plain"].rulebook.publish(PLAIN, None, TEACHER)
        publishing = []
        for text in (PLAIN, PLAIN + COUNTS, PLAIN + WEEK, PLAIN + COUNTS):
            begun = time.perf_counter()
            await opened["counting"].rulebook.publish(text, None, TEACHER)
            publishing.append((time.perf_counter() - begun) * 1000)
        authors = await people.page(opened["plain"].store, limit=EACH)
        (newest,) = await posts.page(opened["plain"].store, limit=1)
        for _ in range(ROUNDS):
            for kind, services in opened.items():
                took[kind].append(await milliseconds(services, authors, newest.thread or ""))
    plain, counting = (statistics.median(took[kind]) for kind in ("plain", "counting"))
    with capsys.disabled():
        sys.stderr.write(
            f"\na post on a board of {POSTS:,}: {plain:.2f} ms, with three counting rules {counting:.2f} ms "
            f"(x {counting / plain:.2f}); to publish: {publishing[0]:.0f} ms, with counts of an hour "
            f"{publishing[1]:.0f} ms, of a week, all {POSTS:,} posts, {publishing[2]:.0f} ms\n"
        )
