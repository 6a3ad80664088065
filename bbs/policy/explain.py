"""Why a policy decided as it did: in one sentence, in counterfactuals, and as data for other programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bbs.policy.fold import DISGUISES
from bbs.policy.plainly import STEPS
from bbs.policy.rules import Policy
from bbs.policy.submission import Decision, Match, Span, Submission, Verdict

MOST_SPANS = 50
"""Spans for which "what if this word were not there?" is asked."""

_DONE = {
    Verdict.PASS: "Appeared at once",
    Verdict.ALLOW: "Appeared at once",
    Verdict.WARN: "Asked back",
    Verdict.DELAY: "Delayed",
    Verdict.HOLD: "Held",
    Verdict.SHADOW: "Shown to its author alone",
    Verdict.DROP: "Dropped",
    Verdict.BLOCK: "Refused",
}
_WOULD = {
    Verdict.PASS: "appeared at once",
    Verdict.ALLOW: "appeared at once",
    Verdict.WARN: "been asked back",
    Verdict.DELAY: "been delayed",
    Verdict.HOLD: "been held",
    Verdict.SHADOW: "been shown to its author alone",
    Verdict.DROP: "been dropped",
    Verdict.BLOCK: "been refused",
}


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """What would have been decided without one rule, or without the characters of one span."""

    verdict: Verdict
    rule: str = ""
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """A decision and everything that explains it."""

    decision: Decision
    sentence: str
    without_rules: tuple[Counterfactual, ...]
    without_spans: tuple[Counterfactual, ...]
    not_matched: tuple[tuple[str, str], ...]
    """Every rule that did not match, and why not."""


def explain(policy: Policy, submission: Submission) -> Explanation:
    """Judge a submission and say why, what would have changed it, and why the other rules kept silent."""
    decision = policy.judge(submission)
    rules = tuple(
        Counterfactual(policy.judge(submission, without=match.rule).verdict, rule=match.rule)
        for match in decision.matches
    )
    spans = tuple(_without(policy, submission, span) for span in _all_spans(decision)[:MOST_SPANS])
    matched = {match.rule for match in decision.matches}
    silent = tuple((r.id, _silence(policy, r.id, submission)) for r in policy.rules if r.id not in matched)
    return Explanation(decision, _with_what_if(decision, rules, spans), rules, spans, silent)


def why_not(policy: Policy, rule_id: str, submission: Submission) -> str:
    """Why a rule did not match, as a sentence; empty where it did. Raises KeyError for an unknown rule."""
    rule, case = policy.rule(rule_id), policy.case(submission)
    if rule.match(case) is not None:
        return ""
    if rule.mode == "off":
        return "It did not match: it is switched off."
    if rule.when is not None and not rule.when.judge(case).true:
        return f"It did not match: {rule.when.why_not(case)}."
    return "It did not match: what stands under `unless` is true."


def _silence(policy: Policy, rule_id: str, submission: Submission) -> str:
    try:
        return why_not(policy, rule_id, submission)
    except Exception as error:  # noqa: BLE001  # a rule that fails must not hide what the others decided
        return f"It failed while it ran: {type(error).__name__}: {error}."


def _without(policy: Policy, submission: Submission, gone: Span) -> Counterfactual:
    """The characters of the span no longer count, for any phrase that used them."""

    def keep(span: Span) -> bool:
        return span.field != gone.field or span.end <= gone.start or gone.end <= span.start

    return Counterfactual(policy.judge(submission, keep=keep).verdict, span=gone)


def _all_spans(decision: Decision) -> list[Span]:
    """Every matched span, each place once, the deciding rule's first."""
    by_weight = sorted(decision.matches, key=lambda match: match.rule != decision.by)
    places = {
        (span.field, span.start, span.end): span for match in reversed(by_weight) for span in match.spans
    }
    return sorted(places.values(), key=lambda span: (span.field != "title", span.start))


def sentence(decision: Decision) -> str:
    """The decision in one sentence, for people."""
    done = _DONE[decision.verdict]
    if decision.by == "mode":
        return f"{done}, because the policy is switched off or only tried out.{_otherwise(decision)}"
    if decision.by == "exempt":
        return f"{done}, because its author is exempt from this policy.{_otherwise(decision)}"
    if decision.trouble and decision.by == "default":
        return f"{done}, because a rule failed while it ran: {decision.trouble[0]}."
    if decision.by == "default":
        return f"{done} by default, because no rule decided.{_edited(decision)}"
    match = next((match for match in decision.matches if match.rule == decision.by), None)
    return f"{done} by `{decision.by}`, because {_because(match)}.{_edited(decision)}"


def _otherwise(decision: Decision) -> str:
    return f" Otherwise: {sentence(decision.would)}" if decision.would else ""


def _because(match: Match | None) -> str:
    if match is None or not match.hits:
        return "its conditions hold"
    first = match.hits[0]
    if len(first.spans) > 1 and " + " in first.phrase:
        words = list(dict.fromkeys(map(_named, first.spans)))
        return " and ".join(words) + (" occur together" if len(words) > 1 else " occurs")
    words = list(dict.fromkeys(_named(span) for hit in match.hits for span in hit.spans))
    return listed(words) + (" occur" if len(words) > 1 else " occurs")


def listed(words: Sequence[str], most: int = 4) -> str:
    """Words as a list in a sentence; beyond `most` of them it says how many more there are."""
    if len(words) > most:
        return ", ".join(words[:most]) + f" and {len(words) - most} more"
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def _named(span: Span) -> str:
    tricks = [STEPS[step] for step in span.steps if step in DISGUISES]
    return f"“{span.text}”" + (f" ({', '.join(tricks)})" if tricks else "")


def _edited(decision: Decision) -> str:
    rules = list(dict.fromkeys(edit.rule for edit in decision.edits))
    return f" Its text was changed by {listed([f'`{rule}`' for rule in rules])}." if rules else ""


def _with_what_if(
    decision: Decision, rules: Sequence[Counterfactual], spans: Sequence[Counterfactual]
) -> str:
    """The sentence, and what one word or the deciding rule made the difference."""
    told = sentence(decision)
    turning = [one for one in spans if one.verdict is not decision.verdict and one.span is not None]
    outcomes = {one.verdict for one in turning}
    if turning and len(outcomes) == 1:
        words = [f"“{one.span.text}”" for one in turning if one.span is not None]
        who = f"Without {words[0]}" if len(words) == 1 else "Without any one of these words"
        who = "Without either word" if len(words) == 2 else who
        return f"{told} {who} it would have {_WOULD[outcomes.pop()]}."
    for one in rules:
        if one.rule == decision.by and one.verdict is not decision.verdict:
            return f"{told} Without this rule it would have {_WOULD[one.verdict]}."
    return told
