"""The score of a decision as a bar: how far it reaches, and which thresholds lie on its way."""

from __future__ import annotations

from dataclasses import dataclass

from bbs.policy.submission import Decision, Verdict

_BEYOND = 1.1
"""The bar's ground is so much longer than what lies on it."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """From so many points on the policy does something: a verdict, or the effect flag."""

    word: str
    points: int
    reached: bool


@dataclass(frozen=True, slots=True)
class Scale:
    """A score with its thresholds, fewest points first, on a ground from `low` to `high`."""

    total: int
    low: float
    high: float
    thresholds: tuple[Threshold, ...]
    addition: str
    """How the score came about: 60 (lantern) - 10 (lessons) = 50."""

    def at(self, points: float) -> float:
        """The place of so many points on the ground, 0 at its left end and 100 at its right."""
        return round(100 * (points - self.low) / (self.high - self.low), 2)

    @property
    def bar(self) -> tuple[float, float]:
        """Where the bar begins and ends: from no points to the score, or from the score to none."""
        zero, end = self.at(0), self.at(self.total)
        return min(zero, end), max(zero, end)

    @property
    def in_words(self) -> str:
        """Score and thresholds for somebody who does not see the bar."""
        said = [
            f"`{one.word}` from {one.points} on{'' if one.reached else ', not reached'}"
            for one in self.thresholds
        ]
        return "; ".join([f"{self.total} points", *said])


def scale(decision: Decision) -> Scale | None:
    """The score of a decision as a bar; None where nothing was counted."""
    weighed = decision.weighed
    if not weighed.sum:
        return None
    total = weighed.score
    thresholds = sorted(weighed.thresholds, key=lambda one: one[1])
    points = [0, total, *(at for _, at in thresholds)]
    return Scale(
        total=total,
        low=min(points) * _BEYOND,
        high=max(*points, 1) * _BEYOND,
        thresholds=tuple(Threshold(word, at, reached=total >= at) for word, at in thresholds),
        addition=addition(weighed),
    )


def addition(decision: Decision) -> str:
    """The score as an addition; empty where nothing was counted."""
    said = ""
    for rule, points in decision.sum:
        sign = (" - " if points < 0 else " + ") if said else ("-" if points < 0 else "")
        said += f"{sign}{abs(points)} ({rule})"
    return f"{said} = {decision.score}" if said else ""


def scored(decision: Decision) -> Verdict | None:
    """The strictest verdict that the score reaches; None where it reaches none."""
    reached = (
        Verdict[word.upper()]
        for word, points in decision.thresholds
        if word != "flag" and decision.score >= points
    )
    return max(reached, default=None) if decision.sum else None
