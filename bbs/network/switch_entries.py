"""The `switches` of a network file."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from contextlib import suppress
from types import MappingProxyType

from bbs.document import Node, Table, did_you_mean, shown
from bbs.network.language import STATE, SWITCH
from bbs.network.reading import Reading
from bbs.network.switches import State, Switch

_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?", re.ASCII)


def read_switches(top: Table, reading: Reading) -> Mapping[str, Switch]:
    """All switches by id."""
    node = top.get("switches")
    entries = reading.entries(node, "switches") if node is not None else ()
    return MappingProxyType({key.value: _switch(key.value, value, reading, key) for key, value in entries})


def read_switched(
    node: Node | None, switches: Mapping[str, Switch], reading: Reading
) -> Mapping[str, frozenset[str]] | None:
    """The condition `switch` of a rule: the states in which it holds, by switch."""
    if node is None:
        return None
    wanted: dict[str, frozenset[str]] = {}
    for key, value in reading.entries(node, "switch"):
        switch = switches.get(key.value)
        if switch is None:
            remedy = did_you_mean(key.value, switches) or _known(switches)
            reading.problems.add(key, f"{shown(key.value)} is not a switch", remedy)
        else:
            wanted[switch.id] = reading.chosen(value, f"state of {switch.id}", switch.states)
    return MappingProxyType(wanted)


def _known(switches: Mapping[str, Switch]) -> str:
    known = ", ".join(switches)
    return f"write one of {known}" if known else "write it under `switches:` first"


def _switch(name: str, node: Node, reading: Reading, key: Node) -> Switch:
    reading.good_id(key, name)
    table = reading.table(node, "a switch", tuple(SWITCH), ("states",))
    states: dict[str, State] = {}
    given = table.get("states")
    for state_key, value in reading.entries(given, "states") if given is not None else ():
        reading.good_id(state_key, state_key.value)
        states[state_key.value] = _state(state_key.value, value, reading, state_key.mark.line)
    if given is not None and not states:
        reading.problems.add(given, f"the switch {shown(name)} has no state", "write at least two")
    first = next(iter(states), "")
    return Switch(
        id=name,
        title=reading.text(table, "title") or name,
        states=MappingProxyType(states),
        start=reading.choice(table, "start", states, first) if states else "",
        note=reading.text(table, "note"),
        line=key.mark.line,
    )


def _state(name: str, node: Node, reading: Reading, line: int) -> State:
    table = reading.table(node, "a state", tuple(STATE))
    return State(
        id=name,
        title=reading.text(table, "title") or name,
        date=_date(table, reading),
        note=reading.text(table, "note"),
        source=reading.text(table, "source"),
        line=line,
    )


def _date(table: Table, reading: Reading) -> str:
    word = reading.text(table, "date")
    if not word:
        return ""
    with suppress(ValueError):
        if _DATE.fullmatch(word):
            dt.date.fromisoformat(f"{word}{'-01-01'[len(word) - 4 :]}")
            return word
    remedy = "write a year, a month or a day: 2013, 2013-02 or 2013-02-19"
    reading.problems.add(table.get("date") or table, f"{shown(word)} is not a date", remedy)
    return ""
