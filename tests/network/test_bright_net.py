"""The shipped network and its pages: it loads, every link leads somewhere, and abroad stays abroad."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from bbs.network.rendering import render
from bbs.network.resolve import Ask, Network, Opened, Refused
from bbs.pack import Pages, read_pack

POLICIES = Path(__file__).parents[2] / "policies"


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
    followed = 0
    for home, own in pages.items():
        for page in own.values():

            def follow(site: str, path: str, home: str = home) -> str:
                nonlocal followed
                followed += 1
                site = site or home
                assert site == "board" or path.partition("#")[0] in pages[site], f"{home}: site:{site}{path}"
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
    there = {
        f"packs/bright-net/{folder.name}"
        for folder in (POLICIES / "packs/bright-net").iterdir()
        if folder.is_dir()
    }
    assert there == used
