"""An explanation as lines of plain text, for a terminal without colours and for a screen reader."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from bbs.cli.drawing import ladder_lines, score_lines, text_lines
from bbs.cli.output import columns
from bbs.policy.decision_line import decision_json
from bbs.policy.explain import Explanation, what_if, why_not
from bbs.policy.marks import Picture, picture
from bbs.policy.plainly import larger_in_words, steps_in_words, told_in_words
from bbs.policy.rule import Rule
from bbs.policy.rules import Policy
from bbs.policy.submission import Decision, Match, Span, Submission, Text


def in_words(
    explanation: Explanation, original: Text, policy: Policy, confirmed: Decision | None = None
) -> Iterator[str]:
    """The whole explanation: sentence, drawing, matched rules, what would have changed it, silent rules.

    `confirmed` is what becomes of it once its author, who was asked, sends it all the same.
    """
    places = {rule.id: _stands(rule) for rule in policy.rules}
    decision, drawn = explanation.decision, picture(explanation.decision, original)
    yield explanation.sentence
    yield ""
    yield from text_lines(drawn)
    yield ""
    yield from columns(_outcome(decision, confirmed))
    yield ""
    yield from ladder_lines(decision)
    yield from score_lines(decision)
    if decision.matches:
        yield ""
        yield "Rules that matched:"
        for match in decision.matches:
            yield from _match_in_words(match, places.get(match.rule, ""), drawn)
    yield from _what_if(explanation)
    if explanation.not_matched:
        yield ""
        yield "Rules that did not match:"
        yield from columns(explanation.not_matched)


def rule_in_words(policy: Policy, submission: Submission, rule: str) -> Iterator[str]:
    """Why one rule matched, or why it did not. Raises KeyError for an unknown rule."""
    match = _match_of(policy, submission, rule)
    name = f"{rule}{_stands(policy.rule(rule))}"
    if match is None:
        yield f"{name}: {why_not(policy, rule, submission)}"
    else:
        original = Text(submission.title, submission.body)
        drawn = picture(replace(policy.judge(submission), matches=(match,)), original)
        yield f"{name}: It matched{':' if match.spans else ', because its conditions hold.'}"
        yield from text_lines(drawn) if match.spans else ()
        yield from _spans_in_words(match, drawn)


def rule_json(policy: Policy, submission: Submission, rule: str) -> dict[str, Any]:
    """The same as data: an entry of `rules`, with `matched` and `why_not`."""
    lines = decision_json(policy.judge(submission))["rules"]
    found = next((line for line in lines if line["id"] == rule), None)
    reason = why_not(policy, rule, submission)
    return {"id": rule, "matched": found is not None, "why_not": reason, **(found or {})}


def _outcome(decision: Decision, confirmed: Decision | None) -> list[tuple[str, str]]:
    rows = [
        ("verdict", f"{decision.verdict.word}, by {decision.by}"),
        *_seen("readers see", decision.shown),
        *_seen("the author sees", decision.author_sees),
        ("the author is told", told(decision)),
    ]
    if confirmed:
        rows.append(("once confirmed", f"{confirmed.verdict.word}, by {confirmed.by}"))
    rows += [("laid on the author", f"{one.in_words}, by {one.rule}") for one in decision.penalties]
    if decision.tags or decision.flagged:
        rows.append(("marked", ", ".join([*(["flag"] if decision.flagged else []), *decision.tags])))
    rows += [("trouble", trouble) for trouble in decision.trouble]
    return rows


def _seen(who: str, text: Text | None) -> Iterator[tuple[str, str]]:
    """A text as somebody sees it, and which of its words in larger type."""
    yield who, text_in_words(text)
    if text and text.honoured:
        yield "  in larger type", larger_in_words(text)


def told(decision: Decision) -> str:
    """What the author was told, with the words."""
    words = told_in_words(decision.verdict, decision.told, decision.told_text)
    return f"{words}: “{decision.told_text}”" if decision.told_text else words


def text_in_words(text: Text | None) -> str:
    """A text with its title, as somebody sees it; `nothing` where they see none."""
    if text is None:
        return "nothing"
    return f"{text.title}: {text.body}" if text.title else text.body


def _match_in_words(match: Match, stands: str, drawn: Picture) -> Iterator[str]:
    yield f"  {match.rule}{'' if match.live else ' (only tried out)'}{stands}"
    yield from _spans_in_words(match, drawn)


def _stands(rule: Rule) -> str:
    """Where a rule of a used policy stands; of the others one knows."""
    return f", line {rule.mark.line} of {rule.mark.file}" if rule.mark.file else ""


def _spans_in_words(match: Match, drawn: Picture) -> Iterator[str]:
    """Each place, with the number that it has in the drawn text."""
    numbers = {(note.phrase, note.steps, note.exception): f"({note.number})" for note in drawn.notes}
    rows = [
        (numbers[span.phrase, span.steps, ""], _place(span), f"“{span.text}”", _phrase(span))
        for span in match.spans
    ]
    rows += [
        (
            numbers[one.span.phrase, one.span.steps, one.exception],
            _place(one.span),
            f"“{one.span.text}”",
            f"excused: inside “{one.exception}”",
        )
        for one in match.excused
    ]
    if rows:
        yield from columns(rows, indent="    ")
    if match.truncated:
        yield "    and more"


def _place(span: Span) -> str:
    return f"{span.field} {span.start}-{span.end}"


def _phrase(span: Span) -> str:
    return f"is `{span.phrase}`" + (f" ({steps_in_words(span.steps)})" if span.steps else "")


def _what_if(explanation: Explanation) -> Iterator[str]:
    """Those rules and words that made the difference; the others are named by the rules that matched."""
    turning, now = what_if(explanation), explanation.decision.weighed.verdict
    if turning:
        yield ""
        yield "What would have changed it:"
        yield from (f"  {one}" for one in turning)
    elif explanation.without_rules:
        yield ""
        yield f"Without any one of these rules or words the verdict would be {now.word} all the same."


def _match_of(policy: Policy, submission: Submission, rule: str) -> Match | None:
    """The match as the decision records it."""
    matches = policy.judge(submission).matches
    return next((match for match in matches if match.rule == rule), None)
