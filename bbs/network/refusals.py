"""How a network file says that something is refused: the way, and how much of the reason is told."""

from __future__ import annotations

from bbs.document import Table
from bbs.network.reading import Reading
from bbs.network.sites import FUTURE_WAYS, WAYS, Level, Refusing, Way

USUAL = Refusing(Way.PAGE, Level.FULL)
"""Where a file says nothing."""


def read_refusals(top: Table, reading: Reading) -> tuple[Refusing, int]:
    """The default of the whole network, and its line."""
    node = top.get("refusals")
    if node is None:
        return USUAL, 1
    table = reading.table(node, "refusals", ("default", "reason"))
    return read_refusing(table, USUAL, reading, "default"), (table.get("default") or table).mark.line


def read_refusing(table: Table, usual: Refusing, reading: Reading, key: str = "refuse") -> Refusing:
    """The way and the level of one entry; what it leaves out is as usual."""
    word = reading.text(table, key)
    if word in FUTURE_WAYS:
        problem = f"this version does not know how to refuse with `{word}` yet"
        reading.problems.add(table.get(key) or table, problem, f"write one of {', '.join(WAYS)}")
        way = usual.way
    else:
        way = WAYS[reading.choice(table, key, tuple(WAYS), usual.way.word)]
    return Refusing(way, Level(reading.choice(table, "reason", tuple(Level), usual.level)))
