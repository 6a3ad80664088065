"""The program `bbs`: its commands put together, and the one place where errors become exit statuses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from bbs import __version__
from bbs.cli import network, policy
from bbs.cli.keeping import backup, verify
from bbs.cli.output import DONE, complain, speak_utf8
from bbs.cli.serve import serve

app = typer.Typer(
    name="bbs",
    help="A small closed network with a message board, and filter policies that you can read, edit and test.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
)
app.command()(serve)
app.command()(verify)
app.command()(backup)
app.add_typer(policy.app, name="policy")
app.add_typer(network.app, name="network")


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"closednet {__version__}")
        raise typer.Exit


@app.callback()
def bbs(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Take the options that stand before a command."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit status: 0 done, 1 a check found problems, 2 unusable input."""
    speak_utf8()
    command = typer.main.get_command(app)
    try:
        status = command.main(arguments, prog_name="bbs", standalone_mode=False)
    except typer.TyperException as error:
        return _refused(error)
    return status if isinstance(status, int) else DONE


def _refused(error: typer.TyperException) -> int:
    """Bad usage in one line; a bare `bbs` is answered by the whole help."""
    message = error.format_message()
    if message.startswith("Usage:"):
        typer.echo(message, err=True)
        return error.exit_code
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "bbs"
    end = "" if message.endswith((".", "?")) else "."
    return complain(f"{command}: {message}{end} Help: {command} --help", error.exit_code)
