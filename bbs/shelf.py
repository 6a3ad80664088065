"""The policies that lie ready to be published: the teacher's own files, and those that come with the program."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bbs.proof import Proof, read_through
from bbs.rulebook import FIRST_HOUSE
from bbs.settings import Settings
from bbs.shipped import PolicyFile, PolicyFileError, policies_in, read_policy, shipped_policies
from bbs.store import NotFound


@dataclass(frozen=True, slots=True)
class Shelved:
    """A policy as the shelf shows it."""

    id: str
    """The policy's own id; the file's name where it can't be read."""
    file: PolicyFile
    proof: Proof
    own: bool
    """One of the teacher's own files, not a shipped one."""
    problems: tuple[str, ...] = ()
    """Why it can't be used, each with file, line and column; empty for one that can."""

    @property
    def title(self) -> str:
        """What the policy calls itself."""
        return self.proof.policy.title if self.proof.policy else ""

    @property
    def about(self) -> str:
        """What it says of itself."""
        return self.proof.policy.about if self.proof.policy else ""

    @property
    def source(self) -> str:
        """The practice that it models."""
        return self.proof.policy.source if self.proof.policy else ""


async def on_shelf(settings: Settings) -> tuple[Shelved, ...]:
    """The teacher's own policies as they lie on disk now, then the shipped ones; of one id only the first."""
    own = await asyncio.to_thread(_own, settings)
    taken = {one.id for one in own}
    return own + tuple(one for one in await shipped() if one.id not in taken)


async def shelved(settings: Settings, policy_id: str) -> Shelved:
    """One policy of the shelf; raises NotFound."""
    for one in await on_shelf(settings):
        if one.id == policy_id:
            return one
    raise NotFound(policy_id)


async def shipped() -> tuple[Shelved, ...]:
    """Every shipped policy but the house rules, in order of the alphabet."""
    return await asyncio.to_thread(_shipped)


def _own(settings: Settings) -> tuple[Shelved, ...]:
    """Whatever `--policy` and `--policies` name, read anew: the teacher may be writing in these files."""
    found: dict[str, Shelved] = {}
    for name in _own_files(settings):
        one = _look_at(name, name.name, own=True)
        earlier = found.setdefault(one.id, one)
        if earlier is not one and one.problems:
            found[str(name)] = one
        elif earlier is not one:
            said = f"{name.name}: {earlier.file.file} has the id {one.id} as well; change one of the two"
            found[str(name)] = Shelved(str(name), one.file, one.proof, own=True, problems=(said,))
    return tuple(found.values())


def _own_files(settings: Settings) -> Iterator[Path]:
    asked = _asked_for(settings)
    if asked is not None:
        yield asked
    if settings.policies is not None:
        for name in policies_in(settings.policies):
            file = (settings.policies / f"{name}.yaml").absolute()
            if asked is None or not file.samefile(asked):
                yield file


def _asked_for(settings: Settings) -> Path | None:
    """The file that `--policy` names, if it is a file of the teacher's."""
    if not settings.policy or settings.policy in shipped_policies():
        return None
    file = Path(settings.policy).absolute()
    return file if file.is_file() else None


@cache
def _shipped() -> tuple[Shelved, ...]:
    """Read once: these files change with a release alone."""
    return tuple(_look_at(name, f"{name}.yaml") for name in shipped_policies() if name != FIRST_HOUSE)


def _look_at(name: str | Path, shown: str, *, own: bool = False) -> Shelved:
    try:
        found = read_policy(str(name))._replace(file=shown)
    except PolicyFileError as error:
        nothing = PolicyFile(b"", shown, lambda _: b"")
        return Shelved(Path(shown).stem, nothing, Proof(""), own, (str(error),))
    proof = read_through(found.text, found.read, shown)
    policy_id = proof.policy.id if proof.policy else Path(shown).stem
    return Shelved(policy_id, found, proof, own, tuple(str(one) for one in proof.problems))
