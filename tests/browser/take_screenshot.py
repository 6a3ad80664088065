"""Takes the pictures in the README from a real lesson: python tests/browser/take_screenshot.py docs"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from cli.started import Server, started
from playwright.async_api import Browser, Page, async_playwright

from browser.conftest import FLAGS, chromium_here
from browser.going import go
from browser.test_lesson import CODE, OPEN, SHADOWED, card, join, write

SEEN = {"home": "/", "bulletin": "/~press/bridge", "closed": "/~world-news/"}
"""Pages that somebody who has joined sees."""


async def take(folder: Path, data: Path) -> None:
    """One card, one shadowed post, and the three lenses on it; pages of the network, and the monitor of them."""
    command = [str(Path(sys.executable).with_name("bbs"))]
    with started(command, "--policy", "birthday-board", folder=data, BBS_CLASS_CODE=CODE) as server:
        async with async_playwright() as playwright:
            chromium = await playwright.chromium.launch(executable_path=chromium_here(), args=list(FLAGS))
            people = [await chromium.new_context(viewport={"width": 1280, "height": 800}) for _ in range(3)]
            otter, wren, heron = [await join(one, server) for one in people]
            await write(await card(otter[0], server, heron[1]), "Your greeting", OPEN, "Start the card")
            await write(await card(wren[0], server, heron[1]), "Your words", SHADOWED, "Sign")
            for name, path in SEEN.items():
                await otter[0].goto(server.board + path)
                await otter[0].screenshot(path=folder / f"{name}.png")
            desk = await console(chromium, server)
            await go(desk.get_by_role("row").filter(has_text=SHADOWED[-20:]).get_by_role("link").first)
            await desk.screenshot(path=folder / "screenshot.png")
            await go(desk.get_by_role("link", name="Monitor"))
            await desk.screenshot(path=folder / "monitor.png")
            await chromium.close()


async def console(chromium: Browser, server: Server) -> Page:
    """The teacher's own window."""
    size = {"width": 1280, "height": 900}
    page = await (await chromium.new_context(viewport=size, device_scale_factor=1.5)).new_page()
    await page.goto(server.said["console"])
    return page


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        asyncio.run(take(Path(sys.argv[1]).resolve(), Path(made)))
