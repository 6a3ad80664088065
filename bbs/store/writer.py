"""The one writer: a thread of its own, where whoever waits shares a commit and whoever fails fails alone."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from bbs.store.errors import StoreError
from bbs.store.transaction import Transaction

T = TypeVar("T")
Job = Callable[[Transaction], Awaitable[T]]
"""What is to be done in a transaction. It awaits nothing but that transaction, which never makes it wait."""

MOST_AT_ONCE = 256
"""Jobs that share a commit at most, so that nobody waits long for the others."""


Work = Callable[[sqlite3.Connection], T]
"""What is to be done with the writing connection between two transactions."""


@dataclass(frozen=True, slots=True, eq=False)
class _Waiting:
    answer: asyncio.Future[Any]
    job: Job[Any]
    between: Work[Any] | None = None
    """Done alone, in no transaction, instead of the job."""


@dataclass(frozen=True, slots=True)
class _Done:
    """How a job went; it is told to its caller once it is on disk."""

    waiting: _Waiting
    result: Any = None
    error: Exception | None = None


class Writer:
    """Carries out jobs on the writing connection, all that wait at a time in one transaction.

    A trip between threads costs more than a statement, so a whole batch is one trip: the jobs themselves
    run in the writer's thread, and so does all that they call.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.commits = 0
        """Transactions committed so far."""
        self.jobs = 0
        """Jobs taken on so far, failed ones included."""
        self._connection = connection
        self._loop = asyncio.get_running_loop()
        self._queue: SimpleQueue[_Waiting | None] = SimpleQueue()
        self._put_back: _Waiting | None = None
        self._closing = False
        self._ended = asyncio.Event()
        self._thread = threading.Thread(target=self._run, name="store writer", daemon=True)
        self._thread.start()

    async def write(self, job: Job[T]) -> T:
        """Carry out a job; returns its result once it is on disk.

        Raises what the job raises (nothing of it is kept then) or StoreError when the disk fails.
        """
        if threading.current_thread() is self._thread:
            raise RuntimeError("a job may not write through the store: use its own transaction")
        if self._closing:
            raise StoreError("the store is closed")
        answer: asyncio.Future[T] = self._loop.create_future()
        self._queue.put(_Waiting(answer, job))
        return await answer

    async def between(self, work: Work[T]) -> T:
        """Do something with the writing connection while nobody writes; raises StoreError when the disk fails."""
        if self._closing:
            raise StoreError("the store is closed")
        answer: asyncio.Future[T] = self._loop.create_future()
        self._queue.put(_Waiting(answer, _nothing, work))
        return await answer

    async def close(self) -> None:
        """Finish what was asked for already, take on nothing more."""
        if not self._closing:
            self._closing = True
            self._queue.put(None)
        await self._ended.wait()

    def _run(self) -> None:
        """The thread: take all who wait, write for them together, tell them; until there is an end."""
        going_on = True
        while going_on:
            batch, going_on = self._next()
            done = self._write_together(batch) if batch else []
            self._loop.call_soon_threadsafe(_tell_all, done)
        self._loop.call_soon_threadsafe(self._ended.set)

    def _next(self) -> tuple[list[_Waiting], bool]:
        """Those who wait now, at least one; and whether more may come."""
        batch: list[_Waiting] = []
        one = self._put_back or self._queue.get()
        self._put_back = None
        with contextlib.suppress(Empty):
            while one is not None:
                if one.between and batch:
                    self._put_back = one
                    return batch, True
                batch.append(one)
                if one.between or len(batch) == MOST_AT_ONCE:
                    return batch, True
                one = self._queue.get_nowait()
            return batch, False
        return batch, True

    def _write_together(self, batch: list[_Waiting]) -> list[_Done]:
        if between := batch[0].between:
            return [self._alone(batch[0], between)]
        self.jobs += len(batch)
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            done = [self._one(waiting) for waiting in batch if not waiting.answer.done()]
            self._connection.execute("COMMIT")
        except Exception as error:  # noqa: BLE001  # whatever it was: all must hear it, and writing goes on
            self._roll_back()
            lost = StoreError(f"nothing could be written: {error}")
            return [_Done(waiting, error=lost) for waiting in batch]
        self.commits += 1
        return done

    def _alone(self, waiting: _Waiting, work: Work[Any]) -> _Done:
        try:
            return _Done(waiting, result=work(self._connection))
        except Exception as error:  # noqa: BLE001  # it belongs to the caller
            return _Done(waiting, error=error)

    def _one(self, waiting: _Waiting) -> _Done:
        """Carry out one job inside its own savepoint; raises only when the whole transaction is lost."""
        connection = self._connection
        try:
            connection.execute("SAVEPOINT job")
            result = _carried_out(waiting.job(Transaction(connection)))
            connection.execute("RELEASE job")
        except Exception as error:  # it belongs to the caller
            if not connection.in_transaction:
                raise  # the database gave up the transaction, and with it the work of the others
            connection.execute("ROLLBACK TO job")
            connection.execute("RELEASE job")
            return _Done(waiting, error=error)
        return _Done(waiting, result=result)

    def _roll_back(self) -> None:
        with contextlib.suppress(sqlite3.Error):  # nothing is left to roll back after some errors
            self._connection.execute("ROLLBACK")


async def _nothing(_tx: Transaction) -> None:
    """The job of those who only want to do something between the jobs of others."""


def _carried_out(job: Awaitable[T]) -> T:
    """Run a job to its end; raises RuntimeError where it waits for anything but its transaction."""
    steps = job.__await__()
    try:
        next(steps)
    except StopIteration as end:
        result: T = end.value
        return result
    steps.close()
    raise RuntimeError("a job awaits nothing but its transaction: all who write would wait with it")


def _tell_all(done: list[_Done]) -> None:
    for outcome in done:
        _tell(outcome)


def _tell(outcome: _Done) -> None:
    answer = outcome.waiting.answer
    if answer.done():  # the caller went away
        return
    if outcome.error is not None:
        answer.set_exception(in_words(outcome.error))
    else:
        answer.set_result(outcome.result)


def in_words(error: Exception) -> Exception:
    """A failing disk as StoreError; a mistake of the caller (a broken rule of the database) as it is."""
    own_mistake = isinstance(error, sqlite3.IntegrityError | sqlite3.ProgrammingError)
    if isinstance(error, sqlite3.Error) and not own_mistake:
        return StoreError(f"the database could not do it: {error}")
    return error
