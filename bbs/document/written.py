"""A document as text again, for people to read: its own words, without comments and without the file's layout."""

from __future__ import annotations

import re

from bbs.document.nodes import Items, Node, Table, Text

_AWKWARD = re.compile(r"""[\s?:,\[\]{}#&*!|>'"%@`]|-(?!\w)|$""")
"""How no text begins that stands without quotes; the empty one included."""
_BREAKING = re.compile(r"[?,\[\]{}\n\r\t]|:\s|:$|\s#|\s$")
"""What stands in no text without quotes."""
_CONTROL = re.compile(r"[\n\r\t]")
_ESCAPED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def in_one_line(node: Node) -> str:
    """A node in one line of YAML: `{words: [cake, "*day*"]}`. Texts that were written in quotes keep them."""
    if isinstance(node, Text):
        return _scalar(node)
    if isinstance(node, Items):
        return f"[{', '.join(map(in_one_line, node))}]"
    return "{" + ", ".join(f"{_scalar(key)}: {in_one_line(value)}" for key, value in node.entries) + "}"


def in_lines(table: Table) -> str:
    """A map with one key a line; the keys of a map in it, and maps in a list there, have lines of their own too."""
    return "\n".join(line for key, value in table.entries for line in _lines(_scalar(key), value))


def _lines(key: str, value: Node) -> list[str]:
    if not isinstance(value, Table) or (len(value.entries) < 2 and not any(map(_of_maps, value.entries))):
        return [f"{key}: {in_one_line(value)}"]
    lines = [f"{key}:"]
    for inner, one in value.entries:
        if isinstance(one, Items) and _of_maps((inner, one)):
            lines += [f"  {_scalar(inner)}:", *(f"    - {in_one_line(each)}" for each in one)]
        else:
            lines.append(f"  {_scalar(inner)}: {in_one_line(one)}")
    return lines


def _of_maps(entry: tuple[Text, Node]) -> bool:
    return isinstance(entry[1], Items) and any(isinstance(one, Table) for one in entry[1])


def _scalar(text: Text) -> str:
    """Without quotes where it needs none; no document holds a control character but tabs and line ends."""
    value = text.value
    if not (text.quoted or _AWKWARD.match(value) or _BREAKING.search(value)):
        return value
    if "\\" in value and not _CONTROL.search(value):
        return "'" + value.replace("'", "''") + "'"  # as people write patterns
    return '"' + "".join(_ESCAPED.get(char, char) for char in value) + '"'
