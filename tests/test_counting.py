"""Counting on the board: rates, repeated texts and bursts, in the transaction that keeps the post."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import random
import sqlite3
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from ports import Student, open_ports

from bbs.desk import Desk, Draft, Receipt
from bbs.feed import Feed
from bbs.policy.past import Past
from bbs.policy.questions import Sent
from bbs.policy.submission import Submission
from bbs.policy.verdicts import combine
from bbs.roster import Roster
from bbs.rulebook import HOUSE, Rulebook
from bbs.store import TEACHER, Person, Store, decisions, people, posts
from bbs.store.checking import check
from bbs.store.opening import DATABASE

if TYPE_CHECKING:
    from conftest import FixedClock

HEAD = "policy: 1\nid: counting\ndefault: allow\nrules:\n"
FAST = "- {id: fast, why: Not so fast., if: {posts: {more_than: 3, in: 10 minutes}}, then: hold}\n"
AGAIN = "- {id: again, if: {same_text: {more_than: 1, in: 1 hour}}, then: shadow}\n"
BURST = "- {id: burst, if: {burst: {of: lantern, authors: 5, in: 10 minutes}}, then: hold, tell: nothing}\n"
ASKED = "- {id: asked, if: {words: [rain]}, then: warn}\n"
EVERYTHING = HEAD + FAST + AGAIN + BURST.replace("5", "3") + ASKED
NOTHING = HEAD + "- {id: cake, if: {words: [cake]}, then: hold}\n"


@dataclass
class Class:
    """A class of five people who write."""

    store: Store
    clock: FixedClock
    rulebook: Rulebook
    desk: Desk
    roster: Roster
    people: list[Person]

    async def send(self, body: str, who: int = 0, **more: object) -> Receipt:
        """Somebody, by number, opens a thread."""
        draft = Draft("thread", body, title="A title", board="friends", **more)  # type: ignore[arg-type]
        return await self.desk.submit(draft, self.people[who])

    async def by(self) -> list[str]:
        """What decided on each text so far."""
        return [post.by for post in await posts.page(self.store, newest_first=False)]

    async def counters(self) -> dict[str, int]:
        """The answers that were kept with the newest text."""
        (post,) = await posts.page(self.store, limit=1)
        decision = await decisions.of_post(self.store, post.id)
        assert decision
        return dict(decisions.read_submission(decision.facts).counters)

    async def publish(self, text: str, layer: str = "network-policy") -> None:
        await self.rulebook.publish(text, None, TEACHER, layer=layer)

    def rows(self, table: str, columns: str = "*") -> list[tuple[object, ...]]:
        """What a table holds on disk."""
        with sqlite3.connect(self.store.folder / DATABASE) as connection:
            return connection.execute(f"SELECT {columns} FROM {table}").fetchall()  # noqa: S608  # our own names


@asynccontextmanager
async def open_class(folder: Path, clock: FixedClock, policy: str) -> AsyncIterator[Class]:
    store = await Store.open(folder)
    try:
        rulebook = Rulebook(store, now=clock.now)
        await rulebook.load()
        if rulebook.policy.id != "counting":
            await rulebook.publish(policy, None, TEACHER)
        roster = Roster(store, clock, "code")
        there = await people.page(store) or [(await roster.join("code")).person for _ in range(5)]
        yield Class(store, clock, rulebook, Desk(store, rulebook, Feed(), clock), roster, there)
    finally:
        await store.close()


@pytest.fixture
async def room(tmp_path: Path, clock: FixedClock) -> AsyncIterator[Class]:
    async with open_class(tmp_path / "data", clock, EVERYTHING) as opened:
        yield opened


async def test_the_fourth_text_within_ten_minutes_is_held_and_the_answer_is_kept(room: Class) -> None:
    for number in range(4):
        await room.send(f"Number {number}")
        room.clock.advance(minutes=3)
    assert await room.by() == ["default", "default", "default", "fast"]
    assert await room.counters() == {"posts in 10 minutes": 4, "same_text in 1 hour": 1}
    room.clock.advance(minutes=1)
    await room.send("Another")  # the first two are ten minutes old and more
    assert (await room.by())[-1] == "default"
    assert (await room.counters())["posts in 10 minutes"] == 3


async def test_hidden_texts_and_every_kind_count_and_other_people_do_not(room: Class) -> None:
    thread = (await room.send("Hello", who=1)).thread
    await room.send("Once")
    await room.send("ONCE")
    await room.desk.submit(Draft("reply", "A reply", thread=thread), room.people[0])
    await room.send("Fourth")
    assert await room.by() == ["default", "default", "again", "default", "fast"]


async def test_the_same_text_is_found_in_whatever_case_and_accents(room: Class) -> None:
    await room.send("Café at noon")
    await room.send("CAFE at noon", who=1)
    room.clock.advance(minutes=59)
    await room.send("cafe\u0301 AT noon")
    assert await room.by() == ["default", "default", "again"]
    room.clock.advance(minutes=60)
    await room.send("Café at noon")
    assert (await room.by())[-1] == "default"


async def test_a_burst_counts_people(room: Class) -> None:
    for who in (0, 0, 1, 1):
        await room.send(f"A lantern, seen by {who} at {room.clock.now()}", who)
        room.clock.advance(minutes=1)
    await room.send("Nothing of the kind", who=2)
    await room.send("Lantern!", who=2)
    assert await room.by() == [*["default"] * 5, "burst"]
    assert 3 in (await room.counters()).values()


async def test_a_warning_that_is_confirmed_is_one_text_and_one_that_is_not_is_none(room: Class) -> None:
    for _ in range(3):
        assert (await room.send("Rain")).status == "confirm"
    assert (await room.send("Rain", confirm=True)).status == "appears"
    assert (await room.counters())["same_text in 1 hour"] == 1
    await room.send("Rain, I say", confirm=True)
    assert (await room.counters())["posts in 10 minutes"] == 2


async def test_a_form_sent_twice_is_one_text(room: Class) -> None:
    for _ in range(3):
        await room.send("Hello", once="the same form")
    await room.send("Other words")
    assert (await room.counters())["posts in 10 minutes"] == 2


async def test_the_teacher_is_not_counted(room: Class) -> None:
    for _ in range(2):
        await room.desk.submit(Draft("thread", "A lantern", title="x", board="friends"), None)
    assert await room.by() == ["exempt", "exempt"]
    assert room.rows("uses") == []


async def test_house_rules_count_too(room: Class) -> None:
    await room.publish(NOTHING)
    await room.publish(HEAD.replace("counting", "house-rules") + FAST, layer=HOUSE)
    for number in range(4):
        await room.send(f"Number {number}")
    assert await room.by() == ["default", "default", "default", "house-rules/fast"]


async def test_it_counts_on_after_a_restart(tmp_path: Path, clock: FixedClock) -> None:
    async with open_class(tmp_path / "data", clock, EVERYTHING) as room:
        for who in range(2):
            await room.send("A lantern", who)
        await room.send("Two")
        await room.send("Three")
    async with open_class(tmp_path / "data", clock, EVERYTHING) as room:
        clock.advance(minutes=9)
        for body, who in (("Four", 0), ("A LANTERN", 1), ("The lantern", 2)):
            await room.send(body, who)
        assert (await room.by())[-3:] == ["fast", "again", "burst"]
        assert await room.store.verify() is None
    assert (await check(tmp_path / "data" / DATABASE)).problem == ""


async def test_a_new_policy_counts_what_was_written_before_within_its_windows(room: Class) -> None:
    await room.publish(NOTHING)
    await room.send("A lantern", who=3)
    room.clock.advance(minutes=5)
    for who in range(2):
        await room.send("A lantern", who)
    await room.send("Rain")
    room.clock.advance(minutes=6)
    await room.publish(EVERYTHING)
    await room.send("A lantern", who=2)
    assert sorted((await room.counters()).values()) == [1, 1, 3]
    await room.send("A LANTERN", who=0)
    assert (await room.by())[-2:] == ["burst", "again"]  # the strictest of two that matched
    assert sorted((await room.counters()).values()) == [2, 3, 3]


async def test_what_is_counted_already_is_not_counted_again_and_a_longer_window_is(room: Class) -> None:
    await room.publish(NOTHING)
    for who in range(2):
        room.clock.advance(minutes=30)
        await room.send("A lantern", who)
    room.clock.advance(minutes=30)
    jobs = room.store.jobs
    await room.publish(NOTHING + BURST)
    looked = room.store.jobs - jobs
    assert [row[1] for row in room.rows("uses")] == []  # both are too old for its ten minutes
    jobs = room.store.jobs
    await room.publish(NOTHING + BURST.replace("{burst:", "{length: {over: 0}, burst:"))
    assert room.store.jobs - jobs < looked
    await room.publish(NOTHING + BURST.replace("5, in: 10 minutes", "3, in: 2 hours"))
    assert len(room.rows("uses")) == 2
    await room.send("A lantern", who=2)
    assert (await room.by())[-1] == "burst"


async def test_a_policy_that_is_switched_off_counts_nothing_until_it_is_switched_on(room: Class) -> None:
    await room.publish(
        "policy: 1\nid: counting\nmode: off\n" + EVERYTHING.removeprefix("policy: 1\nid: counting\n")
    )
    for who in range(2):
        await room.send("A lantern", who)
    assert room.rows("uses") == []
    await room.publish(EVERYTHING)
    await room.send("A lantern", who=2)
    assert (await room.by())[-1] == "burst"


async def test_a_text_that_only_was_asked_about_is_not_counted_by_a_new_policy_either(room: Class) -> None:
    await room.publish(HEAD + ASKED)
    await room.send("A lantern in the rain")
    await room.send("A lantern in the rain", who=1, confirm=True)
    await room.publish(EVERYTHING)
    assert [row[1] for row in room.rows("uses")] == [room.people[1].id]


async def test_nobody_is_missed_who_writes_while_a_policy_is_published(room: Class) -> None:
    await room.publish(NOTHING)
    sending = [room.send(f"Lantern {n}", n % 5) for n in range(100)]
    await asyncio.gather(*sending[:40], room.publish(EVERYTHING), *sending[40:])
    assert len(room.rows("uses")) == 5
    assert (None,) not in room.rows("posts", "same")


async def test_nor_a_text_that_the_old_policy_judges_when_the_new_one_is_on_disk_already(room: Class) -> None:
    await room.publish(NOTHING)
    draft = Draft("thread", "A lantern", title="x", board="friends")
    loop, queued, sent = asyncio.get_running_loop(), threading.Event(), []

    def send() -> None:
        sent.append(loop.create_task(desk.submit(draft, room.people[0])))
        loop.call_soon(hold, room.store.commits + 2)

    def hold(commits: int) -> None:
        """Nothing else is done until both are on disk: the version, and the text after it."""
        queued.set()
        until = time.monotonic() + 10
        while room.store.commits < commits and time.monotonic() < until:
            time.sleep(0.001)

    def now() -> dt.datetime:
        """What time it is; somebody writes while the writer's thread wants to know."""
        if threading.current_thread() is not threading.main_thread() and not queued.is_set():
            loop.call_soon_threadsafe(send)
            assert queued.wait(10)
        return room.clock.now()

    rulebook = Rulebook(room.store, now=now)
    await rulebook.load()
    desk = Desk(room.store, rulebook, Feed(), room.clock)
    await rulebook.publish(EVERYTHING, None, TEACHER)
    await asyncio.gather(*sent)
    (post,) = await posts.page(room.store)
    assert post.policy_version < rulebook.version.seq
    assert [row[1] for row in room.rows("uses")] == [room.people[0].id]


async def test_a_policy_that_does_not_count_asks_and_keeps_nothing(room: Class) -> None:
    await room.send("A lantern")
    assert len(room.rows("uses")) == 1
    await room.publish(NOTHING)
    assert room.rows("uses") == []  # what only the other policy counted
    said: list[str] = []
    room.store._writing.set_trace_callback(said.append)
    await room.send("A lantern", who=1)
    room.store._writing.set_trace_callback(None)
    assert any("INSERT INTO posts" in one for one in said)
    assert not [
        one for one in said if "uses" in one or "same" in one or ("'warn'" in one and "count(" in one)
    ]
    assert room.rows("uses") == []


async def test_whoever_is_erased_is_counted_no_more_and_leaves_no_trace(room: Class) -> None:
    for who in range(2):
        await room.send("A lantern", who)
    await room.roster.erase(room.people[0].id, room.people[0].id)
    assert [row[1] for row in room.rows("uses")] == [room.people[1].id]
    await room.send("A lantern", who=2)
    assert sorted((await room.counters()).values()) == [1, 1, 2]
    assert room.rows("posts", "same").count((None,)) == 1
    await room.publish(NOTHING)
    await room.publish(EVERYTHING)
    assert len(room.rows("uses")) == 2
    assert await room.store.verify() is None
    assert (await check(room.store.folder / DATABASE)).problem == ""


@pytest.mark.parametrize("seed", range(4))
async def test_a_replay_decides_what_the_board_decided(room: Class, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  # the same lesson every time
    bodies = ["A lantern", "a LANTERN", "Rain", "Rain and a lantern", "Hello", "hello", "Good day"]
    for _ in range(80):
        room.clock.advance(seconds=chance.choice([0, 1, 20, 60, 200]))
        await room.send(chance.choice(bodies), chance.randrange(5), confirm=chance.random() < 0.5)
    policy, house = room.rulebook.policy, room.rulebook.house
    past = Past(house, policy)
    everything = await decisions.page(room.store, limit=1000)
    assert len(everything) == 80
    for row in everything:
        post = await posts.by_id(room.store, row.post)
        assert post
        kept = decisions.read_submission(row.facts)
        sent = Sent(_without_answers(kept), post.author, post.at)
        submission = past.answered(sent)
        assert submission.counters == kept.counters
        decision = combine(house.judge(submission), policy.judge(submission), submission)
        assert decisions.decision_text(decision) == row.combined
        past.keep(sent, decision)
    assert {"fast", "again", "burst", "asked", "default"} >= set(await room.by()) > {"fast", "default"}


def _without_answers(kept: Submission) -> Submission:
    read: Submission = decisions.read_submission(
        json.dumps({**json.loads(decisions.submission_text(kept)), "counters": {}})
    )
    return read


# On a running server.


async def write(author: Student, body: str) -> int:
    answer = await author.post("/api/v1/boards/friends/threads", {"title": "Hello", "body": body})
    return answer.status


async def test_over_http_the_fourth_text_waits_also_after_a_restart(
    tmp_path: Path, clock: FixedClock
) -> None:
    async with open_ports(tmp_path, clock, HEAD + FAST) as ports:
        author = await ports.student()
        assert [await write(author, f"Number {n}") for n in range(3)] == [201, 201, 201]
    async with open_ports(tmp_path, clock, HEAD + FAST) as ports:
        clock.advance(minutes=9, seconds=59)
        author = Student(ports.students, author.token, author.name)
        assert await write(author, "Fourth") == 202
        assert (await ports.newest())["by"] == "fast"
        clock.advance(seconds=1)
        assert await write(author, "Fifth") == 201


async def test_over_http_the_fifth_author_of_a_burst_waits_and_is_not_told(
    tmp_path: Path, clock: FixedClock
) -> None:
    async with open_ports(tmp_path, clock, HEAD + BURST) as ports:
        authors = [await ports.student() for _ in range(6)]
        for author in (authors[0], *authors[:4]):
            assert await write(author, "A lantern in the night") == 201
            assert (await ports.newest())["by"] == "default"
        assert await write(authors[4], "Look, the lantern!") == 201
        found = (await ports.teacher.json(f"/api/v1/posts/{(await ports.newest())['post']}/lenses"))[
            "operator"
        ]
        assert (found["by"], found["rules"][0]["spans"][0]["text"]) == ("burst", "lantern")
        assert found["original"]["body"] == "Look, the lantern!"
        assert await write(authors[5], "A lamp in the night") == 201
        assert (await ports.newest())["by"] == "default"
