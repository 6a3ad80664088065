"""Why a policy decided as it did: in one sentence, in counterfactuals, and as data for other programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from bbs.policy.case import Case
from bbs.policy.order import run
from bbs.policy.plainly import for_so_long, listed, named, occurring
from bbs.policy.rule import Rule
from bbs.policy.rules import Keep, Policy
from bbs.policy.scale import addition
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
    """What would have been decided without one rule, or without the characters of one span.

    Where nothing was done (`exempt`, `mode`), it is about what would have been decided otherwise.
    """

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


class Ask(Protocol):
    """Decides on one submission, as it is or without something."""

    def __call__(self, *, without: str = "", keep: Keep | None = None) -> Decision:
        """The decision without one rule, or without the spans that `keep` refuses."""


def explain(policy: Policy, submission: Submission) -> Explanation:
    """Judge a submission and say why, what would have changed it, and why the other rules kept silent."""
    case = policy.case(submission)
    return explained(partial(policy.judge, submission, case=case), silent(policy, case))


def explained(ask: Ask, not_matched: Iterable[tuple[str, str]]) -> Explanation:
    """The explanation of what `ask` decides; `not_matched` is the silence of every rule."""
    decision = ask()
    rules = tuple(
        Counterfactual(ask(without=match.rule).weighed.verdict, rule=match.rule) for match in decision.matches
    )
    spans = tuple(
        Counterfactual(ask(keep=_apart_from(span)).weighed.verdict, span=span)
        for span in _most_telling(decision)
    )
    matched = {match.rule for match in decision.matches}
    others = tuple(one for one in not_matched if one[0] not in matched)
    return Explanation(decision, _with_what_if(decision, rules, spans), rules, spans, others)


def silent(policy: Policy, case: Case, layer: str = "") -> Iterator[tuple[str, str]]:
    """Every rule with why it did not match, `layer` before its id; empty for one that did."""
    case = ran(policy, case)
    for rule in policy.rules:
        yield layer + rule.id, _silence(rule, case)


def why_not(policy: Policy, rule_id: str, submission: Submission) -> str:
    """Why a rule did not match, as a sentence; empty where it did. Raises KeyError for an unknown rule."""
    return _why_not(policy.rule(rule_id), ran(policy, policy.case(submission)))


def ran(policy: Policy, case: Case) -> Case:
    """The case once every rule was judged, so that it knows which of them matched."""
    case = case.under(None)
    run(policy.waking, case)
    return case


def _why_not(rule: Rule, case: Case) -> str:
    if rule.id in case.matched:
        return ""
    if rule.mode == "off":
        return "It did not match: it is switched off."
    if rule.when is not None and not rule.when.judge(case).true:
        return f"It did not match: {rule.when.why_not(case)}."
    because = f": {rule.unless.why(case)}" if rule.unless is not None else ""
    return f"It did not match: what stands under `unless` is true{because}."


def what_if(explanation: Explanation) -> tuple[str, ...]:
    """Every rule and every word without which the verdict would have been another, a sentence each."""
    now = explanation.decision.weighed.verdict
    turning = [
        one for one in (*explanation.without_rules, *explanation.without_spans) if one.verdict is not now
    ]
    return tuple(dict.fromkeys(map(_in_words, turning)))


def _in_words(one: Counterfactual) -> str:
    what = f"“{one.span.text}”" if one.span is not None else f"the rule `{one.rule}`"
    return f"Without {what} it would have {_WOULD[one.verdict]}."


def _silence(rule: Rule, case: Case) -> str:
    try:
        return _why_not(rule, case)
    except Exception as error:  # noqa: BLE001  # a rule that fails must not hide what the others decided
        return f"It failed while it ran: {type(error).__name__}: {error}."


def _apart_from(gone: Span) -> Keep:
    """The characters of the span no longer count, for any phrase that used them."""
    return lambda span: span.field != gone.field or span.end <= gone.start or gone.end <= span.start


def _most_telling(decision: Decision) -> list[Span]:
    """As many places as are asked about, those of the deciding rule before others; in order of the text."""
    by_weight = sorted(decision.matches, key=lambda match: match.rule != decision.weighed.by)
    places: dict[tuple[str, int, int], Span] = {}
    for span in (span for match in by_weight for span in match.spans):
        places.setdefault((span.field, span.start, span.end), span)
    return sorted(list(places.values())[:MOST_SPANS], key=lambda span: (span.field != "title", span.start))


_DOES = {
    Verdict.WARN: "asks",
    Verdict.HOLD: "holds",
    Verdict.SHADOW: "shadows",
    Verdict.DROP: "drops",
    Verdict.BLOCK: "blocks",
}


def sentence(decision: Decision) -> str:
    """The decision in one sentence, for people."""
    done = _DONE[decision.verdict] + for_so_long(decision.delay)
    if decision.by == "mode":
        return f"{done}, because the policy is switched off or only tried out.{_otherwise(decision)}"
    if decision.by == "exempt":
        return f"{done}, because its author is exempt from this policy.{_otherwise(decision)}"
    if decision.trouble and decision.by == "default":
        return f"{done}, because a rule failed while it ran: {decision.trouble[0]}."
    if decision.by == "default":
        return f"{done} by default, because no rule decided.{_edited(decision)}"
    if decision.by == "score":
        return f"{done} by its score: {addition(decision)}{_threshold(decision)}.{_edited(decision)}"
    if decision.bar is not None:
        return f"{done}, because {decision.bar.because(f'`{decision.bar.rule}`', 'its author')}."
    match = next((match for match in decision.matches if match.rule == decision.by), None)
    return f"{done} by `{decision.by}`, because {_because(match)}.{_edited(decision)}"


def _threshold(decision: Decision) -> str:
    """Which threshold decided: , and 60 holds."""
    points = dict(decision.thresholds).get(decision.verdict.word)
    return f", and {points} {_DOES[decision.verdict]}" if points is not None else ""


def _otherwise(decision: Decision) -> str:
    return f" Otherwise: {sentence(decision.would)}" if decision.would else ""


def _because(match: Match | None) -> str:
    if match is None or not match.hits:
        return "its conditions hold"
    first = match.hits[0]
    if len(first.spans) > 1 and " + " in first.phrase:
        parts = _one_of_each(first.spans)
        return occurring(parts) + (" together" if len(set(map(named, parts))) > 1 else "")
    return occurring([span for hit in match.hits for span in hit.spans])


def _one_of_each(spans: Sequence[Span]) -> list[Span]:
    """The first occurrence of each part of a combination."""
    parts: dict[str, Span] = {}
    for span in spans:
        parts.setdefault(span.phrase, span)
    return list(parts.values())


def _edited(decision: Decision) -> str:
    changing = dict.fromkeys(f"`{edit.rule}`" for edit in decision.edits if not edit.honours)
    honouring = dict.fromkeys(f"`{edit.rule}`" for edit in decision.edits if edit.honours)
    changed = f" Its text was changed by {listed(list(changing))}." if changing else ""
    return changed + (f" Words are set in larger type by {listed(list(honouring))}." if honouring else "")


def _with_what_if(
    decision: Decision, rules: Sequence[Counterfactual], spans: Sequence[Counterfactual]
) -> str:
    """The sentence, and what one word or the deciding rule made the difference."""
    told, now = sentence(decision), decision.weighed
    turning = [one for one in spans if one.verdict is not now.verdict and one.span is not None]
    outcomes = {one.verdict for one in turning}
    if turning and len(outcomes) == 1:
        words = [f"“{one.span.text}”" for one in turning if one.span is not None]
        who = f"Without {words[0]}" if len(words) == 1 else "Without any one of these words"
        who = "Without either word" if len(words) == 2 else who
        return f"{told} {who} it would have {_WOULD[outcomes.pop()]}."
    for one in rules:
        if one.rule == now.by and one.verdict is not now.verdict:
            return f"{told} Without this rule it would have {_WOULD[one.verdict]}."
    return told
