"""Decisions with all that went into them, as the database keeps them."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, replace
from functools import cache
from typing import TypeVar

from pydantic import TypeAdapter

from bbs.policy.submission import Decision, Submission
from bbs.store.records import DecisionRow
from bbs.store.transaction import Reads, Row, Transaction

T = TypeVar("T")

_INSERT = """
INSERT INTO decisions (
    id, post, at, facts, house, policy, combined, policy_version, house_version, audit
) VALUES (
    :id, :post, :at, :facts, :house, :policy, :combined, :policy_version, :house_version, :audit
)
"""
_OF_POST = "SELECT * FROM decisions WHERE post = :post ORDER BY seq DESC LIMIT 1"
_FIRST = "SELECT * FROM decisions WHERE post = :post ORDER BY seq LIMIT 1"
_PAGE = "SELECT * FROM decisions WHERE seq > :after AND facts <> '' ORDER BY seq LIMIT :limit"
_HISTORY = """
SELECT d.at, g.detail FROM decisions d JOIN audit g ON g.seq = d.audit WHERE d.post = :post ORDER BY d.seq
"""


@dataclass(frozen=True, slots=True)
class Decided:
    """How a post was decided once."""

    at: dt.datetime
    verdict: str
    by: str


async def add(tx: Transaction, decision: DecisionRow) -> None:
    """Keep a decision."""
    await tx.execute(
        _INSERT,
        {
            "id": decision.id,
            "post": decision.post,
            "at": decision.at.isoformat(),
            "facts": decision.facts,
            "house": decision.house,
            "policy": decision.policy,
            "combined": decision.combined,
            "policy_version": decision.policy_version,
            "house_version": decision.house_version,
            "audit": decision.audit,
        },
    )


async def of_post(reads: Reads, post_id: str) -> DecisionRow | None:
    """The newest decision on a post; its texts are empty where the post's words were erased."""
    row = await reads.fetch_one(_OF_POST, {"post": post_id})
    return _row(row) if row else None


async def first_of_post(reads: Reads, post_id: str) -> DecisionRow | None:
    """The decision that was made when the post was sent; what its author was told belongs to this one."""
    row = await reads.fetch_one(_FIRST, {"post": post_id})
    return _row(row) if row else None


async def history(reads: Reads, post_id: str) -> list[Decided]:
    """Every decision on a post, the first one first; a re-run adds one, and none is ever lost."""
    rows = await reads.fetch_all(_HISTORY, {"post": post_id})
    found = [(row["at"], json.loads(row["detail"])) for row in rows]
    return [Decided(dt.datetime.fromisoformat(at), one["verdict"], one["by"]) for at, one in found]


async def page(reads: Reads, after: int = 0, limit: int = 100) -> list[DecisionRow]:
    """Decisions by key, oldest first, without those on erased words: what a replay walks through."""
    return [_row(row) for row in await reads.fetch_all(_PAGE, {"after": after, "limit": limit})]


def decision_text(decision: Decision) -> str:
    """A decision as JSON that loses nothing."""
    return _adapter(Decision).dump_json(decision).decode()


def read_decision(text: str) -> Decision:
    """The decision that `decision_text` wrote."""
    decision: Decision = _adapter(Decision).validate_json(text)
    return decision


def submission_text(submission: Submission) -> str:
    """A submission with its frozen facts, as JSON that loses nothing."""
    return _adapter(Submission).dump_json(replace(submission, counters=dict(submission.counters))).decode()


def read_submission(text: str) -> Submission:
    """The submission that `submission_text` wrote."""
    submission: Submission = _adapter(Submission).validate_json(text)
    return submission


@cache
def _adapter(kind: type[T]) -> TypeAdapter[T]:
    """What reads and writes a kind of record; made when the first one comes, so that the server is there sooner."""
    return TypeAdapter(kind)


def _row(row: Row) -> DecisionRow:
    return DecisionRow(**{**dict(row), "at": dt.datetime.fromisoformat(row["at"])})
