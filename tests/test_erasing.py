"""Erasing a person: their name and words are gone from every file, other people's words stay, and the log holds."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from heard import heard

from bbs.board import Board
from bbs.desk import Desk, Draft, Receipt
from bbs.feed import Feed
from bbs.lenses import WordsGone, lenses_on
from bbs.policy.verdicts import Viewer
from bbs.roster import Joined, Roster, WrongSecret
from bbs.rulebook import Rulebook
from bbs.store import (
    ERASED,
    TEACHER,
    WORDS_ERASED,
    Conflict,
    NotFound,
    Store,
    audit,
    decisions,
    people,
    posts,
)
from bbs.store.opening import DATABASE

if TYPE_CHECKING:
    from conftest import FixedClock

CODE = "otter-maple-42"
POLICY = """\
policy: 1
id: for-erasing
default: allow
rules:
  - {id: held, if: {words: [square]}, then: hold, tell: full, why: An editor reads this first.}
  - {id: late, if: {words: [lake]}, then: hold, tell: nothing}
  - {id: shadowed, if: {words: [lantern]}, then: shadow}
  - {id: dropped, if: {words: [tunnel]}, then: drop}
  - {id: edited, if: {words: [southland]}, then: {replace: the other side}, tell: full, why: Say it so.}
"""
WORDS = ("plainly", "square", "lake", "lantern", "tunnel", "southland")


class Class:
    """A class in which Ann has written one text of every kind, and Ben has answered."""

    def __init__(self, store: Store, clock: FixedClock, rulebook: Rulebook) -> None:
        self.store, self.feed, self.clock = store, Feed(), clock
        self.roster = Roster(store, clock, CODE, self.feed)
        self.desk = Desk(store, rulebook, self.feed, clock)
        self.board = Board(store, clock)

    async def begin(self) -> None:
        self.ann, self.ben, self.heron = [await self.roster.join(CODE) for _ in range(3)]
        self.sent = [await self.write(self.ann, f"annswords {word} here") for word in WORDS]
        self.opened = self.sent[0].thread or ""
        await self.reply(self.ben, "benswords, and Ann is kind")
        await self.reply(self.ann, "annswords again")

    async def write(self, who: Joined, words: str) -> Receipt:
        draft = Draft("thread", words, title=f"annstitle {words}", board="friends", once="once")
        return await self.desk.submit(draft, who.person)

    async def reply(self, who: Joined, words: str, thread: str = "") -> Receipt:
        return await self.desk.submit(Draft("reply", words, thread=thread or self.opened), who.person)

    async def erase_ann(self, by: str = "") -> None:
        await self.roster.erase(self.ann.person.id, by or self.ann.person.id)

    def everything(self) -> bytes:
        """Every byte of every file of the data folder."""
        return b"".join(file.read_bytes() for file in sorted(self.store.folder.rglob("*")) if file.is_file())


@pytest.fixture
async def lesson(store: Store, clock: FixedClock) -> Class:
    rulebook = Rulebook(store, None, clock.now)
    await rulebook.load()
    await rulebook.publish(POLICY, None, TEACHER)
    made = Class(store, clock, rulebook)
    await made.begin()
    return made


# What is gone


async def test_neither_name_nor_words_nor_hashes_are_in_any_file_while_the_server_runs(lesson: Class) -> None:
    await lesson.roster.set_password(lesson.ann.person.id, "A heron at the lake")
    ann = await lesson.roster.person(lesson.ann.person.id)
    secrets = [
        *(ann.name, people.key_of(ann.name), ann.ticket_hash, ann.password_hash),
        *("annswords", "annstitle", "southland here"),
    ]
    before = lesson.everything()
    assert [secret for secret in secrets if secret.encode() not in before] == []
    await lesson.erase_ann()
    after = lesson.everything()
    assert [secret for secret in secrets if secret.encode() in after] == []
    assert b"benswords" in after


async def test_nothing_is_left_in_a_folder_that_has_grown_large(lesson: Class) -> None:
    for number in range(120):
        words = f"number {number} " + "annswords " * (number * 7 % 150)
        await asyncio.gather(
            lesson.reply(
                lesson.ann, words, (await lesson.write(lesson.ann, f"annswords {number}")).thread or ""
            ),
            lesson.reply(lesson.ben, words.replace("ann", "ben")),
            lesson.reply(lesson.heron, "herons words " * (number % 40 + 1)),
        )
    name = lesson.ann.person.name
    await lesson.erase_ann()
    after = lesson.everything()
    assert b"annswords" not in after
    assert name.encode() not in after
    assert after.count(b"benswords") > 120


async def test_an_erased_person_is_signed_out_and_can_not_come_back(lesson: Class) -> None:
    other = await lesson.roster.sign_in(lesson.ann.person.name, lesson.ann.ticket)
    await lesson.erase_ann()
    for token in (lesson.ann.token, other.token):
        assert await lesson.roster.person_of(token) is None
    for name in (lesson.ann.person.name, "", f"erased {lesson.ann.person.id}"):
        with pytest.raises(WrongSecret):
            await lesson.roster.sign_in(name, lesson.ann.ticket)


async def test_an_erased_person_is_on_no_list_and_has_no_birthday(lesson: Class) -> None:
    await lesson.store.write(lambda tx: tx.execute("UPDATE people SET birthday = '03-14'"))
    await lesson.erase_ann()
    viewer = Viewer(lesson.ben.person.id)
    near = await lesson.board.birthdays(viewer)
    assert {one.id for one in near.today} == {lesson.ben.person.id, lesson.heron.person.id}
    lesson.clock.advance(days=290)  # a week that crosses the new year compares in another way
    assert (await lesson.board.birthdays(viewer)).week == ()
    assert [one.id for one in await people.page(lesson.store)] == [
        lesson.ben.person.id,
        lesson.heron.person.id,
    ]
    with pytest.raises(NotFound):
        await lesson.roster.person(lesson.ann.person.id)


async def test_nobody_is_dealt_the_name_again_while_the_lesson_lasts(
    lesson: Class, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = lesson.ann.person.name
    await lesson.erase_ann()
    monkeypatch.setattr("bbs.names.ANIMALS", (gone.partition("-")[0],))
    dealt = {(await lesson.roster.join(CODE)).person.name for _ in range(30)}
    assert gone not in dealt


@pytest.mark.parametrize("restarted", [False, True])
async def test_the_names_of_erased_professors_are_passed_over(
    lesson: Class, clock: FixedClock, *, restarted: bool
) -> None:
    await lesson.roster.erase(lesson.heron.person.id, TEACHER)
    roster = Roster(lesson.store, clock, CODE) if restarted else lesson.roster
    joined = [(await roster.join(CODE)).person for _ in range(6)]
    assert [one.name for one in joined if one.role == "professor"] == ["Professor Swallow"]


async def test_a_text_that_is_on_its_way_while_its_author_is_erased_is_not_kept(lesson: Class) -> None:
    await lesson.erase_ann()
    before = await audit.rows_after(lesson.store)
    with pytest.raises(NotFound):
        await lesson.write(lesson.ann, "annswords after all")
    with pytest.raises(NotFound):
        await lesson.reply(lesson.ann, "annswords after all")
    assert await audit.rows_after(lesson.store) == before
    assert b"annswords" not in lesson.everything()


async def test_a_card_for_an_erased_person_has_no_name_on_its_front(lesson: Class) -> None:
    card = Draft("card", "benswords for you", to=lesson.ann.person.id)
    thread = (await lesson.desk.submit(card, lesson.ben.person)).thread or ""
    await lesson.erase_ann()
    seen = await lesson.board.thread(thread, Viewer(lesson.heron.person.id))
    assert (seen.thread.title, seen.thread.to_name, seen.thread.to_birthday) == (
        f"A card for {ERASED}",
        "",
        "",
    )
    assert [post.body for post in seen.posts] == ["benswords for you"]
    with pytest.raises(NotFound):
        await lesson.board.card_for(lesson.ann.person.id, Viewer(lesson.ben.person.id))
    with pytest.raises(NotFound):
        await lesson.desk.submit(card, lesson.ben.person)


# What stays


async def test_other_peoples_words_stay_where_they_are(lesson: Class) -> None:
    await lesson.erase_ann()
    seen = await lesson.board.thread(lesson.opened, Viewer(lesson.heron.person.id))
    assert (seen.thread.title, seen.thread.author_name) == (WORDS_ERASED, ERASED)
    assert [(post.author_name, post.body, post.erased) for post in seen.posts] == [
        (ERASED, WORDS_ERASED, True),
        (lesson.ben.person.name, "benswords, and Ann is kind", False),
        (ERASED, WORDS_ERASED, True),
    ]
    await lesson.reply(lesson.heron, "One may still answer")


async def test_who_sees_what_and_how_many_is_the_same_for_everybody_else(lesson: Class) -> None:
    async def found(viewer: Viewer) -> list[object]:
        listed = await lesson.board.threads("friends", viewer, limit=100)
        pages = [await lesson.board.thread(one.id, viewer, limit=100) for one in listed.items]
        return [(page.thread.id, page.thread.posts, [post.id for post in page.posts]) for page in pages]

    viewers = [Viewer(lesson.ben.person.id), Viewer(lesson.heron.person.id), Viewer(), Viewer(operator=True)]
    before = [await found(viewer) for viewer in viewers]
    await lesson.erase_ann()
    assert [await found(viewer) for viewer in viewers] == before


async def test_what_waited_waits_no_longer_and_no_delay_runs_out(lesson: Class) -> None:
    waiting = await posts.waiting(lesson.store)
    assert len(waiting) == 2
    late = "UPDATE posts SET verdict = 'delay', due = at WHERE id = :id"
    await lesson.store.write(lambda tx: tx.execute(late, {"id": waiting[0].id}))
    assert len(await posts.due(lesson.store, lesson.clock.now())) == 1
    await lesson.erase_ann()
    assert await posts.waiting(lesson.store) == []
    assert await lesson.desk.release_due() == []
    for answer in (lesson.desk.release, lesson.desk.refuse):
        with pytest.raises(Conflict, match="erased"):
            await answer(waiting[0].id, TEACHER, "A reason")


async def test_the_reasons_that_an_erased_editor_wrote_are_gone_too(lesson: Class) -> None:
    held = await lesson.write(lesson.ben, "benswords at the square")
    post = held.post or ""
    await lesson.desk.refuse(post, lesson.ann.person, "annsreason")
    kept = await lesson.write(lesson.ben, "more benswords at the square")
    await lesson.desk.refuse(kept.post or "", lesson.heron.person, "heronsreason")
    await lesson.erase_ann()
    found = await posts.by_id(lesson.store, post)
    assert found is not None
    assert (found.reason, found.state, found.original.body) == ("", "refused", "benswords at the square")
    assert b"annsreason" not in lesson.everything()
    assert b"heronsreason" in lesson.everything()
    assert await lesson.store.verify() is None


async def test_nothing_is_left_to_look_at_through_a_lens_or_to_replay(lesson: Class) -> None:
    replayed = len(await decisions.page(lesson.store))
    await lesson.erase_ann()
    with pytest.raises(WordsGone):
        await lenses_on(lesson.store, lesson.sent[0].post or "")
    assert replayed == 8
    assert len(await decisions.page(lesson.store)) == 1


# The log


@pytest.mark.parametrize("by", ["self", TEACHER])
async def test_the_log_says_who_was_erased_and_by_whom_and_no_more(lesson: Class, by: str) -> None:
    by = lesson.ann.person.id if by == "self" else by
    await lesson.erase_ann(by)
    row = (await audit.rows_after(lesson.store))[-1]
    assert (row.action, row.actor, row.subject, row.detail) == ("erased", by, lesson.ann.person.id, "{}")


async def test_the_log_holds_after_an_erasing_of_what_was_released_and_refused_too(lesson: Class) -> None:
    held, hidden = await posts.waiting(lesson.store)
    await lesson.desk.release(held.id, TEACHER, "A reason that quotes annswords")
    await lesson.desk.refuse(hidden.id, TEACHER, "Another reason with annswords")
    assert await lesson.store.verify() is None
    await lesson.erase_ann()
    assert await lesson.store.verify() is None
    assert b"annswords" not in lesson.everything()
    await lesson.roster.erase(lesson.ben.person.id, TEACHER)
    assert await lesson.store.verify() is None


HANDS = (
    "UPDATE posts SET salt = NULL WHERE author = :ben",
    "UPDATE posts SET salt = NULL, title = '', body = '', shown_title = '', shown_body = '', sees_title = NULL, "
    "sees_body = NULL, told_text = '', reason = '' WHERE author = :ben",
    "UPDATE decisions SET facts = '', house = '', policy = '', combined = '' WHERE post IN "
    "(SELECT id FROM posts WHERE author = :ben)",
    "UPDATE posts SET body = 'words in her mouth' WHERE author = :ann",
    "UPDATE posts SET shown_body = 'words in her mouth' WHERE author = :ann",
    "UPDATE posts SET sees_body = 'words in her mouth', sees_title = '' WHERE author = :ann",
    "UPDATE posts SET told_text = 'words to her' WHERE author = :ann",
    "UPDATE posts SET reason = 'a reason' WHERE author = :ann",
    "UPDATE posts SET audience = 'everyone' WHERE author = :ann AND audience = 'nobody'",
    "UPDATE posts SET author = :ann WHERE author = :ben",
    "UPDATE posts SET author = :ben WHERE author = :ann",
    "UPDATE decisions SET facts = '{}' WHERE post IN (SELECT id FROM posts WHERE author = :ann)",
    "UPDATE decisions SET combined = '{}' WHERE post IN (SELECT id FROM posts WHERE author = :ann)",
    "DELETE FROM audit WHERE action = 'erased'",
    "UPDATE audit SET subject = :ben WHERE action = 'erased'",
)


@pytest.mark.parametrize("hand", HANDS)
async def test_words_that_go_or_come_by_hand_are_found(lesson: Class, hand: str) -> None:
    await lesson.erase_ann()
    assert await lesson.store.verify() is None
    values = {"ann": lesson.ann.person.id, "ben": lesson.ben.person.id}
    await lesson.store.write(lambda tx: tx.execute(hand, values))
    assert await lesson.store.verify() is not None


async def test_a_reason_that_was_taken_away_by_hand_is_found(lesson: Class) -> None:
    await lesson.erase_ann()
    held = await lesson.write(lesson.ben, "benswords at the square")
    await lesson.desk.refuse(held.post or "", TEACHER, "A reason")
    assert await lesson.store.verify() is None
    await lesson.store.write(lambda tx: tx.execute("UPDATE posts SET reason = '' WHERE reason <> ''"))
    assert await lesson.store.verify() is not None


async def test_it_is_all_or_nothing(lesson: Class) -> None:
    await lesson.store.write(
        lambda tx: tx.execute(
            "CREATE TRIGGER no BEFORE UPDATE ON people BEGIN SELECT raise(ABORT, 'no'); END"
        )
    )
    before = lesson.everything().count(b"annswords")
    with pytest.raises(sqlite3.IntegrityError):
        await lesson.erase_ann()
    assert await lesson.roster.person_of(lesson.ann.token) == lesson.ann.person
    assert lesson.everything().count(b"annswords") >= before
    assert await lesson.store.verify() is None


async def test_whoever_watches_hears_of_it_before_the_answer(lesson: Class) -> None:
    news = heard(lesson.feed)
    await lesson.erase_ann()
    (event,) = news
    assert (event.action, event.subject, event.post) == ("erased", lesson.ann.person.id, None)


async def test_erasing_twice_finds_nobody_the_second_time(lesson: Class) -> None:
    await lesson.erase_ann()
    with pytest.raises(NotFound):
        await lesson.erase_ann()


async def test_somebody_who_copies_the_database_holds_nothing_up_for_long(
    lesson: Class, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("bbs.store.erasing.TRIES", 2)
    with closing(sqlite3.connect(lesson.store.folder / DATABASE, isolation_level=None)) as copying:
        copying.execute("BEGIN")
        copying.execute("SELECT count(*) FROM posts").fetchone()
        await lesson.erase_ann()
        assert "copied" in caplog.text
        assert (await lesson.reply(lesson.ben, "Writing goes on")).status == "appears"
    await lesson.store.close()
    assert b"annswords" not in lesson.everything()
