"""Tickets and passwords as they are kept: Argon2id, worked out beside the loop, a few at a time."""

from __future__ import annotations

import asyncio
import os
import secrets
import threading
import unicodedata
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

from bbs import names

T = TypeVar("T")

_LOADING = threading.Lock()

AT_ONCE = 2 if (os.cpu_count() or 1) > 2 else 1  # one core is left for the loop
"""Secrets hashed at a time: more would only fight for the processor with everything else, and for memory."""

KIB, ROUNDS = 19_456, 2
"""Memory and passes of Argon2id: some 25 ms a ticket; the library's own default takes ten times as long."""

LONGEST = 200
"""Characters of a typed code, ticket or password that are looked at."""


class Hashing:
    """Makes and checks hashes, so that the loop goes on answering meanwhile."""

    def __init__(self) -> None:
        self._room = asyncio.Semaphore(AT_ONCE)
        self._nobodys = ""

    async def of_ticket(self, ticket: str) -> str:
        """What is kept of a return ticket."""
        return await self._beside(_hash, comparable(ticket))

    async def of_password(self, password: str) -> str:
        """What is kept of a password."""
        return await self._beside(_hash, _as_typed(password))

    async def is_ticket(self, secret: str, ticket_hash: str) -> bool:
        """Whether this is the ticket, loosely typed."""
        return await self._beside(_verify, comparable(secret), ticket_hash)

    async def fits(self, secret: str, ticket_hash: str, password_hash: str) -> bool:
        """Whether this is the ticket or the password; an empty hash is checked as long as any, and never fits."""
        nobodys = await self._nobodys_hash()
        return await self._beside(_fits, secret, ticket_hash or nobodys, password_hash or nobodys)

    async def _nobodys_hash(self) -> str:
        """A hash of what nobody can know: whoever is asked about, two are checked."""
        if not self._nobodys:
            self._nobodys = await self._beside(_hash, secrets.token_bytes(32))
        return self._nobodys

    async def _beside(self, work: Callable[..., T], *values: str | bytes) -> T:
        async with self._room:
            return await asyncio.to_thread(work, *values)


def comparable(words: str) -> bytes:
    """Code or ticket as it is compared; longer than any that is dealt is wrong anyway."""
    return names.plain(words[:LONGEST]).encode("utf-8", "surrogatepass")


def _as_typed(password: str) -> bytes:
    """A password as it is compared: every character counts, however the keyboard composes it."""
    if len(password) > 4 * LONGEST:
        return b""  # too long for any that was set
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")


def _hash(secret: bytes) -> str:
    return str(_argon2().hash(secret))


def _verify(secret: bytes, kept: str) -> bool:
    return bool(_argon2().verify(secret, kept))


def _argon2() -> Any:
    """Argon2id at the cost that is set."""
    with _LOADING:  # passlib fails where two threads make it load at once
        return _loaded(KIB, ROUNDS)


@cache
def _loaded(kib: int, rounds: int) -> Any:
    from passlib.hash import argon2  # when the first person joins: the server is there sooner without

    argon2.set_backend()
    return argon2.using(memory_cost=kib, time_cost=rounds, parallelism=1)


def _fits(secret: str, ticket_hash: str, password_hash: str) -> bool:
    """Both are worked out, whatever the first one says."""
    return any([_verify(comparable(secret), ticket_hash), _verify(_as_typed(secret), password_hash)])
