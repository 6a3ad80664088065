"""From a submission to what is kept of it: both layers' answers, the post, the decision, the audit row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from bbs.policy.submission import Decision, Submission, Text, Verdict
from bbs.policy.verdicts import answer, audience, combine
from bbs.rulebook import Layers
from bbs.store import TEACHER, AuditRow, DecisionRow, Post, Transaction, audit, decisions, new_id, posts


@dataclass(frozen=True, slots=True)
class Judged:
    """A submission with the answers of both layers, and the one that is carried out."""

    submission: Submission
    house: Decision
    policy: Decision
    combined: Decision
    house_version: int
    policy_version: int


def judge(layers: Layers, submission: Submission) -> Judged:
    """Ask the house rules and the policy; pure."""
    house, policy = (one.judge(submission) for one in layers.policies)
    combined = combine(house, policy, submission)
    return Judged(submission, house, policy, combined, layers.house.version.seq, layers.network.version.seq)


def unfiltered(layers: Layers, submission: Submission) -> Judged:
    """The teacher's own words: nothing is done to them, and the record says so."""
    text = Text(submission.title, submission.body)
    plain = Decision(Verdict.ALLOW, "exempt", "", text, text, text, "nothing", "")
    return Judged(submission, plain, plain, plain, layers.house.version.seq, layers.network.version.seq)


def post_of(judged: Judged, *, author: str, at: dt.datetime, thread: str | None, once: str | None) -> Post:
    """The post that a decision makes; it has no key yet."""
    submission, decision = judged.submission, judged.combined
    return Post(
        id=submission.key,
        seq=0,
        thread=thread,
        site=submission.site or "",
        board=submission.board,
        kind=submission.kind,
        author=author,
        at=at,
        original=Text(submission.title, submission.body),
        shown=decision.edited,
        author_sees=decision.author_sees,
        audience=audience(decision),
        verdict=decision.verdict.word,
        by=decision.by,
        told=decision.told,
        told_text=decision.told_text,
        answer=answer(decision).value,
        policy_version=judged.policy_version,
        house_version=judged.house_version,
        due=at + (decision.delay or dt.timedelta()) if decision.verdict is Verdict.DELAY else None,
        flagged=decision.flagged,
        salt=audit.new_salt(),
        once=once,
        author_name=submission.by.name,
        author_role=submission.by.role if author else TEACHER,
    )


async def keep(tx: Transaction, post: Post, judged: Judged) -> tuple[Post, AuditRow]:
    """Keep a post, its decision and the audit row that vouches for both."""
    facts = decisions.submission_text(judged.submission)
    texts = [decisions.decision_text(one) for one in (judged.house, judged.policy, judged.combined)]
    kept = await posts.add(tx, post)
    row = await record(
        tx, post, (facts, *texts), action="submitted", at=post.at, by=post.author or TEACHER, told=post.told
    )
    return kept, row


async def record(
    tx: Transaction,
    post: Post,
    judged: Sequence[str],
    *,
    action: str,
    at: dt.datetime,
    by: str,
    **more: object,
) -> AuditRow:
    """Keep the decision that a post stands by, and the audit row that vouches for both.

    `judged` are the texts that are kept of it: the facts, and what the house rules, the policy and both together say.
    `more` goes into the row's detail.
    """
    facts, house, policy, combined = judged
    detail: dict[str, object] = {
        "decision": new_id(),
        "verdict": post.verdict,
        "by": post.by,
        "audience": post.audience.value,
        "policy": post.policy_version,
        "house": post.house_version,
    }
    digest = audit.digest(post.salt or "", post.original, *judged)
    row = await audit.append(
        tx, at=at, actor=by, action=action, subject=post.id, detail=detail | more, digest=digest
    )
    versions = (post.policy_version, post.house_version)
    decision = DecisionRow(
        str(detail["decision"]), 0, post.id, at, facts, house, policy, combined, *versions, row.seq
    )
    await decisions.add(tx, decision)
    return row
