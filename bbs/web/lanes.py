"""Where a visitor is and how links look from there: the only place that writes a host or a path prefix."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bbs.network.lanes import Lane

ABROAD = "/-/abroad"
PASS = "/-/pass"  # noqa: S105  # an address
"""The two ends of the way through the portal, by which sites abroad learn who asks."""
START = "/start"
"""Where the workstation is for people who may not open the portal. It belongs to no site."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One request seen from the network: which site it asks for, by which lane, under which address."""

    site: str
    """Id of the site; empty where the request asks for none that is listed."""
    lane: Lane
    path: str
    """The path inside the site; it always starts with a slash."""
    host: str
    """The host name as the visitor's browser has it, normalised."""
    port: int
    hosts: Mapping[str, str] = field(default_factory=dict)
    """The host of every site on this lane, by id; lane A needs none."""
    zone: str = ""
    """The common end of those hosts: cookies are shared inside it. Empty: cookies stay with the host."""
    root: str = "portal"
    """The site that answers at the root of lane A."""
    home: str = "portal"
    """The site where this visitor begins: the way back from everywhere. Empty for who begins at START."""
    network_title: str = ""
    site_title: str = ""
    """Empty where the page belongs to no site."""
    site_host: str = ""
    """The site's own name, whatever the lane; of what is not listed, the host that was asked for."""
    site_number: str = ""
    """Its number; empty where it has none or did not open."""
    home_title: str = ""
    notice: str = ""
    """The sentence that people of this tier see on every page."""

    @property
    def abroad(self) -> bool:
        """Whether the sign-in of the zone does not reach this host."""
        return self.lane != "A" and not self.zone

    @property
    def for_all(self) -> tuple[str, ...]:
        """What the links of a page depend on: two visits that share it see the same addresses."""
        return (self.lane, self.host, str(self.port), self.site, self.path, self.home, self.notice)


def site_url(visit: Visit, site: str, path: str = "/") -> str:
    """The address of a path of a site, as this visitor writes it. ValueError for a relative path."""
    if not path.startswith("/"):
        raise ValueError(f"a path inside a site starts with a slash: {path!r}")
    if visit.lane == "A":
        return path if site == visit.root and path == "/" else f"/~{site}{path}"
    if site == visit.site:
        return path
    return f"http://{authority(visit.hosts[site], visit.port)}{path}"


def home_url(visit: Visit) -> str:
    """Where this visitor begins, as they write it."""
    if visit.home:
        return site_url(visit, visit.home)
    return START if visit.lane == "A" else site_url(visit, visit.root, START)


def desk_url(visit: Visit, path: str) -> str:
    """The address of a page of the workstation: it is the portal's, or for who may not open the portal at START."""
    return site_url(visit, visit.root, path) if visit.home else f"{home_url(visit)}{path}"


def authority(host: str, port: int) -> str:
    """Host and port as they stand in an address; the default port is left out."""
    name = f"[{host}]" if ":" in host else host
    return name if port == 80 else f"{name}:{port}"


def local_path(target: str, otherwise: str = "/") -> str:
    """A place to send somebody back to: a path on this very host and nothing else, or `otherwise`.

    Browsers read a backslash as a slash and skip control characters, so neither may occur.
    """
    if not target.startswith("/") or target.startswith("//") or len(target) > 2000:
        return otherwise
    if any(character == "\\" or not "!" <= character <= "~" for character in target):
        return otherwise
    return target
