"""The three ways to a site, and the names that it has on each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Literal

from bbs.network.sites import Site

Lane = Literal["A", "B", "C"]
"""A: a path prefix on one address. B: a host under localhost. C: the real host, through the proxy."""


def on_lane(host: str, lane: Lane) -> str:
    """The name of a host under .test on lane B (under .localhost) or C (itself)."""
    return f"{host.removesuffix('.test')}.localhost" if lane == "B" else host


def off_lane(host: str) -> str:
    """The name that a host of lane B has everywhere else; other hosts are themselves."""
    return f"{host.removesuffix('.localhost')}.test" if host.endswith(".localhost") else host


def host_table(zone: str, sites: Mapping[str, Site]) -> Mapping[str, tuple[Site, Lane]]:
    """The dict from host to site: names of both lanes, numbers, and the bare zone, which is the portal."""
    table: dict[str, tuple[Site, Lane]] = {}
    lanes: tuple[Lane, Lane] = ("B", "C")
    for site in sites.values():
        table.update({on_lane(site.host, lane): (site, lane) for lane in lanes})
        if site.number:
            table[site.number] = (site, "C")
    portal = next((site for site in sites.values() if site.kind == "portal"), None)
    if portal:
        for lane in lanes:
            table.setdefault(on_lane(zone, lane), (portal, lane))
    return MappingProxyType(table)


class Hosts(Mapping[str, str]):
    """The host of every site on a lane, by the site's id; lane A has none. Nothing is made before it is asked for."""

    def __init__(self, sites: Mapping[str, Site], lane: Lane) -> None:
        self._sites = sites if lane != "A" else {}
        self._lane = lane

    def __getitem__(self, site: str) -> str:
        return on_lane(self._sites[site].host, self._lane)

    def __iter__(self) -> Iterator[str]:
        return iter(self._sites)

    def __len__(self) -> int:
        return len(self._sites)
