"""The score of a submission: the points of the rules that matched, and what the policy does from how many on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from bbs.document import Node
from bbs.policy.build import Build
from bbs.policy.once import once
from bbs.policy.submission import Verdict

Pairs = tuple[tuple[str, int], ...]

THRESHOLDS = {
    "flag": "from so many points on the post is marked for the operator",
    "warn": "from so many points on its author is asked first",
    "hold": "from so many points on it waits for an editor",
    "shadow": "from so many points on its author alone sees it",
    "drop": "from so many points on it is gone for everybody",
    "block": "from so many points on it is refused",
}
"""Keys of `score` at the top of a file."""


@dataclass(frozen=True)
class Score:
    """The addition (rule and points), and the thresholds it is held against."""

    parts: Pairs
    thresholds: Pairs

    @once
    def total(self) -> int:
        """The sum of all points."""
        return sum(points for _, points in self.parts)

    @once
    def reached(self) -> tuple[str, ...]:
        """The word of every threshold reached; none where no rule gave points."""
        if not self.parts:  # most texts
            return ()
        return tuple(word for word, points in self.thresholds if self.total >= points)

    @property
    def flags(self) -> bool:
        """Whether it marks the post for the operator."""
        return "flag" in self.reached

    @property
    def verdict(self) -> Verdict | None:
        """The strictest verdict reached."""
        return max((Verdict[word.upper()] for word in self.reached if word != "flag"), default=None)


NO_SCORE = Score((), ())
"""That of a text on which no rule matched."""


class Giving(Protocol):
    """A rule, as far as points go."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def gives(self) -> Sequence[int]:
        """Its points, effect by effect."""


def points_of(rules: Iterable[Giving]) -> Pairs:
    """Every rule that gives points, once and with all it gives (semantics 7)."""
    return tuple([(rule.id, sum(rule.gives)) for rule in rules if rule.gives])


def read_thresholds(node: Node | None, build: Build) -> Pairs:
    """What stands under `score` at the top of a file."""
    table = build.keys(node, "`score`", THRESHOLDS) if node is not None else None
    if table is None:
        return ()
    if not table.entries:
        build.problems.add(table, "`score` names no threshold", "write score: {flag: 40, hold: 60}")
    read = ((key.value, build.whole(value, key.value, least=1)) for key, value in table.entries)
    return tuple((word, points) for word, points in read if points is not None)
