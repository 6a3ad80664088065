import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request

from bbs.web.routes import Routes, get, post


async def show(request: web.Request, **parts: str) -> web.Response:
    return web.Response(text=f"show {parts}")


async def send(request: web.Request, **parts: str) -> web.Response:
    return web.Response(text=f"send {parts}")


ROUTES = Routes(get("/", show), get("/threads/{thread}", show), post("/threads/{thread}/replies", send))


async def ask(method: str, path: str) -> str | None:
    return (await ROUTES.answer(make_mocked_request(method, "/"), path)).text


async def test_the_parts_of_a_path_reach_the_page():
    assert await ask("GET", "/threads/abc") == "show {'thread': 'abc'}"
    assert await ask("POST", "/threads/abc/replies") == "send {'thread': 'abc'}"


async def test_a_head_request_is_answered_like_a_get():
    assert await ask("HEAD", "/") == "show {}"


@pytest.mark.parametrize("path", ["", "/threads/", "/threads/a/b", "/threads/" + "a" * 65, "//", "/\n"])
async def test_a_path_that_nobody_knows_is_not_found(path):
    with pytest.raises(web.HTTPNotFound):
        await ask("GET", path)


async def test_a_wrong_method_names_the_right_one():
    with pytest.raises(web.HTTPMethodNotAllowed) as caught:
        await ask("DELETE", "/threads/abc")
    assert caught.value.headers["Allow"] == "GET"


async def test_everything_below_the_root_can_be_one_page():
    everything = Routes(get("/*", show))
    assert (await everything.answer(make_mocked_request("GET", "/"), "/a/b\n/c")).text == "show {}"
