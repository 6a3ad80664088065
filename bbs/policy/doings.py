"""What the rules of a text do, so that two versions can be compared: which rules are new, or do something else."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bbs.document import Node, Problems, Table, Text, parse
from bbs.policy.build import Build
from bbs.policy.fold import Folder
from bbs.policy.lists import SHIPPED
from bbs.policy.using import take

_SETTINGS = {"mode": "live", "decide": "strictest", "see_through": "plain", "exempt": ""}
"""What stands above all rules and changes what they do, with what holds where it is left out."""
_SAID = ("why", "note", "source")
"""Keys of a rule that change nothing it does."""
_LIST = re.compile(r"\blist\s+([\w-]+)")
_NAME = re.compile(r"[\w-]+")
_JOINING = {"and", "or", "not"}


def plain(node: Node) -> Any:
    """A document as maps, lists and texts, without its places."""
    if isinstance(node, Text):
        return node.value
    if isinstance(node, Table):
        return {key.value: plain(value) for key, value in node.entries}
    return [plain(one) for one in node]


class Doings:
    """The rules of a policy's text and its files. Raises DocumentError for a text that is no document.

    To do the same, two rules have the same conditions, effects, telling and mode, the same lists, and the same rules
    that they ask for; where they stand, and what is said of them, is all one.
    """

    def __init__(self, text: str, files: Mapping[str, str]) -> None:
        self._files = {name: _digest(content) for name, content in files.items()}
        node = parse(text, "policy.yaml")
        table = node if isinstance(node, Table) else Table((), node.mark)
        taken = take(table, Build(Problems("policy.yaml"), Folder(()), _reader(files)))
        self._top: dict[str, Any] = plain(table)
        self._lists = {key.value: self._list(value) for key, value in taken.lists}
        self._rules = {one["id"]: one for one in map(plain, taken.rules)}

    def of(self, rule: str) -> str:
        """A digest of what a rule does, whether it stands in this file or in one that is used."""
        asked = self._asked(rule)
        tables = {one: _done(self._rules[one]) for one in asked if one in self._rules}
        named = {name for said in _texts([*tables.values()]) for name in _LIST.findall(said)}
        does = {
            "settings": {key: self._top.get(key, usual) for key, usual in _SETTINGS.items()},
            "rules": tables,
            "lists": {name: self._lists[name] for name in named if name in self._lists},
        }
        return _digest(json.dumps(does, sort_keys=True))

    def _asked(self, rule: str) -> set[str]:
        """The rule, those that it asks for, those that these ask for."""
        found, news = set[str](), {rule}
        while news:
            found |= news
            tables = [self._rules[one] for one in news if one in self._rules]
            news = {name for table in tables for name in self._asked_by(table)} - found
        return found

    def _asked_by(self, table: Mapping[str, Any]) -> Iterator[str]:
        conditions = {key: table[key] for key in ("if", "unless") if key in table}
        for said in _under("matched", conditions):
            yield from (name for text in _texts(said) for name in _NAME.findall(text) if name not in _JOINING)
        if any(True for _ in _under("score", conditions)):
            yield from (one for one, other in self._rules.items() if any(_under("score", other.get("then"))))

    def _list(self, node: Node) -> Any:
        said, place = plain(node), SHIPPED if node.mark.file.startswith(SHIPPED) else ""
        return [said, self._files.get(place + said.get("file", ""), "")] if isinstance(said, dict) else said


def _reader(files: Mapping[str, str]) -> Callable[[str], bytes]:
    def read(name: str) -> bytes:
        if name in files:
            return files[name].encode()
        raise FileNotFoundError(name)

    return read


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _done(table: Mapping[str, Any]) -> dict[str, Any]:
    return {"mode": "live"} | {key: value for key, value in table.items() if key not in _SAID}


def _texts(said: Any) -> Iterator[str]:
    """Every text in it, keys aside."""
    if isinstance(said, str):
        yield said
    for one in said.values() if isinstance(said, dict) else said if isinstance(said, list) else ():
        yield from _texts(one)


def _under(key: str, said: Any) -> Iterator[Any]:
    """What stands under every such key, however deep."""
    if isinstance(said, dict):
        yield from ([said[key]] if key in said else ())
    for one in said.values() if isinstance(said, dict) else said if isinstance(said, list) else ():
        yield from _under(key, one)
