"""What the author is told, in words: the other axis beside what is done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bbs.policy.durations import duration_in_words
from bbs.policy.making import quickly_made
from bbs.policy.submission import Match, Span, Verdict

LADDER = ("nothing", "reason", "full")
"""How much a notice of an edit says, from least to most."""

_PLAIN = {
    Verdict.WARN: "Please read this before you send it.",
    Verdict.DELAY: "Your {thing} will {come} later.",
    Verdict.HOLD: "Your {thing} waits until an editor has read it.",
    Verdict.BLOCK: "Your {thing} was not accepted.",
}
_LATER = "Your {thing} will {come} {delay} after you sent it."
_THINGS = {"search": ("search", "be answered"), "request": ("request", "be passed on")}
"""What a text is called to its author, and what becomes of it in the end; by kind, where it is no post."""
_POST = ("post", "appear")
CHANGED = "Some of your words were changed."
LARGER = "Some of your words are set in larger type."
"""The notices of an edit."""
_MOST_WORDS = 10


@dataclass(frozen=True, slots=True)
class Tell:
    """How much a rule tells. `explicit` is False where the rule leaves it to the language."""

    kind: str
    excuse: str = ""
    explicit: bool = True


@quickly_made
@dataclass(frozen=True, slots=True)
class Outcome:
    """What a rule, or the default, wants done and told."""

    verdict: Verdict
    by: str
    why: str
    tell: Tell
    match: Match | None = None
    delay: dt.timedelta | None = None
    """How long a delay lasts; None for every other verdict."""

    @property
    def spans(self) -> Sequence[Span]:
        """The words that matched."""
        return self.match.spans if self.match is not None else ()


def usual(verdict: Verdict | None) -> Tell:
    """What is told where a rule does not say: the reason for warn, hold and block, nothing for the rest."""
    spoken = verdict in {Verdict.WARN, Verdict.HOLD, Verdict.BLOCK}
    return Tell("reason" if spoken else "nothing", explicit=False)


def told_text(outcome: Outcome, spans: Iterable[Span], kind: str = "reply") -> str:
    """The words for what decided; empty where nothing is told. Who is told the reason is told how long, too."""
    tell, delay = outcome.tell, outcome.delay
    if tell.kind == "nothing":
        return ""
    if tell.kind == "pretend":
        return tell.excuse
    thing, come = _THINGS.get(kind, _POST)
    plain = _PLAIN.get(outcome.verdict, "").format(thing=thing, come=come)
    if delay and tell.kind in {"reason", "full"}:
        plain = _LATER.format(thing=thing, come=come, delay=duration_in_words(delay))
    return _sentence(plain, tell, outcome.why, spans)


def edit_notice(tell: Tell, why: str, spans: Iterable[Span], *, larger: bool = False) -> str:
    """The words for a rule that changed the text, or only set it larger; empty where nothing is told."""
    return _sentence(LARGER if larger else CHANGED, tell, why, spans)


def _sentence(plain: str, tell: Tell, why: str, spans: Iterable[Span]) -> str:
    if tell.kind == "nothing":
        return ""
    reason = _closed(why) if tell.kind in {"reason", "full"} else ""
    said = f"{plain} {reason}" if plain and reason else plain or reason
    words = list(dict.fromkeys(span.text for span in spans))[:_MOST_WORDS] if tell.kind == "full" else []
    if not words:
        return said
    matched = "The words that matched: " + ", ".join(f"“{word}”" for word in words) + "."
    return f"{said} {matched}" if said else matched


def _closed(sentence: str) -> str:
    """A sentence with its full stop, so that another may follow it."""
    return sentence if not sentence or sentence[-1] in ".!?…。！？" else sentence + "."
