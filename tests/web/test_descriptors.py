"""Room for connections, as the system grants it; each case in a process of its own, whose limit is then lowered."""

from __future__ import annotations

import subprocess
import sys

import pytest

resource = pytest.importorskip("resource")

ASK = """\
import resource
from bbs.web.descriptors import room_for
resource.setrlimit(resource.RLIMIT_NOFILE, ({soft}, {hard}))
print(room_for({wanted}), resource.getrlimit(resource.RLIMIT_NOFILE)[0])
"""


@pytest.mark.parametrize(
    ("soft", "hard", "wanted", "room"),
    [
        (256, 1_000, 500, "500 628"),  # a system that is mean at first and gives when asked
        (256, 512, 4_000, "384 512"),  # one that doesn't give enough
        (900, 1_000, 500, "500 900"),  # one that need not be asked
        (64, 64, 4_000, "1 64"),  # one where hardly anything goes
    ],
)
def test_it_asks_for_what_it_needs_and_makes_do_with_what_it_gets(
    soft: int, hard: int, wanted: int, room: str
) -> None:
    code = ASK.format(soft=soft, hard=hard, wanted=wanted)
    ran = subprocess.run(  # noqa: S603  # our own program
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert ran.stdout.strip() == room
