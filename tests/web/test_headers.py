import pytest


@pytest.mark.parametrize(
    "path", ["/token", "/nowhere", "/crash", "/api/v1/nothing", "/-/static/closednet.css"]
)
async def test_every_answer_carries_the_security_headers(client, path):
    headers = (await client.get(path)).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


async def test_pages_are_not_kept_by_browsers(client):
    assert (await client.get("/token")).headers["Cache-Control"] == "no-store"


async def test_static_files_are_kept_and_change_their_address_with_their_content(client):
    page = await (await client.get("/nowhere")).text()
    address = page.split('href="')[1].split('"')[0]
    answer = await client.get(address)
    assert address.startswith("/-/static/closednet.css?v=")
    assert answer.content_type == "text/css"
    assert "immutable" in answer.headers["Cache-Control"]
