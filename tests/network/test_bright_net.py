"""The shipped network and its pages: it loads, every link leads somewhere, and abroad stays abroad."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bbs.network.rendering import render
from bbs.network.resolve import Ask, Network, Opened, Refused
from bbs.pack import Pages, read_pack

POLICIES = Path(__file__).parents[2] / "policies"
PACK = POLICIES / "packs/bright-net"
PICTURE = re.compile(r"!\[([^]]*)\]\(([^)]*)\)")
DATE = re.compile(r"\b(\w+day) (\d\d?) ([A-Z]\w+)")
WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
FIRST = {"March": 4, "April": 0, "May": 2, "August": 3, "September": 6, "October": 1, "November": 4}
"""The day of the week on which a month begins. Bright Net has no year, and 14 October is a Monday."""
SHAPES = {"svg", "title", "g", "rect", "circle", "ellipse", "polygon", "path", "text"}
"""All that a picture may hold; nothing that acts, loads or leads elsewhere."""


@pytest.fixture(scope="module")
def net() -> Network:
    return read_pack("bright-net").network


@pytest.fixture(scope="module")
def pages() -> Mapping[str, Pages]:
    return read_pack("bright-net").pages


def test_the_intranet_opens_seven_sites_the_wall_one_and_the_elite_all(net: Network) -> None:
    assert [site.id for site in net.open_to("intranet")] == [
        "portal",
        "board",
        "press",
        "library",
        "university",
        "films",
        "handbook",
    ]
    assert [site.id for site in net.open_to("none")] == ["newspaper"]
    assert len(net.open_to("elite")) == len(net.sites)
    assert {site.id for site in net.open_to("visitor")} == {
        "hotel",
        *(site.id for site in net.sites.values() if site.kind == "outside"),
    }


def test_the_names_abroad_are_refused_in_six_different_ways(net: Network) -> None:
    answers = [
        net.resolve(Ask(site.host, tier="intranet")) for site in net.sites.values() if site.kind == "outside"
    ]
    ways = [answer.way.word for answer in answers if isinstance(answer, Refused)]
    assert sorted(ways) == ["empty", "law", "missing", "page", "reset", "vague"]


def test_every_site_has_a_number_for_the_poster(net: Network) -> None:
    for site in net.sites.values():
        answer = net.resolve(Ask(site.number, tier="elite", proxied=True))
        assert isinstance(answer, Opened)
        assert answer.site is site


def test_every_link_on_a_page_leads_to_a_page_that_opens_for_the_same_people(
    net: Network, pages: Mapping[str, Pages]
) -> None:
    followed, drawn = 0, read_pack("bright-net").pictures
    for home, own in pages.items():
        for page in own.values():

            def follow(site: str, path: str, home: str = home) -> str:
                nonlocal followed
                followed += 1
                site = site or home
                there = {*pages.get(site, ()), *drawn.get(site, ())}
                assert site == "board" or path.partition("#")[0] in there, f"{home}: site:{site}{path}"
                for tier in net.tiers.values():
                    assert home not in tier.opens or site in tier.opens, f"{home} links to {site}"
                return path

            render(page.text, follow, page.file)
    assert followed > 10


def test_no_page_is_left_unlinked_and_none_is_empty(pages: Mapping[str, Pages]) -> None:
    linked: set[tuple[str, str]] = set()
    for home, own in pages.items():
        for page in own.values():
            assert len(page.text) > 100

            def note(site: str, path: str, home: str = home) -> None:
                linked.add((site or home, path.partition("#")[0]))

            render(page.text, note, page.file)
    assert {(site, path) for site, own in pages.items() for path in own if path != "/"} <= linked


def test_every_folder_of_the_pack_belongs_to_a_site(net: Network) -> None:
    used = {site.pages for site in net.sites.values() if site.pages.startswith("packs/")}
    assert {f"packs/bright-net/{folder.name}" for folder in PACK.iterdir() if folder.is_dir()} == used


def test_the_world_has_at_least_forty_pages_none_of_them_long(pages: Mapping[str, Pages]) -> None:
    words = [
        len(page.text.split()) for home, own in pages.items() if home != "handbook" for page in own.values()
    ]
    assert len(words) >= 40
    assert max(words) <= 250


def test_every_page_is_reached_from_the_first_one_of_its_site(pages: Mapping[str, Pages]) -> None:
    for home, own in pages.items():
        reached, ahead = {"/"}, ["/"]

        def go(site: str, path: str, home: str = home) -> None:
            path = path.partition("#")[0]
            if (site or home) == home and path not in reached and not path.endswith(".svg"):  # noqa: B023  # called before the next round
                reached.add(path)  # noqa: B023
                ahead.append(path)  # noqa: B023

        while ahead:
            page = own[ahead.pop()]
            render(page.text, go, page.file)
        assert reached == set(own), home


def pictures() -> Iterator[tuple[Path, str, str]]:
    """File, description and address of each picture that a page of the pack shows."""
    for file in sorted(PACK.rglob("*.md")):
        for seen, address in PICTURE.findall(file.read_text(encoding="utf-8")):
            yield file, seen, address


def test_every_picture_lies_beside_its_page_and_is_described(net: Network) -> None:
    shown = set()
    for file, seen, address in pictures():
        assert len(seen) > 10, f"{file}: {address} has no description"
        assert posixpath.basename(address) == address
        assert (file.parent / address).is_file(), f"{file}: there is no {address}"
        shown.add(file.parent / address)
    assert shown == set(PACK.rglob("*.svg"))
    assert len(shown) >= 20


@pytest.mark.parametrize(
    "file", sorted(PACK.rglob("*.svg")), ids=lambda file: f"{file.parent.name}-{file.stem}"
)
def test_a_picture_is_small_has_its_own_ground_and_holds_shapes_and_nothing_else(file: Path) -> None:
    data = file.read_bytes()
    assert len(data) < 6_000
    root = ElementTree.fromstring(data)  # noqa: S314  # our own file, without entities
    assert b"<!" not in data
    kinds = [element.tag.removeprefix("{http://www.w3.org/2000/svg}") for element in root.iter()]
    assert set(kinds) <= SHAPES
    assert kinds[:3] == ["svg", "title", "rect"]
    assert root.get("viewBox")
    for element in root.iter():
        for key, value in element.attrib.items():
            assert not key.startswith("on")
            assert "href" not in key
            assert key != "style"
            assert "url(" not in value


def test_every_date_falls_on_the_day_of_the_week_that_stands_with_it() -> None:
    seen = 0
    for file in sorted(PACK.rglob("*.md")):
        for day, number, month in DATE.findall(file.read_text(encoding="utf-8")):
            seen += 1
            assert day == WEEK[(FIRST[month] + int(number) - 1) % 7], f"{file.name}: {day} {number} {month}"
    assert seen > 40
