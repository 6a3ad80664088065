"""The walk through all posts so far: each judged by house rules and a policy, in order, counted anew, off the loop."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, replace

from bbs.anew import Outcome, outcome, unasked
from bbs.policy.past import Past
from bbs.policy.questions import Sent
from bbs.policy.rules import Policy
from bbs.policy.submission import Decision, Submission
from bbs.policy.verdicts import combine
from bbs.store import Store, decisions, old_posts
from bbs.store.old_posts import OldPost

PAGE = 100
"""Posts that are read and judged at a time."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A post with both layers' answers and what they make of it."""

    submission: Submission
    house: Decision
    policy: Decision
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Board:
    """What is walked through, and by which rules."""

    house: Policy
    policy: Policy
    until: int
    """The key of the newest post."""


async def walk(store: Store, board: Board, now: dt.datetime) -> AsyncIterator[tuple[int, list[Judgement]]]:
    """Every page of posts, with the key of its last one. Raises StoreError."""
    past, by_time = Past(board.house, board.policy), await old_posts.released_by_time(store)
    after = 0
    while page := await old_posts.page(store, after=after, until=board.until, limit=PAGE):
        after = page[-1].post.seq
        yield after, await asyncio.to_thread(_judged, board, past, page, now, by_time)


def _judged(
    board: Board, past: Past, page: Iterable[OldPost], now: dt.datetime, by_time: frozenset[str]
) -> list[Judgement]:
    return [_one(board, past, old, now, by_time) for old in page]


def _one(board: Board, past: Past, old: OldPost, now: dt.datetime, by_time: frozenset[str]) -> Judgement:
    """One post: what the past is asked is answered as on the board, and what refused it then refuses it now."""
    post, frozen = old.post, decisions.read_submission(old.facts)
    sent = Sent(unasked(frozen), post.author, post.at)
    submission = replace(past.answered(sent), bars=frozen.bars)
    house, policy = board.house.judge(submission), board.policy.judge(submission)
    combined = combine(house, policy, submission)
    past.keep(sent, combined)
    return Judgement(submission, house, policy, outcome(post, combined, now, by_time))
