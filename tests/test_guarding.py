"""The runaway guard: a fresh rule that keeps too much back is only tried out from then on, and the operator is told."""

from __future__ import annotations

import asyncio
import datetime as dt
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from heard import heard

from bbs import guarding
from bbs.desk import Desk, Draft
from bbs.document import MAX_BYTES
from bbs.feed import Feed
from bbs.guarding import RunawayGuard, written
from bbs.roster import Roster
from bbs.rulebook import HOUSE, Rulebook
from bbs.store import TEACHER, Person, Runaway, Store, audit, runaways
from bbs.store.opening import DATABASE

if TYPE_CHECKING:
    from conftest import FixedClock

HEAD = "policy: 1  # first\nid: board\ndefault: allow\nrules:\n"
LAKE = "  # by the water\n  - id: lake  # mind it\n    if: {words: [lake]}\n    then: hold\n"
CAKE = "  - {id: cake, if: {words: [cake]}, then: block}  # the end\n"
BOTH = HEAD + LAKE + CAKE


@dataclass
class Board:
    """A board with somebody who writes, and a guard that looks when it is asked to."""

    store: Store
    clock: FixedClock
    rulebook: Rulebook
    desk: Desk
    feed: Feed
    guard: RunawayGuard
    author: Person

    async def send(self, many: int, body: str, **more: object) -> None:
        """So many texts, in a minute."""
        for number in range(many):
            self.clock.advance(seconds=60 / many)
            draft = Draft("thread", body, title=f"Title {number}", board="friends", **more)  # type: ignore[arg-type]
            await self.desk.submit(draft, self.author)

    async def publish(self, text: str, layer: str = "network-policy") -> None:
        await self.rulebook.publish(text, None, TEACHER, layer=layer)

    def modes(self) -> dict[str, str]:
        """The rules in force and how they stand."""
        return {rule.id: rule.mode for rule in self.rulebook.policy.rules}

    async def after(self, lake: int, others: int, body: str = "by the lake") -> str:
        """How the rule stands once the guard has looked at so many texts that it kept back, and others."""
        await self.send(lake, body)
        await self.send(others, "good morning")
        await self.guard.look()
        return self.modes()["lake"]

    def again(self) -> RunawayGuard:
        """A guard that knows nothing but what is on disk, as after a restart."""
        return RunawayGuard(self.store, self.rulebook, self.feed, self.clock.now)


@asynccontextmanager
async def open_board(folder: Path, clock: FixedClock, policy: str) -> AsyncIterator[Board]:
    store, feed = await Store.open(folder), Feed()
    try:
        rulebook = Rulebook(store, feed, clock.now)
        await rulebook.load("no-filter")
        clock.advance(hours=1)
        await rulebook.publish(policy, None, TEACHER, "try it", origin="board")
        author = (await Roster(store, clock, "code").join("code")).person
        desk = Desk(store, rulebook, feed, clock)
        guard = RunawayGuard(store, rulebook, feed, clock.now)
        yield Board(store, clock, rulebook, desk, feed, guard, author)
    finally:
        await store.close()


@pytest.fixture
async def board(tmp_path: Path, clock: FixedClock) -> AsyncIterator[Board]:
    async with open_board(tmp_path / "data", clock, BOTH) as opened:
        yield opened


@pytest.mark.parametrize(
    ("lake", "others", "mode"),
    [
        (5, 15, "shadow"),
        (4, 16, "live"),
        (19, 0, "live"),
        (20, 0, "shadow"),
        (20, 80, "live"),
        (21, 79, "shadow"),
    ],
)
async def test_more_than_a_fifth_of_at_least_twenty_posts_puts_a_fresh_rule_in_shadow_mode(
    board: Board, lake: int, others: int, mode: str
) -> None:
    assert await board.after(lake, others) == mode


@pytest.mark.parametrize(("seconds", "mode"), [(44 * 60 + 59, "shadow"), (45 * 60, "live")])
async def test_a_rule_is_fresh_for_less_than_45_minutes(board: Board, seconds: int, mode: str) -> None:
    published = board.clock.now()
    await board.send(20, "by the lake")
    board.clock.instant = published + dt.timedelta(seconds=seconds)
    await board.guard.look()
    assert board.modes()["lake"] == mode


@pytest.mark.parametrize(
    ("then", "mode"),
    [
        ("hold", "shadow"),
        ("shadow", "shadow"),
        ("drop", "shadow"),
        ("block", "shadow"),
        ("{delay: 1 hour}", "shadow"),
        ("warn", "shadow"),
        ("[hold, flag]", "shadow"),
        ("allow", "live"),
        ("pass", "live"),
        ("flag", "live"),
        ("mask", "live"),
        ("{mute: 10 minutes}", "live"),
    ],
)
async def test_every_verdict_that_keeps_a_post_from_appearing_at_once_counts(
    tmp_path: Path, clock: FixedClock, then: str, mode: str
) -> None:
    rule = f"  - id: lake\n    if: {{words: [lake]}}\n    then: {then}\n"
    async with open_board(tmp_path / "data", clock, HEAD + rule) as board:
        assert await board.after(20, 1) == mode


async def test_a_warning_that_is_confirmed_is_a_question_and_a_text_that_appears(
    tmp_path: Path, clock: FixedClock
) -> None:
    rule = "  - {id: lake, if: {words: [lake]}, then: warn}\n"
    async with open_board(tmp_path / "data", clock, HEAD + rule) as board:
        await board.send(16, "by the lake", confirm=True)
        assert await board.after(4, 0) == "live"
        assert await board.after(1, 0) == "shadow"


async def test_only_what_the_rule_itself_decided_counts(tmp_path: Path, clock: FixedClock) -> None:
    rules = f"{LAKE}{CAKE}  - {{id: greeting, if: {{words: [hello]}}, then: pass}}\n"
    async with open_board(tmp_path / "data", clock, HEAD + rules) as board:
        await board.publish(HEAD.replace("id: board", "id: ours") + CAKE.replace("cake", "river"), HOUSE)
        await board.send(10, "hello by the lake")
        await board.send(10, "by the river, by the lake")
        await board.send(4, "a cake by the lake")
        assert await board.after(6, 0) == "live"
        assert await board.after(2, 0) == "shadow"
        assert board.modes()["cake"] == "live"


async def test_the_default_the_score_and_penalties_are_no_rules(tmp_path: Path, clock: FixedClock) -> None:
    policy = (
        HEAD.replace("default: allow", "default: hold\nscore: {block: 5}")
        + "  - {id: pond, if: {words: [pond]}, then: {score: 9}}\n"
        + "  - {id: lake, if: {words: [lake]}, then: [shadow, {mute: 10 minutes}]}\n"
    )
    async with open_board(tmp_path / "data", clock, policy) as board:
        await board.send(10, "by the pond")
        await board.send(10, "good morning")
        assert await board.after(1, 10) == "live"
        assert board.rulebook.version.number == 2


async def test_the_teachers_own_words_are_no_posts_and_those_of_the_exempt_are(
    tmp_path: Path, clock: FixedClock
) -> None:
    text = HEAD.replace("rules:", "exempt: {role: [student]}\nrules:") + LAKE
    async with open_board(tmp_path / "data", clock, text) as board:
        for _ in range(15):
            await board.desk.submit(Draft("thread", "A lake", "A lake", board="friends"), None)
        await board.send(16, "by the lake")
        board.author = await placed(board, "professor")
        assert await board.after(4, 0) == "live"
        assert await board.after(1, 0) == "shadow"


async def placed(board: Board, role: str) -> Person:
    """The author in another office."""
    return await Roster(board.store, board.clock, "code").set_place(board.author.id, role, board.author.tier)


async def test_the_house_rules_are_always_on(board: Board) -> None:
    await board.publish(HEAD.replace("id: board", "id: ours") + LAKE.replace("lake", "pond"), HOUSE)
    await board.publish(HEAD + LAKE.replace("[lake]", "[river]"))
    assert await board.after(20, 0, "a pond") == "live"
    assert board.rulebook.house.rule("pond").live
    assert not await runaways.standing(board.store)


@pytest.mark.parametrize(
    ("old", "new"),
    [("id: board", "id: board\nmode: shadow"), ("    then: hold", "    mode: shadow\n    then: hold")],
)
async def test_what_does_nothing_is_not_watched(board: Board, old: str, new: str) -> None:
    await board.publish(BOTH.replace(old, new))
    await board.after(30, 0)
    assert board.rulebook.version.number == 3


async def test_what_is_published_says_the_same_but_for_the_mode(board: Board) -> None:
    before = board.rulebook.version
    await board.after(5, 15)
    version = board.rulebook.version
    assert version.text == BOTH.replace("  # mind it\n", "  # mind it\n    mode: shadow\n")
    assert (version.number, version.by, version.origin) == (3, "closednet", "board")
    assert version.note == "lake only tried out: it kept back 5 of 20 posts"
    assert await written(board.store, version) == before
    assert await written(board.store, before) == before
    await board.send(1, "by the lake")
    assert board.modes() == {"lake": "shadow", "cake": "live"}


async def test_it_stands_in_the_log_and_is_told(board: Board) -> None:
    news = heard(board.feed)
    await board.after(6, 14)
    (row,) = [row for row in await audit.rows_after(board.store) if row.action == "guarded"]
    assert (row.actor, row.details) == (
        "closednet",
        {"rule": "lake", "posts": 20, "kept back": 6, "counted": 3, "version": 4},
    )
    assert [(one.action, one.subject, one.seq) for one in news][-2:] == [
        ("published", "4", row.seq + 1),
        ("guarded", row.subject, row.seq),
    ]
    assert await board.store.verify() is None


async def test_two_rules_that_run_away_are_both_put_in_shadow_mode_one_after_the_other(board: Board) -> None:
    await board.send(8, "a cake")
    assert await board.after(6, 6) == "shadow"
    assert board.modes() == {"lake": "shadow", "cake": "shadow"}
    assert board.rulebook.version.number == 4
    told = await runaways.standing(board.store)
    assert [(one.rule, one.kept_back, one.posts) for one in told] == [("cake", 8, 20), ("lake", 6, 20)]
    assert (await written(board.store, board.rulebook.version)).number == 2


async def test_what_was_kept_back_already_stays_so(board: Board) -> None:
    await board.after(5, 15)
    with sqlite3.connect(board.store.folder / DATABASE) as connection:
        kept = connection.execute("SELECT audience, state FROM posts WHERE decided_by = 'lake'").fetchall()
    assert kept == [("waiting", "judged")] * 5


async def test_posts_from_before_the_rule_came_do_not_count(board: Board) -> None:
    await board.publish(HEAD + CAKE)
    await board.send(30, "by the lake")
    await board.publish(BOTH)
    assert await board.after(19, 0) == "live"
    assert await board.after(1, 0) == "shadow"


async def test_an_unchanged_rule_keeps_its_age_and_its_count_over_a_new_version(board: Board) -> None:
    await board.send(10, "by the lake")
    await board.publish(BOTH.replace("words: [cake]", "words: [soup]").replace("# by", "# beside"))
    assert await board.after(9, 0) == "live"
    assert await board.after(1, 0) == "shadow"
    assert (await runaways.standing(board.store))[0].posts == 20


async def test_an_unchanged_rule_grows_old_over_a_new_version_and_a_changed_one_is_fresh(
    board: Board,
) -> None:
    board.clock.advance(minutes=44)
    await board.publish(BOTH.replace("words: [cake]", "words: [soup]"))
    board.clock.advance(minutes=1)
    await board.send(10, "hot soup")
    assert await board.after(10, 0) == "live"
    assert board.modes() == {"lake": "live", "cake": "shadow"}


async def test_the_age_of_the_others_goes_on_when_the_guard_has_published(board: Board) -> None:
    board.clock.advance(minutes=30)
    await board.after(5, 15)
    assert board.modes() == {"lake": "shadow", "cake": "live"}
    board.clock.advance(minutes=15)
    assert await board.after(0, 0) == "shadow"
    await board.send(30, "a cake")
    await board.guard.look()
    assert board.modes()["cake"] == "live"


async def test_a_restart_counts_on(board: Board) -> None:
    await board.send(5, "by the lake")
    await board.guard.look()
    await board.send(15, "good morning")
    await board.again().look()
    assert board.modes()["lake"] == "shadow"
    assert (await runaways.standing(board.store))[0].posts == 20
    await board.again().look()
    assert board.rulebook.version.number == 3


async def test_a_rule_that_somebody_puts_back_is_left_alone_until_it_is_changed(board: Board) -> None:
    await board.after(5, 15)
    await board.publish(BOTH.replace("# by the water", "# they meant it"))
    assert await board.after(30, 0) == "live"
    assert await board.after(30, 0) == "live"
    await board.publish(BOTH.replace("words: [lake]", "words: [lake, pond]"))
    assert await board.after(20, 0) == "shadow"


ODD = HEAD + '  - {id: "l\\x61ke", if: {words: [lake]}, then: hold}\n'
LONG = BOTH + "#" * (MAX_BYTES - len(BOTH))


@pytest.mark.parametrize("text", [ODD, LONG], ids=["written oddly", "too long"])
async def test_a_rule_that_can_not_be_written_so_is_only_told_of_and_once(board: Board, text: str) -> None:
    await board.publish(HEAD + CAKE)
    await board.publish(text)
    assert await board.after(20, 0) == "live"
    await board.after(5, 0)
    await board.again().look()
    assert board.rulebook.version.number == 4
    (told,) = await runaways.standing(board.store)
    assert (told.rule, told.version, told.posts) == ("lake", None, 20)
    (row,) = [row for row in await audit.rows_after(board.store) if row.action == "guarded"]
    assert row.details["version"] is None


async def test_a_text_that_does_not_load_is_never_put_in_force(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guarding, "tried_out", lambda text, rule: text.replace(rule, "default"))
    assert await board.after(20, 0) == "live"
    assert [one.version for one in await runaways.standing(board.store)] == [None]


async def test_who_publishes_meanwhile_is_quicker(board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    publish = board.rulebook.publish
    times = []

    async def later(*words: object, **more: object) -> object:
        if not times:
            times.append(1)
            await publish(BOTH.replace("words: [lake]", "words: [sea]"), None, TEACHER)
        return await publish(*words, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(board.rulebook, "publish", later)
    assert await board.after(20, 0) == "live"
    assert board.rulebook.version.number == 3
    assert not await runaways.standing(board.store)


async def test_it_looks_by_itself_after_every_decision_and_after_what_went_wrong(board: Board) -> None:
    await board.send(20, "by the lake")
    await board.store.write(lambda tx: tx.execute("ALTER TABLE runaways RENAME TO elsewhere"))
    task = asyncio.create_task(board.guard.watch())
    await asyncio.sleep(0.1)
    assert not task.done()
    await board.store.write(lambda tx: tx.execute("ALTER TABLE elsewhere RENAME TO runaways"))
    await board.publish(BOTH + "# go on\n")
    await until(board, "lake")
    await board.publish(HEAD + CAKE.replace("cake]", "soup]"))
    await board.send(20, "hot soup")
    await until(board, "cake")
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def until(board: Board, rule: str) -> None:
    while board.modes().get(rule) != "shadow":  # noqa: ASYNC110  # nobody tells a test when it is so
        await asyncio.sleep(0.01)


async def test_decisions_wake_it_only_while_a_rule_is_fresh(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    look, looks = board.guard.look, []

    async def counted() -> None:
        looks.append(board.clock.now())
        await look()

    monkeypatch.setattr(board.guard, "look", counted)
    task = asyncio.create_task(board.guard.watch())
    for fresh in (True, False):
        board.clock.advance(minutes=0 if fresh else 45)
        for _ in range(3):  # the first one after 45 minutes tells it so
            before = len(looks)
            await board.send(1, "by the lake")
            await asyncio.sleep(0.05)
        assert (len(looks) > before) is fresh
    await board.publish(BOTH + "# go on\n")
    await asyncio.sleep(0.05)
    assert len(looks) > before
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def test_a_notice_is_dismissed_once(board: Board) -> None:
    await board.after(20, 0)
    (told,) = await runaways.standing(board.store)
    now = board.clock.now()
    assert await board.store.write(lambda tx: runaways.dismiss(tx, told.seq, now))
    assert not await board.store.write(lambda tx: runaways.dismiss(tx, told.seq, now))
    assert not await runaways.standing(board.store)
    assert await runaways.known(board.store) == {("lake", told.does)}


def test_a_record_says_nothing_of_anybody() -> None:
    assert set(Runaway.__dataclass_fields__) == {
        *("seq", "rule", "does", "counted", "version", "posts", "kept_back", "since", "at")
    }


async def test_a_used_rule_that_runs_away_is_put_in_shadow_mode_where_it_stands(board: Board) -> None:
    text, used = (
        "policy: 1\nid: board\ndefault: allow\nuse: [water]\n",
        BOTH.replace("id: board", "id: water"),
    )
    await board.rulebook.publish(text, {"water.yaml": used.encode()}, TEACHER, file="/some/where/board.yaml")
    assert await board.after(20, 0) == "shadow"
    version = board.rulebook.version
    assert (version.text, list(version.files)) == (text, ["water.yaml"])
    assert "mode: shadow" in version.files["water.yaml"]
    assert board.modes()["cake"] == "live"


async def test_a_used_rule_that_was_there_before_is_not_fresh_in_a_new_version(board: Board) -> None:
    text, used = (
        "policy: 1\nid: board\ndefault: allow\nuse: [water]\n",
        BOTH.replace("id: board", "id: water"),
    )
    files = {"water.yaml": used.encode()}
    await board.rulebook.publish(text, files, TEACHER)
    board.clock.advance(minutes=46)
    await board.rulebook.publish(text + "title: New\n", files, TEACHER)
    assert await board.after(20, 0) == "live"
    await board.rulebook.publish(
        text, {"water.yaml": used.replace("[lake]", "[lake, pond]").encode()}, TEACHER
    )
    assert await board.after(20, 0) == "shadow"
