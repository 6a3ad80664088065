"""Reading the boards: nothing is shown, counted or numbered past `visible_to`."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import TYPE_CHECKING

import pytest

from bbs.board import Board
from bbs.places import Place
from bbs.policy.submission import Text
from bbs.policy.verdicts import Audience, Viewer, visible_to
from bbs.store import NotFound, Person, Post, Store, Thread, new_id, people, posts, threads

if TYPE_CHECKING:
    from conftest import FixedClock

ANN, BEN = Viewer("ann"), Viewer("ben")
NOBODY, TEACHER = Viewer(), Viewer(operator=True)
VIEWERS = (ANN, BEN, NOBODY, TEACHER)


def _person(person_id: str, clock: FixedClock, birthday: str = "07-01", role: str = "student") -> Person:
    return Person(person_id, person_id.title(), role, "intranet", birthday, "", clock.now())


@pytest.fixture
async def board(store: Store, clock: FixedClock) -> Board:
    for name in ("ann", "ben"):
        person = _person(name, clock)
        await store.write(lambda tx, person=person: people.add(tx, person))
    return Board(store, clock)


class Shelf:
    """Puts posts and threads into a store as they would stand after any decision."""

    def __init__(self, store: Store, clock: FixedClock) -> None:
        self.store = store
        self.clock = clock

    async def post(
        self, thread: str | None, author: str, audience: Audience, body: str = "words", **more: object
    ) -> Post:
        post = Post(
            id=str(more.pop("id", new_id())),
            seq=0,
            thread=thread,
            site="board",
            board="friends",
            kind="thread",
            author=author,
            at=self.clock.now(),
            original=Text("Title", body),
            shown=Text("Title", f"{body}, as shown"),
            author_sees=Text("Title", f"{body}, to its author"),
            audience=audience,
            verdict="allow",
            by="default",
            told="nothing",
            told_text="",
            answer="appears",
            policy_version=1,
            house_version=1,
            salt="salt",
            **more,  # type: ignore[arg-type]  # fields of a post
        )
        return await self.store.write(lambda tx: posts.add(tx, post))

    async def thread(self, author: str, audience: Audience, to: str | None = None) -> str:
        opening = new_id()
        kind = "card" if to else "thread"
        thread = Thread(new_id(), 0, "board", "friends", kind, author, to, self.clock.now(), opening)
        await self.store.write(lambda tx: threads.add(tx, thread))
        await self.post(thread.id, author, audience, id=opening)
        return thread.id


@pytest.fixture
def shelf(board: Board, store: Store, clock: FixedClock) -> Shelf:
    return Shelf(store, clock)


async def _ids(board: Board, viewer: Viewer) -> list[str]:
    return [thread.id for thread in (await board.threads("friends", viewer, limit=100)).items]


async def test_what_is_listed_is_what_visible_to_says_for_every_audience_and_viewer(
    board: Board, shelf: Shelf
) -> None:
    everything = [
        await posts.by_id(shelf.store, (await shelf.post(None, author, audience)).id)
        for author, audience in itertools.product(("ann", "ben", ""), Audience)
    ]
    thread = await shelf.thread("ben", Audience.EVERYONE)
    await shelf.store.write(lambda tx: tx.execute("UPDATE posts SET thread = :thread", {"thread": thread}))
    for viewer in VIEWERS:
        page = await board.thread(thread, viewer, limit=100)
        seen = {post.id for post in page.posts}
        expected = {post.id for post in everything if post and visible_to(post, viewer)}
        assert expected <= seen
        assert len(seen) == len(expected) + 1
        assert page.thread.posts == len(seen)


@pytest.mark.parametrize("audience", Audience)
async def test_a_thread_is_seen_by_those_who_see_its_opening_post(
    board: Board, shelf: Shelf, audience: Audience
) -> None:
    thread = await shelf.thread("ann", audience)
    reply = await shelf.post(thread, "ann", Audience.EVERYONE)
    (opening, *_) = await posts.page(shelf.store, newest_first=False)
    for viewer in VIEWERS:
        if visible_to(opening, viewer):
            assert await _ids(board, viewer) == [thread]
            assert len((await board.thread(thread, viewer)).posts) == 2
            assert await board.post(reply.id, viewer)
        else:
            assert await _ids(board, viewer) == []
            with pytest.raises(NotFound):
                await board.thread(thread, viewer)
            with pytest.raises(NotFound):
                await board.post(reply.id, viewer)


async def test_readers_author_and_teacher_get_their_own_words(board: Board, shelf: Shelf) -> None:
    thread = await shelf.thread("ann", Audience.EVERYONE)
    bodies = {viewer: (await board.thread(thread, viewer)).posts[0].body for viewer in VIEWERS}
    assert bodies == {
        ANN: "words, to its author",
        BEN: "words, as shown",
        NOBODY: "words, as shown",
        TEACHER: "words",
    }


async def test_counts_are_what_this_viewer_sees(board: Board, shelf: Shelf) -> None:
    thread = await shelf.thread("ben", Audience.EVERYONE)
    await shelf.thread("ben", Audience.EVERYONE)
    for audience in (Audience.AUTHOR, Audience.WAITING, Audience.REFUSED, Audience.NOBODY):
        await shelf.post(thread, "ann", audience)

    async def count(viewer: Viewer) -> list[int]:
        return [one.posts for one in (await board.threads("friends", viewer)).items]

    assert [await count(viewer) for viewer in VIEWERS] == [[1, 4], [1, 1], [1, 1], [1, 5]]


async def test_pages_of_threads_meet_without_gap_or_double_and_hidden_ones_take_no_room(
    board: Board, shelf: Shelf
) -> None:
    made = []
    for number in range(30):
        hidden = number % 3 == 0
        made.append(await shelf.thread("ann", Audience.NOBODY if hidden else Audience.EVERYONE))
    expected = [one for number, one in enumerate(made) if number % 3][::-1]
    for viewer, wanted in ((ANN, expected), (BEN, expected), (TEACHER, made[::-1])):
        found: list[str] = []
        before = None
        while True:
            page = await board.threads("friends", viewer, before=before, limit=7)
            found += [one.id for one in page.items]
            if page.next is None:
                break
            assert len(page.items) == 7
            before = page.next
        assert found == wanted


async def test_pages_of_posts_meet_without_gap_or_double(board: Board, shelf: Shelf) -> None:
    thread = await shelf.thread("ann", Audience.EVERYONE)
    for number in range(25):
        audience = Audience.NOBODY if number % 4 else Audience.EVERYONE
        await shelf.post(thread, "ann", audience, f"{number}")
    page = await board.thread(thread, ANN, limit=3)
    found = list(page.posts)
    while page.next:
        page = await board.thread(thread, ANN, after=page.next, limit=3)
        found += page.posts
    assert [post.body.partition(",")[0] for post in found[1:]] == [str(n) for n in range(0, 25, 4)]
    assert page.thread.posts == len(found)


async def test_the_last_full_page_says_that_it_is_the_last(board: Board, shelf: Shelf) -> None:
    for _ in range(4):
        await shelf.thread("ann", Audience.EVERYONE)
    first = await board.threads("friends", BEN, limit=2)
    last = await board.threads("friends", BEN, before=first.next, limit=2)
    assert (len(last.items), last.next) == (2, None)


async def test_a_mark_that_is_hidden_is_as_unknown_as_one_that_never_was(board: Board, shelf: Shelf) -> None:
    thread = await shelf.thread("ann", Audience.EVERYONE)
    hidden_thread = await shelf.thread("ann", Audience.AUTHOR)
    hidden_post = await shelf.post(thread, "ann", Audience.AUTHOR)
    for mark in (hidden_thread, "never-was", "\ud800"):
        with pytest.raises(NotFound):
            await board.threads("friends", BEN, before=mark)
    for mark in (hidden_post.id, "never-was", "\ud800"):
        with pytest.raises(NotFound):
            await board.thread(thread, BEN, after=mark)


async def test_a_page_holds_a_hundred_at_most(board: Board, shelf: Shelf) -> None:
    thread = await shelf.thread("ann", Audience.EVERYONE)
    for _ in range(120):
        await shelf.post(thread, "ann", Audience.EVERYONE)
    assert len((await board.thread(thread, BEN, limit=5000)).posts) == 100
    assert len((await board.thread(thread, BEN, limit=-3)).posts) == 1


async def test_a_post_view_has_nothing_in_it_that_a_reader_may_not_know(board: Board, shelf: Shelf) -> None:
    thread = await shelf.thread("ann", Audience.EVERYONE)
    await shelf.post(thread, "ann", Audience.REFUSED, "secret", reason="the reason")
    shown = repr(await board.thread(thread, BEN)) + repr(await board.threads("friends", BEN))
    assert "secret" not in shown
    assert "the reason" not in shown
    own = (await board.thread(thread, ANN)).posts[1]
    assert (own.note, own.reason) == ("refused", "the reason")


async def test_an_unknown_board_thread_or_post_is_not_found(board: Board) -> None:
    with pytest.raises(NotFound):
        board.board("nowhere", None)
    with pytest.raises(NotFound):
        await board.threads("nowhere", ANN)
    with pytest.raises(NotFound):
        await board.thread("nothing", ANN)
    with pytest.raises(NotFound):
        await board.post("nothing", ANN)
    with pytest.raises(NotFound):
        await board.card_for("nobody", ANN)


async def test_boards_that_one_may_write_on_come_first(store: Store, clock: FixedClock) -> None:
    places = (
        Place("news", "press", "News", writers=("reporter",)),
        Place("talk", "board", "Talk"),
        Place("notices", "board", "Notices", writers=("professor",)),
    )
    board = Board(store, clock, places)
    student = _person("ann", clock)
    assert [(one.id, one.writable) for one in board.boards(student)] == [
        ("talk", True),
        ("news", False),
        ("notices", False),
    ]
    assert [one.id for one in board.boards(_person("h", clock, role="professor"), "board")] == [
        "talk",
        "notices",
    ]
    assert not any(one.writable for one in board.boards(None))


# Birthdays


async def _born(store: Store, clock: FixedClock, birthday: str) -> str:
    person = _person(new_id(), clock, birthday)
    await store.write(lambda tx: people.add(tx, person))
    return person.id


async def _near(board: Board) -> tuple[list[str], list[str]]:
    found = await board.birthdays(ANN)
    return [one.birthday for one in found.today], [one.birthday for one in found.week]


async def test_birthdays_are_todays_and_those_of_the_next_six_days_in_their_order(
    board: Board, store: Store, clock: FixedClock
) -> None:
    for day in ("03-21", "03-20", "03-14", "03-15", "03-13", "03-20"):
        await _born(store, clock, day)
    assert await _near(board) == (["03-14"], ["03-15", "03-20", "03-20"])


async def test_the_week_may_cross_the_new_year(board: Board, store: Store, clock: FixedClock) -> None:
    clock.instant = dt.datetime(2026, 12, 29, 12, 0, tzinfo=dt.UTC)
    for day in ("01-05", "01-04", "12-31", "12-29", "12-28"):
        await _born(store, clock, day)
    assert await _near(board) == (["12-29"], ["12-31", "01-04"])


@pytest.mark.parametrize(
    ("today", "todays", "weeks"),
    [
        (dt.date(2026, 2, 28), ["02-28", "02-29"], ["03-01"]),
        (dt.date(2026, 2, 22), [], ["02-28", "02-29"]),
        (dt.date(2026, 3, 1), ["03-01"], []),
        (dt.date(2028, 2, 28), ["02-28"], ["02-29", "03-01"]),
        (dt.date(2028, 2, 29), ["02-29"], ["03-01"]),
        (dt.date(2028, 2, 22), [], ["02-28"]),
    ],
)
async def test_29_february_is_kept_on_the_28th_in_a_year_without_one(
    board: Board, store: Store, clock: FixedClock, today: dt.date, todays: list[str], weeks: list[str]
) -> None:
    clock.instant = dt.datetime.combine(today, dt.time(12), dt.UTC)
    for day in ("02-28", "02-29", "03-01"):
        await _born(store, clock, day)
    assert await _near(board) == (todays, weeks)


async def test_the_day_is_the_lessons_own(board: Board, store: Store, clock: FixedClock) -> None:
    clock.instant = dt.datetime(2026, 3, 13, 23, 30, tzinfo=dt.UTC)
    await _born(store, clock, "03-14")
    assert await _near(board) == (["03-14"], [])


async def test_a_birthday_leads_to_the_card_that_its_viewer_may_see(
    board: Board, shelf: Shelf, clock: FixedClock
) -> None:
    heron = await _born(shelf.store, clock, "03-14")

    async def cards() -> list[str | None]:
        return [(await board.birthdays(viewer)).today[0].card for viewer in (ANN, BEN, NOBODY)]

    assert await cards() == [None, None, None]
    assert await board.card_for(heron, ANN) is None
    hidden = await shelf.thread("ann", Audience.AUTHOR, to=heron)
    assert await cards() == [hidden, None, None]
    shown = await shelf.thread("ben", Audience.EVERYONE, to=heron)
    assert await cards() == [hidden, shown, shown]
    card = await board.card_for(heron, BEN)
    assert card is not None
    assert (card.id, card.to, card.posts) == (shown, heron, 1)
