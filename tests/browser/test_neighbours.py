"""What somebody writes stays in its place: no turned direction and no pile of marks reaches the posts around it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page
from ports import Ports, Student, open_ports

from bbs.lesson import Clock
from browser.test_console import enter
from browser.test_naughty import student
from browser.test_pages import PHONE, SCREEN

pytestmark = pytest.mark.browser

PLAIN = "An ordinary line"
ABOVE, BELOW = "The square stands above (1, 2).", "Below, the square \u2013 and a colon: here."
WORDS = ".text, .post-text, .excerpt"
UNRULY = {
    "an override": "\u202eAn ordinary line",
    "isolates that nobody closes": "\u2067\u2067\u202b\u202d An ordinary line",
    "letters from right to left": "\u05d0\u05d1\u05d2 \u0627\u0628\u062c (1, 2)",
    "four marks above each letter": "".join(
        letter + "\u0310\u030d\u030e\u0304" for letter in "AnTLineOfMarks"
    ),
    "four marks below each letter": "".join(
        letter + "\u0316\u0317\u0318\u0323" for letter in "AnTLineOfMarks"
    ),
    "marks that enclose": "".join(letter + "\u20dd\u20e0\u0489" for letter in "Line"),
}


@pytest.fixture
async def ports(tmp_path: Path, clock: Clock) -> AsyncIterator[Ports]:
    async with open_ports(tmp_path, clock) as opened:
        yield opened


async def between(ports: Ports, author: Student, text: str) -> str:
    """A thread in which this text stands between two others, each of which waits for an editor; its number."""
    opened = await ports.write(author, "The square", ABOVE)
    for body in (f"{text} square", BELOW):
        await author.post(f"/api/v1/threads/{opened['thread']}/posts", {"body": body})
    return str(opened["thread"])


async def look(page: Page, place: str) -> list[tuple[str, dict[str, float], bool]]:
    """The first and the last of these: words, box, and whether the one between them paints over it."""
    await page.emulate_media(reduced_motion="reduce")  # a page that still glides into view is another picture
    seen = []
    for one in (page.locator(place).nth(0), page.locator(place).nth(2)):
        box = await one.bounding_box()
        assert box is not None
        size = {side: box[side] for side in ("x", "width", "height")}
        await one.scroll_into_view_if_needed()
        painted = await paints(page.locator(place).nth(1).locator(WORDS).first, one)
        seen.append((await one.locator(WORDS).first.inner_text(), size, painted))
    return seen


async def paints(words: Locator, over: Locator) -> bool:
    """Whether no picture of something else with these words is one without them; a page also changes by itself."""
    pictures: dict[str, set[bytes]] = {"hidden": set(), "visible": set()}
    for _ in range(8):
        for state, seen in pictures.items():
            await words.evaluate(f"one => one.style.visibility = '{state}'")
            seen.add(await over.screenshot(animations="disabled"))
        if pictures["hidden"] & pictures["visible"]:
            return False
    return True


async def test_an_unruly_text_changes_nothing_of_the_texts_around_it_on_a_phone_or_on_the_teachers_screen(
    ports: Ports, chromium: Browser
) -> None:
    author, teacher = await ports.student(), await chromium.new_page(viewport=SCREEN)
    console = await enter(teacher, ports)
    watch, address = await student(chromium, ports, author)
    await watch.page.set_viewport_size(PHONE)
    seen = {}
    for name, text in {"plain": PLAIN, **UNRULY}.items():
        thread = await between(ports, author, text)
        await watch.page.goto(f"{address}/~board/threads/{thread}")
        await teacher.goto(f"{console}/queue")
        queue = await look(teacher, ".queue .card")
        await teacher.goto(f"{console}/")
        table = await look(teacher, "tbody tr")
        seen[name] = [await look(watch.page, ".post"), queue, table]
        for one in await ports.teacher.json("/api/v1/queue"):
            await ports.teacher.post(f"/api/v1/posts/{one['post']}/refuse", {"reason": "No."})
    changed = [
        f"{name}: {place}, {which}: {one} instead of {other}"
        for name, looks in seen.items()
        for place, ones, others in zip(("thread", "queue", "table"), looks, seen["plain"], strict=True)
        for which, one, other in zip(("above", "below"), ones, others, strict=True)
        if one[0] != other[0]
        or one[2]
        or (one[1] != other[1] and place != "table")  # columns follow their words
    ]
    assert changed == []


async def test_a_text_that_reached_the_next_ones_would_be_noticed(ports: Ports, chromium: Browser) -> None:
    author = await ports.student()
    watch, address = await student(chromium, ports, author)
    await watch.page.goto(f"{address}/~board/threads/{await between(ports, author, PLAIN)}")
    moved = "one => one.style.transform = 'scaleY(30)'"
    await watch.page.locator(".post .text").nth(1).evaluate(moved)
    assert any(painted for _, _, painted in await look(watch.page, ".post"))
