"""From page to page in a browser: whoever goes on has arrived, so that nothing is read of the page before."""

from __future__ import annotations

from playwright.async_api import Locator, Page


async def go(link: Locator) -> None:
    """Click a link, or the button of a form, and wait until the page that it leads to is there."""
    async with link.page.expect_navigation():
        await link.click()


async def go_by_enter(page: Page) -> None:
    """Press the enter key on a link, a button or in a form of one line, and wait until the next page is there."""
    async with page.expect_navigation():
        await page.keyboard.press("Enter")
