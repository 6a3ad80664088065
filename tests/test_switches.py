"""The switches of a lesson: kept, recorded, told, and nothing more than turned."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from heard import heard

from bbs.feed import Feed
from bbs.lesson import Clock, Lesson, State
from bbs.roster import JoiningClosed, Roster, WrongCode
from bbs.services import open_services
from bbs.settings import Settings
from bbs.store import Store, audit

WAYS = (
    ("freeze", "frozen", State(frozen=True)),
    ("thaw", "thawed", State()),
    ("reveal", "revealed", State(revealed=True)),
    ("hide", "hidden", State()),
    ("seal", "sealed", State(sealed=True)),
    ("unseal", "unsealed", State()),
    ("show_visits", "visits-shown", State(visits_shown=True)),
    ("hide_visits", "visits-hidden", State()),
)


async def opened(store: Store, clock: Clock, feed: Feed | None = None) -> Lesson:
    return await Lesson.open(store, feed or Feed(), clock)


async def turned(lesson: Lesson, *ways: str) -> None:
    for way in ways:
        await getattr(lesson, way)()


async def test_a_new_lesson_lets_people_join_and_shows_no_trace(store: Store, clock: Clock) -> None:
    assert (await opened(store, clock)).state == State(frozen=False, revealed=False, visits_shown=False)


async def test_each_switch_turns_by_itself(store: Store, clock: Clock) -> None:
    lesson = await opened(store, clock)
    assert await lesson.freeze() == State(frozen=True)
    assert await lesson.reveal() == State(frozen=True, revealed=True)
    assert await lesson.thaw() == State(revealed=True)
    assert await lesson.hide() == State()


async def test_the_switches_stand_after_a_restart_as_they_stood(store: Store, clock: Clock) -> None:
    lesson = await opened(store, clock)
    await turned(lesson, "freeze", "reveal")
    assert (await opened(store, clock)).state == State(frozen=True, revealed=True)
    await turned(lesson, "hide")
    assert (await opened(store, clock)).state == State(frozen=True)


async def test_a_data_folder_keeps_them_for_the_next_start(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, open_browser=False)
    async with open_services(settings) as services:
        await services.lesson.freeze()
    async with open_services(settings) as services:
        assert services.lesson.state == State(frozen=True)
        with pytest.raises(JoiningClosed):
            await services.roster.join(services.class_code)


async def test_every_turn_is_in_the_log_as_the_teacher_s(store: Store, clock: Clock) -> None:
    lesson = await opened(store, clock)
    await turned(lesson, *(way for way, _, _ in WAYS))
    rows = await audit.rows_after(store)
    assert [(row.actor, row.action, row.subject, json.loads(row.detail)) for row in rows] == [
        ("teacher", action, "lesson", {}) for _, action, _ in WAYS
    ]
    assert {row.at for row in rows} == {clock.now()}
    assert await store.verify() is None


async def test_turning_a_switch_to_where_it_stands_leaves_no_row_and_no_news(
    store: Store, clock: Clock
) -> None:
    feed = Feed()
    lesson = await opened(store, clock, feed)
    news = heard(feed)
    await turned(lesson, "thaw", "hide", "freeze", "freeze", "reveal", "reveal")
    assert [one.action for one in news] == ["frozen", "revealed"]
    assert len(await audit.rows_after(store)) == 2


async def test_many_who_press_at_once_leave_one_row(store: Store, clock: Clock) -> None:
    lesson = await opened(store, clock)
    await asyncio.gather(*(lesson.reveal() for _ in range(20)))
    assert [row.action for row in await audit.rows_after(store)] == ["revealed"]


async def test_who_watches_hears_of_it_with_the_row_that_records_it(store: Store, clock: Clock) -> None:
    feed = Feed()
    lesson = await opened(store, clock, feed)
    news = heard(feed)
    await lesson.reveal()
    (event,) = news
    assert (event.action, event.subject, event.post) == ("revealed", "lesson", None)
    assert event.seq == (await audit.rows_after(store))[-1].seq


async def test_asking_takes_no_trip_to_the_database(store: Store, clock: Clock) -> None:
    lesson = await opened(store, clock)
    await lesson.reveal()
    await store.close()
    assert lesson.state.revealed


@pytest.mark.parametrize("code", ["code", "wrong", ""])
async def test_while_joining_is_frozen_every_code_is_refused_alike(
    store: Store, clock: Clock, code: str
) -> None:
    lesson = await opened(store, clock)
    roster = Roster(store, clock, "code", lesson=lesson)
    await lesson.freeze()
    with pytest.raises(JoiningClosed) as caught:
        await roster.join(code)
    assert str(caught.value) == "Joining is closed just now. Your teacher can open it again."
    assert await roster.count() == 0


async def test_who_has_joined_comes_back_with_the_ticket_while_joining_is_frozen(
    store: Store, clock: Clock
) -> None:
    lesson = await opened(store, clock)
    roster = Roster(store, clock, "code", lesson=lesson)
    joined = await roster.join("code")
    await lesson.freeze()
    assert (await roster.sign_in(joined.person.name, joined.ticket)).person.id == joined.person.id
    await lesson.thaw()
    assert (await roster.join("code")).person.id != joined.person.id


async def test_an_attempt_that_waits_for_its_turn_while_joining_is_frozen_is_not_told_whether_it_was_right(
    store: Store, clock: Clock
) -> None:
    lesson = await opened(store, clock)
    roster = Roster(store, clock, "code", lesson=lesson)
    for _ in range(3):
        with pytest.raises(WrongCode):
            await roster.join("wrong", "192.168.1.30")
    waiting = asyncio.create_task(roster.join("wrong", "192.168.1.30"))
    await asyncio.sleep(0)
    await lesson.freeze()
    with pytest.raises(JoiningClosed):
        await waiting
