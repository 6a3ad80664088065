"""The API of policies, on the console's port: read, check and keep as a draft, publish."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler

from bbs.api.access import check_write
from bbs.api.models import PolicyText, Publish
from bbs.api.openapi import Says
from bbs.api.queries import query
from bbs.api.shapes import answer, version_json
from bbs.api.shapes_policies import (
    change_json,
    draft_json,
    fault_json,
    guarded_json,
    policy_json,
    proof_json,
    shelved_json,
)
from bbs.document import Mark, Problem
from bbs.guarding import written
from bbs.notices import standing
from bbs.ondisk import on_disk
from bbs.policy.head import ID
from bbs.proof import Proof, Read, first_of, from_files, proofread
from bbs.shelf import on_shelf, shelved
from bbs.shipped import read_shipped
from bbs.store import TEACHER, NotFound, policy_drafts
from bbs.web.bodies import BadBody, json_body
from bbs.web.keys import CLOCK, RULEBOOK, SETTINGS, STORE
from bbs.web.problems import problem
from bbs.workshop import Found, draft_file, find, keep_draft, version_file

POLICY = f"/api/v1/policies/{{policy:{ID.pattern}}}"
POLICY_LIMIT = 512 * 1024
"""Bytes of a body that carries a policy and its list files."""
NOTES = {"draft": "from a draft", "own": "from an own file", "shipped": "from the shipped policies"}
"""The note of a version that was published without one."""
_ID_LINE = re.compile(r"^(id[ \t]*:[ \t]*)", re.MULTILINE)


async def policies(request: web.Request) -> web.Response:
    """GET /api/v1/policies: in force, drafts, own and shipped ones, and every version so far."""
    query(request)
    rulebook, shelf = request.app[RULEBOOK], await on_shelf(request.app[SETTINGS])
    return answer(
        {
            "in_force": {**policy_json(rulebook.policy), "version": rulebook.version.number},
            "house_rules": {**policy_json(rulebook.house), "version": rulebook.house_version.number},
            "guarded": [guarded_json(one) for one in await standing(request.app[STORE], rulebook)],
            "drafts": [draft_json(one) for one in await policy_drafts.newest_first(request.app[STORE])],
            "own": [shelved_json(one) for one in shelf if one.own],
            "shipped": [shelved_json(one) for one in shelf if not one.own and not one.problems],
            "versions": [version_json(version) for version in await rulebook.versions()],
        }
    )


async def policy(request: web.Request) -> web.Response:
    """GET /api/v1/policies/{policy}: its text and what was found in it: the draft, or what is in force, or a file."""
    query(request)
    found = await _find(request)
    version = found.version
    proof = await asyncio.to_thread(proofread, found.file.text, found.file.read, found.file.file)
    change = await on_disk(await written(request.app[STORE], version)) if version else None
    return answer(
        {
            "id": request.match_info["policy"],
            "title": proof.policy.title if proof.policy else "",
            "state": found.state,
            "version": version.number if version else None,
            "text": proof.text,
            "files": {name: content.decode("utf-8", "replace") for name, content in proof.files.items()},
            "on_disk": change_json(change) if change else None,
            **proof_json(proof),
        }
    )


async def put_policy(request: web.Request) -> web.Response:
    """PUT /api/v1/policies/{policy}: check a text and keep it as a draft; nothing takes effect."""
    check_write(request)
    body = await json_body(request, PolicyText, limit=POLICY_LIMIT)
    policy_id, given = request.match_info["policy"], body.files or {}
    earlier = await policy_drafts.by_id(request.app[STORE], policy_id)
    read = await _lists(request, given)
    proof = await asyncio.to_thread(proofread, body.text, read, f"{policy_id}.yaml")
    faults = [*proof.problems, *_other_id(proof, policy_id)]
    if faults:
        return _unusable([fault_json(one) for one in faults])
    if unused := sorted(given.keys() - proof.files.keys()):
        told = ({"field": f"files.{name}", "problem": "The policy names no such file."} for name in unused)
        raise BadBody(422, "Nothing was kept: the policy does not use all of the files.", tuple(told))
    await keep_draft(request.app[STORE], proof, TEACHER, request.app[CLOCK].now())
    return answer({"id": policy_id, "state": "draft", **proof_json(proof)}, 200 if earlier else 201)


async def publish(request: web.Request) -> web.Response:
    """POST /api/v1/policies/{policy}/publish: put the draft in force, or else the own or shipped policy."""
    check_write(request)
    body = await json_body(request, Publish) if request.body_exists else Publish()
    found = await _publishable(request)
    proof = await asyncio.to_thread(proofread, found.file.text, found.file.read, found.file.file)
    if proof.problems:
        return _unusable([fault_json(one) for one in proof.problems])
    if proof.failing and not body.anyway:
        detail = "Nothing was changed: a test of this policy fails. Send `anyway: true` to publish it all the same."
        return problem(409, "A test fails", detail, **proof_json(proof))
    version = await request.app[RULEBOOK].publish(
        proof.text,
        proof.files,
        TEACHER,
        " ".join(body.note.split()) or NOTES[found.state],
        origin=found.file.origin,
        draft=found.draft,
    )
    return answer(version_json(version))


ROUTES = (
    web.get("/api/v1/policies", policies),
    web.get(POLICY, policy),
    web.put(POLICY, put_policy),
    web.post(f"{POLICY}/publish", publish),
)

DESCRIBED: Mapping[Handler, Says] = {
    policies: Says(),
    policy: Says(),
    put_policy: Says(body=PolicyText, statuses=(200, 201)),
    publish: Says(body=Publish),
}


async def _find(request: web.Request) -> Found:
    app = request.app
    return await find(app[STORE], app[RULEBOOK], app[SETTINGS], request.match_info["policy"])


async def _publishable(request: web.Request) -> Found:
    """The draft, or what lies on the shelf. Raises NotFound for what is neither, as an old version."""
    policy_id = request.match_info["policy"]
    draft = await policy_drafts.by_id(request.app[STORE], policy_id)
    if draft:
        return Found(draft_file(draft), "draft", draft=draft)
    one = await shelved(request.app[SETTINGS], policy_id)
    return Found(one.file, "own" if one.own else "shipped")


async def _lists(request: web.Request, given: Mapping[str, str]) -> Read:
    """List files and used policies: sent along, beside the policy of this id as it is, in force, or shipped."""
    places = [from_files(given)]
    with suppress(NotFound):  # a policy that is new
        places.append((await _find(request)).file.read)
    places += [version_file(request.app[RULEBOOK].version).read, read_shipped]
    return first_of(places)


def _other_id(proof: Proof, policy_id: str) -> list[Problem]:
    """The mistake of a text that names itself otherwise than its address does."""
    if proof.policy is None or proof.policy.id == policy_id:
        return []
    found = _ID_LINE.search(proof.text)
    line, column = (proof.text.count("\n", 0, found.start()) + 1, len(found[1]) + 1) if found else (1, 1)
    said = f"the id is `{proof.policy.id}`, and the address says `{policy_id}`"
    remedy = f"write id: {policy_id}, or send it to /api/v1/policies/{proof.policy.id}"
    return [Problem(f"{policy_id}.yaml", Mark(line, column), said, remedy)]


def _unusable(faults: list[dict[str, Any]]) -> web.Response:
    return problem(422, "The policy has errors", "Nothing was changed.", errors=faults)
