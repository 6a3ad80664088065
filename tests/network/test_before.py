"""An address of the network that was in force before says that the network was changed, and every other says nothing of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from bbs.network.before import Before
from bbs.network.resolve import NOT_LISTED, Ask, Refused
from bbs.pack import read_network
from network.sample import SAMPLE, small_net

OLD = read_network("school-filter")
NOW = replace(small_net(), before=Before.of(OLD.title, OLD.sites, dt.time(10, 14, 30)))
CHANGED = "The network was changed at 10:14: Clubs belonged to the one before, Hillside Net."


def asked(host: str, path: str = "/", *, proxied: bool = True, own: str = "") -> Refused:
    result = NOW.resolve(Ask(host, path, tier="intranet", proxied=proxied), {own} if own else ())
    assert isinstance(result, Refused)
    return result


@pytest.mark.parametrize(
    ("host", "path"),
    [
        ("clubs.hillside.test", "/"),
        ("clubs.hillside.localhost", "/chess"),
        ("198.51.100.42", "/"),
        ("localhost", "/~clubs/chess"),
    ],
)
def test_an_address_of_the_network_before_says_so_on_every_lane(host: str, path: str) -> None:
    refused = asked(host, path, own="localhost" if host == "localhost" else "")
    assert (refused.ground.rule, refused.ground.why, refused.reason) == (NOT_LISTED, CHANGED, CHANGED)


@pytest.mark.parametrize(
    ("host", "says"),
    [
        ("www.example.com", "www.example.com is not listed on Small Net."),
        ("198.51.100.43", "198.51.100.43 is not listed on Small Net."),
    ],
)
def test_what_was_nobody_s_before_is_not_listed_as_ever(host: str, says: str) -> None:
    assert asked(host).reason == says


def test_a_site_that_is_there_still_is_not_spoken_of() -> None:
    same = replace(small_net(), before=Before.of("Small Net", small_net().sites, dt.time(9, 5)))
    said = same.resolve(Ask("paper.small.test", tier="intranet", proxied=True))
    assert isinstance(said, Refused)
    assert said.reason == "Paper is not on the list of sites for tier intranet."


def test_a_site_that_a_changed_file_has_lost_is_told_as_that() -> None:
    lost = small_net(SAMPLE.replace("paper.small.test", "page.small.test"))
    lost = replace(lost, before=Before.of("Small Net", small_net().sites, dt.time(9, 5)))
    said = lost.resolve(Ask("paper.small.test", tier="none", proxied=True))
    assert isinstance(said, Refused)
    assert said.reason == "Small Net was changed at 09:05: Paper is no longer part of it."


def test_a_network_that_tells_no_reasons_tells_none_of_this_either() -> None:
    quiet = small_net(SAMPLE.replace("reason: full", "reason: vague"))
    quiet = replace(quiet, before=NOW.before)
    said = quiet.resolve(Ask("clubs.hillside.test", tier="none", proxied=True))
    assert isinstance(said, Refused)
    assert (said.reason, said.ground.why) == ("This address is not available on Small Net.", CHANGED)
