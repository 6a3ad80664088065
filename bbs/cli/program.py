"""The program `bbs`: its commands put together, and the one place where errors become exit statuses."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from bbs import __version__
from bbs.cli.output import DONE, complain, speak_utf8
from bbs.cli.serve import serve


def whole() -> typer.Typer:
    """The program with every command."""
    from bbs.cli import network, policy  # most of what these need, `bbs serve` does not
    from bbs.cli.doctor import doctor
    from bbs.cli.keeping import backup, verify

    app = _program()
    for command in (serve, verify, backup, doctor):
        app.command()(command)
    app.add_typer(policy.app, name="policy")
    app.add_typer(network.app, name="network")
    return app


def _serving() -> typer.Typer:
    """The program with one command: a server is to be there at once."""
    app = _program()
    app.command()(serve)
    return app


def _program() -> typer.Typer:
    app = typer.Typer(
        name="bbs",
        help="A small closed network with a message board, and filter policies that you can read, edit and test.",
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        no_args_is_help=True,
    )
    app.callback()(bbs)
    return app


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"closednet {__version__}")
        raise typer.Exit


def bbs(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Take the options that stand before a command."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit status: 0 done, 1 a check found problems, 2 unusable input."""
    speak_utf8()
    given = sys.argv[1:] if arguments is None else list(arguments)
    command = typer.main.get_command(_serving() if given[:1] == ["serve"] else whole())
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
