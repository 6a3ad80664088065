"""Lists of host names, for a rule on links."""

from __future__ import annotations

from bbs.document import Mark
from bbs.importing.taken import Format, Rule, Said, Taken
from bbs.network.name_lists import is_name_list, read_names

_MOST_BYTES = 48 * 1024
"""Of names in one policy; the file has to stay below 64 KiB."""


def read_hosts(text: str, _file: str) -> Taken:
    """One rule that refuses links to these names."""
    found = read_names(text)
    taken = Taken("Links to names of a list", "Posts with a link to a name of the list are refused.")
    for one in found.unread:
        taken.leave(one.mark, one.what.strip("`"), one.why)
    hosts: list[str] = []
    size = 0
    for name, mark in found.names:
        size += len(name) + 2
        if size > _MOST_BYTES:
            many = len(found.names) - len(hosts)
            taken.leave(mark, name, f"a policy file has no room for this name and the {many - 1} after it")
            break
        hosts.append(name)
    if found.exact:
        mark = next(mark for name, mark in found.names if name == found.exact[0])
        taken.leave(mark, found.exact[0], "here a name stands for all that lies below it too", taken=True)
    if hosts:
        why = "It links to a place that is on the list."
        says: dict[str, Said] = {"why": why, "if": {"links": {"to": [*hosts]}}, "then": "block"}
        taken.rules.append(Rule(Mark(1, 1), "listed-links", says))
    return taken


def _is_hosts(_file: str, text: str) -> bool:
    lines = [line for line in text.split("\n") if line.strip() and line.lstrip()[0] not in "#!["]
    return bool(lines) and 2 * sum(map(is_name_list, lines)) >= len(lines)


FORMAT = Format(
    "hosts",
    "a list of host names",
    "`0.0.0.0 name`, `||name^`, `address=/name/`, or one name a line: a rule that refuses links to them",
    _is_hosts,
    read_hosts,
)
