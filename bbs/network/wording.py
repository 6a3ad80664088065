"""The `boards` and `roles` of a network file: how its boards and the people in it are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bbs.document import Table
from bbs.network.language import BOARD
from bbs.network.reading import Reading
from bbs.policy.submission import ROLES

BOARDS = ("friends", "birthdays", "notices")
"""The boards of every network; professors alone write on the last."""


@dataclass(frozen=True, slots=True)
class BoardWords:
    """What a network says of one of its boards; empty where it leaves that as it is."""

    title: str = ""
    about: str = ""


def read_boards(top: Table, reading: Reading) -> Mapping[str, BoardWords]:
    """The words for boards, by the board's id."""
    node = top.get("boards")
    given = reading.table(node, "boards", BOARDS) if node is not None else None
    words: dict[str, BoardWords] = {}
    for key, value in given.entries if given else ():
        table = reading.table(value, "a board", tuple(BOARD))
        words[key.value] = BoardWords(reading.text(table, "title"), reading.text(table, "about"))
    return MappingProxyType(words)


def read_roles(top: Table, reading: Reading) -> Mapping[str, str]:
    """What people of a role are called, by the role's id."""
    node = top.get("roles")
    given = reading.table(node, "roles", ROLES) if node is not None else None
    words = {key.value: reading.text(given, key.value) for key, _ in given.entries} if given else {}
    return MappingProxyType({role: word for role, word in words.items() if word})
