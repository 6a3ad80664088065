"""Counting on the board: what the rules ask of the past is answered before they judge, in the same transaction.

Windows are real time: the moments at which the server took the texts in, whatever the clock of the lesson shows.
"""

from __future__ import annotations

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


async def catch_up(store: Store, policies: Sequence[Policy], now: dt.datetime, after: int = 0) -> int:
    """Count what was written before these policies came, as far back as they look and after a key.

    Returns the key of the newest text that was looked at. Texts that were counted already stay as they are.
    """
    asked = [one for policy in policies for one in policy.questions if one.counts in {SAME_TEXT, BURST}]
    if not asked:
        return after
    since = before(now, max(one.within for one in asked))
    after = max(after, await counts.last_before(store, since))
    last = -1
    while after != last:
        last = after
        after = await store.write(partial(_page, policies=policies, after=after))
    return after


async def forget(store: Store, policies: Sequence[Policy]) -> None:
    """Forget who used phrases that none of these policies asks for."""
    meanings = {one.meaning for policy in policies for one in policy.questions if one.counts == BURST}
    if await counts.others(store, meanings):
        await store.write(lambda tx: counts.forget_others(tx, meanings))


async def _page(tx: Transaction, policies: Sequence[Policy], after: int) -> int:
    """Count some texts; returns the key of the last of them."""
    for text in await counts.texts(tx, after, PAGE):
        asked = asks(policies, Submission(text.text.body, text.text.title))
        await _remember(tx, text, asked)
        after = text.seq
    return after


async def _remember(tx: Transaction, text: counts.Counted, asked: Asked) -> None:
    meanings = dict.fromkeys(one.meaning for one in asked if one.counts == BURST)
    await counts.remember(tx, text, _same(asked, text.author, text.text), meanings)


def _same(asked: Asked, author: str, text: Text) -> str:
    """What equal texts of this author have in common; empty where nobody asks."""
    if not any(one.counts == SAME_TEXT for one in asked):
        return ""
    return fingerprint(author, text.title, text.body)
