"""The proxy's automatic setting (a PAC file): which names a browser is to ask this network for."""

from __future__ import annotations

import json
from collections.abc import Iterator

from bbs.network.hosts import normalise_host
from bbs.network.resolve import Network

CONTENT_TYPE = "application/x-ns-proxy-autoconfig"
"""Browsers take no other for granted."""

_OVERLAY = """\
// {title}: only the names of this network come here, everything else goes its usual way.
var NAMES = {names};
function FindProxyForURL(url, host) {{
  host = String(host).toLowerCase();
  if (host.charAt(host.length - 1) === ".") host = host.slice(0, -1);
  if (host === {zone} || host.slice(-{length}) === {end}) return {proxy};
  return Object.prototype.hasOwnProperty.call(NAMES, host) ? {proxy} : "DIRECT";
}}
"""
_SEALED = """\
// {title}: everything comes here, and nothing goes its usual way.
function FindProxyForURL(url, host) {{
  return {proxy};
}}
"""


def proxy_setting(network: Network, address: str, port: int, *, sealed: bool = False) -> str:
    """The PAC file of a network for browsers that reach this server at an address and port.

    It sends here whatever lies in the zone, the names abroad, and the numbers of sites; everything else goes
    `DIRECT`. Sealed, it sends everything here. ValueError for an address that is none.
    """
    host = normalise_host(address)
    if host is None or not 0 < port < 65_536:
        raise ValueError(f"no address of a proxy: {address!r}, port {port}")
    proxy = f"PROXY [{host}]:{port}" if ":" in host else f"PROXY {host}:{port}"
    if sealed:
        return _SEALED.format(title=_as_comment(network.title), proxy=_quoted(proxy))
    end = f".{network.zone}"
    return _OVERLAY.format(
        title=_as_comment(network.title),
        names=json.dumps(dict.fromkeys(sorted(_names(network)), 1), separators=(",", ":")),
        zone=_quoted(network.zone),
        end=_quoted(end),
        length=len(end),
        proxy=_quoted(proxy),
    )


def _names(network: Network) -> Iterator[str]:
    """Host names outside the zone, and every number; in the zone the end of a name says it already."""
    for site in network.sites.values():
        for host in (site.host, site.number):
            if host and not host.endswith(f".{network.zone}"):
                yield host


def _quoted(text: str) -> str:
    return json.dumps(text)


def _as_comment(title: str) -> str:
    """A title that stays within one line of ASCII, so that no engine reads its end as code."""
    return json.dumps(" ".join(title.split()))[1:-1]
