"""A permitted vocabulary: what is not in it counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Self

from bbs.document import Node
from bbs.policy.build import Build
from bbs.policy.case import Case, Finding, Scope
from bbs.policy.conditions.words import phrases_alone
from bbs.policy.covering import Taken
from bbs.policy.submission import Hit, Span

KEYS = {
    "known": "the permitted phrases, or list x",
    "more_than": "so many unknown words are let pass; none when left out",
}
"""Keys of `unknown_words`."""


@dataclass(frozen=True, slots=True)
class UnknownWords:
    """Words occur that no phrase of a list covers; numbers and emoji are words too."""

    word: ClassVar[str] = "unknown_words"
    example: ClassVar[str] = "unknown_words: {known: list greeting, more_than: 0}"
    gives_hits: ClassVar[bool] = True

    known: frozenset[int]
    """Phrase numbers."""
    more_than: int
    scope: Scope

    @classmethod
    def read(cls, node: Node, build: Build, scope: Scope) -> Self | None:
        """The map under `unknown_words`; it needs `known`."""
        table = build.keys(node, f"`{cls.word}`", KEYS)
        if table is None:
            return None
        known, more = table.get("known"), table.get("more_than")
        if known is None:
            build.problems.add(node, f"`{cls.word}` does not say what is known", "write known: list allowed")
            return None
        if scope.disguised:
            build.problems.add(
                node, "an unknown word is in no list, so it can't be in disguise", "take `disguised` away"
            )
        numbers = phrases_alone(known, build, "known", "a permitted phrase is no combination")
        count = build.whole(more, "more_than") if more is not None else 0
        return cls(numbers, count or 0, scope)

    def judge(self, case: Case) -> Finding:
        """True where more words than `more_than` are unknown; they are the hits."""
        counted, excused = self.scope.sift(case, [span for span in self._unknown(case) if case.keeps(span)])
        hits = tuple(Hit(span.phrase, (span,)) for span in counted)
        return Finding(len(hits) > self.more_than, hits, tuple(excused))

    def _unknown(self, case: Case) -> Iterator[Span]:
        """The words of the plain reading that no permitted phrase touches in any reading."""
        covered = Taken()
        for number in self.known & case.written.keys():
            for span in case.written[number]:
                covered.take(span.field, span.start, span.end)
        for field, readings in case.readings.items():
            for start, end, whole in readings[0].words() if self.scope.looks_in(case, field) else ():
                if not covered.touches(field, start, end):
                    text = readings[0].original[start:end]
                    yield Span(field, start, end, text, text, (), (start, whole))

    def why_not(self, case: Case) -> str:
        """How many words are unknown, or which exception excuses one."""
        finding = self.judge(case)
        if finding.hits:
            count = len(finding.hits)
            found = "1 word is" if count == 1 else f"{count} words are"
            return f"{found} unknown, and it asks for more than {self.more_than}"
        return finding.excused[0].in_words if finding.excused else "every word is known"
