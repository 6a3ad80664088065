"""The runaway guard on a running server: what the teacher reads of it, and what a restart makes of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from ports import Ports, Student, open_ports

from bbs.cli.announcing import facts
from bbs.seclusion import Way
from bbs.settings import Settings
from bbs.store import audit

if TYPE_CHECKING:
    from conftest import FixedClock

POLICY = """\
policy: 1
id: for-tests
title: For tests
default: allow
rules:
  # by the water
  - id: lake  # mind it
    if: {words: [lake]}
    then: hold
  - {id: cake, why: No cake., if: {words: [cake]}, then: block}
tests:
  - {post: by the lake, gives: hold}
"""


@asynccontextmanager
async def guarded_board(
    folder: Path, clock: FixedClock, policy: str = POLICY, **more: object
) -> AsyncIterator[tuple[Ports, Student]]:
    async with open_ports(folder, clock, policy, **{"runaway_guard": True, **more}) as ports:
        yield ports, await ports.student()


async def write(ports: Ports, author: Student, many: int, body: str) -> None:
    for number in range(many):
        await ports.write(author, f"Title {number}", body, "friends")


async def until(is_so: Callable[[], bool]) -> None:
    while not is_so():  # noqa: ASYNC110  # nobody tells a test when it is so
        await asyncio.sleep(0.01)


def lake(ports: Ports) -> str:
    return ports.services.rulebook.policy.rule("lake").mode


async def run_away(ports: Ports, author: Student, clock: FixedClock) -> None:
    """Five posts of twenty are held in the first twelve minutes, and the guard acts."""
    clock.advance(minutes=11, seconds=20)
    await write(ports, author, 5, "by the lake")
    await write(ports, author, 15, "good morning")
    await until(lambda: lake(ports) == "shadow")


async def test_the_twentieth_post_of_which_the_fifth_was_held_puts_the_rule_in_shadow_mode(
    tmp_path: Path, clock: FixedClock
) -> None:
    async with guarded_board(tmp_path, clock) as (ports, author):
        await run_away(ports, author, clock)
        assert "- id: lake  # mind it\n    mode: shadow\n" in ports.services.rulebook.version.text
        await write(ports, author, 1, "by the lake")
        assert (await ports.newest())["verdict"] == "allow"


async def test_off_it_does_nothing_as_it_is_unless_asked_for(tmp_path: Path, clock: FixedClock) -> None:
    async with guarded_board(tmp_path, clock, runaway_guard=False) as (ports, author):
        assert Settings().runaway_guard is False
        await write(ports, author, 20, "by the lake")
        assert lake(ports) == "live"
    async with guarded_board(tmp_path, clock) as (ports, _):
        await until(lambda: lake(ports) == "shadow")


@pytest.mark.parametrize("path", ["/", "/policies"])
async def test_the_notice_says_what_was_counted_what_was_done_and_what_holds(
    tmp_path: Path, clock: FixedClock, path: str
) -> None:
    async with guarded_board(tmp_path, clock) as (ports, author):
        browser = await ports.browser()
        assert "Rule lake kept" not in (await browser.get(path)).said
        await run_away(ports, author, clock)
        said = (await browser.get(path)).said
        assert "Rule lake kept 5 of 20 posts back" in said
        assert "in its first 12 minutes, as version 1" in said
        assert "put it in shadow mode with version 2, 14 March, 10:16" in said
        assert "Now it only says what it would have done." in said
        assert "Posts that it has kept back stay as they are" in said
        assert "put version 1 back in force" in said
        assert (await browser.get("/?rule=lake")).said.count("waits") >= 5
        assert author.name not in (await browser.get("/policies")).text


async def test_the_notice_stays_until_it_is_dismissed(tmp_path: Path, clock: FixedClock) -> None:
    async with guarded_board(tmp_path, clock) as (ports, author):
        await run_away(ports, author, clock)
    async with guarded_board(tmp_path, clock) as (ports, _):
        browser, path = await ports.browser(), "/policies/guarded/1/dismiss"
        assert "Rule lake kept 5 of 20" in (await browser.get("/")).said
        answer = await browser.post(path, {"back": "decisions"}, page="/")
        assert answer.goes_to == "/?notice=noted"
        for page in ("/", "/policies"):
            assert "Rule lake kept" not in (await browser.get(page)).said
        assert (await browser.post(path, {}, page="/policies")).status == 404
        row = (await audit.rows_after(ports.services.store))[-1]
        assert (row.actor, row.action, row.subject) == ("teacher", "notice dismissed", "1")
        assert lake(ports) == "shadow"


async def test_dismissed_on_the_page_of_policies_it_leads_back_there(
    tmp_path: Path, clock: FixedClock
) -> None:
    async with guarded_board(tmp_path, clock) as (ports, author):
        await run_away(ports, author, clock)
        browser = await ports.browser()
        answer = await browser.post("/policies/guarded/1/dismiss", {"back": "policies"}, page="/policies")
        assert answer.goes_to == "/policies?notice=noted"
        assert "the notice is gone" in (await browser.get(answer.goes_to)).said


async def test_put_back_in_force_by_the_teacher_the_rule_is_left_alone(
    tmp_path: Path, clock: FixedClock
) -> None:
    async with guarded_board(tmp_path, clock) as (ports, author):
        await run_away(ports, author, clock)
        browser = await ports.browser()
        assert (
            await browser.post("/policies/versions/1/back", {}, page="/policies/versions/1")
        ).status == 303
        assert "Now it keeps posts back again." in (await browser.get("/policies")).said
        await write(ports, author, 20, "by the lake")
        await write(ports, author, 20, "a cake")
        await until(lambda: ports.services.rulebook.policy.rule("cake").mode == "shadow")
        assert lake(ports) == "live"


async def test_a_rule_that_is_gone_or_off_judges_nothing(tmp_path: Path, clock: FixedClock) -> None:
    async with guarded_board(tmp_path, clock) as (ports, author):
        await run_away(ports, author, clock)
        browser = await ports.browser()
        for text in (
            POLICY.replace("    if:", "    mode: off\n    if:"),
            POLICY.replace("id: lake", "id: pond"),
        ):
            fields = {"text": text, "publish": "yes", "anyway": "yes"}
            assert (await browser.post("/policies/edit", fields)).status == 303
            said = (await browser.get("/policies")).said
            assert "Now it judges nothing." in said
            assert "put version 1 back in force" not in said


async def test_what_the_guard_could_not_write_is_said(tmp_path: Path, clock: FixedClock) -> None:
    policy = POLICY.replace("- {id: cake", '- {id: "c\\x61ke"')
    async with guarded_board(tmp_path, clock, policy) as (ports, author):
        await write(ports, author, 20, "a cake")
        browser = await ports.browser()
        while "Rule cake" not in (page := await browser.get("/policies")).said:  # noqa: ASYNC110  # as above
            await asyncio.sleep(0.01)
        assert "in its first minute, as version 1" in page.said
        assert "can't change its text safely, so nothing was changed" in page.said
        assert "Now it keeps posts back." in page.said
        assert "If the rule is wrong, change the policy" in page.said
        assert ports.services.rulebook.version.number == 1


async def test_programs_read_the_notice(tmp_path: Path, clock: FixedClock) -> None:
    async with guarded_board(tmp_path, clock) as (ports, author):
        await run_away(ports, author, clock)
        (one,) = (await ports.teacher.json("/api/v1/policies"))["guarded"]
        counted = {"number": 1, "rule": "lake", "posts": 20, "kept_back": 5, "minutes": 12, "counted": 1}
        assert one == counted | {"at": clock.now().isoformat(), "version": 2, "now": "shadow"}


async def test_a_restart_with_the_same_file_keeps_what_the_guard_has_made_of_it_and_says_so(
    tmp_path: Path, clock: FixedClock
) -> None:
    async with guarded_board(tmp_path, clock) as (ports, author):
        await run_away(ports, author, clock)
        assert not ports.services.remark
    for on in (True, False):
        async with guarded_board(tmp_path, clock, runaway_guard=on) as (ports, _):
            assert (lake(ports), ports.services.rulebook.version.number) == ("shadow", 2)
            said = "version 2 stays in force: the runaway guard made it from this policy, which has not changed since"
            assert f"            {said}" in facts(ports.services, ["http://localhost:8080/"], 8081, Way.LEFT)
            assert "on disk" not in (await (await ports.browser()).get("/policies")).said


async def test_a_file_that_was_changed_since_is_shown_and_published_at_the_next_start(
    tmp_path: Path, clock: FixedClock
) -> None:
    changed = POLICY.replace("words: [lake]", "words: [lake, pond]")
    async with guarded_board(tmp_path, clock) as (ports, author):
        await run_away(ports, author, clock)
        await asyncio.to_thread((tmp_path / "for-tests.yaml").write_text, changed, encoding="utf-8")
        said = (await (await ports.browser()).get("/policies")).said
        assert "says something else than version 1" in said
        assert "mode: shadow" not in said
        assert (await ports.teacher.json("/api/v1/policies/for-tests"))["on_disk"]["state"] == "changed"
    async with guarded_board(tmp_path, clock, changed) as (ports, _):
        assert (lake(ports), ports.services.rulebook.version.number) == ("live", 3)
        assert ports.services.remark == (
            "the policy's file has changed: version 2 of the runaway guard is no longer in force, its rules act again"
        )


async def test_a_file_that_says_now_what_the_guard_has_made_of_it_is_nothing_new(
    tmp_path: Path, clock: FixedClock
) -> None:
    policy = POLICY.partition("tests:")[0]
    async with guarded_board(tmp_path, clock, policy) as (ports, author):
        await run_away(ports, author, clock)
        text = ports.services.rulebook.version.text
    async with guarded_board(tmp_path, clock, text) as (ports, _):
        assert (lake(ports), ports.services.rulebook.version.number) == ("shadow", 2)
        assert not ports.services.remark
