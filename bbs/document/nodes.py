"""What a document is made of: texts, lists and tables, each knowing its place. No numbers, no booleans."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from bbs.document.problems import Mark


@dataclass(frozen=True, slots=True)
class Text:
    """A scalar, kept as the text that was written: `22:30`, `no` and `012` stay what they are."""

    value: str
    mark: Mark
    quoted: bool = False
    """Written in quotes or as a block of text; an empty value that is not quoted was left out."""


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    values: tuple[Node, ...]
    mark: Mark

    def __iter__(self) -> Iterator[Node]:
        return iter(self.values)

    def __len__(self) -> int:
        return len(self.values)


@dataclass(frozen=True, slots=True)
class Table:
    """A map from keys to values, in the order of the file; every key stands once."""

    entries: tuple[tuple[Text, Node], ...]
    mark: Mark

    def get(self, key: str) -> Node | None:
        """The value of a key, or None."""
        return next((value for name, value in self.entries if name.value == key), None)

    def key(self, key: str) -> Text:
        """The key itself, with its place; KeyError if it is not there."""
        for name, _ in self.entries:
            if name.value == key:
                return name
        raise KeyError(key)

    def __contains__(self, key: object) -> bool:
        return any(name.value == key for name, _ in self.entries)


Node: TypeAlias = Text | Items | Table


def placed(node: Node, file: str) -> Node:
    """The same node with marks that name its file, where parts of several files are read together."""
    if isinstance(node, Text):
        return _named(node, file)
    mark = replace(node.mark, file=file)
    if isinstance(node, Items):
        return Items(tuple(placed(one, file) for one in node.values), mark)
    return Table(tuple((_named(key, file), placed(value, file)) for key, value in node.entries), mark)


def _named(text: Text, file: str) -> Text:
    return replace(text, mark=replace(text.mark, file=file))
