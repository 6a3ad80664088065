"""The console's pages of people in a real browser: without scripts, with the keyboard alone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser
from ports import Ports, open_ports

from bbs.lesson import Clock
from bbs.store import people
from browser.going import go_by_enter
from browser.test_console import enter
from browser.test_pages import PHONE

pytestmark = pytest.mark.browser


@pytest.fixture
async def ports(tmp_path: Path, clock: Clock) -> AsyncIterator[Ports]:
    async with open_ports(tmp_path, clock) as opened:
        yield opened


async def test_the_teacher_places_and_erases_somebody_with_the_keyboard_alone(
    ports: Ports, chromium: Browser
) -> None:
    context = await chromium.new_context(java_script_enabled=False, viewport=PHONE)
    page = await context.new_page()
    await enter(page, ports)
    student = await ports.student()
    await page.get_by_role("button", name="Menu").focus()
    await page.keyboard.press("Enter")  # the page stays
    await page.get_by_role("link", name="People").focus()
    await go_by_enter(page)
    await page.get_by_role("link", name=student.name).focus()
    await go_by_enter(page)
    await page.get_by_label("Role: what they are").focus()
    await page.keyboard.type("ed")
    await page.keyboard.press("Tab")
    await page.keyboard.type("vis")
    await page.keyboard.press("Tab")
    await go_by_enter(page)
    await page.get_by_text("Changed: role and tier").wait_for()
    person = await people.by_name(ports.services.store, student.name)
    assert person is not None
    assert (person.role, person.tier) == ("editor", "visitor")
    await page.get_by_role("link", name="Erase this person").focus()
    await go_by_enter(page)
    await page.get_by_role("button", name="Erase now").focus()
    await go_by_enter(page)
    await page.get_by_text("Nobody has joined yet.").wait_for()
    await context.close()
