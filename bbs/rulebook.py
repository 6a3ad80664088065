"""The policies in force: the newest published version of each layer, as the database keeps it."""

from __future__ import annotations

import asyncio
import datetime as dt
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

from bbs import counting
from bbs.document import DocumentError, Mark, Problem
from bbs.feed import Event, Feed
from bbs.policy.load import load
from bbs.policy.rules import Policy
from bbs.resting import collector_at_rest
from bbs.shipped import PolicyFile, read_policy
from bbs.store import (
    PROGRAM,
    AuditRow,
    Conflict,
    NotFound,
    PolicyDraft,
    PolicyVersion,
    Store,
    Transaction,
    audit,
    kept,
    policies,
    policy_drafts,
)

HOUSE, NETWORK = policies.LAYERS
FIRST_POLICY = "birthday-board"
"""What a new data folder begins with when nothing else is asked for."""
FIRST_HOUSE = "house-rules"
LOTS = "key of the lots"
"""Under this name a data folder keeps what `chance` draws by, from its first start on."""

Read = Callable[[str], bytes]
Beside = Callable[[Transaction, PolicyVersion], Awaitable[None]]
"""What is kept with a new version, in its transaction."""


@dataclass(frozen=True, slots=True)
class InForce:
    """A published version with the policy that its text makes."""

    version: PolicyVersion
    policy: Policy


class Layers(NamedTuple):
    """What judges a text, as it is in force at one moment."""

    house: InForce
    network: InForce

    @property
    def policies(self) -> tuple[Policy, Policy]:
        """The house rules, and the policy."""
        return self.house.policy, self.network.policy


@dataclass(frozen=True, slots=True)
class _New:
    """What becomes a version."""

    policy: Policy
    text: str
    layer: str
    by: str
    note: str
    origin: str
    draft: PolicyDraft | None
    beside: Beside | None


class Rulebook:
    """Holds the house rules and the policy in force. What lies on disk never takes effect by itself.

    `load` comes first; before it, nothing is in force and asking raises LookupError.
    """

    def __init__(
        self,
        store: Store,
        feed: Feed | None = None,
        now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
    ) -> None:
        self._store = store
        self._feed = feed
        self._now = now
        self._in_force: dict[str, InForce] = {}
        self._publishing = asyncio.Lock()
        self._seed = b""

    @property
    def policy(self) -> Policy:
        """The policy in force."""
        return self._layer(NETWORK).policy

    @property
    def house(self) -> Policy:
        """The house rules in force."""
        return self._layer(HOUSE).policy

    @property
    def version(self) -> PolicyVersion:
        """The published version in force."""
        return self._layer(NETWORK).version

    @property
    def house_version(self) -> PolicyVersion:
        """The published house rules in force."""
        return self._layer(HOUSE).version

    @property
    def layers(self) -> Layers:
        """Both layers at this moment; whoever judges takes them once, for another may be published meanwhile."""
        return Layers(self._layer(HOUSE), self._layer(NETWORK))

    async def load(
        self, first: str = FIRST_POLICY, house: str = FIRST_HOUSE, folder: Path | None = None
    ) -> None:
        """Put the newest stored versions in force; in a new data folder, publish these two before.

        They are ids or paths; the id of the network's policy is looked for in `folder` first. Raises
        DocumentError or PolicyFileError when one can't be published.
        """
        self._seed = bytes.fromhex(await kept.remember(self._store, LOTS, "", partial(secrets.token_hex, 32)))
        for layer, name in ((HOUSE, house), (NETWORK, first)):
            newest = await policies.newest(self._store, layer)
            if newest is None:
                own = (
                    folder if layer == NETWORK else None
                )  # a file of the same name must not replace the house rules
                found = await asyncio.to_thread(read_policy, name, own)
                await self.publish(
                    found.text,
                    found.read,
                    PROGRAM,
                    "first version",
                    layer=layer,
                    file=found.file,
                    origin=found.origin,
                )
            else:
                self._in_force[layer] = InForce(newest, await self._of(newest))

    async def publish(
        self,
        text: str | bytes,
        files: Read | Mapping[str, bytes] | None,
        by: str,
        note: str = "",
        *,
        layer: str = NETWORK,
        file: str = "policy.yaml",
        origin: str = "",
        draft: PolicyDraft | None = None,
        instead_of: int | None = None,
        beside: Beside | None = None,
    ) -> PolicyVersion:
        """Check a policy, keep it whole with its list files, and put it in force.

        `files` gives the list files: a reader, or the files by name; None stands for those of the version in force.
        `by` is a person id, `teacher` or `closednet`; `origin` says which file it comes from. The `draft` it was
        is thrown away, unless that was changed meanwhile. Raises DocumentError, or Conflict where something else is in
        force than the version `instead_of` which it is made: then nothing has changed.
        """
        async with self._publishing:
            if instead_of is not None and instead_of != self._layer(layer).version.seq:
                raise Conflict("another version was published meanwhile")
            read = files if callable(files) else _from(files if files is not None else self._files(layer))
            policy = await self._read(text, file, read)
            if layer == NETWORK and policy.id == FIRST_HOUSE:
                raise DocumentError([reserved(file)])
            whole = text if isinstance(text, str) else text.decode("utf-8")
            new = _New(policy, whole, layer, by, note, origin, draft, beside)
            version, row = await self._put_in_force(new)
        await asyncio.sleep(0)  # a long policy that was replaced takes 30 ms to go: others have their turn
        if self._feed is not None:
            self._feed.tell(Event(row.action, row.subject, row.seq))
        return version

    async def versions(self, before: int | None = None, limit: int = 100) -> list[PolicyVersion]:
        """Published versions of the network's policy, newest first."""
        return await policies.page(self._store, NETWORK, before, limit)

    async def numbered(self, number: int) -> PolicyVersion:
        """A published version of the network's policy by its number; raises NotFound."""
        found = await policies.by_number(self._store, NETWORK, number)
        if found is None:
            raise NotFound(str(number))
        return found

    async def policy_of(self, version: int) -> Policy:
        """The policy that a published version made, for an old decision or a replay; raises NotFound."""
        for current in self._in_force.values():
            if current.version.seq == version:
                return current.policy
        found = await policies.by_seq(self._store, version)
        if found is None:
            raise NotFound(str(version))
        return await self._of(found)

    async def try_out(self, file: PolicyFile) -> Policy:
        """The policy that a file makes, drawing its lots as this board does; raises DocumentError."""
        return await self._read(file.text, file.file, file.read)

    async def _of(self, version: PolicyVersion) -> Policy:
        return await self._read(version.text, _file(version), _reader(version))

    async def _read(self, text: str | bytes, file: str, read: Read) -> Policy:
        def job() -> Policy:
            with collector_at_rest():
                return load(text, file=file, read=read, seed=self._seed)

        return await asyncio.to_thread(job)

    async def _put_in_force(self, new: _New) -> tuple[PolicyVersion, AuditRow]:
        """Keep a version and let it judge; what it counts is counted before, and once more for those who wrote then."""
        asked = counting.fresh(new.policy, [one.policy for one in self._in_force.values()])
        counted = await counting.catch_up(self._store, new.policy, asked, self._now())
        version, row = await self._store.write(lambda tx: self._keep(tx, new))
        self._in_force[new.layer] = InForce(version, new.policy)
        await counting.catch_up(self._store, new.policy, asked, self._now(), counted)
        if len(self._in_force) == len(policies.LAYERS):
            await counting.forget(self._store, self.layers.policies)
        return version, row

    def _layer(self, layer: str) -> InForce:
        try:
            return self._in_force[layer]
        except KeyError:
            raise LookupError(f"no {layer} rules are in force yet") from None

    def _files(self, layer: str) -> Mapping[str, bytes]:
        current = self._in_force.get(layer)
        return current.policy.files if current else {}

    async def _keep(self, tx: Transaction, new: _New) -> tuple[PolicyVersion, AuditRow]:
        now, policy = self._now(), new.policy
        version = await policies.add(
            tx,
            layer=new.layer,
            policy_id=policy.id,
            title=policy.title,
            text=new.text,
            files={name: content.decode("utf-8") for name, content in policy.files.items()},
            at=now,
            by=new.by,
            note=new.note,
            origin=new.origin,
        )
        if new.draft:
            await policy_drafts.drop(tx, new.draft)
        if new.beside:
            await new.beside(tx, version)
        row = await audit.append(
            tx,
            at=now,
            actor=new.by,
            action="published",
            subject=str(version.seq),
            detail={"layer": new.layer, "policy": policy.id},
            digest=audit.policy_digest(version.text, version.files),
        )
        return version, row


def reserved(file: str) -> Problem:
    """What is wrong with a network's policy that goes by the name of the house rules."""
    return Problem(
        file, Mark(1, 1), f"`{FIRST_HOUSE}` is the id of the rules that are always on", "choose another id"
    )


def _file(version: PolicyVersion) -> str:
    return f"{version.policy_id}.yaml"


def _reader(version: PolicyVersion) -> Read:
    return _from({name: text.encode() for name, text in version.files.items()})


def _from(files: Mapping[str, bytes]) -> Read:
    def read(name: str) -> bytes:
        try:
            return files[name]
        except KeyError:
            raise FileNotFoundError(f"{name}: this file is not there") from None

    return read
