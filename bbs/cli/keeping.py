"""`bbs verify` and `bbs backup`: whether what is kept holds, and a copy of it for another place."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bbs.cli.options import DEFAULTS, option
from bbs.cli.output import DONE, FOUND, columns, complain, say, say_json
from bbs.store.backup import back_up
from bbs.store.checking import Findings, check
from bbs.store.errors import Damaged, StoreError
from bbs.store.opening import DATABASE

_ROWS = {
    "audit": "rows of the audit log, each sealed with the one before it",
    "posts": "posts, as the log says",
    "decisions": "decisions about them",
    "policies": "published policies",
    "people": "people",
    "threads": "threads",
}


def verify(
    data: Annotated[Path, option("data", metavar="DIR")] = DEFAULTS.data,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")] = False,
) -> int:
    """Check that nothing in the data folder was damaged or changed by hand; a server may go on running."""
    try:
        found = asyncio.run(check(data / DATABASE))
    except StoreError as error:
        return complain(f"bbs verify: {error}")
    if as_json:
        say_json({"ok": not found.problem, "problem": found.problem, "rows": dict(found.rows)})
        return FOUND if found.problem else DONE
    _report(found)
    if found.problem:
        return complain(f"{data / DATABASE}: {found.problem}", FOUND)
    say("Everything holds.")
    return DONE


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The copy; it must not exist yet.")],
    data: Annotated[Path, option("data", metavar="DIR")] = DEFAULTS.data,
) -> int:
    """Copy everything that is kept into one new file, and check it; a server may go on running."""
    try:
        found = asyncio.run(back_up(data, file))
    except Damaged as damage:
        return complain(f"{data / DATABASE}: {damage}", FOUND)
    except StoreError as error:
        return complain(f"bbs backup: {error}")
    _report(found)
    say(
        f"{file} is whole. To use it, put it into an empty folder as {DATABASE} and name that folder with --data."
    )
    return DONE


def _report(found: Findings) -> None:
    """How much was looked at."""
    for line in columns([(f"{rows:,}", _ROWS[table]) for table, rows in found.rows.items()]):
        say(line)
