"""What the gateway's decision costs, with 10 and with 10,000 listed sites and names, beside a plain look into a dict.

A decision: from the target and the Host header of a request to what it gets. Times are processor time, medians of
several rounds, by turns in one run.

Run with: pytest -o addopts= -s tests/bench/test_gateway_cost.py
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from test_deciding import micros, report

from bbs.network.lanes import host_table
from bbs.network.load import load
from bbs.network.resolve import Ask, Network, Opened, Refused
from bbs.network.sites import Site
from bbs.network.target import read_target

FEW, MANY = 10, 10_000
TIMES = 2_000
AT, DATE = dt.time(9, 30), dt.date(2024, 1, 1)
TEXT = """\
network: 1
id: large-net
zone: large.test
tiers: {intranet: {opens: [everything]}}
sites:
  - {id: portal, host: portal.large.test, kind: portal}
  - {id: board, host: board.large.test, kind: board}
rules:
  - {id: shut, if: {names: {file: shut}}, refuse: reset}
  - {id: exams, if: {site: board, path: /exams/*, time: {from: "08:00", to: "16:00"}}, refuse: page}
"""


def listed(many: int) -> Network:
    """A network with so many sites, and a list of so many names that are closed."""
    names = "".join(f"0.0.0.0 closed{number}.elsewhere.test\n" for number in range(many))
    network = load(TEXT, "large.yaml", lambda _: names.encode())
    more = {
        f"a{number}": Site(f"a{number}", f"a{number}.large.test", "pages", "A site") for number in range(many)
    }
    sites = {**network.sites, **more}
    tiers = {name: replace(tier, opens=frozenset(sites)) for name, tier in network.tiers.items()}
    return replace(network, sites=sites, tiers=tiers, by_host=host_table(network.zone, sites))


def decide(network: Network, host: str, path: str) -> Opened | Refused:
    """As the gateway does it for a request that came through the proxy."""
    target = read_target("GET", f"http://{host}{path}", [host])
    return network.resolve(Ask(target.host, target.path, "intranet", AT, DATE, "GET", target.proxied))


def test_a_decision_costs_the_same_with_ten_and_with_ten_thousand_hosts() -> None:
    networks = {many: listed(many) for many in (FEW, MANY)}
    for what, host, path, rule in (
        ("a site that opens", "a7.large.test", "/hours", "opens"),
        ("a page of the board", "board.large.test", "/threads/x", "opens"),
        ("a name of the list", "closed7.elsewhere.test", "/", "shut"),
        ("a name below one of the list", "www.closed7.elsewhere.test", "/", "shut"),
        ("a name that is nowhere", "www.nowhere.test", "/", "not listed"),
    ):
        jobs: list[Callable[[], object]] = [
            partial(decide, networks[many], host, path) for many in (FEW, MANY)
        ]
        assert [decide(network, host, path).ground.rule for network in networks.values()] == [rule, rule]
        few, many, plain = micros(*jobs, partial(networks[MANY].by_host.get, host), times=TIMES)
        report(f"{what}: {few:.1f} µs of 10, {many:.1f} µs of 10,000; a dict alone {plain:.2f} µs")


def test_what_a_request_costs_beside_the_decision_is_as_flat() -> None:
    few, many = listed(FEW), listed(MANY)
    jobs = [partial(network.home, "intranet", AT, DATE) for network in (few, many)]
    hosts = [partial(network.hosts, "C") for network in (few, many)]
    at_home, names = micros(*jobs, times=TIMES), micros(*hosts, times=TIMES)
    report(
        f"where one begins: {at_home[0]:.1f} and {at_home[1]:.1f} µs; the names: {names[0]:.1f} and {names[1]:.1f} µs"
    )


def test_a_list_of_names_is_loaded_in_a_moment() -> None:
    for many in (FEW, MANY, 10 * MANY):
        names = "".join(f"||closed{number}.elsewhere.test^\n" for number in range(many)).encode()
        start = time.process_time()
        load(TEXT, "large.yaml", lambda _, names=names: names)  # type: ignore[misc]  # mypy can't see the default
        report(f"a network with a list of {many:,} names is loaded in {time.process_time() - start:.2f} s")
