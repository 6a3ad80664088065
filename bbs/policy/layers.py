"""The explanation of a policy beneath the house rules that are always on."""

from __future__ import annotations

from bbs.policy.explain import Explanation, explained, silent
from bbs.policy.rules import Keep, Policy
from bbs.policy.submission import Decision, Submission
from bbs.policy.verdicts import combine

HOUSE = "house-rules/"
"""What stands before the id of a house rule."""


def explain_both(house: Policy, policy: Policy, submission: Submission) -> Explanation:
    """The combined decision of both layers, and what would have changed it."""

    above, below = house.case(submission), policy.case(submission)

    def ask(*, without: str = "", keep: Keep | None = None) -> Decision:
        of_house = without.removeprefix(HOUSE) if without.startswith(HOUSE) else ""
        first = house.judge(submission, without=of_house, keep=keep, case=above)
        second = policy.judge(submission, without=without, keep=keep, case=below)
        return combine(first, second, submission)

    return explained(ask, (*silent(house, above, HOUSE), *silent(policy, below)))
