"""What became of one's own texts: true for every verdict and way of telling, and for its author alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from every_verdict import CASES, EXCUSE, POLICY, SENTENCE, Case

from bbs.board import Board
from bbs.desk import Desk, Draft, NotFound
from bbs.feed import Feed
from bbs.policy.verdicts import Viewer
from bbs.reveal import OwnTrace, own_trace, own_traces
from bbs.roster import Roster
from bbs.rulebook import Rulebook
from bbs.store import TEACHER, Person, Store, posts

if TYPE_CHECKING:
    from conftest import FixedClock

DONE = {
    "delay": "it had to wait for a while before it could appear",
    "warn": "you had to confirm it",
    "hold": "an editor had to read it",
    "shadow": "nobody but you could see it",
    "drop": "it was thrown away",
    "block": "it was refused",
}
MORE = """\
  - {id: edit-told, why: Say it so., if: {words: [southland]}, then: {replace: the other side}, tell: reason}
  - {id: edit-quiet, if: {words: [lantern]}, then: {replace: lamp}, tell: nothing}
"""


@dataclass(frozen=True)
class Desks:
    """Ann writes, Ben looks."""

    desk: Desk
    board: Board
    store: Store
    clock: FixedClock
    ann: Person
    ben: Person

    async def write(self, body: str, by: Person | None = None, *, confirm: bool = False) -> None:
        await self.desk.submit(
            Draft("thread", body, title="A title", board="friends", confirm=confirm), by or self.ann
        )

    async def trace(self) -> OwnTrace:
        """The trace of what Ann wrote last."""
        return (await own_traces(self.store, self.ann.id)).items[0]


@pytest.fixture
async def desks(store: Store, clock: FixedClock) -> Desks:
    feed = Feed()
    rulebook = Rulebook(store, feed, clock.now)
    await rulebook.load()
    await rulebook.publish(POLICY + MORE, None, TEACHER)
    roster = Roster(store, clock, "code")
    ann, ben = [(await roster.join("code")).person for _ in range(2)]
    return Desks(Desk(store, rulebook, feed, clock), Board(store, clock), store, clock, ann, ben)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.word)
async def test_every_text_is_there_with_what_was_done_why_and_what_was_told(desks: Desks, case: Case) -> None:
    await desks.write(f"a {case.word} here")
    one = await desks.trace()
    assert one.sentence.startswith(f"“{case.word}” matched the rule `{case.word}`, so {DONE[case.verdict]}")
    assert [piece.text for piece in one.picture.body if piece.marked] == [case.word]
    assert "".join(piece.text for piece in one.picture.body) == f"a {case.word} here"
    assert [note.rules for note in one.picture.notes] == [(case.word,)]
    assert [(rung.verdict.word, [c.by for c in rung.candidates]) for rung in one.ladder if rung.won] == [
        (case.verdict, [case.word])
    ]
    assert one.why == SENTENCE.format(word=case.word)
    assert case.fits(one.told_text)
    assert one.readers is None


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.word)
async def test_what_was_told_is_called_untrue_where_the_author_was_made_to_believe_something_else(
    desks: Desks, case: Case
) -> None:
    await desks.write(case.word)
    one = await desks.trace()
    if case.tell == "pretend":
        assert "the excuse was made up" in one.untrue
        assert one.told_text == EXCUSE
    elif case.answer == "appears":
        assert one.untrue in {"Nobody else can read it.", "It reached nobody."}
        assert ("reached" in one.untrue) is (not case.keeps)
    else:
        assert one.untrue == ""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.word)
async def test_what_others_see_is_what_the_board_shows_them(desks: Desks, case: Case) -> None:
    await desks.write(case.word)
    one = await desks.trace()
    with pytest.raises(NotFound):
        await desks.board.post(one.post, Viewer(desks.ben.id))
    if case.answer != "appears" and case.verdict not in {"delay", "hold"}:
        return
    await desks.desk.release(one.post, TEACHER, "It is harmless.")
    one = await desks.trace()
    if not case.keeps and case.verdict in {"drop", "block"}:
        assert one.untrue == "When you sent it, it reached nobody."
    assert one.readers is not None
    assert one.readers.body == (await desks.board.post(one.post, Viewer(desks.ben.id))).body
    since = "It has appeared since." if case.verdict == "delay" else "An editor has released it since."
    assert (one.since, one.reason) == (since, "It is harmless.")


async def test_a_text_that_appeared_is_said_to_have_appeared_and_nothing_is_called_untrue(
    desks: Desks,
) -> None:
    await desks.write("Good morning")
    one = await desks.trace()
    assert one.sentence == "No rule decided, so the policy's default counted: it appeared at once."
    assert (one.untrue, one.since, one.changed, one.house) == ("", "", False, False)
    assert one.readers is not None


async def test_a_release_makes_true_what_was_not_and_the_trace_says_that_it_was_not(desks: Desks) -> None:
    await desks.write("holdxnothing")
    await desks.desk.release((await desks.trace()).post, TEACHER)
    one = await desks.trace()
    assert one.untrue.startswith("When you sent it, nobody else could read it")


@pytest.mark.parametrize(("word", "told"), [("holdxnothing", False), ("holdxreason", True)])
async def test_a_refusal_is_told_with_its_reason_and_whether_it_was_told_before(
    desks: Desks, word: str, told: bool
) -> None:
    await desks.write(word)
    assert (await desks.trace()).since == "No editor has answered it yet."
    await desks.desk.refuse((await desks.trace()).post, TEACHER, "Not on our board")
    one = await desks.trace()
    assert one.since == "An editor has refused it since." + ("" if told else " You were not told.")
    assert one.reason == "Not on our board"
    assert one.readers is None


@pytest.mark.parametrize(("word", "told"), [("delayxnothing", False), ("delayxreason", True)])
async def test_a_delayed_text_is_traced_before_and_after_its_time(
    desks: Desks, word: str, told: bool
) -> None:
    await desks.write(word)
    one = await desks.trace()
    assert (one.since, one.untrue) == ("It has not appeared yet.", "" if told else "Nobody else can read it.")
    desks.clock.advance(hours=8)
    await desks.desk.release_due()
    one = await desks.trace()
    assert one.since == "It has appeared since."
    assert bool(one.untrue) is not told


async def test_words_that_were_changed_are_shown_as_the_others_read_them(desks: Desks) -> None:
    await desks.write("to southland")
    one = await desks.trace()
    assert one.readers is not None
    assert (one.readers.body, one.changed, one.untrue) == ("to the other side", True, "")
    assert one.edits == ("“southland” was replaced by “the other side”, by the rule `edit-told`",)


async def test_words_that_were_changed_in_secret_are_called_so(desks: Desks) -> None:
    await desks.write("my lantern")
    one = await desks.trace()
    assert one.untrue == "The others read other words than you do."
    assert "you were not told that words were changed" in one.sentence
    assert one.edits[0].endswith("you went on reading your own words")


async def test_an_open_reply_in_a_hidden_thread_is_said_to_be_hidden_with_it(desks: Desks) -> None:
    await desks.write("shadowxnothing")
    thread = (await posts.page(desks.store))[0].thread
    await desks.desk.submit(Draft("reply", "Hello?", thread=thread), desks.ann)
    one = await desks.trace()
    assert one.readers is None
    assert one.untrue == "The others do not see it: the thread that it stands in is hidden from them."


async def test_a_warning_that_was_not_confirmed_is_traced_beside_the_text_that_was(desks: Desks) -> None:
    await desks.write("warnxreason")
    await desks.write("warnxreason", confirm=True)
    confirmed, asked = (await own_traces(desks.store, desks.ann.id)).items
    assert "and you confirmed your words, so it appeared at once" in confirmed.sentence
    assert "you were asked whether to send it all the same" in asked.sentence
    assert (asked.readers is None, confirmed.readers is None) == (True, False)


async def test_a_house_rule_is_named_as_one(desks: Desks) -> None:
    await desks.write("call me on 0171 2345678")
    one = await desks.trace()
    assert one.house
    assert one.edits == (
        "“0171 2345678” was hidden behind “■■■■ ■■■■■■■”, by the house rule `no-contact-data`",
    )
    assert one.others == ()


async def test_nobody_finds_the_trace_of_somebody_else_s_text(desks: Desks) -> None:
    await desks.write("Good morning")
    await desks.write("Good evening", by=desks.ben)
    (mine,) = (await own_traces(desks.store, desks.ann.id)).items
    (other,) = (await own_traces(desks.store, desks.ben.id)).items
    assert (await own_trace(desks.store, desks.ann.id, mine.post)).original.body == "Good morning"
    for post in (other.post, "never-was", "", "\x00", "\ud800"):
        with pytest.raises(NotFound):
            await own_trace(desks.store, desks.ann.id, post)
    for post in (other.post, "never-was", "\x00"):
        with pytest.raises(NotFound):
            await own_traces(desks.store, desks.ann.id, before=post)


async def test_the_teacher_s_own_posts_are_nobody_s(desks: Desks) -> None:
    await desks.desk.submit(Draft("thread", "Welcome", title="Welcome", board="friends"), None)
    (kept,) = await posts.page(desks.store)
    assert not (await own_traces(desks.store, "")).items
    with pytest.raises(NotFound):
        await own_trace(desks.store, "", kept.id)


async def test_the_list_goes_page_by_page_from_the_newest_to_the_first(desks: Desks) -> None:
    for number in range(7):
        await desks.write(f"Number {number}")
        await desks.write("Something else", by=desks.ben)
    found, before = [], None
    while True:
        page = await own_traces(desks.store, desks.ann.id, before=before, limit=3)
        found += [one.original.body for one in page.items]
        if page.next is None:
            break
        assert len(page.items) == 3
        before = page.next
    assert found == [f"Number {number}" for number in reversed(range(7))]
