"""A replay shared between processes: each judges some of the submissions, and one puts together what came of them."""

from __future__ import annotations

import os
import signal
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from functools import cache
from itertools import islice
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import NamedTuple

from bbs.cli.loading import read_and_load
from bbs.cli.output import complain
from bbs.cli.posts import Posts, Read, Row
from bbs.cli.progress import Progress
from bbs.cli.submissions import SubmissionError
from bbs.policy.replay import Replay, Tally
from bbs.policy.rules import Policy

AT_ONCE = 200
"""Submissions that a process is given at a time."""
WAITING = 3
"""How many such portions each process has before it, so that none is idle and memory stays the same."""


class Asked(NamedTuple):
    """Two policies by id or path, and what `chance` draws by: enough for another process to load them."""

    old: str
    new: str
    lots: str | bytes


class Part(NamedTuple):
    """What came of one portion."""

    tally: Tally
    unread: list[tuple[str, int, str]]
    """Name, column and problem of each submission that could not be read."""


def share(compared: Replay, asked: Asked, posts: Posts, name: str, jobs: int) -> int:
    """Add every submission, judged by so many processes; gives how many could not be read.

    What it says and adds, and in which order, is the same whatever the number of processes. It is for policies that do
    not count: what they decide does not depend on the submissions before. Raises what loading a policy raises.
    """
    unread = 0
    waiting: deque[tuple[Future[Part], int]] = deque()
    with _processes(jobs) as pool, Progress("submissions", posts.total) as progress:

        def take() -> None:
            nonlocal unread
            future, position = waiting.popleft()
            part = future.result()
            compared.take(part.tally)
            for key, column, problem in part.unread:
                progress.clear()
                complain(f"{name}:{key}:{column}: {problem}")
            unread += len(part.unread)
            count = compared.submissions + unread
            progress.at(position if posts.position else count, count)

        for rows in iter(lambda: list(islice(posts.rows, AT_ONCE)), []):
            with _left_alone_by_ctrl_c():
                future = pool.submit(judge, asked, posts.read, rows)
            waiting.append((future, posts.position() if posts.position else 0))
            if len(waiting) >= jobs * WAITING:
                take()
        while waiting:
            take()
    return unread


def judge(asked: Asked, read: Read, rows: Sequence[tuple[str, Row]]) -> Part:
    """One portion, in a process that loads both policies when the first one comes."""
    replay, unread = Replay(*_policies(asked)), []
    for key, row in rows:
        try:
            replay.add(key, read(key, row))
        except SubmissionError as error:
            unread.append((key, error.column, str(error)))
    return Part(replay.tally, unread)


@cache
def _policies(asked: Asked) -> tuple[Policy, Policy]:
    return read_and_load(asked.old, asked.lots)[0], read_and_load(asked.new, asked.lots)[0]


@contextmanager
def _processes(jobs: int) -> Iterator[ProcessPoolExecutor]:
    """Fresh processes on every system; none is left, however this ends."""
    pool = ProcessPoolExecutor(jobs, get_context("spawn"), _end_with_parent)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def _end_with_parent() -> None:
    """A process whose parent was killed would wait for ever; and only the parent hears of Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    Thread(target=watch, daemon=True).start()


@contextmanager
def _left_alone_by_ctrl_c() -> Iterator[None]:
    """Processes that begin here never hear of Ctrl-C, which a terminal sends to all: their parent ends them.

    It is held back, not lost: the parent hears of it at the end. Windows has no such mask.
    """
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
