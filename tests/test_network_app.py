"""The whole network port: every link leads somewhere, on every lane, and strangers can do nothing."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import AsyncIterator
from html import unescape
from pathlib import Path

import pytest
from house import House, Visitor, open_house, raw

LINK = re.compile(r'<a [^>]*href="([^"#]+)"')
LANES = ("localhost", "portal.bright.localhost", "portal.bright.test")


@pytest.fixture
async def house(tmp_path: Path, clock) -> AsyncIterator[House]:
    async with open_house(tmp_path, clock) as running:
        yield running


async def crawl(visitor: Visitor) -> dict[str, int]:
    """Follow every link from the home page on; each address with its status."""
    port = visitor.port
    waiting, seen = [f"http://{visitor.host}:{port}/"], {}
    while waiting:
        address = waiting.pop()
        host, _, path = address.removeprefix("http://").partition("/")
        answer = await visitor.get(f"/{path}", Host=host)
        seen[address] = answer.status
        if answer.goes_to:
            waiting += [one for one in [whole(answer.goes_to, host)] if one not in seen]
        if answer.headers["Content-Type"].startswith("text/html"):
            found = {whole(unescape(link), host) for link in LINK.findall(answer.text)}
            waiting += [one for one in found if one not in seen and one not in waiting]
    return seen


def whole(link: str, host: str) -> str:
    """A link as a whole address."""
    return link if link.startswith("http://") else f"http://{host}{link.partition('#')[0]}"


@pytest.mark.parametrize("host", LANES)
async def test_every_link_on_every_page_leads_to_a_page_of_the_same_lane(house, host):
    for _ in range(3):
        visitor = await house.resident(host)
    prefix = "/~board" if host == "localhost" else ""
    board = "localhost" if host == "localhost" else host.replace("portal", "board")
    writer = Visitor(house.port, board, visitor.cookies)
    await writer.post(f"{prefix}/boards/friends/new", {"title": "Hello", "body": "All"})
    seen = await crawl(visitor)
    assert {address: status for address, status in seen.items() if status not in {200, 303}} == {}
    assert len(seen) > 25
    end = host.removeprefix("portal")
    assert all(address.removeprefix("http://").partition(":")[0].endswith(end) for address in seen)


async def test_health_is_told_on_every_host_that_is_served(house):
    for host in ("localhost", "board.bright.localhost", "board.bright.test", "10.1.2.3"):
        answer = await house.visitor().get("/healthz", Host=host)
        assert answer.status == 200
        assert answer.headers["Content-Type"].startswith("application/json")
        assert '"status"' in answer.text


async def test_the_network_port_has_no_page_of_the_console(house):
    visitor = await house.resident()
    for path in ("/enter", "/queue", "/policies", "/posts/aaaaaaaaaaaa", "/metrics", "/api/v1/decisions"):
        assert (await visitor.get(path)).status in {303, 404}


async def test_a_session_of_the_console_is_worth_nothing_here(house):
    visitor = house.visitor()
    visitor.cookies["closednet-console"] = (await house.resident()).cookies["closednet"]
    assert (await visitor.get("/~board/")).goes_to == "/join?back=/~board/"


async def test_a_program_with_a_bearer_token_may_open_pages(house):
    token = (await house.resident()).cookies["closednet"]
    answer = await house.visitor().get("/~board/", Authorization=f"Bearer {token}")
    assert answer.status == 200


async def test_pages_are_never_kept_and_always_guarded(house):
    visitor = await house.resident()
    for path in ("/", "/~board/", "/~library/", "/~world-news/", "/join", "/nowhere", "/~board/threads/x"):
        headers = (await visitor.get(path)).headers
        assert headers["Cache-Control"] == "no-store"
        assert "default-src 'self'" in headers["Content-Security-Policy"]
        assert headers["Referrer-Policy"] == "same-origin"


async def test_a_head_request_has_the_headers_and_no_body(house):
    answer = await raw(house.port, b"HEAD /join HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"200 OK" in head
    assert body == b""


async def test_many_join_at_once_and_no_two_share_a_name(house):
    visitors = await asyncio.gather(*(house.resident() for _ in range(30)))
    names = {(await house.services.roster.person_of(one.cookies["closednet"])).name for one in visitors}
    assert len(names) == 30


async def test_nothing_connects_to_anywhere(house):
    outside: list[tuple] = []
    sys.addaudithook(lambda event, values: outside.append(values) if event == "socket.connect" else None)
    visitor = await house.resident()
    own = {("127.0.0.1", house.port)}
    for line in ("GET http://www.example.com/", "CONNECT www.example.com:443", "GET http://127.0.0.1:22/"):
        await raw(house.port, f"{line} HTTP/1.1\r\nHost: www.example.com\r\n\r\n".encode())
    await visitor.get("/~portal/go?address=http://www.example.com/")
    assert {values[1][:2] for values in outside} <= own
