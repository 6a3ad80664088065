"""The examples of the handbook's pages, in the order in which they stand.

A fenced block says by its first line what it is:

- `yaml`: a whole policy; it loads and its own tests pass. The blocks below may name it as ID.yaml.
- `yaml part`: rules or other keys of one; they load behind HEAD.
- `yaml wrong`: a file that does not load; the `text` block below it is all that the program says.
- `yaml failing`: a whole policy whose own tests do not pass.
- `yaml network`: rules of a network file; they load with the shipped one.
- `file NAME`: a file of that name, which the commands below may read.
- `console`: commands behind `$`, and what they print; a line `...` stands for what is left out of an output.

A table whose head is `post | verdict`, with or without `by`, is judged by the last policy above it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

HEAD = "policy: 1\nid: part\ndefault: hold\n"
_KINDS = ("yaml", "yaml part", "yaml wrong", "yaml failing", "yaml network", "text", "console")
_PIECE = re.compile(
    r"^```(?P<kind>[^\n]*)\n(?P<text>.*?)^```$|^\| post \| verdict \|(?P<by> by \|)?\n\| --- [^\n]*\n(?P<rows>(?:\|[^\n]*\n)+)",
    re.MULTILINE | re.DOTALL,
)
_ROW = re.compile(r"\| (.*?) \| `(\w+)` \|(?: `([\w/-]+)` \|)?")


@dataclass(frozen=True)
class Piece:
    """A fenced block, or a table of posts and verdicts."""

    kind: str
    text: str
    line: int
    start: int
    """Where its text begins in the page."""


class Judged(NamedTuple):
    """A row of a table of posts."""

    post: str
    verdict: str
    by: str
    """Empty where the table has no such column."""


class Command(NamedTuple):
    """A command of a console block, and what stands below it."""

    line: str
    output: str


def pieces(page: str) -> Iterator[Piece]:
    """Every example of a page, in order; ValueError for a block of a kind that nothing runs."""
    for found in _PIECE.finditer(page):
        line = page.count("\n", 0, found.start()) + 1
        kind = "posts" if found["rows"] else found["kind"]
        if kind not in (*_KINDS, "posts") and not kind.startswith("file "):
            raise ValueError(f"line {line}: no example is called {kind!r}")
        group = "rows" if found["rows"] else "text"
        yield Piece(kind, found[group], line, found.start(group))


def judged(rows: str) -> Iterator[Judged]:
    """The rows of a table of posts; ValueError for one that can't be read."""
    for row in rows.splitlines():
        found = _ROW.fullmatch(row)
        if found is None:
            raise ValueError(f"no row of posts: {row}")
        yield Judged(found[1], found[2], found[3] or "")


def commands(text: str) -> Iterator[Command]:
    """The commands of a console block."""
    for one in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        line, _, output = one.partition("\n")
        yield Command(line, output)


def like(shown: str, printed: str) -> str:
    """What was printed, cut as in `shown`: a line `...` there stands for what lies between, or for the rest."""
    lines, every = shown.splitlines(keepends=True), printed.splitlines(keepends=True)
    if "...\n" not in lines:
        return printed
    at = lines.index("...\n")
    below = len(lines) - at - 1
    return "".join([*every[: max(at, 1)], "...\n", *every[len(every) - below :]])


def told(text: str, run: Callable[[str], str]) -> str:
    """A console block as it ought to stand there."""
    return "".join(f"$ {one.line}\n{like(one.output, run(one.line))}" for one in commands(text))
