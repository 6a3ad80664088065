"""Takes the picture in the README from a real lesson: python tests/browser/take_screenshot.py docs/screenshot.png"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from cli.started import started
from playwright.async_api import async_playwright

from browser.conftest import FLAGS, chromium_here
from browser.test_lesson import CODE, OPEN, SHADOWED, card, join, write


async def take(target: Path, folder: Path) -> None:
    """One card, one shadowed post, and the three lenses on it."""
    command = [str(Path(sys.executable).with_name("bbs"))]
    with started(command, "--policy", "birthday-board", folder=folder, BBS_CLASS_CODE=CODE) as server:
        async with async_playwright() as playwright:
            chromium = await playwright.chromium.launch(executable_path=chromium_here(), args=list(FLAGS))
            size = {"width": 1280, "height": 900}
            people = [await chromium.new_context() for _ in range(3)]
            otter, wren, heron = [await join(one, server) for one in people]
            await write(await card(otter[0], server, heron[1]), "Your greeting", OPEN, "Start the card")
            await write(await card(wren[0], server, heron[1]), "Your words", SHADOWED, "Sign")
            desk = await (await chromium.new_context(viewport=size, device_scale_factor=1.5)).new_page()
            await desk.goto(server.said["console"])
            await desk.get_by_role("row").filter(has_text=SHADOWED[-20:]).get_by_role("link").first.click()
            await desk.screenshot(path=target)
            await chromium.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        asyncio.run(take(Path(sys.argv[1]).resolve(), Path(made)))
