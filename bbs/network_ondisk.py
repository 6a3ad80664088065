"""The files of the network as they are on disk now: a change of them is offered, never taken."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from bbs.difference import Difference, difference
from bbs.document import DocumentError, Problem
from bbs.network.resolve import Network
from bbs.network.tiers import ordinary, without_tier
from bbs.pack import Pack, is_as_read, read_pack
from bbs.pack_places import PackError
from bbs.store import Store, people


@dataclass(frozen=True, slots=True)
class NetworkOnDisk:
    """The files of a network that are no longer as they were read."""

    origin: str
    problems: tuple[Problem, ...] = ()
    """Every mistake in them; they can't be used then."""
    trouble: str = ""
    """Why they can't be read at all, in one line."""
    pack: Pack | None = None
    """What would be put in force; None where there is a mistake."""
    files: tuple[str, ...] = ()
    """The names of files that were changed, have come or have gone."""
    differences: tuple[Difference, ...] = ()
    """What is new in the network file."""
    lost: tuple[str, ...] = ()
    """Who and what would lose its place, each in one sentence."""

    @property
    def digest(self) -> str:
        """What the teacher has looked at; empty where it can't be used."""
        return self.pack.digest if self.pack else ""


async def network_on_disk(pack: Pack, store: Store) -> NetworkOnDisk | None:
    """Look at the files behind a network; None where all are as they were read."""
    if await asyncio.to_thread(is_as_read, pack):
        return None
    try:
        found = await asyncio.to_thread(read_pack, pack.origin)
    except PackError as error:
        return NetworkOnDisk(pack.origin, trouble=str(error))
    except DocumentError as error:
        return NetworkOnDisk(pack.origin, problems=error.problems)
    names = sorted(one for one in {*pack.files, *found.files} if pack.files.get(one) != found.files.get(one))
    changed = difference(found.network.file, pack.text, found.text)
    return NetworkOnDisk(
        pack.origin,
        pack=found,
        files=tuple(names),
        differences=(changed,) if changed else (),
        lost=tuple(lost(pack.network, found.network, await people.count_by_tier(store))),
    )


def lost(old: Network, new: Network, placed: Mapping[str, int]) -> list[str]:
    """People in tiers that the new network does not have, and boards whose site is gone."""
    said = without_tier(new, placed)
    if ordinary(new) != ordinary(old):
        said.append(f"Who joins is put into the tier {ordinary(new)}.")
    gone = [site for site in old.sites.values() if site.kind == "board" and site.id not in new.sites]
    said += [
        f"The site {site.id} is gone: what was written there is kept, and can be read again once the site is back."
        for site in gone
    ]
    return said
