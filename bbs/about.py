"""What is kept about a person, for that person: who they are here, where they are signed in, what they wrote."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from bbs.board import Board
from bbs.roster import digest_of
from bbs.store import Person, Store, people, requests
from bbs.store.requests import Request
from bbs.views import Page, PostView


@dataclass(frozen=True, slots=True)
class Device:
    """A browser or program in which somebody is signed in."""

    since: dt.datetime
    this: bool
    """It is the one that asks."""


@dataclass(frozen=True, slots=True)
class About:
    """Everything about one person that they may know. What became of hidden texts only the teacher reveals."""

    person: Person
    tier: str
    """The tier that the teacher gave them; the network in force may have none of this name."""
    devices: tuple[Device, ...]
    texts: Page[PostView]
    """What they wrote, as they see it themselves, newest first."""
    requests: tuple[Request, ...]
    """The sites that they have asked for, newest first."""

    @property
    def has_password(self) -> bool:
        """Whether a password is set beside the return ticket."""
        return bool(self.person.password_hash)


async def about(
    store: Store, board: Board, person: Person, token: str, *, before: str | None = None, limit: int = 20
) -> About:
    """What is kept about the person who asks with this token. Raises NotFound for an unknown `before`."""
    asking = digest_of(token)
    sessions = await people.sessions_of(store, person.id)
    devices = tuple(Device(one.created, one.token_hash == asking) for one in sessions)
    asked = tuple(await requests.of_person(store, person.id))
    kept = await people.by_id(store, person.id)
    tier = kept.tier if kept else person.tier
    return About(person, tier, devices, await board.own(person.id, before=before, limit=limit), asked)
