"""`bbs serve`: the closed network for the class on one port, the teacher's console on another."""

from __future__ import annotations

import asyncio
import os
import re
from pathlib import Path
from typing import Annotated

import typer

from bbs.addresses import AddressError
from bbs.cli.options import DEFAULTS, SECRETS, option, variable
from bbs.cli.output import DONE, UNUSABLE, complain
from bbs.cli.quickly import quickly
from bbs.document import DocumentError
from bbs.pack_places import PackError
from bbs.settings import Settings
from bbs.shipped import PolicyFileError
from bbs.store import seal
from bbs.store.errors import StoreError
from bbs.store.opening import DATABASE

HIGHEST_PORT = 65_535
LONGEST_CODE = 30


def serve(
    lan: Annotated[bool, option("lan")] = DEFAULTS.lan,
    host: Annotated[str, option("host", metavar="ADDRESS")] = DEFAULTS.host,
    port: Annotated[int, option("port", min=0, max=HIGHEST_PORT)] = DEFAULTS.port,
    console_port: Annotated[int, option("console_port", min=0, max=HIGHEST_PORT)] = DEFAULTS.console_port,
    data: Annotated[Path, option("data", metavar="DIR")] = DEFAULTS.data,
    pack: Annotated[str, option("pack", metavar="PACK")] = DEFAULTS.pack,
    policy: Annotated[str, option("policy", metavar="ID|FILE")] = DEFAULTS.policy,
    policies: Annotated[Path | None, option("policies", metavar="DIR")] = DEFAULTS.policies,
    flood: Annotated[int, option("flood", min=0, metavar="N")] = DEFAULTS.flood,
    flood_programs: Annotated[int, option("flood_programs", min=0, metavar="N")] = DEFAULTS.flood_programs,
    runaway_guard: Annotated[bool, option("runaway_guard", switch=True)] = DEFAULTS.runaway_guard,
    open_browser: Annotated[bool, option("open_browser", switch=True)] = DEFAULTS.open_browser,
) -> int:
    """Start the closed network, and the teacher's console on this machine. Stop it with Ctrl-C."""
    secrets = {name: os.environ.get(variable(name), "") for name in SECRETS}
    settings = Settings(
        data=data,
        lan=lan,
        host=host,
        port=port,
        console_port=console_port,
        pack=pack,
        policy=policy,
        policies=policies,
        flood=flood,
        flood_programs=flood_programs,
        runaway_guard=runaway_guard,
        open_browser=open_browser,
        **secrets,
    )
    _refuse_what_cannot_be(settings)
    return _run(settings)


def _refuse_what_cannot_be(settings: Settings) -> None:
    """Raise a usage error for settings that contradict each other."""
    if settings.port and settings.port == settings.console_port:
        raise typer.BadParameter(f"both ports are {settings.port}; the console needs one of its own")
    if settings.lan and settings.host != DEFAULTS.host:
        raise typer.BadParameter("--lan listens on every address already; leave --host or --lan out")
    if settings.class_code and not 4 <= len(re.sub(r"[\W_]", "", settings.class_code)) <= LONGEST_CODE:
        raise typer.BadParameter(
            f"BBS_CLASS_CODE needs 4 to {LONGEST_CODE} letters or digits, such as otter-maple-42"
        )
    if settings.console_token and not re.fullmatch(r"[A-Za-z0-9_-]{8,200}", settings.console_token):
        raise typer.BadParameter(
            "BBS_CONSOLE_TOKEN needs at least 8 of A-Z, a-z, 0-9, - and _; it stands in a link"
        )
    if settings.policies is not None and not settings.policies.is_dir():
        raise typer.BadParameter(f"--policies: there is no folder {settings.policies}")


def _run(settings: Settings) -> int:
    looked_at = seal.look_ahead(settings.data / DATABASE)  # while the rest is loaded
    with quickly():
        from bbs.cli.server import run  # the web server is loaded only for this command

    looked_at()
    try:
        asyncio.run(run(settings))
    except (AddressError, PackError, PolicyFileError, StoreError) as error:
        return complain(f"bbs serve: {error}")
    except DocumentError as error:
        for problem in error.problems:
            complain(str(problem))
        return UNUSABLE
    return DONE
