"""Small things that a data folder keeps from one start to the next: the class code, the key of the forms, switches."""

from __future__ import annotations

from collections.abc import Callable

from bbs.store.store import Store
from bbs.store.transaction import Reads, Transaction

_GET = "SELECT value FROM kept WHERE name = :name"
_PUT = """
INSERT INTO kept (name, value) VALUES (:name, :value)
ON CONFLICT (name) DO UPDATE SET value = excluded.value
"""


async def remember(store: Store, name: str, value: str, make: Callable[[], str]) -> str:
    """The value under a name: the given one, or else the one kept, or else a new one from `make`; kept from now on."""

    async def job(tx: Transaction) -> str:
        row = await tx.fetch_one(_GET, {"name": name})
        kept = value or (str(row["value"]) if row else make())
        await tx.execute(_PUT, {"name": name, "value": kept})
        return kept

    return await store.write(job)


async def value(reads: Reads, name: str) -> str:
    """The value kept under a name; empty where there is none."""
    row = await reads.fetch_one(_GET, {"name": name})
    return str(row["value"]) if row else ""


async def put(tx: Transaction, name: str, value: str) -> None:
    """Keep a value under a name, in place of the one before."""
    await tx.execute(_PUT, {"name": name, "value": value})
