"""What `bbs doctor` looks at on the machine: Python and its libraries, ports, addresses, limits."""

from __future__ import annotations

import importlib.metadata
import platform
import re
import subprocess
import sys
from collections.abc import Iterator

from bbs.addresses import AddressError, lan_addresses, listen
from bbs.cli.findings import Finding, note, ok, trouble
from bbs.seclusion import Way
from bbs.settings import Settings
from bbs.store.looking import sqlite_problem, sqlite_version

_OURS = "closednet"
_REQUIRED = re.compile(r"([A-Za-z0-9._-]+)(?:\[[^\]]*\])?(?:[^;]*?>=\s*([0-9.]+))?[^;]*$")


def python() -> Finding:
    """The Python that runs this."""
    said = (
        f"{platform.python_implementation()} {platform.python_version()} on {platform.platform(terse=True)}"
    )
    return ok("Python", said)


def libraries() -> Iterator[Finding]:
    """The libraries that this needs, in versions that are new enough."""
    wrong, there = [], []
    for line in importlib.metadata.requires(_OURS) or []:
        if (required := _REQUIRED.match(line)) is None:
            continue  # only for the tests
        name, least = required[1], required[2] or "0"
        try:
            version = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            wrong.append(f"{name} is missing")
            continue
        there.append(f"{name} {version}")
        if _numbers(version) < _numbers(least):
            wrong.append(f"{name} is {version} and must be {least} or newer")
    if wrong:
        yield trouble("Libraries", f"{'; '.join(wrong)}; install closednet anew")
    else:
        yield ok("Libraries", ", ".join(there))
    yield from _passlib()
    yield _parser()


def sqlite() -> Finding:
    """The database engine inside Python."""
    problem = sqlite_problem()
    if problem:
        return trouble("SQLite", f"{sqlite_version()} is too old ({problem}); use a newer Python")
    return ok("SQLite", sqlite_version())


def ports(settings: Settings, *, running: bool) -> Iterator[Finding]:
    """Whether a server could listen; a running one is why it can't."""
    for name, host, port, lan in (
        ("Port for students", settings.host, settings.port, settings.lan),
        ("Port of the console", "localhost", settings.console_port, False),
    ):
        try:
            for one in listen(host, port, lan=lan):
                one.close()
        except AddressError as error:
            yield (
                note(name, f"{port} is taken, as a server is running")
                if running
                else trouble(name, str(error))
            )
        else:
            yield ok(name, f"{port} is free")


def addresses() -> Finding:
    """Where other devices reach this machine."""
    found = lan_addresses()
    if found:
        return ok("Addresses", f"other devices reach this machine at {', '.join(found)}, the likeliest first")
    return note("Addresses", "this machine has no address that other devices could reach: no class can join")


def seclusion() -> Finding:
    """How a server is kept from calling out, tried in a process of its own."""
    tried = subprocess.run(  # our own words
        [sys.executable, "-c", "from bbs.seclusion import withdraw; print(withdraw())"],
        capture_output=True,
        text=True,
        timeout=30,
    )
    said = tried.stdout.strip()
    if said == Way.LEFT:
        return ok("Seclusion", f"a server calls nobody: {said}")
    if said == Way.REFUSED:
        return ok("Seclusion", f"a server calls nobody: {said}; this system offers no more")
    return trouble("Seclusion", f"a server can't give up the network: {tried.stderr.strip()[-200:]}")


def open_files() -> Finding:
    """How many connections the system lets a server hold."""
    from bbs.web.descriptors import room_for
    from bbs.web.guard import Limits

    wanted = 2 * Limits().connections
    room = room_for(wanted)
    if room < wanted:
        return note(
            "Open files", f"this account may hold {room:,} connections at once; more visitors have to wait"
        )
    return ok("Open files", f"room for {room:,} connections at once")


def _passlib() -> Iterator[Finding]:
    """Both bring a package of one name: whichever came last has overwritten half of the other."""
    try:
        version = importlib.metadata.version("passlib")
    except importlib.metadata.PackageNotFoundError:
        return
    yield trouble(
        "Passwords",
        f"passlib {version} lies over libpass; run `pip uninstall passlib libpass`, then install closednet anew",
    )


def _parser() -> Finding:
    from aiohttp import http_parser

    if http_parser.HttpRequestParser is http_parser.HttpRequestParserPy:
        return note("HTTP", "aiohttp reads requests with its slow parser: no compiled one came with it")
    return ok("HTTP", "aiohttp reads requests with its compiled parser")


def _numbers(version: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", version)[:4]]
