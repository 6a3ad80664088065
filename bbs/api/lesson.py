"""The switches of the lesson by program, for the teacher alone."""

from __future__ import annotations

from collections.abc import Mapping

from aiohttp import web
from aiohttp.typedefs import Handler

from bbs.api.access import check_write
from bbs.api.models import Nothing
from bbs.api.openapi import Says
from bbs.api.queries import query
from bbs.api.shapes import answer
from bbs.lesson import Lesson
from bbs.web.bodies import json_body
from bbs.web.keys import ADDRESSES, LESSON, ROSTER

PATH = "/api/v1/lesson"


async def lesson(request: web.Request) -> web.Response:
    """GET /api/v1/lesson: how the switches stand, the class code, where to join, and how many have."""
    query(request)
    return await _standing(request)


async def freeze(request: web.Request) -> web.Response:
    """POST /api/v1/lesson/freeze: let nobody new join."""
    await (await _wish(request)).freeze()
    return await _standing(request)


async def thaw(request: web.Request) -> web.Response:
    """POST /api/v1/lesson/thaw: let people join again."""
    await (await _wish(request)).thaw()
    return await _standing(request)


async def reveal(request: web.Request) -> web.Response:
    """POST /api/v1/lesson/reveal: show everybody the trace of their own texts."""
    await (await _wish(request)).reveal()
    return await _standing(request)


async def hide(request: web.Request) -> web.Response:
    """POST /api/v1/lesson/hide: show no trace any more."""
    await (await _wish(request)).hide()
    return await _standing(request)


async def seal(request: web.Request) -> web.Response:
    """POST /api/v1/lesson/seal: have devices with the automatic proxy setting send everything here.

    As long as it is on, such a device reaches nothing but this network.
    """
    await (await _wish(request)).seal()
    return await _standing(request)


async def unseal(request: web.Request) -> web.Response:
    """POST /api/v1/lesson/unseal: have them send only the names of this network here."""
    await (await _wish(request)).unseal()
    return await _standing(request)


async def show_visits(request: web.Request) -> web.Response:
    """POST /api/v1/lesson/show-visits: show everybody the record of their own visits."""
    await (await _wish(request)).show_visits()
    return await _standing(request)


async def hide_visits(request: web.Request) -> web.Response:
    """POST /api/v1/lesson/hide-visits: show nobody a record of visits any more."""
    await (await _wish(request)).hide_visits()
    return await _standing(request)


ROUTES = (
    web.get(PATH, lesson),
    web.post(f"{PATH}/freeze", freeze),
    web.post(f"{PATH}/thaw", thaw),
    web.post(f"{PATH}/reveal", reveal),
    web.post(f"{PATH}/hide", hide),
    web.post(f"{PATH}/seal", seal),
    web.post(f"{PATH}/unseal", unseal),
    web.post(f"{PATH}/show-visits", show_visits),
    web.post(f"{PATH}/hide-visits", hide_visits),
)

DESCRIBED: Mapping[Handler, Says] = {
    lesson: Says(),
    freeze: Says(body=Nothing),
    thaw: Says(body=Nothing),
    reveal: Says(body=Nothing),
    hide: Says(body=Nothing),
    seal: Says(body=Nothing),
    unseal: Says(body=Nothing),
    show_visits: Says(body=Nothing),
    hide_visits: Says(body=Nothing),
}


async def _wish(request: web.Request) -> Lesson:
    """The switches, once it is plain that the request may turn one."""
    check_write(request)
    if request.body_exists:
        await json_body(request, Nothing)
    return request.app[LESSON]


async def _standing(request: web.Request) -> web.Response:
    app, state = request.app, request.app[LESSON].state
    return answer(
        {
            "frozen": state.frozen,
            "revealed": state.revealed,
            "sealed": state.sealed,
            "visits_shown": state.visits_shown,
            "class_code": app[ROSTER].class_code,
            "joined": await app[ROSTER].count(),
            "addresses": app[ADDRESSES],
        }
    )
