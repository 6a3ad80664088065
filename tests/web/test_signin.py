import pytest
from aiohttp.test_utils import make_mocked_request

from bbs.web.signin import SESSION_SECONDS, read_token


async def test_the_session_cookie_is_out_of_reach_of_scripts_and_bounded(client):
    cookie = (await client.get("/enter")).cookies["closednet"]
    assert cookie.value == "secret-token"
    assert cookie["httponly"] is True
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/"
    assert cookie["max-age"] == str(SESSION_SECONDS)
    assert not cookie["secure"]
    assert cookie["domain"] == ""


async def test_the_console_has_a_cookie_of_its_own(console_client):
    assert set((await console_client.get("/enter")).cookies) == {"closednet-console"}


async def test_leaving_takes_the_cookie_away(client):
    cookie = (await client.get("/leave")).cookies["closednet"]
    assert cookie.value == ""
    assert cookie["max-age"] == "0"


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"Authorization": "Bearer abc"}, ("abc", True)),
        ({"Authorization": "bearer abc", "Cookie": "closednet=xyz"}, ("abc", True)),
        ({"Authorization": "Basic abc", "Cookie": "closednet=xyz"}, ("xyz", False)),
        ({"Authorization": "Bearer ", "Cookie": "closednet=xyz"}, ("xyz", False)),
        ({"Cookie": "closednet-console=xyz"}, ("", False)),
        ({}, ("", False)),
    ],
)
async def test_a_bearer_token_wins_over_the_cookie_of_this_port(client, headers, expected):
    app = client.app
    assert read_token(make_mocked_request("GET", "/", headers=headers, app=app)) == expected
