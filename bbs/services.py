"""Everything that both ports share, opened together and closed together."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator, Coroutine, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

from bbs.allowlist import Allowlist, last_chosen
from bbs.board import Board
from bbs.copies import Copies
from bbs.desk import Desk
from bbs.document import Problems
from bbs.faces import Faces
from bbs.feed import Feed
from bbs.grants import Grants
from bbs.guarding import RunawayGuard, written
from bbs.lesson import Clock, Lesson
from bbs.names import class_code
from bbs.pace import Pace
from bbs.pack import Pack, read_pack
from bbs.policy.examples import run_tests
from bbs.policy.load import load
from bbs.policy.rules import Policy
from bbs.reached import Reached
from bbs.rerun import Rerun
from bbs.roster import Roster
from bbs.rulebook import FIRST_POLICY, Rulebook
from bbs.searching import Searching
from bbs.settings import Settings
from bbs.shipped import PolicyFile, read_policy
from bbs.store import PROGRAM, PolicyVersion, Store, kept
from bbs.visits import Visits

log = logging.getLogger("bbs")

RELEASE_SECONDS = 5.0
"""How often delayed posts are looked at."""
STAYS = "version {} stays in force: the runaway guard made it from this policy, which has not changed since"
REPLACED = "the policy's file has changed: version {} of the runaway guard is no longer in force, its rules act again"


@dataclass(frozen=True, slots=True)
class Services:
    """What an application works with."""

    settings: Settings
    store: Store
    rulebook: Rulebook
    desk: Desk
    rerun: Rerun
    board: Board
    roster: Roster
    faces: Faces
    grants: Grants
    copies: Copies
    searching: Searching
    feed: Feed
    lesson: Lesson
    allowlist: Allowlist
    """The network in force and its pages."""
    reached: Reached
    visits: Visits
    clock: Clock
    secret: bytes
    """Key of the form tokens, kept, so that a form filled in over a restart still counts."""
    class_code: str
    console_token: str
    remark: str = ""
    """What there is to say of the policy at the start."""


@asynccontextmanager
async def open_services(settings: Settings, clock: Clock | None = None) -> AsyncIterator[Services]:
    """Open the data folder, put the policy in force and load the network; close all of it at the end.

    Raises StoreError, PackError, PolicyFileError or DocumentError when something can't be used; then
    nothing has been changed in an old data folder.
    """
    clock = clock or Clock()
    pack = await asyncio.to_thread(read_pack, settings.pack) if settings.pack else None
    store = await Store.open(settings.data)
    try:
        if pack is None:
            pack = await asyncio.to_thread(read_pack, await last_chosen(store))
        services = await _put_together(settings, clock, store, pack)
        async with _going_on(services):
            yield services
    finally:
        await store.close()


async def _put_together(settings: Settings, clock: Clock, store: Store, pack: Pack) -> Services:
    """Each service with those that it works with."""
    feed = Feed()
    rulebook = Rulebook(store, feed, clock.now)
    remark = await _put_in_force(store, rulebook, settings)
    lesson = await Lesson.open(store, feed, clock)
    code = await kept.remember(store, "class code", settings.class_code, class_code)
    roster = Roster(store, clock, code, feed, lesson)
    desk = Desk(store, rulebook, feed, clock, pace=Pace(settings.flood, settings.flood_programs))
    allowlist = await Allowlist.open(store, feed, clock, pack)
    board = Board(store, clock, called=allowlist.called)
    copies = Copies(store, feed, clock)
    return Services(
        settings=settings,
        store=store,
        rulebook=rulebook,
        desk=desk,
        rerun=Rerun(store, rulebook, feed, clock),
        board=board,
        roster=roster,
        faces=Faces(roster, feed, allowlist.counted),
        grants=await Grants.open(store, desk, feed, clock),
        copies=copies,
        searching=Searching(store, desk, rulebook, board, allowlist, copies, clock),
        feed=feed,
        lesson=lesson,
        allowlist=allowlist,
        reached=Reached(clock),
        visits=await Visits.open(settings.data, store, clock, feed),
        clock=clock,
        secret=await _key_of_the_forms(store),
        class_code=code,
        console_token=settings.console_token or secrets.token_urlsafe(24),
        remark=remark,
    )


async def _key_of_the_forms(store: Store) -> bytes:
    return bytes.fromhex(await kept.remember(store, "key of the forms", "", partial(secrets.token_hex, 32)))


@asynccontextmanager
async def _going_on(services: Services) -> AsyncIterator[None]:
    """What goes on by itself, until the end."""
    work: list[Coroutine[Any, Any, None]] = [
        _delayed_posts_appear(services.desk),
        services.visits.keep_writing(),
    ]
    if services.settings.runaway_guard:
        guard = RunawayGuard(services.store, services.rulebook, services.feed, services.clock.now)
        work.append(guard.watch())
    tasks = [asyncio.create_task(one) for one in work]
    try:
        yield
    finally:
        await services.rerun.close()
        for task in tasks:
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError):
                await task
        await services.visits.close()


async def _delayed_posts_appear(desk: Desk) -> None:
    """Every few seconds, let those posts appear whose delay has run out."""
    while True:
        try:
            await desk.release_due()
        except Exception:  # whatever it was, the next round must come
            log.exception("delayed posts could not be released")
        await asyncio.sleep(RELEASE_SECONDS)


async def _put_in_force(store: Store, rulebook: Rulebook, settings: Settings) -> str:
    """The asked-for policy in a new data folder; in an old one it becomes a new version, if it is another.

    What the runaway guard made of that very policy stays in force; that it does, or no longer does, is said.
    """
    if not settings.policy:
        await rulebook.load(first=FIRST_POLICY, folder=settings.policies)
        return ""
    asked = await asyncio.to_thread(read_policy, settings.policy, settings.policies)
    policy = await asyncio.to_thread(_in_order, asked)
    await rulebook.load(first=settings.policy, folder=settings.policies)
    was = rulebook.version
    version = await written(store, was)
    if _says(was, asked.text, policy.files):
        return ""
    if _says(version, asked.text, policy.files):
        return STAYS.format(was.number)
    await rulebook.publish(
        asked.text, asked.read, PROGRAM, "asked for at the start", file=asked.file, origin=asked.origin
    )
    return REPLACED.format(was.number) if was.seq != version.seq else ""


def _says(version: PolicyVersion, text: bytes, files: Mapping[str, bytes]) -> bool:
    """Whether a version has these words, in its list files and used policies as well."""
    kept = {name: content.encode() for name, content in version.files.items()}
    return version.text.encode() == text and kept == dict(files)


def _in_order(asked: PolicyFile) -> Policy:
    """The policy, if it loads and its own tests pass. Raises DocumentError with every problem otherwise."""
    policy = load(asked.text, file=asked.file, read=asked.read)
    problems = Problems(asked.file)
    for outcome in run_tests(policy):
        if not outcome.passed:
            problem = f"this test fails: {'; '.join(outcome.differences)}"
            problems.add(
                outcome.test.mark, problem, "mend the rule or the test, or publish it on the console"
            )
    problems.raise_if_any()
    return policy
