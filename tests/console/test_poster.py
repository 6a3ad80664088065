"""The poster on the console: what the usual tier may open, or another one that the teacher chooses."""

import pytest
from ports import Ports


@pytest.mark.parametrize(
    ("asked", "listed", "left_out"),
    [
        ("", "board.bright.test", "newspaper.bright.test"),
        ("?tier=none", "newspaper.bright.test", "board.bright.test"),
        ("?tier=elite", "news.outside.test", "no-such-name"),
        ("?tier=<b>", "board.bright.test", "<b>"),
    ],
)
async def test_the_teacher_prints_what_a_tier_may_open(
    ports: Ports, asked: str, listed: str, left_out: str
) -> None:
    poster = await ports.teacher.get(f"/network/poster{asked}")
    assert poster.status == 200
    assert listed in poster.text
    assert left_out not in poster.text


async def test_the_pages_of_the_network_lead_to_the_poster(ports: Ports) -> None:
    assert 'href="/network/poster"' in (await ports.teacher.get("/network")).text
