"""The way in for every text, and the editor's answers."""

from __future__ import annotations

import asyncio
import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from heard import heard

from bbs.board import Board
from bbs.desk import Conflict, Desk, Draft, DraftError, NotFound, Receipt
from bbs.feed import Feed
from bbs.lesson import Lesson
from bbs.policy.verdicts import Audience, Viewer
from bbs.roster import Roster
from bbs.rulebook import Rulebook
from bbs.store import TEACHER, Person, Post, Store, StoreError, audit, decisions, people, posts

if TYPE_CHECKING:
    from conftest import FixedClock

POLICY = """
policy: 1
id: every-verdict
default: allow
rules:
  - {id: asked, why: Think twice., if: {words: [warnword]}, then: warn}
  - {id: held, why: An editor reads this., if: {words: [holdword]}, then: hold}
  - {id: held-quietly, if: {words: [holdquiet]}, then: hold, tell: nothing}
  - {id: held-excused, if: {words: [holdpretend]}, then: hold, tell: {pretend: The server is busy.}}
  - {id: shadowed, if: {words: [shadowword]}, then: shadow}
  - {id: dropped, if: {words: [dropword]}, then: drop}
  - {id: dropped-excused, if: {words: [droppretend]}, then: drop, tell: {pretend: The server is busy.}}
  - {id: blocked, why: Not here., if: {words: [blockword]}, then: block}
  - {id: blocked-quietly, if: {words: [blockquiet]}, then: block, tell: nothing}
  - {id: blocked-excused, if: {words: [blockpretend]}, then: block, tell: {pretend: The server is busy.}}
  - {id: late, if: {words: [delayword]}, then: {delay: 8 hours}}
  - {id: later, if: {words: [longword]}, then: {delay: 2 days}}
  - {id: masked, if: {words: [maskword]}, then: mask, tell: nothing}
  - {id: new, if: {words: [newcomer], author: {age_under: 10 minutes}}, then: block, why: Too new.}
  - {id: first, if: {words: [thirdpost], author: {posts_under: 3}}, then: block, why: Too few.}
"""


@dataclass(frozen=True)
class Class:
    """A class with a desk and three people: Ann and Ben are students, Heron is a professor."""

    desk: Desk
    board: Board
    feed: Feed
    store: Store
    clock: FixedClock
    rulebook: Rulebook
    ann: Person
    ben: Person
    heron: Person

    async def write(self, words: str, author: Person | None = None, **more: object) -> Receipt:
        """Ann, or whoever, opens a thread."""
        return await self.desk.submit(
            Draft("thread", words, title="A title", board="friends", **more),  # type: ignore[arg-type]
            author or self.ann,
        )

    async def kept(self) -> list[Post]:
        return await posts.page(self.store, newest_first=False)

    async def sees(self, viewer: Viewer) -> list[str]:
        page = await self.board.threads("friends", viewer)
        return [(await self.board.thread(one.id, viewer)).posts[0].body for one in page.items]


@pytest.fixture
async def room(store: Store, clock: FixedClock) -> Class:
    feed = Feed()
    rulebook = Rulebook(store, feed, clock.now)
    await rulebook.load()
    await rulebook.publish(POLICY, None, TEACHER)
    roster = Roster(store, clock, "code")
    ann, ben, heron = [(await roster.join("code")).person for _ in range(3)]
    clock.advance(hours=1)
    return Class(
        Desk(store, rulebook, feed, clock), Board(store, clock), feed, store, clock, rulebook, ann, ben, heron
    )


def _viewers(room: Class) -> tuple[Viewer, Viewer]:
    return Viewer(room.ann.id), Viewer(room.ben.id)


async def test_an_allowed_text_appears_for_everybody(room: Class) -> None:
    receipt = await room.write("Hello")
    assert (receipt.status, receipt.told, receipt.told_text) == ("appears", "nothing", "")
    for viewer in (*_viewers(room), Viewer(), Viewer(operator=True)):
        assert await room.sees(viewer) == ["Hello"]


@pytest.mark.parametrize(
    ("words", "status", "told", "author_sees", "note"),
    [
        ("warnword", "confirm", "reason", False, ""),
        ("holdword", "waits", "reason", True, "waiting"),
        ("holdquiet", "appears", "nothing", True, ""),
        ("holdpretend", "failed", "failed", False, ""),
        ("shadowword", "appears", "nothing", True, ""),
        ("dropword", "appears", "nothing", False, ""),
        ("droppretend", "failed", "failed", False, ""),
        ("blockword", "refused", "reason", False, ""),
        ("blockquiet", "appears", "nothing", False, ""),
        ("blockpretend", "failed", "failed", False, ""),
    ],
)
async def test_a_hidden_text_is_told_as_the_policy_says_and_readers_see_nothing(
    room: Class, words: str, status: str, told: str, author_sees: bool, note: str
) -> None:
    receipt = await room.write(words)
    author, reader = _viewers(room)
    assert (receipt.status, receipt.told) == (status, told)
    believed = status in {"appears", "waits"}
    assert (receipt.post is not None, receipt.thread is not None) == (believed, believed)
    assert await room.sees(reader) == await room.sees(Viewer()) == []
    assert await room.sees(author) == ([words] if author_sees else [])
    assert [one.note for one in (await room.board.threads("friends", author)).items] == (
        [note] if author_sees else []
    )
    assert [post.original.body for post in await room.kept()] == [words]
    assert await room.store.verify() is None


async def test_an_excuse_is_told_in_its_own_words_and_never_called_one(room: Class) -> None:
    receipt = await room.write("holdpretend")
    assert receipt == Receipt("failed", None, None, "failed", "The server is busy.")


async def test_the_address_of_a_dropped_thread_is_unknown_to_everybody_but_the_teacher(room: Class) -> None:
    receipt = await room.write("dropword")
    assert receipt.thread
    for viewer in (*_viewers(room), Viewer()):
        with pytest.raises(NotFound):
            await room.board.thread(receipt.thread, viewer)
    page = await room.board.thread(receipt.thread, Viewer(operator=True))
    assert page.posts[0].body == "dropword"


async def test_receipts_of_a_published_and_a_hidden_text_have_the_same_shape(room: Class) -> None:
    shapes = set()
    for words in ("Hello", "shadowword", "dropword", "blockquiet", "holdquiet"):
        receipt = await room.write(words)
        assert receipt.post is not None
        assert receipt.thread is not None
        shapes.add((receipt.status, len(receipt.post), len(receipt.thread), receipt.told, receipt.told_text))
    assert len(shapes) == 1


async def test_a_warning_is_asked_once_and_confirmed_it_appears(room: Class) -> None:
    asked = await room.write("warnword", once="form")
    assert (asked.status, "Think twice." in asked.told_text) == ("confirm", True)
    assert (await room.write("warnword", once="form", confirm=True)).status == "appears"
    assert await room.sees(Viewer()) == ["warnword"]


async def test_house_rules_come_before_the_policy_in_force(room: Class) -> None:
    await room.write("Ring me: +49 171 5550123")
    assert await room.sees(Viewer()) == ["Ring me: ■■■ ■■■ ■■■■■■■"]
    (kept,) = await room.kept()
    assert kept.original.body == "Ring me: +49 171 5550123"


async def test_an_edit_nobody_is_told_of_leaves_the_author_their_own_words(room: Class) -> None:
    await room.write("a maskword here")
    author, reader = _viewers(room)
    assert await room.sees(reader) == ["a ■■■■■■■■ here"]
    assert await room.sees(author) == ["a maskword here"]


async def test_the_facts_are_those_of_the_moment_and_are_kept(room: Class) -> None:
    receipt = await room.write("Hello")
    row = await decisions.of_post(room.store, receipt.post or "")
    assert row is not None
    submission = decisions.read_submission(row.facts)
    assert submission.by.age == dt.timedelta(hours=1)
    assert submission.by.posts == 0
    assert (submission.by.name, submission.by.role) == (room.ann.name, "student")
    assert (submission.at, submission.date) == (dt.time(11, 5), dt.date(2026, 3, 14))
    assert (submission.site, submission.board, submission.kind) == ("board", "friends", "thread")
    assert submission.key == receipt.post
    assert room.rulebook.policy.judge(submission) == decisions.read_decision(row.policy)


async def test_a_decision_reads_back_as_it_was_made(room: Class) -> None:
    receipt = await room.write("a maskword, holdword")
    row = await decisions.of_post(room.store, receipt.post or "")
    assert row is not None
    decision = decisions.read_decision(row.combined)
    assert (decision.verdict.word, decision.by) == ("hold", "held")
    assert [match.rule for match in decision.matches] == ["held", "masked"]
    assert decisions.decision_text(decision) == row.combined


async def test_rules_about_newcomers_go_by_the_time_since_joining(room: Class) -> None:
    room.clock.advance(minutes=-55)
    assert (await room.write("newcomer")).status == "refused"
    room.clock.advance(minutes=5)
    assert (await room.write("newcomer")).status == "appears"


async def test_posts_sent_at_once_are_counted_one_after_the_other(room: Class) -> None:
    receipts = await asyncio.gather(*(room.write(f"thirdpost {number}") for number in range(5)))
    assert [receipt.status for receipt in receipts] == ["refused"] * 3 + ["appears"] * 2


async def test_the_same_form_sent_twice_is_kept_once(room: Class) -> None:
    first, second = await asyncio.gather(room.write("Hello", once="f1"), room.write("Hello", once="f1"))
    assert first == second
    assert await room.write("Hello", once="f1") == first
    assert len(await room.kept()) == 1
    assert await room.write("Hello", once="f2") != first
    assert await room.write("Hello", author=room.ben, once="f1") != first


async def test_a_refused_form_that_was_mended_is_a_new_text(room: Class) -> None:
    assert (await room.write("blockword", once="f1")).status == "refused"
    assert (await room.write("better", once="f1")).status == "appears"


async def test_a_reply_joins_its_thread(room: Class) -> None:
    thread = (await room.write("Hello")).thread
    receipt = await room.desk.submit(Draft("reply", "Hi", thread=thread), room.ben)
    assert receipt.thread == thread
    page = await room.board.thread(thread or "", Viewer())
    assert [(one.body, one.author_name) for one in page.posts] == [
        ("Hello", room.ann.name),
        ("Hi", room.ben.name),
    ]


async def test_nobody_replies_to_a_thread_they_cannot_see(room: Class) -> None:
    hidden = (await room.write("shadowword")).thread
    for thread in (hidden, "no-such-thread", None, "\ud800"):
        with pytest.raises(NotFound):
            await room.desk.submit(Draft("reply", "Hi", thread=thread), room.ben)
    assert (await room.desk.submit(Draft("reply", "Hi", thread=hidden), room.ann)).status == "appears"


async def test_only_those_who_may_write_on_a_board_do(room: Class) -> None:
    notice = Draft("thread", "Exams begin at nine.", title="Exams", board="notices")
    with pytest.raises(DraftError, match="Only professors write on this board") as caught:
        await room.desk.submit(notice, room.ann)
    assert caught.value.field == "board"
    receipt = await room.desk.submit(notice, room.heron)
    with pytest.raises(DraftError):
        await room.desk.submit(Draft("reply", "Oh no", thread=receipt.thread), room.ann)
    with pytest.raises(NotFound):
        await room.desk.submit(Draft("thread", "x", title="x", board="nowhere"), room.heron)


async def test_unusable_text_is_refused_before_anything_judges_or_keeps_it(room: Class) -> None:
    with pytest.raises(DraftError):
        await room.write("\x00")
    assert await room.kept() == []


async def test_the_teachers_words_are_not_filtered(room: Class) -> None:
    receipt = await room.desk.submit(Draft("thread", "blockword", title="T", board="notices"), None)
    assert receipt.status == "appears"
    view = (await room.board.thread(receipt.thread or "", Viewer())).posts[0]
    assert (view.body, view.author, view.author_role) == ("blockword", "", "teacher")
    (kept,) = await room.kept()
    assert (kept.verdict, kept.by) == ("allow", "exempt")
    assert (await audit.rows_after(room.store))[-1].actor == TEACHER


async def test_a_text_that_belongs_to_no_board_is_judged_and_kept_too(room: Class) -> None:
    receipt = await room.desk.submit(Draft("search", "blockword", site="library"), room.ann)
    assert receipt.status == "refused"
    (kept,) = await room.kept()
    assert (kept.kind, kept.site, kept.board, kept.thread) == ("search", "library", None, None)


async def test_every_decision_stands_in_the_log_without_its_text(room: Class) -> None:
    receipt = await room.write("holdword from Ann")
    await room.desk.release(receipt.post or "", TEACHER, "fine by me")
    row, released = (await audit.rows_after(room.store))[-2:]
    assert (row.action, row.actor, row.subject) == ("submitted", room.ann.id, receipt.post)
    assert row.details["verdict"] == "hold"
    assert row.details["by"] == "held"
    assert row.details["policy"] == room.rulebook.version.seq
    assert (released.action, released.actor) == ("released", TEACHER)
    log = str([row, released])
    assert "from Ann" not in log
    assert "fine by me" not in log


@pytest.mark.parametrize(
    "edit",
    [
        "UPDATE posts SET body = 'Something else'",
        "UPDATE decisions SET combined = replace(combined, 'held', 'other')",
        "UPDATE decisions SET facts = replace(facts, 'student', 'professor')",
        "DELETE FROM decisions",
        "DELETE FROM audit WHERE seq = (SELECT max(seq) FROM audit)",
    ],
)
async def test_a_text_or_decision_changed_in_the_database_is_found(room: Class, edit: str) -> None:
    await room.write("holdword")
    assert await room.store.verify() is None
    await room.store.write(lambda tx: tx.execute(edit))
    assert await room.store.verify() is not None


async def test_who_watches_hears_of_each_text_once_it_is_kept(room: Class) -> None:
    news = heard(room.feed)
    receipt = await room.write("shadowword")
    (event,) = news
    assert event.post is not None
    assert (event.action, event.subject, event.post.audience) == ("submitted", receipt.post, Audience.AUTHOR)
    assert event.seq == (await audit.rows_after(room.store))[-1].seq


async def test_when_the_disk_fails_nothing_is_kept_and_nobody_is_told(room: Class) -> None:
    pages = (await room.store.fetch_all("PRAGMA page_count"))[0][0]
    await room.store.write(lambda tx: tx.execute(f"PRAGMA max_page_count = {pages}"))
    news = heard(room.feed)
    with pytest.raises(StoreError):
        await room.write("x " * 4000)
    await room.store.write(lambda tx: tx.execute("PRAGMA max_page_count = 100000"))
    await room.write("Hello")
    (event,) = news
    assert event.post is not None
    assert event.post.original.body == "Hello"
    assert len(await room.kept()) == 1


# The editor's answers


async def test_a_released_text_appears_for_everybody(room: Class) -> None:
    receipt = await room.write("holdword")
    post = await room.desk.release(receipt.post or "", TEACHER, "fine")
    assert (post.state, post.audience, post.reason) == ("released", Audience.EVERYONE, "fine")
    assert await room.sees(Viewer()) == ["holdword"]
    (view,) = (await room.board.threads("friends", Viewer(room.ann.id))).items
    assert view.note == ""


async def test_a_released_text_keeps_the_edits_of_the_rules(room: Class) -> None:
    receipt = await room.write("holdword, ring +49 171 5550123")
    await room.desk.release(receipt.post or "", TEACHER)
    assert await room.sees(Viewer()) == ["holdword, ring ■■■ ■■■ ■■■■■■■"]


@pytest.mark.parametrize("words", ["shadowword", "dropword", "holdpretend", "blockquiet"])
async def test_the_teacher_may_release_what_its_author_was_not_refused(room: Class, words: str) -> None:
    await room.write(words)
    (kept,) = await room.kept()
    await room.desk.release(kept.id, TEACHER)
    assert await room.sees(Viewer()) == [words]


@pytest.mark.parametrize("words", ["warnword", "blockword", "blockpretend", "droppretend", "Hello"])
async def test_what_its_author_was_refused_and_what_is_out_already_cannot_be_released(
    room: Class, words: str
) -> None:
    await room.write(words)
    (kept,) = await room.kept()
    with pytest.raises(Conflict):
        await room.desk.release(kept.id, TEACHER)


async def test_who_was_told_to_wait_is_told_of_the_refusal(room: Class) -> None:
    receipt = await room.write("holdword")
    await room.desk.refuse(receipt.post or "", TEACHER, "Please no\r\nshouting")
    author, reader = _viewers(room)
    view = (await room.board.thread(receipt.thread or "", author)).posts[0]
    assert (view.note, view.reason) == ("refused", "Please no\nshouting")
    assert await room.sees(reader) == []


async def test_who_was_told_nothing_goes_on_seeing_a_published_text(room: Class) -> None:
    receipt = await room.write("holdquiet")
    await room.desk.refuse(receipt.post or "", TEACHER, "no")
    author, reader = _viewers(room)
    view = (await room.board.thread(receipt.thread or "", author)).posts[0]
    assert (view.note, view.reason, view.body) == ("", "", "holdquiet")
    assert await room.sees(reader) == []


@pytest.mark.parametrize("words", ["shadowword", "dropword", "blockword", "Hello"])
async def test_only_what_waits_can_be_refused(room: Class, words: str) -> None:
    await room.write(words)
    (kept,) = await room.kept()
    with pytest.raises(Conflict):
        await room.desk.refuse(kept.id, TEACHER, "no")


async def test_of_two_editors_at_once_one_is_told_that_it_is_done(room: Class) -> None:
    post = (await room.write("holdword")).post or ""
    answers = await asyncio.gather(
        room.desk.release(post, TEACHER), room.desk.refuse(post, room.heron, "no"), return_exceptions=True
    )
    assert sorted(type(answer) for answer in answers if isinstance(answer, Conflict)) == [Conflict]
    with pytest.raises(Conflict, match="released already"):
        await room.desk.release(post, TEACHER)
    assert [row.action for row in await audit.rows_after(room.store)].count("released") == 1
    assert await room.store.verify() is None


async def test_an_unknown_post_cannot_be_answered(room: Class) -> None:
    with pytest.raises(NotFound):
        await room.desk.release("no-such-post", TEACHER)


async def test_a_participant_in_office_answers_only_what_waits(room: Class) -> None:
    await room.write("shadowword")
    (kept,) = await room.kept()
    with pytest.raises(Conflict, match="does not wait"):
        await room.desk.release(kept.id, room.heron)
    waiting = await room.write("holdword")
    post = await room.desk.release(waiting.post or "", room.heron)
    assert post.state == "released"
    assert (await audit.rows_after(room.store))[-1].actor == room.heron.id


async def test_no_participant_lifts_the_house_rules(room: Class) -> None:
    house = "policy: 1\nid: house\ndefault: {then: hold, tell: nothing}\n"
    await room.rulebook.publish(house, {}, TEACHER, layer="house")
    await room.write("Hello")
    (kept,) = await room.kept()
    assert kept.by == "house-rules/default"
    with pytest.raises(Conflict, match="only the teacher"):
        await room.desk.release(kept.id, room.heron)
    await room.desk.release(kept.id, TEACHER)


async def test_a_participants_reason_passes_the_house_rules_and_the_teachers_does_not_have_to(
    room: Class,
) -> None:
    first, second = await room.write("holdword 1"), await room.write("holdword 2")
    post = await room.desk.refuse(first.post or "", room.heron, "Ask me: heron@board.test")
    assert post.reason == "Ask me: ■■■■■■■■■■■■■■■■"
    with pytest.raises(DraftError) as caught:
        await room.desk.refuse(second.post or "", room.heron, "no, you raghead")
    assert caught.value.field == "reason"
    post = await room.desk.refuse(second.post or "", TEACHER, "Ask me: heron@board.test")
    assert post.reason == "Ask me: heron@board.test"


async def test_a_delayed_text_appears_by_itself_when_its_time_has_come(room: Class) -> None:
    receipt = await room.write("delayword")
    room.clock.advance(hours=7, minutes=59)
    assert await room.desk.release_due() == []
    room.clock.advance(minutes=1)
    assert [post.id for post in await room.desk.release_due()] == [receipt.post]
    assert await room.sees(Viewer()) == ["delayword"]
    assert await room.desk.release_due() == []
    assert (await audit.rows_after(room.store))[-1].actor == "closednet"


async def test_texts_appear_in_the_order_in_which_they_are_due_a_hundred_at_once(room: Class) -> None:
    long = await room.write("longword 0")
    room.clock.advance(days=1)
    short = [await room.write(f"delayword {number}") for number in range(100)]
    room.clock.advance(days=2)
    first = [post.id for post in await room.desk.release_due()]
    assert first == [receipt.post for receipt in short]
    assert [post.id for post in await room.desk.release_due()] == [long.post]


async def test_a_released_text_stands_where_it_was_written_not_where_it_appeared(room: Class) -> None:
    for words in ("one", "delayword", "three"):
        await room.write(words)
    room.clock.advance(hours=8)
    assert await room.sees(Viewer()) == ["three", "one"]
    await room.desk.release_due()
    assert await room.sees(Viewer()) == ["three", "delayword", "one"]


async def test_freezing_the_joining_keeps_no_delayed_text_back(room: Class) -> None:
    lesson = await Lesson.open(room.store, room.feed, room.clock)
    await room.write("delayword")
    await lesson.freeze()
    room.clock.advance(hours=8)
    assert len(await room.desk.release_due()) == 1


async def test_the_teacher_lets_a_delayed_text_appear_before_its_time(room: Class) -> None:
    receipt = await room.write("delayword")
    await room.desk.release(receipt.post or "", TEACHER)
    assert await room.sees(Viewer()) == ["delayword"]
    room.clock.advance(hours=9)
    assert await room.desk.release_due() == []


async def test_a_thread_of_a_delayed_text_and_the_replies_in_it_are_hidden_until_it_appears(
    room: Class,
) -> None:
    receipt = await room.write("delayword")
    reply = Draft("reply", "me again", thread=receipt.thread)
    await room.desk.submit(reply, room.ann)
    with pytest.raises(NotFound):
        await room.desk.submit(reply, room.ben)
    with pytest.raises(NotFound):
        await room.board.thread(receipt.thread or "", Viewer(room.ben.id))
    assert (await room.board.threads("friends", Viewer(room.ben.id))).items == ()
    room.clock.advance(hours=8)
    await room.desk.release_due()
    page = await room.board.thread(receipt.thread or "", Viewer(room.ben.id))
    assert ([post.body for post in page.posts], page.thread.posts) == (["delayword", "me again"], 2)


async def test_a_delayed_text_that_was_refused_stays_away(room: Class) -> None:
    receipt = await room.write("delayword")
    await room.desk.refuse(receipt.post or "", TEACHER, "no")
    room.clock.advance(hours=9)
    assert await room.desk.release_due() == []


# Greeting cards


async def _card(room: Class, author: Person, words: str, to: Person | None = None) -> Receipt:
    return await room.desk.submit(Draft("card", words, to=(to or room.heron).id), author)


async def test_a_card_for_somebody_is_one_thread_that_others_sign(room: Class) -> None:
    first = await _card(room, room.ann, "Happy birthday!")
    second = await _card(room, room.ben, "From me too!")
    assert first.thread == second.thread
    page = await room.board.thread(first.thread or "", Viewer())
    assert [one.body for one in page.posts] == ["Happy birthday!", "From me too!"]
    assert page.thread.title == "A card for Professor Heron"
    assert (page.thread.to_name, page.thread.to_birthday) == ("Professor Heron", "03-14")


async def test_people_who_start_a_card_at_the_same_time_end_up_on_one(room: Class) -> None:
    receipts = await asyncio.gather(*(_card(room, one, "Happy!") for one in (room.ann, room.ben, room.heron)))
    assert len({receipt.thread for receipt in receipts}) == 1


async def test_nobody_signs_a_card_they_cannot_see(room: Class) -> None:
    hidden = await _card(room, room.ann, "shadowword")
    shown = await _card(room, room.ben, "Happy birthday!")
    assert hidden.thread != shown.thread
    assert (await _card(room, room.ann, "and more")).thread == hidden.thread


async def test_held_cards_for_one_person_become_one_thread_when_they_are_released(room: Class) -> None:
    first = await _card(room, room.ann, "holdword by Ann")
    second = await _card(room, room.ben, "holdword by Ben")
    assert first.thread != second.thread
    for receipt in (second, first):
        await room.desk.release(receipt.post or "", TEACHER)
    page = await room.board.thread(second.thread or "", Viewer())
    assert {one.body for one in page.posts} == {"holdword by Ann", "holdword by Ben"}
    assert page.thread.posts == 2
    old_address = await room.board.thread(first.thread or "", Viewer(room.ann.id))
    assert old_address.thread.id == second.thread
    assert (await room.desk.submit(Draft("reply", "Thanks!", thread=first.thread), room.ann)).thread == (
        second.thread
    )
    assert len((await room.board.threads("birthdays", Viewer())).items) == 1


async def test_a_card_goes_to_somebody_who_is_here(room: Class) -> None:
    for to in ("no-such-person", "\ud800"):
        with pytest.raises(NotFound):
            await room.desk.submit(Draft("card", "Happy!", to=to), room.ann)
    with pytest.raises(DraftError, match="Say whom the card is for"):
        await room.desk.submit(Draft("card", "Happy!"), room.ann)


async def test_a_person_given_another_role_writes_by_it(room: Class) -> None:
    await room.store.write(lambda tx: people.set_place(tx, room.ann.id, "professor", "elite"))
    ann = await people.by_id(room.store, room.ann.id)
    notice = Draft("thread", "Exams begin at nine.", title="Exams", board="notices")
    assert (await room.desk.submit(notice, ann)).status == "appears"
