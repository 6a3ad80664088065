"""A decision as data: the decision line that the command line and the HTTP API give."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bbs.policy.explain import Explanation, sentence
from bbs.policy.submission import Decision, Honoured, Match, Span


def decision_json(decision: Decision) -> dict[str, Any]:
    """The decision with every matched rule and span; offsets count code points of the original."""
    return {
        "verdict": decision.verdict.word,
        "by": decision.by,
        "why": decision.why,
        "delay_seconds": round(decision.delay.total_seconds()) if decision.delay else None,
        "shown": decision.shown.body if decision.shown else None,
        "shown_title": decision.shown.title if decision.shown else None,
        "honoured": honoured_json(decision.shown.honoured if decision.shown else ()),
        "told": decision.told,
        "told_text": decision.told_text,
        "score": decision.score,
        "tags": list(decision.tags),
        "flagged": decision.flagged,
        "author_sees": decision.author_sees.body if decision.author_sees else None,
        "author_sees_title": decision.author_sees.title if decision.author_sees else None,
        "author_sees_honoured": honoured_json(decision.author_sees.honoured if decision.author_sees else ()),
        "edits": [
            {
                "rule": edit.rule,
                "action": edit.action,
                "field": edit.field,
                "start": edit.start,
                "end": edit.end,
                "put": edit.put,
            }
            for edit in decision.edits
        ],
        "sum": [list(part) for part in decision.sum],
        "thresholds": [list(part) for part in decision.thresholds],
        "sentence": sentence(decision),
        "rules": [_match_json(match) for match in decision.matches],
        "penalties": [f"{one.rule}: {one.in_words}" for one in decision.penalties],
        "trouble": list(decision.trouble),
        "would": decision_json(decision.would) if decision.would else None,
    }


def honoured_json(honoured: Iterable[Honoured]) -> list[dict[str, Any]]:
    """What of a text is set in larger type; offsets count code points of that very text."""
    return [one._asdict() for one in honoured]


def explanation_json(explanation: Explanation) -> dict[str, Any]:
    """The decision line with its counterfactuals and with why the other rules did not match."""
    line = decision_json(explanation.decision)
    line["sentence"] = explanation.sentence
    line["without"] = {
        "rules": {one.rule: one.verdict.word for one in explanation.without_rules},
        "spans": [
            {**_span_json(one.span), "verdict": one.verdict.word}
            for one in explanation.without_spans
            if one.span is not None
        ],
    }
    line["not_matched"] = dict(explanation.not_matched)
    return line


def _match_json(match: Match) -> dict[str, Any]:
    return {
        "id": match.rule,
        "live": match.live,
        "spans": [_span_json(span) for span in match.spans],
        "excused": [
            {"phrase": one.span.phrase, "text": one.span.text, "exception": one.exception}
            for one in match.excused
        ],
        "truncated": match.truncated,
        "wants": match.wants.word if match.wants is not None else None,
    }


def _span_json(span: Span) -> dict[str, Any]:
    return {
        "field": span.field,
        "start": span.start,
        "end": span.end,
        "text": span.text,
        "phrase": span.phrase,
        "steps": list(span.steps),
    }
