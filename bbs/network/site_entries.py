"""The `sites` of a network file."""

from __future__ import annotations

import ipaddress
import re
from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType

from bbs.document import Table, shown
from bbs.network.hosts import normalise_host
from bbs.network.language import SITE
from bbs.network.reading import Reading
from bbs.network.refusals import read_refusing
from bbs.network.sites import FACES, KINDS, Refusing, Site

MOST_SITES = 1_000
_NUMBERS = tuple(
    ipaddress.ip_network(block) for block in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24")
)
HANDBOOK = "shipped:handbook"
"""Pages that come with the program, wherever the network file lies."""
_FOLDER = re.compile(r"[a-z0-9][a-z0-9_-]*(?:/[a-z0-9][a-z0-9_-]*)*", re.ASCII)
_PATH = re.compile(r"/(?:[a-z0-9_-]+(?:/[a-z0-9_-]+)*)?", re.ASCII)
_WITHOUT_PAGES = ("portal", "board")
_NEEDS_PAGES = ("pages", "newspaper")
_FACE_OF_KIND = {"newspaper": "newspaper", "outside": "abroad"}
"""How a site looks whose entry does not say; the others are plain."""


def read_sites(top: Table, zone: str, default: Refusing, reading: Reading) -> Mapping[str, Site]:
    """All sites by id, in the order of the file."""
    nodes = reading.items(top.get("sites"), "sites")
    if len(nodes) > MOST_SITES:
        reading.problems.add(nodes[MOST_SITES], f"more than {MOST_SITES:,} sites", "leave some out")
    sites: dict[str, Site] = {}
    taken: dict[str, str] = {}
    for node in nodes[:MOST_SITES]:
        table = reading.table(node, "a site", tuple(SITE), ("id", "host", "kind"))
        site = _site(table, zone, default, reading)
        for key in ("id", "host", "number"):
            reading.once(table, key, getattr(site, key), taken)
        if site.id:
            sites.setdefault(site.id, site)
    _one_of_each(top, sites, reading)
    return MappingProxyType(sites)


def _site(table: Table, zone: str, default: Refusing, reading: Reading) -> Site:
    name = reading.identifier(table, "id")
    kind = reading.choice(table, "kind", KINDS, "pages")
    if name == "everything" or (name in KINDS and kind != name):
        problem = f"`{name}` has a meaning of its own in `opens`"
        reading.problems.add(table.get("id") or table, problem, "choose another id")
    return Site(
        id=name,
        host=_host(table, kind, zone, reading),
        kind=kind,
        title=reading.text(table, "title") or name,
        about=reading.text(table, "about"),
        number=_number(table, reading),
        pages=_pages(table, kind, reading),
        face=_face(table, kind, reading),
        asks=_path(table, "asks", kind, reading),
        copies=_path(table, "copies", kind, reading),
        refusing=read_refusing(table, default, reading),
        line=table.mark.line,
    )


def _host(table: Table, kind: str, zone: str, reading: Reading) -> str:
    host = reading.text(table, "host")
    if not host:
        return ""
    node = table.get("host") or table
    inside = zone and host.endswith(f".{zone}")
    if normalise_host(host) != host or not host.endswith(".test"):
        remedy = "write a name in small letters under .test, as library.bright.test"
        reading.problems.add(node, f"{shown(host)} can't be the host of a site", remedy)
    elif kind == "outside" and inside:
        problem = f"{shown(host)} lies inside the zone {zone}"
        reading.problems.add(node, problem, "give an outside site a host elsewhere under .test")
    elif zone and kind != "outside" and not inside:
        remedy = f"write a name that ends in .{zone}, or `kind: outside`"
        reading.problems.add(node, f"{shown(host)} lies outside the zone {zone}", remedy)
    return host


def _number(table: Table, reading: Reading) -> str:
    number = reading.text(table, "number")
    if number and not (normalise_host(number) == number and _for_examples(number)):
        remedy = "take one from 192.0.2.x, 198.51.100.x or 203.0.113.x, which belong to nobody"
        problem = f"{shown(number)} can't be the number of a site"
        reading.problems.add(table.get("number") or table, problem, remedy)
    return number


def _for_examples(number: str) -> bool:
    try:
        return any(ipaddress.ip_address(number) in block for block in _NUMBERS)
    except ValueError:
        return False


def _pages(table: Table, kind: str, reading: Reading) -> str:
    folder = reading.text(table, "pages")
    if folder and folder != HANDBOOK and not _FOLDER.fullmatch(folder):
        remedy = (
            f"name a folder beside this file: `pages: packs/bright-net/library`, or write `pages: {HANDBOOK}`"
        )
        problem = f"{shown(folder)} can't be a folder of pages"
        reading.problems.add(table.get("pages") or table, problem, remedy)
    elif folder and kind in _WITHOUT_PAGES:
        reading.problems.add(table.key("pages"), f"a {kind} has pages of its own", "leave `pages` out")
    elif kind in _NEEDS_PAGES and "pages" not in table:
        problem = f"a site of kind {kind} needs `pages`"
        reading.problems.add(table, problem, "name the folder of its Markdown files")
    return folder


def _face(table: Table, kind: str, reading: Reading) -> str:
    if "face" in table and kind in _WITHOUT_PAGES:
        problem = f"a {kind} has a face of its own"
        reading.problems.add(table.key("face"), problem, "leave `face` out")
    return reading.choice(table, "face", FACES, _FACE_OF_KIND.get(kind, "plain"))


def _path(table: Table, key: str, kind: str, reading: Reading) -> str:
    """The path of a page of this site on which something is done."""
    path = reading.text(table, key)
    if path and kind in {*_WITHOUT_PAGES, "outside"}:
        problem = f"a site of kind {kind} has no `{key}`"
        reading.problems.add(table.key(key), problem, "give it to a site of pages inside the zone")
    elif path and not _PATH.fullmatch(path):
        problem = f"{shown(path)} can't be the path of a page"
        reading.problems.add(
            table.get(key) or table, problem, f"write it as it stands in an address: `{key}: /ask`"
        )
    return path


def _one_of_each(top: Table, sites: Mapping[str, Site], reading: Reading) -> None:
    kinds = Counter(site.kind for site in sites.values())
    for kind in _WITHOUT_PAGES:
        if "sites" in top and kinds[kind] != 1:
            problem = f"a network has one site of kind {kind}; this one has {kinds[kind]}"
            reading.problems.add(top.key("sites"), problem, f"keep exactly one site with `kind: {kind}`")
    rooms = [site.id for site in sites.values() if site.copies]
    if len(rooms) > 1:
        problem = f"copies are laid on one site; here on {', '.join(rooms)}"
        reading.problems.add(top.key("sites"), problem, "keep `copies` at one of them")
