"""Makes a data folder with as many posts as asked for, each really judged, each in the audit log: `bbs verify` holds.

    python tests/bench/big_board.py FOLDER --posts 100000 --threads 2000 --people 200

The class code is `bench`. What is written goes to disk at the end alone, so a killed run leaves rubbish.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import random
import sqlite3
from collections.abc import Coroutine
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from bbs.judging import Judged, judge, keep, post_of
from bbs.policy.submission import Author, Submission
from bbs.rulebook import Rulebook
from bbs.services import open_services
from bbs.settings import Settings
from bbs.store import Person, Row, Thread, new_id, seal, sums, threads
from bbs.store.opening import DATABASE
from bbs.store.transaction import Values

T = TypeVar("T")

BEGUN = dt.datetime(2026, 3, 2, 8, 0, tzinfo=dt.UTC)
SUBJECTS = ("the choir", "the canteen", "the exam hall", "the library", "the long walk", "a song", "a poem")
ENDINGS = (
    "May the year be kind to you.",
    "The whole row joins me, and the ones behind us too.",
    "See you at breakfast. There will be bread, I am told, and perhaps an egg.",
    "Do you remember how we laughed last spring? I still do, whenever it rains on the hall's roof.",
)
TEXTS = 2_000
"""How many different texts there are; each is judged once, and written by many."""


@dataclass(frozen=True, slots=True)
class Direct:
    """A transaction for those who write alone: the statements of `keep`, without anybody to wait for."""

    connection: sqlite3.Connection

    async def execute(self, sql: str, values: Values | None = None) -> None:
        self.connection.execute(sql, values or {})

    async def fetch_one(self, sql: str, values: Values | None = None) -> Row | None:
        found: Row | None = self.connection.execute(sql, values or {}).fetchone()
        return found

    async def fetch_all(self, sql: str, values: Values | None = None) -> list[Row]:
        return self.connection.execute(sql, values or {}).fetchall()


def big_board(
    folder: Path,
    *,
    posts: int,
    in_threads: int = 2_000,
    by: int = 200,
    policy: str = "birthday-board",
    long: float = 0.0,
) -> Path:
    """Make the folder and fill it; gives its database. `long` is the share of posts in the very first thread."""
    authors, judged = asyncio.run(_prepared(folder, by, policy))
    seal.break_seal(folder / DATABASE)
    with closing(sqlite3.connect(folder / DATABASE, isolation_level=None)) as connection:
        connection.row_factory = sqlite3.Row
        for setting in ("synchronous = OFF", "cache_size = -200000"):
            connection.execute(f"PRAGMA {setting}")
        sums.watch(connection)
        _write(Direct(connection), authors, judged, posts, in_threads, long)
    seal.put_seal(folder / DATABASE)
    return folder / DATABASE


async def _prepared(folder: Path, by: int, policy: str) -> tuple[list[Person], list[Judged]]:
    """People who have joined, and texts that were judged by what is in force in the folder."""
    settings = Settings(data=folder, policy=policy, class_code="bench", open_browser=False)
    async with open_services(settings) as services:
        joining = [services.roster.join("bench") for _ in range(by)]
        authors = [one.person for one in await asyncio.gather(*joining)]
        return authors, [_judged(services.rulebook, number) for number in range(TEXTS)]


def _judged(rulebook: Rulebook, number: int) -> Judged:
    chance = random.Random(number)  # noqa: S311  # the same board every time
    opening = "Happy birthday" if chance.random() < 0.85 else "Good day"
    middle = f"number {number}! I thought of you and of {chance.choice(SUBJECTS)}."
    if chance.random() < 0.06:
        middle += " Let us gather at the square tonight, as the southlanders do."
    submission = Submission(
        f"{opening}, {middle} {chance.choice(ENDINGS)}", title="For you all", site="board"
    )
    return judge(rulebook.layers, submission)


def _write(
    direct: Direct, authors: list[Person], judged: list[Judged], posts: int, in_threads: int, long: float
) -> None:
    chance = random.Random(posts)  # noqa: S311  # the same board every time
    greetings = [one for one in judged if one.combined.shown is not None]
    opened: list[Thread] = []
    written = {author.id: 0 for author in authors}
    for number in range(posts):
        if number % 10_000 == 0:
            direct.connection.execute("COMMIT" if number else "PRAGMA user_version")
            direct.connection.execute("BEGIN")
        author, at = chance.choice(authors), BEGUN + dt.timedelta(seconds=number)
        opens = len(opened) < in_threads and number % max(1, posts // in_threads) == 0
        one = chance.choice(greetings if opens else judged)
        elsewhere = chance.choice(opened if chance.random() >= long else opened[:1]) if opened else None
        thread = elsewhere if elsewhere and not opens else _opened(author, at)
        submission = _by(author, at, one.submission, thread, opens, written[author.id])
        if opens:
            thread = _now(threads.add(direct, replace(thread, opening=submission.key)))  # type: ignore[arg-type]  # asked the same
            opened.append(thread)
        one = replace(one, submission=submission)
        post = post_of(one, author=author.id, at=at, thread=thread.id, once=None)
        _now(keep(direct, post, one))  # type: ignore[arg-type]  # asked the same as a transaction
        written[author.id] += 1
    direct.connection.execute("COMMIT")


def _opened(author: Person, at: dt.datetime) -> Thread:
    return Thread(new_id(), 0, "board", "friends", "thread", author.id, None, at, opening="")


def _by(
    author: Person, at: dt.datetime, text: Submission, thread: Thread, opens: bool, before: int
) -> Submission:
    by = Author(name=author.name, role=author.role, tier=author.tier, age=at - BEGUN, posts=before)
    kind = "thread" if opens else "reply"
    return replace(text, key=new_id(), kind=kind, board=thread.board, by=by, at=at.time(), date=at.date())


def _now(job: Coroutine[Any, Any, T]) -> T:
    """What a job that waits for nobody gives."""
    try:
        job.send(None)
    except StopIteration as end:
        found: T = end.value
        return found
    raise AssertionError("it waits for somebody")


def main() -> None:
    """Read the command line."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("folder", type=Path)
    for name, many in (("posts", 100_000), ("threads", 2_000), ("people", 200)):
        asked.add_argument(f"--{name}", type=int, default=many)
    asked.add_argument("--long", type=float, default=0.0)
    given = asked.parse_args()
    big_board(given.folder, posts=given.posts, in_threads=given.threads, by=given.people, long=given.long)


if __name__ == "__main__":
    main()
