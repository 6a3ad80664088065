"""What becomes of a post after it was judged: released or refused by an editor, or due by itself.

Who sees it then:
- released: everybody, with the edits of the rules; its author's own view stays as it was.
- refused, its author had been told that it waits: its author alone, marked as refused, with the reason.
- refused, its author had been told nothing, or an excuse: nothing changes for anybody; what the author was
  made to believe stands.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from bbs.policy.submission import Text, Verdict
from bbs.policy.verdicts import Answer as Told
from bbs.policy.verdicts import Audience, Viewer, visible_to
from bbs.store import TEACHER, AuditRow, Conflict, NotFound, Person, Post, Transaction, audit, posts, threads

_WAITING = frozenset({Verdict.HOLD.word, Verdict.DELAY.word})


@dataclass(frozen=True, slots=True)
class Answered:
    """A post after an editor's answer, and the row that records it."""

    post: Post
    row: AuditRow


@dataclass(frozen=True, slots=True)
class Answer:
    """An editor's answer to a post."""

    post: str
    by: Person | None
    """None for the teacher, and for a delay that has run out."""
    reason: str
    at: dt.datetime
    actor: str = TEACHER
    """How the log names who answers; for a participant it is their id."""


async def release(tx: Transaction, answer: Answer) -> Answered:
    """Let everybody see a post; raises NotFound or Conflict."""
    post = await _unanswered(tx, answer)
    if post.audience is Audience.EVERYONE:
        raise Conflict("Everybody can see this post already.")
    if post.verdict not in _WAITING and post.answer != Told.APPEARS:
        raise Conflict("Its author was told that this text was not accepted; it can't appear now.")
    post = await posts.settle(tx, post, audience=Audience.EVERYONE, state="released", reason=answer.reason)
    post = await join_cards(tx, post)
    return Answered(post, await _record(tx, post, "released", answer))


async def refuse(tx: Transaction, answer: Answer) -> Answered:
    """Decide that a waiting post is never shown; raises NotFound or Conflict."""
    post = await _unanswered(tx, answer)
    if post.verdict not in _WAITING:
        raise Conflict("This post does not wait for an editor.")
    told_to_wait = post.audience is Audience.WAITING
    view = Audience.REFUSED if told_to_wait else post.audience
    post = await posts.settle(tx, post, audience=view, state="refused", reason=answer.reason)
    return Answered(post, await _record(tx, post, "refused", answer))


async def _unanswered(tx: Transaction, answer: Answer) -> Post:
    """The post, where this editor may answer it and nobody has."""
    post = await posts.by_id(tx, answer.post)
    if post is None:
        raise NotFound(answer.post)
    if post.erased:
        raise Conflict("The words of this post were erased.")
    if answer.by is not None and post.by.startswith("house-rules/"):
        raise Conflict("The house rules keep this back; only the teacher can answer it.")
    if answer.by is not None and post.verdict not in _WAITING:
        raise Conflict("This post does not wait for an editor.")
    if post.state != "judged":
        raise Conflict(f"This post was {post.state} already.")
    return post


async def join_cards(tx: Transaction, post: Post) -> Post:
    """A card that appears for somebody who has one already joins it: one greeting thread a person."""
    opened = await threads.by_id(tx, post.thread) if post.thread else None
    if opened is None or opened.opening.id != post.id or not opened.thread.to:
        return post
    for other in await threads.cards_for(tx, opened.thread.to, Viewer()):
        if other.thread.id != opened.thread.id and visible_to(other.opening, Viewer()):
            await posts.move(tx, opened.thread.id, other.thread.id)
            await threads.merge(tx, opened.thread.id, other.thread.id)
            return await posts.by_id(tx, post.id) or post
    return post


async def _record(tx: Transaction, post: Post, action: str, answer: Answer) -> AuditRow:
    return await audit.append(
        tx,
        at=answer.at,
        actor=answer.by.id if answer.by else answer.actor,
        action=action,
        subject=post.id,
        detail={"verdict": post.verdict, "audience": post.audience.value},
        digest=audit.digest(post.salt or "", Text("", post.reason)),
    )
