import pytest

from bbs.web.signin import SESSION_COOKIES, VISIT_COOKIES

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
SESSION = SESSION_COOKIES["network"]
NONCE = VISIT_COOKIES["network"]


def origin(client) -> str:
    return f"http://{client.host}:{client.port}"


async def token_for(client, cookie: str) -> str:
    answer = await client.get("/token", headers={"Cookie": cookie})
    return await answer.text()


async def send(client, cookie: str, token: str, sender: str | None = None, **headers: str) -> int:
    headers |= FORM | {"Cookie": cookie, "Origin": origin(client) if sender is None else sender}
    answer = await client.post("/change", data=f"form_token={token}".encode(), headers=headers)
    return answer.status


async def test_a_form_of_our_own_page_passes(client):
    token = await token_for(client, f"{SESSION}=abc")
    assert await send(client, f"{SESSION}=abc", token) == 200


async def test_a_visitor_without_a_session_gets_a_nonce_and_a_form_that_passes(client):
    first = await client.get("/token")
    nonce = first.cookies[NONCE].value
    assert await send(client, f"{NONCE}={nonce}", await first.text()) == 200


@pytest.mark.parametrize("sender", ["", "null", "http://evil.test", "http://127.0.0.1", "https://127.0.0.1"])
async def test_a_form_sent_from_another_address_is_refused(client, sender):
    token = await token_for(client, f"{SESSION}=abc")
    assert await send(client, f"{SESSION}=abc", token, sender) == 403


@pytest.mark.parametrize("token", ["", "0" * 64, "%C3%A9"])
async def test_a_form_with_a_wrong_token_is_refused(client, token):
    assert await send(client, f"{SESSION}=abc", token) == 403


async def test_the_token_of_another_session_is_refused(client):
    token = await token_for(client, f"{SESSION}=somebody-else")
    assert await send(client, f"{SESSION}=abc", token) == 403


async def test_the_token_of_the_console_is_useless_on_the_network(client, console_client):
    answer = await console_client.get("/token", headers={"Cookie": "closednet-console=abc"})
    assert await send(client, f"{SESSION}=abc", await answer.text()) == 403


async def test_a_program_with_a_bearer_token_needs_neither(client):
    assert await send(client, "", "", "", Authorization="Bearer abc") == 200


async def test_strange_cookies_break_nothing(client):
    token = await token_for(client, f'{SESSION}="\\303\\251"; é=1; {SESSION}; {SESSION}=;=; {NONCE}=short')
    assert len(token) == 64
