"""A policy written in the browser: checked with every error at its line, its tests run, published by a person."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

from aiohttp import web

from bbs.console.bases import Base, base_of, base_or_else, lists_for
from bbs.console.frame import back_to, console_page
from bbs.difference import plain
from bbs.document import MAX_BYTES
from bbs.proof import Proof, proofread
from bbs.store import TEACHER
from bbs.web.bodies import form
from bbs.web.csrf import check_form
from bbs.web.keys import CLOCK, RULEBOOK, STORE
from bbs.workshop import keep_draft

POLICY_LIMIT = 512 * 1024
"""Bytes of a form that carries a policy: 64 KiB of text may be three times as long on the way."""
LIST_LIMIT = 64 * 1024
"""Bytes of a list file that the page takes from this computer, so that the form stays below its limit."""
MOST_NOTE = 200
"""Characters of the note that says why a version was published."""
GIVEN = "file:"
"""How the form names the fields of list files: this, and the name that the policy uses."""


@dataclass(frozen=True, slots=True)
class Work:
    """What somebody has written so far: the policy, a note, and list files by name."""

    text: str
    note: str = ""
    given: Mapping[str, str] = field(default_factory=dict)


async def editor_page(request: web.Request) -> web.Response:
    """GET /policies/edit: the policy in force, or what the address names (see `base_of`)."""
    base = await base_of(request)
    return await work_page(request, base, Work(base.text))


async def edited(request: web.Request) -> web.Response:
    """POST /policies/edit: check the text; keep or publish it if asked to and nothing stands against it."""
    fields = await form(request, limit=POLICY_LIMIT)
    check_form(request, fields)
    base, work = await base_or_else(request), _work(fields)
    read = lists_for(request, base, work.given)
    proof = await asyncio.to_thread(proofread, work.text, read)
    if proof.policy is None:
        return await work_page(request, base, work, proof, status=422)
    if "keep" in fields:
        await keep_draft(request.app[STORE], proof, TEACHER, request.app[CLOCK].now())
        return back_to("/policies", "drafted")
    if "publish" not in fields:
        return await work_page(request, base, work, proof)
    if proof.failing and "anyway" not in fields:
        return await work_page(request, base, work, proof, status=409)
    await publish_work(request, base, work, proof)
    return back_to("/policies", "published")


async def publish_work(request: web.Request, base: Base, work: Work, proof: Proof) -> None:
    """Put a text that loads in force. A file goes on being its origin while nothing was changed in it."""
    unchanged = plain(work.text) == plain(base.text) and not work.given
    draft = base.draft if base.draft and proof.policy and base.draft.policy_id == proof.policy.id else None
    await request.app[RULEBOOK].publish(
        work.text,
        proof.files,
        TEACHER,
        work.note or "written on the console",
        origin=base.file.origin if unchanged else "",
        draft=draft,
    )


async def work_page(
    request: web.Request, base: Base, work: Work, proof: Proof | None = None, *, status: int = 200
) -> web.Response:
    """The editor with a text in whatever state it is, and what was found in it."""
    page = await console_page(
        request,
        "editor.html",
        "/policies",
        work=work,
        proof=proof,
        lists=dict.fromkeys([*(proof.missing if proof else ()), *work.given], "") | dict(work.given),
        action=f"/policies/edit?{base.query}" if base.query else "/policies/edit",
        most_note=MOST_NOTE,
        most_bytes=MAX_BYTES,
        most_list_bytes=LIST_LIMIT,
        in_force=request.app[RULEBOOK].version,
    )
    page.set_status(status)
    return page


def _work(fields: Mapping[str, str]) -> Work:
    given = {
        name.removeprefix(GIVEN): text
        for name, text in fields.items()
        if name.startswith(GIVEN) and text.strip()
    }
    return Work(fields.get("text", ""), " ".join(fields.get("note", "").split())[:MOST_NOTE], given)
