"""The reading room: a copy answers a request, lies there for one person or for everybody, and can be taken away."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest
from heard import heard

from bbs.copies import LONGEST, MOST_SOURCE, Copies, Sheet, laid_for
from bbs.desk import Desk, Draft
from bbs.drafts import MOST_TITLE, DraftError
from bbs.feed import Feed
from bbs.grants import MOST_OPEN, NOT_LISTED, Grants
from bbs.roster import Roster
from bbs.rulebook import Rulebook
from bbs.store import TEACHER, Conflict, NotFound, Person, Store, audit, posts, requests
from bbs.store.checking import check
from bbs.store.copies import Original
from bbs.store.opening import DATABASE
from bbs.store.requests import Wanted

if TYPE_CHECKING:
    from conftest import FixedClock

PAGE = Original("world-news", "/bridge", "bridge.md", "The bridge opens a week late.")
SHEET = Sheet("The bridge", "The bridge opens.", "World News", original=PAGE)
POLICY = """\
policy: 1
id: for-asking
default: allow
rules:
  - {id: moved, if: {words: [far]}, then: {replace: near}, tell: reason, why: We say near.}
  - {id: refused, if: {words: [cake]}, then: block}
"""


@dataclass
class Class:
    """Two people who have joined, and an official's room."""

    store: Store
    feed: Feed
    grants: Grants
    copies: Copies
    roster: Roster
    clock: FixedClock
    ann: Person
    ben: Person

    async def asked(
        self, address: str = "news/bridge", who: Person | None = None, why: str = "Please"
    ) -> str:
        """Ask at the desk, and the id of the request."""
        draft = Draft("request", why, title=address, site="library")
        await self.grants.ask_at_desk(who or self.ann, draft, self.find)
        return (await requests.newest(self.store))[0].id

    def find(self, words: str) -> Wanted:
        return Wanted("world-news" if words.startswith("news") else "", "/bridge", "library")

    async def of(self, person: Person) -> list[str]:
        return [copy.title for copy in await self.copies.of(person.id)]

    async def state(self, request: str) -> tuple[str, str]:
        found = await self.grants.by_id(request)
        return found.state, found.copy


@pytest.fixture
async def room(store: Store, clock: FixedClock) -> Class:
    feed = Feed()
    rulebook = Rulebook(store, None, clock.now)
    await rulebook.load()
    await rulebook.publish(POLICY, None, TEACHER)
    desk, roster = Desk(store, rulebook, feed, clock), Roster(store, clock, "otter-maple-42", feed)
    ann, ben = [(await roster.join("otter-maple-42")).person for _ in range(2)]
    grants = await Grants.open(store, desk, feed, clock)
    return Class(store, feed, grants, Copies(store, feed, clock), roster, clock, ann, ben)


# Asking at the desk


async def test_a_request_at_a_desk_is_a_post_with_the_address_as_its_title_and_says_where_it_was_made(
    room: Class,
) -> None:
    one = await room.grants.by_id(await room.asked("news/bridge", why="For the paper"))
    assert (one.site, one.path, one.desk) == ("world-news", "/bridge", "library")
    assert (one.shown.title, one.shown.body) == ("news/bridge", "For the paper")
    post = await posts.by_id(room.store, one.post)
    assert post is not None
    assert (post.kind, post.site) == ("request", "library")
    row = (await audit.rows_after(room.store))[-1]
    assert row.details == {"site": "world-news", "post": one.post, "desk": "library"}


async def test_the_address_passes_the_filter_too_and_means_what_the_filter_left_of_it(room: Class) -> None:
    draft = Draft("request", "Please", title="news, far away", site="library")
    found: list[str] = []

    def find(words: str) -> Wanted:
        found.append(words)
        return Wanted("", desk="library")

    await room.grants.ask_at_desk(room.ann, draft, find)
    assert found == ["news, near away"]
    refused = await room.grants.ask_at_desk(room.ann, replace(draft, title="a cake"), find)
    assert refused.status == "refused"
    assert refused.told_text == "Your request was not accepted."
    assert len(await requests.newest(room.store)) == 1


@pytest.mark.parametrize("address", ["", "  ", "x" * (MOST_TITLE + 1), "a\x00b"])
async def test_an_address_must_be_there_readable_and_short(room: Class, address: str) -> None:
    with pytest.raises(DraftError):
        await room.asked(address)
    assert await requests.newest(room.store) == []


async def test_who_asks_twice_learns_nothing_of_what_is_listed(room: Class) -> None:
    """So the same address may be asked for again at a desk; only the number of open requests is bounded."""
    for address in ("news", "news", "nowhere", "nowhere", "elsewhere")[:MOST_OPEN]:
        await room.asked(address)
    for address in ("news", "nowhere"):
        with pytest.raises(Conflict, match="Wait for an answer"):
            await room.asked(address)


async def test_what_was_asked_for_at_a_desk_is_no_request_of_the_page_that_refuses(room: Class) -> None:
    await room.asked()
    assert await requests.last(room.store, room.ann.id, "world-news") is None
    await room.grants.ask(room.ann, "world-news", Draft("request", "Please", site="world-news"), "/bridge")
    last = await requests.last(room.store, room.ann.id, "world-news")
    assert last is not None
    assert (last.desk, last.path) == ("", "/bridge")


async def test_it_may_be_granted_where_it_is_a_listed_site_and_nowhere_else(room: Class) -> None:
    listed, unlisted = await room.asked("news"), await room.asked("www.example.com")
    await room.grants.grant(listed, None)
    assert room.grants.to(room.ann) == {"world-news"}
    with pytest.raises(Conflict, match=NOT_LISTED):
        await room.grants.grant(unlisted, None)
    assert (await room.grants.decline(unlisted, "No.")).state == "declined"


# Laying a copy


async def test_a_copy_for_who_asked_lies_there_for_them_and_for_nobody_else(room: Class) -> None:
    request = await room.asked()
    copy = await room.copies.lay(request, SHEET)
    assert await room.state(request) == ("copied", copy.id)
    assert (await room.of(room.ann), await room.of(room.ben)) == (["The bridge"], [])
    assert (await room.copies.read(copy.id, room.ann.id)).body == "The bridge opens."
    for stranger in (room.ben.id, "", "nobody"):
        with pytest.raises(NotFound):
            await room.copies.read(copy.id, stranger)


async def test_a_copy_for_everybody_lies_there_for_everybody(room: Class) -> None:
    copy = await room.copies.lay(await room.asked(), replace(SHEET, for_all=True))
    for person in (room.ann, room.ben):
        assert await room.of(person) == ["The bridge"]
        assert laid_for(copy, person.id)
    assert copy.person is None


async def test_the_page_as_it_stood_is_kept_beside_what_became_of_it(room: Class) -> None:
    copy = await room.copies.lay(await room.asked(), SHEET)
    again = await Copies(room.store, Feed(), room.clock).by_id(copy.id)  # as after a restart
    assert again == replace(copy, seq=again.seq)
    assert (again.original, again.body, again.source) == (PAGE, "The bridge opens.", "World News")
    own = await room.copies.lay(await room.asked(), replace(SHEET, original=None))
    assert (await room.copies.by_id(own.id)).original is None


async def test_the_newest_lies_on_top_with_what_is_for_everybody_and_what_is_ones_own(room: Class) -> None:
    for title, all_of_us in (("first", True), ("second", False), ("third", True)):
        room.clock.advance(minutes=1)
        await room.copies.lay(await room.asked(), replace(SHEET, title=title, for_all=all_of_us))
    assert await room.of(room.ann) == ["third", "second", "first"]
    assert await room.of(room.ben) == ["third", "first"]


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("title", " "),
        ("title", "x" * (MOST_TITLE + 1)),
        ("title", "a\x07b"),
        ("body", ""),
        ("body", "x" * (LONGEST + 1)),
        ("body", "a\x00b"),
        ("source", "  "),
        ("source", "x" * (MOST_SOURCE + 1)),
    ],
)
async def test_what_can_not_be_read_is_empty_or_too_long_is_not_laid(
    room: Class, field: str, words: str
) -> None:
    request = await room.asked()
    with pytest.raises(DraftError) as caught:
        await room.copies.lay(request, replace(SHEET, **{field: words}))
    assert caught.value.field == field
    assert await room.state(request) == ("open", "")
    assert await room.of(room.ann) == []


async def test_every_request_is_answered_once(room: Class) -> None:
    copied, granted = await room.asked(), await room.asked()
    await room.copies.lay(copied, SHEET)
    await room.grants.grant(granted, None)
    for request in (copied, granted):
        with pytest.raises(Conflict):
            await room.copies.lay(request, SHEET)
    for answer in (room.grants.decline(copied, "No."), room.grants.withdraw(copied)):
        with pytest.raises(Conflict):
            await answer
    with pytest.raises(NotFound):
        await room.copies.lay("nosuch", SHEET)
    assert len(await room.of(room.ann)) == 1


async def test_a_copy_that_is_taken_away_is_gone_for_all_and_who_asked_may_ask_again(room: Class) -> None:
    request = await room.asked()
    copy = await room.copies.lay(request, replace(SHEET, for_all=True))
    taken = await room.copies.take_away(copy.id)
    assert taken.taken == room.clock.now()
    assert await room.state(request) == ("withdrawn", copy.id)
    for person in (room.ann, room.ben):
        assert await room.of(person) == []
        with pytest.raises(NotFound):
            await room.copies.read(copy.id, person.id)
    with pytest.raises(Conflict):
        await room.copies.take_away(copy.id)
    with pytest.raises(NotFound):
        await room.copies.take_away("nosuch")
    await room.asked()
    assert (await room.copies.by_id(copy.id)).body == "The bridge opens."  # the teacher can still look at it


async def test_each_of_it_is_logged_without_a_word_and_told(room: Class) -> None:
    request = await room.asked()
    events = heard(room.feed)
    copy = await room.copies.lay(request, SHEET)
    await room.copies.take_away(copy.id)
    rows = (await audit.rows_after(room.store))[-2:]
    assert [(row.action, row.actor, row.subject) for row in rows] == [
        ("copied", TEACHER, request),
        ("taken-away", TEACHER, copy.id),
    ]
    assert rows[0].details == {"site": "world-news", "copy": copy.id, "for": "one person"}
    assert rows[1].details == {"request": request}
    assert not any("bridge" in row.detail for row in rows)
    assert [event.action for event in events] == ["copied", "taken-away"]


async def test_erasing_a_person_takes_the_copies_for_them_and_leaves_those_for_everybody(room: Class) -> None:
    own = await room.copies.lay(await room.asked(), replace(SHEET, body="foranneyesonly"))
    shared = await room.copies.lay(await room.asked(), replace(SHEET, for_all=True))
    await room.roster.erase(room.ann.id, TEACHER)
    with pytest.raises(NotFound):
        await room.copies.by_id(own.id)
    assert await room.of(room.ben) == ["The bridge"]
    assert (await room.copies.take_away(shared.id)).request is None
    kept = b"".join(file.read_bytes() for file in sorted(room.store.folder.rglob("*")) if file.is_file())
    assert b"foranneyesonly" not in kept
    assert (await check(room.store.folder / DATABASE)).problem == ""


async def test_a_copy_that_was_changed_by_hand_is_found(room: Class) -> None:
    await room.copies.lay(await room.asked(), SHEET)
    await room.store.close()
    with sqlite3.connect(room.store.folder / DATABASE) as connection:
        connection.execute("UPDATE copies SET original = body")
    connection.close()
    assert "copies" in (await check(room.store.folder / DATABASE)).problem
