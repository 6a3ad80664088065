"""Slowing down and muting on the board, over HTTP and while the clock moves on."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from ports import Ports, Student, open_ports

from bbs.policy.past import Past
from bbs.policy.questions import Sent
from bbs.policy.verdicts import combine
from bbs.store import TEACHER, audit, decisions, people, posts
from bbs.store.checking import check
from bbs.store.opening import DATABASE
from bbs.store.penalties import FILLING, STANDING

if TYPE_CHECKING:
    from conftest import FixedClock

POLICY = """\
policy: 1
id: quiet
default: allow
rules:
  - {id: gathering, if: {words: [meet]}, then: {mute: 10 minutes}}
  - {id: slowly, if: {words: [hurry]}, then: {slow: 2 per 10 minutes}}
  - {id: greeting, if: {words: [birthday]}, then: pass}
  - {id: asked, if: {words: [rain]}, then: [warn, {mute: 10 minutes}]}
"""
UNTIL = "Your post was not accepted. You can write again at 10:15."


@pytest.fixture
async def ports(tmp_path: Path, clock: FixedClock) -> AsyncIterator[Ports]:
    async with open_ports(tmp_path, clock, POLICY) as opened:
        yield opened


async def send(author: Student, body: str) -> tuple[int, str]:
    """Start a thread; the status, and what its author is told."""
    path = "/api/v1/boards/friends/threads"
    answer = await author.post(path, {"title": "Hello", "body": body})
    return answer.status, json.loads(answer.text).get("told_text", answer.text)


async def status(author: Student, body: str) -> int:
    return (await send(author, body))[0]


def rows(ports: Ports, table: str = "penalties") -> list[Any]:
    with closing(sqlite3.connect(ports.services.store.folder / DATABASE)) as connection:
        return connection.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608  # our own names


async def person_id(ports: Ports, student: Student) -> str:
    found = await people.by_name(ports.services.store, student.name)
    assert found is not None
    return found.id


async def test_whoever_is_muted_is_refused_with_the_time_and_can_write_after_it(
    ports: Ports, clock: FixedClock
) -> None:
    loud, other = await ports.student(), await ports.student()
    assert await status(loud, "Let us meet") == 201
    clock.advance(minutes=4)
    refused, told = await send(loud, "Good day")
    assert refused == 422
    assert UNTIL in told
    newest = await ports.newest()
    assert (newest["verdict"], newest["by"], newest["told"]) == ("block", "mute", "refused")
    assert await status(other, "Good day") == 201
    clock.advance(minutes=6)
    assert await status(loud, "Good day") == 201


async def test_an_author_who_is_slowed_down_writes_two_texts_in_ten_minutes(
    ports: Ports, clock: FixedClock
) -> None:
    author, found = await ports.student(), []
    for body in ("hurry", "second", "third", "fourth"):
        found.append(await status(author, body))
        clock.advance(minutes=3)
    assert found == [201, 201, 422, 422]
    assert (await ports.newest())["by"] == "slow"
    assert await status(author, "fifth") == 201  # twelve minutes after it began


async def test_a_pass_beats_it_and_searching_and_other_rules_go_on(ports: Ports) -> None:
    author = await ports.student()
    await send(author, "Let us meet")
    assert await status(author, "Happy birthday") == 201
    assert (await ports.newest())["by"] == "greeting"


async def test_a_house_rules_penalty_is_beaten_by_nothing(ports: Ports) -> None:
    house = "policy: 1\nid: house-rules\ndefault: allow\nrules:\n- {id: kind, if: {words: [fight]}, then: {mute: 10 minutes}}\n"
    await ports.services.rulebook.publish(house, None, TEACHER, layer="house")
    author = await ports.student()
    await send(author, "Let us fight")
    refused, told = await send(author, "Happy birthday")
    assert refused == 422
    assert UNTIL in told
    assert (await ports.newest())["by"] == "house-rules/mute"


async def test_it_still_stands_after_a_restart(tmp_path: Path, clock: FixedClock) -> None:
    async with open_ports(tmp_path, clock, POLICY) as before:
        author = await before.student()
        await send(author, "Let us meet")
    async with open_ports(tmp_path, clock, POLICY) as after:
        again = Student(after.students, author.token, author.name)
        assert await status(again, "Good day") == 422
        clock.advance(minutes=10)
        assert await status(again, "Good day") == 201


async def test_the_teacher_sees_it_on_the_persons_page_and_lifts_it(ports: Ports) -> None:
    author, browser = await ports.student(), await ports.browser()
    path = f"/people/{await person_id(ports, author)}"
    assert "Let them write again" not in (await browser.get(path)).said
    await send(author, "Let us meet")
    assert "gathering : muted for 10 minutes, until 14 March, 10:15" in (await browser.get(path)).said
    answer = await browser.post(f"{path}/let-write", {}, page=path)
    assert answer.goes_to == f"{path}?notice=let-write"
    page = await browser.get(answer.goes_to)
    assert "They can write again" in page.said
    assert "Let them write again" not in page.said
    row = (await audit.rows_after(ports.services.store))[-1]
    assert (row.action, row.actor, row.subject) == ("let-write", TEACHER, path.rpartition("/")[2])
    assert await status(author, "Good day") == 201


async def test_erasing_a_person_leaves_no_penalty(ports: Ports) -> None:
    author = await ports.student()
    await send(author, "Let us meet")
    assert len(rows(ports)) == 1
    await ports.services.roster.erase(await person_id(ports, author), TEACHER)
    assert rows(ports) == []


async def test_what_is_over_is_forgotten_and_a_second_match_begins_anew(
    ports: Ports, clock: FixedClock
) -> None:
    author = await ports.student()
    await send(author, "Let us meet")
    clock.advance(minutes=10)
    await send(author, "hurry")
    assert [row[2] for row in rows(ports)] == ["slowly"]
    clock.advance(minutes=5)
    await send(author, "hurry")
    assert [row[-1] for row in rows(ports)] == ["2026-03-14T09:30:00+00:00"]


async def test_an_unconfirmed_warning_lays_nothing(ports: Ports) -> None:
    author = await ports.student()
    await send(author, "Rain")
    assert rows(ports) == []
    assert await status(author, "Good day") == 201


async def test_the_record_repeats_what_was_decided_and_a_walk_through_the_past_finds_the_same(
    ports: Ports, clock: FixedClock
) -> None:
    authors = [await ports.student() for _ in range(2)]
    said = ["hurry", "a", "Let us meet", "b", "Happy birthday", "c", "hurry, meet", "d"]
    for number in range(40):
        clock.advance(minutes=number % 4)
        await send(authors[number % 3 == 0], said[number * 5 % 8])
    store, rulebook = ports.services.store, ports.services.rulebook
    past, found = Past(rulebook.house, rulebook.policy), []
    for row in await decisions.page(store, limit=100):
        post = await posts.by_id(store, row.post)
        assert post is not None
        frozen = decisions.read_submission(row.facts)
        sent = Sent(frozen, post.author, post.at)
        assert {*past.answered(sent).bars} == {*frozen.bars}
        decision = combine(rulebook.house.judge(frozen), rulebook.policy.judge(frozen), frozen)
        assert decision == decisions.read_decision(row.combined)
        past.keep(sent, decision)
        found.append(post.by)
    assert len(found) == 40
    assert {"mute", "slow", "greeting", "default"} <= {*found}
    assert await store.verify() is None
    assert (await check(store.folder / DATABASE)).problem == ""


async def test_both_look_ups_go_by_an_index(ports: Ports) -> None:
    values = dict.fromkeys(("person", "now", "author", "since", "kinds"), "x") | {"many": 2}
    with closing(sqlite3.connect(ports.services.store.folder / DATABASE)) as connection:
        plans = [
            [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", values)]
            for sql in (STANDING, FILLING)
        ]
    assert "SEARCH penalties USING PRIMARY KEY (person=?)" in plans[0]
    assert "SEARCH posts USING INDEX posts_by_moment (author=? AND at>?)" in plans[1]
