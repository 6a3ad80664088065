"""Who is here: joining, coming back, leaving."""

from __future__ import annotations

import asyncio
import datetime as dt
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from bbs.feed import Feed
from bbs.roster import Joined, Roster, WrongCode, WrongTicket, digest_of
from bbs.store import NotFound, Session, Store, audit, people

if TYPE_CHECKING:
    from conftest import FixedClock

CODE = "otter-maple-42"


@pytest.fixture
def roster(store: Store, clock: FixedClock) -> Roster:
    return Roster(store, clock, CODE)


async def _class_of(roster: Roster, many: int) -> list[Joined]:
    return [await roster.join(CODE) for _ in range(many)]


async def test_joining_deals_a_name_a_role_and_the_intranet(roster: Roster, clock: FixedClock) -> None:
    joined = await roster.join(CODE)
    assert joined.person.role == "student"
    assert joined.person.tier == "intranet"
    assert joined.person.joined == clock.now()
    assert await roster.person_of(joined.token) == joined.person


@pytest.mark.parametrize("typed", ["Otter-Maple-42", "  otter maple 42 ", "OTTER - MAPLE - 42"])
async def test_case_and_spaces_of_the_code_do_not_matter(roster: Roster, typed: str) -> None:
    assert (await roster.join(typed)).person.name


@pytest.mark.parametrize("typed", ["", "otter-maple-43", "ottermaple42", "öttér", "\ud800"])
async def test_a_wrong_code_enrols_nobody(roster: Roster, typed: str) -> None:
    with pytest.raises(WrongCode):
        await roster.join(typed)
    assert await roster.count() == 0


async def test_every_sixth_is_a_professor_beginning_with_the_third(roster: Roster) -> None:
    roles = [joined.person.role for joined in await _class_of(roster, 10)]
    assert [number for number, role in enumerate(roles, start=1) if role == "professor"] == [3, 9]


async def test_the_first_professor_is_heron_with_a_birthday_today(roster: Roster) -> None:
    third = (await _class_of(roster, 3))[2].person
    assert (third.name, third.birthday) == ("Professor Heron", "03-14")


async def test_today_is_the_lessons_today(store: Store, clock: FixedClock) -> None:
    clock.instant = dt.datetime(2026, 3, 14, 23, 30, tzinfo=dt.UTC)
    third = (await _class_of(Roster(store, clock, CODE), 3))[2].person
    assert third.birthday == "03-15"


async def test_people_who_join_at_the_same_instant_get_different_names(roster: Roster) -> None:
    joined = await asyncio.gather(*(roster.join(CODE) for _ in range(40)))
    assert len({one.person.name for one in joined}) == 40
    assert len({one.token for one in joined}) == 40
    assert sum(one.person.role == "professor" for one in joined) == 7


async def test_joining_keeps_the_loop_free(roster: Roster) -> None:
    joining = asyncio.gather(*(roster.join(CODE) for _ in range(40)))
    longest, loop = 0.0, asyncio.get_running_loop()
    while not joining.done():
        before = loop.time()
        await asyncio.sleep(0.001)
        longest = max(longest, loop.time() - before)
    await joining
    assert longest < 0.5  # forty tickets on the loop take a second


async def test_a_ticket_brings_a_person_back_with_a_session_of_its_own(roster: Roster) -> None:
    joined = await roster.join(CODE)
    back = await roster.sign_in(joined.person.name, joined.ticket)
    assert back.person == joined.person
    assert back.token != joined.token
    assert await roster.person_of(back.token) == joined.person


async def test_name_and_ticket_may_be_typed_loosely(roster: Roster) -> None:
    joined = await roster.join(CODE)
    name = joined.person.name.replace("-", " ").upper()
    back = await roster.sign_in(f" {name} ", joined.ticket.replace("-", "  ").title())
    assert back.person == joined.person


@pytest.mark.parametrize("wrong", ["", "maple-river-clock", "\ud800", "x" * 9000])
async def test_a_wrong_ticket_and_an_unknown_name_look_the_same(roster: Roster, wrong: str) -> None:
    joined = await roster.join(CODE)
    with pytest.raises(WrongTicket) as known:
        await roster.sign_in(joined.person.name, wrong)
    with pytest.raises(WrongTicket) as unknown:
        await roster.sign_in("Nobody-Nine\ud800", wrong)
    assert known.value.args == unknown.value.args == ()


async def test_an_unknown_name_takes_as_long_as_a_wrong_ticket(roster: Roster) -> None:
    joined = await roster.join(CODE)

    async def seconds(name: str) -> float:
        loop, taken = asyncio.get_running_loop(), []
        for _ in range(6):
            before = loop.time()
            with pytest.raises(WrongTicket):
                await roster.sign_in(name, "maple-river-clock")
            taken.append(loop.time() - before)
        return min(taken)

    known, unknown = await seconds(joined.person.name), await seconds("Nobody-Nine")
    assert known / 3 < unknown < known * 3


async def test_leaving_ends_this_session_and_no_other(roster: Roster) -> None:
    joined = await roster.join(CODE)
    back = await roster.sign_in(joined.person.name, joined.ticket)
    await roster.sign_out(joined.token)
    assert await roster.person_of(joined.token) is None
    assert await roster.person_of(back.token) == joined.person
    await roster.sign_out(joined.token)
    await roster.sign_out("no such token")


async def test_a_console_session_is_nobody_on_the_network(
    roster: Roster, store: Store, clock: FixedClock
) -> None:
    joined = await roster.join(CODE)
    session = Session(digest_of("t"), joined.person.id, "console", clock.now())
    await store.write(lambda tx: people.open_session(tx, session))
    assert await roster.person_of("t") is None


async def test_neither_token_nor_ticket_is_kept(roster: Roster, store: Store) -> None:
    joined = await roster.join(CODE)
    await store.close()
    kept = b"".join(file.read_bytes() for file in store.folder.iterdir())
    assert joined.person.name.encode() in kept
    assert joined.token.encode() not in kept
    assert joined.ticket.encode() not in kept


async def test_joining_and_leaving_stand_in_the_log_without_anything_personal(
    roster: Roster, store: Store
) -> None:
    joined = await roster.join(CODE)
    await roster.sign_out(joined.token)
    rows = await audit.rows_after(store)
    assert [(row.action, row.actor, row.subject) for row in rows] == [
        ("joined", joined.person.id, joined.person.id),
        ("signed-out", joined.person.id, joined.person.id),
    ]
    assert {row.detail for row in rows} == {"{}"}
    assert await store.verify() is None


async def test_who_watches_hears_of_somebody_new(store: Store, clock: FixedClock) -> None:
    feed = Feed()
    async with feed.watch() as watch:
        joined = await Roster(store, clock, CODE, feed).join(CODE)
        event = await watch.next()
    assert event is not None
    assert (event.action, event.subject, event.seq) == ("joined", joined.person.id, 1)


async def test_the_teacher_gives_another_role_and_tier(roster: Roster, store: Store) -> None:
    joined = await roster.join(CODE)
    changed = await roster.set_place(joined.person.id, "reporter", "elite")
    assert (changed.role, changed.tier) == ("reporter", "elite")
    assert await roster.person_of(joined.token) == changed
    assert (await audit.rows_after(store))[-1].details == {"role": "reporter", "tier": "elite"}
    with pytest.raises(NotFound):
        await roster.set_place("nobody", "reporter", "elite")


async def test_people_are_listed_by_key(roster: Roster, store: Store) -> None:
    joined = [one.person for one in await _class_of(roster, 3)]
    assert await people.page(store, limit=2) == joined[:2]
    assert await people.page(store, after=joined[1].id) == joined[2:]


def test_two_who_join_first_and_at_once_find_the_hashing_ready() -> None:
    code = "import sys; from passlib.handlers import argon2; import bbs.roster; sys.exit(issubclass(argon2.argon2, argon2._NoBackend))"
    ran = subprocess.run([sys.executable, "-c", code], timeout=60, check=False)  # noqa: S603  # our own program
    assert ran.returncode == 0, (
        "two threads that make passlib load it break it: the second person gets an error"
    )
