"""Tables: drawn to fit on a terminal, plain aligned text in a pipe. What draws them is loaded only to draw."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Sequence

import typer
from rich.cells import cell_len

from bbs.cli.output import columns, harmless, say

Rows = Sequence[Sequence[str]]


LONGEST_WHOLE = 12
"""A longer word may be broken where there is little room."""
LONGEST_NAME = 20
"""The same in the first column, which says what each row is about."""
_GAP = 2


def show_table(head: Sequence[str], rows: Rows, *, bare: bool = False) -> None:
    """Print a table; a `bare` one has no head in a pipe."""
    width = terminal_width()
    if width is None:
        for line in columns(rows if bare else [head, *rows], indent=""):
            say(line)
    else:
        typer.echo(drawn(head, rows, width, colours="NO_COLOR" not in os.environ), nl=False)


def terminal_width() -> int | None:
    """How many characters a line of the terminal holds; None where nobody looks at one."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def drawn(head: Sequence[str], rows: Rows, width: int, *, colours: bool = False) -> str:
    """A table as wide as its cells need, at most `width`: cells go on in a next line, and nothing is ever cut.

    Where there is no room for columns side by side, each row is a block with a line for each cell.
    """
    cells = [[harmless(cell) for cell in row] for row in rows]
    every = [[name, *column] for name, column in zip(head, zip(*cells, strict=True), strict=True)]
    widest = [max(map(cell_len, column)) for column in every]
    most = [LONGEST_NAME, *[LONGEST_WHOLE] * (len(head) - 1)]
    least = [min(whole, max(map(_longest_word, column))) for whole, column in zip(most, every, strict=True)]
    room = width - _GAP * (len(head) - 1)
    if sum(least) > room:
        return _blocks(head, cells)
    return _drawn(head, cells, _widths(least, widest, room), apart=sum(widest) > room, colours=colours)


def _longest_word(cell: str) -> int:
    return max(map(cell_len, cell.split()), default=0)


def _widths(least: Sequence[int], widest: Sequence[int], room: int) -> list[int]:
    """How wide each column is: what is left over goes to those first that need least to be as wide as they wish."""
    widths = list(least)
    left = room - sum(least)
    needy = sorted(range(len(least)), key=lambda place: widest[place] - least[place])
    for done, place in enumerate(needy):
        more = min(widest[place] - least[place], left // (len(needy) - done))
        widths[place] += max(0, more)
        left -= max(0, more)
    return widths


def _blocks(head: Sequence[str], cells: Rows) -> str:
    """Each row below the other; the terminal itself breaks what is too long."""
    blocks = ["\n".join([row[0], *columns(list(zip(head[1:], row[1:], strict=True)))]) for row in cells]
    return "\n\n".join(blocks) + "\n"


def _drawn(head: Sequence[str], cells: Rows, widths: Sequence[int], *, apart: bool, colours: bool) -> str:
    """By rich; `apart` leaves a line between rows, of which some take several."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, padding=(0, _GAP, 0, 0))
    for name, width in zip(head, widths, strict=True):
        table.add_column(Text(name, style="bold"), overflow="fold", width=width)
    table.add_row(*("─" * width for width in widths))
    for number, row in enumerate(cells):
        if apart and number:
            table.add_row()
        table.add_row(*map(Text, row))
    canvas = io.StringIO()
    room = sum(widths) + _GAP * len(widths)
    Console(file=canvas, width=room, force_terminal=colours, highlight=False, legacy_windows=False).print(
        table
    )
    return "".join(f"{line.rstrip()}\n" for line in canvas.getvalue().splitlines())
