"""A policy written in the browser: checked with every error at its line, its tests run, published by a person."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import web

from bbs.console.frame import back_to, console_page
from bbs.document import DocumentError, Problem
from bbs.policy.examples import Report, report
from bbs.policy.load import load
from bbs.rulebook import Rulebook
from bbs.shipped import policies_folder, read_policy, reader_for, shipped_policies
from bbs.store import TEACHER
from bbs.web.bodies import form
from bbs.web.csrf import check_form
from bbs.web.keys import RULEBOOK

POLICY_LIMIT = 512 * 1024
"""Bytes of a form that carries a policy: 64 KiB of text may be three times as long on the way."""
MOST_NOTE = 200
"""Characters of the note that says why a version was published."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checks found in a text; `report` is None for a text that does not load."""

    problems: tuple[Problem, ...] = ()
    report: Report | None = None


async def editor_page(request: web.Request) -> web.Response:
    """GET /policies/edit: the policy in force, a shipped one (`?from=`) or an older version (`?version=`)."""
    text = await _beginning(request)
    return await _page(request, text)


async def edited(request: web.Request) -> web.Response:
    """POST /policies/edit: check the text, and publish it if that was asked for and nothing stands against it."""
    fields = await form(request, limit=POLICY_LIMIT)
    check_form(request, fields)
    text, note = fields.get("text", ""), " ".join(fields.get("note", "").split())[:MOST_NOTE]
    rulebook = request.app[RULEBOOK]
    read = _lists(rulebook)
    checked = await asyncio.to_thread(_check, text, read)
    if checked.report is None:
        return await _page(request, text, note, checked, status=422)
    if "publish" not in fields:
        return await _page(request, text, note, checked)
    if checked.report.failed and "anyway" not in fields:
        return await _page(request, text, note, checked, status=409)
    await rulebook.publish(text, read, TEACHER, note or "written on the console")
    return back_to("/policies", "published")


async def _beginning(request: web.Request) -> str:
    """The text to begin with. Raises NotFound for a version that is not kept, 404 for an unknown policy."""
    rulebook = request.app[RULEBOOK]
    asked, number = request.query.get("from", ""), request.query.get("version", "")
    if number:
        if not number.isdecimal() or len(number) > 9:
            raise web.HTTPNotFound
        return (await rulebook.numbered(int(number))).text
    if not asked:
        return rulebook.version.text
    if asked not in await asyncio.to_thread(shipped_policies):
        raise web.HTTPNotFound
    return (await asyncio.to_thread(read_policy, asked)).text.decode()


def _lists(rulebook: Rulebook) -> Callable[[str], bytes]:
    """List files by name: those of the policy in force, or else those that come with the program."""
    kept, shipped = dict(rulebook.policy.files), reader_for(policies_folder())
    return lambda name: kept[name] if name in kept else shipped(name)


def _check(text: str, read: Callable[[str], bytes]) -> Checked:
    try:
        return Checked(report=report(load(text, file="policy.yaml", read=read)))
    except DocumentError as error:
        return Checked(problems=error.problems)


async def _page(
    request: web.Request, text: str, note: str = "", checked: Checked | None = None, *, status: int = 200
) -> web.Response:
    page = await console_page(
        request,
        "editor.html",
        "/policies",
        text=text,
        note=note,
        checked=checked,
        most_note=MOST_NOTE,
        in_force=request.app[RULEBOOK].version,
    )
    page.set_status(status)
    return page
