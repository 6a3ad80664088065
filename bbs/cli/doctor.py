"""`bbs doctor`: everything that could stand in the way of a lesson, looked at before it begins."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from bbs.cli import folder, machine
from bbs.cli.findings import Finding, State
from bbs.cli.options import DEFAULTS, option
from bbs.cli.output import DONE, FOUND, columns, say, say_json
from bbs.settings import Settings
from bbs.store.looking import Look


def doctor(
    data: Annotated[Path, option("data", metavar="DIR")] = DEFAULTS.data,
    lan: Annotated[bool, option("lan")] = DEFAULTS.lan,
    host: Annotated[str, option("host", metavar="ADDRESS")] = DEFAULTS.host,
    port: Annotated[int, option("port", min=0, max=65_535)] = DEFAULTS.port,
    console_port: Annotated[int, option("console_port", min=0, max=65_535)] = DEFAULTS.console_port,
    pack: Annotated[str, option("pack", metavar="PACK")] = DEFAULTS.pack,
    policies: Annotated[Path | None, option("policies", metavar="DIR")] = DEFAULTS.policies,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")] = False,
) -> int:
    """Look at everything that could stand in the way of a lesson, and say what to do about it."""
    if policies is not None and not policies.is_dir():
        raise typer.BadParameter(f"--policies: there is no folder {policies}")
    settings = Settings(data, lan, host, port, console_port, pack, policies=policies)
    found = list(examined(settings))
    in_order = all(one.state is not State.TROUBLE for one in found)
    if as_json:
        say_json(
            {
                "ok": in_order,
                "findings": [{"name": one.name, "state": one.state.value, "text": one.text} for one in found],
            }
        )
    else:
        for line in columns([(one.state.value, one.name, one.text) for one in found], indent=""):
            say(line)
    return DONE if in_order else FOUND


def examined(settings: Settings) -> Iterator[Finding]:
    """Everything that was found, one after another."""
    yield machine.python()
    yield from machine.libraries()
    yield machine.sqlite()
    seen: Look | None = None
    for one in folder.data_folder(settings.data):
        if isinstance(one, Look):
            seen = one
        else:
            yield one
    yield from machine.ports(settings, running=seen is not None and seen.running)
    yield machine.addresses()
    yield machine.seclusion()
    yield machine.open_files()
    yield from folder.policies(settings)
    yield folder.network(settings)
    yield folder.clock(seen.last if seen else None)
