"""A decision told to the author of the text: what was done and why, and what they were told, in the second person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bbs.policy.fold import DISGUISES
from bbs.policy.plainly import listed, steps_in_words
from bbs.policy.submission import Decision, Edit, Match, Text, Verdict

HOUSE = "house-rules/"
"""What stands before the id of a house rule."""

_DONE = {
    Verdict.PASS: "it appeared at once, whatever else matched",
    Verdict.ALLOW: "it appeared at once",
    Verdict.WARN: "you had to confirm it before it could appear",
    Verdict.DELAY: "it had to wait for a while before it could appear",
    Verdict.HOLD: "an editor had to read it before anybody else could",
    Verdict.SHADOW: "nobody but you could see it",
    Verdict.DROP: "it was thrown away",
    Verdict.BLOCK: "it was refused",
}
_SILENT = {
    Verdict.DELAY: "you were told nothing, and to you it looked published",
    Verdict.HOLD: "you were told nothing, and to you it looked published",
    Verdict.SHADOW: "you were told nothing, and to you it looked published",
    Verdict.DROP: "you were told that it was sent",
    Verdict.BLOCK: "you were told that it was sent",
}
_OPEN = {
    Verdict.WARN: "you were asked whether to send it all the same",
    Verdict.DELAY: "you were told that it would appear later",
    Verdict.HOLD: "you were told that it waited for an editor",
    Verdict.BLOCK: "you were told that it was refused",
}
_EDITED = {
    "mask": "{before} was hidden behind {put}",
    "replace": "{before} was replaced by {put}",
    "cut": "{before} was cut out",
    "append": "{put} was added",
    "honour": "{before} was set in larger type",
}


def retold(decision: Decision, *, confirmed: bool = False) -> str:
    """One sentence: what matched which rule, what was done therefore, and what the author was told.

    `confirmed`: it was sent again after a warning. Rules stand in back quotes.
    """
    told = _told(decision)
    return f"{_cause(decision, confirmed=confirmed)} {_DONE[decision.verdict]}{told and '; '}{told}."


def rule_in_words(rule: str) -> str:
    """A rule by name, house rules as such: they do not belong to the policy that the class plays with."""
    if rule.startswith(HOUSE):
        return f"the house rule `{rule.removeprefix(HOUSE)}`"
    return f"the rule `{rule}`"


def disguises_in_words(decision: Decision) -> tuple[str, ...]:
    """Each word that was not written as the rule has it, with the folding steps that saw through."""
    return tuple(
        dict.fromkeys(
            f"“{span.text}” was read as “{span.phrase}”: {steps_in_words(span.steps)}"
            for match in decision.matches
            for span in match.spans
            if DISGUISES.intersection(span.steps)
        )
    )


def others_in_words(decision: Decision) -> tuple[str, ...]:
    """Each rule that matched, and neither decided nor changed the text."""
    named = {decision.by, *(edit.rule for edit in decision.edits)}
    return tuple(_also(match) for match in decision.matches if match.rule not in named)


def edits_in_words(decision: Decision, original: Text) -> tuple[str, ...]:
    """Each edit of the text, and whether its author saw it; what a rule does to the same word is said once."""
    return tuple(dict.fromkeys(_edit(edit, original) for edit in decision.edits))


def _cause(decision: Decision, *, confirmed: bool) -> str:
    match decision.by:
        case "mode":
            return "The policy was switched off or only tried out, so"
        case "exempt":
            return "You are exempt from this policy, so"
        case "default" if decision.trouble:
            return "A rule failed while it ran, so to be safe"
        case "default":
            return "No rule decided, so the policy's default counted:"
        case "score":
            return f"What was found adds up to {decision.score} points, so"
    if decision.bar is not None:
        because = decision.bar.because(rule_in_words(decision.bar.rule), "you")
        return f"{because[0].upper()}{because[1:]}, so"
    sure = ", and you confirmed your words" if confirmed and decision.verdict is Verdict.ALLOW else ""
    found = next((one for one in decision.matches if one.rule == decision.by), None)
    return f"{_matched(decision.by, found)}{sure}, so"


def _matched(rule: str, match: Match | None) -> str:
    words = listed(list(_words(match)))
    return f"{words} matched {rule_in_words(rule)}" if words else f"It fell under {rule_in_words(rule)}"


def _words(match: Match | None) -> Iterator[str]:
    spans: Iterable[str] = (span.text for span in match.spans) if match else ()
    return (f"“{text}”" for text in dict.fromkeys(spans))


def _also(match: Match) -> str:
    tried = "" if match.live else ", which is only tried out"
    words = listed(list(_words(match)))
    return f"{words or 'It'} matched {rule_in_words(match.rule)}{tried}"


def _told(decision: Decision) -> str:
    verdict, told = decision.verdict, decision.told
    if verdict <= Verdict.ALLOW:
        return _told_of_edits(decision)
    if told == "pretend":
        return "you were given an excuse that was not true"
    if told == "nothing" and verdict in _SILENT:
        return _SILENT[verdict]
    because = " and why" if decision.why and told in {"reason", "full"} else ""
    words = ", with the words that matched" if told == "full" else ""
    return _OPEN.get(verdict, "you were told something") + because + words


def _told_of_edits(decision: Decision) -> str:
    if not decision.edits:
        return ""
    changed = any(not edit.honours for edit in decision.edits)
    larger = any(edit.honours for edit in decision.edits)
    done = " and ".join(["changed"] * changed + ["set in larger type"] * larger)
    return f"you were {'told' if decision.told_text else 'not told'} that words were {done}"


def _edit(edit: Edit, original: Text) -> str:
    before = getattr(original, edit.field)[edit.start : edit.end]
    change = _EDITED[edit.action].format(before=f"“{before}”", put=f"“{edit.put}”" if edit.put else "nothing")
    own = "it as you had written it" if edit.honours else "your own words"
    hidden = "" if edit.told else f"; you went on reading {own}"
    return f"{change}, by {rule_in_words(edit.rule)}{hidden}"
