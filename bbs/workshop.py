"""Policies on the way: drafts that are kept and not in force, and where any policy's text is found by its id."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from bbs.proof import Proof, kept_file
from bbs.rulebook import Rulebook
from bbs.settings import Settings
from bbs.shelf import shelved
from bbs.shipped import PolicyFile
from bbs.store import NotFound, PolicyDraft, PolicyVersion, Store, Transaction, audit, policy_drafts

State = Literal["draft", "in force", "own", "shipped"]


@dataclass(frozen=True, slots=True)
class Found:
    """A policy's text, and what it is at the moment."""

    file: PolicyFile
    state: State
    draft: PolicyDraft | None = None
    version: PolicyVersion | None = None


async def keep_draft(store: Store, proof: Proof, by: str, at: dt.datetime) -> PolicyDraft:
    """Keep a text that loads as the draft of its id; an earlier draft is gone then. Raises ValueError for others."""
    if proof.policy is None:
        raise ValueError("a text that does not load is no draft")
    files = {name: content.decode("utf-8") for name, content in proof.files.items()}
    draft = PolicyDraft(proof.policy.id, proof.text, files, at, by)
    digest = audit.policy_digest(draft.text, draft.files)

    async def job(tx: Transaction) -> None:
        await policy_drafts.put(tx, draft)
        await audit.append(tx, at=at, actor=by, action="drafted", subject=draft.policy_id, digest=digest)

    await store.write(job)
    return draft


async def throw_away(store: Store, draft: PolicyDraft, by: str, at: dt.datetime) -> None:
    """Drop a draft; one that was changed meanwhile stays."""

    async def job(tx: Transaction) -> None:
        if await policy_drafts.drop(tx, draft):
            await audit.append(tx, at=at, actor=by, action="draft thrown away", subject=draft.policy_id)

    await store.write(job)


async def draft_of(store: Store, policy_id: str) -> PolicyDraft:
    """The draft of a policy; raises NotFound."""
    draft = await policy_drafts.by_id(store, policy_id)
    if draft is None:
        raise NotFound(policy_id)
    return draft


async def find(store: Store, rulebook: Rulebook, settings: Settings, policy_id: str) -> Found:
    """A policy by its id: the draft if there is one, else what is in force, else what lies on the shelf.

    Raises NotFound.
    """
    draft = await policy_drafts.by_id(store, policy_id)
    if draft:
        return Found(draft_file(draft), "draft", draft=draft)
    if rulebook.version.policy_id == policy_id:
        return Found(version_file(rulebook.version), "in force", version=rulebook.version)
    one = await shelved(settings, policy_id)
    return Found(one.file, "own" if one.own else "shipped")


def draft_file(draft: PolicyDraft) -> PolicyFile:
    """A draft, to be read like a file."""
    return kept_file(draft.policy_id, draft.text, draft.files)


def version_file(version: PolicyVersion) -> PolicyFile:
    """A published version, to be read like a file."""
    return kept_file(version.policy_id, version.text, version.files, version.origin)
