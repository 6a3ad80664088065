"""The `tiers` and `rules` of a network file."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from bbs.document import Mark, Node, Table, shown
from bbs.network.answers import OWN_IDS
from bbs.network.language import IF, RULE, TIER, TIME
from bbs.network.name_entries import files_of, read_named
from bbs.network.paths import FOLDER, Paths, plain_path
from bbs.network.reading import Reading
from bbs.network.refusals import read_refusing
from bbs.network.rules import DAYS, Rule, Window
from bbs.network.sites import KINDS, Refusing, Site, Tier
from bbs.network.switch_entries import read_switched
from bbs.network.switches import Switch

METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "CONNECT")
"""The methods that a rule may name."""
_NO_CONDITIONS = Table((), Mark(1, 1))


class Known(NamedTuple):
    """What the conditions of a rule may name."""

    sites: Mapping[str, Site]
    tiers: Mapping[str, Tier]
    switches: Mapping[str, Switch]


def read_tiers(top: Table, sites: Mapping[str, Site], reading: Reading) -> Mapping[str, Tier]:
    """All tiers by id."""
    node = top.get("tiers")
    if node is None:
        return MappingProxyType({})
    tiers: dict[str, Tier] = {}
    for key, value in reading.entries(node, "tiers"):
        table = reading.table(value, "a tier", tuple(TIER), ("opens",))
        opens = _sites_named(table.get("opens"), sites, reading)
        notice, note = reading.text(table, "notice"), reading.text(table, "note")
        tiers[key.value] = Tier(key.value, opens, notice, note, line=(table.get("opens") or key).mark.line)
    return MappingProxyType(tiers)


def read_rules(top: Table, known: Known, default: Refusing, reading: Reading) -> tuple[Rule, ...]:
    """All rules, in the order in which they are asked."""
    rules: list[Rule] = []
    taken: dict[str, str] = {}
    for node in reading.items(top.get("rules"), "rules"):
        table = reading.table(node, "a rule", tuple(RULE), ("id",))
        rule = _rule(table, known, default, reading)
        if rule.id in OWN_IDS:
            problem = f"{shown(rule.id)} can't be a rule: the record says so where no rule has decided"
            reading.problems.add(table.get("id") or table, problem, "give it another id")
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


def _rule(table: Table, known: Known, default: Refusing, reading: Reading) -> Rule:
    given = reading.table(table.get("if") or _NO_CONDITIONS, "if", tuple(IF))
    time = given.get("time")
    return Rule(
        id=reading.identifier(table, "id"),
        refusing=_outcome(table, default, reading),
        why=reading.text(table, "why"),
        note=reading.text(table, "note"),
        live=reading.choice(table, "mode", ("live", "off"), "live") == "live",
        source=reading.text(table, "source"),
        notice=_notice(table, reading),
        sites=_sites_named(given.get("site"), known.sites, reading) if "site" in given else None,
        paths=_paths(given.get("path"), reading) if "path" in given else None,
        names=read_named(given.get("names"), reading),
        lists=files_of(given.get("names")),
        tiers=reading.chosen(given.get("tier"), "tier", known.tiers) if "tier" in given else None,
        methods=reading.chosen(given.get("method"), "method", METHODS) if "method" in given else None,
        window=_window(time, reading) if time is not None else None,
        switched=read_switched(given.get("switch"), known.switches, reading),
        line=table.mark.line,
    )


def _outcome(table: Table, default: Refusing, reading: Reading) -> Refusing | None:
    opens, refuses = "open" in table, "refuse" in table
    misspelt = any(
        key.value not in RULE for key, _ in table.entries
    )  # said already, and perhaps meant as one of them
    if opens == refuses and not (misspelt and not opens):
        problem = f"a rule opens or refuses; this one does {'both' if opens else 'neither'}"
        reading.problems.add(table, problem, "write `refuse: page`, or `open: yes`")
    if not opens:
        return read_refusing(table, default, reading)
    reading.choice(table, "open", ("yes",), "yes")
    return None


def _notice(table: Table, reading: Reading) -> str:
    notice = reading.text(table, "notice")
    if notice and "refuse" in table:
        problem = "a notice stands on pages that a rule opens; this rule refuses"
        reading.problems.add(table.key("notice"), problem, "write the sentence under `why`")
    return notice


def _paths(node: Node | None, reading: Reading) -> Paths:
    """Places of a site, each in its plain form, so that it can be compared."""
    good = []
    for word in reading.words(node, "path"):
        bare = word.value.removesuffix(FOLDER)
        if not word.value.startswith("/") or any(sign in bare for sign in "*?#"):
            remedy = "write a page as `/login`, or a folder with all that is in it as `/exams/*`"
            reading.problems.add(word, f"{shown(word.value)} can't be a path", remedy)
        elif plain_path(bare) != (bare or "/"):
            plain = plain_path(bare).removesuffix("/") + word.value[len(bare) :]
            problem = f"{shown(word.value)} is not the plain form of a path"
            reading.problems.add(word, problem, f"write {shown(plain or '/')}")
        else:
            good.append(word.value)
    return Paths(good)


def _window(node: Node, reading: Reading) -> Window:
    table = reading.table(node, "time", tuple(TIME))
    if ("from" in table) != ("to" in table):
        reading.problems.add(
            table, "`time` has only one of `from` and `to`", "write both, or none for the whole day"
        )
    days = reading.chosen(table.get("days"), "day", DAYS) if "days" in table else frozenset(DAYS)
    numbers = frozenset(DAYS.index(day) for day in days)
    return Window(reading.clock(table, "from"), reading.clock(table, "to"), numbers)
