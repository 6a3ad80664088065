"""From what a browser sends, or a person types, to the host and path that are asked for.

An address is read in one way or not at all. What programs read in different ways (a coded slash, a backslash, `..`,
a code that is none) is no address here, so nothing behind can understand it otherwise than the gateway did.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from bbs.network.hosts import HTTP_PORT, read_authority

_ADDRESS = re.compile(
    r"(?:(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://)?(?P<host>[^/?#]*)(?P<path>[^#]*)(?:#.*)?", re.DOTALL
)
_AMBIGUOUS = re.compile(r"%(?![0-9A-Fa-f]{2})|%2[Ff]", re.ASCII)
_NO_PATH = re.compile(r"[\\\x00-\x1f\x7f-\x9f]|/\.\.?(?:/|$)")


@dataclass(frozen=True, slots=True)
class Target:
    """What is asked for: `Ask` takes host, path and proxied as they are."""

    host: str
    """Normalised; empty where it is missing, duplicate or unusable."""
    path: str
    """Without the query, its percent codes decoded, once; empty where it can't be read in one way only."""
    proxied: bool
    """The whole address was sent, as to a proxy."""
    port: int = HTTP_PORT
    """As it stands in the address."""


def read_target(method: str, target: str, hosts: Sequence[str]) -> Target:
    """Read a request's target and its Host headers, all of them.

    The host of an absolute target (`http://h/p`, or `h:443` of a CONNECT) overrides Host; two Host headers
    are unusable with any target, and so are schemes other than http.
    """
    if len(hosts) > 1:
        return Target("", "", proxied=False)
    if method == "CONNECT":
        return _target(target, "/", proxied=True)
    if target.startswith("/") or target == "*":
        path = "*" if target == "*" else _sent_path(target)
        return _target(hosts[0] if hosts else "", path, proxied=False)
    parts = _ADDRESS.fullmatch(target)
    if parts is None or (parts["scheme"] or "").lower() != "http":
        return Target("", "", proxied=True)
    return _target(parts["host"], _sent_path(target[parts.end("host") :]), proxied=True)


def read_address(typed: str, sites: Sequence[tuple[str, str]]) -> Target:
    """Read what somebody typed into an address bar; `sites` are pairs of a site's id and its host.

    An address with or without http://, a number, or a site's id with or without a path. What can't be an
    address gives a target without a host.
    """
    parts = _ADDRESS.fullmatch(typed.strip()[:2000])
    if parts is None or (parts["scheme"] or "http").lower() not in {"http", "https"}:
        return Target("", "/", proxied=True)
    by_id = dict(sites)
    host = by_id.get(parts["host"].removeprefix("~").lower()) or parts["host"]
    path = read_path(parts["path"])
    return _target(host if path else "", path or "/", proxied=True)


def read_path(rest: str) -> str:
    """The path of what follows a host in an address: `/` where there is none, empty where it is no clear one."""
    raw = rest.partition("?")[0] or "/"
    if _AMBIGUOUS.search(raw):
        return ""
    try:
        path = unquote_to_bytes(raw).decode("utf-8")
    except UnicodeError:
        return ""
    return "" if _NO_PATH.search(path) or not path.startswith("/") else path


def _sent_path(rest: str) -> str:
    """The path of a request: a browser keeps what follows a `#` to itself, and sends text as UTF-8."""
    try:
        rest.encode("utf-8")
    except UnicodeEncodeError:
        return ""
    return "" if "#" in rest else read_path(rest)


def _target(authority: str, path: str, *, proxied: bool) -> Target:
    host, port = read_authority(authority) or ("", HTTP_PORT)
    return Target(host, path, proxied, port)
