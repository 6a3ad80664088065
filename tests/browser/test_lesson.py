"""A lesson in Chromium: two students and a professor join, sign a card, and three lenses show what became of it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from cli.started import Server, started
from playwright.async_api import Browser, BrowserContext, Page

from browser.going import go

pytestmark = pytest.mark.browser
CODE = "otter-maple-42"
OPEN = "Happy birthday, Professor! The choir sings at noon."
HELD = "The canteen has soup today."
SHADOWED = "Happy birthday! Let's mееt at the squ4re."
SEEN_THROUGH = ("look-alike letters", "digits or signs read as letters")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A real server on its own data folder, with the birthday board in force."""
    command = [str(Path(sys.executable).with_name("bbs"))]
    with started(command, "--policy", "birthday-board", folder=tmp_path, BBS_CLASS_CODE=CODE) as running:
        yield running


async def join(context: BrowserContext, server: Server) -> tuple[Page, str]:
    """Join with the class code; gives the page and the dealt name."""
    page = await context.new_page()
    await page.goto(f"{server.board}/")
    await page.get_by_label("Class code").fill(CODE)
    await go(page.get_by_role("button", name="Join"))
    name = (await page.get_by_role("heading", level=1).inner_text()).removeprefix("You are ")
    await go(page.get_by_role("link", name="Go in"))
    return page, name


async def card(page: Page, server: Server, name: str) -> Page:
    """Open somebody's card from the list of birthdays."""
    await page.goto(f"{server.board}/~board/birthdays")
    await go(page.get_by_role("listitem").filter(has_text=name).get_by_role("link").first)
    return page


async def write(page: Page, label: str, text: str, button: str) -> None:
    await page.get_by_label(label).fill(text)
    await go(page.get_by_role("button", name=button))


async def words(page: Page) -> str:
    return await page.locator("main").inner_text()


async def lens(page: Page, who: str) -> str:
    """What stands in one of the three lenses."""
    return await page.get_by_role("region", name=f"What {who}").inner_text()


async def test_a_class_greets_a_professor_and_three_lenses_show_each_post(
    chromium: Browser, server: Server
) -> None:
    first, second, third, desk = [await chromium.new_context() for _ in range(4)]
    otter, _ = await join(first, server)
    wren, wren_name = await join(second, server)
    _, professor = await join(third, server)
    assert professor.startswith("Professor ")

    await write(await card(otter, server, professor), "Your greeting", OPEN, "Start the card")
    assert OPEN in await words(otter)
    await write(await card(wren, server, professor), "Your words", HELD, "Sign")
    assert HELD in await words(wren)
    assert "is read by an editor first" in await words(wren)
    await write(wren, "Your words", SHADOWED, "Sign")
    assert SHADOWED in await words(wren)

    await otter.reload()
    assert OPEN in await words(otter)
    assert HELD not in await words(otter)
    assert SHADOWED not in await words(otter)
    assert wren_name not in await words(otter)

    teacher = await desk.new_page()
    await teacher.goto(server.said["console"])
    decisions = teacher.url
    for text, verdict, seen_by_author in (
        (OPEN, "allow", OPEN),
        (HELD, "hold", HELD),
        (SHADOWED, "shadow", SHADOWED),
    ):
        await teacher.goto(decisions)
        await go(teacher.get_by_role("row").filter(has_text=text[-20:]).get_by_role("link").first)
        operator = await lens(teacher, "the operator sees")
        assert verdict in operator
        assert (text in await lens(teacher, "readers see")) == (verdict == "allow")
        assert seen_by_author in await lens(teacher, "the author sees")
    assert "gathering" in operator
    for step in SEEN_THROUGH:
        assert step in operator
    assert "Not true" in await lens(teacher, "the author sees")


async def test_what_an_editor_releases_appears_to_everybody(chromium: Browser, server: Server) -> None:
    first, second, third, desk = [await chromium.new_context() for _ in range(4)]
    otter, _ = await join(first, server)
    wren, _ = await join(second, server)
    _, professor = await join(third, server)
    await write(await card(otter, server, professor), "Your greeting", OPEN, "Start the card")
    await write(otter, "Your words", HELD, "Sign")
    assert HELD not in await words(await card(wren, server, professor))

    teacher = await desk.new_page()
    await teacher.goto(server.said["console"])
    await go(teacher.get_by_role("link", name="Waiting"))
    assert HELD in await words(teacher)
    await go(teacher.get_by_role("button", name="Release").first)
    await wren.reload()
    assert HELD in await words(wren)


async def test_decisions_appear_on_the_open_console_as_they_come(chromium: Browser, server: Server) -> None:
    first, second, third, desk = [await chromium.new_context() for _ in range(4)]
    otter, _ = await join(first, server)
    await join(second, server)
    _, professor = await join(third, server)
    teacher = await desk.new_page()
    await teacher.goto(server.said["console"])
    await write(await card(otter, server, professor), "Your greeting", OPEN, "Start the card")
    await teacher.get_by_role("row").filter(has_text=OPEN[:20]).wait_for()
