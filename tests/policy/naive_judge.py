"""What a policy decides and lays on authors: semantics 6 to 9 of the policy language, in the most obvious way.

Written from the specification and the handbook alone, to be compared with the engine: a policy is plain data, asked
anew for every rule and every text; the past is a list of all that was ever sent, and searched from its beginning.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import naive

LADDER = ["allow", "warn", "delay", "hold", "shadow", "drop", "block"]
WRITING = ["thread", "reply", "card", "bulletin", "page"]
"""What a penalty refuses."""
Asked = Any
"""("rule", id), ("not", asked), ("and", asked, asked) or ("or", asked, asked)."""


@dataclass(frozen=True)
class Rule:
    """A rule: conditions that are all true, exceptions that are not, a verdict and effects."""

    id: str
    mode: str
    words: tuple[str, ...] | None
    asked: Asked | None
    over: int | None
    unless: tuple[str, ...] | None
    unless_asked: Asked | None
    verdict: str | None
    delay: int
    """Minutes."""
    flag: bool
    tag: str | None
    points: int | None
    slow: tuple[int, int] | None
    """So many per so many minutes."""
    mute: int | None
    """Minutes."""


@dataclass(frozen=True)
class Policy:
    """All of a policy that is compared."""

    rules: tuple[Rule, ...]
    decide: str
    default: tuple[str, int]
    """The verdict, and minutes for a delay."""
    thresholds: tuple[tuple[str, int], ...]
    exempt: str
    """The role to which nothing is done."""
    mode: str = "live"


@dataclass(frozen=True)
class Post:
    """A text, who sent it and when."""

    body: str
    author: str = "a"
    minute: int = 0
    kind: str = "thread"
    role: str = "student"
    confirmed: bool = False


@dataclass(frozen=True)
class Decided:
    """A decision."""

    verdict: str
    by: str
    delay: int = 0
    flagged: bool = False
    tags: tuple[str, ...] = ()
    score: int = 0
    matched: frozenset[str] = frozenset()
    laid: frozenset[tuple[str, str, int, int]] = frozenset()
    """Rule, kind, minutes and how many are let through."""
    wait: int = 0
    """Minutes until the author may write again, where that refused the text."""


# Which rules match


def matches(rule: Rule, policy: Policy, text: str) -> bool:
    """Whether a rule matches, asking other rules anew."""
    if rule.mode == "off":
        return False
    if rule.words is not None and not any(naive.occurs(one, text, "plain") for one in rule.words):
        return False
    if rule.asked is not None and not true(rule.asked, rule, policy, text):
        return False
    if rule.over is not None and not total(policy, text) > rule.over:
        return False
    if rule.unless is None and rule.unless_asked is None:
        return True
    kept = rule.unless is None or any(naive.occurs(one, text, "plain") for one in rule.unless)
    return not (kept and (rule.unless_asked is None or true(rule.unless_asked, rule, policy, text)))


def true(asked: Asked, by: Rule, policy: Policy, text: str) -> bool:
    """Whether what a rule asks of the others holds; a rule in shadow is seen by other such rules alone."""
    if asked[0] == "not":
        return not true(asked[1], by, policy, text)
    if asked[0] == "and":
        return true(asked[1], by, policy, text) and true(asked[2], by, policy, text)
    if asked[0] == "or":
        return true(asked[1], by, policy, text) or true(asked[2], by, policy, text)
    other = next(rule for rule in policy.rules if rule.id == asked[1])
    return matches(other, policy, text) and (other.mode == "live" or by.mode == "shadow")


def total(policy: Policy, text: str) -> int:
    """The points of live rules that match; rules that ask for others have none."""
    giving = [rule for rule in policy.rules if rule.points is not None and rule.mode == "live"]
    return sum(rule.points or 0 for rule in giving if matches(rule, policy, text))


# What is decided


def judge(policy: Policy, post: Post, bars: list[tuple[str, int]]) -> Decided:
    """The decision; `bars` are what refuses the text: slow or mute, and minutes to wait."""
    if policy.mode == "off":
        return Decided("allow", "mode")
    found = [rule for rule in policy.rules if matches(rule, policy, post.body)]
    names = frozenset(rule.id for rule in found)
    if post.role == policy.exempt:
        return Decided("allow", "exempt", matched=names)
    if policy.mode == "shadow":
        return Decided("allow", "mode", matched=names)
    live = [rule for rule in found if rule.mode == "live"]
    score = total(policy, post.body)
    reached = [word for word, points in policy.thresholds if score >= points]
    verdict, by, delay = deciding(policy, live, [word for word in reached if word != "flag"], post.confirmed)
    wait = 0
    if bars and verdict != "pass":
        wait = max(minutes for _, minutes in bars)
        kinds = [kind for kind, minutes in bars if minutes == wait]
        verdict, by, delay = "block", "mute" if "mute" in kinds else "slow", 0
    laid = frozenset() if wait or verdict in {"pass", "warn"} else penalties(live)
    flagged = "flag" in reached or any(rule.flag for rule in live)
    tags = tuple(dict.fromkeys(rule.tag for rule in live if rule.tag))
    return Decided(verdict, by, delay, flagged, tags, score, names, laid, wait)


def deciding(policy: Policy, live: list[Rule], reached: list[str], confirmed: bool) -> tuple[str, str, int]:
    """Verdict, by what, and the minutes of a delay."""
    wanted = [(rule.verdict, rule.id, rule.delay) for rule in live if rule.verdict]
    by_score = [(max(reached, key=LADDER.index), "score", 0)] if reached else []
    if confirmed:
        wanted = [("allow" if verdict == "warn" else verdict, by, delay) for verdict, by, delay in wanted]
        by_score = [("allow" if verdict == "warn" else verdict, by, delay) for verdict, by, delay in by_score]
    if policy.decide == "first":
        return (wanted + by_score + [(policy.default[0], "default", policy.default[1])])[0]
    for one in wanted:
        if one[0] == "pass":
            return one
    best = None
    for one in wanted + by_score:
        if best is None or (LADDER.index(one[0]), one[2]) > (LADDER.index(best[0]), best[2]):
            best = one
    return best or (policy.default[0], "default", policy.default[1])


def penalties(live: list[Rule]) -> frozenset[tuple[str, str, int, int]]:
    """What the rules that matched lay on the author."""
    slow = [(rule.id, "slow", rule.slow[1], rule.slow[0]) for rule in live if rule.slow]
    return frozenset(slow + [(rule.id, "mute", rule.mute, 0) for rule in live if rule.mute])


# The past


def refusing(past: list[tuple[Post, Decided]], post: Post) -> list[tuple[str, int]]:
    """What refuses a text after all that was sent before it, in order."""
    if post.kind not in WRITING:
        return []
    mine = [(one, decided) for one, decided in past if one.author == post.author]
    accepted = [
        one.minute for one, decided in mine
        if one.kind in WRITING and decided.verdict != "warn" and not decided.wait
    ]  # fmt: skip
    ends: dict[tuple[str, str, int, int], int] = {}
    for one, decided in mine:
        for penalty in decided.laid:
            ends[penalty] = one.minute + penalty[2]
    bars = []
    for (_, kind, minutes, many), end in ends.items():
        again = end if kind == "mute" else free(accepted, minutes, many, end, post.minute)
        if again > post.minute and end > post.minute:
            bars.append((kind, again - post.minute))
    return bars


def free(accepted: list[int], minutes: int, many: int, end: int, now: int) -> int:
    """The first minute from now on, and at most the end, in which fewer than so many texts fill the window."""
    for minute in range(now, end):
        if len([one for one in accepted if minute - minutes < one]) < many:
            return minute
    return end
