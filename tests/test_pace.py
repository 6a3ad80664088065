"""Nobody floods the board: so many texts a minute from a browser, and a friendly word for whoever is faster."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from house import House, open_house
from ports import Ports, open_ports

from bbs.desk import Desk, Draft, TooFast
from bbs.feed import Feed
from bbs.pace import NO_HURRY, Pace
from bbs.places import PLACES
from bbs.roster import Roster
from bbs.rulebook import Rulebook
from bbs.settings import Settings
from bbs.store import Person, Store, posts

if TYPE_CHECKING:
    from conftest import FixedClock

NEW = "/~board/boards/friends/new"
HELLO = Draft("thread", "Hello", title="Hello", board="friends")


class Writers:
    """A desk with a pace, and two who write."""

    def __init__(self, desk: Desk, ann: Person, ben: Person) -> None:
        self.desk = desk
        self.ann, self.ben = ann, ben

    async def write(self, many: int, author: Person | None, draft: Draft = HELLO) -> None:
        for _ in range(many):
            await self.desk.submit(draft, author)


async def _writers(store: Store, clock: FixedClock, pace: Pace) -> Writers:
    rulebook = Rulebook(store, None, clock.now)
    await rulebook.load(first="no-filter")
    roster = Roster(store, clock, "code")
    ann, ben = [(await roster.join("code")).person for _ in range(2)]
    return Writers(Desk(store, rulebook, Feed(), clock, PLACES, pace), ann, ben)


async def test_the_text_after_the_last_that_a_minute_allows_is_not_kept(
    store: Store, clock: FixedClock
) -> None:
    room = await _writers(store, clock, Pace(browser=3, program=0))
    await room.write(3, room.ann)
    with pytest.raises(TooFast, match="faster than the others can read"):
        await room.write(1, room.ann)
    assert len(await posts.page(store)) == 3


@pytest.mark.parametrize(("after", "wait"), [(0, 60), (20, 40), (59.5, 1)])
async def test_it_is_said_how_long_to_wait(store: Store, clock: FixedClock, after: float, wait: int) -> None:
    room = await _writers(store, clock, Pace(browser=2, program=0))
    await room.write(2, room.ann)
    clock.advance(seconds=after)
    with pytest.raises(TooFast) as told:
        await room.write(1, room.ann)
    assert told.value.seconds == wait


async def test_a_minute_after_the_first_of_them_the_next_one_is_taken(
    store: Store, clock: FixedClock
) -> None:
    room = await _writers(store, clock, Pace(browser=2, program=0))
    await room.write(1, room.ann)
    clock.advance(seconds=30)
    await room.write(1, room.ann)
    clock.advance(seconds=30)
    await room.write(1, room.ann)
    with pytest.raises(TooFast):
        await room.write(1, room.ann)


async def test_it_counts_each_person_apart_and_never_the_teacher(store: Store, clock: FixedClock) -> None:
    room = await _writers(store, clock, Pace(browser=1, program=1))
    await room.write(1, room.ann)
    await room.write(1, room.ben)
    await room.write(5, None)
    for person in (room.ann, room.ben):
        with pytest.raises(TooFast):
            await room.write(1, person)


async def test_programs_have_a_limit_of_their_own(store: Store, clock: FixedClock) -> None:
    room = await _writers(store, clock, Pace(browser=1, program=3))
    by_program = replace(HELLO, program=True)
    await room.write(3, room.ann, by_program)
    with pytest.raises(TooFast):
        await room.write(1, room.ann, by_program)


async def test_without_a_limit_nobody_waits(store: Store, clock: FixedClock) -> None:
    room = await _writers(store, clock, NO_HURRY)
    await room.write(50, room.ann)
    assert len(await posts.page(store)) == 50


async def test_a_form_sent_twice_is_kept_once_and_is_no_flood(store: Store, clock: FixedClock) -> None:
    room = await _writers(store, clock, Pace(browser=1, program=0))
    once = replace(HELLO, once="a key of the form")
    await room.write(3, room.ann, once)
    assert len(await posts.page(store)) == 1


@pytest.fixture
async def house(tmp_path: Path, clock: FixedClock) -> AsyncIterator[House]:
    async with open_house(tmp_path, clock, flood=Settings().flood) as running:
        yield running


async def test_a_page_sends_the_text_back_with_a_friendly_word(house: House) -> None:
    writer = await house.resident()
    sent = {"title": "Hello", "body": "The one that was too much"}
    for _ in range(Settings().flood):
        assert (await writer.post(NEW, sent)).status == 303
    answer = await writer.post(NEW, sent)
    assert (answer.status, answer.headers["Retry-After"]) == (429, "60")
    assert "You write faster than the others can read. Please send this again in 60 seconds." in answer.said
    assert sent["body"] in answer.text


@pytest.fixture
async def ports(tmp_path: Path, clock: FixedClock) -> AsyncIterator[Ports]:
    async with open_ports(tmp_path, clock, flood_programs=2) as opened:
        yield opened


async def test_a_program_is_told_when_to_come_again(ports: Ports) -> None:
    author = await ports.student()
    await ports.write(author, "One", "Hello")
    await ports.write(author, "Two", "Hello")
    answer = await author.post("/api/v1/boards/friends/threads", {"title": "Three", "body": "Hello"})
    assert (answer.status, answer.headers["Retry-After"]) == (429, "60")
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    assert len(await ports.teacher.json("/api/v1/decisions")) == 2
