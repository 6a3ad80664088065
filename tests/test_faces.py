"""Who a session belongs to is remembered, and forgotten the moment that anything about it changes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bbs import faces
from bbs.faces import Faces
from bbs.feed import Event, Feed
from bbs.roster import Joined, Roster
from bbs.store import Store

if TYPE_CHECKING:
    from conftest import FixedClock

CODE = "otter-maple-42"


class Hall:
    """People, the news about them, and who remembers them."""

    def __init__(self, store: Store, clock: FixedClock) -> None:
        self.store, self.feed = store, Feed()
        self.roster = Roster(store, clock, CODE, self.feed)
        self.faces = Faces(self.roster, self.feed)

    async def behind_its_back(self) -> None:
        """End every session without any news of it."""
        await self.store.write(lambda tx: tx.execute("DELETE FROM sessions"))

    async def known(self, joined: Joined) -> bool:
        return await self.faces.person_of(joined.token) == joined.person


@pytest.fixture
def hall(store: Store, clock: FixedClock) -> Hall:
    return Hall(store, clock)


async def test_somebody_who_was_looked_up_once_is_not_looked_up_again(hall: Hall) -> None:
    joined = await hall.roster.join(CODE)
    assert await hall.known(joined)
    await hall.behind_its_back()
    assert await hall.known(joined)
    assert await hall.roster.person_of(joined.token) is None


async def test_a_token_of_nobody_is_looked_up_every_time(hall: Hall) -> None:
    assert await hall.faces.person_of("no such token") is None
    assert await hall.faces.person_of("") is None


async def test_whoever_signs_out_is_nobody_at_once_and_others_stay(hall: Hall) -> None:
    leaving, staying = await hall.roster.join(CODE), await hall.roster.join(CODE)
    assert await hall.known(leaving)
    assert await hall.known(staying)
    await hall.roster.sign_out(leaving.token)
    assert await hall.faces.person_of(leaving.token) is None
    assert await hall.known(staying)


async def test_another_role_counts_from_the_next_page_on(hall: Hall) -> None:
    joined = await hall.roster.join(CODE)
    assert await hall.known(joined)
    changed = await hall.roster.set_place(joined.person.id, "reporter", "elite")
    assert await hall.faces.person_of(joined.token) == changed


async def test_what_was_looked_up_before_somebody_left_is_not_remembered_after(hall: Hall) -> None:
    joined = await hall.roster.join(CODE)
    looking = asyncio.create_task(hall.faces.person_of(joined.token))
    await asyncio.sleep(0)  # the database is being asked
    hall.feed.tell(Event("signed-out", joined.person.id, 7))
    await looking
    await hall.behind_its_back()
    assert await hall.faces.person_of(joined.token) is None


async def test_writing_and_joining_make_nobody_be_forgotten(hall: Hall) -> None:
    joined = await hall.roster.join(CODE)
    assert await hall.known(joined)
    await hall.behind_its_back()
    for action in faces.CHANGES_NOBODY:
        hall.feed.tell(Event(action, "x", 1))
    assert await hall.known(joined)


async def test_only_so_many_are_remembered(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faces, "MOST", 2)
    three = [await hall.roster.join(CODE) for _ in range(3)]
    for joined in three:
        assert await hall.known(joined)
    await hall.behind_its_back()
    assert [await hall.known(joined) for joined in three] == [False, True, True]
