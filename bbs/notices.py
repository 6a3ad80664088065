"""What the runaway guard has to say to the operator, until it is dismissed."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from typing import Literal

from bbs.policy.rules import Policy
from bbs.rulebook import Rulebook
from bbs.store import TEACHER, NotFound, Runaway, Store, Transaction, audit, policies, runaways

Now = Literal["shadow", "live", "off", "gone"]
_MODES: dict[str, Now] = {"shadow": "shadow", "live": "live", "off": "off"}


@dataclass(frozen=True, slots=True)
class Notice:
    """A rule that kept too much back while it was fresh."""

    number: int
    """What it is dismissed by."""
    rule: str
    posts: int
    kept_back: int
    minutes: int
    """So long after it was published, begun ones counted."""
    at: dt.datetime
    counted: int
    """The version that it was counted in."""
    version: int | None
    """The version that put it in shadow mode; None where the guard could not write one."""
    now: Now
    """How the rule stands in the policy in force."""


async def standing(store: Store, rulebook: Rulebook) -> list[Notice]:
    """What nobody has dismissed, newest first."""
    return [await _notice(store, rulebook.policy, one) for one in await runaways.standing(store)]


async def dismiss(store: Store, number: int, at: dt.datetime) -> None:
    """The teacher has taken note; raises NotFound for what is not there, or was dismissed before."""

    async def job(tx: Transaction) -> None:
        if not await runaways.dismiss(tx, number, at):
            raise NotFound(str(number))
        await audit.append(tx, at=at, actor=TEACHER, action="notice dismissed", subject=str(number))

    await store.write(job)


async def _notice(store: Store, policy: Policy, one: Runaway) -> Notice:
    counted = await _number(store, one.counted)
    return Notice(
        number=one.seq,
        rule=one.rule,
        posts=one.posts,
        kept_back=one.kept_back,
        minutes=max(1, math.ceil((one.at - one.since) / dt.timedelta(minutes=1))),
        at=one.at,
        counted=counted,
        version=await _number(store, one.version) if one.version is not None else None,
        now=_now(policy, one.rule),
    )


async def _number(store: Store, seq: int) -> int:
    """A version as people count them."""
    version = await policies.by_seq(store, seq)
    if version is None:
        raise NotFound(str(seq))
    return version.number


def _now(policy: Policy, rule: str) -> Now:
    return next((_MODES[one.mode] for one in policy.rules if one.id == rule), "gone")
