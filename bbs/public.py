"""What readers may see of the rules in force: nothing, their short names, or what each says (`public`)."""

from __future__ import annotations

from dataclasses import dataclass

from bbs.document import Node, Table, Text, in_lines
from bbs.policy.durations import duration_in_words
from bbs.policy.plainly import told_in_words
from bbs.policy.rule import Rule
from bbs.policy.rules import Policy
from bbs.policy.submission import Verdict
from bbs.policy.telling import Outcome
from bbs.policy.verdicts import GLOSS

SHOWN = ("if", "unless", "then", "tell")
"""Keys of a rule that readers see as they are written, beside `id` and `why`; notes are for those who read the file."""
EFFECTS = {
    "mask": "the words that matched are covered with ■",
    "replace": "the words that matched are replaced by others",
    "cut": "the words that matched are cut out",
    "append": "words are added at its end",
    "honour": "the words that matched are set in larger type",
    "flag": "it is marked",
    "tag": "it is marked",
    "score": "it gets points",
    "slow": "its author can write less often for a while",
    "mute": "its author can't write for a while",
}
"""What an effect does to a text or its author, for readers."""
MARKS, PENALTIES = frozenset({"flag", "tag"}), frozenset({"slow", "mute"})


@dataclass(frozen=True, slots=True)
class PublicRule:
    """A rule as readers may see it; of a policy with `public: ids` the short name alone."""

    id: str
    why: str = ""
    does: str = ""
    """What happens, in plain words."""
    told: str = ""
    """The end of "its author is told ..."."""
    written: str = ""
    """Its conditions, what it does and what it tells, in the words of the policy."""


@dataclass(frozen=True, slots=True)
class Step:
    """What happens from so many points on."""

    points: int
    does: str


@dataclass(frozen=True, slots=True)
class PublicRules:
    """What readers may see: `public` says how much. `rules` is None where they see nothing."""

    public: str
    rules: tuple[PublicRule, ...] | None = None
    otherwise: PublicRule | None = None
    """What happens when no rule decides, where everything is shown."""
    score: tuple[Step, ...] = ()
    """What points lead to, where everything is shown."""
    names_lists: bool = False
    """Whether a rule that is shown names a word list; the words of a list never are."""


def public_rules(policy: Policy) -> PublicRules:
    """What readers may see of the policy in force. What is only tried out or switched off is none of its rules."""
    if policy.public == "none":
        return PublicRules("none")
    live = [rule for rule in policy.rules if rule.live] if policy.mode == "live" else []
    if policy.public == "ids":
        return PublicRules("ids", tuple(PublicRule(rule.id) for rule in live))
    return PublicRules(
        "all",
        tuple(_whole(rule) for rule in live),
        _otherwise(policy),
        _steps(policy) if live else (),
        any(_names_list(_said(rule)) for rule in live),
    )


def _whole(rule: Rule) -> PublicRule:
    words = [action.word for action in rule.actions]
    verdict = [_verdict(rule.verdict, rule)] if rule.verdict is not None else []
    does = "; ".join(dict.fromkeys([*verdict, *(EFFECTS[word] for word in words)]))
    if not verdict and MARKS.issuperset(words):
        does += ", and nothing else happens to it"
    told = _told(rule)
    if not PENALTIES.isdisjoint(words):
        told += "; later, when they can write again"
    return PublicRule(rule.id, rule.why, does, told, in_lines(_said(rule)))


def _said(rule: Rule) -> Table:
    entries = rule.table.entries if rule.table else ()
    return Table(tuple(one for one in entries if one[0].value in SHOWN), rule.mark)


def _names_list(node: Node) -> bool:
    if isinstance(node, Text):
        return node.value.startswith("list ") or " + list " in node.value
    return any(map(_names_list, (value for _, value in node.entries) if isinstance(node, Table) else node))


def _otherwise(policy: Policy) -> PublicRule:
    if policy.mode != "live":
        return PublicRule("default", "", GLOSS[Verdict.ALLOW], "nothing")
    default = policy.default
    return PublicRule("default", default.why, _verdict(default.verdict, default), _told(default))


def _steps(policy: Policy) -> tuple[Step, ...]:
    steps = (
        Step(points, EFFECTS["flag"] if word == "flag" else GLOSS[Verdict[word.upper()]])
        for word, points in policy.thresholds
    )
    return tuple(sorted(steps, key=lambda step: step.points))


def _verdict(verdict: Verdict, one: Rule | Outcome) -> str:
    return GLOSS[verdict] + (f" ({duration_in_words(one.delay)} after it was sent)" if one.delay else "")


def _told(one: Rule | Outcome) -> str:
    """What the author of a text is told, as it will truly be said to them."""
    tell = one.tell
    why = ", and why" if one.why and tell.kind in {"reason", "full"} else ""
    if one.verdict is not None and one.verdict > Verdict.ALLOW:
        return told_in_words(one.verdict, tell.kind, "") + why
    if isinstance(one, Outcome) or not one.edits:
        return "nothing"
    larger = all(action.word == "honour" for action in one.actions if action.edits)
    if tell.kind == "nothing" and tell.explicit:
        return f"nothing, and goes on reading {'their words in usual type' if larger else 'the old words'}"
    if tell.kind == "nothing":
        return f"nothing, but reads {'their words in larger type' if larger else 'the new words'}"
    words = ", with the words that matched" if tell.kind == "full" else ""
    return f"that words {'are set in larger type' if larger else 'were changed'}{words}{why}"
