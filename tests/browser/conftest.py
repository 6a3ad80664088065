"""A real Chromium against a real network; skipped, with the reason, where there is no Chromium."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from house import House, open_house
from playwright.async_api import Browser, async_playwright

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-software-rasterizer",  # pages are drawn without a GPU process
)  # fmt: skip
UNATTENDED = (
    "--headless", "--hide-scrollbars", "--mute-audio", "--no-default-browser-check", "--disable-extensions",
    "--disable-hang-monitor", "--disable-dev-shm-usage", "--disable-back-forward-cache", "--disable-popup-blocking",
    "--disable-background-timer-throttling", "--disable-backgrounding-occluded-windows", "--disable-renderer-backgrounding",
    "--force-color-profile=srgb", "--password-store=basic",
)  # fmt: skip
"""What playwright sets where it starts a browser itself."""
PATIENCE = 30.0
"""Seconds to wait for a browser to begin, on a machine that is busy with other tests."""


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


@pytest.fixture(scope="session")
def listening(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a Chromium listens that the tests share: to start one takes longer than most tests."""
    folder = tmp_path_factory.mktemp("chromium")
    command = [
        chromium_or_skip(),
        *FLAGS,
        *UNATTENDED,
        "--remote-debugging-port=0",
        f"--user-data-dir={folder}",
    ]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:  # noqa: S603
        said, begun = folder / "DevToolsActivePort", time.monotonic()
        while not (said.exists() and len(lines := said.read_text(encoding="utf-8").split()) == 2):
            assert process.poll() is None, "Chromium has ended"
            assert time.monotonic() < begun + PATIENCE, "Chromium does not begin"
            time.sleep(0.02)
        yield f"ws://127.0.0.1:{lines[0]}{lines[1]}"
        process.terminate()


@pytest.fixture
async def chromium(listening: str) -> AsyncIterator[Browser]:
    """The system's Chromium; each test has windows of its own, which close with it."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.connect_over_cdp(listening)
        yield browser
        for context in browser.contexts:
            await context.close()
        await browser.close()
