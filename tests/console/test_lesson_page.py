"""The page for the wall: the way in, how many have joined, and the switches."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import segno
from house import CODE
from ports import Ports, open_ports

from bbs.console.lesson import join_link
from bbs.lesson import Clock, State

ADDRESSES = ("http://192.168.1.20:8080/", "http://10.0.0.5:8080/")
LINK = f"http://192.168.1.20:8080/join?code={CODE}"


@pytest.fixture
async def shared(tmp_path: Path, clock: Clock) -> AsyncIterator[Ports]:
    """A server that other devices can reach."""
    async with open_ports(tmp_path, clock, addresses=ADDRESSES) as opened:
        yield opened


async def test_the_page_has_address_code_and_how_many_have_joined(shared: Ports) -> None:
    browser = await shared.browser()
    for _ in range(2):
        await shared.student()
    page = await browser.get("/lesson")
    assert all(address.removesuffix("/") in page.said for address in ADDRESSES)
    assert f"Class code {CODE} Joined 2" in page.said
    assert 'src="/lesson/qr.svg"' in page.text
    assert "Only this machine" not in page.said


async def test_where_only_this_machine_can_join_the_page_says_so_and_draws_no_code(ports: Ports) -> None:
    browser = await ports.browser()
    page = await browser.get("/lesson")
    assert "Only this machine can join" in page.said
    assert "http://localhost:8080" in page.said
    assert "qr.svg" not in page.text
    assert (await browser.get("/lesson/qr.svg")).status == 404


async def test_the_code_on_the_wall_opens_the_join_page_with_the_class_code_filled_in(shared: Ports) -> None:
    picture = await (await shared.browser()).get("/lesson/qr.svg")
    assert picture.headers["Content-Type"] == "image/svg+xml"
    assert dark_squares(picture.text) == wanted_squares(LINK)
    page = await shared.stranger.get(f"/join?code={CODE}")
    assert f'value="{CODE}"' in page.text


async def test_the_picture_carries_no_style_and_a_light_margin_of_its_own(shared: Ports) -> None:
    picture = await (await shared.browser()).get("/lesson/qr.svg")
    assert not re.search(r"style|<script|href|\son[a-z]+=", picture.text)
    assert re.search(r'<svg [^>]*viewBox="0 0 \d+ \d+"[^>]*><path fill="#fff"', picture.text)


def test_a_code_of_any_characters_stays_one_value_of_the_link() -> None:
    assert join_link("http://h/", "täg &1#") == "http://h/join?code=t%C3%A4g%20%261%23"


@pytest.mark.parametrize(
    ("way", "notice", "heading", "next_button"),
    [
        ("freeze", "Joining is frozen.", "Joining is frozen", "Let people join again"),
        ("thaw", "Joining is open again.", "Joining is open", "Freeze joining"),
        ("reveal", "The reveal is on", "The reveal is on", "Hide the traces again"),
        ("hide", "The reveal is off", "The reveal is off", "Reveal"),
        ("show-visits", "Everybody can look at the record", "Own visits are shown", "Hide visits again"),
        ("hide-visits", "No page shows students", "Own visits are hidden", "Show own visits"),
    ],
)
async def test_a_button_turns_its_switch_and_the_page_says_how_it_stands(
    ports: Ports, way: str, notice: str, heading: str, next_button: str
) -> None:
    browser = await ports.browser()
    answer = await browser.post(f"/lesson/{way}", {}, page="/lesson")
    assert answer.status == 303
    page = await browser.get(answer.goes_to)
    assert re.search(rf'role="status">{notice}', page.text)
    assert f">{heading}</h2>" in page.text
    assert f">{next_button}</button>" in page.text


async def test_while_the_reveal_is_on_the_page_says_what_that_means(ports: Ports) -> None:
    await ports.services.lesson.reveal()
    page = await (await ports.browser()).get("/lesson")
    assert "The reveal is on Everybody sees the trace of their own texts." in page.said


async def test_no_switch_turns_without_the_page_s_own_form(ports: Ports) -> None:
    browser = await ports.browser()
    kind = {"Content-Type": "application/x-www-form-urlencoded", "Origin": browser.origin}
    for way in ("freeze", "reveal"):
        assert (await browser.send("POST", f"/lesson/{way}", b"", kind)).status == 403
        evil = await browser.post(f"/lesson/{way}", {}, page="/lesson", Origin="http://evil.test")
        assert evil.status == 403
        assert (await browser.get(f"/lesson/{way}")).status == 405
    assert (await browser.post("/lesson/reset-all", {}, page="/lesson")).status == 404
    assert ports.services.lesson.state == State()


def dark_squares(svg: str) -> set[tuple[int, int]]:
    """Column and row of every dark square that the picture's path strokes, line by line."""
    (path,) = re.findall(r'stroke="#000" d="([^"]+)"', svg)
    found, x, y = set(), 0.0, 0.0
    for command, arguments in re.findall(r"([MmHh])([^MmHh]*)", path):
        numbers = [float(number) for number in re.findall(r"-?\d*\.?\d+", arguments)]
        if command in "Mm":
            x, y = (numbers[0], numbers[1]) if command == "M" else (x + numbers[0], y + numbers[1])
        else:
            found |= {(int(x) + step, int(y)) for step in range(int(numbers[0]))}
            x += numbers[0]
    return found


def wanted_squares(link: str) -> set[tuple[int, int]]:
    rows = segno.make(link, error="m", micro=False).matrix_iter(border=3)
    return {(x, y) for y, row in enumerate(rows) for x, dark in enumerate(row) if dark}
