"""A policy, and the fold over its rules that judges a submission."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bbs.document import Node
from bbs.policy.actions import laid
from bbs.policy.case import Case
from bbs.policy.conditions.facts import By
from bbs.policy.effects import seen, settle
from bbs.policy.expected import Examples, PolicyTest
from bbs.policy.fold import Folder
from bbs.policy.matcher import Matcher
from bbs.policy.order import Ran, run
from bbs.policy.penalties import Penalty, barring
from bbs.policy.questions import Counting, Question
from bbs.policy.rule import Matched, Rule
from bbs.policy.scoring import NO_SCORE, Pairs, Score, points_of
from bbs.policy.submission import Decision, Edit, Span, Submission, Text, Verdict
from bbs.policy.telling import LADDER, Outcome, Tell, edit_notice, told_text, usual
from bbs.policy.verdicts import Answer, answer_to, strictness, texts
from bbs.policy.waking import Waking

Keep = Callable[[Span], bool]


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
    """The list files and used policies that were read, by name."""
    lists: Mapping[str, Node] = field(default_factory=dict)
    """The named lists as they were written."""
    seed: bytes = b""
    """The key that `chance` draws by; it belongs to the data folder, so that the draw can be told again there."""
    counting: tuple[Counting, ...] = ()
    """The conditions that ask how much was sent before."""
    thresholds: Pairs = ()
    """What is done from how many points on."""
    late: tuple[str, ...] = ()
    """The rules that ask for others, each after those it asks for."""
    waking: Waking[Matched] = field(init=False, repr=False, compare=False)
    """Which of the rules a text wakes."""

    def __post_init__(self) -> None:
        """Make the index of the rules."""
        object.__setattr__(self, "waking", Waking(self.rules, self.late))

    @property
    def questions(self) -> tuple[Question, ...]:
        """All that it may ask of the past, each once."""
        return tuple(dict.fromkeys(one.question for one in self.counting))

    @property
    def penalties(self) -> tuple[Penalty, ...]:
        """All that it may lay on an author."""
        return laid(self.id, self.rules)

    def asks(self, submission: Submission) -> tuple[Question, ...]:
        """What it asks of the past before it can judge this submission."""
        if not self.counting or self.mode == "off":
            return ()
        case = self.case(submission)
        return tuple(dict.fromkeys(one.question for one in self.counting if one.asked(case)))

    def rule(self, rule_id: str) -> Rule:
        """A rule by its id. Raises KeyError where there is none."""
        for rule in self.rules:
            if rule.id == rule_id:
                return rule
        raise KeyError(rule_id)

    def case(self, submission: Submission, keep: Keep | None = None) -> Case:
        """The submission as this policy's rules see it."""
        return Case(submission, self.folder, self.matcher, keep, self.seed)

    def judge(
        self, submission: Submission, *, without: str = "", keep: Keep | None = None, case: Case | None = None
    ) -> Decision:
        """The decision on a submission; `without` leaves one rule out, `keep` drops spans, to ask "what if?".

        `case` is this submission as this policy sees it, for whoever asks many times.
        """
        if self.mode == "off":
            return _allowed(submission, "mode", None)
        case = case.under(keep) if case else self.case(submission, keep)
        decision = self._decide(case, without)
        if self.exempt is not None and self.exempt.judge(case).true:
            return _allowed(submission, "exempt", decision)
        return _allowed(submission, "mode", decision) if self.mode == "shadow" else decision

    def _decide(self, case: Case, without: str) -> Decision:
        submission = case.submission
        ran = run(self.waking, case, without)
        live = [one for one in ran.matched if one.rule.live]
        outcomes = [outcome for one in live if (outcome := one.outcome(submission.confirmed))]
        score = Score(points_of([one.rule for one in live]), self.thresholds) if live else NO_SCORE
        if score.parts and (self.strategy != "first" or not outcomes):  # semantics 8
            outcomes += _by_score(score, submission.confirmed)
        outcome = self._in_doubt(outcomes) if ran.in_doubt else self._deciding(outcomes)
        return _sentenced(self.id, submission, outcome, ran, score)

    def _deciding(self, wanted: Sequence[Outcome]) -> Outcome:
        """Which of the wanted outcomes decides, or the default (semantics 8)."""
        if not wanted:
            return self.default
        if self.strategy == "first" or len(wanted) == 1:
            return wanted[0]
        passing = [outcome for outcome in wanted if outcome.verdict is Verdict.PASS]
        return passing[0] if passing else max(wanted, key=_strictness)

    def _in_doubt(self, wanted: Sequence[Outcome]) -> Outcome:
        """A rule failed while running: at least the default if that is strict, else hold (semantics 14)."""
        strict = self.default.verdict in {Verdict.HOLD, Verdict.BLOCK}
        held = replace(self.default, verdict=Verdict.HOLD, tell=Tell("reason"), delay=None)
        return max([self.default if strict else held, *wanted], key=_strictness)


def _strictness(outcome: Outcome) -> tuple[Verdict, dt.timedelta]:
    return strictness(outcome.verdict, outcome.delay)


def _by_score(score: Score, confirmed: bool) -> list[Outcome]:
    """What the score wants done, told like a rule's verdict; a confirmed warning counts as allow."""
    verdict = score.verdict
    if verdict is Verdict.WARN and confirmed:
        return [Outcome(Verdict.ALLOW, "score", "", Tell("nothing"))]
    return [Outcome(verdict, "score", "", usual(verdict))] if verdict is not None else []


def _sentenced(
    policy: str, submission: Submission, outcome: Outcome, ran: Ran[Matched], score: Score
) -> Decision:
    """The decision where penalties count: one that stands refuses all but a pass; what is laid hits later texts."""
    barred = barring(submission.bars, policy) if submission.bars else None
    if barred and outcome.verdict is not Verdict.PASS:
        refused = Outcome(Verdict.BLOCK, barred.kind, barred.told, Tell("reason"))
        decision = _written(submission, refused, ran, score)
        return replace(decision, why="", told="refused", bar=barred)
    decision = _written(submission, outcome, ran, score)
    if not ran.matched or decision.verdict in _NOT_SENT:
        return decision
    laying = [one.rule for one in ran.matched if one.rule.lays]
    return replace(decision, penalties=laid(policy, laying)) if laying else decision


_NOT_SENT = frozenset({Verdict.PASS, Verdict.WARN})
"""Nothing is laid on the author for what passes, nor for what waits for a confirmation."""


def _written(submission: Submission, outcome: Outcome, ran: Ran[Matched], score: Score) -> Decision:
    """The decision with effects, telling and every text worked out."""
    original = Text(submission.title, submission.body)
    live = [one for one in ran.matched if one.rule.live] if ran.matched else []
    editing = [one for one in live if one.rule.edits] if live and outcome.verdict is not Verdict.PASS else []
    edits = seen(settle(edit for one in editing for edit in one.changes)) if editing else ()
    told, told_words = _told(outcome, editing, edits, submission.kind)
    edited, shown, author_sees = texts(outcome.verdict, told, edits, original)
    return Decision(
        outcome.verdict,
        outcome.by,
        outcome.why,
        edited,
        shown,
        author_sees,
        told,
        told_words,
        score=score.total,
        sum=score.parts,
        thresholds=score.thresholds if score.parts else (),
        flagged=score.flags or (bool(live) and any(one.rule.flags for one in live)),
        tags=tuple(dict.fromkeys(tag for one in live for tag in one.rule.tags)) if live else (),
        edits=edits,
        matches=tuple([one.record for one in ran.matched]),
        delay=outcome.delay,
        trouble=tuple(ran.trouble),
    )


def _told(outcome: Outcome, editing: Sequence[Matched], edits: Sequence[Edit], kind: str) -> tuple[str, str]:
    """How much is told, and in which words; notices of edits reach the author where the post appears, or seems to."""
    spans = outcome.spans if outcome.tell.kind == "full" else ()
    told = outcome.tell.kind
    words = told_text(outcome, spans, kind)
    if not edits or answer_to(outcome.verdict, told) is not Answer.APPEARS:
        return told, words
    larger = {edit.rule: True for edit in edits} | {edit.rule: False for edit in edits if not edit.honours}
    if outcome.verdict <= Verdict.ALLOW and outcome.by in larger:
        words = edit_notice(outcome.tell, outcome.why, spans, larger=larger[outcome.by])
    others = [one for one in editing if one.rule.id in larger and one.rule.id != outcome.by]
    telling = [(one, said) for one in others if (said := one.notice(larger=larger[one.rule.id]))]
    if outcome.verdict <= Verdict.ALLOW:
        told = max([told, *(one.rule.tell.kind for one, _ in telling)], key=LADDER.index)
    notices = [words, *(said for _, said in telling)]
    return told, " ".join(dict.fromkeys(notice for notice in notices if notice))


def _allowed(submission: Submission, by: str, would: Decision | None) -> Decision:
    """Nothing is done: the policy only says what it would have done."""
    text = Text(submission.title, submission.body)
    matches = would.matches if would else ()
    return Decision(Verdict.ALLOW, by, "", text, text, text, "nothing", "", matches=matches, would=would)
