"""From a submission to what is kept of it: both layers' answers, the post, the decision, the audit row."""

from __future__ import annotations

import datetime as dt
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
    decision_id = new_id()
    row = await audit.append(
        tx,
        at=post.at,
        actor=post.author or TEACHER,
        action="submitted",
        subject=post.id,
        detail={
            "decision": decision_id,
            "verdict": post.verdict,
            "by": post.by,
            "told": post.told,
            "audience": post.audience.value,
            "policy": judged.policy_version,
            "house": judged.house_version,
        },
        digest=audit.digest(post.salt or "", post.original, facts, *texts),
    )
    kept = await posts.add(tx, post)
    house, policy, combined = texts
    await decisions.add(
        tx,
        DecisionRow(
            id=decision_id,
            seq=0,
            post=post.id,
            at=post.at,
            facts=facts,
            house=house,
            policy=policy,
            combined=combined,
            policy_version=judged.policy_version,
            house_version=judged.house_version,
            audit=row.seq,
        ),
    )
    return kept, row
