"""From a network file to a Network, with every mistake of the file at once."""

from __future__ import annotations

from bbs.document import Problems, Table, parse, shown
from bbs.network.hosts import normalise_host
from bbs.network.reading import Reading
from bbs.network.refusals import check_leads, read_refusals
from bbs.network.resolve import Network, host_table
from bbs.network.rule_entries import read_rules, read_tiers
from bbs.network.site_entries import read_sites

_KEYS = ("network", "id", "title", "zone", "about", "source", "tiers", "sites", "rules", "refusals")
_REQUIRED = ("network", "id", "zone", "tiers", "sites")


def load(text: str | bytes, file: str) -> Network:
    """Read a network file; `file` names it in errors. Raises DocumentError with all its problems."""
    problems = Problems(file)
    reading = Reading(problems)
    top = reading.table(parse(text, file), "a network", _KEYS, _REQUIRED)
    _check_version(top, reading)
    network = _network(top, file, reading)
    problems.raise_if_any()
    return network


def _network(top: Table, file: str, reading: Reading) -> Network:
    zone = _zone(top, reading)
    default, line = read_refusals(top, reading)
    sites = read_sites(top, zone, default, reading)
    tiers = read_tiers(top, sites, reading)
    rules = read_rules(top, sites, tiers, default, reading)
    check_leads(sites, rules, default, reading)
    name = reading.identifier(top, "id")
    return Network(
        id=name,
        title=reading.text(top, "title") or name,
        about=reading.text(top, "about"),
        source=reading.text(top, "source"),
        zone=zone,
        sites=sites,
        tiers=tiers,
        rules=rules,
        default=default,
        file=file,
        default_line=line,
        by_host=host_table(zone, sites),
    )


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
    return zone
