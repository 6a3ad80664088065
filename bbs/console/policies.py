"""The policy in force and the file behind it, drafts, those ready to be published, and every version so far."""

from __future__ import annotations

import asyncio

from aiohttp import web

from bbs.console.bases import Base, of_disk, of_draft
from bbs.console.editor import Work, publish_work, work_page
from bbs.console.frame import back_to, console_page
from bbs.console.guarded import guarded
from bbs.difference import plain
from bbs.guarding import written
from bbs.ondisk import on_disk
from bbs.policy.rules import Policy
from bbs.policy.verdicts import GLOSS, TELLS
from bbs.proof import proofread
from bbs.shelf import on_shelf, shelved
from bbs.store import TEACHER, policy_drafts
from bbs.web.bodies import form
from bbs.web.csrf import check_form
from bbs.web.keys import CLOCK, RULEBOOK, SETTINGS, STORE
from bbs.workshop import draft_of, throw_away


async def policies_page(request: web.Request) -> web.Response:
    """GET /policies."""
    rulebook, store = request.app[RULEBOOK], request.app[STORE]
    from_file = await written(store, rulebook.version)
    shelf = await on_shelf(request.app[SETTINGS])
    return await console_page(
        request,
        "policies.html",
        "/policies",
        policy=rulebook.policy,
        version=rulebook.version,
        text_in_force=plain(rulebook.version.text),
        default=_default_in_words(rulebook.policy),
        guarded=await guarded(request),
        from_file=from_file,
        disk=await on_disk(from_file),
        drafts=await policy_drafts.newest_first(store),
        own=[one for one in shelf if one.own],
        shipped=[one for one in shelf if not one.own],
        versions=await rulebook.versions(),
    )


async def publish(request: web.Request) -> web.Response:
    """POST /policies/{policy}/publish: put a policy of the shelf in force."""
    fields = await _sent(request)
    one = await shelved(request.app[SETTINGS], request.match_info["policy"])
    note = f"from {one.file.file}" if one.own else "from the shipped policies"
    return await _put_in_force(request, Base(one.file, f"from={one.id}"), note, fields.get("seen"))


async def publish_file(request: web.Request) -> web.Response:
    """POST /policies/file: put the changed file in force that the version in force came from."""
    fields = await _sent(request)
    return await _put_in_force(request, await of_disk(request), "from the file on disk", fields.get("seen"))


async def publish_draft(request: web.Request) -> web.Response:
    """POST /policies/drafts/{policy}/publish: put a draft in force."""
    await _sent(request)
    base = of_draft(await draft_of(request.app[STORE], request.match_info["policy"]))
    return await _put_in_force(request, base, "from a draft")


async def drop_draft(request: web.Request) -> web.Response:
    """POST /policies/drafts/{policy}/drop: throw a draft away."""
    await _sent(request)
    store = request.app[STORE]
    draft = await draft_of(store, request.match_info["policy"])
    await throw_away(store, draft, TEACHER, request.app[CLOCK].now())
    return back_to("/policies", "dropped")


async def _sent(request: web.Request) -> dict[str, str]:
    fields = await form(request)
    check_form(request, fields)
    return fields


async def _put_in_force(request: web.Request, base: Base, note: str, seen: str | None = None) -> web.Response:
    """Publish a text as it stands; where something stands against it, the editor says what.

    `seen` is the digest of what the teacher looked at: a file that was changed since is shown again.
    """
    proof = await asyncio.to_thread(proofread, base.file.text, base.file.read, base.file.file)
    if seen and seen != proof.digest:
        return back_to("/policies", "changed")
    work = Work(base.text, note)
    if proof.policy is None:
        return await work_page(request, base, work, proof, status=422)
    if proof.failing:
        return await work_page(request, base, work, proof, status=409)
    await publish_work(request, base, work, proof)
    return back_to("/policies", "published")


def _default_in_words(policy: Policy) -> str:
    default = policy.default
    return f"{default.verdict.word}: {GLOSS[default.verdict]}; {TELLS[default.tell.kind]}"
