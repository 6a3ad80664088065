"""Measurements run on request alone: `pytest -o addopts= -s tests/bench/...`."""

from __future__ import annotations

from pathlib import Path

import pytest

HERE = Path(__file__).parent


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave them out of an ordinary run, as pytest-benchmark does with its own."""
    if config.getoption("benchmark_skip"):
        skip = pytest.mark.skip(reason="a measurement; it runs on request alone")
        for item in items:
            if item.path.is_relative_to(HERE):
                item.add_marker(skip)
