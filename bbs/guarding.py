"""The runaway guard: a fresh rule that keeps too much back is put in `mode: shadow`, and the operator is told."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bbs.document import DocumentError
from bbs.feed import Event, Feed
from bbs.policy.doings import Doings
from bbs.policy.runaway import FRESH, Run, can_run_away, tried_out
from bbs.rulebook import NETWORK, InForce, Rulebook
from bbs.store import (
    PROGRAM,
    AuditRow,
    Conflict,
    PolicyVersion,
    Runaway,
    Store,
    Transaction,
    audit,
    counts,
    policies,
    runaways,
)

log = logging.getLogger("bbs")

GUARDED = "guarded"
"""What the guard's doing is called in the audit log and the feed."""


@dataclass(frozen=True, slots=True)
class Fresh:
    """A rule that is watched."""

    rule: str
    does: str
    """A digest of what it does."""
    brought: int
    """The version that brought it."""
    since: dt.datetime


class _Found(NamedTuple):
    """A rule that has run away, and in which version of the policy."""

    one: Fresh
    run: Run
    version: PolicyVersion


class RunawayGuard:
    """Watches the fresh rules of the policy in force; the house rules are always on, and none of its business.

    What it counts is what the database holds, so that a restart changes nothing.
    """

    def __init__(self, store: Store, rulebook: Rulebook, feed: Feed, now: Callable[[], dt.datetime]) -> None:
        self._store = store
        self._rulebook = rulebook
        self._feed = feed
        self._now = now
        self._news = asyncio.Event()
        self._version = 0
        self._fresh: list[Fresh] = []
        self._seen = 0
        self._tally = runaways.Tally()
        feed.hear(self._hear)

    async def watch(self) -> None:
        """Look now, and after every decision while a rule is fresh, until cancelled."""
        while True:
            self._news.clear()
            try:
                await self.look()
            except Exception:  # whatever it was, the next look must come
                log.exception("the runaway guard could not look")
            await self._news.wait()

    async def look(self) -> None:
        """Count what was decided since the last look, and put what has run away in shadow mode."""
        while found := await self._run_away():
            if not await self._try_out(found):
                await self._only_tell(found)

    def _hear(self, event: Event) -> None:
        if event.action == "published" or (self._fresh and event.action == "submitted"):
            self._news.set()

    async def _run_away(self) -> _Found | None:
        """The first rule that has run away."""
        in_force, now = self._rulebook.layers.network, self._now()
        if in_force.version.seq != self._version:
            await self._begin(in_force, now)
        self._fresh = [one for one in self._fresh if now - one.since < FRESH]
        if not self._fresh:
            return None
        self._seen, new = await runaways.tally(self._store, self._seen)
        self._tally.update(new)
        runs = (_Found(one, self._run(one, now), in_force.version) for one in self._fresh)
        return next((found for found in runs if found.run.away), None)

    async def _begin(self, in_force: InForce, now: dt.datetime) -> None:
        """Find out which rules are fresh in a version, and count from where the oldest of them came."""
        self._fresh = await fresh_rules(self._store, in_force, now)
        oldest = min((one.since for one in self._fresh), default=now)
        self._seen = await counts.last_before(self._store, oldest - dt.timedelta(microseconds=1))
        self._tally.clear()
        self._version = in_force.version.seq

    def _run(self, one: Fresh, now: dt.datetime) -> Run:
        since = {key: many for key, many in self._tally.items() if key[0] >= one.brought}
        kept_back = sum(many for (_, kept_by), many in since.items() if kept_by == one.rule)
        return Run(now - one.since, sum(since.values()), kept_back)

    async def _try_out(self, found: _Found) -> bool:
        """Publish the version with the rule in shadow mode; False where its text can't be changed so.

        Somebody who publishes meanwhile is quicker, and what they published is looked at anew.
        """
        one, version = found.one, found.version
        rows: list[AuditRow] = []

        async def tell(tx: Transaction, made: PolicyVersion) -> None:
            rows.append(await self._keep(tx, found, made.seq))

        files = {name: content.encode() for name, content in version.files.items()}
        used = self._rulebook.policy.rule(one.rule).mark.file.replace("\\", "/").rpartition("/")[2]
        try:
            text = tried_out(version.files[used] if used else version.text, one.rule)
            if text is None:
                return False
            if used:
                text, files = version.text, {**files, used: text.encode()}
            note = f"{one.rule} only tried out: it kept back {found.run.kept_back} of {found.run.posts} posts"
            await self._rulebook.publish(
                text, files, PROGRAM, note, origin=version.origin, instead_of=version.seq, beside=tell
            )
        except DocumentError:
            return False
        except Conflict:
            return True
        self._told(rows[0])
        return True

    async def _only_tell(self, found: _Found) -> None:
        """Leave the rule as it is, which is said; it is not looked at again."""
        self._told(await self._store.write(lambda tx: self._keep(tx, found, None)))
        self._fresh.remove(found.one)

    async def _keep(self, tx: Transaction, found: _Found, made: int | None) -> AuditRow:
        one, run = found.one, found.run
        kept = Runaway(
            0, one.rule, one.does, found.version.seq, made, run.posts, run.kept_back, one.since, self._now()
        )
        seq = await runaways.add(tx, kept)
        detail: dict[str, object] = {
            "rule": one.rule,
            "posts": run.posts,
            "kept back": run.kept_back,
            "counted": found.version.seq,
            "version": made,
        }
        return await audit.append(
            tx, at=kept.at, actor=PROGRAM, action=GUARDED, subject=str(seq), detail=detail
        )

    def _told(self, row: AuditRow) -> None:
        self._feed.tell(Event(row.action, row.subject, row.seq))


async def fresh_rules(store: Store, in_force: InForce, now: dt.datetime) -> list[Fresh]:
    """The rules of a policy that are to be watched: young enough, and not answered by the guard before.

    A rule is as old as the first of the versions, one after another, in which it does the same as now.
    """
    policy, newest = in_force.policy, in_force.version
    watched = [rule.id for rule in policy.rules if can_run_away(rule)] if policy.mode == "live" else []
    if not watched or now - newest.at >= FRESH:
        return []
    page = await policies.page(store, NETWORK, before=newest.seq + 1)
    old = next((number for number, one in enumerate(page) if now - one.at >= FRESH), len(page))
    known = await runaways.known(store)
    found = await asyncio.to_thread(_brought, page[: old + 1], watched)
    return [one for one in found if now - one.since < FRESH and (one.rule, one.does) not in known]


async def written(store: Store, version: PolicyVersion) -> PolicyVersion:
    """The version that somebody published: itself, or the one that the guard made it from."""
    while (seq := await runaways.made_from(store, version.seq)) is not None:
        before = await policies.by_seq(store, seq)
        if before is None:
            break
        version = before
    return version


def _brought(versions: Sequence[PolicyVersion], rules: Iterable[str]) -> list[Fresh]:
    """Each rule of the newest of these versions, with the one that brought it."""
    doings = [Doings(one.text, one.files) for one in versions]
    found = []
    for rule in rules:
        does = doings[0].of(rule)
        brought = versions[0]
        for older, others in zip(versions[1:], doings[1:], strict=True):
            if others.of(rule) != does:
                break
            brought = older
        found.append(Fresh(rule, does, brought.seq, brought.at))
    return found
