"""Re-run on the board: what a policy would do to the posts so far, and doing it."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from bbs.anew import Stays
from bbs.board import Board
from bbs.desk import Desk, Draft, Receipt
from bbs.document import DocumentError
from bbs.feed import Event, Feed
from bbs.policy.replay import Change
from bbs.policy.verdicts import Audience, Viewer
from bbs.proof import kept_file
from bbs.rerun import Rerun
from bbs.rerun_difference import Difference
from bbs.roster import Roster
from bbs.rulebook import Rulebook
from bbs.shipped import PolicyFile
from bbs.store import TEACHER, Conflict, NotFound, Person, Post, Store, audit, decisions, posts

if TYPE_CHECKING:
    from conftest import FixedClock

HEAD = "policy: 1\nid: {}\ntitle: {}\ndefault: allow\nrules:\n"
BEFORE = HEAD.format("before", "Before") + (
    "  - {id: held, why: An editor reads it., if: {words: [square]}, then: hold}\n"
    "  - {id: silent, if: {words: [lake]}, then: hold, tell: nothing}\n"
    "  - {id: blocked, why: No cake., if: {words: [cake]}, then: block}\n"
    "  - {id: dropped, if: {words: [tunnel]}, then: drop}\n"
    "  - {id: excused, if: {words: [drum]}, then: hold, tell: {pretend: The server is busy.}}\n"
    '  - {id: asked, why: "Really?", if: {words: [rain]}, then: warn}\n'
    "  - {id: late, if: {words: [later]}, then: {delay: 1 hour}}\n"
)
AFTER = HEAD.format("after", "After") + (
    "  - {id: no-soup, if: {words: [soup]}, then: hold, why: Soup waits.}\n"
    "  - {id: lantern, if: {words: [lantern]}, then: shadow}\n"
    "  - {id: south, if: {words: [southland]}, then: {replace: the other side}}\n"
)


def file_of(text: str) -> PolicyFile:
    return kept_file("tried", text, {})


@dataclass
class Town:
    """A board on which Ann and Ben have written, judged by BEFORE."""

    store: Store
    rulebook: Rulebook
    desk: Desk
    rerun: Rerun
    board: Board
    clock: FixedClock
    roster: Roster
    ann: Person
    ben: Person
    events: list[Event] = field(default_factory=list)
    first_change: asyncio.Event = field(default_factory=asyncio.Event)

    def hear(self, event: Event) -> None:
        self.events.append(event)
        if event.action == "re-run":
            self.first_change.set()

    async def write(self, body: str, by: Person | None = None, *, confirm: bool = False) -> Receipt:
        self.clock.advance(seconds=10)
        draft = Draft("thread", body, title="A title", board="friends", confirm=confirm)
        return await self.desk.submit(draft, by or self.ann)

    async def publish(self, text: str) -> None:
        await self.rulebook.publish(text, None, TEACHER)

    async def look(self, text: str) -> Difference:
        return await self.rerun.look(file_of(text))

    async def run(self, text: str = AFTER) -> Difference:
        """Publish a policy, look at what it would change, and change it."""
        await self.publish(text)
        found = await self.look(text)
        await (await self.rerun.change(found.mark))
        assert await self.store.verify() is None
        return found

    async def post(self, body: str) -> Post:
        (found,) = [one for one in await posts.page(self.store) if one.original.body == body]
        return found

    async def seen(self, viewer: Person | None = None) -> list[str]:
        """The first texts that this viewer finds on the board, newest first."""
        who = Viewer(viewer.id if viewer else None)
        listed = await self.board.threads("friends", who, limit=100)
        return [(await self.board.thread(one.id, who)).posts[0].body for one in listed.items]


@pytest.fixture
async def town(store: Store, clock: FixedClock) -> AsyncIterator[Town]:
    feed = Feed()
    rulebook = Rulebook(store, feed, clock.now)
    await rulebook.load()
    await rulebook.publish(BEFORE, None, TEACHER)
    roster = Roster(store, clock, "code")
    ann, ben = [(await roster.join("code")).person for _ in range(2)]
    rerun = Rerun(store, rulebook, feed, clock)
    desk, board = Desk(store, rulebook, feed, clock), Board(store, clock)
    made = Town(store, rulebook, desk, rerun, board, clock, roster, ann, ben)
    feed.hear(made.hear)
    yield made
    await rerun.close()


def counts(found: Difference) -> dict[str, int]:
    return {change.value: many for change, many in found.counts.items() if many}


# Looking


async def test_looking_says_how_many_posts_of_each_kind_would_change_and_which(town: Town) -> None:
    for body in ("hot soup", "at the square", "to southland", "milk", "a lantern"):
        await town.write(body)
    found = await town.look(AFTER)
    assert (found.posts, found.unchanged) == (5, 1)
    assert counts(found) == {"newly hidden": 2, "newly shown": 1, "changed text": 1}
    rows, more = await found.page(town.store)
    assert more is None
    said = [
        (one.post.original.body, one.changed.was, one.changed.was_by, one.changed.verdict, one.changed.by)
        for one in rows
    ]
    assert said == [
        ("hot soup", "allow", "default", "hold", "no-soup"),
        ("at the square", "hold", "held", "allow", "default"),
        ("to southland", "allow", "default", "allow", "default"),
        ("a lantern", "allow", "default", "shadow", "lantern"),
    ]


async def test_the_posts_are_listed_a_page_at_a_time_and_by_kind(town: Town) -> None:
    for number in range(5):
        await town.write(f"soup {number}")
    await town.write("at the square")
    found = await town.look(AFTER)
    first, more = await found.page(town.store, Change.HIDDEN, limit=3)
    assert [one.post.original.body for one in first] == ["soup 0", "soup 1", "soup 2"]
    assert more is not None
    rest, end = await found.page(town.store, Change.HIDDEN, after=more, limit=3)
    assert ([one.post.original.body for one in rest], end) == (["soup 3", "soup 4"], None)
    (shown,), _ = await found.page(town.store, Change.SHOWN)
    assert shown.post.original.body == "at the square"


async def test_looking_writes_nothing(town: Town) -> None:
    await town.write("hot soup")
    before = town.store.commits
    await town.look(AFTER)
    assert town.store.commits == before


async def test_what_would_be_told_otherwise_is_counted_and_no_re_run_changes_it(town: Town) -> None:
    await town.write("at the square")
    text = BEFORE.replace("An editor reads it.", "Somebody reads it.")
    await town.publish(text)
    found = await town.look(text)
    assert (counts(found), found.moves, found.in_force) == ({"told differently": 1}, 0, True)


async def test_posts_are_counted_anew_in_the_order_in_which_they_were_sent(town: Town) -> None:
    for number in range(4):
        await town.write(f"milk {number}")
    await town.write("milk of Ben", by=town.ben)
    text = (
        HEAD.format("fast", "Fast") + "  - {id: fast, if: {posts: {more_than: 2, in: 1 hour}}, then: hold}\n"
    )
    rows, _ = await (await town.look(text)).page(town.store)
    assert [one.post.original.body for one in rows] == ["milk 2", "milk 3"]


async def test_a_warning_that_was_asked_and_then_confirmed_is_one_post(town: Town) -> None:
    assert (await town.write("some rain")).status == "confirm"
    assert (await town.write("some rain", confirm=True)).status == "appears"
    text = (
        HEAD.format("fast", "Fast") + "  - {id: fast, if: {posts: {more_than: 1, in: 1 hour}}, then: hold}\n"
    )
    found = await town.look(text)
    assert (found.posts, counts(found)) == (1, {})


async def test_a_rule_that_warns_asks_nobody_for_an_old_post(town: Town) -> None:
    await town.write("hot soup")
    found = await town.look(
        HEAD.format("w", "W") + '  - {id: w, why: "Soup?", if: {words: [soup]}, then: warn}\n'
    )
    assert counts(found) == {}


async def test_chance_falls_as_it_would_have_fallen_then(town: Town) -> None:
    lots = HEAD.format("lots", "Lots") + "  - {id: lot, if: {chance: 50%}, then: hold}\n"
    for number in range(12):
        await town.write(f"milk {number}")
    await town.publish(lots)
    for number in range(12):
        await town.write(f"tea {number}")
    found = await town.look(lots)
    rows, _ = await found.page(town.store)
    bodies = [one.post.original.body for one in rows]
    assert 0 < len(bodies) < 12
    assert all(body.startswith("milk") for body in bodies), "those that it judged itself stand as they are"


async def test_the_house_rules_judge_old_posts_too(town: Town) -> None:
    await town.write("call 0171 2345678")
    (masked,) = await town.seen(town.ben)
    assert "2345678" not in masked
    await town.run(HEAD.format("open", "Open") + "  - {id: all, if: {words: [call]}, then: pass}\n")
    assert await town.seen(town.ben) == [masked]


async def test_the_teachers_words_and_erased_ones_are_not_looked_at(town: Town) -> None:
    await town.desk.submit(Draft("bulletin", "Soup for all", title="Soup", board="notices"), None)
    await town.write("hot soup", by=town.ben)
    await town.roster.erase(town.ben.id, TEACHER)
    assert (await town.look(AFTER)).posts == 0


async def test_a_policy_that_does_not_load_is_looked_at_no_further(town: Town) -> None:
    with pytest.raises(DocumentError):
        await town.look("policy: 1\n")
    assert town.rerun.progress is None
    await town.look(AFTER)


async def test_a_second_one_at_once_is_refused(town: Town) -> None:
    await town.write("hot soup")
    first = town.rerun.look(file_of(AFTER))
    assert town.rerun.progress is not None
    with pytest.raises(Conflict, match="already"):
        town.rerun.look(file_of(AFTER))
    with pytest.raises(Conflict, match="already"):
        await town.rerun.change("whatever")
    assert (await first).posts == 1
    assert town.rerun.progress is None


# Changing


async def test_what_is_hidden_vanishes_what_is_shown_appears_and_texts_are_others(town: Town) -> None:
    for body in ("hot soup", "at the square", "to southland", "milk"):
        await town.write(body)
    assert await town.seen(town.ben) == ["milk", "to southland", "hot soup"]
    await town.run()
    for viewer in (town.ben, None):
        assert await town.seen(viewer) == ["milk", "to the other side", "at the square"]
    assert await town.seen(town.ann) == ["milk", "to the other side", "at the square", "hot soup"]


async def test_the_queue_goes_by_the_new_decisions(town: Town) -> None:
    await town.write("at the square")
    await town.write("hot soup")
    await town.run()
    (waiting,) = await posts.waiting(town.store)
    assert (waiting.original.body, waiting.by) == ("hot soup", "no-soup")
    await town.desk.release(waiting.id, TEACHER)
    assert "hot soup" in await town.seen(town.ben)


async def test_what_its_author_was_told_stays_and_what_they_see_goes_by_the_new_decision(town: Town) -> None:
    await town.write("hot soup")
    await town.write("at the square")
    told = {body: await town.post(body) for body in ("hot soup", "at the square")}
    await town.run()
    for body, was in told.items():
        now = await town.post(body)
        assert (now.told, now.told_text, now.answer) == (was.told, was.told_text, was.answer)
    soup = await town.post("hot soup")
    assert (soup.verdict, soup.audience) == ("hold", Audience.WAITING)
    view = await town.board.post(soup.id, Viewer(town.ann.id))
    assert (view.note, view.told) == ("waiting", "")


@pytest.mark.parametrize(
    ("then", "own"),
    [("hold", "waiting"), ("hold, tell: nothing", ""), ("shadow", ""), ("drop", None), ("block", None)],
)
async def test_the_author_sees_what_the_new_verdict_lets_them_see(
    town: Town, then: str, own: str | None
) -> None:
    await town.write("hot soup")
    await town.run(HEAD.format("x", "X") + f"  - {{id: x, why: Why., if: {{words: [soup]}}, then: {then}}}\n")
    soup = await town.post("hot soup")
    with pytest.raises(NotFound):
        await town.board.post(soup.id, Viewer(town.ben.id))
    if own is None:
        with pytest.raises(NotFound):
            await town.board.post(soup.id, Viewer(town.ann.id))
    else:
        assert (await town.board.post(soup.id, Viewer(town.ann.id))).note == own


async def test_an_editors_answer_stands_over_every_rule(town: Town) -> None:
    await town.write("at the square")
    await town.write("by the lake")
    square, lake = await town.post("at the square"), await town.post("by the lake")
    await town.desk.release(square.id, TEACHER)
    await town.desk.refuse(lake.id, TEACHER, "No lakes.")
    text = HEAD.format("x", "X") + "  - {id: x, if: {words: [square]}, then: block}\n"
    found = await town.run(text)
    assert (found.moves, found.stay[Stays.ANSWERED]) == (0, 2)
    now = await town.post("at the square")
    assert (now.audience, now.state, now.by, now.rerun) == (Audience.EVERYONE, "released", "held", None)
    assert (await town.post("by the lake")).reason == "No lakes."


async def test_what_was_not_accepted_stays_out_since_its_author_has_the_draft(town: Town) -> None:
    assert (await town.write("a cake")).status == "refused"
    found = await town.run()
    assert (found.moves, found.stay[Stays.NOT_SENT]) == (0, 1)
    assert await town.seen(town.ann) == []


async def test_what_its_author_believes_to_be_sent_may_appear(town: Town) -> None:
    assert (await town.write("a tunnel")).status == "appears"
    assert (await town.write("a drum")).status == "failed"
    await town.run()
    assert await town.seen(town.ben) == ["a drum", "a tunnel"]


async def test_a_delay_that_would_have_run_out_has_run_out_and_another_goes_on(town: Town) -> None:
    await town.write("soup of old")
    town.clock.advance(hours=2)
    await town.write("soup of today")
    await town.run(HEAD.format("x", "X") + "  - {id: x, if: {words: [soup]}, then: {delay: 1 hour}}\n")
    assert await town.seen(town.ben) == ["soup of old"]
    assert (await town.post("soup of old")).rerun is None, "for readers it is as it was"
    assert [one.original.body for one in await posts.delayed(town.store)] == ["soup of today"]
    town.clock.advance(hours=1)
    assert len(await town.desk.release_due()) == 1
    assert await town.seen(town.ben) == ["soup of today", "soup of old"]


async def test_what_appeared_by_time_is_no_editors_answer(town: Town) -> None:
    await town.write("see you later")
    town.clock.advance(hours=2)
    assert len(await town.desk.release_due()) == 1
    await town.run(HEAD.format("x", "X") + "  - {id: x, if: {words: [later]}, then: hold}\n")
    post = await town.post("see you later")
    assert (post.state, post.verdict, post.by) == ("judged", "hold", "x")
    assert await town.seen(town.ben) == []
    await town.desk.release(post.id, TEACHER)
    assert (await town.run(BEFORE)).moves == 0, "by now an editor has answered it"


async def test_a_held_post_whose_delay_has_run_out_appears_and_may_be_run_again(town: Town) -> None:
    await town.write("at the square")
    town.clock.advance(hours=2)
    await town.run(HEAD.format("x", "X") + "  - {id: x, if: {words: [square]}, then: {delay: 1 hour}}\n")
    post = await town.post("at the square")
    assert (post.state, post.audience) == ("released", Audience.EVERYONE)
    assert await town.desk.release_due() == []
    await town.run(HEAD.format("y", "Y") + "  - {id: y, if: {words: [square]}, then: hold}\n")
    assert (await town.post("at the square")).state == "judged"


async def test_nobody_is_slowed_down_or_muted_afterwards(town: Town) -> None:
    await town.write("hot soup")
    await town.write("milk")
    text = HEAD.format("m", "M") + "  - {id: m, if: {words: [soup]}, then: [hold, {mute: 10 minutes}]}\n"
    found = await town.run(text)
    assert (counts(found), await town.seen(town.ben)) == ({"newly hidden": 1}, ["milk"])
    assert (await town.write("tea")).status == "appears"


async def test_a_card_that_appears_joins_the_one_that_is_there(town: Town) -> None:
    async def card(body: str, by: Person) -> Receipt:
        return await town.desk.submit(Draft("card", body, to=town.ben.id), by)

    first = await card("at the square", town.ann)
    second = await card("Many happy returns", town.ben)
    assert first.thread != second.thread
    await town.run()
    page = await town.board.thread(second.thread or "", Viewer(town.ben.id))
    assert sorted(one.body for one in page.posts) == ["Many happy returns", "at the square"]


async def test_counts_go_by_what_is_shown_after_it(town: Town) -> None:
    thread = (await town.write("milk")).thread
    for body in ("hot soup", "tea", "at the square"):
        await town.desk.submit(Draft("reply", body, thread=thread), town.ann)
    page = await town.board.thread(thread or "", Viewer(town.ben.id))
    assert (page.thread.posts, [one.body for one in page.posts]) == (3, ["milk", "hot soup", "tea"])
    await town.run()
    page = await town.board.thread(thread or "", Viewer(town.ben.id))
    assert (page.thread.posts, [one.body for one in page.posts]) == (3, ["milk", "tea", "at the square"])


async def test_a_re_run_and_the_way_back_leave_readers_what_they_had(town: Town) -> None:
    for body in ("hot soup", "at the square", "to southland", "by the lake", "a tunnel"):
        await town.write(body)
    before = await town.seen(town.ben), await town.seen(town.ann)
    await town.run(AFTER)
    assert (await town.seen(town.ben), await town.seen(town.ann)) != before
    await town.run(BEFORE)
    assert (await town.seen(town.ben), await town.seen(town.ann)) == before
    found = await town.look(BEFORE)
    assert found.moves == 0


# The record


async def test_each_change_and_the_run_itself_stand_in_the_log_and_old_decisions_stay(town: Town) -> None:
    await town.write("hot soup")
    await town.write("milk")
    at = town.clock.now()
    town.clock.advance(days=1)
    await town.run()
    rows = [row for row in await audit.rows_after(town.store) if row.action.startswith("re-run")]
    assert [row.action for row in rows] == ["re-run begun", "re-run", "re-run ended"]
    soup = await town.post("hot soup")
    assert (rows[1].subject, rows[1].details["run"], soup.rerun) == (soup.id, rows[0].seq, rows[1].seq)
    assert rows[2].details == {"begun": rows[0].seq, "changed": 1, "posts": 1, "skipped": 0}
    found = await decisions.history(town.store, soup.id)
    assert [(one.verdict, one.by) for one in found] == [("allow", "default"), ("hold", "no-soup")]
    assert (found[0].at, found[1].at - found[0].at) == (soup.at, dt.timedelta(days=1, seconds=10))
    assert at > soup.at
    last = await town.rerun.last()
    assert last is not None
    assert (last.changed, last.of, bool(last.ended), last.stopped) == (1, 1, True, "")


async def test_every_change_is_told_to_whoever_listens(town: Town) -> None:
    await town.write("hot soup")
    await town.run()
    (event,) = [one for one in town.events if one.action == "re-run"]
    assert event.post is not None
    assert (event.post.audience, event.post.verdict) == (Audience.WAITING, "hold")


@pytest.mark.parametrize(
    ("sql", "says"),
    [
        ("UPDATE posts SET audience = 'everyone' WHERE rerun IS NOT NULL", "is not what row"),
        ("UPDATE posts SET verdict = 'allow' WHERE rerun IS NOT NULL", "is not what row"),
        ("UPDATE posts SET shown_body = 'other' WHERE rerun IS NOT NULL", "is not what row"),
        ("UPDATE posts SET told = 'full' WHERE rerun IS NOT NULL", "is not what row"),
        ("UPDATE posts SET rerun = NULL", "is not what row"),
        ("UPDATE posts SET rerun = 1 WHERE rerun IS NOT NULL", "is not what row"),
        ("UPDATE posts SET rerun = 999 WHERE rerun IS NOT NULL", "has no row in the audit log"),
        ("UPDATE posts SET state = 'released', audience = 'everyone' WHERE rerun IS NOT NULL", "no row"),
        ("UPDATE posts SET rerun = 4 WHERE body = 'milk'", "has no row in the audit log"),
        ("UPDATE decisions SET combined = house WHERE seq = 3", "decision behind row"),
        ("DELETE FROM decisions WHERE seq = 3", "is not what row"),
    ],
)
async def test_what_a_re_run_has_left_is_held_to_the_log(town: Town, sql: str, says: str) -> None:
    await town.write("hot soup")
    await town.write("milk")
    await town.run()
    assert await town.store.verify() is None
    await town.store.write(lambda tx: tx.execute(sql))
    fault = await town.store.verify()
    assert fault is not None
    assert says in fault.problem


async def test_whoever_is_erased_after_a_re_run_leaves_no_words_in_either_decision(town: Town) -> None:
    await town.write("hot soup", by=town.ben)
    await town.run()
    await town.roster.erase(town.ben.id, TEACHER)
    rows = await town.store.fetch_all("SELECT facts, combined FROM decisions")
    assert [tuple(row) for row in rows] == [("", ""), ("", "")]
    (post,) = await posts.page(town.store)
    assert len(await decisions.history(town.store, post.id)) == 2


# What is no longer true


async def test_only_the_policy_in_force_is_run(town: Town) -> None:
    await town.write("hot soup")
    found = await town.look(AFTER)
    assert not found.in_force
    with pytest.raises(Conflict, match="Look again"):
        await town.rerun.change(found.mark)
    assert await town.seen(town.ben) == ["hot soup"]


async def test_a_difference_is_stale_once_another_policy_is_published(town: Town) -> None:
    await town.write("hot soup")
    await town.publish(AFTER)
    found = await town.look(AFTER)
    await town.publish(BEFORE)
    with pytest.raises(Conflict, match="Look again"):
        await town.rerun.change(found.mark)


async def test_a_difference_is_stale_once_a_post_of_it_was_answered_or_erased(town: Town) -> None:
    await town.write("at the square")
    await town.write("hot soup", by=town.ben)
    await town.publish(AFTER)
    found = await town.look(AFTER)
    await town.desk.release((await town.post("at the square")).id, TEACHER)
    with pytest.raises(Conflict, match="Look again"):
        await town.rerun.change(found.mark)
    found = await town.look(AFTER)
    await town.roster.erase(town.ben.id, TEACHER)
    with pytest.raises(Conflict, match="Look again"):
        await town.rerun.change(found.mark)
    assert (await town.look(AFTER)).moves == 0


async def test_answers_to_other_posts_and_new_posts_leave_a_difference_true(town: Town) -> None:
    await town.write("hot soup")
    await town.write("by the lake")
    same = AFTER + "  - {id: silent, if: {words: [lake]}, then: hold, tell: nothing}\n"
    await town.publish(same)
    found = await town.look(same)
    await town.desk.release((await town.post("by the lake")).id, TEACHER)
    await town.write("new soup")
    await (await town.rerun.change(found.mark))
    assert await town.seen(town.ben) == ["by the lake"]
    assert (await town.post("new soup")).rerun is None


async def test_a_difference_is_used_up_by_its_re_run(town: Town) -> None:
    await town.write("hot soup")
    found = await town.run()
    with pytest.raises(Conflict, match="Look again"):
        await town.rerun.change(found.mark)


async def test_a_policy_that_is_published_in_the_middle_stops_it_and_what_was_changed_stays(
    town: Town,
) -> None:
    for number in range(120):
        await town.write(f"soup {number}")
    await town.publish(AFTER)
    found = await town.look(AFTER)
    running = await town.rerun.change(found.mark)
    await town.first_change.wait()
    await town.publish(BEFORE)
    run = await running
    assert run.stopped == "another policy was published meanwhile"
    assert 0 < run.changed < 120
    again = await town.look(BEFORE)
    assert again.moves == run.changed
    (row,) = [one for one in await audit.rows_after(town.store, limit=1000) if one.action == "re-run stopped"]
    assert row.details["changed"] == run.changed


async def test_what_an_editor_answers_in_the_middle_stays_as_they_answered(town: Town) -> None:
    for number in range(120):
        await town.write(f"at the square {number}")
    await town.publish(AFTER)
    found = await town.look(AFTER)
    last = await town.post("at the square 119")
    running = await town.rerun.change(found.mark)
    await town.desk.refuse(last.id, TEACHER, "Not this one.")
    run = await running
    assert (run.changed, run.changed + run.skipped) in {(119, 120), (119, 119)}
    assert (await town.post("at the square 119")).state == "refused"


async def test_one_that_is_cut_off_leaves_a_true_state_and_says_how_far_it_came(town: Town) -> None:
    for number in range(120):
        await town.write(f"soup {number}")
    await town.publish(AFTER)
    found = await town.look(AFTER)
    await town.rerun.change(found.mark)
    await town.first_change.wait()
    await town.rerun.close()
    last = await Rerun(town.store, town.rulebook, Feed(), town.clock).last()
    assert last is not None
    assert (last.ended, last.of) == ("", 120)
    assert 0 < last.changed < 120
    assert await town.store.verify() is None
    rest = await town.look(AFTER)
    assert rest.moves == 120 - last.changed
    await (await town.rerun.change(rest.mark))
    assert await town.seen(town.ben) == []
