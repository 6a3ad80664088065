"""Which lines and branches of the engine its own tests reach, noted while they run among all the others.

With `CLOSEDNET_COVERAGE` set to a file, the tests of tests/policy are watched and no other: whatever else calls the
engine counts for nothing. Each process of a run leaves a file of its own beside it; `coverage combine` adds them up.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest

BY_CHANCE = ("properties.py", "naive.py", "mutilated.py", "growth.py")
"""What is drawn at random covers nothing that no test says by name."""


class Covered:
    """A plugin: watches while the engine is imported, and then during each of its own tests."""

    def __init__(self, file: str) -> None:
        import coverage

        self._coverage = coverage.Coverage(
            data_file=file,
            data_suffix=True,
            branch=True,
            source=["bbs.policy"],
            config_file=False,
            messages=False,
        )
        self._coverage.start()
        engine = importlib.import_module("bbs.policy")
        for module in pkgutil.walk_packages(engine.__path__, "bbs.policy."):
            importlib.import_module(module.name)
        self._coverage.stop()

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[object]:
        """Watch a test of the engine with all that it asks for."""
        if not is_counted(item.path):
            return (yield)
        self._coverage.start()
        try:
            return (yield)
        finally:
            self._coverage.stop()

    def pytest_unconfigure(self) -> None:
        """Write down what was reached."""
        self._coverage.save()


def is_counted(file: Path) -> bool:
    """Whether what the tests of this file reach is counted."""
    return file.parent == Path(__file__).parent / "policy" and not file.name.endswith(BY_CHANCE)


COVERED = Covered(os.environ["CLOSEDNET_COVERAGE"]) if "CLOSEDNET_COVERAGE" in os.environ else None
"""Made before anything else imports the engine."""
