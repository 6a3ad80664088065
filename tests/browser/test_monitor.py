"""The monitor in Chromium: it grows by itself, repeats count up, it can be held still, and goes on where it stopped."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from house import Visitor
from playwright.async_api import Browser, Page, expect
from ports import TEACHERS_TOKEN, Ports, open_ports

from bbs.lesson import Clock
from bbs.store.visits import Noted

pytestmark = pytest.mark.browser

USUAL = Noted(
    "", "intranet", "A", "GET", "board.bright.test", "/", "opened", "", "", "opens", "network.yaml", 18, "It opens.", ""
)  # fmt: skip


@pytest.fixture
async def ports(tmp_path: Path, clock: Clock) -> AsyncIterator[Ports]:
    async with open_ports(tmp_path, clock) as opened:
        yield opened


async def monitor(chromium: Browser, ports: Ports, query: str = "") -> Page:
    page = await (await chromium.new_context()).new_page()
    await page.goto(f"http://localhost:{ports.console}/enter?token={TEACHERS_TOKEN}")
    await page.goto(f"http://localhost:{ports.console}/monitor{query}")
    return page


async def test_visits_come_by_themselves_count_up_pause_and_go_on(chromium: Browser, ports: Ports) -> None:
    page = await monitor(chromium, ports)
    rows = page.locator("#visits tbody tr")
    student = await ports.student()
    visitor = Visitor(ports.students, cookies={"closednet": student.token})
    await visitor.get("/~video/<b>x</b>")
    first = rows.first
    await expect(first).to_contain_text(student.name)
    await expect(first).to_contain_text("video.outside.test/<b>x</b>")
    await expect(first).to_contain_text("503 Service Unavailable")
    line = ports.services.allowlist.network.tiers["intranet"].line
    await expect(first.get_by_role("link")).to_have_attribute("href", f"/network/file#line-{line}")
    await expect(first.get_by_role("link")).to_have_text(f"the list opens, network.yaml:{line}")
    assert not await first.locator(".many").is_visible()

    await visitor.get("/~video/<b>x</b>")
    await expect(first.locator(".many")).to_have_text("×2")
    await expect(rows).to_have_count(1)

    await page.get_by_role("button", name="Pause").click()  # the page stays
    await visitor.get("/~library/")
    await ports.services.visits.flush()
    await page.wait_for_timeout(100)
    await expect(rows).to_have_count(1)
    await page.get_by_role("button", name="Go on").click()  # the page stays
    await expect(rows).to_have_count(2)
    await expect(rows.first).to_contain_text("library.bright.test/")


async def test_what_is_added_is_what_was_asked_for_and_nothing_of_it_is_obeyed(
    chromium: Browser, ports: Ports
) -> None:
    page = await monitor(chromium, ports, "?lane=C&names=off")
    student = await ports.student()
    person = await ports.services.roster.person_of(student.token)
    assert person is not None
    for one in (
        USUAL,
        USUAL._replace(lane="C", person=person.id, path="/<img src=x>\u202e", told="a\u202eb"),
    ):
        ports.services.visits.note(one)
    rows = page.locator("#visits tbody tr")
    await expect(rows).to_have_count(1)
    await expect(rows.first).to_contain_text("/<img src=x>RLO")
    await expect(rows.first).to_contain_text("aRLOb")
    assert student.name not in await page.content()
