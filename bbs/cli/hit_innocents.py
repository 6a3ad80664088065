"""What `bbs policy check --words` says: which phrases of a policy hit innocent words, and where they stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from bbs.document import Mark, shown
from bbs.policy.innocents import Cost, costs
from bbs.policy.rules import Policy
from bbs.policy.written_in import places

MOST = 5
"""Words that are named of each phrase."""


class Innocents(NamedTuple):
    """Innocent words, and the file they come from."""

    file: str
    words: tuple[str, ...]


class _Dear(NamedTuple):
    """A phrase that hits innocent words, and where it is written."""

    cost: Cost
    mark: Mark


def warnings(policy: Policy, file: str, innocents: Innocents) -> Iterator[str]:
    """A line for each phrase, the dearest first, and one that sums up."""
    dear = _dear(policy, file, innocents)
    count, source = len(innocents.words), innocents.file
    for cost, mark in dear:
        if cost.inside:
            yield f"{mark.file}:{mark.line}:{mark.column}: {_warning(cost, count, source)}"
    hit = {word for cost, _ in dear for word in cost.inside}
    itself = {word for cost, _ in dear for word in cost.itself}
    yield f"  innocent words: {len(hit):,} of {count:,} in {source} are hit though no phrase is that word"
    if itself:
        yield f"  {_named(sorted(itself))}: {_be(itself)} in {source} and in the policy itself, so perhaps on purpose"


def _warning(cost: Cost, count: int, source: str) -> str:
    also = "also " if cost.itself else ""
    misread = f", {len(cost.misread):,} of them misread" if cost.misread else ""
    return (
        f"warning: {shown(cost.phrase, 60)} of `{cost.rule}` {also}hits {len(cost.inside):,} of {count:,} words "
        f"in {source}{misread}, as {_named(cost.inside)}"
    )


def _named(words: Sequence[str]) -> str:
    """The first few words, the shortest of all first: those are known best."""
    few = sorted(words, key=len)[:MOST]
    return ", ".join(few) + (", ..." if len(words) > MOST else "")


def _be(words: set[str]) -> str:
    return "stands" if len(words) == 1 else "stand"


def _dear(policy: Policy, file: str, innocents: Innocents) -> list[_Dear]:
    """The phrases that hit any word, the dearest first, each with its place. What hits by no phrase has none."""
    found = costs(policy, innocents.words)
    written = {rule: places(policy, policy.rule(rule), file) for rule in {cost.rule for cost in found}}
    return [
        _Dear(cost, written[cost.rule][cost.phrase]) for cost in found if cost.phrase in written[cost.rule]
    ]


def innocents_json(policy: Policy, file: str, innocents: Innocents) -> dict[str, Any]:
    """The same as data, every word of it."""
    return {
        "file": innocents.file,
        "words": len(innocents.words),
        "phrases": [
            {
                "phrase": cost.phrase,
                "rule": cost.rule,
                "file": mark.file,
                "line": mark.line,
                "column": mark.column,
                "inside": cost.inside,
                "misread": cost.misread,
                "itself": cost.itself,
            }
            for cost, mark in _dear(policy, file, innocents)
        ],
    }
