"""What the boards' pages are given: posts, threads and birthdays as one viewer may know them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Generic, TypeVar

from bbs.places import Place
from bbs.policy.submission import Honoured
from bbs.policy.verdicts import Answer, Audience, View
from bbs.store import ERASED, WORDS_ERASED, Person, Post
from bbs.store.threads import Opened

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class BoardView:
    """A board as one person sees it."""

    id: str
    site: str
    title: str
    about: str
    writable: bool


@dataclass(frozen=True, slots=True)
class PostView:
    """A post as one viewer sees it, and nothing that this viewer may not know."""

    id: str
    thread: str | None
    kind: str
    author: str
    """Person id; empty for the teacher."""
    author_name: str
    author_role: str
    at: dt.datetime
    title: str
    body: str
    note: str
    """Empty, waiting or refused; for the teacher, the audience."""
    reason: str
    """An editor's reason for a refusal, for its author and the teacher."""
    told: str
    """What its author was told, while it waits."""
    erased: bool = False
    """Its author was erased: `body` is no words of theirs, but says so."""
    honoured: tuple[Honoured, ...] = ()
    """What of title and body is set in larger type."""
    site: str = ""
    """The site that it was written on."""


@dataclass(frozen=True, slots=True)
class ThreadView:
    """A thread as one viewer sees it."""

    id: str
    site: str
    board: str
    kind: str
    title: str
    author: str
    author_name: str
    author_role: str
    at: dt.datetime
    note: str
    posts: int
    """How many posts this viewer sees in it."""
    to: str | None
    to_name: str
    to_birthday: str
    honoured: tuple[Honoured, ...] = ()
    """What of its title is set in larger type."""


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some of a list, and the id after (or before) which it goes on; None at its end."""

    items: tuple[T, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """A thread with some of its posts."""

    thread: ThreadView
    posts: tuple[PostView, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class Birthday:
    """Somebody's birthday, close at hand."""

    id: str
    name: str
    role: str
    birthday: str
    """As 03-14."""
    on: dt.date
    """The day it is kept: 29 February on the 28th in a year without one."""
    card: str | None
    """The greeting thread that this viewer may see."""


@dataclass(frozen=True, slots=True)
class Birthdays:
    """Today's birthdays, and those of the six days after today."""

    today: tuple[Birthday, ...]
    week: tuple[Birthday, ...]


def board_view(place: Place, person: Person | None) -> BoardView:
    """A board for one person."""
    return BoardView(place.id, place.site, place.title, place.about, place.may_write(person))


def thread_view(opened: Opened, view: View, count: int) -> ThreadView:
    """A thread whose opening post looks like this, with `count` posts in view."""
    thread, opening = opened.thread, opened.opening
    return ThreadView(
        id=thread.id,
        site=thread.site,
        board=thread.board,
        kind=thread.kind,
        title=view.title or _untitled(opened),
        author=opening.author,
        author_name=opening.author_name,
        author_role=opening.author_role,
        at=thread.at,
        note=view.note,
        posts=count,
        to=thread.to,
        to_name=opened.to_name,
        to_birthday=opened.to_birthday,
        honoured=tuple(one for one in view.honoured if one.field == "title"),
    )


def _untitled(opened: Opened) -> str:
    """What stands for a title that was not given, or that was erased; empty where there is nothing to say."""
    if opened.thread.to:
        return f"A card for {opened.to_name or ERASED}"
    return WORDS_ERASED if opened.opening.erased else ""


def post_view(post: Post, view: View) -> PostView:
    """A post that looks like this."""
    return PostView(
        id=post.id,
        thread=post.thread,
        kind=post.kind,
        author=post.author,
        author_name=post.author_name,
        author_role=post.author_role,
        at=post.at,
        title=view.title,
        body=WORDS_ERASED if post.erased else view.body,
        note=view.note,
        reason=post.reason if view.note == Audience.REFUSED.value else "",
        told=post.told_text if view.note == Audience.WAITING.value and post.answer == Answer.WAITS else "",
        erased=post.erased,
        honoured=view.honoured,
        site=post.site,
    )
