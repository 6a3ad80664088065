"""The network that was in force before: what is said of addresses that were its own and are nobody's now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from bbs.network.sites import Site


@dataclass(frozen=True, slots=True)
class Before:
    """Another network, or an earlier state of the same one, and until when it was in force."""

    title: str
    until: dt.time
    names: Mapping[str, str]
    """The title of the site, by each of its names: host, number, and its id as ~id."""

    @classmethod
    def of(cls, title: str, sites: Mapping[str, Site], until: dt.time) -> Before:
        """What is to be remembered of a network."""
        names = {
            name: site.title for site in sites.values() for name in (f"~{site.id}", site.host, site.number)
        }
        return cls(title, until, {name: site for name, site in names.items() if name})

    def says(self, name: str, now: str) -> str:
        """What became of a name in the network `now`; empty for one that was nobody's before either."""
        site = self.names.get(name)
        if site is None:
            return ""
        if self.title == now:
            return f"{now} was changed at {self.until:%H:%M}: {site} is no longer part of it."
        return (
            f"The network was changed at {self.until:%H:%M}: {site} belonged to the one before, {self.title}."
        )
