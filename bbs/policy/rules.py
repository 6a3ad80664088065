"""A rule, a policy, and the fold over its rules that judges a submission."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bbs.document import Mark
from bbs.policy.actions import Action, Tag
from bbs.policy.case import YES, Case
from bbs.policy.conditions.facts import By
from bbs.policy.conditions.joining import Joined
from bbs.policy.effects import settle
from bbs.policy.expected import Examples, PolicyTest
from bbs.policy.fold import Folder
from bbs.policy.matcher import Matcher
from bbs.policy.submission import Decision, Edit, Match, Span, Submission, Text, Verdict
from bbs.policy.telling import LADDER, Tell, edit_notice, told_text
from bbs.policy.verdicts import Answer, answer, seen

MOST_HITS = 200
"""Hits that a rule records; it says when there were more."""

Keep = Callable[[Span], bool]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a rule, or the default, wants done and told."""

    verdict: Verdict
    by: str
    why: str
    tell: Tell
    spans: Sequence[Span] = ()


@dataclass(frozen=True, slots=True)
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
    live: bool = True

    @property
    def edits(self) -> bool:
        """Whether it changes the text."""
        return any(action.edits for action in self.actions)

    def match(self, case: Case) -> Match | None:
        """The match where `if` is true and `unless` false; excused hits alone are none (semantics 5)."""
        finding = self.when.judge(case) if self.when is not None else YES
        if not finding.true:
            return None
        if self.unless is not None and self.unless.judge(case).true:
            return None
        truncated = len(finding.hits) > MOST_HITS
        return Match(self.id, self.live, finding.hits[:MOST_HITS], finding.excused[:MOST_HITS], truncated)

    def changes(self, submission: Submission, match: Match) -> list[Edit]:
        """The edits this rule wants, with `told` False where its author's own words are left in their view."""
        told = not (self.tell.explicit and self.tell.kind == "nothing")
        return [
            Edit(*change, action.word, self.id, told)
            for action in self.actions
            for change in action.changes(submission, match.spans)
        ]

    def notice(self, match: Match) -> str:
        """What the author is told of its edits."""
        return edit_notice(self.tell, self.why, match.spans) if self.edits and self.verdict is None else ""


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy that has been read whole and checked. `judge` is pure and answers for every submission."""

    id: str
    title: str
    about: str
    source: str
    mode: str
    strategy: str
    """strictest or first."""
    public: str
    default: Outcome
    exempt: By | None
    rules: tuple[Rule, ...]
    folder: Folder
    matcher: Matcher
    tests: tuple[PolicyTest, ...] = ()
    examples: Examples = field(default_factory=Examples)
    files: Mapping[str, bytes] = field(default_factory=dict)
    """The list files that were read, by name."""

    def rule(self, rule_id: str) -> Rule:
        """A rule by its id. Raises KeyError where there is none."""
        for rule in self.rules:
            if rule.id == rule_id:
                return rule
        raise KeyError(rule_id)

    def case(self, submission: Submission, keep: Keep | None = None) -> Case:
        """The submission as this policy's rules see it."""
        return Case(submission, self.folder, self.matcher, keep)

    def judge(self, submission: Submission, *, without: str = "", keep: Keep | None = None) -> Decision:
        """The decision on a submission; `without` leaves one rule out, `keep` drops spans, to ask "what if?"."""
        if self.mode == "off":
            return _allowed(submission, "mode", None)
        decision = self._decide(submission, without, keep)
        if self.exempt is not None and self.exempt.judge(self.case(submission)).true:
            return _allowed(submission, "exempt", decision)
        return _allowed(submission, "mode", decision) if self.mode == "shadow" else decision

    def _decide(self, submission: Submission, without: str, keep: Keep | None) -> Decision:
        case = self.case(submission, keep)
        trouble: list[str] = []
        matched: list[tuple[Rule, Match]] = []
        for rule in self.rules:
            if rule.id == without:
                continue
            try:
                match = rule.match(case)
            except Exception as error:  # noqa: BLE001  # a failing rule must never let a post through (semantics 14)
                trouble.append(f"{rule.id}: {type(error).__name__}: {error}")
            else:
                if match is not None:
                    matched.append((rule, match))
        outcome = self._outcome(matched, bool(trouble))
        decision = _written(submission, outcome, matched)
        return replace(decision, trouble=tuple(trouble))

    def _outcome(self, matched: Sequence[tuple[Rule, Match]], failed: bool) -> Outcome:
        """What decides: semantics 8, and 14 where a rule failed while running."""
        if failed:
            strict = self.default.verdict in {Verdict.HOLD, Verdict.BLOCK}
            return (
                self.default if strict else replace(self.default, verdict=Verdict.HOLD, tell=Tell("reason"))
            )
        wanted = [
            Outcome(rule.verdict, rule.id, rule.why, rule.tell, match.spans)
            for rule, match in matched
            if match.live and rule.verdict is not None
        ]
        if not wanted:
            return self.default
        if self.strategy == "first":
            return wanted[0]
        passing = [outcome for outcome in wanted if outcome.verdict is Verdict.PASS]
        return passing[0] if passing else max(wanted, key=lambda outcome: outcome.verdict)


def _written(submission: Submission, outcome: Outcome, matched: Sequence[tuple[Rule, Match]]) -> Decision:
    """The decision with effects, telling and every text worked out."""
    original = Text(submission.title, submission.body)
    live = [(rule, match) for rule, match in matched if match.live]
    editing = [] if outcome.verdict is Verdict.PASS else live
    decision = Decision(
        verdict=outcome.verdict,
        by=outcome.by,
        why=outcome.why,
        edited=original,
        shown=None,
        author_sees=None,
        told=outcome.tell.kind,
        told_text=told_text(outcome.verdict, outcome.tell, outcome.why, outcome.spans),
        flagged=any(action.word == "flag" for rule, _ in live for action in rule.actions),
        tags=_tags(live),
        edits=settle(edit for rule, match in editing for edit in rule.changes(submission, match)),
        matches=tuple(match for _, match in matched),
    )
    return seen(_with_notices(decision, editing), original)


def _with_notices(decision: Decision, editing: Sequence[tuple[Rule, Match]]) -> Decision:
    """Notices of edits reach the author where the post appears, or seems to."""
    if answer(decision) is not Answer.APPEARS:
        return decision
    carried_out = {edit.rule for edit in decision.edits}
    telling = [(rule, rule.notice(match)) for rule, match in editing if rule.id in carried_out]
    notices = [decision.told_text, *(notice for _, notice in telling)]
    told = decision.told
    if decision.verdict <= Verdict.ALLOW:
        told = max([told, *(rule.tell.kind for rule, notice in telling if notice)], key=LADDER.index)
    return replace(decision, told=told, told_text=" ".join(dict.fromkeys(n for n in notices if n)))


def _tags(live: Sequence[tuple[Rule, Match]]) -> tuple[str, ...]:
    names = (action.name for rule, _ in live for action in rule.actions if isinstance(action, Tag))
    return tuple(dict.fromkeys(names))


def _allowed(submission: Submission, by: str, would: Decision | None) -> Decision:
    """Nothing is done: the policy only says what it would have done."""
    text = Text(submission.title, submission.body)
    matches = would.matches if would else ()
    return Decision(Verdict.ALLOW, by, "", text, text, text, "nothing", "", matches=matches, would=would)
