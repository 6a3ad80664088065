"""A policy held to its own tests and examples: what fails, what no test would miss, what is blocked amiss."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bbs.policy.expected import PolicyTest
from bbs.policy.labelled import Judged, judged, kept, let_through, share
from bbs.policy.past import Past, moment_of
from bbs.policy.questions import Sent
from bbs.policy.rule import Rule
from bbs.policy.rules import Policy
from bbs.policy.submission import Decision, Submission


@dataclass(frozen=True, slots=True)
class TestOutcome:
    """One test of a policy file and what differed; no difference means that it passed."""

    __test__ = False  # a policy's test, not one of pytest's

    test: PolicyTest
    decision: Decision
    differences: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether everything was as expected."""
        return not self.differences


def run_tests(policy: Policy) -> list[TestOutcome]:
    """Judge every test of the file and compare."""
    return [_run(policy, test) for test in policy.tests]


def load_bearing(policy: Policy, outcomes: Iterable[TestOutcome] | None = None) -> list[str]:
    """Rules whose absence no test would notice: each is switched off in turn (semantics 17).

    A rule that neither matched nor failed changes nothing by its absence, so most need no second judgement.
    """
    noticed: set[str] = set()
    for one in run_tests(policy) if outcomes is None else outcomes:
        for rule_id in _took_part(policy, one.decision) - noticed:
            if _run(policy, one.test, rule_id).passed != one.passed:
                noticed.add(rule_id)
    return [rule.id for rule in policy.rules if rule.id not in noticed]


def _took_part(policy: Policy, decision: Decision) -> set[str]:
    """The rules without which the decision might have been another."""
    if decision.trouble:
        return {rule.id for rule in policy.rules}
    return {match.rule for match in decision.matches} | ({decision.bar.rule} if decision.bar else set())


def _run(policy: Policy, test: PolicyTest, without: str = "") -> TestOutcome:
    decision = _judged(policy, test, without)
    return TestOutcome(test, decision, tuple(_differences(test, decision)))


def _judged(policy: Policy, test: PolicyTest, without: str) -> Decision:
    """The decision on the post of a test, after those that were sent before it."""
    past = Past(policy)
    for sent in test.after:
        past.keep(sent, policy.judge(past.answered(sent), without=without))
    last = test.submission
    return policy.judge(past.answered(Sent(last, last.by.name, moment_of(last))), without=without)


def _differences(test: PolicyTest, decision: Decision) -> Iterator[str]:
    shown = decision.shown.body if decision.shown else None
    if test.gives is not None and decision.verdict is not test.gives:
        yield f"gives {decision.verdict.word} (by {decision.by}), not {test.gives.word}"
    if test.by_rule is not None and decision.by != test.by_rule:
        yield f"decided by {decision.by}, not by {test.by_rule}"
    if test.shown is not None and shown != test.shown:
        yield f"readers get {_quoted(shown)}, not {_quoted(test.shown)}"
    if test.shown_to_nobody and shown is not None:
        yield f"readers get {_quoted(shown)}, not nothing"
    if test.told is not None and test.told not in {decision.told, decision.told_text}:
        yield f"the author is told {decision.told}, not {test.told}"
    if test.score is not None and decision.score != test.score:
        yield f"the score is {decision.score}, not {test.score}"
    matched = {match.rule for match in decision.matches}
    for rule in test.hits:
        if rule not in matched:
            yield f"{rule} did not match"


def _quoted(text: str | None) -> str:
    return "nothing" if text is None else f"“{text}”"


@dataclass(frozen=True, slots=True)
class Rates:
    """Over-blocking and under-blocking, from labelled texts (semantics 18)."""

    fine: int
    over: tuple[str, ...]
    """Fine texts that are not shown at once and unchanged."""
    unwanted: int
    under: tuple[str, ...]
    """Unwanted texts that are."""

    @property
    def over_blocking(self) -> float:
        """Share of the fine texts, 0 to 1."""
        return share(len(self.over), self.fine)

    @property
    def under_blocking(self) -> float:
        """Share of the unwanted texts, 0 to 1."""
        return share(len(self.under), self.unwanted)


def rates(policy: Policy, fine: Iterable[str] | None = None, unwanted: Iterable[str] | None = None) -> Rates:
    """The rates of a policy over the given texts, or over its own examples."""
    good = tuple(policy.examples.fine if fine is None else fine)
    bad = tuple(policy.examples.unwanted if unwanted is None else unwanted)
    over, under = (
        kept(judged(policy, map(Submission, good))),
        let_through(judged(policy, map(Submission, bad))),
    )
    return Rates(len(good), _bodies(over), len(bad), _bodies(under))


def _bodies(texts: Iterable[Judged]) -> tuple[str, ...]:
    return tuple(one.submission.body for one in texts)


@dataclass(frozen=True, slots=True)
class Report:
    """What a policy's own tests and examples say of it."""

    policy: Policy
    tests: int
    failed: tuple[TestOutcome, ...]
    missed: tuple[Rule, ...]
    """Rules that no test would miss."""
    rates: Rates


def report(policy: Policy) -> Report:
    """Run the tests, look for rules that no test would miss, count over- and under-blocking."""
    outcomes = run_tests(policy)
    missed = set(load_bearing(policy, outcomes))
    return Report(
        policy,
        len(policy.tests),
        tuple(outcome for outcome in outcomes if not outcome.passed),
        tuple(rule for rule in policy.rules if rule.id in missed),
        rates(policy),
    )
