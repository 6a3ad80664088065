"""A decision laid out for a page: marked texts, rules with their spans, edits in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bbs.policy.ladder import Rung, ladder, ladder_in_words
from bbs.policy.marks import Picture, picture
from bbs.policy.plainly import steps_in_words
from bbs.policy.scale import Scale, scale
from bbs.policy.submission import Decision, Edit, Excused, Match, Span, Text

HOUSE = "house-rules/"
_DONE = {
    "mask": "masked",
    "replace": "replaced",
    "cut": "cut out",
    "append": "added",
    "honour": "set in larger type",
}


@dataclass(frozen=True, slots=True)
class Found:
    """One place where a phrase was found."""

    text: str
    phrase: str
    field: str
    start: int
    end: int
    """Counted as people count: the first character is 1, and `end` belongs to it."""
    steps: str
    """The folding steps in plain words; empty for words that stand there as written."""


@dataclass(frozen=True, slots=True)
class Matched:
    """One rule that matched."""

    id: str
    house: bool
    live: bool
    found: tuple[Found, ...]
    excused: tuple[Excused, ...]
    truncated: bool


@dataclass(frozen=True, slots=True)
class Trace:
    """Everything about a decision that the page shows."""

    sentence: str
    why: str
    picture: Picture
    ladder: tuple[Rung, ...]
    ladder_words: str
    rules: tuple[Matched, ...]
    edits: tuple[str, ...]
    scale: Scale | None
    """The score as a bar; None where nothing was counted."""
    tags: tuple[str, ...]
    flagged: bool
    would: str
    """What the policy would have done, where its author is exempt or it is only tried out."""
    undone: bool
    """Nothing was done for that reason: what is drawn is what would have been."""
    trouble: tuple[str, ...]


def trace_of(decision: Decision, original: Text, sentence: str) -> Trace:
    """Lay a decision out beside the text as it was written."""
    return Trace(
        sentence=sentence,
        why=decision.why,
        picture=picture(decision, original),
        ladder=ladder(decision),
        ladder_words=ladder_in_words(decision),
        rules=tuple(_matched(match) for match in decision.matches),
        edits=tuple(dict.fromkeys(_edit(edit, original) for edit in decision.edits)),
        scale=scale(decision),
        tags=decision.tags,
        flagged=decision.flagged,
        would=f"{decision.would.verdict.word}, by {decision.would.by}" if decision.would else "",
        undone=decision.weighed is not decision,
        trouble=decision.trouble,
    )


def _matched(match: Match) -> Matched:
    return Matched(
        id=match.rule.removeprefix(HOUSE),
        house=match.rule.startswith(HOUSE),
        live=match.live,
        found=tuple(_found(match.spans)),
        excused=match.excused,
        truncated=match.truncated,
    )


def _found(spans: Iterable[Span]) -> Iterable[Found]:
    for span in spans:
        steps = steps_in_words(span.steps)
        yield Found(span.text, span.phrase, span.field, span.start + 1, span.end, steps)


def _edit(edit: Edit, original: Text) -> str:
    """An edit in words; whether its author sees it belongs to it."""
    before = getattr(original, edit.field)[edit.start : edit.end]
    change = " ".join(filter(None, [before and f"“{before}”", _DONE[edit.action]]))
    result = f": “{edit.put}”" if edit.put and not edit.honours else ""
    own = "it as they wrote it" if edit.honours else "their own words"
    hidden = "" if edit.told else f"; its author goes on seeing {own}"
    return f"{change}{result}, by {edit.rule}{hidden}"
