"""One published version: its words, who published it, how it differs from what is in force, and the way back."""

from __future__ import annotations

from collections.abc import Iterator

from aiohttp import web

from bbs.console.frame import back_to, console_page
from bbs.difference import Difference, difference
from bbs.document import DocumentError
from bbs.proof import from_files
from bbs.store import PROGRAM, TEACHER, PolicyVersion
from bbs.web.bodies import form
from bbs.web.csrf import check_form
from bbs.web.keys import RULEBOOK
from bbs.web.problems import answer

BY = {TEACHER: "the teacher", PROGRAM: "the program itself"}
"""Who published a version, in words."""


async def version_page(request: web.Request) -> web.Response:
    """GET /policies/versions/{number}: the version, and what putting it back in force would change."""
    rulebook = request.app[RULEBOOK]
    version = await rulebook.numbered(int(request.match_info["number"]))
    return await console_page(
        request,
        "version.html",
        "/policies",
        version=version,
        by=BY.get(version.by, version.by),
        in_force=rulebook.version,
        differences=list(_differences(rulebook.version, version)),
    )


async def put_back(request: web.Request) -> web.Response:
    """POST /policies/versions/{number}/back: publish its text and list files again, as a new version."""
    check_form(request, await form(request))
    rulebook = request.app[RULEBOOK]
    version = await rulebook.numbered(int(request.match_info["number"]))
    note = f"as version {version.number}"
    try:
        await rulebook.publish(version.text, from_files(version.files), TEACHER, note, origin=version.origin)
    except DocumentError as error:
        return answer(request, 422, f"This version can't be used any more, and nothing was changed. {error}")
    return back_to("/policies", "back")


def _differences(old: PolicyVersion, new: PolicyVersion) -> Iterator[Difference]:
    """The policy first, then the list files of either."""
    before, after = {"the policy": old.text, **old.files}, {"the policy": new.text, **new.files}
    for name in before | after:
        one = difference(name, before.get(name, ""), after.get(name, ""))
        if one:
            yield one
