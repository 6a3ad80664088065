"""In which order rules are judged: those that ask for others after them, and none in a circle (semantics 6)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from typing import Generic, Protocol, TypeVar

from bbs.document import Mark, Problems, did_you_mean
from bbs.policy.build import Need
from bbs.policy.case import Case
from bbs.policy.waking import Waking


class Needing(Protocol):
    """A rule as far as its order goes."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def mark(self) -> Mark:
        """Its place in the file."""

    @property
    def needs(self) -> tuple[Need, ...]:
        """What it asks of other rules."""


Match = TypeVar("Match")


class Ran(Generic[Match]):
    """What became of every rule in a case."""

    def __init__(self) -> None:
        self.matched: list[Match] = []
        """In the order of the file."""
        self.trouble: list[str] = []
        """Rules that failed while running, each with the error."""
        self.in_doubt = False
        """Whether one of these was live."""


def run(waking: Waking[Match], case: Case, without: str = "") -> Ran[Match]:
    """Judge the rules that the case wakes but one; the case knows after each which matched, and the points."""
    ran: Ran[Match] = Ran()
    found_by: dict[str, Match] = {}
    for rule in waking.awake(case):
        if rule.id == without:
            continue
        try:
            found = rule.match(case)
        except Exception as error:  # noqa: BLE001  # a failing rule must never let a post through (semantics 14)
            ran.trouble.append(f"{rule.id}: {type(error).__name__}: {error}")
            ran.in_doubt = ran.in_doubt or rule.live  # a rule that is only tried out decides nothing
        else:
            if found is not None:
                found_by[rule.id] = found
                case.matched[rule.id] = rule.live
                case.score += rule.points if rule.live else 0
    ran.matched = waking.in_order(found_by)
    return ran


def late_rules(rules: Sequence[Needing], problems: Problems) -> tuple[str, ...]:
    """The rules that ask for others, each after those it asks for; unknown ids and circles are reported."""
    known = {rule.id: rule for rule in rules}
    graph = {rule.id: tuple(dict.fromkeys(_known(rule, known, problems))) for rule in rules if rule.needs}
    return tuple(one for one in _sorted(graph, known, problems) if one in graph)


def _known(rule: Needing, known: Collection[str], problems: Problems) -> list[str]:
    for need in rule.needs:
        if need.rule and need.rule not in known:
            guess = did_you_mean(need.rule, known) or "write the id of a rule of this file"
            problems.add(need.mark, f"there is no rule `{need.rule}`", guess)
    return [need.rule for need in rule.needs if need.rule in known]


def _sorted(
    graph: Mapping[str, tuple[str, ...]], known: Mapping[str, Needing], problems: Problems
) -> tuple[str, ...]:
    """Each id after those it needs; every circle is reported at its first rule, and left out."""
    try:
        return tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        circle = [str(one) for one in error.args[1]][:0:-1]
    order = list(known)
    first = circle.index(min(circle, key=order.index))
    names = [f"`{one}`" for one in (*circle[first:], *circle[: first + 1])]
    problems.add(
        known[circle[first]].mark,
        f"rules ask for each other in a circle: {', which asks for '.join(names).replace(', which', '', 1)}",
        "take one of these ids out of a `matched`",
    )
    return _sorted({one: needs for one, needs in graph.items() if one not in circle}, known, problems)
