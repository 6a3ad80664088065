"""What every test may ask for: a clock that stands still, a store in a folder of its own; measurements on request."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator
from functools import cache
from pathlib import Path

import pytest
from covered import COVERED  # before anything else of ours
from hypothesis import settings

from bbs import roster_hashing, services
from bbs.lesson import Clock
from bbs.pack import Pack, read_pack
from bbs.store import Store

BENCH = Path(__file__).parent / "bench"
LONGEST = ("test_every_page", "test_naughty", "test_kill", "test_power", "test_seal")
USUAL_PACK = "bright-net"
SHIPPED_COST = roster_hashing.KIB, roster_hashing.ROUNDS

settings.register_profile("unhurried", deadline=None)  # a busy machine makes no test fail
settings.load_profile("unhurried")


def pytest_configure(config: pytest.Config) -> None:
    """Watch what the tests of the engine reach, where that is asked for."""
    if COVERED is not None:
        config.pluginmanager.register(COVERED)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave measurements out of an ordinary run, as pytest-benchmark does with its own; begin with the longest tests."""
    items.sort(
        key=lambda item: not item.path.name.startswith(LONGEST)
    )  # at the end, everybody else would wait for them
    if config.getoption("benchmark_skip"):
        skip = pytest.mark.skip(
            reason="a measurement; it runs on request alone: pytest -o addopts= -s tests/bench/..."
        )
        for item in items:
            if item.path.is_relative_to(BENCH):
                item.add_marker(skip)


@cache
def usual_pack() -> Pack:
    """The network that most servers of tests serve: nobody changes its files, and to read them takes 80 ms."""
    return read_pack(USUAL_PACK)


services.read_pack = lambda name: usual_pack() if name == USUAL_PACK else read_pack(name)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Hash tickets and passwords at the least cost, save where they are the subject, and in programs of their own."""
    subject = item.path.name.startswith("test_roster") or item.path.is_relative_to(BENCH)
    roster_hashing.KIB, roster_hashing.ROUNDS = SHIPPED_COST if subject else (8, 1)


class FixedClock(Clock):
    """A clock that shows what it is set to, in a lesson one hour ahead of UTC."""

    def __init__(self, instant: dt.datetime | None = None) -> None:
        super().__init__(dt.timezone(dt.timedelta(hours=1)))
        self.instant = instant or dt.datetime(2026, 3, 14, 9, 5, tzinfo=dt.UTC)

    def now(self) -> dt.datetime:
        return self.instant

    def advance(self, **span: float) -> None:
        """Move on, as `advance(minutes=10)`."""
        self.instant += dt.timedelta(**span)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await Store.open(tmp_path / "data")
    yield opened
    await opened.close()
