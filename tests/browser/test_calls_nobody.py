"""A whole lesson in Chromium while the server is watched from outside: it calls nobody."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from cli.started import Server, started
from playwright.async_api import Browser, Page

from browser.going import go

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed"),
]
CODE = "otter-maple-42"
WATCHED = "trace=connect,sendto,sendmsg,sendmmsg,socket"


@pytest.fixture
def trace(tmp_path: Path) -> Path:
    return tmp_path / "trace"


@pytest.fixture
def server(tmp_path: Path, trace: Path) -> Iterator[Server]:
    """A real server as a class has it, every call of which to another socket is written down."""
    watched = ("strace", "-D", "-f", "-qq", "-e", WATCHED, "-o", str(trace))
    bbs = str(Path(sys.executable).with_name("bbs"))
    with started([*watched, bbs], "--lan", folder=tmp_path, BBS_CLASS_CODE=CODE) as running:
        yield running


async def links(page: Page, below: str) -> list[str]:
    """The addresses that a part of this page leads to."""
    found = await page.locator(f"{below} a[href]").evaluate_all("all => all.map(one => one.href)")
    return sorted({one.partition("#")[0] for one in found if "/enter" not in one})


async def see(page: Page, address: str) -> int:
    """Open an address; the status of its answer."""
    answer = await page.goto(address, wait_until="commit" if "monitor" in address else "load")
    assert answer is not None
    return answer.status


async def as_a_student(page: Page, board: str) -> None:
    """Join, open every site, write, be refused, and look at one's own page."""
    assert await see(page, f"{board}/join") == 200
    await page.get_by_label("Class code").fill(CODE)
    await go(page.get_by_role("button", name="Join"))
    await go(page.get_by_role("link", name="Go in"))
    sites = [one for one in await links(page, "main") if re.search(r"/~[a-z-]+/$", one)]
    assert len(sites) > 4
    for address in sites:
        assert await see(page, address) == 200
    await page.goto(f"{board}/~board/boards/friends/new")
    await page.get_by_label("Title").fill("Good morning")
    await page.locator("textarea").fill("Hello to http://www.example.com and news.outside.test")
    await go(page.locator("main form button").first)
    refused = {one: await see(page, f"{board}/~{one}/") for one in ("world-news", "video", "nosuchsite")}
    assert set(refused.values()) <= {403, 503}
    for address in (
        "/me",
        "/~handbook/",
        "/~handbook/language",
        "/connect",
        "/~portal/go?address=www.example.com",
    ):
        assert await see(page, board + address) < 500


async def as_the_teacher(page: Page, server: Server) -> None:
    """Enter the console and open every page that its navigation leads to."""
    await page.goto(server.said["console"])
    rooms = await links(page, "nav")
    assert len(rooms) > 4
    for address in (*rooms, f"{server.console}/network/lanes", f"{server.console}/handbook"):
        assert await see(page, address) == 200


async def test_a_server_calls_nobody_while_a_class_and_a_teacher_use_it(
    chromium: Browser, server: Server, trace: Path
) -> None:
    await as_a_student(await (await chromium.new_context()).new_page(), server.board)
    pac = await (await chromium.new_context()).request.get(f"{server.board}/proxy.pac")
    assert "FindProxyForURL" in await pac.text()
    await as_the_teacher(await (await chromium.new_context()).new_page(), server)
    server.stop()
    calls = trace.read_text(encoding="utf-8").splitlines()  # noqa: ASYNC240  # the server has ended
    assert any("socket(AF_INET" in call for call in calls), "the trace shows nothing"
    assert [call for call in calls if "connect(" in call and "AF_UNIX" not in call] == []
    assert [call for call in calls if "send" in call and "sin" in call and "_addr" in call] == []
