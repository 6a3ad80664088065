"""`watch and not (charity or choir)`: ids of rules joined by words, read by a few small functions.

either := both ("or" both)*      both := part ("and" part)*      part := "not" part | "(" either ")" | id

A rule called `and`, `or` or `not` can't be asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

LONGEST = 1_000
"""Characters of an expression."""
DEEPEST = 20
"""How deep parentheses and `not` may nest."""

_SAMPLE = "write watch and not (charity or choir)"
_TOKEN = re.compile(r"[()]|[^\s()]+")


class ExpressionError(ValueError):
    """An expression can't be read: the problem, the remedy, and how many characters before the place."""

    def __init__(self, at: int, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.at, self.problem, self.remedy = at, problem, remedy


class Rules(Protocol):
    """How the rules that are asked for stand in a case."""

    def matched(self, rule: str) -> bool:
        """Whether it matched, for whoever asks."""

    def silence(self, rule: str) -> str:
        """What is said of a rule that did not: "`watch` did not match"."""


class Expression(Protocol):
    """A rule that is asked for, or several of them joined."""

    def holds(self, rules: Rules) -> bool:
        """Whether it is true."""

    def why(self, rules: Rules) -> str:
        """Which of its parts made it true."""

    def why_not(self, rules: Rules) -> str:
        """Which of its parts made it false."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A rule by its id, with how many characters stand before it."""

    rule: str
    at: int

    def holds(self, rules: Rules) -> bool:
        """Whether it matched."""
        return rules.matched(self.rule)

    def why(self, rules: Rules) -> str:  # noqa: ARG002  # it matched, or nobody asks
        """That it matched."""
        return f"`{self.rule}` matched"

    def why_not(self, rules: Rules) -> str:
        """That it did not, or is not seen."""
        return rules.silence(self.rule)


@dataclass(frozen=True, slots=True)
class Without:
    """`not`."""

    part: Expression

    def holds(self, rules: Rules) -> bool:
        """Whether its part is false."""
        return not self.part.holds(rules)

    def why(self, rules: Rules) -> str:
        """Why its part is false."""
        return self.part.why_not(rules)

    def why_not(self, rules: Rules) -> str:
        """Why its part is true."""
        return self.part.why(rules)


@dataclass(frozen=True, slots=True)
class Both:
    """`and`."""

    parts: tuple[Expression, ...]

    def holds(self, rules: Rules) -> bool:
        """Whether all are true."""
        return all(part.holds(rules) for part in self.parts)

    def why(self, rules: Rules) -> str:
        """Every part."""
        return " and ".join(part.why(rules) for part in self.parts)

    def why_not(self, rules: Rules) -> str:
        """The first part that is false."""
        return next(part.why_not(rules) for part in self.parts if not part.holds(rules))


@dataclass(frozen=True, slots=True)
class Either:
    """`or`."""

    parts: tuple[Expression, ...]

    def holds(self, rules: Rules) -> bool:
        """Whether one is true."""
        return any(part.holds(rules) for part in self.parts)

    def why(self, rules: Rules) -> str:
        """The first part that is true."""
        return next(part.why(rules) for part in self.parts if part.holds(rules))

    def why_not(self, rules: Rules) -> str:
        """Every part."""
        return " and ".join(part.why_not(rules) for part in self.parts)


def parse(text: str) -> tuple[Expression, tuple[Asked, ...]]:
    """The expression and every rule it asks for. Raises ExpressionError at the first thing that makes no sense."""
    if len(text) > LONGEST:
        raise ExpressionError(0, f"this is longer than {LONGEST:,} characters", "split it into several rules")
    reader = _Reader(text)
    expression = reader.either(0)
    if reader.word:
        problem = (
            "this `)` closes nothing"
            if reader.word == ")"
            else f"`and` or `or` is missing before `{reader.word}`"
        )
        raise ExpressionError(reader.at, problem, _SAMPLE)
    return expression, tuple(reader.asked)


class _Reader:
    """Goes through an expression word by word."""

    def __init__(self, text: str) -> None:
        self._words: Iterator[re.Match[str]] = _TOKEN.finditer(text)
        self._end = len(text.rstrip())
        self.asked: list[Asked] = []
        self.word = ""
        self.at = 0
        self._on()

    def _on(self) -> None:
        found = next(self._words, None)
        self.word, self.at = (found[0], found.start()) if found else ("", self._end)

    def either(self, depth: int) -> Expression:
        """Parts joined by `or`."""
        parts = self._joined("or", lambda: self._both(depth))
        return Either(parts) if len(parts) > 1 else parts[0]

    def _both(self, depth: int) -> Expression:
        parts = self._joined("and", lambda: self._part(depth))
        return Both(parts) if len(parts) > 1 else parts[0]

    def _joined(self, word: str, part: Callable[[], Expression]) -> tuple[Expression, ...]:
        parts = [part()]
        while self.word == word:
            self._on()
            parts.append(part())
        return tuple(parts)

    def _part(self, depth: int) -> Expression:
        word, at = self.word, self.at
        if depth > DEEPEST:
            raise ExpressionError(at, f"this nests deeper than {DEEPEST}", "split it into several rules")
        if word in {"", ")", "and", "or"}:
            raise ExpressionError(at, "the id of a rule is missing here", _SAMPLE)
        self._on()
        if word == "not":
            return Without(self._part(depth + 1))
        if word == "(":
            return self._closed(at, depth)
        self.asked.append(Asked(word, at))
        return self.asked[-1]

    def _closed(self, at: int, depth: int) -> Expression:
        inner = self.either(depth + 1)
        if self.word != ")":
            problem = (
                f"`and`, `or` or `)` is missing before `{self.word}`"
                if self.word
                else "this `(` is never closed"
            )
            raise ExpressionError(self.at if self.word else at, problem, _SAMPLE)
        self._on()
        return inner
