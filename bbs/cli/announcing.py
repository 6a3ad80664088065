"""What `bbs serve` prints when it is ready: one fact a line, and on a terminal a QR code of the join link."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from itertools import zip_longest

import typer

from bbs.addresses import is_this_machine, url
from bbs.cli.output import say
from bbs.console.lesson import join_link
from bbs.seclusion import Way
from bbs.services import Services

QUIET = 2
"""Light modules around the code; phones ask for some."""

_INK = {(True, True): "█", (True, False): "▀", (False, True): "▄", (False, False): " "}
"""Two modules above each other as one character, whose ink is dark."""
_DARK_ON_LIGHT, _AS_BEFORE = "\x1b[30;107m", "\x1b[0m"


def announce(services: Services, addresses: Sequence[str], console_port: int, way: Way) -> None:
    """Print all that the teacher needs to begin."""
    for line in facts(services, addresses, console_port, way):
        say(line)
    shared = [one for one in addresses if not is_this_machine(one)]
    if shared and sys.stdout.isatty() and os.environ.get("TERM") != "dumb":
        for line in drawn(join_link(shared[0], services.class_code), shutil.get_terminal_size().columns):
            typer.echo(line)
    say("Stop with Ctrl-C.")
    sys.stdout.flush()


def facts(services: Services, addresses: Sequence[str], console_port: int, way: Way) -> list[str]:
    """One fact a line."""
    settings, policy = services.settings, services.rulebook.policy
    return [
        *(f"Students:   {address}" for address in addresses),
        f"Class code: {services.class_code}",
        f"Console:    {console_link(services, console_port)}",
        f"Policy:     {policy.id} ({policy.title or 'no title'})",
        *([f"            {services.remark}"] if services.remark else []),
        f"Network:    {services.allowlist.network.id} ({services.allowlist.network.title or 'no title'})",
        f"Data:       {settings.data.resolve()}",
        f"Calls out:  to nobody: {way}",
    ]


def console_link(services: Services, port: int) -> str:
    """The link that signs the teacher in."""
    return url("localhost", port, f"/enter?token={services.console_token}")


def drawn(link: str, width: int) -> list[str]:
    """A QR code as lines of half blocks, dark on light whatever colours the terminal has; none where it is too wide."""
    import segno  # only for a terminal

    modules = [
        [bool(dark) for dark in row]
        for row in segno.make(link, error="l", micro=False).matrix_iter(border=QUIET)
    ]
    if len(modules[0]) > width:
        return []
    nothing = [False] * len(modules[0])
    pairs = zip_longest(modules[::2], modules[1::2], fillvalue=nothing)
    lines = ("".join(_INK[pair] for pair in zip(upper, lower, strict=True)) for upper, lower in pairs)
    return [f"{_DARK_ON_LIGHT}{line}{_AS_BEFORE}" for line in lines]
