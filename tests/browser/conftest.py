"""A real Chromium against a real network; skipped, with the reason, where there is no Chromium."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from house import House, open_house
from playwright.async_api import Browser, async_playwright

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-software-rasterizer",  # pages are drawn without a GPU process
)  # fmt: skip


def chromium_here() -> str | None:
    """Where the system's Chromium is, if there is one."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((found for name in names if (found := shutil.which(name))), None)


def chromium_or_skip() -> str:
    """Where the system's Chromium is; skips the test where there is none, or fails where one is required."""
    program = chromium_here()
    if program is None:
        missing = pytest.fail if os.environ.get("CLOSEDNET_REQUIRE_BROWSER") else pytest.skip
        missing("no Chromium is installed")
    return program


@pytest.fixture
async def house(tmp_path: Path, clock) -> AsyncIterator[House]:
    async with open_house(tmp_path, clock) as running:
        yield running


@pytest.fixture
async def chromium() -> AsyncIterator[Browser]:
    """The system's Chromium."""
    program = chromium_or_skip()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield browser
        await browser.close()
