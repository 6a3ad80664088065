"""The pages in a real browser: reachable by every lane, without scripts, and with the keyboard alone."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest
from house import CODE, House
from playwright.async_api import Browser, BrowserContext, Page, expect

from browser.every_page import INSIDE
from browser.going import go, go_by_enter

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 740}
SCREEN = {"width": 1280, "height": 800}


async def join(page: Page, address: str) -> None:
    await page.goto(f"{address}/join")
    await page.get_by_label("Class code").fill(CODE)
    await go(page.get_by_role("button", name="Join"))
    await go(page.get_by_role("link", name="Go in"))
    await page.get_by_role("heading", name="Good day").wait_for()


async def write(page: Page, title: str, body: str) -> None:
    await page.get_by_label("Title").fill(title)
    await page.get_by_label("Your words").fill(body)
    await go(page.get_by_role("button", name="Post it"))


@pytest.fixture
async def context(chromium: Browser) -> AsyncIterator[BrowserContext]:
    context = await chromium.new_context(viewport=PHONE)
    yield context
    await context.close()


async def test_lane_b_shares_the_session_between_sites(house: House, context: BrowserContext):
    page = await context.new_page()
    await join(page, f"http://portal.bright.localhost:{house.port}")
    await go(page.get_by_role("link", name="Friends' Board").first)
    await page.get_by_role("heading", name="Friends' Board", level=1).wait_for()
    assert page.url == f"http://board.bright.localhost:{house.port}/"
    assert {cookie["domain"] for cookie in await context.cookies()} == {".bright.localhost"}
    assert all(cookie["httpOnly"] and cookie["sameSite"] == "Lax" for cookie in await context.cookies())


async def test_lane_c_serves_real_names_through_the_proxy(house: House, chromium: Browser):
    context = await chromium.new_context(proxy={"server": f"http://127.0.0.1:{house.port}"})
    page = await context.new_page()
    await join(page, "http://portal.bright.test")
    await page.get_by_role("textbox", name="Address").fill("library/hours")
    await go(page.get_by_role("button", name="Go"))
    await page.get_by_role("heading", name="Opening hours").wait_for()
    assert page.url == "http://library.bright.test/hours"
    await page.goto("http://www.example.com/")
    assert "www.example.com" in await page.inner_text("main")
    await go(page.get_by_role("link", name="Back to"))
    await page.get_by_role("heading", name="Good day").wait_for()
    assert page.url == "http://portal.bright.test/"
    await context.close()


@pytest.mark.parametrize("host", ["localhost", "portal.bright.localhost"])
async def test_the_address_bar_opens_sites_and_draws_refusals(house: House, context: BrowserContext, host):
    page = await context.new_page()
    await join(page, f"http://{host}:{house.port}")
    await page.get_by_role("textbox", name="Address").fill("www.example.com")
    await go_by_enter(page)
    await page.get_by_text("simulated").wait_for()
    await page.get_by_role("textbox", name="Address").fill("board")
    await go_by_enter(page)
    await page.get_by_role("heading", name="Friends' Board", level=1).wait_for()


async def test_everything_works_without_scripts_and_with_the_keyboard_alone(house: House, chromium: Browser):
    context = await chromium.new_context(java_script_enabled=False, viewport=PHONE)
    page = await context.new_page()
    await page.goto(f"http://localhost:{house.port}/~board/boards/friends/new")
    await page.get_by_label("Class code").focus()
    await page.keyboard.type(CODE)
    await go_by_enter(page)
    await page.get_by_role("link", name="Go in").focus()
    await go_by_enter(page)
    await page.get_by_label("Title").focus()
    await page.keyboard.type("By keyboard")
    await page.keyboard.press("Tab")
    await page.keyboard.type("One line")
    await page.keyboard.press("Enter")  # the page stays
    await page.keyboard.type("and another")
    await page.keyboard.press("Tab")
    await go_by_enter(page)
    await page.get_by_role("heading", name="By keyboard").wait_for()
    assert await page.locator(".text").first.inner_text() == "One line\nand another"
    await context.close()


async def test_a_password_is_set_and_brings_one_back_with_the_keyboard_alone(house: House, chromium: Browser):
    context = await chromium.new_context(java_script_enabled=False, viewport=PHONE)
    page = await context.new_page()
    address = f"http://localhost:{house.port}"
    await page.goto(f"{address}/join")
    await page.get_by_label("Class code").focus()
    await page.keyboard.type(CODE)
    await go_by_enter(page)
    name = (await page.locator("h1").inner_text()).removeprefix("You are ")
    await page.get_by_role("link", name=name).focus()
    await go_by_enter(page)
    await page.get_by_role("link", name="Set a password").focus()
    await go_by_enter(page)
    await page.get_by_label("New password").focus()
    await page.keyboard.type("short")
    await go_by_enter(page)
    await page.get_by_role("alert").wait_for()
    await page.get_by_label("New password").focus()
    await page.keyboard.type("A heron at the lake")
    await go_by_enter(page)
    await page.get_by_text("Your password is set.").wait_for()
    await page.get_by_role("button", name="Sign out everywhere").focus()
    await go_by_enter(page)
    await page.get_by_label("Your name here").focus()
    await page.keyboard.type(name)
    await page.keyboard.press("Tab")
    await page.keyboard.type("A heron at the lake")
    await go_by_enter(page)
    await page.get_by_role("heading", name="Good day").wait_for()
    await context.close()


async def test_somebody_erases_themselves_with_the_keyboard_alone(house: House, chromium: Browser):
    context = await chromium.new_context(java_script_enabled=False, viewport=PHONE)
    page = await context.new_page()
    await join(page, f"http://localhost:{house.port}")
    await page.goto(f"http://localhost:{house.port}/me")
    await page.get_by_role("link", name="Erase me").focus()
    await go_by_enter(page)
    await page.get_by_role("button", name="Erase me now").focus()
    await go_by_enter(page)
    await page.get_by_role("heading", name="You are erased").wait_for()
    await page.goto(f"http://localhost:{house.port}/")
    await page.get_by_label("Class code").wait_for()
    await context.close()


async def test_the_skip_link_comes_first_and_leads_to_the_content(house: House, context: BrowserContext):
    page = await context.new_page()
    await join(page, f"http://localhost:{house.port}")
    await page.goto(f"http://localhost:{house.port}/~board/")
    await page.keyboard.press("Tab")
    assert await page.evaluate("document.activeElement.textContent") == "Skip to the content"
    await go_by_enter(page)
    await expect(page.locator("#main")).to_be_focused()


async def test_nothing_is_asked_of_any_other_machine(house: House, context: BrowserContext):
    page = await context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await join(page, f"http://localhost:{house.port}")
    for path in INSIDE:
        await page.goto(f"http://localhost:{house.port}{path}")
    assert [url for url in asked if not re.match(rf"http://localhost:{house.port}/", url)] == []
