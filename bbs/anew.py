"""What a new decision makes of a post that is there already, and what that changes for readers and its author.

Nobody is asked or told anything by a re-run: a warning counts as confirmed, penalties are not laid, and what its author
was told when a text was sent stays on record. What they see goes by the new decision, as if it had been the first one.
A delay that would have run out by now has run out. Two kinds of posts stay as they are:

- what an editor has released or refused: a person's answer stands over every rule;
- what its author was told was not accepted: it never came onto the board, and they still have their draft.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import Enum

from bbs.policy.replay import Change
from bbs.policy.submission import Decision, Submission, Verdict
from bbs.policy.verdicts import Answer, Audience, answer, audience
from bbs.store import Post

_WAITING = frozenset({Verdict.DELAY.word, Verdict.HOLD.word})


class Stays(Enum):
    """Why a post stays as it is, whatever a policy makes of it."""

    ANSWERED = "an editor has answered it"
    NOT_SENT = "its author was told that it was not accepted"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A post beside what a decision would make of it."""

    post: Post
    anew: Post
    """The post as it would stand; its `rerun` is not known yet."""
    decision: Decision
    change: Change | None
    """What would be different, None for nothing."""
    stays: Stays | None
    moves: bool
    """A re-run changes it: readers, its author or an editor would find it otherwise."""


def unasked(submission: Submission) -> Submission:
    """A submission as a re-run judges it: its author can't be asked any more."""
    return replace(submission, confirmed=True)


def outcome(post: Post, decision: Decision, now: dt.datetime, by_time: Collection[str]) -> Outcome:
    """What a decision makes of a post. `by_time` are delayed posts that appeared by themselves."""
    decision = replace(decision, penalties=())
    anew = _anew(post, decision, now)
    stays = _stays(post, by_time)
    moves = stays is None and _standing(anew) != _standing(post)
    return Outcome(post, anew, decision, _change(post, anew, decision, moves=moves), stays, moves)


def _anew(post: Post, decision: Decision, now: dt.datetime) -> Post:
    due = post.at + (decision.delay or dt.timedelta()) if decision.verdict is Verdict.DELAY else None
    over = due is not None and due <= now
    return replace(
        post,
        shown=decision.edited,
        author_sees=decision.author_sees,
        audience=Audience.EVERYONE if over else audience(decision),
        state="released" if over else "judged",
        reason="",
        due=due,
        verdict=decision.verdict.word,
        by=decision.by,
        flagged=decision.flagged,
    )


def _stays(post: Post, by_time: Collection[str]) -> Stays | None:
    if post.state != "judged" and post.id not in by_time:
        return Stays.ANSWERED
    believed = post.answer in {Answer.APPEARS, Answer.WAITS}
    excused = post.answer == Answer.FAILED and (post.verdict in _WAITING or post.rerun is not None)
    return None if believed or excused else Stays.NOT_SENT


def _standing(post: Post) -> tuple[object, ...]:
    """All that readers, its author and an editor find."""
    waits = post.verdict if post.state == "judged" and post.verdict in _WAITING else ""
    own = post.author_sees or post.shown
    seen = own if post.audience is not Audience.NOBODY else None
    return post.audience, post.shown, seen, waits, post.due if waits else None


def _change(post: Post, anew: Post, decision: Decision, *, moves: bool) -> Change | None:
    """The kind of change, beside the post as it stands now; what is only told otherwise comes last."""
    before, after = (one.audience is Audience.EVERYONE for one in (post, anew))
    if before is not after:
        return Change.SHOWN if after else Change.HIDDEN
    if post.shown != anew.shown:
        return Change.TEXT
    if moves:
        return Change.DECIDED
    told = answer(decision).value, decision.told, decision.told_text
    if post.rerun is None and told != (post.answer, post.told, post.told_text):
        return Change.TOLD
    return None
