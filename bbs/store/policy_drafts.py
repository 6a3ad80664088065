"""Drafts of policies: kept whole, one for each id, never in force."""

from __future__ import annotations

import datetime as dt
import json

from bbs.store.records import PolicyDraft
from bbs.store.transaction import Reads, Row, Transaction

_PUT = """
INSERT INTO drafts (policy_id, text, files, at, by_whom) VALUES (:policy_id, :text, :files, :at, :by_whom)
ON CONFLICT (policy_id) DO UPDATE SET text = :text, files = :files, at = :at, by_whom = :by_whom
"""
_BY_ID = "SELECT * FROM drafts WHERE policy_id = :policy_id"
_ALL = "SELECT * FROM drafts ORDER BY at DESC, policy_id LIMIT :limit"
_DROP = (
    "DELETE FROM drafts WHERE policy_id = :policy_id AND text = :text AND files = :files RETURNING policy_id"
)


async def put(tx: Transaction, draft: PolicyDraft) -> None:
    """Keep a draft; an earlier one of the same id is gone then."""
    await tx.execute(_PUT, {**_whole(draft), "at": draft.at.isoformat(), "by_whom": draft.by})


async def by_id(reads: Reads, policy_id: str) -> PolicyDraft | None:
    """The draft of a policy, or None."""
    row = await reads.fetch_one(_BY_ID, {"policy_id": policy_id})
    return _draft(row) if row else None


async def newest_first(reads: Reads, limit: int = 100) -> list[PolicyDraft]:
    """The drafts, newest first."""
    return [_draft(row) for row in await reads.fetch_all(_ALL, {"limit": limit})]


async def drop(tx: Transaction, draft: PolicyDraft) -> bool:
    """Throw this very draft away; False where it has been changed or is gone already."""
    return await tx.fetch_one(_DROP, _whole(draft)) is not None


def _whole(draft: PolicyDraft) -> dict[str, str]:
    files = json.dumps(dict(draft.files), sort_keys=True)
    return {"policy_id": draft.policy_id, "text": draft.text, "files": files}


def _draft(row: Row) -> PolicyDraft:
    return PolicyDraft(
        policy_id=row["policy_id"],
        text=row["text"],
        files=json.loads(row["files"]),
        at=dt.datetime.fromisoformat(row["at"]),
        by=row["by_whom"],
    )
