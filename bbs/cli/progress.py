"""How far a long command is: a bar on a terminal, nothing anywhere else."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Self, TextIO

WIDTH = 30
STEPS = 200
"""The bar is drawn anew so often at most."""
EVERY = 500
"""Where the end is not known, so many things pass between two drawings."""


class Progress:
    """A bar on standard error, gone at the end, so that it never gets into what is read or piped."""

    def __init__(self, what: str, total: int = 0, stream: TextIO | None = None) -> None:
        self._what, self._total = what, total
        self._stream = stream or sys.stderr
        self._step = -1
        self._drawn = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.clear()

    def at(self, done: int, count: int) -> None:
        """So far: `done` of the total, after `count` things."""
        step = done * STEPS // self._total if self._total else count // EVERY
        if step != self._step and self._stream.isatty():
            self._step, self._drawn = step, True
            self._stream.write(f"\r\x1b[K{self._bar(done)}{count:,} {self._what}")
            self._stream.flush()

    def clear(self) -> None:
        """Take the bar away, so that a line may be written."""
        if self._drawn:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
            self._drawn, self._step = False, -1

    def _bar(self, done: int) -> str:
        if not self._total:
            return ""
        full = min(WIDTH, done * WIDTH // self._total)
        return f"[{'#' * full}{'.' * (WIDTH - full)}] "
