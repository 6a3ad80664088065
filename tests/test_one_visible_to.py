"""What is hidden stays hidden, whichever way one looks: lists, counts, pages, birthdays, cards, marks of a page.

Every verdict is tried with every way of telling; the boards are read as the author, another, a stranger, the teacher.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from every_verdict import CASES, LIES, POLICY, Case

from bbs.board import Board
from bbs.desk import Conflict, Desk, Draft, NotFound, Receipt
from bbs.feed import Feed
from bbs.policy.verdicts import Viewer
from bbs.roster import Roster
from bbs.rulebook import Rulebook
from bbs.store import TEACHER, Person, Store, posts

if TYPE_CHECKING:
    from conftest import FixedClock

STRANGER, OPERATOR = Viewer(), Viewer(operator=True)
BOARDS = ("friends", "birthdays", "notices")


@dataclass(frozen=True)
class Hall:
    """A board and its desk; Ann writes what is hidden, Ben reads, Heron has a birthday today."""

    desk: Desk
    board: Board
    store: Store
    clock: FixedClock
    ann: Person
    ben: Person
    heron: Person

    @property
    def readers(self) -> tuple[Viewer, ...]:
        """Those who may learn nothing."""
        return Viewer(self.ben.id), Viewer(self.heron.id), STRANGER

    async def write(self, body: str, by: Person | None = None, title: str = "A title") -> Receipt:
        return await self.desk.submit(Draft("thread", body, title=title, board="friends"), by or self.ann)

    async def reply(self, thread: str | None, body: str, by: Person | None = None) -> Receipt:
        return await self.desk.submit(Draft("reply", body, thread=thread), by or self.ann)

    async def card(self, body: str, by: Person | None = None) -> Receipt:
        return await self.desk.submit(Draft("card", body, to=self.heron.id), by or self.ann)

    async def all_that(self, viewer: Viewer) -> str:
        """Everything that this viewer can be shown, as one text."""
        seen: list[object] = [
            await self.board.birthdays(viewer),
            await self.board.card_for(self.heron.id, viewer),
        ]
        for board in BOARDS:
            page = await self.board.threads(board, viewer, limit=100)
            seen.append(page)
            seen += [await self.board.thread(one.id, viewer, limit=100) for one in page.items]
        return repr(seen)

    async def id_of(self, body: str) -> tuple[str, str | None]:
        """The ids of a text that was sent, whether or not its author was told them."""
        (post,) = [one for one in await posts.page(self.store) if one.original.body == body]
        return post.id, post.thread


@pytest.fixture
async def hall(store: Store, clock: FixedClock) -> Hall:
    feed = Feed()
    rulebook = Rulebook(store, feed, clock.now)
    await rulebook.load()
    await rulebook.publish(POLICY, None, TEACHER)
    roster = Roster(store, clock, "code")
    ann, ben, heron = [(await roster.join("code")).person for _ in range(3)]
    await store.write(lambda tx: tx.execute("UPDATE people SET birthday = '08-01' WHERE role = 'student'"))
    return Hall(Desk(store, rulebook, feed, clock), Board(store, clock), store, clock, ann, ben, heron)


Send = Callable[[str], Awaitable[Receipt]]


async def _as_thread(hall: Hall) -> Send:
    return hall.write


async def _as_title(hall: Hall) -> Send:
    return lambda words: hall.write("Plain words", title=words)


async def _as_card(hall: Hall) -> Send:
    return hall.card


async def _as_reply(hall: Hall) -> Send:
    thread = (await hall.write("An open thread", by=hall.ben)).thread
    return lambda words: hall.reply(thread, words)


async def _as_signature(hall: Hall) -> Send:
    await hall.card("Happy birthday!", by=hall.ben)
    return hall.card


WAYS = (_as_thread, _as_title, _as_card, _as_reply, _as_signature)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__[1:])
async def test_readers_find_the_boards_as_if_it_had_never_been_written(
    hall: Hall, way: Callable[[Hall], Awaitable[Send]]
) -> None:
    send = await way(hall)
    before = [await hall.all_that(viewer) for viewer in hall.readers]
    for case in CASES:
        await send(case.word)
        assert [await hall.all_that(viewer) for viewer in hall.readers] == before, case
    await hall.write("Good morning", by=hall.ben)
    assert [await hall.all_that(viewer) for viewer in hall.readers] != before


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.word)
async def test_the_receipt_says_what_the_tell_allows_and_the_author_s_view_agrees(
    hall: Hall, case: Case
) -> None:
    receipt = await hall.write(case.word)
    believed = case.answer in {"appears", "waits"}
    assert (receipt.status, receipt.told) == (case.answer, case.told)
    assert case.fits(receipt.told_text), receipt.told_text
    assert (receipt.post is not None, receipt.thread is not None) == (believed, believed)
    own = await hall.board.threads("friends", Viewer(hall.ann.id))
    notes = [(one.note, one.posts) for one in own.items]
    assert notes == ([("waiting" if case.answer == "waits" else "", 1)] if case.keeps else [])


@pytest.mark.parametrize("case", LIES, ids=lambda case: case.word)
async def test_a_receipt_that_lies_has_the_form_of_one_that_does_not(hall: Hall, case: Case) -> None:
    honest, lie = await hall.write("Good morning"), await hall.write(case.word)
    assert (lie.status, lie.told, lie.told_text) == (honest.status, honest.told, honest.told_text)
    for name in ("post", "thread"):
        assert len(getattr(lie, name)) == len(getattr(honest, name))
        assert getattr(lie, name) != getattr(honest, name)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.word)
async def test_the_teacher_sees_every_text_with_who_else_does(hall: Hall, case: Case) -> None:
    await hall.write("An open thread", by=hall.ben)
    await hall.write(case.word)
    post, thread = await hall.id_of(case.word)
    if case.answer in {"confirm", "refused"}:
        assert thread is None
    view = await hall.board.post(post, OPERATOR)
    assert view.body == case.word
    expected = "nobody" if not case.keeps else "waiting" if case.answer == "waits" else "author"
    assert view.note == expected


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.word)
async def test_a_hidden_text_s_ids_are_as_unknown_to_others_as_ids_that_never_were(
    hall: Hall, case: Case
) -> None:
    thread = (await hall.write("An open thread", by=hall.ben)).thread
    await hall.write(case.word)
    await hall.reply(thread, f"{case.word} again")
    post, hidden_thread = await hall.id_of(case.word)
    reply, _ = await hall.id_of(f"{case.word} again")
    marks = [mark for mark in (hidden_thread, post, reply) if mark]
    for viewer in hall.readers:
        for mark in (*marks, "never-was", "", "\x00", "\ud800"):
            for look in (hall.board.thread(mark, viewer), hall.board.post(mark, viewer)):
                with pytest.raises(NotFound):
                    await look
        for mark in (*marks, "never-was", "\x00", "\ud800"):
            with pytest.raises(NotFound):
                await hall.board.threads("friends", viewer, before=mark)
            with pytest.raises(NotFound):
                await hall.board.thread(thread or "", viewer, after=mark)
    with pytest.raises(NotFound):
        await hall.reply(hidden_thread or "never-was", "Hello", by=hall.ben)


async def test_hidden_texts_take_no_room_on_a_page_and_leave_no_gap_between_two(hall: Hall) -> None:
    thread = (await hall.write("Number 0", by=hall.ben)).thread
    for number, case in enumerate(CASES, start=1):
        await hall.write(case.word)
        await hall.reply(thread, f"{case.word} {number}")
        await hall.write(f"Number {number}", by=hall.ben)
        await hall.reply(thread, f"Reply {number}", by=hall.ben)
    for viewer in hall.readers:
        replies, after = [], None
        while True:
            page = await hall.board.thread(thread or "", viewer, after=after, limit=4)
            replies += [one.body for one in page.posts]
            assert page.thread.posts == len(CASES) + 1
            assert page.next is None or len(page.posts) == 4
            if page.next is None:
                break
            assert page.next == page.posts[-1].id
            after = page.next
        assert replies == ["Number 0", *(f"Reply {number}" for number in range(1, len(CASES) + 1))]
        sizes, before = [], None
        while True:
            listed = await hall.board.threads("friends", viewer, before=before, limit=4)
            sizes.append(len(listed.items))
            if listed.next is None:
                break
            before = listed.next
        assert sizes == [4] * ((len(CASES) + 1) // 4) + [(len(CASES) + 1) % 4][: (len(CASES) + 1) % 4]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.word)
async def test_a_hidden_card_is_no_card_to_the_one_it_is_for(hall: Hall, case: Case) -> None:
    await hall.card(case.word)
    for viewer in hall.readers:
        assert await hall.board.card_for(hall.heron.id, viewer) is None
        assert [one.card for one in (await hall.board.birthdays(viewer)).today] == [None]
    own = await hall.board.card_for(hall.heron.id, Viewer(hall.ann.id))
    assert (own is not None) is case.keeps
    other = await hall.card("Happy birthday!", by=hall.ben)
    page = await hall.board.thread(other.thread or "", Viewer(hall.heron.id))
    assert [one.body for one in page.posts] == ["Happy birthday!"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.word)
async def test_an_open_reply_to_a_hidden_thread_is_hidden_with_it(hall: Hall, case: Case) -> None:
    receipt = await hall.write(case.word)
    if not case.keeps:
        for author in (hall.ann, hall.ben):
            with pytest.raises(NotFound):
                await hall.reply(receipt.thread, "And another thing", by=author)
        return
    reply = await hall.reply(receipt.thread, "And another thing")
    assert reply.status == "appears"
    for viewer in hall.readers:
        with pytest.raises(NotFound):
            await hall.board.post(reply.post or "", viewer)
        assert "another thing" not in await hall.all_that(viewer)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.word)
async def test_after_a_refusal_readers_know_as_little_and_the_author_reads_the_reason_only_if_told_to_wait(
    hall: Hall, case: Case
) -> None:
    await hall.write(case.word)
    post, _ = await hall.id_of(case.word)
    before = await hall.all_that(Viewer(hall.ann.id))
    if case.verdict not in {"delay", "hold"}:
        with pytest.raises(Conflict):
            await hall.desk.refuse(post, TEACHER, "Not on our board")
        return
    await hall.desk.refuse(post, TEACHER, "Not on our board")
    for viewer in hall.readers:
        assert case.word not in (shown := await hall.all_that(viewer))
        assert "Not on our board" not in shown
    after = await hall.all_that(Viewer(hall.ann.id))
    assert ("Not on our board" in after) is (case.answer == "waits")
    assert (after == before) is (case.answer != "waits")


async def test_words_that_only_the_author_was_left_are_shown_to_the_author_alone(hall: Hall) -> None:
    """An edit of which nothing is told: its author goes on reading the first words, in list and thread."""
    rules = "rules: [{id: quiet, if: {words: [southland]}, then: {replace: the other side}, tell: nothing}]\n"
    rulebook = Rulebook(hall.store)
    await rulebook.load()
    await rulebook.publish(f"policy: 1\nid: quiet\ndefault: allow\n{rules}", None, TEACHER)
    desk = Desk(hall.store, rulebook, Feed(), hall.clock)
    await desk.submit(Draft("thread", "To southland", title="Southland", board="friends"), hall.ann)
    assert "outhland" in await hall.all_that(Viewer(hall.ann.id))
    for viewer in hall.readers:
        shown = await hall.all_that(viewer)
        assert "outhland" not in shown
        assert "To the other side" in shown
