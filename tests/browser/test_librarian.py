"""Ask the librarian, from the question to the shortened copy: on a phone, without scripts, with the keyboard."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page
from ports import Ports, open_ports

from bbs.lesson import Clock
from browser.every_page import Walk, windows
from browser.going import go, go_by_enter
from browser.test_pages import PHONE

pytestmark = pytest.mark.browser

DATE = "an engineer had the third pier measured"
"""What the official leaves out."""


@pytest.fixture
async def ports(tmp_path: Path, clock: Clock) -> AsyncIterator[Ports]:
    async with open_ports(tmp_path, clock) as opened:
        yield opened


@pytest.fixture
async def walk(ports: Ports, chromium: Browser) -> Walk:
    return await windows(ports, chromium, viewport=PHONE, java_script_enabled=False)


async def typed(page: Page, label: str, words: str) -> None:
    """Reach a field and type, as somebody without a mouse does."""
    await page.get_by_label(label).focus()
    await page.keyboard.type(words)


async def test_a_student_asks_an_official_lays_a_shortened_copy_and_nobody_else_finds_it(walk: Walk) -> None:
    page, desk = walk.inside, walk.desk
    await page.goto(walk.network("/~library/"))
    await go(page.get_by_role("link", name="Ask the librarian"))
    await page.get_by_role("heading", name="Ask here").wait_for()
    await typed(page, "What are you looking for?", "news.outside.test/bridge")
    await page.keyboard.press("Tab")
    await page.keyboard.type("We write about the bridge")
    await page.keyboard.press("Tab")
    await go_by_enter(page)
    await page.get_by_role("heading", name="What you have asked for").wait_for()
    assert "It waits for an answer." in await page.inner_text("main")

    await desk.goto(walk.console("/network/requests"))
    await desk.get_by_role("link", name="Answer with a copy").focus()
    await go_by_enter(desk)
    await desk.get_by_role("heading", name="Answer with a copy").wait_for()
    text = await desk.get_by_label("The text, in Markdown").input_value()
    assert DATE in text
    shorter = "\n\n".join(part for part in text.split("\n\n") if DATE not in " ".join(part.split()))
    await desk.get_by_label("The text, in Markdown").fill(shorter)
    await desk.get_by_role("button", name="Look at it first").focus()
    await go_by_enter(desk)
    await desk.get_by_role("heading", name="What is different").wait_for()
    assert DATE in " ".join((await desk.locator(".wording del").first.inner_text()).split())
    await desk.get_by_role("button", name="Lay it in the reading room").focus()
    await go_by_enter(desk)
    await desk.get_by_text("Who asked is told where it lies.").wait_for()

    await page.reload()
    await page.get_by_role("link", name="Read the copy").focus()
    await go_by_enter(page)
    await page.get_by_text("A copy, from: World News").wait_for()
    read = await page.inner_text("main")
    assert "Ida Marl, who designed it" in read
    assert DATE not in read
    assert not await page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
    place = page.url

    other = await walk.ports.student()
    cookie = {"name": "closednet", "value": other.token, "url": walk.network("")}
    await walk.outside.context.add_cookies([cookie])  # type: ignore[list-item]
    answer = await walk.outside.goto(place)
    assert answer is not None
    assert answer.status == 404
    await walk.outside.goto(walk.network("/~library/reading/copies"))
    assert "Nothing was laid here for you." in await walk.outside.inner_text("main")
