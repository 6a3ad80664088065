"""A re-run on disk: a few posts a transaction, each with its new decision and its row of the log, and how far it came.

Old decisions stay. Whatever happens in between, every post stands by a decision that the log knows.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from bbs.editing import join_cards
from bbs.judging import record
from bbs.policy.verdicts import Audience
from bbs.store import (
    TEACHER,
    AuditRow,
    Conflict,
    Post,
    Reads,
    Transaction,
    audit,
    decisions,
    kept,
    old_posts,
    posts,
)
from bbs.walk import Judgement

AT_ONCE = 10
"""Posts that are written in one transaction: whoever posts meanwhile waits no longer than for these."""
LAST = "last re-run"
"""Under this name a data folder keeps how far the last re-run came."""


@dataclass(frozen=True, slots=True)
class Run:
    """A re-run, as far as it came."""

    row: int
    """The row of the log with which it begun."""
    begun: str
    """When, as ISO 8601."""
    title: str
    version: int
    """The number of the policy's version."""
    versions: tuple[int, int]
    """The keys of house rules and policy."""
    of: int
    """How many posts it was to change."""
    changed: int = 0
    skipped: int = 0
    """Posts that somebody had answered or erased meanwhile."""
    ended: str = ""
    """When it ended; empty while it goes on, and for one that was cut off."""
    stopped: str = ""
    """Why it ended before its time; empty for one that was carried out."""

    @property
    def begun_at(self) -> dt.datetime:
        """When it begun."""
        return dt.datetime.fromisoformat(self.begun)


@dataclass(frozen=True, slots=True)
class Ready:
    """One post to be written: its judgement, and the texts that are kept of it."""

    judgement: Judgement
    facts: str
    texts: tuple[str, str, str]


def ready(one: Judgement) -> Ready:
    """Work out what is kept, off the writer's thread."""
    found = (one.house, one.policy, one.outcome.decision)
    house, policy, combined = (decisions.decision_text(decision) for decision in found)
    return Ready(one, decisions.submission_text(one.submission), (house, policy, combined))


async def last_run(reads: Reads) -> Run | None:
    """The last re-run of this data folder, or None."""
    found = await kept.value(reads, LAST)
    if not found:
        return None
    values = json.loads(found)
    return Run(**{**values, "versions": tuple(values["versions"])})


async def begin(tx: Transaction, run: Run, at: dt.datetime) -> Run:
    """Say in the log that a re-run begins."""
    detail = {"policy": run.versions[1], "house": run.versions[0], "posts": run.of}
    row = await _said(tx, run, "re-run begun", at, detail)
    return await _keep(tx, replace(run, row=row.seq))


async def end(tx: Transaction, run: Run, at: dt.datetime, stopped: str = "") -> Run:
    """Say in the log that a re-run is over, and how far it came."""
    detail = {"begun": run.row, "changed": run.changed, "skipped": run.skipped, "posts": run.of}
    await _said(tx, run, "re-run stopped" if stopped else "re-run ended", at, detail)
    return await _keep(tx, replace(run, ended=at.isoformat(), stopped=stopped))


async def write(
    tx: Transaction, run: Run, some: Sequence[Ready], at: dt.datetime
) -> tuple[Run, list[tuple[Post, AuditRow]]]:
    """Let some posts stand by their new decisions. Raises Conflict where another version is in force by now."""
    if await old_posts.versions(tx) != run.versions:
        raise Conflict("another policy was published meanwhile")
    written = []
    for one in some:
        post = await posts.by_id(tx, one.judgement.outcome.post.id)
        if post is not None and _is_as_judged(post, one.judgement.outcome.post):
            written.append(await _decide_anew(tx, run, one, post, at))
    done = replace(run, changed=run.changed + len(written), skipped=run.skipped + len(some) - len(written))
    return await _keep(tx, done), written


def _is_as_judged(post: Post, seen: Post) -> bool:
    """Whether nobody has answered or erased a post since it was judged anew."""
    now, then = ((one.state, one.audience, one.rerun, one.salt) for one in (post, seen))
    return now == then


async def _decide_anew(
    tx: Transaction, run: Run, one: Ready, post: Post, at: dt.datetime
) -> tuple[Post, AuditRow]:
    house, policy = run.versions
    appeared = post.audience is not Audience.EVERYONE
    anew = replace(one.judgement.outcome.anew, thread=post.thread, policy_version=policy, house_version=house)
    row = await record(
        tx, anew, (one.facts, *one.texts), action="re-run", at=at, by=TEACHER, state=anew.state, run=run.row
    )
    anew = replace(anew, rerun=row.seq)
    await old_posts.decide_anew(tx, anew)
    if appeared and anew.audience is Audience.EVERYONE:
        anew = await join_cards(tx, anew)
    return anew, row


async def _said(tx: Transaction, run: Run, action: str, at: dt.datetime, detail: dict[str, int]) -> AuditRow:
    return await audit.append(
        tx, at=at, actor=TEACHER, action=action, subject=str(run.versions[1]), detail=detail
    )


async def _keep(tx: Transaction, run: Run) -> Run:
    await kept.put(tx, LAST, json.dumps(asdict(run)))
    return run
