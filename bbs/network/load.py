"""From a network file to a Network, with every mistake of the file at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from bbs.document import Mark, Problem, Problems, Table, parse, shown
from bbs.network.hosts import normalise_host
from bbs.network.lanes import host_table
from bbs.network.language import TOP
from bbs.network.reading import Reading
from bbs.network.refusals import check_leads, read_refusals
from bbs.network.resolve import Network
from bbs.network.rule_entries import Known, read_rules, read_tiers
from bbs.network.site_entries import read_sites
from bbs.network.switch_entries import read_switches
from bbs.network.wording import read_boards, read_roles

_REQUIRED = ("network", "id", "zone", "tiers", "sites")


def load(text: str | bytes, file: str, read: Callable[[str], bytes] | None = None) -> Network:
    """Read a network file; `file` names it in errors, and `read` gives the bytes of lists beside it, or OSError.

    Raises DocumentError with all its problems.
    """
    problems = Problems(file)
    reading = Reading(problems, read)
    top = reading.table(parse(text, file), "a network", tuple(TOP), _REQUIRED)
    _check_version(top, reading)
    network = _network(top, file, reading)
    problems.raise_if_any()
    return replace(network, warnings=(*problems.found, *_unused(network)))


def _network(top: Table, file: str, reading: Reading) -> Network:
    zone = _zone(top, reading)
    default, line = read_refusals(top, reading)
    sites = read_sites(top, zone, default, reading)
    tiers = read_tiers(top, sites, reading)
    switches = read_switches(top, reading)
    rules = read_rules(top, Known(sites, tiers, switches), default, reading)
    check_leads(sites, rules, default, reading)
    name = reading.identifier(top, "id")
    return Network(
        id=name,
        title=reading.text(top, "title") or name,
        about=reading.text(top, "about"),
        source=reading.text(top, "source"),
        today=reading.text(top, "today"),
        zone=zone,
        sites=sites,
        tiers=tiers,
        boards=read_boards(top, reading),
        roles=read_roles(top, reading),
        switches=switches,
        rules=rules,
        default=default,
        file=file,
        default_line=line,
        by_host=host_table(zone, sites),
    )


def _unused(network: Network) -> Iterator[Problem]:
    """Switches that change nothing."""
    asked = {switch for rule in network.rules for switch in rule.switched or {}}
    for switch in network.switches.values():
        if switch.id not in asked:
            problem = f"no rule asks for the switch `{switch.id}`, so turning it changes nothing"
            yield Problem(network.file, Mark(switch.line, 1), problem, level="warning")


def _check_version(top: Table, reading: Reading) -> None:
    version = reading.text(top, "network")
    if version not in {"", "1"}:
        problem = f"this version reads networks of language 1, not {shown(version)}"
        reading.problems.add(top.get("network") or top, problem, "write `network: 1`")


def _zone(top: Table, reading: Reading) -> str:
    """Two names under .test: cookies are refused for one, and browsers ask for real zones elsewhere."""
    zone = reading.text(top, "zone")
    if zone and (normalise_host(zone) != zone or not zone.endswith(".test") or zone.count(".") != 1):
        remedy = "write two names, the last one test, as `zone: bright.test`"
        reading.problems.add(top.get("zone") or top, f"{shown(zone)} can't be a zone", remedy)
        return ""  # hosts are not measured by a zone that is to be changed
    return zone
