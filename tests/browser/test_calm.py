"""The console in a narrow window, and what comes out of a printer."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect
from ports import TEACHERS_TOKEN, Ports, open_ports

from bbs.lesson import Clock
from browser.going import go
from browser.test_every_page import AXE, EVERY_RULE, PHONE, RULES, SCREEN, wider_than_its_window

pytestmark = pytest.mark.browser

WALL = ("http://192.168.100.120:18080/",)
SHEETS = ("A4", "Letter")
PACKS = ("bright-net", "school-filter", "company-intranet")


async def enter(page: Page, ports: Ports) -> None:
    await page.goto(f"http://localhost:{ports.console}/enter?token={TEACHERS_TOKEN}")


def sheets(pdf: bytes) -> int:
    """How many pages a PDF has."""
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


async def test_on_a_phone_the_pages_fold_into_a_menu_that_opens_and_closes_with_keys_and_without_a_script(
    tmp_path: Path, clock: Clock, chromium: Browser
) -> None:
    async with open_ports(tmp_path, clock) as ports:
        page = await (await chromium.new_context(java_script_enabled=False, viewport=PHONE)).new_page()
        await enter(page, ports)
        await page.goto(f"http://localhost:{ports.console}/network/lanes")
        assert (await page.locator(".strip").bounding_box() or {})["height"] < 60
        link = page.get_by_role("navigation", name="Console").get_by_role("link", name="Lanes")
        await expect(link).to_be_hidden()
        await page.get_by_role("button", name="Menu").press("Enter")  # the page stays
        await expect(link).to_be_visible()
        await expect(link).to_have_attribute("aria-current", "page")
        await page.keyboard.press("Escape")
        await expect(link).to_be_hidden()
        await page.get_by_role("button", name="Menu").press("Enter")  # the page stays
        await page.get_by_role("button", name="Close").press("Enter")  # the page stays
        await expect(link).to_be_hidden()
        await expect(page.get_by_role("button", name="Menu")).to_be_focused()
        await page.get_by_role("button", name="Menu").click()  # the page stays
        await go(page.get_by_role("link", name="Monitor"))
        await page.get_by_role("heading", name="Monitor").wait_for()


async def test_the_open_menu_holds_before_axe_and_a_wide_window_needs_none(
    tmp_path: Path, clock: Clock, chromium: Browser
) -> None:
    async with open_ports(tmp_path, clock) as ports:
        page = await (await chromium.new_context(viewport=PHONE, color_scheme="dark")).new_page()
        await enter(page, ports)
        await page.get_by_role("button", name="Menu").click()  # the page stays
        await expect(page.get_by_role("link", name="Other networks")).to_be_visible()
        await page.evaluate(AXE)
        assert await page.evaluate(RULES, EVERY_RULE) == []
        assert await wider_than_its_window(page) == []
        await page.keyboard.press("Escape")
        await page.set_viewport_size(SCREEN)  # type: ignore[arg-type]
        await expect(page.get_by_role("button", name="Menu")).to_be_hidden()
        await expect(page.get_by_role("link", name="Network")).to_be_visible()


@pytest.mark.parametrize("pack", PACKS)
async def test_the_poster_of_every_tier_fills_one_sheet_whatever_the_light_and_the_paper(
    tmp_path: Path, clock: Clock, chromium: Browser, pack: str
) -> None:
    async with open_ports(tmp_path, clock, addresses=WALL, pack=pack) as ports:
        page = await (await chromium.new_context(color_scheme="dark")).new_page()
        await enter(page, ports)
        for tier in ports.services.allowlist.network.tiers:
            await page.goto(f"http://localhost:{ports.console}/network/poster?tier={tier}")
            for sheet in SHEETS:
                assert sheets(await page.pdf(format=sheet)) == 1, (tier, sheet)
            await page.emulate_media(media="print")
            assert not await page.locator("nav").is_visible()
            assert await page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
            await page.emulate_media(media=None)


async def test_what_is_pressed_stays_off_the_paper(tmp_path: Path, clock: Clock, chromium: Browser) -> None:
    async with open_ports(tmp_path, clock, addresses=WALL) as ports:
        page = await (await chromium.new_context(color_scheme="dark")).new_page()
        await enter(page, ports)
        student = await ports.student()
        post = await ports.write(student, "A title", "at the square", "friends")
        await page.emulate_media(media="print")
        for path in ("/", "/lesson", "/monitor", "/network", "/queue", "/policies", f"/posts/{post['post']}"):
            await page.goto(f"http://localhost:{ports.console}{path}")
            assert await page.locator("h1").count() == 1, path
            pressed = page.locator("button:visible, input:visible, nav:visible, .button:visible")
            assert (
                await pressed.evaluate_all("found => found.map(one => one.outerHTML.slice(0, 90))") == []
            ), path
            ground = await page.evaluate("getComputedStyle(document.documentElement).colorScheme")
            assert ground == "light"
