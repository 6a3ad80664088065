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


OURS = """\
policy: 1
id: ours
title: Our own board
about: A board of our own.
default: allow
lists: {kinds: {file: lists/kinds.txt}}
rules:
  - {id: soup, why: No soup., if: {words: [list kinds]}, then: block}
  - {id: spare, if: {words: [spare]}, then: hold}
tests:
  - {post: hot soup, gives: allow}
examples:
  fine: [Happy birthday, a spare seat]
"""


async def prepare_policies(ports: Ports) -> None:
    """A draft, a second version, and a changed file on disk that the version in force came from."""
    files = {"lists/kinds.txt": "soup\n" + "long" * 60 + "\n"}
    await ports.teacher.send("PUT", "/api/v1/policies/ours", {"text": OURS, "files": files}, {})
    await ports.teacher.post("/api/v1/policies/ours/publish", {"anyway": True, "note": "long" * 50})
    await ports.teacher.post("/api/v1/policies/for-tests/publish", {})
    await ports.teacher.send("PUT", "/api/v1/policies/ours", {"text": OURS, "files": files}, {})
    change(Path(ports.services.settings.policy))


def change(file: Path) -> None:
    """Change a rule, and let a test fail."""
    text = file.read_text(encoding="utf-8").replace(
        "words: [lake]", "words: [lake, pond, " + "long" * 60 + "]"
    )
    file.write_text(text + "tests:\n  - {post: a cake, gives: allow}\n", encoding="utf-8")


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
    await prepare_policies(ports)
    paths = [
        "/policies/edit",
        "/policies/edit?draft=ours",
        "/policies/versions/1",
        "/policies/versions/2",
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
    for text in (OURS, OURS.replace("lists/kinds", "lists/none"), OURS + "rules: [\n"):
        await page.goto(f"{address}/policies/edit")
        await page.get_by_label("The policy, in YAML").fill(text)
        await page.get_by_role("button", name="Check").click()
        await page.locator("#found").wait_for()
        found[text] = await faults(page)
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
    await prepare_policies(ports)
    small: list[str] = []
    for path in ("/", "/queue", "/policies", f"/posts/{post}", "/policies/edit", "/policies/versions/1"):
        await page.goto(address + path)
        for one in await page.locator(
            "nav a:visible, button:visible, input[type=text]:visible, input[type=file]:visible, select"
        ).all():
            box = await one.bounding_box()
            if box and box["height"] < 44:
                small.append(f"{path}: {await one.inner_text()} {box['height']}")
    assert small == []


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
        ("latin.yaml", "title: caf\u00e9".encode("latin-1"), "not UTF-8"),
        ("wide.yaml", OURS.encode("utf-16"), "not UTF-8"),
        ("large.yaml", b"#" * 65_537, "too large: 65,537 bytes; at most 65,536 are read"),
    ):
        await upload.set_input_files({"name": name, "mimeType": "text/yaml", "buffer": content})
        await page.get_by_text(says).wait_for(timeout=5000)
        assert await field.input_value() == before
    file = {"name": "ours.yaml", "mimeType": "text/yaml", "buffer": b"\xef\xbb\xbf" + OURS.encode()}
    await upload.set_input_files(file)
    await page.get_by_text("ours.yaml stands below now").wait_for(timeout=5000)
    assert await field.input_value() == OURS
    assert sent == []
    await page.get_by_role("button", name="Check").click()
    await page.get_by_text("lists/kinds.txt is not here").wait_for()
    listed = {"name": "kinds.txt", "mimeType": "text/plain", "buffer": b"soup\n"}
    await page.get_by_label("Take the list file").set_input_files(listed)
    await page.get_by_text("kinds.txt stands below now").wait_for(timeout=5000)
    await page.get_by_role("button", name="Save as draft").click()
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
    await page.get_by_role("button", name="Publish").click()
    await page.get_by_role("heading", name="In force: pasted").wait_for()
    await page.get_by_role("button", name="Put back in force").click()
    await page.get_by_role("heading", name="In force: For tests").wait_for()
    await context.close()
