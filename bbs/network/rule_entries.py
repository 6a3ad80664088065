"""The `tiers` and `rules` of a network file."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from bbs.document import Mark, Node, Table
from bbs.network.reading import Reading
from bbs.network.refusals import KEYS as REFUSAL
from bbs.network.refusals import read_refusing
from bbs.network.rules import DAYS, Rule, Window
from bbs.network.sites import KINDS, Refusing, Site, Tier

_TIER = ("opens", "notice", "note")
_RULE = ("id", "why", "note", "mode", "if", *REFUSAL, "open")
_IF = ("site", "tier", "time", "method")
_TIME = ("from", "to", "days")
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "CONNECT")
"""The methods that a rule may name."""
_NO_CONDITIONS = Table((), Mark(1, 1))


def read_tiers(top: Table, sites: Mapping[str, Site], reading: Reading) -> Mapping[str, Tier]:
    """All tiers by id."""
    node = top.get("tiers")
    if node is None:
        return MappingProxyType({})
    tiers: dict[str, Tier] = {}
    for key, value in reading.entries(node, "tiers"):
        table = reading.table(value, "a tier", _TIER, ("opens",))
        opens = _sites_named(table.get("opens"), sites, reading)
        notice, note = reading.text(table, "notice"), reading.text(table, "note")
        tiers[key.value] = Tier(key.value, opens, notice, note, line=(table.get("opens") or key).mark.line)
    return MappingProxyType(tiers)


def read_rules(
    top: Table, sites: Mapping[str, Site], tiers: Mapping[str, Tier], default: Refusing, reading: Reading
) -> tuple[Rule, ...]:
    """All rules, in the order in which they are asked."""
    rules: list[Rule] = []
    taken: dict[str, str] = {}
    for node in reading.items(top.get("rules"), "rules"):
        table = reading.table(node, "a rule", _RULE, ("id",))
        rule = _rule(table, sites, tiers, default, reading)
        reading.once(table, "id", rule.id, taken)
        rules.append(rule)
    return tuple(rules)


def _sites_named(node: Node | None, sites: Mapping[str, Site], reading: Reading) -> frozenset[str]:
    """Ids of sites; a kind of sites and `everything` stand for many. An id comes before a kind."""
    known = [*sites, *(kind for kind in KINDS if kind not in sites), "everything"]
    found: set[str] = set()
    for word in reading.chosen(node, "site", known):
        if word in sites:
            found.add(word)
        else:
            found.update(site.id for site in sites.values() if word in {site.kind, "everything"})
    return frozenset(found)


def _rule(
    table: Table, sites: Mapping[str, Site], tiers: Mapping[str, Tier], default: Refusing, reading: Reading
) -> Rule:
    given = reading.table(table.get("if") or _NO_CONDITIONS, "if", _IF)
    time = given.get("time")
    return Rule(
        id=reading.identifier(table, "id"),
        refusing=_outcome(table, default, reading),
        why=reading.text(table, "why"),
        note=reading.text(table, "note"),
        live=reading.choice(table, "mode", ("live", "off"), "live") == "live",
        sites=_sites_named(given.get("site"), sites, reading) if "site" in given else None,
        tiers=reading.chosen(given.get("tier"), "tier", tiers) if "tier" in given else None,
        methods=reading.chosen(given.get("method"), "method", METHODS) if "method" in given else None,
        window=_window(time, reading) if time is not None else None,
        line=table.mark.line,
    )


def _outcome(table: Table, default: Refusing, reading: Reading) -> Refusing | None:
    opens, refuses = "open" in table, "refuse" in table
    if opens == refuses:
        problem = f"a rule opens or refuses; this one does {'both' if opens else 'neither'}"
        reading.problems.add(table, problem, "write `refuse: page`, or `open: yes`")
    if not opens:
        return read_refusing(table, default, reading)
    reading.choice(table, "open", ("yes",), "yes")
    return None


def _window(node: Node, reading: Reading) -> Window:
    table = reading.table(node, "time", _TIME)
    if ("from" in table) != ("to" in table):
        reading.problems.add(
            table, "`time` has only one of `from` and `to`", "write both, or none for the whole day"
        )
    days = reading.chosen(table.get("days"), "day", DAYS) if "days" in table else frozenset(DAYS)
    numbers = frozenset(DAYS.index(day) for day in days)
    return Window(reading.clock(table, "from"), reading.clock(table, "to"), numbers)
