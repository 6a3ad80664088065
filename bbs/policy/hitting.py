"""What a rule looks for in a text, taken alone: who wrote it, where and when is left out of account."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from bbs.policy.case import Case
from bbs.policy.conditions.joining import Joined, Not, Part
from bbs.policy.conditions.words import Words
from bbs.policy.rule import Rule
from bbs.policy.submission import FIELDS, Hit

_EVERYWHERE = frozenset((*FIELDS, "name"))


class Seeker:
    """The text conditions of a rule: each counts by itself, in every field, unless `unless` is true."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        looks = rule.when is not None and rule.mode != "off"
        self._parts = tuple(_everywhere(part) for part in _looking(rule.when)) if looks else ()
        self.by_phrases = all(isinstance(part, Words) for part in self._parts)
        """Whether it finds nothing where no phrase of the policy occurs."""

    def hits(self, case: Case) -> tuple[Hit, ...]:
        """What it finds in a text, in the order of its conditions."""
        findings = [part.judge(case) for part in self._parts]
        found = tuple(hit for finding in findings if finding.true for hit in finding.hits)
        excused = found and self.rule.unless is not None and self.rule.unless.judge(case).true
        return () if excused else found


def _looking(joined: Joined | None) -> Iterator[Any]:
    """The conditions that mark characters, however deep they stand; what stands under `not` marks none."""
    parts: tuple[Part, ...] = joined.parts if joined is not None and not isinstance(joined, Not) else ()
    for part in parts:
        if isinstance(part, Joined):
            yield from _looking(part)
        elif part.gives_hits:
            yield part


def _everywhere(part: Any) -> Any:
    """The same condition, looking in every field."""
    if "scope" in {field.name for field in dataclasses.fields(part)}:
        return replace(part, scope=replace(part.scope, fields=_EVERYWHERE))
    return part
