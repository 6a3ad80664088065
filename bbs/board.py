"""Reading the boards: whatever anybody is shown or told a number of has passed `visible_to`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from bbs import birthdays
from bbs.lesson import Clock
from bbs.places import PLACES, Place, Places
from bbs.policy.submission import Text
from bbs.policy.verdicts import Audience, View, Viewer, visible_to
from bbs.store import NotFound, Person, Post, Store, Thread, people, posts, threads
from bbs.store.threads import Opened
from bbs.views import (
    Birthday,
    Birthdays,
    BoardView,
    Page,
    PostView,
    ThreadPage,
    ThreadView,
    board_view,
    post_view,
    thread_view,
)

R = TypeVar("R")

WEEK = dt.timedelta(days=6)
"""How far the week of birthdays reaches beyond today."""


class Board:
    """The boards of a network, for reading."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        places: Iterable[Place] = PLACES,
        called: Callable[[Place], Place] = lambda place: place,
    ) -> None:
        """`called` gives a board with the words that the network in force has for it."""
        self._store = store
        self._called = called
        self._clock = clock
        self._places = Places(places)

    def boards(self, person: Person | None, site: str | None = None) -> list[BoardView]:
        """The boards of a site, or of all; those that this person may write on come first."""
        views = [board_view(self._called(place), person) for place in self._places.all(site)]
        return sorted(views, key=lambda view: not view.writable)

    def board(self, board_id: str, person: Person | None) -> BoardView:
        """One board; raises NotFound."""
        return board_view(self._called(self._places.get(board_id)), person)

    async def threads(
        self, board_id: str, viewer: Viewer, *, before: str | None = None, limit: int = 20
    ) -> Page[ThreadView]:
        """Threads of a board, newest first, at most 100; raises NotFound for an unknown board or `before`."""
        self._places.get(board_id)
        start = (await self._seen(before, viewer))[0].thread.seq if before else posts.NEWEST

        async def fetch(key: int, many: int) -> list[Opened]:
            return await threads.on_board(self._store, board_id, viewer, before=key, limit=many)

        found, more = await _gather(
            fetch, start, _bounded(limit), lambda one: one.thread.seq, lambda one: _look(one, viewer)
        )
        counts = await self._counts([one for one, _ in found], viewer)
        items = tuple(thread_view(one, view, counts.get(one.thread.id, 0)) for one, view in found)
        return Page(items, items[-1].id if more else None)

    async def thread(
        self, thread_id: str, viewer: Viewer, *, after: str | None = None, limit: int = 50
    ) -> ThreadPage:
        """A thread with its posts, oldest first, at most 100; raises NotFound.

        The address of a card that was joined with another leads to that one: look at `thread.id`.
        """
        opened, view = await self._seen(thread_id, viewer)
        thread = opened.thread
        start = await self._key_in(thread.id, after, viewer) if after else 0

        async def fetch(key: int, many: int) -> list[Post]:
            return await posts.in_thread(self._store, thread.id, viewer, after=key, limit=many)

        found, more = await _gather(
            fetch, start, _bounded(limit), lambda post: post.seq, lambda post: visible_to(post, viewer)
        )
        counts = await self._counts([opened], viewer)
        items = tuple(post_view(post, seen) for post, seen in found)
        page = thread_view(opened, view, counts.get(thread.id, 0))
        return ThreadPage(page, items, items[-1].id if more else None)

    async def place_of(self, thread_id: str, viewer: Viewer) -> Thread:
        """Where a thread stands that this viewer sees; raises NotFound. A joined card is the one it joined."""
        return (await self._seen(thread_id, viewer))[0].thread

    async def wrote_in(self, thread_id: str, person: Person) -> bool:
        """Whether somebody has ever written in a thread: such people may see more of it than others do."""
        return await posts.wrote_in(self._store, thread_id, person.id)

    async def post(self, post_id: str, viewer: Viewer) -> PostView:
        """One post; raises NotFound, also for a post in a thread that this viewer does not see."""
        post = await posts.by_id(self._store, post_id)
        view = visible_to(post, viewer) if post else None
        if post is None or view is None:
            raise NotFound(post_id)
        if post.thread is not None:
            await self._seen(post.thread, viewer)
        return post_view(post, view)

    async def own(self, author: str, *, before: str | None = None, limit: int = 20) -> Page[PostView]:
        """What somebody wrote, as they see it themselves, newest first, at most 100; raises NotFound.

        What is gone for its author is not here.
        """
        viewer = Viewer(author)
        start = await posts.by_id(self._store, before) if before else None
        if before and (start is None or start.author != author or visible_to(start, viewer) is None):
            raise NotFound(before)

        async def fetch(key: int, many: int) -> list[Post]:
            return await posts.by_author(self._store, author, before=key, limit=many)

        newest = start.seq if start else posts.NEWEST
        found, more = await _gather(
            fetch, newest, _bounded(limit), lambda post: post.seq, lambda post: visible_to(post, viewer)
        )
        items = tuple(post_view(post, seen) for post, seen in found)
        return Page(items, items[-1].id if more else None)

    async def birthdays(self, viewer: Viewer) -> Birthdays:
        """Who has a birthday today, and in the six days after."""
        today = self._clock.lesson_date()
        born = await people.born_between(self._store, *birthdays.span(today, today + WEEK))
        near = [(birthdays.next_kept(person.birthday, today), person) for person in born]
        near.sort(key=lambda one: one[0])
        found = [await self._birthday(person, on, viewer) for on, person in near if on - today <= WEEK]
        return Birthdays(
            tuple(one for one in found if one.on == today), tuple(one for one in found if one.on != today)
        )

    async def card_for(self, person_id: str, viewer: Viewer) -> ThreadView | None:
        """The greeting thread for a person: the oldest that this viewer may see; raises NotFound."""
        if await people.by_id(self._store, person_id) is None:
            raise NotFound(person_id)
        for opened in await threads.cards_for(self._store, person_id, viewer):
            if view := _look(opened, viewer):
                counts = await self._counts([opened], viewer)
                return thread_view(opened, view, counts.get(opened.thread.id, 0))
        return None

    async def _seen(self, thread_id: str, viewer: Viewer) -> tuple[Opened, View]:
        """A thread that this viewer sees, with its opening post's view; raises NotFound."""
        opened = await threads.by_id(self._store, thread_id)
        if opened and opened.thread.merged_into:
            opened = await threads.by_id(self._store, opened.thread.merged_into)
        view = _look(opened, viewer) if opened else None
        if opened is None or view is None:
            raise NotFound(thread_id)
        return opened, view

    async def _key_in(self, thread_id: str, post_id: str, viewer: Viewer) -> int:
        """Where a thread goes on after a post; an unseen post is as unknown as one that never was."""
        post = await posts.by_id(self._store, post_id)
        if post is None or post.thread != thread_id or visible_to(post, viewer) is None:
            raise NotFound(post_id)
        return post.seq

    async def _birthday(self, person: Person, on: dt.date, viewer: Viewer) -> Birthday:
        card = await self.card_for(person.id, viewer)
        return Birthday(person.id, person.name, person.role, person.birthday, on, card.id if card else None)

    async def _counts(self, opened: list[Opened], viewer: Viewer) -> dict[str, int]:
        """For each of these threads, how many posts this viewer sees; each kind of post is asked about."""
        if not opened:
            return {}
        counts: dict[str, int] = {}
        for sight in await posts.sights(self._store, [one.thread.id for one in opened], viewer):
            author = viewer.person if sight.own and viewer.person else ""
            if visible_to(_Alike(author, sight.audience), viewer):
                counts[sight.thread] = counts.get(sight.thread, 0) + sight.many
        return counts


_NO_WORDS = Text("", "")


@dataclass(frozen=True, slots=True)
class _Alike:
    """Stands for all posts that are the same to `visible_to`."""

    author: str
    audience: Audience
    original: Text = _NO_WORDS
    shown: Text = _NO_WORDS
    author_sees: Text | None = None


async def _gather(
    fetch: Callable[[int, int], Awaitable[list[R]]],
    start: int,
    limit: int,
    key: Callable[[R], int],
    look: Callable[[R], View | None],
) -> tuple[list[tuple[R, View]], bool]:
    """Up to `limit` rows that are seen, from a key on, and whether there are more."""
    found: list[tuple[R, View]] = []
    while len(found) <= limit:
        rows = await fetch(start, limit + 1)
        found += [(row, view) for row in rows if (view := look(row)) is not None]
        if len(rows) <= limit:
            break
        start = key(rows[-1])
    return found[:limit], len(found) > limit


def _look(opened: Opened, viewer: Viewer) -> View | None:
    return visible_to(opened.opening, viewer)


def _bounded(limit: int) -> int:
    return max(1, min(limit, 100))
