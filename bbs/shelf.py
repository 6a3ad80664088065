"""The policies that come with the program, ready to be published by the teacher."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from functools import cache

from bbs.document import DocumentError
from bbs.policy.load import load
from bbs.rulebook import FIRST_HOUSE, Rulebook
from bbs.shipped import read_policy, shipped_policies
from bbs.store import TEACHER, NotFound, PolicyVersion


@dataclass(frozen=True, slots=True)
class Shipped:
    """A shipped policy as a list shows it."""

    id: str
    title: str
    about: str
    source: str
    text: str = field(default="", repr=False)
    """The file, to tell whether it is in force."""
    problem: str = ""
    """Why it can't be used; empty for one that can."""


async def shipped() -> tuple[Shipped, ...]:
    """Every shipped policy but the house rules, in order of the alphabet."""
    return await asyncio.to_thread(_read_all)


async def publish_shipped(rulebook: Rulebook, policy_id: str) -> PolicyVersion:
    """Put a shipped policy in force, on behalf of the teacher.

    Raises NotFound for an id that is not among them, DocumentError for a file that can't be used.
    """
    if policy_id not in {one.id for one in await shipped()}:
        raise NotFound(policy_id)
    found = await asyncio.to_thread(read_policy, policy_id)
    return await rulebook.publish(
        found.text, found.read, by=TEACHER, note="from the shipped policies", file=found.file
    )


@cache
def _read_all() -> tuple[Shipped, ...]:
    """Read once: these files change with a release alone."""
    return tuple(_read(policy_id) for policy_id in shipped_policies() if policy_id != FIRST_HOUSE)


def _read(policy_id: str) -> Shipped:
    try:
        found = read_policy(policy_id)
        policy = load(found.text, file=found.file, read=found.read)
    except (DocumentError, OSError) as error:
        return Shipped(policy_id, "", "", "", problem=str(error).partition("\n")[0])
    return Shipped(policy_id, policy.title, policy.about, policy.source, found.text.decode())
