"""Counting on the board: what the rules ask of the past is answered before they judge, in the same transaction.

Windows are real time: the moments at which the server took the texts in, whatever the clock of the lesson shows.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial

from bbs.policy.past import before
from bbs.policy.questions import BURST, SAME_TEXT, Question, fingerprint
from bbs.policy.rules import Policy
from bbs.policy.submission import Submission, Text, Verdict
from bbs.store import Post, Reads, Store, Transaction, counts

PAGE = 200
"""Texts that are looked at in one transaction, so that nobody who writes waits long."""

Asked = tuple[Question, ...]


def asks(policies: Iterable[Policy], submission: Submission) -> Asked:
    """What the policies ask of the past before they can judge a submission, each question once."""
    return tuple(dict.fromkeys(one for policy in policies for one in policy.asks(submission)))


async def answered(
    reads: Reads, asked: Asked, submission: Submission, author: str, now: dt.datetime
) -> Submission:
    """The submission with the answers; it is counted in each of them itself."""
    if not asked:
        return submission
    same = _same(asked, author, Text(submission.title, submission.body))
    found = {one.words: 1 + await counts.earlier(reads, one, author, same, now) for one in asked}
    return replace(submission, counters=found)


async def remember(tx: Transaction, post: Post, asked: Asked) -> None:
    """Keep what later texts are counted by; a text whose author was asked back was not sent yet."""
    if asked and post.verdict != Verdict.WARN.word:
        text = counts.Counted(post.id, post.seq, post.author, post.at, post.original)
        await _remember(tx, text, asked)


def fresh(policy: Policy, in_force: Iterable[Policy]) -> frozenset[Question]:
    """What a policy asks that nobody has counted yet, or not as far back, because no policy in force asks for it."""
    if policy.mode == "off":
        return frozenset()
    counted = [one for other in in_force if other.mode != "off" for one in other.questions]
    return frozenset(
        one
        for one in policy.questions
        if one.counts in {SAME_TEXT, BURST} and not any(_covers(other, one) for other in counted)
    )


async def catch_up(
    store: Store, policy: Policy, new: frozenset[Question], now: dt.datetime, after: int = 0
) -> int:
    """Count what was written before a policy came, as far back as its new questions look and after a key.

    Returns the key of the newest text that was looked at. What was counted already stays as it is.
    """
    if not new:
        return after
    since = before(now, max(one.within for one in new))
    after = max(after, await counts.last_before(store, since))
    # read behind all who write now: what they were judged by may be the policy before
    while page := await store.write(partial(counts.texts, after=after, limit=PAGE)):
        found = await asyncio.to_thread(_looked_at, policy, new, page)
        await store.write(partial(_keep_all, found=found))
        after = page[-1].seq
    return after


async def forget(store: Store, policies: Sequence[Policy]) -> None:
    """Forget who used phrases that none of these policies asks for."""
    meanings = {one.meaning for policy in policies for one in policy.questions if one.counts == BURST}
    if await counts.others(store, meanings):
        await store.write(lambda tx: counts.forget_others(tx, meanings))


def _covers(counted: Question, asked: Question) -> bool:
    """Whether what is counted for one question answers another."""
    return replace(counted, of="", within=asked.within) == replace(asked, of="") and (
        counted.within >= asked.within
    )


def _looked_at(
    policy: Policy, new: frozenset[Question], texts: Iterable[counts.Counted]
) -> list[tuple[counts.Counted, Asked]]:
    """Each text with what is asked of it."""
    everything = ((one, policy.asks(Submission(one.text.body, one.text.title))) for one in texts)
    return [(one, tuple(question for question in asked if question in new)) for one, asked in everything]


async def _keep_all(tx: Transaction, found: Iterable[tuple[counts.Counted, Asked]]) -> None:
    for text, asked in found:
        await _remember(tx, text, asked)


async def _remember(tx: Transaction, text: counts.Counted, asked: Asked) -> None:
    meanings = dict.fromkeys(one.meaning for one in asked if one.counts == BURST)
    await counts.remember(tx, text, _same(asked, text.author, text.text), meanings)


def _same(asked: Asked, author: str, text: Text) -> str:
    """What equal texts of this author have in common; empty where nobody asks."""
    if not any(one.counts == SAME_TEXT for one in asked):
        return ""
    return fingerprint(author, text.title, text.body)
