"""Penalties on the board: what refuses a text is looked up before it is judged, what it brings is kept after it.

Both happen in the transaction that keeps the text. Times are real time, as for `bbs.counting`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from bbs.policy.penalties import PENALISED, bar
from bbs.policy.submission import Decision, Submission
from bbs.store import Reads, Transaction, penalties


async def barred(reads: Reads, submission: Submission, author: str, now: dt.datetime) -> Submission:
    """The submission with what stands against its author now."""
    if submission.kind not in PENALISED:
        return submission
    bars = []
    for one in await penalties.standing(reads, author, now):
        free = one.again(now, await penalties.filling(reads, one.penalty, author, now))
        bars += [bar(one, free - now, submission.at)] if free else []
    return replace(submission, bars=tuple(bars)) if bars else submission


async def remember(tx: Transaction, decision: Decision, author: str, now: dt.datetime) -> None:
    """Keep what a decision lays on an author."""
    if decision.penalties:
        await penalties.lay(tx, author, decision.penalties, now)
