from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from house import House, open_house
from ports import Ports, open_ports


@pytest.fixture
async def house(tmp_path: Path, clock) -> AsyncIterator[House]:
    async with open_house(tmp_path, clock) as running:
        yield running


@pytest.fixture
async def ports(tmp_path: Path, clock) -> AsyncIterator[Ports]:
    async with open_ports(tmp_path, clock) as opened:
        yield opened
