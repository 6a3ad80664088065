"""Where devices come in: the machine's addresses with their ticks, and the seal with its warning."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from aiohttp.test_utils import make_mocked_request
from ports import Ports, open_ports

from bbs.gateway import gateway
from bbs.lesson import Clock
from bbs.reached import MOST, Reached
from bbs.store import audit
from console.test_lesson_page import ADDRESSES, dark_squares, wanted_squares

LAN, OTHER = "192.168.1.20", "10.0.0.5"


@pytest.fixture
async def shared(tmp_path: Path, clock: Clock) -> AsyncIterator[Ports]:
    """A server that other devices can reach."""
    async with open_ports(tmp_path, clock, addresses=ADDRESSES) as opened:
        yield opened


async def arrive(ports: Ports, here: str, there: str, target: str = "/healthz", host: str = "") -> None:
    """A request as it comes in over a connection between two addresses; no test has a second device."""
    ends: dict[str, Any] = {"sockname": (here, 8080), "peername": (there, 50_000)}
    transport = mock.Mock(**{"get_extra_info.side_effect": ends.get})
    app = ports.runners[0].app
    request = make_mocked_request(
        "GET", target, {"Host": host or f"{here}:8080"}, app=app, transport=transport
    )

    async def handler(_request: Any) -> Any:
        return None

    await gateway(request, handler)


async def test_every_address_stands_there_with_its_setting_and_a_code_to_scan(shared: Ports) -> None:
    page = await (await shared.browser()).get("/network/lanes")
    assert page.said.count("No device has come here yet.") == 2
    for number, address in enumerate(ADDRESSES):
        assert address.removesuffix("/") in page.said
        assert f"{address} proxy.pac" in page.said
        assert f'src="/network/lanes/qr.svg?at={number}"' in page.text
    assert 'href="/network/lanes" aria-current="page"' in page.text


async def test_an_address_that_a_device_has_reached_is_ticked_with_lane_and_time(shared: Ports) -> None:
    await arrive(shared, LAN, "192.168.1.77")
    await arrive(shared, LAN, "192.168.1.78", "http://portal.bright.test/healthz", "portal.bright.test")
    page = await (await shared.browser()).get("/network/lanes")
    ticked = re.findall(r'<p class="ticked">.*?</p>', page.text, re.DOTALL)
    assert len(ticked) == 1
    assert "lane A, last on" in ticked[0]
    assert "lane C, last on" in ticked[0]
    assert page.said.count("No device has come here yet.") == 1


@pytest.mark.parametrize("there", ["127.0.0.1", "::1", LAN])
async def test_this_machine_itself_ticks_nothing(shared: Ports, there: str) -> None:
    await arrive(shared, LAN, there)
    assert shared.services.reached.at(LAN) == {}


async def test_a_name_that_is_not_served_ticks_nothing(shared: Ports) -> None:
    await arrive(shared, LAN, "192.168.1.77", host="evil.example")
    assert shared.services.reached.at(LAN) == {}


async def test_nothing_of_the_device_is_kept(shared: Ports) -> None:
    await arrive(shared, LAN, "192.168.1.77")
    assert "192.168.1.77" not in repr(vars(shared.services.reached))
    assert set(shared.services.reached.at(LAN)) == {"A"}


def test_what_is_remembered_is_bounded(clock: Clock) -> None:
    reached = Reached(clock)
    for number in range(MOST + 10):
        reached.note(f"10.0.0.{number}", "A")
    assert reached.at("10.0.0.0") == {"A": clock.now()}
    assert reached.at(f"10.0.0.{MOST}") == {}


async def test_each_code_opens_the_test_page_at_its_own_address(shared: Ports) -> None:
    browser = await shared.browser()
    pictures = [await browser.get(f"/network/lanes/qr.svg?at={number}") for number in (0, 1)]
    assert all(picture.headers["Content-Type"] == "image/svg+xml" for picture in pictures)
    for address, picture in zip(ADDRESSES, pictures, strict=True):
        assert dark_squares(picture.text) == wanted_squares(f"{address}connect/test")
    for wrong in ("2", "-1", "x", "", "9999999", "%D9%A1"):
        assert (await browser.get(f"/network/lanes/qr.svg?at={wrong}")).status == 404


async def test_the_page_says_what_to_try_where_nobody_gets_in(shared: Ports) -> None:
    page = await (await shared.browser()).get("/network/lanes")
    for words in (
        "No tick, though a device has tried?",
        "firewall",
        "port 8080",
        "client isolation",
        "hotspot",
    ):
        assert words in page.said


async def test_where_only_this_machine_can_join_the_page_says_how_to_let_the_room_in(ports: Ports) -> None:
    page = await (await ports.browser()).get("/network/lanes")
    assert "Only this machine can join" in page.said
    assert "bbs serve --lan" in page.said
    assert "qr.svg" not in page.text


async def test_the_seal_is_off_until_somebody_has_read_what_it_does_and_means_it(ports: Ports) -> None:
    browser, lesson = await ports.browser(), ports.services.lesson
    assert "The seal is off" in (await browser.get("/network/lanes")).said
    asked = await browser.get("/network/lanes/seal")
    assert "every other website fail" in asked.said
    assert "counted and never stored" in asked.said
    assert not lesson.state.sealed
    done = await browser.post("/network/lanes/seal", {})
    assert lesson.state.sealed
    page = await browser.get(done.goes_to)
    assert re.search(r'role="status">Sealed:', page.text)
    assert "The seal is on" in page.said
    assert (
        "The network is sealed" in (await browser.get("/people")).said
    )  # on every page, so that nobody forgets it
    await browser.post("/network/lanes/unseal", {}, page="/network/lanes")
    assert not lesson.state.sealed
    assert "The network is sealed" not in (await browser.get("/people")).said
    rows = await audit.rows_after(ports.services.store)
    assert [row.action for row in rows if row.subject == "lesson"] == ["sealed", "unsealed"]


async def test_the_seal_turns_by_its_own_form_alone(ports: Ports) -> None:
    browser = await ports.browser()
    kind = {"Content-Type": "application/x-www-form-urlencoded", "Origin": browser.origin}
    assert (await browser.send("POST", "/network/lanes/seal", b"", kind)).status == 403
    evil = await browser.post("/network/lanes/seal", {}, Origin="http://evil.test")
    assert evil.status == 403
    assert not ports.services.lesson.state.sealed
