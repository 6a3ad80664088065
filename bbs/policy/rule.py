"""A rule, and what is recorded of it when it has matched."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from bbs.document import Mark, Table
from bbs.policy.actions import Action, Flag, Points, Tag
from bbs.policy.build import Need
from bbs.policy.case import YES, Case, Finding
from bbs.policy.conditions.joining import Joined
from bbs.policy.once import once
from bbs.policy.submission import Edit, Match, Submission, Verdict
from bbs.policy.telling import Outcome, Tell, edit_notice

MOST_HITS = 200
"""Hits that a rule records; it says when there were more."""


@dataclass(frozen=True)
class Rule:
    """One rule of a policy. Its words: id, why, note, source, mode, if, unless, then, tell."""

    id: str
    mark: Mark
    when: Joined | None
    unless: Joined | None
    verdict: Verdict | None
    actions: tuple[Action, ...]
    tell: Tell
    why: str = ""
    note: str = ""
    source: str = ""
    delay: dt.timedelta | None = None
    mode: str = "live"
    """live, shadow (decided and logged, nothing done) or off."""
    needs: tuple[Need, ...] = ()
    """What it asks of other rules; it is judged after them."""
    points: int = 0
    """What it adds to the score."""
    table: Table | None = None
    """Itself as it was written."""

    @once
    def live(self) -> bool:
        """Whether what it wants is done."""
        return self.mode == "live"

    @once
    def edits(self) -> bool:
        """Whether it changes the text, or how it is set."""
        return any(action.edits for action in self.actions)

    @once
    def flags(self) -> bool:
        """Whether it marks the post for the operator."""
        return any(isinstance(action, Flag) for action in self.actions)

    @once
    def tags(self) -> tuple[str, ...]:
        """The words that the post carries for it."""
        return tuple(action.name for action in self.actions if isinstance(action, Tag))

    @once
    def lays(self) -> bool:
        """Whether it lays a penalty on the author."""
        return any(action.penalty("", self.id) is not None for action in self.actions)

    @once
    def gives(self) -> tuple[int, ...]:
        """The points that it adds to the score, effect by effect."""
        return tuple(action.points for action in self.actions if isinstance(action, Points))

    def match(self, case: Case) -> Matched | None:
        """The match where `if` is true and `unless` false; excused hits alone are none (semantics 5)."""
        if self.needs:
            return self._match(case)
        if self.id not in case.came_to:
            case.came_to[self.id] = self._match(case)
        found: Matched | None = case.came_to[self.id]
        return found

    def _match(self, case: Case) -> Matched | None:
        if self.mode == "off":
            return None
        finding = self.when.judge(case) if self.when is not None else YES
        if not finding.true:
            return None
        if self.unless is not None and self.unless.judge(case).true:
            return None
        return Matched(self, finding, case.submission)


class Matched:
    """A rule that matched a case. What it records is bounded; what it edits is not, or the rest would stay."""

    def __init__(self, rule: Rule, finding: Finding, submission: Submission) -> None:
        self.rule = rule
        hits, excused = finding.hits[:MOST_HITS], finding.excused[:MOST_HITS]
        more = len(finding.hits) > MOST_HITS
        self.record = Match(rule.id, rule.live, hits, excused, more, rule.verdict)
        self._hits = finding.hits
        self._submission = submission

    @once
    def changes(self) -> list[Edit]:
        """The edits this rule wants; `told` is False where the author's own words stay in their view."""
        told = not (self.rule.tell.explicit and self.rule.tell.kind == "nothing")
        # one span a word: in a long word that a star takes whole there may be thousands of hits
        spans = {(span.field, *span.word): span for hit in self._hits for span in hit.spans}.values()
        return [
            Edit(*change, action.word, self.rule.id, told)
            for action in self.rule.actions
            for change in action.changes(self._submission, spans)
        ]

    def outcome(self, confirmed: bool) -> Outcome | None:
        """What the rule wants done, where it is live and has a verdict; a confirmed warning counts as allow."""
        rule = self.rule
        if not rule.live or rule.verdict is None:
            return None
        if rule.verdict is Verdict.WARN and confirmed:
            return Outcome(Verdict.ALLOW, rule.id, rule.why, Tell("nothing"))
        return Outcome(rule.verdict, rule.id, rule.why, rule.tell, self.record, rule.delay)

    def notice(self, *, larger: bool) -> str:
        """What the author is told of the edits of a rule that does not decide, as far as its post appears.

        `larger`: it changed nothing, and set words in larger type.
        """
        if not self.rule.edits or (self.rule.verdict or Verdict.ALLOW) > Verdict.ALLOW:
            return ""
        spans = self.record.spans if self.rule.tell.kind == "full" else ()
        return edit_notice(self.rule.tell, self.rule.why, spans, larger=larger)
