"""What the command line prints: plain lines for people, JSON lines for programs, errors on standard error."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Sequence

import typer
from rich.cells import cell_len

DONE, FOUND, UNUSABLE = 0, 1, 2
"""The exit statuses: done, a check found problems, bad usage or unusable input."""


def speak_utf8() -> None:
    """Print UTF-8 whatever the system's own encoding; what can't be encoded is escaped, never an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def say(line: str = "") -> None:
    """One line for people; characters that could steer a terminal are shown, not sent."""
    typer.echo(harmless(line))


def complain(line: str, status: int = UNUSABLE) -> int:
    """One line on standard error; gives the exit status, so that a command can return it."""
    typer.echo(harmless(line), err=True)
    return status


def say_json(value: object) -> None:
    """One JSON value on one line, sent at once, so that a program may wait for each answer."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(", ", ": ")) + "\n")
    sys.stdout.flush()


def harmless(text: str) -> str:
    """The text with control and direction characters written out, line ends and tabs too."""
    return "".join(char if char == " " or char.isprintable() else _written_out(char) for char in text)


def columns(rows: Sequence[Sequence[str]], indent: str = "  ") -> list[str]:
    """Rows of cells as aligned lines; a Chinese or Korean character counts as two wide."""
    cells = [[harmless(cell) for cell in row] for row in rows]
    widths = [max(map(cell_len, column)) for column in zip(*cells, strict=True)]
    return [indent + "  ".join(map(_padded, row, widths)).rstrip() for row in cells]


def _padded(cell: str, width: int) -> str:
    return cell + " " * (width - cell_len(cell))


def _written_out(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")
