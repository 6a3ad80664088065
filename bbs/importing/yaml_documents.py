"""YAML as other programs take it: several documents in one file, read one by one, with their places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml
from yaml.events import AliasEvent

from bbs.document import Items, Mark, Node, Table, Text

_DEEPEST = 20
_BETWEEN = re.compile(r"---(?:\s.*)?$")


@dataclass(frozen=True, slots=True)
class Part:
    """One document: the line on which it begins, the comments above it, and what it says or why it can't be read."""

    line: int
    comments: tuple[str, ...]
    node: Node | None
    problem: str = ""


def parts(text: str) -> Iterator[Part]:
    """The documents of a text that say something; a mistake in one leaves the others readable."""
    begun: list[str] = []
    first = 1
    for number, line in enumerate([*text.split("\n"), "---"], start=1):
        if not _BETWEEN.match(line):
            begun.append(line)
            continue
        part = _part(begun, first)
        if part is not None:
            yield part
        begun, first = [], number + 1


def _part(lines: list[str], first: int) -> Part | None:
    said = next(
        (at for at, line in enumerate(lines) if line.strip() and not line.lstrip().startswith("#")), None
    )
    if said is None:
        return None
    comments = tuple(line.strip() for line in lines[:said] if line.strip())
    text = "\n".join(lines) + "\n"
    where = first + said
    try:
        if any(isinstance(event, AliasEvent) for event in yaml.parse(text, Loader=yaml.SafeLoader)):
            return Part(where, comments, None, "it names a part of itself with `*`; write that part out")
        return Part(where, comments, _node(yaml.compose(text, Loader=yaml.SafeLoader), first - 1, 0))
    except yaml.MarkedYAMLError as error:
        line = first + error.problem_mark.line if error.problem_mark else where
        return Part(line, comments, None, f"this is not YAML: {error.problem or error.context}")
    except (yaml.YAMLError, RecursionError, ValueError, OverflowError):
        return Part(where, comments, None, "this is not YAML that can be read")


def _node(read: yaml.Node | None, before: int, depth: int) -> Node:
    if read is None or depth == _DEEPEST:
        raise ValueError
    mark = Mark(before + read.start_mark.line + 1, read.start_mark.column + 1)
    if isinstance(read, yaml.ScalarNode):
        return Text(str(read.value), mark, quoted=read.style is not None)
    if isinstance(read, yaml.SequenceNode):
        return Items(tuple(_node(one, before, depth + 1) for one in read.value), mark)
    entries = [(_node(key, before, depth + 1), _node(value, before, depth + 1)) for key, value in read.value]
    return Table(tuple((key, value) for key, value in entries if isinstance(key, Text)), mark)
