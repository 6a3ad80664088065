"""The runaway guard in a browser: the page of decisions says by itself that a rule was put in shadow mode."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect
from ports import open_ports

from bbs.lesson import Clock
from browser.every_page import windows
from browser.going import go

pytestmark = pytest.mark.browser


async def test_the_open_page_of_decisions_says_that_the_guard_has_acted(
    tmp_path: Path, clock: Clock, chromium: Browser
) -> None:
    async with open_ports(tmp_path, clock, runaway_guard=True) as ports:
        walk = await windows(ports, chromium)
        await walk.desk.goto(walk.console("/"))
        for number in range(20):
            await ports.write(walk.student, f"Title {number}", "at the square", "friends")
        await expect(walk.desk.get_by_text("The runaway guard has just acted on a rule.")).to_be_visible()
        await go(walk.desk.get_by_role("link", name="Load this page again"))
        notice = walk.desk.get_by_role("region", name="Rule waiting kept 20 of 20 posts back")
        await expect(notice).to_contain_text("Now it only says what it would have done.")
        await go(notice.get_by_role("button", name="Dismiss"))
        await expect(walk.desk.get_by_text("the notice is gone")).to_be_visible()
        await expect(notice).to_have_count(0)
        await ports.write(walk.student, "One more", "good morning", "friends")
        await expect(walk.desk.get_by_text("1 new decision")).to_be_visible()
        await expect(walk.desk.get_by_text("has just acted")).to_be_hidden()
