"""Every way to refuse as Chromium shows it, on lane A and through a proxy setting; and asking for access, from no to yes to no."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from house import CODE, open_house
from playwright.async_api import Browser, BrowserContext, Error, Page, async_playwright
from ports import TEACHERS_TOKEN, Ports, open_ports
from test_ways import pack

from bbs.lesson import Clock
from browser.conftest import FLAGS, chromium_or_skip
from browser.going import go

pytestmark = pytest.mark.browser

SHOWN = {
    "page": (403, "page is not on the list"),
    "law": (451, "law is not on the list"),
    "vague": (503, "The service can't answer just now."),
    "missing": (404, "There is nothing at this address."),
    "redirect": (200, "More."),
    "empty": (0, "ERR_EMPTY_RESPONSE"),
    "reset": (0, "ERR_CONNECTION_RESET"),
    "hang": (0, "ERR_EMPTY_RESPONSE"),
    "slow": (200, "The first page"),
}
"""What is seen of each way: a status with words of the page, or the browser's own error."""


async def seen(context: BrowserContext, address: str, words: str) -> tuple[int, str]:
    """Open an address in a tab of its own: the status with all words of the page, or 0 and the browser's error.

    A page that drips is looked at until these words have come.
    """
    page = await context.new_page()
    try:
        answer = await page.goto(address, wait_until="commit")
        for _ in range(50):
            if words in (shown := await page.inner_text("body")):
                break
            await page.wait_for_timeout(100)
        return answer.status if answer else 0, shown
    except Error as error:
        return 0, error.message
    finally:
        await page.close()


@asynccontextmanager
async def window(*flags: str) -> AsyncIterator[Browser]:
    program = chromium_or_skip()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=[*FLAGS, *flags])
        yield browser
        await browser.close()


async def join(page: Page, portal: str) -> None:
    await page.goto(f"{portal}/join")
    await page.get_by_label("Class code").fill(CODE)
    await go(page.get_by_role("button", name="Join"))
    await page.get_by_role("link", name="Go in").wait_for()


async def looks_as_it_should(context: BrowserContext, address: str) -> None:
    found = await asyncio.gather(*(seen(context, address.format(way), SHOWN[way][1]) for way in SHOWN))
    for (way, (status, words)), (came, shown) in zip(SHOWN.items(), found, strict=True):
        assert came == status, (way, shown)
        assert words in shown, (way, shown)


@pytest.mark.parametrize("lane", ["prefix", "proxy"])
async def test_each_refusal_looks_as_the_handbook_says(tmp_path: Path, clock: Clock, lane: str) -> None:
    async with open_house(tmp_path, clock, pack=pack(tmp_path)) as house:
        here = f"http://localhost:{house.port}"
        setting = f"--proxy-server=http://127.0.0.1:{house.port}"
        flags = (setting, "--proxy-bypass-list=<-loopback>") if lane == "proxy" else ()
        portal, address = (
            ("http://portal.ways.test", "http://{}.outside.test/")
            if lane == "proxy"
            else (here, f"{here}/~{{}}/")
        )
        async with window(*flags) as browser:
            context = await browser.new_context()
            await join(await context.new_page(), portal)
            await looks_as_it_should(context, address)
            if lane == "proxy":
                _, error = await seen(context, "https://page.outside.test/", "ERR_")
                assert "ERR_TUNNEL_CONNECTION_FAILED" in error


async def test_who_is_blocked_asks_is_let_in_and_is_closed_out_again(
    tmp_path: Path, clock: Clock, chromium: Browser
) -> None:
    async with open_ports(tmp_path, clock) as ports:
        student, desk = [await (await chromium.new_context()).new_page() for _ in range(2)]
        news = f"http://localhost:{ports.students}/~world-news/"
        await join(student, f"http://localhost:{ports.students}")
        await desk.goto(f"http://localhost:{ports.console}/enter?token={TEACHERS_TOKEN}")
        await student.goto(news)
        await student.get_by_label("Why do you want to open World News?").fill("For my essay on weather")
        await go(student.get_by_role("button", name="Ask for access"))
        await student.get_by_role("heading", name="You have asked for access").wait_for()
        await answers(ports, desk, student, news)


async def answers(ports: Ports, desk: Page, student: Page, news: str) -> None:
    """The teacher opens and closes again; the student sees each with the next page."""
    await desk.reload()
    await go(desk.get_by_role("navigation", name="Console").get_by_role("link", name="Network 1"))
    await go(desk.get_by_role("navigation", name="Network").get_by_role("link", name="Requests 1"))
    assert "For my essay on weather" in await desk.inner_text("main")
    await desk.get_by_role("combobox").select_option("for good")
    await go(desk.get_by_role("button", name="Open World News to"))
    await student.goto(news)
    assert "This address is closed" not in await student.inner_text("body")
    await student.goto(f"http://localhost:{ports.students}/me/requests")
    assert "Open to you." in await student.inner_text("main")
    await go(desk.get_by_role("button", name="Close it again"))
    await student.goto(news)
    assert "An official has closed it again." in await student.inner_text("main")
    assert await student.get_by_role("button", name="Ask for access").count() == 1
