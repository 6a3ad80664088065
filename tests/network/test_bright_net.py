"""The first of the shipped networks: who opens what there, how names abroad are refused, and how large the world is."""

from __future__ import annotations

import pytest

from bbs.network.resolve import Ask, Network, Refused
from bbs.pack import Pack, read_pack


@pytest.fixture(scope="module")
def pack() -> Pack:
    return read_pack("bright-net")


@pytest.fixture(scope="module")
def net(pack: Pack) -> Network:
    return pack.network


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


def test_the_world_has_at_least_forty_pages_and_twenty_pictures(pack: Pack) -> None:
    assert sum(len(own) for site, own in pack.pages.items() if site != "handbook") >= 40
    assert sum(len(own) for own in pack.pictures.values()) >= 20
