"""The explanation of a policy beneath the house rules that are always on."""

from __future__ import annotations

from bbs.policy.explain import MOST_SPANS, Counterfactual, Explanation, explain, sentence
from bbs.policy.rules import Keep, Policy
from bbs.policy.submission import Decision, Span, Submission
from bbs.policy.verdicts import combine

_HOUSE = "house-rules/"


def explain_both(house: Policy, policy: Policy, submission: Submission) -> Explanation:
    """The combined decision of both layers, and what would have changed it."""

    def judge(without: str = "", keep: Keep | None = None) -> Decision:
        of_house = without.removeprefix(_HOUSE) if without.startswith(_HOUSE) else ""
        lower = policy.judge(submission, without=without, keep=keep)
        return combine(house.judge(submission, without=of_house, keep=keep), lower, submission)

    decision = judge()
    places = {(span.field, span.start, span.end): span for match in decision.matches for span in match.spans}
    return Explanation(
        decision,
        sentence(decision),
        tuple(Counterfactual(judge(match.rule).verdict, rule=match.rule) for match in decision.matches),
        tuple(
            Counterfactual(judge(keep=_apart_from(span)).verdict, span=span)
            for span in list(places.values())[:MOST_SPANS]
        ),
        (
            *((_HOUSE + rule, why) for rule, why in explain(house, submission).not_matched),
            *explain(policy, submission).not_matched,
        ),
    )


def _apart_from(gone: Span) -> Keep:
    return lambda span: span.field != gone.field or span.end <= gone.start or gone.end <= span.start
