"""Lists of host names as people have them: plain, hosts files, filter lists, dnsmasq; mixed line by line if need be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bbs.document import Mark, shown
from bbs.network.hosts import normalise_host

_COMMENT = re.compile(r"\s*(?:[#!;]|\[Adblock)")
_HOSTS = re.compile(
    r"\s*(?P<to>[0-9]{1,3}(?:\.[0-9]{1,3}){3}|[0-9A-Fa-f]*:[0-9A-Fa-f:]*)\s+(?P<names>[^#]+)(?:#.*)?"
)
_OF_NOWHERE = re.compile(r"0\.0\.0\.0|127(?:\.[0-9]{1,3}){3}|::1?|#|")
"""Addresses that block a name; any other one is where it really is."""
_FILTER = re.compile(r"\s*\|\|(?P<name>[^/^$*|]+)\^?(?P<more>.*)")
_DNSMASQ = re.compile(r"\s*(?:address|server|local)=(?P<names>/[^#]*/)(?P<to>[^/]*)")
_PLAIN = re.compile(r"\s*(?:\*\.|\.)?(?P<name>[^\s#/|^$=*]+)(?:\s+#.*|\s*)")
_OF_THE_MACHINE = re.compile(r"(?:ip6-)?local(?:host|net)?(?:\.localdomain)?|broadcasthost|ip6-.*|0\.0\.0\.0")
"""Names that every hosts file has for the machine itself."""

FORMS = {
    "plain": "one name a line; `*.name` and `.name` are the name",
    "hosts": "an address and one or more names: `0.0.0.0 ads.example.test`",
    "filter": "as Pi-hole and browsers read them: `||ads.example.test^`",
    "dnsmasq": "`address=/ads.example.test/`, `server=/.../`, `local=/.../`",
}
"""The forms of a line, each with what it looks like."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A piece of a list that is no name, or says more than a name."""

    mark: Mark
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a list, each once and normalised, with their places; and what was not taken for one."""

    names: tuple[tuple[str, Mark], ...]
    unread: tuple[Unread, ...]
    exact: tuple[str, ...] = ()
    """Those that a hosts file names: they stand for themselves there, not for what lies below them."""


def is_name_list(line: str) -> bool:
    """Whether a line is of a form that only lists of names have: all but the plain one."""
    found = (_HOSTS.fullmatch(line), _FILTER.fullmatch(line), _DNSMASQ.fullmatch(line))
    return any(one is not None for one in found)


def read_names(text: str) -> Names:
    """Read a list; lines that can't be taken as names are told with the reason, nothing is raised."""
    names: dict[str, Mark] = {}
    unread: list[Unread] = []
    exact: dict[str, None] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or _COMMENT.match(line):
            continue
        pieces = list(_pieces(line, number))
        for piece in pieces:
            if isinstance(piece, Unread):
                unread.append(piece)
                continue
            written, mark = piece
            name = normalise_host(written)
            if name is None:
                unread.append(Unread(mark, shown(written), "this can't be a host name"))
            elif not _OF_THE_MACHINE.fullmatch(name):
                names.setdefault(name, mark)
                exact.update({name: None} if _HOSTS.fullmatch(line) else {})
    return Names(tuple(names.items()), tuple(unread), tuple(exact))


def _pieces(line: str, number: int) -> Iterator[tuple[str, Mark] | Unread]:
    """The names of a line with their places, or why it has none."""
    start = Mark(number, len(line) - len(line.lstrip()) + 1)
    hosts = _HOSTS.fullmatch(line)
    mapped = hosts or _DNSMASQ.fullmatch(line)
    if mapped and not _OF_NOWHERE.fullmatch(mapped["to"].strip()):
        if not all(map(_OF_THE_MACHINE.fullmatch, re.findall(r"[^/\s]+", mapped["names"]))):
            yield Unread(start, shown(line.strip()), "it says where a name is, and closes nothing")
    elif mapped:
        yield from _each(r"\S+" if hosts else r"[^/\s]+", mapped, number)
    elif found := _FILTER.fullmatch(line):
        if found["more"].strip():
            yield Unread(start, shown(line.strip()), "it holds under conditions that a name can't say")
        else:
            yield found["name"].strip(), Mark(number, found.start("name") + 1)
    elif line.lstrip().startswith("@@"):
        yield Unread(start, shown(line.strip()), "it opens what another line closes")
    elif plain := _PLAIN.fullmatch(line):
        if "." in plain["name"].strip("."):
            yield plain["name"], Mark(number, plain.start("name") + 1)
        else:
            yield Unread(
                start, shown(line.strip()), "one word is no name of a site; write it with its ending"
            )
    else:
        yield Unread(start, shown(line.strip()), "this is no line of a list of names")


def _each(piece: str, found: re.Match[str], number: int) -> Iterator[tuple[str, Mark]]:
    for name in re.finditer(piece, found["names"]):
        yield name[0], Mark(number, found.start("names") + name.start() + 1)
