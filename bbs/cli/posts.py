"""Where submissions come from: lines of a file, standard input, or what a data folder holds."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from bbs.cli.output import complain
from bbs.cli.submissions import SubmissionError, sent_lines
from bbs.policy.questions import Sent
from bbs.rulebook import LOTS
from bbs.store import kept
from bbs.store.opening import DATABASE
from bbs.store.sent import how_many, sent_of, stored
from bbs.store.snapshot import snapshot


@dataclass(frozen=True, slots=True)
class Posts:
    """Submissions in the order in which they were sent, or what is wrong with one."""

    each: Iterator[tuple[str, Sent | SubmissionError]]
    """By the number of the line, or by the post's id."""
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
def from_lines(name: str, *, ordered: bool) -> Iterator[Posts]:
    """The submissions of JSON lines. Raises as `open_posts` does."""
    with open_posts(name) as stream:
        size = Path(name).stat().st_size if name != "-" and stream.seekable() else 0
        each = ((str(number), one) for number, one in sent_lines(stream, ordered=ordered))
        yield Posts(each, size, stream.tell if size else None)


@contextmanager
def from_folder(folder: Path) -> Iterator[Posts]:
    """What was sent on a board, beside a running server too. Raises StoreError."""
    with snapshot(folder / DATABASE) as seen:
        yield Posts(_read(stored(seen.ask)), how_many(seen.ask))


def lots_of(folder: Path) -> bytes:
    """What `chance` draws by on the board of this data folder. Raises StoreError."""
    with snapshot(folder / DATABASE) as seen:
        return bytes.fromhex(asyncio.run(kept.value(seen, LOTS)))


def _read(rows: Iterator[tuple[str, str, str, str]]) -> Iterator[tuple[str, Sent | SubmissionError]]:
    for post, *row in rows:
        try:
            yield post, sent_of(*row)
        except ValueError:
            yield post, SubmissionError("what is kept of this post makes no sense; `bbs verify` says more")
