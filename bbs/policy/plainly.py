"""What was done and told, in plain words for the teacher, and whether what was told was true."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from bbs.policy.durations import duration_in_words
from bbs.policy.steps import DISGUISES
from bbs.policy.submission import Span, Text, Verdict
from bbs.policy.telling import CHANGED, LARGER

STEPS = {
    "case": "capital letters",
    "width": "wide or narrow letters",
    "accents": "accents taken off",
    "invisible": "invisible characters taken out",
    "lookalikes": "look-alike letters",
    "leet": "digits or signs read as letters",
    "stretch": "repeated letters",
    "spread": "letters spaced out",
}
"""Each folding step in plain words, in the order of the language."""

_SILENT = {
    Verdict.DELAY: ("nothing, it looks published", "Its author believes that everybody can read it already."),
    Verdict.HOLD: ("nothing, it looks published", "Its author believes that everybody can read it already."),
    Verdict.SHADOW: ("nothing, it looks published", "Its author believes that everybody can read it."),
    Verdict.DROP: ("“sent”", "It was sent to nobody. It is gone."),
    Verdict.BLOCK: ("“sent”", "It was sent to nobody. It was refused."),
}
_OPEN = {
    Verdict.WARN: "asked to confirm it",
    Verdict.DELAY: "that it appears later",
    Verdict.HOLD: "that it waits for an editor",
    Verdict.SHADOW: "something",
    Verdict.DROP: "something",
    Verdict.BLOCK: "that it was refused",
}
_DETAIL = {"full": ", with the words that matched"}
EXCUSE = "Nothing was broken. The policy did this, and the author was given an excuse."


def for_so_long(delay: dt.timedelta | None) -> str:
    """How long a post is delayed, after "delayed"; empty for a post that is not."""
    return f" for {duration_in_words(delay)}" if delay else ""


def steps_in_words(steps: tuple[str, ...] | list[str]) -> str:
    """Folding steps as a teacher reads them: "look-alike letters, letters spaced out"."""
    return ", ".join(STEPS.get(step, step) for step in steps)


def told_in_words(verdict: Verdict, told: str, told_text: str) -> str:
    """What the author was told about a post with this verdict, as the end of "the author was told: ..."."""
    if verdict <= Verdict.ALLOW:
        if LARGER in told_text and CHANGED not in told_text:
            return "that words are set in larger type"
        return "that its words were changed" if told_text else "nothing, it appeared"
    if told == "pretend":
        return "a false excuse"
    if told == "nothing" and verdict in _SILENT:
        return _SILENT[verdict][0]
    return _OPEN[verdict] + _DETAIL.get(told, "")


def untruth(verdict: Verdict, told: str) -> str:
    """What was not true about what the author was told or left to believe; empty where it was true."""
    if verdict <= Verdict.ALLOW:
        return ""
    if told == "pretend":
        return EXCUSE
    return _SILENT[verdict][1] if told == "nothing" and verdict in _SILENT else ""


def listed(words: Sequence[str], most: int = 4) -> str:
    """Words as a list in a sentence; beyond `most` of them it says how many more there are."""
    if len(words) > most:
        return ", ".join(words[:most]) + f" and {len(words) - most} more"
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def larger_in_words(text: Text) -> str:
    """Which words of a text are set in larger type; empty for none."""
    return listed([f"“{words}”" for words in text.larger])


def named(span: Span) -> str:
    """The characters of a span in quotes, with the disguises that were seen through."""
    tricks = [STEPS[step] for step in span.steps if step in DISGUISES]
    return f"“{span.text}”" + (f" ({', '.join(tricks)})" if tricks else "")


def occurring(spans: Sequence[Span]) -> str:
    """Which words occur, as the end of a sentence: "“meet” and “square” occur"."""
    words = list(dict.fromkeys(map(named, spans)))
    return listed(words) + (" occur" if len(words) > 1 else " occurs")
