"""The poster on the console: what the usual tier may open, or another one that the teacher chooses."""

from pathlib import Path

import pytest
from ports import Ports, open_ports

from bbs.lesson import Clock


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


@pytest.mark.parametrize(
    ("addresses", "says"),
    [
        (
            ("http://192.168.1.20:8080/", "http://10.0.0.5:8080/"),
            "open http://192.168.1.20:8080 Then type a name",
        ),
        (("http://localhost:8080/",), "Type a name or a number into the address bar of Bright Net."),
    ],
)
async def test_the_poster_says_where_the_network_is_if_the_room_can_reach_it(
    tmp_path: Path, clock: Clock, addresses: tuple[str, ...], says: str
) -> None:
    async with open_ports(tmp_path, clock, addresses=addresses) as ports:
        poster = (await (await ports.browser()).get("/network/poster")).said
        assert says in poster
        assert "10.0.0.5" not in poster
        assert "localhost" not in poster
