"""Problems of a file: where, what is wrong, and what to write instead; all of them at once."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

_SHORTEST_BEGINNING = 3
"""Somebody who writes `saturday` means `sat`."""

MOST_PROBLEMS = 1_000
"""More problems than this in one file are counted, not listed."""


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A place in a file; lines and columns count from 1, columns in characters."""

    line: int
    column: int
    file: str = ""
    """Which file, where it is another than the one that is being read."""


class Marked(Protocol):
    """Anything that knows its place in the file: every node of a document."""

    @property
    def mark(self) -> Mark:
        """Where it begins."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in a file. Its text is `file:line:column: problem; remedy`."""

    file: str
    mark: Mark
    problem: str
    remedy: str = ""
    level: str = "error"
    """error: the file can't be used. warning: it can, and somebody should look."""

    def __str__(self) -> str:
        end = f"; {self.remedy}" if self.remedy else ""
        return f"{self.file}:{self.mark.line}:{self.mark.column}: {self.problem}{end}"


class DocumentError(Exception):
    """A file can't be used. `problems` holds every reason, in the order of the file."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


class Problems:
    """Gathers the problems of one file while it is read, so that all are reported together."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._found: list[Problem] = []
        self._left_out = 0

    def add(
        self,
        at: Mark | Marked,
        problem: str,
        remedy: str = "",
        *,
        file: str | None = None,
        level: str = "error",
    ) -> None:
        """Note one problem, at a mark or at a node of the document."""
        mark = at if isinstance(at, Mark) else at.mark
        if len(self._found) < MOST_PROBLEMS:
            self._found.append(Problem(file or mark.file or self.file, mark, problem, remedy, level))
        elif level == "error":
            self._left_out += 1

    def extend(self, problems: Iterable[Problem]) -> None:
        """Take over problems that somebody else found, as from a `DocumentError`."""
        for one in problems:
            self.add(one.mark, one.problem, one.remedy, file=one.file, level=one.level)

    @property
    def found(self) -> tuple[Problem, ...]:
        """All problems so far, warnings included, in the order of the file, equal ones once."""
        unique = dict.fromkeys(self._found)
        own_first = sorted(unique, key=lambda one: (one.file != self.file, one.file, one.mark))
        if self._left_out:
            last = own_first[-1]
            own_first.append(Problem(last.file, last.mark, f"and {self._left_out} more problems after these"))
        return tuple(own_first)

    @property
    def ok(self) -> bool:
        """True while no error was found; warnings don't count."""
        return not self._left_out and all(one.level != "error" for one in self._found)

    def raise_if_any(self) -> None:
        """Raise `DocumentError` if there is at least one error; the warnings go with it."""
        if not self.ok:
            raise DocumentError(self.found)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A remedy that names the known word closest to this one, or an empty text if none is close."""
    lower = word[:60].lower()
    begun = [one for one in known if len(one) >= _SHORTEST_BEGINNING and lower.startswith(one)]
    near = begun[:1] or difflib.get_close_matches(lower, list(known), n=1, cutoff=0.6)
    return f"did you mean `{near[0]}`?" if near else ""


def shown(text: str, most: int = 40) -> str:
    """A piece of a file as it may stand in a message: short, on one line, in backticks."""
    plain = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text[: most + 1])
    return f"`{plain}`" if len(plain) <= most else f"`{plain[:most]}…`"
