"""The reveal and the page for the wall in a real browser: without scripts, with the keyboard, at every size."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page
from ports import TEACHERS_TOKEN, Ports, open_ports

from bbs.lesson import Clock
from browser.every_page import ADDRESSES
from browser.going import go_by_enter
from browser.test_pages import PHONE, SCREEN, join, write

pytestmark = pytest.mark.browser

TEXTS = (
    ("Good morning", "All is well"),
    ("The Square", "We meet at the Square \u202e<b>bold</b> " + "long" * 60),
    ("A lake", "by the lake"),
    ("A lantern", "a lantern"),
    ("A drum", "a drum"),
    ("A trip", "to southland, call 0171 2345678"),
)


@pytest.fixture
async def ports(tmp_path: Path, clock: Clock) -> AsyncIterator[Ports]:
    async with open_ports(tmp_path, clock, addresses=ADDRESSES) as opened:
        yield opened


async def a_student(page: Page, ports: Ports) -> str:
    """Join and write one text of each kind; gives the address."""
    address = f"http://localhost:{ports.students}"
    await join(page, address)
    for title, body in TEXTS:
        await page.goto(f"{address}/~board/boards/friends/new")
        await write(page, title, body)
    return address


async def the_teacher(page: Page, ports: Ports) -> str:
    """Open the lesson's page by the console's link; gives the console's address."""
    address = f"http://localhost:{ports.console}"
    await page.goto(f"{address}/enter?token={TEACHERS_TOKEN}")
    await page.goto(f"{address}/lesson")
    return address


async def test_the_switches_and_traces_work_without_scripts_and_with_the_keyboard_alone(
    ports: Ports, chromium: Browser
) -> None:
    context = await chromium.new_context(java_script_enabled=False, viewport=PHONE)
    student, teacher = await context.new_page(), await context.new_page()
    address = await a_student(student, ports)
    assert await student.get_by_text("What became of").count() == 0
    await the_teacher(teacher, ports)
    assert await teacher.locator("#joined").inner_text() == "1"
    await teacher.get_by_role("button", name="Freeze joining").focus()
    await teacher.keyboard.press("Tab")
    await go_by_enter(teacher)
    await teacher.get_by_text("The reveal is on: everybody").wait_for()
    await student.goto(f"{address}/")
    await student.get_by_role("link", name="What became of your words").focus()
    await go_by_enter(student)
    await student.get_by_role("heading", name="What became of your words").wait_for()
    assert await student.locator("article").count() == len(TEXTS)
    drum = student.locator("article", has_text="a drum")
    assert "you were given an excuse that was not true" in await drum.inner_text()
    assert await drum.locator(".as-written mark").all_inner_texts() == ["drum", "drum"]
    await teacher.get_by_role("button", name="Hide the traces again").focus()
    await go_by_enter(teacher)
    await teacher.get_by_text("The reveal is off: no page").wait_for()
    await student.reload()
    assert "drum" not in await student.inner_text("body")
    await context.close()


async def test_the_number_of_those_who_have_joined_grows_by_itself(ports: Ports, chromium: Browser) -> None:
    page = await chromium.new_page()
    await the_teacher(page, ports)
    await page.locator("#joined", has_text="0").wait_for()
    for number in (1, 2):
        await ports.student()
        await page.locator("#joined", has_text=str(number)).wait_for()


async def test_the_wall_shows_code_and_switches_at_once_and_the_picture_is_drawn(
    ports: Ports, chromium: Browser
) -> None:
    page = await chromium.new_page(viewport=SCREEN)
    await the_teacher(page, ports)
    for place in (".qr", ".class-code", "#joined", "main button >> nth=0", "main button >> nth=2"):
        box = await page.locator(place).bounding_box()
        assert box
        assert box["y"] + box["height"] <= SCREEN["height"], place
    code = await page.locator(".class-code").evaluate("one => parseFloat(getComputedStyle(one).fontSize)")
    assert code >= 48
    assert await page.locator(".qr").evaluate("one => one.complete && one.naturalWidth > 0")
