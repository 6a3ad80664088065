"""The audit log: a chain of rows, each sealed with the hash of the one before."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bbs.policy.submission import Text
from bbs.store.records import AuditRow
from bbs.store.transaction import Reads, Row, Transaction

FIRST = "0" * 64
"""What the first row names as its predecessor."""

PAGE = 500
"""Rows read at a time: memory stays the same however long the log is."""

_as_json = json.encoder.encode_basestring_ascii
_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), allow_nan=False)
_LAST = "SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1"
_INSERT = """
INSERT INTO audit (seq, at, actor, action, subject, detail, digest, prev, hash)
VALUES (:seq, :at, :actor, :action, :subject, :detail, :digest, :prev, :hash)
"""
SEALED = ("seq", "at", "actor", "action", "subject", "detail", "digest", "prev")
"""The columns that a row's hash seals, in their order."""

ROWS = "SELECT * FROM audit WHERE seq > :after ORDER BY seq LIMIT :limit"
"""Rows of the log by key."""


@dataclass(frozen=True, slots=True)
class Fault:
    """The first thing in the log that does not hold."""

    seq: int
    """The row's number."""
    problem: str


async def append(
    tx: Transaction,
    *,
    at: dt.datetime,
    actor: str,
    action: str,
    subject: str,
    detail: Mapping[str, object] | None = None,
    digest: str = "",
) -> AuditRow:
    """Add a row to the chain, in the transaction of what it records. `detail` holds no text of a person."""
    last = await tx.fetch_one(_LAST)
    row = sealed(
        seq=last["seq"] + 1 if last else 1,
        at=at,
        actor=actor,
        action=action,
        subject=subject,
        detail=canonical(dict(detail or {})),
        digest=digest,
        prev=last["hash"] if last else FIRST,
    )
    await tx.execute(_INSERT, {**dict(zip(SEALED, _sealed(row), strict=True)), "hash": row.hash})
    return row


def sealed(
    *, seq: int, at: dt.datetime, actor: str, action: str, subject: str, detail: str, digest: str, prev: str
) -> AuditRow:
    """A row with the hash that belongs to it."""
    row = AuditRow(seq, at, actor, action, subject, detail, digest, prev, hash="")
    return replace(row, hash=_hash(*_sealed(row)))


def verify_chain(rows: Iterable[AuditRow], before: AuditRow | None = None) -> Fault | None:
    """The first row that is changed, missing or out of place, or None. `before` is the row ahead of them."""
    seq, last = (before.seq, before.hash) if before else (0, FIRST)
    for row in rows:
        if fault := break_in(_sealed(row), row.hash, seq, last):
            return fault
        seq, last = row.seq, row.hash
    return None


def break_in(sealed: Sequence[Any], sealed_with: str, seq: int, last: str) -> Fault | None:
    """What is wrong with a row, its columns in the order of SEALED, that comes after row `seq` with the hash `last`."""
    number = sealed[0]
    if number != seq + 1:
        return Fault(seq + 1, f"row {seq + 1} of the audit log is missing")
    if sealed[-1] != last:
        return Fault(seq + 1, f"row {number} of the audit log does not follow the row before it")
    if sealed_with != _hash(*sealed):
        return Fault(seq + 1, f"row {number} of the audit log was changed ({sealed[3]} {sealed[4]})")
    return None


async def rows_after(reads: Reads, after: int = 0, limit: int = PAGE) -> list[AuditRow]:
    """Rows of the log by key, oldest first."""
    return [record(row) for row in await reads.fetch_all(ROWS, {"after": after, "limit": limit})]


def new_salt() -> str:
    """A fresh salt; without it a digest says nothing about a text, so erasing it erases the text's trace."""
    return secrets.token_hex(16)


def digest(salt: str, original: Text, *decided: str) -> str:
    """The salted digest of a text and of what was decided about it."""
    parts = ",".join(map(_as_json, (original.title, original.body, *decided)))  # canonical JSON, but faster
    return hashlib.sha256(f"{salt}\n[{parts}]".encode()).hexdigest()


def policy_digest(text: str, files: Mapping[str, str]) -> str:
    """The digest of a published policy; it is the teacher's text, kept for good, and needs no salt."""
    return hashlib.sha256(canonical([text, dict(files)]).encode()).hexdigest()


def canonical(value: object) -> str:
    """JSON that is the same text for the same value, on every machine."""
    return _CANONICAL.encode(value)


def _hash(
    seq: int, at: str, actor: str, action: str, subject: str, detail: str, digest: str, prev: str
) -> str:
    """The hash of a row's columns as canonical JSON, which is spelt out here: a whole log is quite some rows."""
    words = f'"action":{_as_json(action)},"actor":{_as_json(actor)},"at":{_as_json(at)}'
    words += f',"detail":{_as_json(detail)},"digest":{_as_json(digest)},"prev":{_as_json(prev)}'
    words += f',"seq":{seq:d},"subject":{_as_json(subject)}'
    return hashlib.sha256(f"{{{words}}}".encode()).hexdigest()


def _sealed(row: AuditRow) -> tuple[Any, ...]:
    return tuple(row.at.isoformat() if name == "at" else getattr(row, name) for name in SEALED)


def record(row: Row) -> AuditRow:
    """A row as it was kept; raises TypeError or ValueError where it can't be read."""
    return AuditRow(**{**dict(row), "at": dt.datetime.fromisoformat(row["at"])})
