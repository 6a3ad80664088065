"""The matrix: every site for every tier at a moment, each cell with the verdict and what decided."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bbs.network.resolve import Ask, Network, Opened, Refused
from bbs.network.rules import Rule
from bbs.network.sites import Site


@dataclass(frozen=True, slots=True)
class Row:
    """One site and what each tier gets from it."""

    site: Site
    cells: Mapping[str, Opened | Refused]
    """By the tier's id, in the order of the file."""


def matrix(
    network: Network,
    at: dt.time | None = None,
    date: dt.date | None = None,
    sites: Iterable[str] | None = None,
) -> tuple[Row, ...]:
    """A row for every site, or for those named, in the order of the file: what its first page is for each tier.

    Without a moment, `time` conditions are false.
    """
    return tuple(
        Row(site, MappingProxyType({tier: _cell(network, site, tier, at, date) for tier in network.tiers}))
        for site in (network.sites.values() if sites is None else map(network.sites.__getitem__, sites))
    )


def partly(network: Network) -> tuple[Rule, ...]:
    """The rules in force that ask for a path or a method: of these the matrix shows the first pages alone."""
    return tuple(rule for rule in network.in_force if rule.paths is not None or rule.methods is not None)


def _cell(
    network: Network, site: Site, tier: str, at: dt.time | None, date: dt.date | None
) -> Opened | Refused:
    return network.resolve(Ask(site.host, tier=tier, at=at, date=date, proxied=True))
