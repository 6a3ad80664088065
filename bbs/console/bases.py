"""What a text in the editor begins as: the address of the editor says it, before and after each check."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from aiohttp import web

from bbs.proof import Read, first_of, from_files
from bbs.shelf import shelved
from bbs.shipped import PolicyFile, PolicyFileError, read_origin, read_shipped
from bbs.store import NotFound, PolicyDraft
from bbs.web.keys import RULEBOOK, SETTINGS, STORE
from bbs.workshop import draft_file, draft_of, version_file

NUMBER = "/policies/versions/{number:[1-9][0-9]{0,8}}"
"""The address of a version."""


@dataclass(frozen=True, slots=True)
class Base:
    """A text to begin with, its list files, and the part of the address that names it."""

    file: PolicyFile
    query: str = ""
    draft: PolicyDraft | None = None

    @property
    def text(self) -> str:
        """What stands in the editor at first; what is no UTF-8 is marked in it."""
        return self.file.text.decode("utf-8", "replace").removeprefix("\ufeff")


async def base_of(request: web.Request) -> Base:
    """What the address names: `?from=` the shelf, `?version=`, `?draft=`, `?disk=yes`; else what is in force.

    Raises NotFound, or HTTPNotFound for a file that is gone.
    """
    asked, rulebook = request.query, request.app[RULEBOOK]
    if name := asked.get("from", ""):
        return Base((await shelved(request.app[SETTINGS], name)).file, urlencode({"from": name}))
    if name := asked.get("draft", ""):
        return of_draft(await draft_of(request.app[STORE], name))
    if number := asked.get("version", ""):
        if not (number.isascii() and number.isdecimal() and len(number) < 10):
            raise NotFound(number)
        return Base(version_file(await rulebook.numbered(int(number))), f"version={int(number)}")
    if "disk" in asked:
        return await of_disk(request)
    return Base(version_file(rulebook.version))


def of_draft(draft: PolicyDraft) -> Base:
    """A draft to go on with."""
    return Base(draft_file(draft), urlencode({"draft": draft.policy_id}), draft)


async def of_disk(request: web.Request) -> Base:
    """The file that the version in force came from, as it is now. Raises HTTPNotFound where it can't be read."""
    origin = request.app[RULEBOOK].version.origin
    try:
        return Base(await asyncio.to_thread(read_origin, origin), "disk=yes")
    except PolicyFileError:
        raise web.HTTPNotFound from None


async def base_or_else(request: web.Request) -> Base:
    """The same for a form that is sent: if its beginning is gone meanwhile, the text that was written is not."""
    try:
        return await base_of(request)
    except (NotFound, web.HTTPNotFound):
        return Base(version_file(request.app[RULEBOOK].version))


def lists_for(request: web.Request, base: Base, given: Mapping[str, str]) -> Read:
    """List files and used policies by name: given with the form, beside the base, in force, or shipped."""
    in_force = version_file(request.app[RULEBOOK].version)
    return first_of((from_files(given), base.file.read, in_force.read, read_shipped))
