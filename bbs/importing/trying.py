"""What the loader would say of a piece of a policy: its own words for why something can't be."""

from __future__ import annotations

from bbs.document import DocumentError, Items, Mark, Node, Table, Text, in_one_line
from bbs.importing.taken import Said
from bbs.policy.load import load

_HERE = Mark(1, 1)


def node(said: Said) -> Node:
    """A piece as a node of a document."""
    if isinstance(said, dict):
        return Table(tuple((Text(key, _HERE), node(value)) for key, value in said.items()), _HERE)
    return Items(tuple(map(node, said)), _HERE) if isinstance(said, list) else Text(said, _HERE)


def pattern_trouble(pattern: str) -> str:
    """Why a regular expression can't be used; empty for one that can."""
    rule = in_one_line(node({"id": "trial", "if": {"patterns": [pattern]}, "then": "hold"}))
    try:
        load(f"policy: 1\nid: trial\ndefault: allow\nrules:\n  - {rule}\n", file="trial")
    except DocumentError as error:
        first = error.problems[0]
        return f"{first.problem}; {first.remedy}" if first.remedy else first.problem
    return ""
