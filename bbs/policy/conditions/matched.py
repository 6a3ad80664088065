"""Conditions on what the other rules of the file came to: which of them matched, and the running total of points."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar, Self

from bbs.document import Mark, Node, Text
from bbs.policy.build import Build, Need
from bbs.policy.case import NO, YES, Case, Finding, Scope
from bbs.policy.expression import Expression, ExpressionError, parse


@dataclass(frozen=True, slots=True)
class Standing:
    """How the rules stand in a case, for a rule that is live or only tried out itself."""

    case: Case
    tried: bool

    def matched(self, rule: str) -> bool:
        """Whether it matched; a rule that is only tried out is seen by such rules alone (semantics 6)."""
        live = self.case.matched.get(rule)
        return live is not None and (live or self.tried)

    def silence(self, rule: str) -> str:
        """What is said of a rule that did not match, or is not seen."""
        if rule in self.case.matched:
            return f"`{rule}` is only tried out, and a live rule doesn't see it"
        return f"`{rule}` did not match"


@dataclass(frozen=True, slots=True)
class Matched:
    """Other rules of this file matched; not binds before and, and before or.

    It gives no hits: what a rule marks stays its own, so that an edit belongs into the rule that finds the words.
    """

    word: ClassVar[str] = "matched"
    example: ClassVar[str] = "matched: watch and not (charity or choir)"
    gives_hits: ClassVar[bool] = False

    expression: Expression
    tried: bool

    @classmethod
    def read(cls, node: Node, build: Build, scope: Scope) -> Self | None:  # noqa: ARG003  # no text is searched
        """The expression; whether its rules exist is known once all are read."""
        text = build.word(node, cls.word, example="watch and not (charity or choir)")
        if text is None or not isinstance(node, Text):
            return None
        try:
            expression, asked = parse(text)
        except ExpressionError as error:
            build.problems.add(_place(node, error.at), error.problem, error.remedy)
            return None
        build.needs += [Need(one.rule, _place(node, one.at)) for one in asked]
        return cls(expression, build.tried)

    def judge(self, case: Case) -> Finding:
        """Whether the rules stand as the expression says."""
        return YES if self.expression.holds(Standing(case, self.tried)) else NO

    def why_not(self, case: Case) -> str:
        """Which part of the expression failed."""
        return self.expression.why_not(Standing(case, self.tried))


@dataclass(frozen=True, slots=True)
class Total:
    """The points of all rules that matched add up to more than a number."""

    word: ClassVar[str] = "score"
    example: ClassVar[str] = "score: {over: 50}"
    gives_hits: ClassVar[bool] = False

    over: int

    @classmethod
    def read(cls, node: Node, build: Build, scope: Scope) -> Self | None:  # noqa: ARG003  # no text is searched
        """The map with `over`."""
        table = build.keys(node, f"`{cls.word}`", OVER)
        over = table.get("over") if table is not None else None
        if table is None:
            return None
        build.needs.append(Need("", node.mark))
        if over is None:
            build.problems.add(node, "`score` has no `over`", f"write {cls.example}")
            return None
        points = build.whole(over, "over", least=-1_000_000)
        return None if points is None else cls(points)

    def judge(self, case: Case) -> Finding:
        """Rules that give points have all been judged before."""
        return YES if case.score > self.over else NO

    def why_not(self, case: Case) -> str:
        """How many points there are."""
        return f"the score is {case.score}, not over {self.over}"


OVER = {"over": "more points than this"}
"""Keys of the condition `score`."""


def _place(node: Text, at: int) -> Mark:
    """The place so many characters into a text; its beginning, where it may go over several lines."""
    if "\n" in node.value:
        return node.mark
    return replace(node.mark, column=node.mark.column + at + node.quoted)
