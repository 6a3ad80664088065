"""Who is here: joining, coming back by ticket or password, leaving here or everywhere."""

from __future__ import annotations

import asyncio
import datetime as dt
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from heard import heard
from timeless import Timeless

from bbs import roster_hashing
from bbs.drafts import DraftError
from bbs.feed import Feed
from bbs.patience import NAMES, Doorkeeper, TooMany
from bbs.roster import Joined, Roster, WrongCode, WrongSecret, digest_of
from bbs.roster_hashing import Hashing
from bbs.store import TEACHER, NotFound, Session, Store, audit, people

if TYPE_CHECKING:
    from conftest import FixedClock

CODE = "otter-maple-42"
PASSWORD = "A heron at the lake"


@pytest.fixture
def door() -> Doorkeeper:
    """At which nobody waits: how long people wait is tested in test_patience.py."""

    async def at_once(_: float) -> None:
        await asyncio.sleep(0)

    return Doorkeeper(sleep=at_once)


@pytest.fixture
def roster(store: Store, clock: FixedClock, door: Doorkeeper) -> Roster:
    return Roster(store, clock, CODE, Feed(), door=door)


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
    with pytest.raises(WrongSecret) as known:
        await roster.sign_in(joined.person.name, wrong)
    with pytest.raises(WrongSecret) as unknown:
        await roster.sign_in("Nobody-Nine\ud800", wrong)
    assert known.value.args == unknown.value.args == ()


@pytest.mark.parametrize("has_password", [True, False])
@pytest.mark.parametrize("known", [True, False])
async def test_whoever_is_asked_about_two_hashes_are_worked_out(
    roster: Roster, monkeypatch: pytest.MonkeyPatch, *, known: bool, has_password: bool
) -> None:
    joined = await roster.join(CODE)
    if has_password:
        await roster.set_password(joined.person.id, PASSWORD)
    worked_out: list[str] = []
    verify = roster_hashing._verify
    monkeypatch.setattr(roster_hashing, "_verify", lambda *of: worked_out.append(of[1]) or verify(*of))
    with pytest.raises(WrongSecret):
        await roster.sign_in(joined.person.name if known else "Nobody-Nine", "maple-river-clock")
    assert len(worked_out) == 2
    assert all(kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$") for kept in worked_out)


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
    news = heard(feed)
    joined = await Roster(store, clock, CODE, feed).join(CODE)
    (event,) = news
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


def test_those_who_join_first_and_at_once_all_get_in() -> None:
    """passlib loads its part when first asked, and fails where two threads ask at once."""
    code = """
import sys, threading
from bbs import roster_hashing
assert "passlib" not in sys.modules, "the server is there sooner without"
made, start = [], threading.Barrier(8)
def one():
    start.wait()
    made.append(roster_hashing._hash(b"one"))
threads = [threading.Thread(target=one) for _ in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
assert len(set(made)) == 8, made
"""
    ran = subprocess.run([sys.executable, "-c", code], timeout=60, capture_output=True, text=True)  # noqa: S603  # our own program
    assert (ran.returncode, ran.stderr) == (0, "")


# Passwords


async def test_a_password_brings_a_person_back_and_the_ticket_still_does(roster: Roster) -> None:
    joined = await roster.join(CODE)
    await roster.set_password(joined.person.id, PASSWORD)
    for secret in (PASSWORD, joined.ticket):
        assert (await roster.sign_in(joined.person.name, secret)).person.id == joined.person.id


@pytest.mark.parametrize(
    "typed", ["a heron at the lake", f"{PASSWORD} ", PASSWORD[:-1], f"{PASSWORD}{'x' * 300}"]
)
async def test_every_character_of_a_password_counts(roster: Roster, typed: str) -> None:
    joined = await roster.join(CODE)
    await roster.set_password(joined.person.id, PASSWORD)
    with pytest.raises(WrongSecret):
        await roster.sign_in(joined.person.name, typed)


async def test_a_password_may_be_composed_by_another_keyboard(roster: Roster) -> None:
    joined = await roster.join(CODE)
    await roster.set_password(joined.person.id, "Cafe\u0301 au lait")
    assert await roster.sign_in(joined.person.name, "Caf\u00e9 au lait")


async def test_the_longest_password_counts_to_its_last_character(roster: Roster) -> None:
    joined = await roster.join(CODE)
    await roster.set_password(joined.person.id, "x" * 200)
    assert await roster.sign_in(joined.person.name, "x" * 200)
    for typed in ("x" * 199, "x" * 201, "x" * 199 + "y"):
        with pytest.raises(WrongSecret):
            await roster.sign_in(joined.person.name, typed)


async def test_a_new_password_takes_the_place_of_the_old_one(roster: Roster) -> None:
    joined = await roster.join(CODE)
    await roster.set_password(joined.person.id, PASSWORD)
    await roster.set_password(joined.person.id, "Another lake")
    with pytest.raises(WrongSecret):
        await roster.sign_in(joined.person.name, PASSWORD)
    assert await roster.sign_in(joined.person.name, "Another lake")


async def test_setting_a_password_ends_every_session_and_gives_a_new_one(roster: Roster) -> None:
    joined = await roster.join(CODE)
    other = await roster.sign_in(joined.person.name, joined.ticket)
    stranger = await roster.join(CODE)
    token = await roster.set_password(joined.person.id, PASSWORD)
    assert [await roster.person_of(old) for old in (joined.token, other.token)] == [None, None]
    found = await roster.person_of(token)
    assert found is not None
    assert found.id == joined.person.id
    assert await roster.person_of(stranger.token) == stranger.person


async def test_a_password_that_was_taken_away_brings_nobody_back(roster: Roster) -> None:
    joined = await roster.join(CODE)
    token = await roster.set_password(joined.person.id, PASSWORD)
    await roster.take_password_away(joined.person.id)
    for secret in (PASSWORD, ""):
        with pytest.raises(WrongSecret):
            await roster.sign_in(joined.person.name, secret)
    assert await roster.person_of(token) == joined.person
    assert await roster.sign_in(joined.person.name, joined.ticket)


async def test_the_ticket_is_no_password(roster: Roster) -> None:
    joined = await roster.join(CODE)
    with pytest.raises(DraftError, match="return ticket"):
        await roster.set_password(joined.person.id, joined.ticket.upper())
    assert await roster.person_of(joined.token) == joined.person


async def test_nobody_who_is_not_here_gets_a_password(roster: Roster, store: Store) -> None:
    with pytest.raises(NotFound):
        await roster.set_password("nobody", PASSWORD)
    with pytest.raises(NotFound):
        await roster.take_password_away("nobody")
    assert await audit.rows_after(store) == []


async def test_neither_password_nor_new_token_is_kept(roster: Roster, store: Store) -> None:
    joined = await roster.join(CODE)
    token = await roster.set_password(joined.person.id, PASSWORD)
    await store.close()
    kept = b"".join(file.read_bytes() for file in store.folder.iterdir())
    assert PASSWORD.encode() not in kept
    assert token.encode() not in kept


# Guessing, and two devices


async def test_under_guessing_the_right_ticket_still_gets_its_turn(store: Store, clock: FixedClock) -> None:
    time = Timeless()
    roster = Roster(store, clock, CODE, door=Doorkeeper(time.time, time.sleep))
    roster._hashing = Quick()
    joined = await roster.join(CODE)
    name = joined.person.name
    outcomes = await time.all_of(*(roster.sign_in(name, "a b c", who=f"guesser {n // 8}") for n in range(40)))
    assert {type(one) for one in outcomes} == {WrongSecret, TooMany}
    before = time.now
    (back,) = await time.all_of(roster.sign_in(name, joined.ticket, who="owner"))
    assert isinstance(back, Joined)
    assert time.now - before <= NAMES.long


class Quick(Hashing):
    """Hashes that take no time on a thread, so that time passes only where somebody waits."""

    async def of_ticket(self, ticket: str) -> str:
        return ticket

    async def fits(self, secret: str, ticket_hash: str, password_hash: str) -> bool:
        return bool(ticket_hash) and secret == ticket_hash


async def test_known_and_unknown_names_are_slowed_down_alike(store: Store, clock: FixedClock) -> None:
    took = []
    for name in (None, "Nobody-Nine"):
        time = Timeless()
        roster = Roster(store, clock, CODE, door=Doorkeeper(time.time, time.sleep))
        roster._hashing = Quick()
        known = (await roster.join(CODE)).person.name
        outcomes = await time.all_of(*(roster.sign_in(name or known, "a b c", who=str(n)) for n in range(30)))
        took.append((round(time.now, 3), [type(one).__name__ for one in outcomes]))
    assert took[0] == took[1]


async def test_two_devices_of_one_person_work_side_by_side(roster: Roster, store: Store) -> None:
    joined = await roster.join(CODE)
    back = await roster.sign_in(joined.person.name, joined.ticket)
    assert await roster.person_of(joined.token) == await roster.person_of(back.token) == joined.person
    assert len(await people.sessions_of(store, joined.person.id)) == 2


@pytest.mark.parametrize("by", ["self", TEACHER])
async def test_signing_out_everywhere_ends_all_sessions_of_one_person(
    roster: Roster, store: Store, by: str
) -> None:
    joined, other = await roster.join(CODE), await roster.join(CODE)
    back = await roster.sign_in(joined.person.name, joined.ticket)
    by = joined.person.id if by == "self" else by
    await roster.sign_out_everywhere(joined.person.id, by)
    assert [await roster.person_of(one) for one in (joined.token, back.token)] == [None, None]
    assert await roster.person_of(other.token) == other.person
    row = (await audit.rows_after(store))[-1]
    assert (row.action, row.actor, row.subject) == ("signed-out", by, joined.person.id)
    assert await roster.sign_in(joined.person.name, joined.ticket)
    with pytest.raises(NotFound):
        await roster.sign_out_everywhere("nobody", TEACHER)


async def test_whatever_ends_a_session_is_told_at_once(store: Store, clock: FixedClock) -> None:
    feed = Feed()
    roster = Roster(store, clock, CODE, feed)
    joined = await roster.join(CODE)
    news = heard(feed)
    await roster.set_password(joined.person.id, PASSWORD)
    await roster.take_password_away(joined.person.id)
    await roster.sign_out_everywhere(joined.person.id, TEACHER)
    assert [(one.action, one.subject) for one in news] == [
        (action, joined.person.id) for action in ("password-set", "password-removed", "signed-out")
    ]
