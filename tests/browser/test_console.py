"""The teacher's console in a real browser: faults that axe can find, live rows, and work without scripts."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page
from ports import TEACHERS_TOKEN, Ports, open_ports

from bbs.lesson import Clock
from browser.test_pages import PHONE, SCREEN, faults

pytestmark = pytest.mark.browser

TEXTS = (
    "Good morning",
    "We meet at the Square, at the s q u a r e",
    "by the lake",
    "a lantern",
    "a tunnel",
    "a cake",
    "a drum",
    "to southland \u202e<b>bold</b> " + "long" * 60,
    "call 0171 2345678 or write to heron@campus.test",
)


@pytest.fixture
async def ports(tmp_path: Path, clock: Clock) -> AsyncIterator[Ports]:
    async with open_ports(tmp_path, clock) as opened:
        yield opened


async def enter(page: Page, ports: Ports) -> str:
    """Open the console by its link; gives its address."""
    address = f"http://localhost:{ports.console}"
    await page.goto(f"{address}/enter?token={TEACHERS_TOKEN}")
    return address


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("window", [PHONE, SCREEN], ids=["phone", "screen"])
async def test_no_page_of_the_console_has_a_fault_that_axe_can_find(
    ports: Ports, chromium: Browser, window, scheme
) -> None:
    page = await chromium.new_page(viewport=window, color_scheme=scheme)
    messages: list[str] = []
    page.on("console", lambda message: messages.append(message.text))
    page.on("pageerror", lambda error: messages.append(f"Content Security Policy or worse: {error}"))
    address = await enter(page, ports)
    found = {"empty": await faults(page)}
    author = await ports.student()
    for text in TEXTS:
        await ports.write(author, "A title", text)
    posts = [one["post"] for one in await ports.teacher.json("/api/v1/decisions")]
    assert len(posts) == len(TEXTS)
    paths = [
        "/",
        "/?verdict=hold",
        "/?rule=none",
        "/queue",
        "/policies",
        "/queue?notice=released",
        "/nothing",
    ]
    for path in paths + [f"/posts/{post}" for post in posts]:
        await page.goto(address + path)
        found[path] = await faults(page)
    assert {path: list_ for path, list_ in found.items() if list_} == {}
    assert [text for text in messages if "Content Security Policy" in text] == []


async def test_new_decisions_join_the_table_until_they_are_told_not_to(
    ports: Ports, chromium: Browser
) -> None:
    page = await chromium.new_page()
    await enter(page, ports)
    author = await ports.student()
    receipt = await ports.write(author, "First", "at the square <b>bold</b>")
    row = page.locator("tbody tr").first
    await row.get_by_text("First: at the square <b>bold</b>").wait_for(timeout=5000)
    assert await page.locator("tbody b").count() == 0
    await ports.teacher.post(f"/api/v1/posts/{receipt['post']}/release")
    await row.get_by_text("released since").wait_for(timeout=5000)
    await row.get_by_role("link").first.click()
    await page.get_by_role("heading", name="What readers see").wait_for()
    await page.go_back()
    await page.get_by_label("Add new decisions by themselves").uncheck()
    await ports.write(author, "Second", "Good morning")
    await page.wait_for_timeout(500)
    assert await page.locator("tbody tr").count() == 1
    await page.get_by_label("Add new decisions by themselves").check()
    await page.get_by_text("Second: Good morning").wait_for(timeout=5000)
    assert await page.locator("tbody tr").count() == 2


async def test_a_row_that_came_by_itself_is_the_row_that_the_server_draws(
    ports: Ports, chromium: Browser
) -> None:
    page = await chromium.new_page()
    await enter(page, ports)
    await ports.write(await ports.student(), "First", "a drum \u202eand <b>more</b>")
    row = page.locator("tbody tr").first
    await row.wait_for(timeout=5000)
    shape = "one => [...one.querySelectorAll('*')].map(e => e.tagName + e.className + e.getAttribute('href'))"
    live, words = await row.evaluate(shape), await row.inner_text()
    await page.reload()
    drawn = [part for part in await row.evaluate(shape) if not part.startswith("TIME")]
    assert (live, words) == (drawn, await row.inner_text())


async def test_the_queue_works_without_scripts_and_with_the_keyboard_alone(
    ports: Ports, chromium: Browser
) -> None:
    context = await chromium.new_context(java_script_enabled=False, viewport=PHONE)
    page = await context.new_page()
    address = await enter(page, ports)
    author = await ports.student()
    receipt = await ports.write(author, "First", "at the square")
    await page.goto(f"{address}/")
    assert not await page.get_by_label("Add new decisions by themselves").is_visible()
    await page.goto(f"{address}/queue")
    await page.get_by_role("button", name="Release").focus()
    await page.keyboard.press("Tab")
    await page.keyboard.type("No places, please.")
    await page.keyboard.press("Enter")
    await page.get_by_text("Refused: it stays hidden").wait_for()
    thread = await author.json(f"/api/v1/threads/{receipt['thread']}")
    assert thread["posts"][0]["reason"] == "No places, please."
    await context.close()


async def test_what_can_be_pressed_on_the_console_is_large_enough_for_a_thumb(
    ports: Ports, chromium: Browser
) -> None:
    page = await chromium.new_page(viewport=PHONE)
    address = await enter(page, ports)
    await ports.write(await ports.student(), "First", "at the square")
    post = (await ports.newest())["post"]
    small: list[str] = []
    for path in ("/", "/queue", "/policies", f"/posts/{post}"):
        await page.goto(address + path)
        for one in await page.locator(
            "nav a:visible, button:visible, input[type=text]:visible, select"
        ).all():
            box = await one.bounding_box()
            if box and box["height"] < 44:
                small.append(f"{path}: {await one.inner_text()} {box['height']}")
    assert small == []
