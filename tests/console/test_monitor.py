"""The monitor: the record as a table that works without scripts, with filters, pages, a switch for the wall, and a file."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from typing import TYPE_CHECKING

import pytest
from house import Answer, Visitor
from ports import Ports

from bbs.store import people
from bbs.store.visits import Noted

if TYPE_CHECKING:
    from conftest import FixedClock

USUAL = Noted(
    "", "intranet", "A", "GET", "board.bright.test", "/", "opened", "", "", "opens", "network.yaml", 18, "It opens.", ""
)  # fmt: skip
RESET = USUAL._replace(
    lane="C", method="CONNECT", host="chat.outside.test", path="/rooms", verdict="refused", way="reset", ooni="http-failure",
    rule="exam-hours", line=132, why="Closed during exams.", told="CONNECTION RESET: The connection was reset.",
)  # fmt: skip


async def note(ports: Ports, *noted: Noted) -> None:
    for one in noted:
        ports.services.visits.note(one)
    await ports.services.visits.flush()


async def person(ports: Ports) -> tuple[str, str]:
    """Id and name of somebody who has just joined."""
    name = (await ports.student()).name
    found = await people.by_name(ports.services.store, name)
    assert found is not None
    return found.id, name


def rows(page: Answer) -> list[str]:
    """The text of each row of the table."""
    found = re.findall(r'<tr id="visit-\d+">(.*?)</tr>', page.text, re.DOTALL)
    return [" ".join(unescape(re.sub(r"<[^>]+>", " ", one)).split()) for one in found]


async def test_a_row_says_who_asked_for_what_by_which_lane_the_truth_and_what_was_told(ports: Ports) -> None:
    someone, name = await person(ports)
    await note(ports, RESET._replace(person=someone), RESET._replace(person=someone))
    (row,) = rows(await (await ports.browser()).get("/monitor"))
    assert row == (
        f"10:05:00 {name} lane C CONNECT chat.outside.test /rooms × 2 refused reset http-failure "
        "Closed during exams. exam-hours , network.yaml : 132 told: CONNECTION RESET: The connection was reset."
    )


async def test_the_rule_leads_to_its_line_of_the_network_s_file(ports: Ports) -> None:
    visitor = Visitor(ports.students, cookies={"closednet": (await ports.student()).token})
    await visitor.get("/~library/")
    await ports.services.visits.flush()
    browser = await ports.browser()
    (line,) = re.findall(r'href="/network/file#line-(\d+)"', (await browser.get("/monitor")).text)
    page = await browser.get("/network/file")
    lines = re.findall(r'<li id="line-(\d+)"><code>(.*?)</code></li>', page.text)
    assert [int(number) for number, _ in lines] == [*range(1, len(lines) + 1)]
    assert [unescape(text) for _, text in lines] == ports.services.allowlist.pack.text.splitlines()
    assert dict(lines)[line].strip().startswith("opens: [portal, board")


async def test_the_newest_stand_first_and_pages_go_on_by_key(ports: Ports) -> None:
    await note(ports, *[USUAL._replace(path=f"/{number}") for number in range(120)])
    browser = await ports.browser()
    page = await browser.get("/monitor")
    seen = rows(page)
    while older := re.search(r'rel="next" href="([^"]+)"', page.text):
        page = await browser.get(unescape(older[1]))
        seen += rows(page)
    assert [int(re.search(r"test /(\d+)", row)[1]) for row in seen] == [*range(119, -1, -1)]  # type: ignore[index]
    assert "Newest visits" in page.said


@pytest.mark.parametrize(
    "query",
    [
        "host=chat.outside.test", "lane=C", "method=CONNECT", "verdict=refused", "way=reset", "ooni=http-failure",
        "rule=exam-hours", "who=elite", "from=10:06", "lane=C&way=reset&from=10:06:00&to=10:08", "from=2026-03-14T10:06",
    ],
)  # fmt: skip
async def test_each_column_can_be_asked_for_by_the_form(ports: Ports, clock: FixedClock, query: str) -> None:
    await note(ports, USUAL)
    clock.advance(minutes=2)
    await note(ports, RESET._replace(tier="elite"))
    page = await (await ports.browser()).get(f"/monitor?{query}")
    assert [row.split()[0] for row in rows(page)] == ["10:07:00"]
    assert "Show all" in page.said
    for name, value in (part.split("=") for part in query.split("&")):
        assert re.search(rf'name="{name}" value="{value}"|<option selected>{re.escape(value)}<', page.text)


async def test_the_form_stands_there_once_it_is_asked_for_and_as_long_as_something_is(ports: Ports) -> None:
    browser = await ports.browser()
    page = await browser.get("/monitor")
    assert '<form class="filter"' not in page.text
    (link,) = re.findall(r'href="([^"]+)">Show only some', page.text)
    for path in (unescape(link), "/monitor?lane=C", "/monitor?from=noonish", "/monitor?choose=on&names=off"):
        page = await browser.get(path)
        assert '<form class="filter"' in page.text
        assert ('name="names" value="off"' in page.text) is ("names=off" in path)


async def test_people_are_asked_for_by_name_by_tier_or_as_not_joined(ports: Ports) -> None:
    someone, name = await person(ports)
    await note(ports, USUAL._replace(person=someone, path="/1"), USUAL._replace(tier="", path="/2"))
    browser = await ports.browser()
    for who, path in ((name.lower(), "/1"), ("not joined", "/2"), ("intranet", "/1")):
        (row,) = rows(await browser.get(f"/monitor?who={who.replace(' ', '+')}"))
        assert f"test {path}" in row
    page = await browser.get("/monitor?who=Nobody-At-All")
    assert rows(page) == []
    assert "No visit is like that." in page.said


async def test_a_time_that_is_none_is_a_plain_sentence_with_what_to_write(ports: Ports) -> None:
    page = await (await ports.browser()).get("/monitor?from=noonish")
    assert page.status == 200
    assert "'noonish' is no time. Write 10:05 for one of today, or 2026-03-14T10:05." in page.said
    assert (await (await ports.browser()).get("/monitor?from=0001-01-01T00:00")).status == 200


@pytest.mark.parametrize("value", ["%ed%a0%bd", "%ff", "%00", "%F0%9F%90%A6", "'%20OR%201", "a" * 2000])
async def test_odd_values_find_nothing_and_harm_nothing(ports: Ports, value: str) -> None:
    await note(ports, USUAL)
    browser = await ports.browser()
    for name in ("who", "host", "rule", "lane", "from", "before", "names"):
        page = await browser.get(f"/monitor?{name}={value}")
        assert page.status == 200, name
        answer = await ports.teacher.get(f"/api/v1/visits?{name}={value}")
        assert answer.status in {200, 400}, name


async def test_on_the_wall_there_is_no_name_anywhere_on_the_page_nor_in_its_links_and_file(
    ports: Ports,
) -> None:
    someone, name = await person(ports)
    await note(ports, USUAL._replace(person=someone))
    browser = await ports.browser()
    assert name in (await browser.get("/monitor")).text
    page = await browser.get("/monitor?names=off")
    assert rows(page)[0].startswith("10:05:00 intranet lane A GET")
    links = [
        unescape(one) for one in re.findall(r'(?:href|data-events)="(/(?:monitor|api)[^"]*)"', page.text)
    ]
    assert len([one for one in links if "names=off" in one]) == 3
    for one in (page, await browser.get("/monitor/visits.csv?names=off")):
        assert name not in one.text
        assert someone not in one.text


async def test_whoever_is_erased_is_named_nowhere(ports: Ports) -> None:
    someone, name = await person(ports)
    await note(ports, USUAL._replace(person=someone))
    await ports.services.roster.erase(someone, "teacher")
    await ports.services.visits.flush()
    page = await (await ports.browser()).get("/monitor")
    assert "intranet, erased" in rows(page)[0]
    assert name not in page.text


async def test_the_file_has_every_visit_that_is_asked_for_with_the_columns_of_the_page(ports: Ports) -> None:
    await note(ports, *[USUAL._replace(path=f"/{number}") for number in range(2_100)], RESET)
    browser = await ports.browser()
    answer = await browser.get("/monitor/visits.csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="visits.csv"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    found = list(csv.DictReader(io.StringIO(answer.text)))
    assert [one["path"] for one in found] == ["/rooms", *(f"/{number}" for number in range(2_099, -1, -1))]
    assert found[0]["told"] == RESET.told
    assert found[0]["clock"] == "10:05:00"
    only = list(csv.DictReader(io.StringIO((await browser.get("/monitor/visits.csv?lane=C")).text)))
    assert [one["lane"] for one in only] == ["C"]
    assert (await browser.get("/monitor/visits.csv?from=never")).status == 404


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r"])
async def test_no_cell_of_the_file_is_taken_for_a_formula(ports: Ports, begin: str) -> None:
    await note(ports, USUAL._replace(host=f"{begin}cmd|x", path='/,"quoted"\n'))
    answer = await (await ports.browser()).get("/monitor/visits.csv")
    (row,) = csv.DictReader(io.StringIO(answer.text, newline=""))
    assert row["host"] == f"'{begin}cmd|x"
    assert row["path"] == '/,"quoted"\n'


async def test_what_is_hostile_in_an_address_is_text(ports: Ports) -> None:
    await note(ports, USUAL._replace(path="/<script>alert(1)</script>\u202egpj"))
    page = await (await ports.browser()).get("/monitor")
    assert "<script>alert" not in page.text
    assert "\u202e" not in page.text
    assert "RLO" in page.said


async def test_an_empty_record_says_so_and_requests_that_were_lost_are_told(ports: Ports) -> None:
    browser = await ports.browser()
    assert "Nobody has opened anything yet." in (await browser.get("/monitor")).said
    ports.services.visits.lost = 12
    assert "12 requests were not written down" in (await browser.get("/monitor")).said


async def test_the_page_has_the_button_that_shows_students_their_own_visits(ports: Ports) -> None:
    browser = await ports.browser()
    for way, says in (("show", "Own visits are shown"), ("hide", "Own visits are hidden")):
        answer = await browser.post(f"/lesson/{way}-visits", {"back": "monitor"}, page="/monitor")
        assert answer.goes_to == f"/monitor?notice=visits-{'shown' if way == 'show' else 'hidden'}"
        assert says in (await browser.get(answer.goes_to)).said
