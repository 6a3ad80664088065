"""One post as the teacher reads it in a list: what was written, decided and told, in plain words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from bbs.policy.plainly import EXCUSE, told_in_words, untruth
from bbs.policy.submission import Verdict
from bbs.policy.verdicts import GLOSS, Answer, Audience
from bbs.store.records import WORDS_ERASED, Post

EXCERPT = 140
"""Characters of a text that a list shows."""

IN_A_HIDDEN_THREAD = "Readers don't see it: the thread that it stands in is hidden from them."
OWN_WORDS = "Readers see other words. Its author still sees their own, and was not told."
OWN_SIZE = "Readers see words in larger type. Its author does not, and was not told."

LOOKED_PUBLISHED = "nothing, it looked published"
NOT_PUBLISHED = "Its author believes that everybody can read it."
RUN_AGAIN = "decided anew by a re-run"
STATES = {"judged": "", "released": "released since", "refused": "refused by an editor since"}
"""What has happened to a post since it was judged, in plain words."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the teacher's lists. Never for a participant: it says what was really done."""

    post: str
    thread: str | None
    at: dt.datetime
    author: str
    """The dealt name."""
    kind: str
    site: str
    board: str | None
    excerpt: str
    verdict: str
    gloss: str
    """The verdict in plain words."""
    by: str
    told: str
    told_text: str
    told_words: str
    """What the author was told, in plain words."""
    untrue: str
    """What of that was not true; empty where it was."""
    state: str
    state_words: str
    waits: bool
    """An editor has still to answer it."""
    author_waits: bool
    """Its author sees it marked as waiting, and would read an editor's reason."""
    due: dt.datetime | None
    """When it appears by itself; None for what does not."""
    releasable: bool
    """The teacher may still let everybody read it."""


def entry_of(post: Post) -> Entry:
    """The line for a post."""
    verdict = Verdict[post.verdict.upper()]
    return Entry(
        post=post.id,
        thread=post.thread,
        at=post.at,
        author=post.author_name or post.author_role,
        kind=post.kind,
        site=post.site,
        board=post.board,
        excerpt=WORDS_ERASED if post.erased else excerpt(post.original.title, post.original.body),
        verdict=post.verdict,
        gloss=GLOSS[verdict],
        by=post.by,
        told=post.told,
        told_text=post.told_text,
        told_words=_told(post, verdict),
        untrue=_untrue(post, verdict),
        state=post.state,
        state_words=_since(post),
        waits=waits(post),
        author_waits=post.audience is Audience.WAITING,
        due=post.due if delayed(post) else None,
        releasable=_releasable(post),
    )


def waits(post: Post) -> bool:
    """Whether an editor has still to answer this post: it is held, in view or out of it."""
    return not post.erased and post.state == "judged" and post.verdict == Verdict.HOLD.word


def delayed(post: Post) -> bool:
    """Whether this post has still to appear by itself."""
    return not post.erased and post.state == "judged" and post.verdict == Verdict.DELAY.word


def _releasable(post: Post) -> bool:
    """What waits, and what its author believes to be published, even where it is hidden or gone."""
    waiting = post.verdict in {Verdict.HOLD.word, Verdict.DELAY.word}
    hidden = post.audience is not Audience.EVERYONE
    return (
        not post.erased and post.state == "judged" and hidden and (waiting or post.answer == Answer.APPEARS)
    )


def excerpt(title: str, body: str, length: int = EXCERPT) -> str:
    """The beginning of a text on one line; an ellipsis says that there is more."""
    line = " ".join(f"{title}: {body}".split() if title else body.split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"


def _since(post: Post) -> str:
    """What has happened to it since it was sent."""
    return RUN_AGAIN if post.rerun is not None and post.state == "judged" else STATES[post.state]


def _told(post: Post, verdict: Verdict) -> str:
    """What the author was told when it was sent; after a re-run the verdict is not the one that they were told of."""
    if post.rerun is None:
        return told_in_words(verdict, post.told, post.told_text)
    if post.answer == Answer.APPEARS:
        return told_in_words(Verdict.ALLOW, post.told, post.told_text) if post.told_text else LOOKED_PUBLISHED
    return told_in_words(Verdict.HOLD, post.told, post.told_text)


def _untrue(post: Post, verdict: Verdict) -> str:
    """An excuse stays false for ever; that "everybody reads it" becomes true by a release, or by a re-run."""
    if post.rerun is not None and post.audience is not Audience.EVERYONE:
        if post.answer == Answer.FAILED:
            return EXCUSE
        return NOT_PUBLISHED if post.audience is Audience.AUTHOR else ""
    if post.audience is not Audience.EVERYONE or post.answer == Answer.FAILED:
        return untruth(verdict, post.told)
    if post.thread_audience is not Audience.EVERYONE:
        return IN_A_HIDDEN_THREAD
    if post.author_sees is None or post.author_sees == post.shown or post.told_text:
        return ""
    return OWN_SIZE if post.author_sees.plain == post.shown.plain else OWN_WORDS
