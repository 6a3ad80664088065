"""From what a browser sends, or a person types, to the host and path that are asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bbs.network.hosts import normalise_host

_ADDRESS = re.compile(
    r"(?:(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://)?(?P<host>[^/?#]*)(?P<path>[^#]*)(?:#.*)?", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Target:
    """What is asked for: `Ask` takes these three as they are."""

    host: str
    """Normalised; empty where it is missing, duplicate or unusable."""
    path: str
    """Without the query, still percent-encoded as it came."""
    proxied: bool
    """The whole address was sent, as to a proxy."""


def read_target(method: str, target: str, hosts: Sequence[str]) -> Target:
    """Read a request's target and its Host headers, all of them.

    The host of an absolute target (`http://h/p`, or `h:443` of a CONNECT) overrides Host; two Host headers
    are unusable with any target, and so are schemes other than http.
    """
    if len(hosts) > 1:
        return Target("", "/", proxied=False)
    if method == "CONNECT":
        return Target(normalise_host(target) or "", "/", proxied=True)
    if target.startswith("/") or target == "*":
        host = normalise_host(hosts[0]) if hosts else None
        return Target(host or "", target.partition("?")[0], proxied=False)
    parts = _ADDRESS.fullmatch(target)
    if parts is None or (parts["scheme"] or "").lower() != "http":
        return Target("", "/", proxied=True)
    return Target(normalise_host(parts["host"]) or "", _path(parts["path"]), proxied=True)


def read_address(typed: str, sites: Sequence[tuple[str, str]]) -> Target:
    """Read what somebody typed into an address bar; `sites` are pairs of a site's id and its host.

    An address with or without http://, a number, or a site's id with or without a path. What can't be an
    address gives a target without a host.
    """
    parts = _ADDRESS.fullmatch(typed.strip()[:2000])
    if parts is None or (parts["scheme"] or "http").lower() not in {"http", "https"}:
        return Target("", "/", proxied=True)
    by_id = dict(sites)
    name = parts["host"].removeprefix("~")
    host = by_id.get(name.lower()) or normalise_host(parts["host"]) or ""
    return Target(host, _path(parts["path"]), proxied=True)


def _path(rest: str) -> str:
    path = rest.partition("?")[0]
    return path if path.startswith("/") else "/"
