"""The console's pages of people in a real browser: faults that axe can find, large buttons, the keyboard alone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser
from ports import Ports, open_ports

from bbs.lesson import Clock
from bbs.store import people
from browser.test_console import enter
from browser.test_pages import PHONE, SCREEN, faults

pytestmark = pytest.mark.browser


@pytest.fixture
async def ports(tmp_path: Path, clock: Clock) -> AsyncIterator[Ports]:
    async with open_ports(tmp_path, clock) as opened:
        yield opened


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("window", [PHONE, SCREEN], ids=["phone", "screen"])
async def test_no_page_of_people_has_a_fault_that_axe_can_find(
    ports: Ports, chromium: Browser, window, scheme
) -> None:
    page = await chromium.new_page(viewport=window, color_scheme=scheme)
    address = await enter(page, ports)
    found = {}
    await page.goto(f"{address}/people")
    found["nobody"] = await faults(page)
    for _ in range(4):
        student = await ports.student()
    receipt = await ports.write(student, "Hello", "at the square")
    person = await people.by_name(ports.services.store, student.name)
    assert person is not None
    one = f"/people/{person.id}"
    small: list[str] = []
    for path in ("/people", one, f"{one}?notice=placed", f"{one}/erase", "/people?after=" + person.id):
        await page.goto(address + path)
        found[path] = await faults(page)
        for control in await page.locator("button:visible, select:visible, a.button:visible").all():
            box = await control.bounding_box()
            if box and box["height"] < 44:
                small.append(f"{path}: {await control.inner_text()}")
    await page.goto(address + one)
    await page.get_by_role("button", name="Deal a new ticket").click()
    found["ticket"] = await faults(page)
    await ports.services.roster.erase(person.id, "teacher")
    for path in ("/", f"/posts/{receipt['post']}", "/people?notice=erased"):
        await page.goto(address + path)
        found[f"{path} after erasing"] = await faults(page)
    assert {path: list_ for path, list_ in found.items() if list_} == {}
    assert small == []
    await page.close()


async def test_the_teacher_places_and_erases_somebody_with_the_keyboard_alone(
    ports: Ports, chromium: Browser
) -> None:
    context = await chromium.new_context(java_script_enabled=False, viewport=PHONE)
    page = await context.new_page()
    await enter(page, ports)
    student = await ports.student()
    await page.get_by_role("link", name="People").focus()
    await page.keyboard.press("Enter")
    await page.get_by_role("link", name=student.name).focus()
    await page.keyboard.press("Enter")
    await page.get_by_label("Role: what they are").focus()
    await page.keyboard.type("ed")
    await page.keyboard.press("Tab")
    await page.keyboard.type("vis")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await page.get_by_text("Changed: role and tier").wait_for()
    person = await people.by_name(ports.services.store, student.name)
    assert person is not None
    assert (person.role, person.tier) == ("editor", "visitor")
    await page.get_by_role("link", name="Erase this person").focus()
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="Erase now").focus()
    await page.keyboard.press("Enter")
    await page.get_by_text("Nobody has joined yet.").wait_for()
    await context.close()
