"""How a device gets in: the automatic proxy setting, the pages for each system, the page that tries it out."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from house import House, open_house, raw

from bbs.lesson import Clock
from bbs.sites.systems import SYSTEMS


@pytest.fixture
async def house(tmp_path: Path, clock: Clock) -> AsyncIterator[House]:
    async with open_house(tmp_path, clock) as running:
        yield running


async def test_the_setting_has_its_type_is_never_kept_and_names_the_address_that_was_reached(
    house: House,
) -> None:
    answer = await house.visitor().get("/proxy.pac")
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "application/x-ns-proxy-autoconfig"
    assert answer.headers["Cache-Control"] == "no-store"
    assert f'"PROXY 127.0.0.1:{house.port}"' in answer.text
    assert '"DIRECT"' in answer.text


@pytest.mark.parametrize(
    "host", ["6.6.6.6:1", "localhost:1", "board.bright.test", "[::6]:66", "news.outside.test"]
)
async def test_nothing_of_a_host_header_comes_back_in_the_setting(house: House, host: str) -> None:
    answer = await raw(house.port, f"GET /proxy.pac HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
    assert re.findall(rb'"(PROXY [^"]*)"', answer) == [f"PROXY 127.0.0.1:{house.port}".encode()] * 2


@pytest.mark.parametrize("host", ['x";alert(1)//', "evil.example", "a b", "\xff"])
async def test_a_host_that_is_not_served_gets_no_setting(house: House, host: str) -> None:
    answer = await raw(house.port, f"GET /proxy.pac HTTP/1.1\r\nHost: {host}\r\n\r\n".encode("latin-1"))
    assert b" 421 " in answer.partition(b"\r\n")[0]
    assert b"FindProxyForURL" not in answer


async def test_a_proxy_may_be_asked_for_its_own_setting(house: House) -> None:
    line = f"GET http://localhost:{house.port}/proxy.pac HTTP/1.1\r\nHost: localhost\r\n\r\n"
    assert b"FindProxyForURL" in await raw(house.port, line.encode())


async def test_sealed_the_setting_has_no_way_around_and_unsealed_it_has_it_again(house: House) -> None:
    visitor, lesson = house.visitor(), house.services.lesson
    await lesson.seal()
    assert "DIRECT" not in (await visitor.get("/proxy.pac")).text
    assert "has sealed the network" in (await visitor.get("/connect/windows")).said
    await lesson.unseal()
    assert "DIRECT" in (await visitor.get("/proxy.pac")).text
    assert "has sealed the network" not in (await visitor.get("/connect/windows")).said


async def test_whoever_reaches_the_machine_sees_the_three_ways_in_with_their_addresses(house: House) -> None:
    page = await house.visitor().get("/connect")
    assert page.status == 200
    for address in (
        f"http://127.0.0.1:{house.port}",
        f"http://127.0.0.1:{house.port} /proxy.pac",
        f"http://portal.bright.localhost:{house.port}",
        "http://portal.bright.test",
    ):
        assert address in page.said
    assert [one for one in SYSTEMS if f'href="/connect/{one}"' not in page.text] == []
    assert not re.search(r"[Ll]ane\b", page.said), "a word of the console"


@pytest.mark.parametrize("system", SYSTEMS)
async def test_the_page_of_a_system_has_every_step_its_drawings_and_the_way_to_take_it_off(
    house: House, system: str
) -> None:
    page = await house.visitor().get(f"/connect/{system}")
    assert page.status == 200
    assert [step for step in SYSTEMS[system].steps if step not in page.said] == []
    assert SYSTEMS[system].off in page.said
    assert f">http://127.0.0.1:{house.port}<wbr>/proxy.pac</p>" in page.text
    assert f">http://127.0.0.1:{house.port}/proxy.pac</text>" in page.text
    assert len(re.findall(r'<svg class="screen"[^>]* role="img" aria-label="Drawn screen: ', page.text)) == 2


@pytest.mark.parametrize("system", SYSTEMS)
def test_the_numbers_in_the_drawings_are_those_of_steps_and_the_address_goes_into_one_box(
    system: str,
) -> None:
    one = SYSTEMS[system]
    drawn = [line for screen in one.screens for line in screen.lines]
    numbers = [line.step for line in drawn if line.step]
    assert set(numbers) <= set(range(1, len(one.steps) + 1))
    assert numbers == sorted(numbers)
    assert [
        line.words for line in drawn if len(line.words) > 29
    ] == []  # longer ones run into what stands behind them
    (box,) = [line for line in drawn if line.kind == "box"]
    assert "Type the address" in one.steps[box.step - 1]


async def test_an_unknown_system_is_no_page(house: House) -> None:
    assert (await house.visitor().get("/connect/toaster")).status == 404
    assert (await house.visitor().get("/connect/Windows")).status == 404


@pytest.mark.parametrize(
    ("host", "lane", "says"),
    [
        ("localhost", "A", "You came by the machine's address"),
        ("portal.bright.localhost", "B", "You are at the machine itself"),
        ("library.bright.test", "C", "You came by a real name"),
    ],
)
async def test_the_test_page_says_in_plain_words_and_in_the_consoles_by_which_lane_a_device_has_come(
    house: House, host: str, lane: str, says: str
) -> None:
    visitor = house.visitor(host)
    assert (await visitor.get("/connect/test")).goes_to == "/connect/test?again=yes"
    page = await visitor.get("/connect/test")
    assert page.said.count(says) == 2, "in the title and above"
    assert page.said.count(f"calls this lane {lane}.") == 1
    assert not re.search(r"[Ll]ane [ABC]", page.said.replace(f"calls this lane {lane}.", ""))
    assert f"http://{host}:{house.port}" in page.said
    assert "Your browser keeps them." in page.said


async def test_a_device_that_keeps_no_cookie_is_told_so(house: House) -> None:
    page = await house.visitor().get("/connect/test?again=yes")
    assert page.status == 200
    assert "Your browser keeps no cookies" in page.said


async def test_the_test_page_may_load_its_small_pictures_and_nothing_else(house: House) -> None:
    page = await house.visitor().get("/connect/test?again=yes")
    allowed = {
        f"http://127.0.0.1:{house.port}",
        "http://portal.bright.test",
        "http://news.outside.test",
        f"http://portal.bright.localhost:{house.port}",
    }
    policy = dict(part.strip().split(" ", 1) for part in page.headers["Content-Security-Policy"].split(";"))
    assert set(policy["img-src"].split()) == {"'self'"} | allowed
    assert policy["default-src"] == "'self'"
    assert set(re.findall(r'<img src="(http://[^"]*)/-/lane.svg"', page.text)) == allowed


@pytest.mark.parametrize(
    "host", ["localhost", "portal.bright.localhost", "portal.bright.test", "news.outside.test"]
)
async def test_the_small_picture_is_there_on_every_host_that_is_served(house: House, host: str) -> None:
    picture = await house.visitor(host).get("/-/lane.svg")
    assert picture.status == 200
    assert picture.headers["Content-Type"].startswith("image/svg+xml")
    assert not picture.headers.get("Set-Cookie")
