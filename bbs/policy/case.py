"""One submission under judgement: its readings and the phrases found in it, worked out once for all rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from bbs.policy.covering import Covers
from bbs.policy.fold import Folder, Reading
from bbs.policy.links import Link, links_in
from bbs.policy.matcher import Found, Matcher
from bbs.policy.once import once
from bbs.policy.submission import FIELDS, Excused, Hit, Span, Submission


class Finding(NamedTuple):
    """What one condition says: whether it is true, which hits made it so, and what was excused."""

    true: bool
    hits: tuple[Hit, ...] = ()
    excused: tuple[Excused, ...] = ()


YES, NO = Finding(True), Finding(False)


class Case:
    """A submission with everything that rules ask of its text.

    `keep` drops spans, to ask "what if?"; `seed` is what `chance` draws by.
    """

    def __init__(
        self,
        submission: Submission,
        folder: Folder,
        matcher: Matcher,
        keep: Callable[[Span], bool] | None = None,
        seed: bytes = b"",
    ) -> None:
        self.submission = submission
        self.seed = seed
        self.matched: dict[str, bool] = {}
        """The rules that matched so far, each with whether it is live."""
        self.score = 0
        """The points so far."""
        self.came_to: dict[str, Any] = {}
        """What each rule came to that asks for no other: leaving another out changes nothing of that."""
        self._folder = folder
        self._matcher = matcher
        self._keep = keep
        self._covers: dict[frozenset[int], Covers | None] = {}

    @once
    def readings(self) -> Mapping[str, Sequence[Reading]]:
        """The readings of each field that has text."""
        sent, readings = self.submission, self._folder.readings
        if not sent.title:  # most texts
            return {"body": readings(sent.body)} if sent.body else {}
        title = {"title": readings(sent.title)}
        return {**title, "body": readings(sent.body)} if sent.body else title

    @once
    def written(self) -> Found:
        """Phrase number -> spans, over all fields, whatever `keep` says."""
        together: Found = {}
        for name, readings in self.readings.items():
            found = self._matcher.find(name, readings)
            if not together:
                together = found
                continue
            for number, spans in found.items():
                together.setdefault(number, []).extend(spans)
        return together

    @once
    def found(self) -> Found:
        """Phrase number -> spans that count, over all fields."""
        if self._keep is None:
            return self.written
        kept = {number: list(filter(self.keeps, spans)) for number, spans in self.written.items()}
        return {number: spans for number, spans in kept.items() if spans}

    def beside(self, other: Case) -> Case:
        """Itself; where another policy reads the same text in the same way, it is not read again."""
        if self._folder.names == other._folder.names:
            self.__dict__["readings"] = other.readings
        return self

    def under(self, keep: Callable[[Span], bool] | None) -> Case:
        """The same text where `keep` drops other spans; what was read and found in it is not looked for again."""
        other = Case(self.submission, self._folder, self._matcher, keep, self.seed)
        other.__dict__.update(readings=self.readings, written=self.written)
        if keep is None and self._keep is None:
            other.came_to = self.came_to
        return other

    @once
    def links(self) -> tuple[Link, ...]:
        """Every link of title and body."""
        every = (link for name in FIELDS for link in links_in(name, self.submission.text(name)))
        return tuple(link for link in every if self.keeps(link.span))

    def covers(self, exceptions: frozenset[int]) -> Covers | None:
        """What these phrases cover; None where none of them occurs."""
        if exceptions not in self._covers:
            spans = [span for number in exceptions & self.found.keys() for span in self.found[number]]
            self._covers[exceptions] = Covers(spans) if spans else None
        return self._covers[exceptions]

    def keeps(self, span: Span) -> bool:
        """Whether this span still counts."""
        return self._keep is None or self._keep(span)


@dataclass(frozen=True, slots=True)
class Scope:
    """Where and how the text conditions of one map look: `in`, `except`, `at_least`, `disguised`."""

    fields: frozenset[str] = frozenset(FIELDS)
    exceptions: frozenset[int] = field(default_factory=frozenset)
    """Phrase numbers of the exceptions."""
    at_least: int = 1
    disguised: bool = False

    def looks_in(self, case: Case, name: str) -> bool:
        """Whether this field is looked at; `name` means the body of a submission of kind name."""
        if name in self.fields:
            return True
        return name == "body" and "name" in self.fields and case.submission.kind == "name"

    def sift(self, case: Case, spans: Sequence[Span]) -> tuple[Sequence[Span], list[Excused]]:
        """The spans that count here, and those that lie inside an exception."""
        if not self.fields.issuperset(FIELDS):
            spans = [span for span in spans if self.looks_in(case, span.field)]
        covers = case.covers(self.exceptions) if self.exceptions else None
        if covers is None:
            return spans, []
        judged = [(span, covers.over(span)) for span in spans]
        return (
            [span for span, cover in judged if cover is None],
            [Excused(span, cover) for span, cover in judged if cover is not None],
        )
