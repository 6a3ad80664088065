"""What every page of the console carries: its pages in groups, how many wait, and which switches are on."""

from __future__ import annotations

import re

import pytest
from ports import Ports

PAGES = ["/lesson", "/monitor", "/people", "/", "/queue", "/policies", "/handbook", "/network"]
SWITCHES = {
    "freeze": ("/lesson", "Joining frozen"),
    "reveal": ("/lesson", "Reveal on"),
    "show_visits": ("/lesson", "Own visits shown"),
    "seal": ("/network/lanes#the-seal", "The network is sealed"),
}


def lamps(text: str) -> list[tuple[str, str]]:
    """Where each lamp leads, and what it says."""
    _, _, rest = text.partition('aria-label="Switched on"')
    return re.findall(
        r'<a href="([^"]*)"><span class="lamp on"[^>]*></span>([^<]*)</a>', rest.partition("</ul>")[0]
    )


async def test_every_page_leads_to_all_others_and_says_which_it_is_itself(ports: Ports) -> None:
    browser = await ports.browser()
    for path in PAGES:
        nav = (
            (await browser.get(path))
            .text.partition('aria-label="Console"')[2]
            .partition('<div class="within">')[0]
        )
        assert re.findall(r'<li><a href="([^"]*)"', nav) == PAGES, path
        assert re.findall(r'href="([^"]*)" aria-current="page"', nav) == [path]


async def test_the_pages_stand_in_named_groups(ports: Ports) -> None:
    page = (await (await ports.browser()).get("/")).text
    groups = dict(re.findall(r'id="(group-\d)">(\w+)</p>', page))
    assert [*groups.values()] == ["Lesson", "Board", "Filter", "Network"]
    assert re.findall(r'<ul aria-labelledby="(group-\d)"', page) == [*groups]


async def test_the_menu_counts_everything_that_waits_for_an_answer(ports: Ports) -> None:
    browser, student = await ports.browser(), await ports.student()
    assert "wait for an answer" not in (await browser.get("/people")).said
    for words in ("at the square", "on the square"):
        await ports.write(student, "A title", words, "friends")
    assert "Menu 2 wait for an answer" in (await browser.get("/people")).said


@pytest.mark.parametrize("switch", SWITCHES)
async def test_a_switch_that_is_on_is_said_on_every_page_with_the_way_to_turn_it_off(
    ports: Ports, switch: str
) -> None:
    browser = await ports.browser()
    assert lamps((await browser.get("/people")).text) == []
    await getattr(ports.services.lesson, switch)()
    for path in PAGES:
        assert lamps((await browser.get(path)).text) == [SWITCHES[switch]]


async def test_the_lamps_stand_side_by_side(ports: Ports) -> None:
    for switch in SWITCHES:
        await getattr(ports.services.lesson, switch)()
    assert lamps((await (await ports.browser()).get("/monitor")).text) == [*SWITCHES.values()]
