"""The file that the version in force came from, as it is now: a change of it is offered, never taken."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass

from bbs.difference import Difference, difference
from bbs.proof import Proof, proofread
from bbs.shipped import PolicyFile, PolicyFileError, read_origin
from bbs.store import PolicyVersion


@dataclass(frozen=True, slots=True)
class OnDisk:
    """A file on disk, held against the version that was published from it."""

    origin: str
    trouble: str = ""
    """Why the file can't be read; the rest is empty then."""
    file: PolicyFile | None = None
    proof: Proof | None = None
    """What was found in it; None where it says what is in force."""
    differences: tuple[Difference, ...] = ()
    """What is new in it and in its list files."""


async def on_disk(version: PolicyVersion) -> OnDisk | None:
    """Look at the file behind a version; None for a version that was typed."""
    return await asyncio.to_thread(_look, version) if version.origin else None


def _look(version: PolicyVersion) -> OnDisk:
    try:
        file = read_origin(version.origin)
    except PolicyFileError as error:
        return OnDisk(version.origin, trouble=str(error))
    if _same(file, version):
        return OnDisk(version.origin, file=file)
    proof = proofread(file.text, file.read, file.file)
    return OnDisk(version.origin, "", file, proof, tuple(_differences(file, proof, version)))


def _same(file: PolicyFile, version: PolicyVersion) -> bool:
    try:
        return file.text == version.text.encode() and all(
            file.read(name) == text.encode() for name, text in version.files.items()
        )
    except OSError:
        return False


def _differences(file: PolicyFile, proof: Proof, version: PolicyVersion) -> Iterator[Difference]:
    """The policy first, then the list files; one that was not read since the policy is broken says nothing."""
    policy = difference(file.file, version.text, proof.text)
    if policy:
        yield policy
    new = {name: content.decode("utf-8", "replace") for name, content in proof.files.items()}
    gone = {name: "" for name in version.files if name in proof.missing or proof.policy}
    for name in sorted(new | gone):
        one = difference(name, version.files.get(name, ""), (gone | new)[name])
        if one:
            yield one
