"""What a policy file expects of itself: its tests and its labelled examples."""

from __future__ import annotations

from dataclasses import dataclass

from bbs.document import Mark
from bbs.policy.questions import Sent
from bbs.policy.submission import Submission, Verdict


@dataclass(frozen=True, slots=True)
class PolicyTest:
    """One entry under `tests:`; what is None is not expected of the decision."""

    mark: Mark
    submission: Submission
    gives: Verdict | None = None
    by_rule: str | None = None
    shown: str | None = None
    shown_to_nobody: bool = False
    """`shown: null`: readers get nothing."""
    told: str | None = None
    score: int | None = None
    hits: tuple[str, ...] = ()
    """Rules that must have matched; others may."""
    after: tuple[Sent, ...] = ()
    """What was sent before, oldest first."""


@dataclass(frozen=True, slots=True)
class Examples:
    """Labelled texts: `fine` ones should appear at once and unchanged, `unwanted` ones should not."""

    fine: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()
