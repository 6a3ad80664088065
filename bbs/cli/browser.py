"""Opening a page in the browser of whoever sits at the terminal, from a process that still has the network."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Iterator

_WAIT_AND_OPEN = "import sys, webbrowser; link = sys.stdin.readline().strip(); link and webbrowser.open(link)"


class Browser:
    """A process that waits for one link and opens it; begun before the server gives up the network."""

    def __init__(self, process: subprocess.Popen[str] | None = None) -> None:
        self._process = process

    def open(self, link: str) -> None:
        """Open the link, once; where there is no browser, or nobody asked for one, nothing happens."""
        if self._process is not None and self._process.stdin is not None:
            with contextlib.suppress(OSError):
                self._process.stdin.write(f"{link}\n")
                self._process.stdin.close()


@contextlib.contextmanager
def browser(*, wanted: bool) -> Iterator[Browser]:
    """Something that opens a link; the browser that it opened outlives the server.

    A child of a process without network has none either, so this child is begun before. The link goes through a
    pipe: everybody on the machine can read the arguments of a program.
    """
    if not wanted:
        yield Browser()
        return
    nowhere = subprocess.DEVNULL
    with contextlib.ExitStack() as left:
        try:
            process = subprocess.Popen(  # noqa: S603  # our own words
                [sys.executable, "-c", _WAIT_AND_OPEN],
                stdin=subprocess.PIPE,
                stdout=nowhere,
                stderr=nowhere,
                text=True,
                start_new_session=True,  # Ctrl-C at the terminal is meant for the server alone
            )
        except OSError:
            yield Browser()
            return
        left.callback(process.poll)
        if process.stdin is not None:
            left.callback(process.stdin.close)
        yield Browser(process)
