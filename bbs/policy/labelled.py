"""A policy held to texts that somebody has labelled: what it lets through, what it keeps back, and by which rule."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bbs.policy.rules import Policy
from bbs.policy.submission import Decision, Submission, Text


@dataclass(frozen=True, slots=True)
class Judged:
    """One labelled text and what was decided."""

    submission: Submission
    decision: Decision

    @property
    def untouched(self) -> bool:
        """Whether readers get it at once and word for word (semantics 18)."""
        shown, sent = self.decision.shown, self.submission
        return shown is not None and shown.plain == Text(sent.title, sent.body)

    @property
    def caught_by(self) -> tuple[str, ...]:
        """What kept it back: the one that decided, or the rules that changed it. Nothing for one that is untouched."""
        if self.untouched:
            return ()
        changing = dict.fromkeys(edit.rule for edit in self.decision.edits if not edit.honours)
        hidden = self.decision.shown is None
        return tuple(dict.fromkeys([*([self.decision.by] if hidden else []), *changing]))


@dataclass(frozen=True, slots=True)
class Share:
    """What one rule, or the default or the score, has to do with it."""

    rule: str
    fine: int
    """Fine texts that it caught."""
    unwanted: int
    """Unwanted texts that it caught."""
    freed: int
    """Fine texts that would be untouched without it."""
    missed: int
    """Unwanted texts that would be untouched without it."""


@dataclass(frozen=True, slots=True)
class Confusion:
    """Fine and unwanted texts, each judged alone."""

    fine: tuple[Judged, ...]
    unwanted: tuple[Judged, ...]
    shares: tuple[Share, ...]
    """The rules that caught anything, those that catch most fine texts first."""

    @property
    def over_blocking(self) -> float:
        """Share of the fine texts that are not untouched, 0 to 1."""
        return share(len(kept(self.fine)), len(self.fine))

    @property
    def under_blocking(self) -> float:
        """Share of the unwanted texts that are untouched, 0 to 1."""
        return share(len(let_through(self.unwanted)), len(self.unwanted))


def share(part: int, whole: int) -> float:
    """A share, 0 to 1; nought of nothing."""
    return part / whole if whole else 0.0


def kept(texts: Iterable[Judged]) -> tuple[Judged, ...]:
    """Those that readers don't get at once and unchanged."""
    return tuple(one for one in texts if not one.untouched)


def let_through(texts: Iterable[Judged]) -> tuple[Judged, ...]:
    """Those that they do."""
    return tuple(one for one in texts if one.untouched)


def judged(policy: Policy, texts: Iterable[Submission]) -> tuple[Judged, ...]:
    """Every text judged alone: nothing was sent before it."""
    return tuple(Judged(one, policy.judge(one)) for one in texts)


def confusion(policy: Policy, fine: Iterable[Submission], unwanted: Iterable[Submission]) -> Confusion:
    """Judge all texts, and say of every rule what it caught, rightly and wrongly."""
    good, bad = judged(policy, fine), judged(policy, unwanted)
    caught = [by for one in (*good, *bad) for by in one.caught_by]
    shares = [_share(policy, by, good, bad) for by in dict.fromkeys(caught)]
    return Confusion(good, bad, tuple(sorted(shares, key=lambda one: (-one.fine, -one.unwanted))))


def _share(policy: Policy, by: str, good: Sequence[Judged], bad: Sequence[Judged]) -> Share:
    fine = [one for one in good if by in one.caught_by]
    unwanted = [one for one in bad if by in one.caught_by]
    return Share(by, len(fine), len(unwanted), _freed(policy, by, fine), _freed(policy, by, unwanted))


def _freed(policy: Policy, by: str, texts: Iterable[Judged]) -> int:
    """How many of them would be untouched without this rule; the default and the score can't be left out."""
    again = (Judged(one.submission, policy.judge(one.submission, without=by)) for one in texts)
    return len(let_through(again))
