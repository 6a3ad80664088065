"""Axe on every page of every network, and its picture in four looks: python tests/browser/look_at_packs.py FOLDER [PACK ...]

Prints what axe finds and what is wider than its window, and ends with status 1 if there is anything.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from house import House, open_house
from playwright.async_api import Browser, Page, async_playwright
from sites.test_valid import granted_everything

from bbs.lesson import Clock
from bbs.pack_places import shipped_packs
from bbs.web.signin import SESSION_COOKIES
from browser.conftest import FLAGS, chromium_here
from browser.test_every_page import AXE, EVERY_RULE, RULES, wider_than_its_window

LOOKS = tuple((width, scheme) for width in (1280, 360) for scheme in ("light", "dark"))


async def looked_at(page: Page, picture: str) -> AsyncIterator[str]:
    """What is wrong with an open page in each look; a picture of each is kept."""
    await page.evaluate(AXE)
    for width, scheme in LOOKS:
        await page.set_viewport_size({"width": width, "height": 800})
        await page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        for fault in [*await page.evaluate(RULES, EVERY_RULE), *await wider_than_its_window(page)]:
            yield f"{width}, {scheme}: {fault}"
        await page.screenshot(path=f"{picture}-{width}-{scheme}.png", full_page=True)


async def look_at(house: House, chromium: Browser, folder: Path) -> int:
    """Every page of the network in force, opened by somebody who may open all of them; how much is wrong."""
    visitor, wrong = await granted_everything(house), 0
    name = SESSION_COOKIES["network"]
    context = await chromium.new_context(bypass_csp=True)
    await context.add_cookies([{"name": name, "value": visitor.cookies[name], "url": visitor.origin}])
    page = await context.new_page()
    for site, pages in house.services.allowlist.pages.items():
        for path in pages:
            await page.goto(f"{visitor.origin}/~{site}{path}")
            async for fault in looked_at(page, str(folder / (site + path.replace("/", "-")))):
                wrong += 1
                print(f"{folder.name}, {site}{path}, {fault}")  # noqa: T201  # what this program is for
    await context.close()
    return wrong


async def main(folder: Path, packs: list[str]) -> int:
    """Each network on a server of its own; how much is wrong in all."""
    wrong = 0
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=chromium_here(), args=list(FLAGS))
        for pack in packs or shipped_packs():
            with tempfile.TemporaryDirectory() as made:
                async with open_house(Path(made), Clock(), pack=str(pack)) as house:
                    wrong += await look_at(house, chromium, folder / str(pack))
        await chromium.close()
    return wrong


if __name__ == "__main__":
    sys.exit(1 if asyncio.run(main(Path(sys.argv[1]), sys.argv[2:])) else 0)
