"""Asking for access: the words pass the filter, the request and its answers are kept and logged, and grants end in time."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from heard import heard

from bbs.desk import Desk, Draft, Receipt
from bbs.drafts import DraftError
from bbs.feed import Feed
from bbs.grants import LONGEST, MOST, MOST_OPEN, TOO_MANY, TOO_MANY_OPEN, TWICE, Grants
from bbs.roster import Roster
from bbs.rulebook import Rulebook
from bbs.store import TEACHER, Conflict, NotFound, Person, Store, audit, posts, requests
from bbs.store.checking import check
from bbs.store.opening import DATABASE

if TYPE_CHECKING:
    from conftest import FixedClock

CODE = "otter-maple-42"
POLICY = """\
policy: 1
id: for-asking
default: allow
rules:
  - {id: held, if: {kind: [request], words: [square]}, then: hold, tell: reason, why: An editor reads this first.}
  - {id: unheard, if: {words: [lake]}, then: hold, tell: nothing}
  - {id: shadowed, if: {words: [lantern]}, then: shadow}
  - {id: dropped, if: {words: [tunnel]}, then: drop}
  - {id: refused, if: {words: [cake]}, then: block}
  - {id: excused, if: {words: [drum]}, then: block, tell: {pretend: The server is busy.}}
  - {id: asked, why: "Are you sure?", if: {words: [rain]}, then: warn}
  - {id: edited, if: {words: [southland]}, then: {replace: the other side}}
"""


@dataclass
class Class:
    """Two people who have joined, and all that is behind them."""

    store: Store
    clock: FixedClock
    feed: Feed
    desk: Desk
    roster: Roster
    grants: Grants
    ann: Person
    ben: Person

    async def ask(
        self, who: Person | None = None, site: str = "video", words: str = "For my essay", **how: Any
    ) -> Receipt:
        return await self.grants.ask(who or self.ann, site, Draft("request", words, site=site, **how))

    async def asked(self, who: Person | None = None, site: str = "video", words: str = "For my essay") -> str:
        """Ask, and the id of the request."""
        await self.ask(who, site, words)
        found = await requests.last(self.store, (who or self.ann).id, site)
        assert found is not None
        return found.id

    async def states(self, who: Person | None = None) -> list[str]:
        return [one.state for one in await requests.of_person(self.store, (who or self.ann).id)]

    async def again(self) -> Grants:
        """The same after a restart."""
        return await Grants.open(self.store, self.desk, Feed(), self.clock)


@pytest.fixture
async def lesson(store: Store, clock: FixedClock) -> Class:
    feed = Feed()
    rulebook = Rulebook(store, None, clock.now)
    await rulebook.load()
    await rulebook.publish(POLICY, None, TEACHER)
    desk, roster = Desk(store, rulebook, feed, clock), Roster(store, clock, CODE, feed)
    ann, ben = [(await roster.join(CODE)).person for _ in range(2)]
    grants = await Grants.open(store, desk, feed, clock)
    return Class(store, clock, feed, desk, roster, grants, ann, ben)


# Asking


async def test_a_request_is_a_post_a_row_and_a_row_of_the_log_and_told(lesson: Class) -> None:
    events = heard(lesson.feed)
    receipt = await lesson.ask(words="For my essay on weather")
    assert receipt.status == "appears"
    (one,) = await requests.waiting(lesson.store)
    assert (one.person, one.name, one.site) == (lesson.ann.id, lesson.ann.name, "video")
    assert (one.state, one.reached, one.shown.body) == ("open", True, "For my essay on weather")
    post = await posts.by_id(lesson.store, one.post)
    assert post is not None
    assert (post.kind, post.site, post.thread) == ("request", "video", None)
    row = (await audit.rows_after(lesson.store))[-1]
    assert (row.action, row.actor, row.subject) == ("asked", lesson.ann.id, one.id)
    assert row.details == {"site": "video", "post": one.post}
    assert [(event.action, event.subject) for event in events] == [("submitted", one.post), ("asked", one.id)]


@pytest.mark.parametrize(
    ("word", "status", "waits", "hidden"),
    [
        ("essay", "appears", 1, 0),
        ("southland", "appears", 1, 0),
        ("square", "waits", 0, 1),
        ("lake", "appears", 0, 1),
        ("lantern", "appears", 0, 1),
        ("tunnel", "appears", 0, 1),
        ("cake", "refused", 0, 0),
        ("drum", "failed", 0, 0),
        ("rain", "confirm", 0, 0),
    ],
)
async def test_the_words_pass_the_filter_and_who_asks_believes_what_it_tells(
    lesson: Class, word: str, status: str, waits: int, hidden: int
) -> None:
    assert (await lesson.ask(words=f"About {word}")).status == status
    assert len(await requests.waiting(lesson.store)) == waits
    assert len(await requests.waiting(lesson.store, reached=False)) == hidden
    assert len(await lesson.states()) == waits + hidden


async def test_a_confirmed_warning_asks(lesson: Class) -> None:
    assert (await lesson.ask(words="rain", confirm=True)).status == "appears"
    assert await lesson.states() == ["open"]


async def test_a_request_that_an_editor_releases_has_come(lesson: Class) -> None:
    await lesson.ask(words="at the square")
    (one,) = await requests.waiting(lesson.store, reached=False)
    await lesson.desk.release(one.post, TEACHER)
    assert [found.id for found in await requests.waiting(lesson.store)] == [one.id]


async def test_officials_read_what_the_filter_left_and_who_asked_what_the_filter_lets_them_see(
    lesson: Class,
) -> None:
    await lesson.ask(words="of southland")
    (one,) = await requests.waiting(lesson.store)
    assert (one.written.body, one.shown.body, one.own.body) == (
        "of southland",
        "of the other side",
        "of the other side",
    )


async def test_nobody_asks_twice_for_one_site_and_nothing_of_a_second_is_kept(lesson: Class) -> None:
    await lesson.ask()
    sent = len(await posts.by_author(lesson.store, lesson.ann.id))
    with pytest.raises(Conflict, match=TWICE):
        await lesson.ask(words="Please")
    assert len(await posts.by_author(lesson.store, lesson.ann.id)) == sent
    await lesson.ask(lesson.ben)
    assert len(await requests.waiting(lesson.store)) == 2


async def test_a_form_that_is_sent_twice_asks_once(lesson: Class) -> None:
    for _ in range(2):
        assert (await lesson.ask(once="key")).status == "appears"
    assert await lesson.states() == ["open"]


async def test_a_person_has_few_open_requests_and_not_many_in_all(lesson: Class) -> None:
    for number in range(MOST_OPEN):
        await lesson.ask(site=f"site-{number}")
    with pytest.raises(Conflict, match=TOO_MANY_OPEN):
        await lesson.ask(site="one-more")
    for one in await requests.waiting(lesson.store):
        await lesson.grants.decline(one.id, "No.")
    for number in range(MOST - MOST_OPEN):
        await lesson.grants.decline(await lesson.asked(site=f"more-{number}"), "No.")
    with pytest.raises(Conflict, match=TOO_MANY):
        await lesson.ask(site="the-last")


@pytest.mark.parametrize("words", ["", "   ", "x" * (LONGEST + 1), "a\x00b"])
async def test_words_must_be_there_readable_and_few(lesson: Class, words: str) -> None:
    with pytest.raises(DraftError):
        await lesson.ask(words=words)
    assert await lesson.states() == []


# Answers


async def test_a_grant_opens_at_once_for_that_person_and_that_site(lesson: Class) -> None:
    request = await lesson.asked()
    assert lesson.grants.to(lesson.ann) == frozenset()
    await lesson.grants.grant(request, None)
    assert lesson.grants.to(lesson.ann) == {"video"}
    assert lesson.grants.to(lesson.ben) == lesson.grants.to(None) == frozenset()


async def test_a_grant_ends_at_a_whole_minute_not_before_its_time(lesson: Class) -> None:
    lesson.clock.advance(seconds=20)
    end = lesson.clock.now() + dt.timedelta(minutes=10)
    done = await lesson.grants.grant(await lesson.asked(), end)
    assert done.until == end.replace(second=0) + dt.timedelta(minutes=1)
    lesson.clock.advance(minutes=10, seconds=39)
    assert lesson.grants.to(lesson.ann) == {"video"}
    lesson.clock.advance(seconds=1)
    assert lesson.grants.to(lesson.ann) == frozenset()


async def test_after_a_restart_what_is_open_is_open_and_what_is_over_is_not(lesson: Class) -> None:
    hour = lesson.clock.now() + dt.timedelta(hours=1)
    await lesson.grants.grant(await lesson.asked(site="video"), hour)
    await lesson.grants.grant(await lesson.asked(site="chat"), None)
    taken = await lesson.asked(site="search")
    await lesson.grants.grant(taken, None)
    await lesson.grants.withdraw(taken)
    assert (await lesson.again()).to(lesson.ann) == {"video", "chat"}
    lesson.clock.advance(hours=1)
    assert (await lesson.again()).to(lesson.ann) == {"chat"}


async def test_the_later_of_two_grants_counts_also_after_a_restart(lesson: Class) -> None:
    soon, late = (lesson.clock.now() + dt.timedelta(minutes=span) for span in (10, 60))
    await lesson.grants.grant(await lesson.asked(), soon)
    await lesson.grants.grant(await lesson.asked(), late)
    lesson.clock.advance(minutes=30)
    assert lesson.grants.to(lesson.ann) == (await lesson.again()).to(lesson.ann) == {"video"}


async def test_a_no_needs_words_and_is_kept_with_them(lesson: Class) -> None:
    request = await lesson.asked()
    for words in ("", " ", "x" * (LONGEST + 1)):
        with pytest.raises(DraftError):
            await lesson.grants.decline(request, words)
    done = await lesson.grants.decline(request, "Not during the lesson.")
    assert (done.state, done.answer) == ("declined", "Not during the lesson.")
    assert lesson.grants.to(lesson.ann) == frozenset()
    assert (await lesson.ask(words="And now?")).status == "appears"


async def test_what_is_withdrawn_is_closed_at_once_and_can_be_asked_for_again(lesson: Class) -> None:
    request = await lesson.asked()
    await lesson.grants.grant(request, None)
    assert (await lesson.grants.withdraw(request)).state == "withdrawn"
    assert lesson.grants.to(lesson.ann) == frozenset()
    await lesson.ask()
    assert await lesson.states() == ["open", "withdrawn"]


async def test_everything_is_answered_once(lesson: Class) -> None:
    request = await lesson.asked()
    with pytest.raises(Conflict):
        await lesson.grants.withdraw(request)
    await lesson.grants.grant(request, lesson.clock.now() + dt.timedelta(minutes=5))
    for answer in (lesson.grants.grant(request, None), lesson.grants.decline(request, "No.")):
        with pytest.raises(Conflict):
            await answer
    lesson.clock.advance(minutes=6)
    with pytest.raises(Conflict):
        await lesson.grants.withdraw(request)
    for nothing in (
        lesson.grants.grant("nosuch", None),
        lesson.grants.decline("nosuch", "No."),
        lesson.grants.withdraw("nosuch"),
    ):
        with pytest.raises(NotFound):
            await nothing


async def test_each_answer_is_logged_without_a_word_and_told(lesson: Class) -> None:
    first, second = await lesson.asked(site="video"), await lesson.asked(site="chat")
    events = heard(lesson.feed)
    await lesson.grants.grant(first, lesson.clock.now() + dt.timedelta(minutes=5))
    await lesson.grants.decline(second, "A secret word")
    await lesson.grants.withdraw(first)
    rows = (await audit.rows_after(lesson.store))[-3:]
    assert [(row.action, row.actor, row.subject) for row in rows] == [
        ("granted", TEACHER, first),
        ("declined", TEACHER, second),
        ("withdrawn", TEACHER, first),
    ]
    assert rows[0].details == {"site": "video", "until": "2026-03-14T09:10:00+00:00"}
    assert not any("secret" in row.detail for row in rows)
    assert [event.action for event in events] == ["granted", "declined", "withdrawn"]


async def test_erasing_a_person_takes_what_they_asked_for_and_were_given(lesson: Class) -> None:
    request = await lesson.asked(words="annswords here")
    await lesson.grants.grant(request, None)
    await lesson.grants.decline(await lesson.asked(site="chat", words="annswords too"), "answertoann")
    await lesson.roster.erase(lesson.ann.id, TEACHER)
    assert lesson.grants.to(lesson.ann) == (await lesson.again()).to(lesson.ann) == frozenset()
    assert await requests.newest(lesson.store) == []
    kept = b"".join(file.read_bytes() for file in sorted(lesson.store.folder.rglob("*")) if file.is_file())
    assert b"annswords" not in kept
    assert b"answertoann" not in kept
    assert (await check(lesson.store.folder / DATABASE)).problem == ""


async def test_a_grant_that_was_changed_by_hand_is_found(lesson: Class) -> None:
    import sqlite3

    await lesson.grants.grant(await lesson.asked(), lesson.clock.now() + dt.timedelta(minutes=5))
    await lesson.store.close()
    with sqlite3.connect(lesson.store.folder / DATABASE) as connection:
        connection.execute("UPDATE requests SET until = NULL")
    connection.close()
    assert "requests" in (await check(lesson.store.folder / DATABASE)).problem
