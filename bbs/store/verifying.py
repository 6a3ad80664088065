"""Holding the whole database to its log: the chain, the texts and policies behind it, the posts as they stand."""

from __future__ import annotations

import json
from collections.abc import Callable

from bbs.policy.submission import Text
from bbs.policy.verdicts import answer
from bbs.store import audit
from bbs.store.audit import PAGE, Fault, verify_chain
from bbs.store.decisions import read_decision
from bbs.store.posts import COLUMNS, post_of
from bbs.store.records import TEACHER, AuditRow, Post
from bbs.store.transaction import Reads, Row

_TEXTS = """
SELECT d.audit, a.digest, p.salt, p.title, p.body, d.facts, d.house, d.policy, d.combined
FROM decisions d JOIN posts p ON p.id = d.post LEFT JOIN audit a ON a.seq = d.audit
WHERE d.audit > :after ORDER BY d.audit LIMIT :limit
"""
_POLICIES = """
SELECT a.seq, a.digest, a.detail, a.at AS a_at, a.actor, p.text, p.files, p.layer, p.policy_id, p.at, p.by_whom
FROM policies p LEFT JOIN audit a ON a.action = 'published' AND a.subject = CAST(p.seq AS TEXT)
ORDER BY p.seq
"""
_ANSWERS = "'released', 'refused'"
_STANDING = f"""
SELECT g.seq AS g_seq, g.at AS g_at, g.actor, g.action, g.detail, g.digest,
    d.id AS decision, d.at AS d_at, d.facts, d.combined,
    d.policy_version AS d_policy, d.house_version AS d_house, {COLUMNS}
FROM audit g JOIN posts p ON p.id = g.subject LEFT JOIN decisions d ON d.audit = g.seq
LEFT JOIN people a ON a.id = p.author
WHERE g.seq > :after AND g.action IN ('submitted', {_ANSWERS}) ORDER BY g.seq LIMIT :limit
"""  # noqa: S608  # our own names
_UNRECORDED = f"""
SELECT p.id FROM posts p LEFT JOIN decisions d ON d.post = p.id
WHERE d.id IS NULL OR (p.state <> 'judged' AND p.id NOT IN (SELECT subject FROM audit WHERE action IN ({_ANSWERS})))
ORDER BY p.seq LIMIT 1
"""  # noqa: S608  # our own words


async def verify(reads: Reads) -> Fault | None:
    """The first row of the log that does not hold, or None.

    A row holds if the chain does, and the text, decision, policy and post that it records are still the same.
    """
    fault, end = await _chain(reads)
    faults = [fault, await _texts(reads, end), await _policies(reads, end), await _standing(reads)]
    found = [one for one in faults if one]
    return min(found, key=lambda one: one.seq) if found else await _unrecorded(reads, end)


async def _chain(reads: Reads) -> tuple[Fault | None, int]:
    """The first fault of the chain, and the number of the row that would come next."""
    last: AuditRow | None = None
    while rows := await reads.fetch_all(audit.ROWS, {"after": last.seq if last else 0, "limit": PAGE}):
        for row in rows:
            try:
                record = audit.record(row)
                fault = verify_chain([record], last)
                changed = record.at.isoformat() != row["at"]
            except (TypeError, ValueError):
                changed, fault = True, None
            if fault or changed:
                return fault or Fault(row["seq"], f"row {row['seq']} of the audit log was changed"), row[
                    "seq"
                ]
            last = record
    return None, last.seq + 1 if last else 1


async def _texts(reads: Reads, end: int) -> Fault | None:
    after = 0
    while rows := await reads.fetch_all(_TEXTS, {"after": after, "limit": PAGE}):
        for row in rows:
            if not isinstance(row["audit"], int):
                return Fault(end, "a decision names no row of the audit log")
            after = row["audit"]
            if row["digest"] is None:
                return Fault(after, f"row {after} of the audit log is missing")
            if not _holds(_same_text, row):
                return Fault(after, f"the text or decision behind row {after} of the audit log was changed")
    return None


async def _policies(reads: Reads, end: int) -> Fault | None:
    for row in await reads.fetch_all(_POLICIES):
        if row["seq"] is None:
            return Fault(end, "a published policy has no row in the audit log")
        if not _holds(_same_policy, row):
            return Fault(row["seq"], f"the policy behind row {row['seq']} of the audit log was changed")
    return None


async def _standing(reads: Reads) -> Fault | None:
    """Whether each post is what its decision made of it, and what an editor's answer made of it since."""
    after = 0
    while rows := await reads.fetch_all(_STANDING, {"after": after, "limit": PAGE}):
        for row in rows:
            after = row["g_seq"]
            check = _as_judged if row["action"] == "submitted" else _as_answered
            if not _holds(check, row):
                return Fault(after, f"post {row['id']} is not what row {after} of the audit log says")
    return None


async def _unrecorded(reads: Reads, end: int) -> Fault | None:
    row = await reads.fetch_one(_UNRECORDED)
    return Fault(end, f"post {row['id']} has no row in the audit log") if row else None


def _same_text(row: Row) -> bool:
    if row["salt"] is None:  # erased, and its trace with it
        return True
    original = Text(row["title"], row["body"])
    parts = (row["facts"], row["house"], row["policy"], row["combined"])
    return audit.digest(row["salt"], original, *parts) == str(row["digest"])


def _same_policy(row: Row) -> bool:
    detail = {"layer": row["layer"], "policy": row["policy_id"]}
    return (
        audit.policy_digest(row["text"], json.loads(row["files"])) == row["digest"]
        and json.loads(row["detail"]) == detail
        and (row["a_at"], row["actor"]) == (row["at"], row["by_whom"])
    )


def _as_judged(row: Row) -> bool:
    post, detail = post_of(row), json.loads(row["detail"])
    now = {"audience": post.audience.value} if post.state == "judged" else {}
    stands = (
        row["g_at"] == row["at"] == row["d_at"]
        and row["actor"] == (post.author or TEACHER)
        and (row["d_policy"], row["d_house"]) == (post.policy_version, post.house_version)
        and (post.state != "judged" or not post.reason)
        and detail
        == {
            "audience": detail["audience"],
            "decision": row["decision"],
            "verdict": post.verdict,
            "by": post.by,
            "told": post.told,
            "policy": post.policy_version,
            "house": post.house_version,
            **now,
        }
    )
    return stands and (post.salt is None or _as_decided(post, row))


def _as_decided(post: Post, row: Row) -> bool:
    decision, facts = read_decision(row["combined"]), json.loads(row["facts"])
    return (
        decision.edited == post.shown
        and decision.author_sees == post.author_sees
        and decision.told_text == post.told_text
        and int(decision.flagged) == row["flagged"]
        and answer(decision).value == post.answer
        and (facts["kind"], facts["site"] or "", facts["board"]) == (post.kind, post.site, post.board)
    )


def _as_answered(row: Row) -> bool:
    post, detail = post_of(row), json.loads(row["detail"])
    said = post.salt is None or audit.digest(post.salt, Text("", post.reason)) == row["digest"]
    return bool(said and post.state == row["action"] and post.audience.value == detail["audience"])


def _holds(check: Callable[[Row], bool], row: Row) -> bool:
    """What can't even be read does not hold."""
    try:
        return check(row)
    except (TypeError, ValueError, KeyError, AttributeError):
        return False
