"""Which tier somebody counts as in a network that does not have theirs, and what opens, in words."""

from __future__ import annotations

import pytest

from bbs.network.tiers import JOINED_TIER, counts_as, in_short, in_words, ordinary, without_tier
from bbs.pack import read_network
from bbs.pack_places import shipped_packs
from network.sample import SAMPLE, small_net

NET = small_net()
OTHERWISE = small_net(SAMPLE.replace("intranet", "inside"))


def test_who_joins_is_put_into_the_tier_intranet_or_the_first_that_opens_the_portal() -> None:
    assert ordinary(NET) == JOINED_TIER == "intranet"
    assert ordinary(OTHERWISE) == "inside", "not none, which stands before it and has the newspaper alone"
    assert (
        ordinary(small_net(SAMPLE.replace("portal, board, films", "films").replace("intranet", "inside")))
        == "elite"
    )


def test_a_tier_that_the_network_has_counts_as_itself_and_any_other_as_the_ordinary_one() -> None:
    assert {tier: counts_as(NET, tier) for tier in NET.tiers} == {tier: tier for tier in NET.tiers}
    assert counts_as(NET, "sixth-form") == "intranet"
    assert counts_as(OTHERWISE, "intranet") == "inside"


def test_people_whose_tier_is_not_there_are_counted_with_what_they_count_as() -> None:
    assert without_tier(NET, {"intranet": 3, "visitor": 1}) == []
    assert without_tier(NET, {"hr": 1, "intranet": 9, "guests": 2}) == [
        "1 person is in the tier hr, which Small Net does not have: "
        "while it is in force, this person counts as intranet.",
        "2 people are in the tier guests, which Small Net does not have: "
        "while it is in force, they count as intranet.",
    ]


@pytest.mark.parametrize(
    ("tier", "words", "short"),
    [
        ("none", "Paper, and nothing abroad", "Paper, nothing abroad"),
        (
            "intranet",
            "Home, Friends' Board, Film House, Library, and nothing abroad",
            "4 of 5 inside, nothing abroad",
        ),
        (
            "elite",
            "Home, Friends' Board, Film House, Library, Paper, and abroad World News and Chat",
            "all 5 inside, World News and Chat",
        ),
        ("visitor", "Library, and abroad World News and Chat", "Library, World News and Chat"),
    ],
)
def test_what_opens_is_said_by_the_titles_of_sites_and_in_short_by_their_number(
    tier: str, words: str, short: str
) -> None:
    opening = NET.open_to(tier)
    assert (in_words(NET, opening), in_short(NET, opening)) == (words, short)


def test_where_nothing_opens_that_is_said_and_a_network_without_names_abroad_says_nothing_of_them() -> None:
    assert in_words(NET, ()) == "nothing"
    assert in_short(NET, ()) == "nothing inside, nothing abroad"
    abroad = [site for site in NET.sites.values() if site.kind == "outside"]
    assert in_words(NET, abroad) == "nothing inside, and abroad World News and Chat"
    lone = small_net(
        "".join(
            line
            for line in SAMPLE.replace("  visitor: {opens: [outside]}\n", "").splitlines(keepends=True)
            if "kind: outside" not in line
        ).partition("rules:")[0]
    )
    assert in_words(lone, lone.open_to("none")) == in_short(lone, lone.open_to("none")) == "Paper"


@pytest.mark.parametrize("pack", shipped_packs())
def test_the_words_name_just_the_sites_that_the_matrix_opens(pack: str) -> None:
    net = read_network(pack)
    for tier in net.tiers:
        opening = net.open_to(tier)
        words = in_words(net, opening)
        said = [site.title for site in net.sites.values() if site.title in words]
        shown = [site.title for site in opening]
        assert [one for one in said if not any(one != two and one in two for two in shown)] == [
            one for one in shown if not any(one != two and one in two for two in shown)
        ]
