"""The teacher's console in a real browser: rows that come by themselves, files, and work without scripts."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page
from ports import TEACHERS_TOKEN, Ports, open_ports

from bbs.lesson import Clock
from browser.every_page import OURS
from browser.going import go, go_by_enter
from browser.test_pages import PHONE

pytestmark = pytest.mark.browser


@pytest.fixture
async def ports(tmp_path: Path, clock: Clock) -> AsyncIterator[Ports]:
    async with open_ports(tmp_path, clock) as opened:
        yield opened


async def enter(page: Page, ports: Ports) -> str:
    """Open the console by its link; gives its address."""
    address = f"http://localhost:{ports.console}"
    await page.goto(f"{address}/enter?token={TEACHERS_TOKEN}")
    return address


async def test_new_decisions_join_the_table_until_they_are_told_not_to(
    ports: Ports, chromium: Browser
) -> None:
    page = await chromium.new_page()
    await enter(page, ports)
    author = await ports.student()
    receipt = await ports.write(author, "First", "at the square <b>bold</b>")
    row = page.locator("tbody tr").first
    await row.get_by_text("First: at the square <b>bold</b>").wait_for()
    assert await page.locator("tbody b").count() == 0
    await ports.teacher.post(f"/api/v1/posts/{receipt['post']}/release")
    await row.get_by_text("released since").wait_for()
    await go(row.get_by_role("link").first)
    await page.get_by_role("heading", name="What readers see").wait_for()
    await page.go_back()
    await page.get_by_label("Add new decisions by themselves").uncheck()
    await ports.write(author, "Second", "Good morning")
    await page.wait_for_timeout(500)
    assert await page.locator("tbody tr").count() == 1
    await page.get_by_label("Add new decisions by themselves").check()
    await page.get_by_text("Second: Good morning").wait_for()
    assert await page.locator("tbody tr").count() == 2


async def test_a_row_that_came_by_itself_is_the_row_that_the_server_draws(
    ports: Ports, chromium: Browser
) -> None:
    page = await chromium.new_page()
    await enter(page, ports)
    await ports.write(await ports.student(), "First", "a drum \u202eand <b>more</b>")
    row = page.locator("tbody tr").first
    await row.wait_for()
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
    await go_by_enter(page)
    await page.get_by_text("Refused: it stays hidden").wait_for()
    thread = await author.json(f"/api/v1/threads/{receipt['thread']}")
    assert thread["posts"][0]["reason"] == "No places, please."
    await context.close()


async def test_a_file_from_this_computer_is_read_into_the_page_and_not_sent(
    ports: Ports, chromium: Browser
) -> None:
    page = await chromium.new_page()
    address = await enter(page, ports)
    await page.goto(f"{address}/policies/edit")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    field, upload = (
        page.get_by_label("The policy, in YAML"),
        page.get_by_label("Take a file from this computer"),
    )
    before = await field.input_value()
    for name, content, says in (
        ("latin.yaml", "title: caf\u00e9".encode("latin-1"), "latin.yaml: This file is not UTF-8"),
        ("wide.yaml", OURS.encode("utf-16"), "wide.yaml: This file is not UTF-8"),
        ("large.yaml", b"#" * 65_537, "too large: 65,537 bytes; at most 65,536 are read"),
    ):
        await upload.set_input_files({"name": name, "mimeType": "text/yaml", "buffer": content})
        await page.get_by_text(says).wait_for()
        assert await field.input_value() == before
    file = {"name": "ours.yaml", "mimeType": "text/yaml", "buffer": b"\xef\xbb\xbf" + OURS.encode()}
    await upload.set_input_files(file)
    await page.get_by_text("ours.yaml stands below now").wait_for()
    assert await field.input_value() == OURS
    assert [url for url in sent if "icon.svg" not in url] == []
    await go(page.get_by_role("button", name="Check"))
    await page.get_by_text("lists/kinds.txt is not here").wait_for()
    listed = {"name": "kinds.txt", "mimeType": "text/plain", "buffer": b"soup\n"}
    await page.get_by_label("Take the list file").set_input_files(listed)
    await page.get_by_text("kinds.txt stands below now").wait_for()
    await go(page.get_by_role("button", name="Save as draft"))
    await page.get_by_text("Saved as a draft").wait_for()
    assert (await ports.teacher.json("/api/v1/policies/ours"))["files"] == {"lists/kinds.txt": "soup\n"}


async def test_a_policy_is_pasted_published_and_put_back_without_scripts(
    ports: Ports, chromium: Browser
) -> None:
    context = await chromium.new_context(java_script_enabled=False, viewport=PHONE)
    page = await context.new_page()
    address = await enter(page, ports)
    await page.goto(f"{address}/policies/edit")
    assert not await page.get_by_label("Take a file from this computer").is_visible()
    await page.get_by_label("The policy, in YAML").fill("policy: 1\nid: pasted\ndefault: hold\n")
    await go(page.get_by_role("button", name="Publish"))
    await page.get_by_role("heading", name="In force: pasted").wait_for()
    await go(page.get_by_role("button", name="Put back in force"))
    await page.get_by_role("heading", name="In force: For tests").wait_for()
    await context.close()
