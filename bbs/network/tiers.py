"""Which tier somebody counts as, and what opens for them, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bbs.network.resolve import Network
from bbs.network.sites import Site

JOINED_TIER = "intranet"
"""The tier of who joins, where the network has one of this name."""
FEW = 2
"""So many sites are named rather than counted."""


def ordinary(network: Network) -> str:
    """The tier of who joins: JOINED_TIER, else the first that opens the portal, else the first of the file."""
    at_home = (tier.id for tier in network.tiers.values() if network.portal.id in tier.opens)
    if JOINED_TIER in network.tiers:
        return JOINED_TIER
    return next(at_home, next(iter(network.tiers), JOINED_TIER))


def counts_as(network: Network, tier: str) -> str:
    """The tier that decides for somebody of a tier: the same, or the ordinary one while the network has no such."""
    return tier if tier in network.tiers else ordinary(network)


def without_tier(network: Network, placed: Mapping[str, int]) -> list[str]:
    """A sentence for every tier that people are in and this network does not have. `placed`: how many are in which."""
    said = []
    for tier, many in placed.items():
        if tier not in network.tiers:
            who, count = (
                ("1 person is", "this person counts") if many == 1 else (f"{many} people are", "they count")
            )
            said.append(
                f"{who} in the tier {tier}, which {network.title} does not have: "
                f"while it is in force, {count} as {ordinary(network)}."
            )
    return said


def in_words(network: Network, opening: Iterable[Site]) -> str:
    """These sites by their titles, those inside and those abroad."""
    inside, abroad = _apart(opening)
    if not inside and not abroad:
        return "nothing"
    said = ", ".join(inside) or "nothing inside"
    if not _apart(network.sites.values())[1]:
        return said
    return f"{said}, and {f'abroad {_listed(abroad)}' if abroad else 'nothing abroad'}"


def in_short(network: Network, opening: Iterable[Site]) -> str:
    """The same in a few words: many sites are counted."""
    inside, abroad = _apart(opening)
    all_inside, all_abroad = _apart(network.sites.values())
    said = _counted(inside, all_inside, "inside")
    return f"{said}, {_counted(abroad, all_abroad, 'abroad')}" if all_abroad else said


def _apart(sites: Iterable[Site]) -> tuple[list[str], list[str]]:
    """Titles of the sites inside, and of those abroad."""
    inside, abroad = list[str](), list[str]()
    for site in sites:
        (abroad if site.kind == "outside" else inside).append(site.title)
    return inside, abroad


def _counted(titles: list[str], every: list[str], where: str) -> str:
    if not titles:
        return f"nothing {where}"
    if len(titles) == len(every) > FEW:
        return f"all {len(every)} {where}"
    return _listed(titles) if len(titles) <= FEW else f"{len(titles)} of {len(every)} {where}"


def _listed(titles: list[str]) -> str:
    *most, last = titles
    return f"{', '.join(most)} and {last}" if most else last
