"""A small real application that carries everything of bbs.web, and a visitor with cookies off."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pydantic
import pytest
from aiohttp import DummyCookieJar, web
from aiohttp.test_utils import TestClient

from bbs.shipped import templates_folder
from bbs.web.assets import ASSETS, PREFIX, Assets, static
from bbs.web.bodies import form, json_body
from bbs.web.csrf import check_form, form_token
from bbs.web.headers import guarded
from bbs.web.keys import AUDIENCE, BEARER, PAGES, SECRET
from bbs.web.pages import environment
from bbs.web.problems import plain_problems
from bbs.web.signin import end_session, keep_nonce, read_token, start_session

Client = TestClient[web.Request, web.Application]


class Wish(pydantic.BaseModel):
    title: str
    stars: float = 0


@web.middleware
async def bearer(request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]):
    _, request[BEARER] = read_token(request)
    return await handler(request)


async def show_token(request: web.Request) -> web.Response:
    response = web.Response(text=form_token(request))
    keep_nonce(request, response)
    return response


async def read_form(request: web.Request) -> web.Response:
    return web.json_response(await form(request))


async def read_json(request: web.Request) -> web.Response:
    return web.json_response((await json_body(request, Wish)).model_dump())


async def change(request: web.Request) -> web.Response:
    check_form(request, await form(request))
    return web.Response(text="changed")


async def enter(request: web.Request) -> web.Response:
    response = web.Response(text="in")
    start_session(request, response, "secret-token")
    return response


async def leave(request: web.Request) -> web.Response:
    response = web.Response(text="out")
    end_session(request, response)
    return response


async def crash(request: web.Request) -> web.Response:
    raise ZeroDivisionError("a secret in the message")


def small_app(audience: str = "network") -> web.Application:
    app = web.Application(middlewares=[guarded, plain_problems, bearer])
    app[AUDIENCE] = audience
    app[SECRET] = b"k" * 32
    app[PAGES] = environment(templates_folder())
    app[ASSETS] = Assets.read(templates_folder() / "static")
    app.router.add_get("/token", show_token)
    app.router.add_post("/form", read_form)
    app.router.add_post("/json", read_json)
    app.router.add_post("/api/v1/json", read_json)
    app.router.add_post("/change", change)
    app.router.add_get("/enter", enter)
    app.router.add_get("/leave", leave)
    app.router.add_get("/crash", crash)
    app.router.add_get("/api/v1/crash", crash)
    app.router.add_get(PREFIX + "{name:.+}", static)
    return app


@pytest.fixture
async def client(aiohttp_client) -> Client:
    """A client that keeps no cookies: every test says what it sends."""
    return await aiohttp_client(small_app(), cookie_jar=DummyCookieJar())


@pytest.fixture
async def console_client(aiohttp_client) -> Client:
    return await aiohttp_client(small_app("console"), cookie_jar=DummyCookieJar())
