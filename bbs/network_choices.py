"""The networks that a teacher may put in force on the console, and what would change for whom."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from bbs.allowlist import Allowlist
from bbs.document import DocumentError, Problem
from bbs.network.resolve import Network
from bbs.network_ondisk import lost
from bbs.pack import Pack, read_network, read_pack
from bbs.pack_places import PackError, shipped_packs
from bbs.store import NotFound, Store, people


@dataclass(frozen=True, slots=True)
class Offered:
    """One network in the list."""

    id: str
    """By which it is asked for: the id of a shipped one, or the path that the server was started with."""
    title: str
    about: str
    in_force: bool


@dataclass(frozen=True, slots=True)
class Prospect:
    """A network that somebody looks at before putting it in force."""

    id: str
    problems: tuple[Problem, ...] = ()
    """Every mistake in its files; it can't be used then."""
    trouble: str = ""
    """Why it can't be read at all, in one line."""
    pack: Pack | None = None
    """What would be put in force; None where there is a mistake."""
    gone: tuple[str, ...] = ()
    """Titles of the sites that are only in the network in force."""
    new: tuple[str, ...] = ()
    """Titles of the sites that are only in this one."""
    lost: tuple[str, ...] = ()
    """Who and what would lose its place, each in one sentence."""

    @property
    def digest(self) -> str:
        """What the teacher has looked at; empty where it can't be used."""
        return self.pack.digest if self.pack else ""


async def offered(allowlist: Allowlist) -> list[Offered]:
    """All that may be chosen: the shipped networks, and the one that the server was started with."""
    return [await asyncio.to_thread(_head, one, allowlist) for one in choices(allowlist)]


def choices(allowlist: Allowlist) -> list[str]:
    """What `look_at` takes."""
    return list(dict.fromkeys([*shipped_packs(), allowlist.started_with]))


async def look_at(asked: str, allowlist: Allowlist, store: Store) -> Prospect:
    """Read one of the networks and compare it with the one in force. Raises NotFound for any other."""
    if asked not in choices(allowlist):
        raise NotFound(asked)
    try:
        pack = await asyncio.to_thread(read_pack, asked)
    except PackError as error:
        return Prospect(asked, trouble=str(error))
    except DocumentError as error:
        return Prospect(asked, problems=error.problems)
    old, new = allowlist.network, pack.network
    return Prospect(
        asked,
        pack=pack,
        gone=_only_in(old, new),
        new=_only_in(new, old),
        lost=(*lost(old, new, await people.count_by_tier(store)), *_renamed(old, new)),
    )


def _head(one: str, allowlist: Allowlist) -> Offered:
    in_force = allowlist.pack.origin == one
    try:
        network = allowlist.network if in_force else read_network(one)
    except (PackError, DocumentError):
        return Offered(one, one, "This network can't be used; look at it to see why.", in_force)
    return Offered(one, network.title or network.id, network.about, in_force)


def _only_in(one: Network, other: Network) -> tuple[str, ...]:
    return tuple(site.title for site in one.sites.values() if site.id not in other.sites)


def _renamed(old: Network, new: Network) -> list[str]:
    """What a new zone means for those who come in by names."""
    if old.zone == new.zone:
        return []
    ends = f"Names inside end in {new.zone} and no longer in {old.zone}"
    return [
        f"{ends}: who came in by such a name joins or returns once more, and automatic settings load again."
    ]
