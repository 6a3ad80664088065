"""Maps of conditions: keys in one map are AND, values in one list are OR, and `any`, `all`, `not` nest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from bbs.document import Items, Node, Table
from bbs.policy.build import Build
from bbs.policy.case import Case, Finding, Scope
from bbs.policy.conditions import CONDITIONS, NESTS, SCOPE
from bbs.policy.conditions.words import phrases_alone
from bbs.policy.plainly import occurring
from bbs.policy.submission import Excused, Hit

DEEPEST = 4
"""How deep any, all and not may nest."""


class Part(Protocol):
    """A condition, or a map of them."""

    @property
    def word(self) -> str:
        """Its key; empty for a plain map."""

    @property
    def gives_hits(self) -> bool:
        """Whether it marks characters of the text."""

    def judge(self, case: Case) -> Finding:
        """Whether it is true of this case."""

    def why_not(self, case: Case) -> str:
        """Why it is false of this case."""


class Joined:
    """What joins conditions: it judges them all and says which one failed."""

    word = ""

    def __init__(self, parts: Sequence[Part]) -> None:
        self.parts = tuple(parts)
        self.gives_hits = any(part.gives_hits for part in parts)

    def judge(self, case: Case) -> Finding:
        """True where every part is; the hits of all parts."""
        if len(self.parts) == 1:  # most maps
            finding = self.parts[0].judge(case)
            return finding if finding.true else Finding(False, (), finding.excused)
        hits: list[Hit] = []
        excused: list[Excused] = []
        for part in self.parts:
            finding = part.judge(case)
            excused += finding.excused
            if not finding.true:
                return Finding(False, (), tuple(excused))
            hits += finding.hits
        return Finding(True, tuple(hits), tuple(excused))

    def why_not(self, case: Case) -> str:
        """The first part that failed, and why."""
        failed = next(part for part in self.parts if not part.judge(case).true)
        return f"`{failed.word}`: {failed.why_not(case)}" if failed.word else failed.why_not(case)

    def why(self, case: Case) -> str:
        """Why it is true of this case: every part, with the words that made it so."""
        return "; ".join(_why(part, case) for part in self.parts)


class All(Joined):
    """Every one of these maps is true."""

    word = "all"


class Any(Joined):
    """At least one of these maps is true; the hits of those that are."""

    word = "any"

    def judge(self, case: Case) -> Finding:
        """True where one part is."""
        findings = [part.judge(case) for part in self.parts]
        true = [finding for finding in findings if finding.true]
        excused = tuple(one for finding in findings for one in finding.excused)
        return Finding(bool(true), tuple(hit for finding in true for hit in finding.hits), excused)

    def why_not(self, case: Case) -> str:
        """Why the first of them failed, speaking for the others."""
        return "none of its maps is true; the first: " + self.parts[0].why_not(case)

    def why(self, case: Case) -> str:
        """The first of them that is true."""
        return _why(next(part for part in self.parts if part.judge(case).true), case)


class Not(Joined):
    """The map is false. It gives no hits."""

    word = "not"

    def __init__(self, parts: Sequence[Part]) -> None:
        super().__init__(parts)
        self.gives_hits = False

    def judge(self, case: Case) -> Finding:
        """True where the map is false."""
        return Finding(not super().judge(case).true)

    def why_not(self, case: Case) -> str:
        """What it rules out is there, and which words it is."""
        return f"what it rules out is there: {super().why(case)}"

    def why(self, case: Case) -> str:
        """What it rules out is missing."""
        return f"what it rules out is not there: {super().why_not(case)}"


def _why(part: Part, case: Case) -> str:
    if isinstance(part, Joined):
        return f"`{part.word}`: {part.why(case)}" if part.word else part.why(case)
    spans = [span for hit in part.judge(case).hits for span in hit.spans]
    return f"`{part.word}`: {occurring(spans)}" if spans else f"`{part.word}` is true"


NESTED: dict[str, type[Joined]] = {one.word: one for one in (All, Any, Not)}


_ELSEWHERE = {
    key: f"`{key}` stands in the rule itself, beside `if`" for key in ("then", "tell", "unless", "why")
}


def read_map(node: Node, build: Build, what: str = "if", depth: int = 0) -> Joined | None:
    """The map of conditions at a node. Problems are reported; None where nothing could be read."""
    table = build.keys(node, f"`{what}`", {**CONDITIONS, **SCOPE, **NESTED}, elsewhere=_ELSEWHERE)
    if table is None:
        return None
    if not table.entries:
        build.problems.add(node, f"`{what}` is empty", "write a condition, or take the key away")
        return None
    if depth > DEEPEST:
        build.problems.add(node, f"any, all and not nest deeper than {DEEPEST}", "split the rule in two")
        return None
    scope = _read_scope(table, build)
    parts: list[Part | None] = []
    for key, value in table.entries:
        if key.value in CONDITIONS:
            parts.append(CONDITIONS[key.value].read(value, build, scope))
        elif key.value in NESTED:
            parts.append(_read_nested(key.value, value, build, depth))
    return Joined([part for part in parts if part is not None])


def _read_nested(word: str, node: Node, build: Build, depth: int) -> Joined | None:
    maps = node.values if isinstance(node, Items) else (node,)
    if not maps or (word == "not" and isinstance(node, Items)):
        build.problems.add(
            node,
            f"`{word}` needs {'one map' if word == 'not' else 'a list of maps'}",
            f"write {NESTS[word][1]}",
        )
        return None
    parts = [read_map(one, build, word, depth + 1) for one in maps]
    return NESTED[word]([part for part in parts if part is not None])


def _read_scope(table: Table, build: Build) -> Scope:
    """The keys that say how the text conditions of this map look."""
    scope = Scope()
    where, exceptions = table.get("in"), table.get("except")
    least, disguised = table.get("at_least"), table.get("disguised")
    if where is not None:
        fields = build.choices(where, "field", ("title", "body", "name"), "in")
        scope = replace(scope, fields=frozenset(fields) or scope.fields)
        if "name" in fields:
            build.in_name.append(where)
    if exceptions is not None:
        scope = replace(
            scope,
            exceptions=phrases_alone(
                exceptions, build, "except", "an exception is a phrase, not a combination"
            ),
        )
    if least is not None:
        scope = replace(scope, at_least=build.whole(least, "at_least", least=1, most=1000) or 1)
    if disguised is not None:
        scope = replace(scope, disguised=bool(build.truth(disguised, "disguised")))
    _check_scope(table, build, scope)
    return scope


def _check_scope(table: Table, build: Build, scope: Scope) -> None:
    """A scope without anything to look for, or asking for more phrases than there are, never does what it says."""
    looking = [key for key, _ in table.entries if key.value in TEXTUAL]
    for key, _ in table.entries:
        if key.value in SCOPE and not looking:
            build.problems.add(key, f"`{key.value}` stands in a map without words", "put it beside words:")
    if scope.at_least > 1 and not any(
        key.value in {"words", "shapes", "looks_like", "patterns"} for key in looking
    ):
        build.problems.add(
            table.key("at_least"), "`at_least` counts the phrases of `words`", "put it beside words:"
        )


TEXTUAL = {"words", "all_words", "shapes", "looks_like", "patterns", "unknown_words"}
"""The conditions that look where `in` says and mind `except` and `disguised`."""
