"""Readers of single values of a network file. Each notes what is wrong and goes on with something usable."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

from bbs.document import Items, Mark, Node, Problems, Table, Text, did_you_mean, shown

_CLOCK = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])", re.ASCII)
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,39}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Lead:
    """A `to` as it stands in the file, to be looked at once all sites are known."""

    node: Node
    site: str


class Reading:
    """Reads values and notes problems in one place."""

    def __init__(self, problems: Problems, read: Callable[[str], bytes] | None = None) -> None:
        self.problems = problems
        self.leads: list[Lead] = []
        """Where refusals lead to; looked at when all sites are known."""
        self.read = read or _no_files
        """The bytes of a file beside this one; OSError says in one line why there are none."""

    def warn(self, at: Mark, file: str, problem: str) -> None:
        """Note what somebody should look at, although the file can be used."""
        self.problems.add(at, problem, file=file, level="warning")

    def table(self, node: Node, what: str, known: Collection[str], required: Collection[str] = ()) -> Table:
        """A map with known keys; unknown, missing and empty ones are noted."""
        if not isinstance(node, Table):
            self.problems.add(
                node, f"{what} must be a map", f"write keys with a colon: {next(iter(known))}: ..."
            )
            return Table((), node.mark)
        for key, value in node.entries:
            if key.value not in known:
                remedy = did_you_mean(key.value, known) or f"the keys are {', '.join(known)}"
                self.problems.add(key, f"{shown(key.value)} is not a key of {what}", remedy)
            elif isinstance(value, Text) and not value.value.strip():
                remedy = "write something after the colon, or leave the key out"
                self.problems.add(key, f"{shown(key.value)} has no value", remedy)
        for key_word in required:
            if key_word not in node:
                self.problems.add(node, f"{what} has no `{key_word}`", f"write `{key_word}: ...`")
        return node

    def items(self, node: Node | None, what: str) -> tuple[Node, ...]:
        """The members of a list; nothing at all is an empty list."""
        if node is None:
            return ()
        if isinstance(node, Items):
            return node.values
        self.problems.add(node, f"{what} must be a list", "begin each entry with a dash")
        return ()

    def entries(self, node: Node, what: str) -> tuple[tuple[Text, Node], ...]:
        """The entries of a map whose keys are free."""
        if isinstance(node, Table):
            return node.entries
        self.problems.add(node, f"{what} must be a map", "write a name, a colon and what belongs to it")
        return ()

    def text(self, table: Table, key: str) -> str:
        """The text of a key; empty if it is not there."""
        node = table.get(key)
        if node is None or isinstance(node, Text):
            return node.value.strip() if node else ""
        self.problems.add(node, f"`{key}` must be one piece of text", f"write `{key}: some text`")
        return ""

    def identifier(self, table: Table, key: str) -> str:
        """A short name of small letters, digits and hyphens."""
        word = self.text(table, key)
        if word:
            self.good_id(table.get(key) or table, word)
        return word

    def good_id(self, at: Node, word: str) -> None:
        """Note a word that can't be an id."""
        if not _ID.fullmatch(word):
            remedy = "use small letters, digits and hyphens, at most 40"
            self.problems.add(at, f"{shown(word)} can't be an id", remedy)

    def choice(self, table: Table, key: str, known: Collection[str], default: str) -> str:
        """One of the known words, or the default if the key is not there."""
        word = self.text(table, key)
        if not word:
            return default
        if word not in known:
            remedy = did_you_mean(word, known) or f"write one of {', '.join(known)}"
            self.problems.add(table.get(key) or table, f"{shown(word)} is not a value of `{key}`", remedy)
            return default
        return word

    def words(self, node: Node | None, what: str) -> tuple[Text, ...]:
        """One text or a list of texts, none empty."""
        values = node.values if isinstance(node, Items) else () if node is None else (node,)
        good = tuple(value for value in values if isinstance(value, Text) and value.value.strip())
        for value in values:
            if not isinstance(value, Text):
                self.problems.add(value, f"{what} takes words, one or a list", f"write {what}: [one, two]")
        if isinstance(node, Items) and not values:
            self.problems.add(
                node, f"the list of {what} is empty", "write at least one, or leave the key out"
            )
        return good

    def chosen(self, node: Node | None, what: str, known: Collection[str]) -> frozenset[str]:
        """One or several of the known words."""
        words = self.words(node, what)
        for word in words:
            if word.value not in known:
                remedy = did_you_mean(word.value, known) or f"write one of {', '.join(known)}"
                self.problems.add(word, f"{shown(word.value)} is not a {what}", remedy)
        return frozenset(word.value for word in words if word.value in known)

    def clock(self, table: Table, key: str) -> dt.time:
        """A time of day as 08:00; midnight if the key is not there."""
        word = self.text(table, key)
        match = _CLOCK.fullmatch(word)
        if word and not match:
            self.problems.add(
                table.get(key) or table, f"{shown(word)} is not a time", f'write `{key}: "08:00"`, 24 hours'
            )
        return dt.time(int(match[1]), int(match[2])) if match else dt.time(0)

    def once(self, table: Table, key: str, value: str, taken: dict[str, str]) -> None:
        """Note a value that another entry of the same list has already; `taken` remembers them."""
        place = f"{key} {value}"
        if value and place in taken:
            problem = f"{key} {shown(value)} is there already, on line {taken[place]}"
            self.problems.add(table.get(key) or table, problem, "change one of them")
        elif value:
            taken[place] = str(table.mark.line)


def _no_files(name: str) -> bytes:
    raise FileNotFoundError(f"{name}: there are no files beside this text")
