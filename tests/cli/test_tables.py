"""Tables: aligned text in a pipe, drawn to fit on a terminal, and never cut."""

from __future__ import annotations

import os
import pty
import subprocess
import sys

import pytest

from bbs.cli import tables
from bbs.cli.tables import drawn, show_table

HEAD = ("policy", "verdict", "what readers see")
ROWS = [
    ("birthday-board", "shadow", "nothing"),
    ("open-forum", "allow", "Happy birthday to everybody who meets at the square"),
]


def test_in_a_pipe_columns_are_aligned_and_nothing_else_is_drawn(capsys: pytest.CaptureFixture[str]) -> None:
    show_table(HEAD, ROWS)
    assert capsys.readouterr().out == (
        "policy          verdict  what readers see\n"
        "birthday-board  shadow   nothing\n"
        "open-forum      allow    Happy birthday to everybody who meets at the square\n"
    )


def test_a_bare_one_has_no_head_there(capsys: pytest.CaptureFixture[str]) -> None:
    show_table(HEAD, ROWS, bare=True)
    assert capsys.readouterr().out.startswith("birthday-board  shadow")


def test_with_room_each_row_is_one_line_under_a_head() -> None:
    assert drawn(HEAD, ROWS, 100) == (
        "policy          verdict  what readers see\n"
        "──────────────  ───────  ───────────────────────────────────────────────────\n"
        "birthday-board  shadow   nothing\n"
        "open-forum      allow    Happy birthday to everybody who meets at the square\n"
    )


def test_with_little_room_cells_go_on_in_the_next_line_and_rows_stand_apart() -> None:
    assert drawn(HEAD, ROWS, 46) == (
        "policy          verdict  what readers see\n"
        "──────────────  ───────  ─────────────────────\n"
        "birthday-board  shadow   nothing\n"
        "\n"
        "open-forum      allow    Happy birthday to\n"
        "                         everybody who meets\n"
        "                         at the square\n"
    )


def test_with_no_room_for_columns_each_row_is_a_block() -> None:
    assert drawn(HEAD, ROWS, 30) == (
        "birthday-board\n"
        "  verdict           shadow\n"
        "  what readers see  nothing\n"
        "\n"
        "open-forum\n"
        "  verdict           allow\n"
        "  what readers see  Happy birthday to everybody who meets at the square\n"
    )


@pytest.mark.parametrize("width", range(20, 120, 7))
@pytest.mark.parametrize(
    "long", ["a" * 70, "word " * 20, "생일" * 20, "e\u0301" * 40, "[bold]x[/bold] :smile: " * 3]
)
def test_no_character_is_lost_at_any_width_and_no_line_is_wider(width: int, long: str) -> None:
    text = drawn(HEAD, [("id", "shadow", long)], width)
    assert "".join(long.split()) in "".join(text.replace("─", "").split()).replace("whatreaderssee", "")
    assert "shadow" in text
    if "─" in text:
        assert max(tables.cell_len(line) for line in text.splitlines()) <= width


def test_characters_that_could_steer_the_terminal_are_shown() -> None:
    assert "\\x1b[31mred" in drawn(HEAD, [("id", "x", "\x1b[31mred")], 80)


def test_on_a_terminal_the_head_is_bold_unless_no_colours_are_wanted() -> None:
    assert "\x1b[1m" in drawn(HEAD, ROWS, 80, colours=True)
    assert "\x1b" not in drawn(HEAD, ROWS, 80)


def on_a_terminal(columns: int, *arguments: str, **environment: str) -> str:
    """What a command prints on a terminal of so many columns."""
    mine, theirs = pty.openpty()
    code = f"from bbs.cli import main; main({list(arguments)!r})"
    clean = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    subprocess.run(  # noqa: S603  # our own code
        [sys.executable, "-c", code],
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        env={**clean, "COLUMNS": str(columns), "TERM": "xterm", **environment},
        timeout=60,
        check=True,
    )
    os.close(theirs)
    said = b""
    try:
        while piece := os.read(mine, 65536):
            said += piece
    except OSError:  # the other end is closed
        pass
    os.close(mine)
    return said.decode().replace("\r\n", "\n")


def test_a_command_draws_its_table_on_a_terminal() -> None:
    said = on_a_terminal(60, "policy", "list", NO_COLOR="1")
    _, line, *rows = [row.split("  ") for row in said.splitlines()]
    assert {*"".join(line)} == {"─"}
    assert ["birthday-board", "The campus birthday board"] in [[row[0], row[-1].strip()] for row in rows]
