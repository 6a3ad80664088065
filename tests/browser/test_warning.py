"""Being asked once, in a real browser."""

from __future__ import annotations

import pytest
from house import House
from playwright.async_api import Browser

from browser.going import go
from browser.test_pages import PHONE, join, write

pytestmark = pytest.mark.browser


async def test_a_warned_author_reads_the_reason_above_the_draft_and_posts_it_anyway(
    house: House, chromium: Browser
):
    context = await chromium.new_context(viewport=PHONE)
    page = await context.new_page()
    await join(page, f"http://portal.bright.localhost:{house.port}")
    await page.goto(f"http://board.bright.localhost:{house.port}/boards/friends/new")
    await write(page, "Weather", "Will it rain?")
    await page.get_by_role("alert", name="Are you sure?").get_by_text("Are you sure about rain?").wait_for()
    assert await page.get_by_label("Your words").input_value() == "Will it rain?"
    await page.get_by_label("Your words").fill("Will it rain at noon?")
    await go(page.get_by_role("button", name="Post it anyway"))
    await page.get_by_role("heading", name="Weather", level=1).wait_for()
    await page.get_by_text("Will it rain at noon?").wait_for()
    await context.close()
