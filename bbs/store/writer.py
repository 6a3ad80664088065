"""The one writer: whoever waits shares a commit, whoever fails fails alone."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import aiosqlite

from bbs.store.errors import StoreError
from bbs.store.transaction import Transaction

T = TypeVar("T")
Job = Callable[[Transaction], Awaitable[T]]

MOST_AT_ONCE = 256
"""Jobs that share a commit at most, so that nobody waits long for the others."""


@dataclass(frozen=True, slots=True, eq=False)
class _Waiting:
    job: Job[Any]
    answer: asyncio.Future[Any]


@dataclass(frozen=True, slots=True)
class _Done:
    """How a job went; it is told to its caller once it is on disk."""

    waiting: _Waiting
    result: Any = None
    error: Exception | None = None


class Writer:
    """Carries out jobs on the writing connection, all that wait at a time in one transaction."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self.commits = 0
        """Transactions committed so far."""
        self.jobs = 0
        """Jobs taken on so far, failed ones included."""
        self._connection = connection
        self._queue: deque[_Waiting] = deque()
        self._wake = asyncio.Event()
        self._closing = False
        self._task = asyncio.create_task(self._run(), name="store writer")

    async def write(self, job: Job[T]) -> T:
        """Carry out a job; returns its result once it is on disk.

        Raises what the job raises (nothing of it is kept then) or StoreError when the disk fails.
        """
        if self._closing:
            raise StoreError("the store is closed")
        if asyncio.current_task() is self._task:
            raise RuntimeError("a job may not write through the store: use its own transaction")
        answer: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._queue.append(_Waiting(job, answer))
        self._wake.set()
        return await answer

    async def close(self) -> None:
        """Finish what was asked for already, take on nothing more."""
        self._closing = True
        self._wake.set()
        await self._task

    async def _run(self) -> None:
        while self._queue or not self._closing:
            await self._wake.wait()
            batch = [self._queue.popleft() for _ in range(min(len(self._queue), MOST_AT_ONCE))]
            if batch:
                await self._write_together(batch)
            elif not self._closing:
                self._wake.clear()

    async def _write_together(self, batch: list[_Waiting]) -> None:
        self.jobs += len(batch)
        try:
            await self._execute("BEGIN IMMEDIATE")
            done = [await self._one(waiting) for waiting in batch if not waiting.answer.done()]
            await self._execute("COMMIT")
        except Exception as error:  # noqa: BLE001  # whatever it was: all must hear it, and writing goes on
            await self._roll_back()
            _tell_all(batch, error)
        else:
            self.commits += 1
            for outcome in done:
                _tell(outcome)

    async def _one(self, waiting: _Waiting) -> _Done:
        """Carry out one job inside its own savepoint; raises only when the whole transaction is lost."""
        tx = Transaction(self._connection)
        try:
            result = await waiting.job(tx)
            await tx.keep()
        except Exception as error:  # it belongs to the caller
            if not self._connection.in_transaction:
                raise  # the database gave up the transaction, and with it the work of the others
            await tx.undo()
            return _Done(waiting, error=error)
        return _Done(waiting, result=result)

    async def _roll_back(self) -> None:
        with contextlib.suppress(sqlite3.Error):  # nothing is left to roll back after some errors
            await self._execute("ROLLBACK")

    async def _execute(self, sql: str) -> None:
        await self._connection.execute_fetchall(sql)


def _tell(outcome: _Done) -> None:
    answer = outcome.waiting.answer
    if answer.done():  # the caller went away
        return
    if outcome.error is not None:
        answer.set_exception(in_words(outcome.error))
    else:
        answer.set_result(outcome.result)


def _tell_all(batch: list[_Waiting], error: Exception) -> None:
    for waiting in batch:
        _tell(_Done(waiting, error=StoreError(f"nothing could be written: {error}")))


def in_words(error: Exception) -> Exception:
    """A failing disk as StoreError; a mistake of the caller (a broken rule of the database) as it is."""
    own_mistake = isinstance(error, sqlite3.IntegrityError | sqlite3.ProgrammingError)
    if isinstance(error, sqlite3.Error) and not own_mistake:
        return StoreError(f"the database could not do it: {error}")
    return error
