"""Where submissions come from: lines of a file, standard input, or what a data folder holds."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from bbs.cli.output import complain
from bbs.cli.submissions import SubmissionError, lines_of, read_sent
from bbs.policy.questions import Sent
from bbs.rulebook import LOTS
from bbs.store import kept
from bbs.store.opening import DATABASE
from bbs.store.sent import how_many, sent_of, stored
from bbs.store.snapshot import snapshot

Row = bytes | tuple[str, str, str]
"""A line, or the columns of a row of the database."""

Read = Callable[[str, Any], Sent]
"""Makes a submission of a name and its row; raises SubmissionError. Another process can be given it by its name."""


@dataclass(frozen=True, slots=True)
class Posts:
    """Submissions in the order in which they were sent."""

    rows: Iterator[tuple[str, Row]]
    """Each as it is kept, by the number of its line, or by the post's id."""
    read: Read
    total: int
    """How far `position` goes; 0 where nobody knows."""
    position: Callable[[], int] | None = None
    """How far we are, in bytes; None where submissions are counted."""


@contextmanager
def open_posts(name: str) -> Iterator[BinaryIO]:
    """A file of lines, or standard input for `-`. Raises OSError or ValueError where it can't be read."""
    if name == "-" and sys.stdin.isatty():
        complain("reading submissions from the keyboard, one JSON object a line; Ctrl-D ends")
    with nullcontext(sys.stdin.buffer) if name == "-" else Path(name).open("rb") as stream:
        yield stream


def unreadable(name: str, error: OSError | ValueError) -> int:
    """Say that lines can't be read, and give the exit status; a reader of our output that has left is no such error."""
    if isinstance(error, BrokenPipeError):
        raise error
    return complain(f"{name}: this file can't be read ({getattr(error, 'strerror', None) or error})")


@contextmanager
def from_lines(name: str) -> Iterator[Posts]:
    """The submissions of JSON lines. Raises as `open_posts` does."""
    with open_posts(name) as stream:
        size = Path(name).stat().st_size if name != "-" and stream.seekable() else 0
        rows = ((str(number), line) for number, line in lines_of(stream))
        yield Posts(rows, read_sent, size, stream.tell if size else None)


@contextmanager
def from_folder(folder: Path) -> Iterator[Posts]:
    """What was sent on a board, beside a running server too. Raises StoreError."""
    with snapshot(folder / DATABASE) as seen:
        rows = ((post, (facts, author, at)) for post, facts, author, at in stored(seen.ask))
        yield Posts(rows, _read_row, how_many(seen.ask))


def lots_of(folder: Path) -> bytes:
    """What `chance` draws by on the board of this data folder. Raises StoreError."""
    with snapshot(folder / DATABASE) as seen:
        return bytes.fromhex(asyncio.run(kept.value(seen, LOTS)))


def _read_row(_: str, row: tuple[str, str, str]) -> Sent:
    try:
        return sent_of(*row)
    except ValueError:
        raise SubmissionError("what is kept of this post makes no sense; `bbs verify` says more") from None
