"""The way in for every text that anybody writes, and the editor's answers to those that wait."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass

from bbs import barring, counting, editing
from bbs.drafts import Draft, DraftError, body, usable
from bbs.feed import Event, Feed
from bbs.judging import Judged, judge, keep, post_of, unfiltered
from bbs.lesson import Clock
from bbs.pace import NO_HURRY, Pace, TooFast
from bbs.places import CARDS, PLACES, Place, Places
from bbs.policy.submission import Author, Submission, Verdict
from bbs.policy.verdicts import Answer, Viewer, visible_to
from bbs.policy.verdicts import answer as answer_of
from bbs.receipt import Receipt, receipt_of
from bbs.rulebook import Rulebook
from bbs.store import (
    PROGRAM,
    TEACHER,
    AuditRow,
    Conflict,
    NotFound,
    Person,
    Post,
    Reads,
    Store,
    Thread,
    Transaction,
    audit,
    new_id,
    people,
    posts,
    threads,
)

__all__ = ["Conflict", "Desk", "Draft", "DraftError", "NotFound", "Receipt", "TooFast"]

_Action = Callable[[Transaction, editing.Answer], Awaitable[editing.Answered]]

Gate = Callable[[str], None]
"""Raises where a site does not open for who writes; asked in the writer's thread."""


def open_gate(_site: str) -> None:
    """Keep nobody out: for who asks on the site itself, past the gateway."""


Also = Callable[[Transaction, Post], Awaitable[None]]
"""What is kept beside a text, in its transaction; where it raises, the text is not kept either."""


async def nothing_else(_tx: Transaction, _post: Post) -> None:
    """A text alone."""


MOST_REASON = 500
"""Code points of an editor's reason at most."""


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a draft belongs."""

    site: str
    board: str | None = None
    thread: str | None = None
    """A thread that is there already."""
    opens: str = ""
    """The kind of thread that it opens."""
    to: str | None = None


class Desk:
    """Judges and keeps what people write. There is no second way in."""

    def __init__(
        self,
        store: Store,
        rulebook: Rulebook,
        feed: Feed,
        clock: Clock,
        places: Iterable[Place] = PLACES,
        pace: Pace = NO_HURRY,
    ) -> None:
        self._store = store
        self._rulebook = rulebook
        self._feed = feed
        self._clock = clock
        self._places = Places(places)
        self._pace = pace

    async def submit(
        self, draft: Draft, author: Person | None, gate: Gate = open_gate, also: Also = nothing_else
    ) -> Receipt:
        """Take in a text: judge it, keep it with its decision in one transaction, say what the author is told.

        `author` is None for the teacher, whose words are not filtered; `gate` raises for a site that does not open
        for the author. Raises DraftError for unusable text, TooFast for somebody who floods the board, NotFound
        for a board, thread or person that is not there for this author, StoreError when the disk fails, and what
        `gate` and `also` raise: then nothing was kept.
        """
        draft = usable(draft)
        post, row = await self._store.write(lambda tx: self._take_in(tx, draft, author, gate, also))
        if row is not None:
            self._feed.tell(Event(row.action, row.subject, row.seq, post))
        return receipt_of(post)

    async def release(self, post_id: str, by: Person | str, reason: str = "") -> Post:
        """Let everybody see a post that is hidden; `by` is a person, or TEACHER, who may release any of them.

        A person, whose office the caller has checked, releases only what waits, and nothing that the
        house rules keep back. Raises NotFound, Conflict (answered already), DraftError for the reason.
        """
        return await self._answer(editing.release, post_id, by, reason)

    async def refuse(self, post_id: str, by: Person | str, reason: str) -> Post:
        """Decide that a waiting post is never shown; who sees what then is written in `bbs.editing`.

        Raises NotFound, Conflict (answered already, or not waiting), DraftError for the reason.
        """
        return await self._answer(editing.refuse, post_id, by, reason)

    async def release_due(self) -> list[Post]:
        """Let those delayed posts appear whose time has come, in that order, at most 100 at once.

        To be called every few seconds. Raises StoreError when the disk fails; what has appeared stays so.
        """
        now, released = self._clock.now(), []
        for post in await posts.due(self._store, now):
            with contextlib.suppress(Conflict):  # an editor was quicker, or its author is erased
                answer = editing.Answer(post.id, None, "", now, actor=PROGRAM)
                released.append(await self._carry_out(editing.release, answer))
        return released

    async def _take_in(
        self, tx: Transaction, draft: Draft, author: Person | None, gate: Gate, also: Also
    ) -> tuple[Post, AuditRow | None]:
        """One text, from the facts to the record, while nobody else writes: what is counted is what was there.

        No row for a form that was sent a second time.
        """
        spot = await self._spot(tx, draft, author)
        gate(spot.site)
        once = _once(draft) if author else None
        if author and once and (sent := await posts.by_once(tx, author.id, once)):
            return sent, None
        now, layers = self._clock.now(), self._rulebook.layers
        submission = self._submission(draft, spot, await self._facts(tx, author, now))
        asked = counting.asks(layers.policies, submission) if author else ()
        if author:
            await self._pace.check(tx, author.id, now, draft.program)
            submission = await counting.answered(tx, asked, submission, author.id, now)
            submission = await barring.barred(tx, submission, author.id, now)
        judged = (judge if author else unfiltered)(layers, submission)
        post, row = await self._keep(tx, judged, spot, author, once, now)
        await counting.remember(tx, post, asked)
        await barring.remember(tx, judged.combined, post.author, now)
        await also(tx, post)
        return post, row

    async def _spot(self, reads: Reads, draft: Draft, author: Person | None) -> _Spot:
        """Where the draft belongs; raises NotFound, or DraftError where this author may not write."""
        if not f"{draft.thread}{draft.to}".isascii():  # ids are; others can't even be asked for
            raise NotFound(draft.thread or draft.to)
        if draft.kind == "reply":
            thread = await self._thread(reads, draft.thread, author)
            place = self._writable(thread.board, author)
            return _Spot(place.site, place.id, thread=thread.id, to=thread.to)
        if draft.kind == "card":
            if not draft.to:
                raise DraftError("to", "Say whom the card is for.")
            if await people.by_id(reads, draft.to) is None:
                raise NotFound(draft.to)
            place = self._writable(draft.board or CARDS, author)
            return _Spot(place.site, place.id, opens="card", to=draft.to)
        if draft.kind in {"thread", "bulletin"}:
            place = self._writable(draft.board, author)
            return _Spot(place.site, place.id, opens=draft.kind)
        return _Spot(draft.site)

    async def _thread(self, reads: Reads, thread_id: str | None, author: Person | None) -> Thread:
        opened = await threads.by_id(reads, thread_id or "")
        if opened and opened.thread.merged_into:
            opened = await threads.by_id(reads, opened.thread.merged_into)
        if opened is None or visible_to(opened.opening, _viewer(author)) is None:
            raise NotFound(thread_id)
        return opened.thread

    def _writable(self, board: str | None, author: Person | None) -> Place:
        place = self._places.get(board)
        if author is not None and not place.may_write(author):
            raise DraftError("board", f"Only {' and '.join(place.writers)}s write on this board.")
        return place

    def _submission(self, draft: Draft, spot: _Spot, by: Author) -> Submission:
        """The text with every fact that a rule may ask for, frozen now."""
        return Submission(
            body=draft.body,
            title=draft.title,
            kind=draft.kind,
            site=spot.site,
            board=spot.board,
            by=by,
            at=self._clock.lesson_time(),
            date=self._clock.lesson_date(),
            confirmed=draft.confirm,
            key=new_id(),
        )

    async def _facts(self, reads: Reads, author: Person | None, now: dt.datetime) -> Author:
        if author is None:
            return Author(role=TEACHER)
        return Author(
            name=author.name,
            role=author.role,
            tier=author.tier,
            age=now - author.joined,
            posts=await posts.count_by(reads, author.id),
        )

    async def _keep(
        self,
        tx: Transaction,
        judged: Judged,
        spot: _Spot,
        author: Person | None,
        once: str | None,
        at: dt.datetime,
    ) -> tuple[Post, AuditRow]:
        """The one write: the thread where one is opened, post, decision and audit row."""
        author_id, thread = author.id if author else "", spot.thread
        if spot.opens and answer_of(judged.combined) not in {Answer.CONFIRM, Answer.REFUSED}:
            thread = await _card_for(tx, spot.to, author) if spot.to else None
            if thread is None:
                opened = Thread(
                    id=new_id(),
                    seq=0,
                    site=spot.site,
                    board=spot.board or "",
                    kind=spot.opens,
                    author=author_id,
                    to=spot.to,
                    at=at,
                    opening=judged.submission.key,
                )
                thread = (await threads.add(tx, opened)).id
        return await keep(tx, post_of(judged, author=author_id, at=at, thread=thread, once=once), judged)

    async def _answer(self, action: _Action, post_id: str, by: Person | str, reason: str) -> Post:
        person = by if isinstance(by, Person) else None
        reason = await self._reason(reason, person)
        return await self._carry_out(action, editing.Answer(post_id, person, reason, self._clock.now()))

    async def _carry_out(self, action: _Action, answer: editing.Answer) -> Post:
        answered = await self._store.write(lambda tx: action(tx, answer))
        self._feed.tell(Event(answered.row.action, answered.post.id, answered.row.seq, answered.post))
        return answered.post

    async def _reason(self, reason: str, by: Person | None) -> str:
        """An editor's reason; what a participant writes in office passes the house rules too."""
        if not reason.strip():
            return ""
        reason = body(reason, "reason", MOST_REASON)
        if by is None:
            return reason
        facts = await self._facts(self._store, by, self._clock.now())
        decision = self._rulebook.house.judge(Submission(reason, kind="reason", by=facts))
        if decision.verdict > Verdict.ALLOW:
            raise DraftError("reason", decision.told_text or "The house rules do not let this reason stand.")
        return decision.edited.body


async def _card_for(reads: Reads, person: str, author: Person | None) -> str | None:
    """The greeting thread for a person that this author sees: others sign it instead of starting another."""
    for opened in await threads.cards_for(reads, person, _viewer(author)):
        if visible_to(opened.opening, _viewer(author)):
            return opened.thread.id
    return None


def _once(draft: Draft) -> str | None:
    """What makes two sendings the same: the form's key and everything in it; a mended draft is another."""
    if not draft.once:
        return None
    parts = (getattr(draft, name) for name in Draft.__slots__)
    return hashlib.sha256(audit.canonical(list(parts)).encode()).hexdigest()


def _viewer(author: Person | None) -> Viewer:
    return Viewer(author.id) if author else Viewer(operator=True)
