"""The one function for host names: everything that compares hosts compares what comes out of here."""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache

import idna

_LONGEST = 253
"""Characters of a host name (RFC 1035); longer ones are refused before anything else looks at them."""
_WITH_PORT = re.compile(r"(?P<host>\[[0-9A-Fa-f:.]+\]|[^:\[\]]+)(?::(?P<port>[0-9]{0,5}))?", re.ASCII)
HTTP_PORT = 80
_HIGHEST_PORT = 65_535
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", re.ASCII)
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*", re.ASCII)
_ODD = re.compile(r"[\x00-\x20\x7f/\\?#@%_,;<>\"'`^{|}]")


def normalise_host(raw: str) -> str | None:
    """A host as the network knows it, or None where it can't be one.

    Lower case, no port, no trailing dot, names in other scripts as their A-labels (`xn--...`), IPv4 as four
    numbers, IPv6 compressed and without brackets, or as the IPv4 that it stands for. User names, odd characters,
    numbers that only some programs read as an address (`127.1`, `0x7f.1`) and names that IDNA forbids give None.
    """
    if raw.count(":") > 1 and "[" not in raw:
        return _ipv6(raw)  # as it comes out of here, so that normalising twice changes nothing
    read = read_authority(raw)
    return read[0] if read else None


@lru_cache(maxsize=1_024)  # a class asks for few names, again and again
def read_authority(raw: str) -> tuple[str, int] | None:
    """Host and port as they stand in an address or a Host header, the host normalised; None where they can't.

    Port 80 where none is written; IPv6 stands in brackets.
    """
    if len(raw) > _LONGEST + len("[]:65535.") or _ODD.search(raw):
        return None
    parts = _WITH_PORT.fullmatch(raw)
    if parts is None:
        return None
    port = int(parts["port"] or HTTP_PORT)
    host = _ipv6(parts["host"][1:-1]) if raw.startswith("[") else _name_or_number(parts["host"])
    return (host, port) if host and 0 < port <= _HIGHEST_PORT else None


def is_address(host: str) -> bool:
    """Whether a normalised host is an IP address and not a name."""
    return ":" in host or host.rpartition(".")[2].isdigit()


def _name_or_number(bare: str) -> str | None:
    name = _ascii(bare)
    if name is None:
        return None
    labels = name.removesuffix(".").split(".")
    if _NUMBER.fullmatch(labels[-1]):
        return _ipv4(".".join(labels))
    return ".".join(labels) if all(_usable(label) for label in labels) else None


def _ascii(bare: str) -> str | None:
    """The name in lower case; other scripts by IDNA 2008 with the mapping of UTS 46."""
    try:
        name = (
            bare.lower() if bare.isascii() else idna.encode(bare, uts46=True, std3_rules=True).decode("ascii")
        )
    except UnicodeError:  # idna's own errors are such; so is half a character
        return None
    return name if 0 < len(name.removesuffix(".")) <= _LONGEST else None


def _usable(label: str) -> bool:
    """Letters, digits and inner hyphens; an A-label must be the one that its own name gives."""
    if not _LABEL.fullmatch(label):
        return False
    if not label.startswith("xn--"):
        return label[2:4] != "--"
    try:
        return idna.encode(idna.decode(label)).decode("ascii") == label
    except UnicodeError:
        return False


def _ipv4(text: str) -> str | None:
    try:
        return str(ipaddress.IPv4Address(text))
    except ValueError:
        return None


def _ipv6(text: str) -> str | None:
    try:
        address = ipaddress.IPv6Address(text)
    except ValueError:
        return None
    return None if address.scope_id else str(address.ipv4_mapped or address)
