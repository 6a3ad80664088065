"""The network in force: which sites there are, and who may open them. It may change while the server runs."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from bbs.feed import Event, Feed
from bbs.lesson import Clock
from bbs.network.before import Before
from bbs.network.resolve import Network
from bbs.network.switches import Switch
from bbs.network.tiers import counts_as
from bbs.pack import Pack, Pages, Pictures
from bbs.pack_places import FIRST_PACK, shipped_packs
from bbs.places import Place
from bbs.store import TEACHER, AuditRow, NotFound, Person, Store, Transaction, audit, kept

CHOSEN = "network chosen"
"""The name under which the data folder keeps the shipped network that was chosen last."""


class UnknownStateError(ValueError):
    """A switch has no such state; the text names those that it has."""


class Allowlist:
    """The network in force; made by `Allowlist.open`. Ask at the moment of use, and keep the answer nowhere."""

    def __init__(self, store: Store, feed: Feed, clock: Clock, pack: Pack) -> None:
        self._store = store
        self._feed = feed
        self._clock = clock
        self._pack = pack
        self._started_with = pack.origin
        self._changing = asyncio.Lock()

    @classmethod
    async def open(cls, store: Store, feed: Feed, clock: Clock, pack: Pack) -> Allowlist:
        """This network, with its switches as the data folder keeps them."""
        return cls(store, feed, clock, await _turned(store, pack))

    @property
    def network(self) -> Network:
        """The sites, tiers and rules in force now."""
        return self._pack.network

    @property
    def pages(self) -> Mapping[str, Pages]:
        """The Markdown pages of listed sites, by the id of the site."""
        return self._pack.pages

    @property
    def pictures(self) -> Mapping[str, Pictures]:
        """The drawings of listed sites, by the id of the site."""
        return self._pack.pictures

    @property
    def pack(self) -> Pack:
        """All of it, as it was read."""
        return self._pack

    @property
    def started_with(self) -> str:
        """The id or path of the network that was in force at the start."""
        return self._started_with

    def counted(self, person: Person) -> Person:
        """Somebody as the network in force takes them: whose tier it does not have, counts as another."""
        tier = counts_as(self.network, person.tier)
        return person if tier == person.tier else replace(person, tier=tier)

    def called(self, place: Place) -> Place:
        """A board with the words that the network in force has for it."""
        words = self.network.boards.get(place.id)
        if words is None:
            return place
        return replace(place, title=words.title or place.title, about=words.about or place.about)

    async def turn(self, switch_id: str, state: str) -> Network:
        """Turn a switch, on disk first; where it stands like that already, nothing happens.

        Raises NotFound for an unknown switch, and UnknownStateError.
        """
        async with self._changing:
            network = self.network
            switch = _switch(network, switch_id)
            if state not in switch.states:
                raise UnknownStateError(
                    f"{switch.title} can be {', '.join(switch.states)}; not {state[:40]!r}."
                )
            was = network.standing[switch_id]
            if was == state:
                return network

            async def job(tx: Transaction) -> AuditRow:
                await kept.put(tx, _name(network, switch_id), state)
                detail = {"network": network.id, "state": state, "was": was}
                return await self._note(tx, "switched", switch_id, detail)

            turned = network.with_switches({**network.turned, switch_id: state})
            return await self._change(job, replace(self._pack, network=turned))

    async def put_in_force(self, pack: Pack) -> Network:
        """Put another network in force, which has been read without a mistake; the same one again does nothing."""
        async with self._changing:
            was = self._pack
            if pack.digest == was.digest:
                return self.network

            async def job(tx: Transaction) -> AuditRow:
                detail = {"digest": pack.digest, "was": was.digest, "files": len(pack.files)}
                return await self._note(tx, "reloaded", pack.network.id, detail)

            return await self._change(job, self._following(await _turned(self._store, pack)))

    async def choose(self, pack: Pack) -> Network:
        """Put another network in force for a new lesson, and keep which; the one that is in force already does nothing.

        A shipped one is in force again after a restart; a network of one's own has to be named at the start.
        """
        async with self._changing:
            was = self._pack
            if (pack.origin, pack.digest) == (was.origin, was.digest):
                return self.network

            async def job(tx: Transaction) -> AuditRow:
                await kept.put(tx, CHOSEN, pack.origin if pack.origin in shipped_packs() else "")
                detail = {"digest": pack.digest, "was": was.digest, "network_was": was.network.id}
                return await self._note(tx, "chosen", pack.network.id, detail)

            return await self._change(job, self._following(await _turned(self._store, pack)))

    def _following(self, pack: Pack) -> Pack:
        """The same, which knows what addresses the network in force has."""
        was = self.network
        before = Before.of(was.title, was.sites, self._clock.lesson_time())
        return replace(pack, network=replace(pack.network, before=before))

    async def _change(self, job: Callable[[Transaction], Awaitable[AuditRow]], pack: Pack) -> Network:
        """Make a change on disk, then in memory, then known: kept pages are old from there on."""
        row = await self._store.write(job)
        self._pack = pack
        self._feed.tell(Event(row.action, row.subject, row.seq))
        return pack.network

    async def _note(
        self, tx: Transaction, action: str, subject: str, detail: Mapping[str, object]
    ) -> AuditRow:
        at = self._clock.now()
        return await audit.append(tx, at=at, actor=TEACHER, action=action, subject=subject, detail=detail)


async def last_chosen(store: Store) -> str:
    """The id of the shipped network that was chosen last; the first one where none was, or is not shipped any more."""
    found = await kept.value(store, CHOSEN)
    return found if found in shipped_packs() else FIRST_PACK


def _switch(network: Network, switch_id: str) -> Switch:
    try:
        return network.switches[switch_id]
    except KeyError:
        raise NotFound(switch_id) from None


async def _turned(store: Store, pack: Pack) -> Pack:
    """The same with its switches as they were turned last; what was never turned stands where it starts."""
    network = pack.network
    kept_states = {one: await kept.value(store, _name(network, one)) for one in network.switches}
    turned = {one: state for one, state in kept_states.items() if state}
    return replace(pack, network=network.with_switches(turned))


def _name(network: Network, switch_id: str) -> str:
    return f"switch {network.id} {switch_id}"
