"""What became of somebody's own texts, for that person alone, while the teacher has revealed it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from bbs.lenses import READER, seen_by
from bbs.policy.ladder import Rung, ladder, ladder_in_words
from bbs.policy.marks import Picture, picture
from bbs.policy.retelling import (
    HOUSE,
    disguises_in_words,
    edits_in_words,
    others_in_words,
    retold,
)
from bbs.policy.scale import Scale, scale
from bbs.policy.submission import Decision, Text, Verdict
from bbs.policy.verdicts import Answer, Audience, View
from bbs.store import NotFound, Post, Store, decisions, posts
from bbs.views import Page

MOST = 100
"""Most texts on one page."""

EXCUSE = "Nothing was broken. A rule did this, and the excuse was made up."
HIDDEN_THREAD = "The others do not see it: the thread that it stands in is hidden from them."
OTHER_WORDS = "The others read other words than you do."
OTHER_SIZE = "The others read some of these words in another size than you do."
AT_FIRST = "When you sent it, nobody else could read it, though to you it looked published."
UNSEEN = "Nobody else can read it."
NOT_SENT = "It reached nobody."
RUN_AGAIN = "Your teacher has let the rules decide it anew since. You were not told."
NOT_SENT_AT_FIRST = "When you sent it, it reached nobody."


@dataclass(frozen=True, slots=True)
class OwnTrace:
    """The trace of one text, for its author. It holds nothing of anybody else but an editor's reason."""

    post: str
    kind: str
    at: dt.datetime
    picture: Picture
    """The text as it was written, what rules found marked, with a note to each."""
    ladder: tuple[Rung, ...]
    ladder_words: str
    scale: Scale | None
    """The score as a bar; None where nothing was counted."""
    sentence: str
    """What matched which rule, what was done therefore, what the author was told."""
    why: str
    """The deciding rule's own reason; may be empty."""
    house: bool
    """A house rule decided, or edited the text."""
    disguises: tuple[str, ...]
    others: tuple[str, ...]
    """Rules that matched, and neither decided nor changed the text."""
    edits: tuple[str, ...]
    told_text: str
    """The very words that the author was told; may be empty."""
    untrue: str
    """What of that was not true; empty where it was."""
    readers: View | None
    """What everybody else sees now; None for nothing."""
    changed: bool
    """Readers see other words than were written, or words in another size."""
    since: str
    """What an editor, or time, has done with it since; empty where there was nothing to do."""
    reason: str
    """The editor's reason; may be empty."""
    original: Text
    decision: Decision


async def own_traces(
    store: Store, author: str, *, before: str | None = None, limit: int = 10
) -> Page[OwnTrace]:
    """The traces of somebody's texts, newest first. Raises NotFound for a `before` that is not theirs."""
    start = (await _own(store, author, before)).seq if before else posts.NEWEST
    limit = max(1, min(limit, MOST))
    found = await posts.by_author(store, author, before=start, limit=limit + 1)
    items = tuple([await _trace(store, post) for post in found[:limit]])
    return Page(items, items[-1].post if len(found) > limit else None)


async def own_trace(store: Store, author: str, post_id: str) -> OwnTrace:
    """The trace of one text. Raises NotFound for somebody else's as for one that never was."""
    return await _trace(store, await _own(store, author, post_id))


async def _own(store: Store, author: str, post_id: str) -> Post:
    post = await posts.by_id(store, post_id)
    if post is None or not author or post.author != author:
        raise NotFound(post_id)
    return post


async def _trace(store: Store, post: Post) -> OwnTrace:
    row = await decisions.first_of_post(store, post.id)
    if row is None:
        raise NotFound(post.id)
    decision, submission = decisions.read_decision(row.combined), decisions.read_submission(row.facts)
    readers = await seen_by(store, post, READER)
    return OwnTrace(
        post=post.id,
        kind=post.kind,
        at=post.at,
        picture=picture(decision, post.original),
        ladder=ladder(decision),
        ladder_words=ladder_in_words(decision),
        scale=scale(decision),
        sentence=retold(decision, confirmed=submission.confirmed),
        why=decision.why,
        house=any(rule.startswith(HOUSE) for rule in (decision.by, *(edit.rule for edit in decision.edits))),
        disguises=disguises_in_words(decision),
        others=others_in_words(decision),
        edits=edits_in_words(decision, post.original),
        told_text=post.told_text,
        untrue=_untrue(post, decision.verdict, readers),
        readers=readers,
        changed=readers is not None and Text(readers.title, readers.body, readers.honoured) != post.original,
        since=_since(post, decision.verdict),
        reason=post.reason,
        original=post.original,
        decision=decision,
    )


def _untrue(post: Post, verdict: Verdict, readers: View | None) -> str:
    """An excuse stays false for ever; whether "it looks published" is true depends on who reads it now."""
    if post.answer == Answer.FAILED:
        return EXCUSE
    if post.answer != Answer.APPEARS:
        return ""
    hidden = readers is None
    if verdict in {Verdict.DROP, Verdict.BLOCK}:
        return NOT_SENT if hidden else NOT_SENT_AT_FIRST
    if hidden:
        return HIDDEN_THREAD if post.audience is Audience.EVERYONE else UNSEEN
    if verdict > Verdict.ALLOW:
        return AT_FIRST
    if post.author_sees is None or post.author_sees == post.shown:
        return ""
    return OTHER_SIZE if post.author_sees.plain == post.shown.plain else OTHER_WORDS


def _since(post: Post, verdict: Verdict) -> str:
    by_editor = post.state == "refused" or (post.state == "released" and post.verdict != Verdict.DELAY.word)
    if post.rerun is not None and not by_editor:
        return RUN_AGAIN
    if post.state == "refused":
        untold = "" if post.audience is Audience.REFUSED else " You were not told."
        return f"An editor has refused it since.{untold}"
    if post.state == "released":
        return "It has appeared since." if verdict is Verdict.DELAY else "An editor has released it since."
    if verdict is Verdict.HOLD:
        return "No editor has answered it yet."
    return "It has not appeared yet." if verdict is Verdict.DELAY else ""
