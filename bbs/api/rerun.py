"""The API of the re-run, on the console's port: the difference over all posts so far, and changing them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler

from bbs.anew import Stays
from bbs.api.access import check_write
from bbs.api.models import Mark
from bbs.api.openapi import Says
from bbs.api.policies import POLICY
from bbs.api.queries import limit_of, query
from bbs.api.shapes import answer, entry_json
from bbs.api.shapes_policies import fault_json
from bbs.document import DocumentError
from bbs.entries import entry_of
from bbs.lesson import Clock
from bbs.policy.replay import Change
from bbs.rerun import Rerun
from bbs.rerun_difference import Difference, Listed
from bbs.rerun_writing import Run
from bbs.shipped import PolicyFile
from bbs.store import Conflict, NotFound
from bbs.web.bodies import BadBody, json_body
from bbs.web.keys import CLOCK, RERUN, RULEBOOK, SETTINGS, STORE
from bbs.web.problems import problem
from bbs.workshop import find, version_file

PATH = "/api/v1/re-run"
KINDS = {change.value.replace(" ", "_"): change for change in Change}


async def dry_run(request: web.Request) -> web.Response:
    """POST /api/v1/policies/{policy}/dry-run: the difference over all posts so far; nothing is changed."""
    check_write(request)
    asked, rerun = query(request, "version"), request.app[RERUN]
    file, where = await _file(request, asked.get("version", ""))
    try:
        found = await rerun.look(file, where)
    except DocumentError as error:
        return problem(
            422,
            "The policy has errors",
            "There is nothing to compare.",
            errors=[fault_json(one) for one in error.problems],
        )
    return answer(_difference_json(found))


async def standing(request: web.Request) -> web.Response:
    """GET /api/v1/re-run: what is going on, the last difference, and how far the last re-run came."""
    query(request)
    return answer(await _standing(request.app[RERUN]))


async def list_posts(request: web.Request) -> web.Response:
    """GET /api/v1/re-run/posts?change=&after=&limit=: the posts of the last difference, oldest first."""
    asked = query(request, "change", "after", "limit")
    found, word = request.app[RERUN].difference, asked.get("change", "")
    if word and word not in KINDS:
        raise BadBody(400, f"change is one of {', '.join(KINDS)}.")
    if found is None:
        raise Conflict("No difference is worked out: send a dry-run of a policy first.")
    after = _number(asked.get("after", "0"), "after is the `next` of an earlier answer.")
    rows, more = await found.page(request.app[STORE], KINDS.get(word), after, limit_of(asked))
    return answer(
        {"mark": found.mark, "posts": [_listed_json(one, request.app[CLOCK]) for one in rows], "next": more}
    )


async def change(request: web.Request) -> web.Response:
    """POST /api/v1/re-run: change the posts so far, as the difference of this mark says; it goes on by itself."""
    check_write(request)
    body = await json_body(request, Mark)
    rerun = request.app[RERUN]
    await rerun.change(body.mark)  # it goes on after this answer
    return answer(await _standing(rerun), 202)


ROUTES = (
    web.post(f"{POLICY}/dry-run", dry_run),
    web.get(PATH, standing),
    web.post(PATH, change),
    web.get(f"{PATH}/posts", list_posts),
)

DESCRIBED: Mapping[Handler, Says] = {
    dry_run: Says(query=("version",)),
    standing: Says(),
    change: Says(body=Mark, statuses=(202,)),
    list_posts: Says(query=("change", "after", "limit")),
}


async def _file(request: web.Request, version: str) -> tuple[PolicyFile, str]:
    """The policy's text, and how the console's addresses name it. Raises NotFound."""
    app, policy_id = request.app, request.match_info["policy"]
    if version:
        number = _number(version, "version is the number of a version.")
        published = await app[RULEBOOK].numbered(number)
        if published.policy_id != policy_id:
            raise NotFound(policy_id)
        return version_file(published), f"version={number}"
    found = await find(app[STORE], app[RULEBOOK], app[SETTINGS], policy_id)
    names = {"draft": f"draft={policy_id}", "in force": ""}
    return found.file, names.get(found.state, f"from={policy_id}")


def _number(word: str, otherwise: str) -> int:
    if not (word.isascii() and word.isdecimal() and len(word) < 16):
        raise BadBody(400, otherwise)
    return int(word)


async def _standing(rerun: Rerun) -> dict[str, Any]:
    last, found, progress = await rerun.last(), rerun.difference, rerun.progress
    return {
        "going_on": asdict(progress) if progress else None,
        "difference": _difference_json(found) if found else None,
        "last": _run_json(last, going_on=bool(progress and progress.what == "changing")) if last else None,
    }


def _difference_json(found: Difference) -> dict[str, Any]:
    return {
        "mark": found.mark,
        "policy": found.policy_id,
        "in_force": found.in_force,
        "posts": found.posts,
        "unchanged": found.unchanged,
        "groups": {word: found.counts[one] for word, one in KINDS.items()},
        "moves": found.moves,
        "stay": {"answered": found.stay[Stays.ANSWERED], "not_sent": found.stay[Stays.NOT_SENT]},
    }


def _listed_json(one: Listed, clock: Clock) -> dict[str, Any]:
    found = one.changed
    return {
        **entry_json(entry_of(one.post), clock),
        "change": found.change.value.replace(" ", "_"),
        "old": {"verdict": found.was, "by": found.was_by},
        "new": {"verdict": found.verdict, "by": found.by},
    }


def _run_json(run: Run, *, going_on: bool) -> dict[str, Any]:
    """A re-run; one that has no end and does not go on was cut off."""
    state = "going on" if going_on else "stopped" if run.stopped else "done" if run.ended else "cut off"
    return {
        "state": state,
        "policy": run.title,
        "version": run.version,
        "begun": run.begun,
        "ended": run.ended or None,
        "stopped": run.stopped,
        "of": run.of,
        "changed": run.changed,
        "skipped": run.skipped,
    }
