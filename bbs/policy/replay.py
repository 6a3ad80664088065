"""Many submissions under two policies: what would be different for readers and authors, and how often.

    replay = Replay(old, new)
    for name, sent in everything:
        replay.add(name, sent)

Submissions come in the order in which they were sent; each policy counts them anew. However many they are, what is
kept of them is a number for each kind of change and its first few examples.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bbs.policy.past import Past
from bbs.policy.questions import Sent
from bbs.policy.rules import Policy
from bbs.policy.submission import Decision, Text, Verdict
from bbs.policy.verdicts import answer

MOST_EXAMPLES = 20
"""Submissions that are kept of each kind of change."""


class Change(StrEnum):
    """What a policy changes for a submission; of several that fit, the first one counts."""

    HIDDEN = "newly hidden"
    """Readers got it at once, and would not."""
    SHOWN = "newly shown"
    """Readers did not get it at once, and would."""
    TEXT = "changed text"
    """Readers would get other words, or words in another size, at once or after a release."""
    TOLD = "told differently"
    """Its author would be answered otherwise, or see other words."""
    DECIDED = "decided differently"
    """Another verdict, of which neither readers nor the author would notice anything at once."""


@dataclass(frozen=True, slots=True)
class Side:
    """What one of the two policies makes of a submission."""

    verdict: Verdict
    by: str
    told: str
    told_text: str
    shown: Text | None
    author_sees: Text | None


@dataclass(frozen=True, slots=True)
class Example:
    """One submission that the two policies treat differently."""

    name: str
    text: Text
    old: Side
    new: Side


@dataclass(slots=True)
class Group:
    """All submissions with one kind of change: how many, and the first of them."""

    count: int = 0
    examples: list[Example] = field(default_factory=list)


@dataclass(slots=True)
class Tally:
    """What came of some submissions in a row."""

    submissions: int = 0
    groups: dict[Change, Group] = field(default_factory=lambda: {change: Group() for change in Change})
    moves: Counter[tuple[Verdict, Verdict]] = field(default_factory=Counter)


class Replay:
    """Two policies side by side. What is asked of it is true of everything that was added so far."""

    def __init__(self, old: Policy, new: Policy, most: int = MOST_EXAMPLES) -> None:
        self.old, self.new = old, new
        self.tally = Tally()
        self._most = most
        self._pasts = Past(old), Past(new)

    @property
    def submissions(self) -> int:
        """How many there were."""
        return self.tally.submissions

    @property
    def groups(self) -> Mapping[Change, Group]:
        """Every kind of change, those that did not come up too."""
        return self.tally.groups

    @property
    def unchanged(self) -> int:
        """Submissions for which nothing would be different."""
        return self.submissions - sum(group.count for group in self.groups.values())

    @property
    def moves(self) -> tuple[tuple[Verdict, Verdict, int], ...]:
        """How often one verdict would become another, mildest first."""
        moves = self.tally.moves
        return tuple((old, new, moves[old, new]) for old, new in sorted(moves))

    def add(self, name: str, sent: Sent) -> Change | None:
        """Judge one more by both policies; `name` is how people find it. What changes, None for nothing."""
        old, new = (past.answered(sent) for past in self._pasts)
        read = self.old.case(old)
        before = self.old.judge(old, case=read)
        after = self.new.judge(new, case=self.new.case(new).beside(read))
        for past, decision in zip(self._pasts, (before, after), strict=True):
            past.keep(sent, decision)
        self.tally.submissions += 1
        if before.verdict is not after.verdict:
            self.tally.moves[before.verdict, after.verdict] += 1
        change = changed(before, after)
        if change is not None:
            self._put(self.groups[change], name, sent, before, after)
        return change

    def take(self, later: Tally) -> None:
        """Add what came elsewhere of the submissions that follow; for policies that do not count those before."""
        self.tally.submissions += later.submissions
        self.tally.moves.update(later.moves)
        for change, found in later.groups.items():
            group = self.groups[change]
            group.count += found.count
            group.examples += found.examples[: self._most - len(group.examples)]

    def _put(self, group: Group, name: str, sent: Sent, before: Decision, after: Decision) -> None:
        group.count += 1
        if len(group.examples) < self._most:
            text = Text(sent.submission.title, sent.submission.body)
            group.examples.append(Example(name, text, _side(before), _side(after)))


def changed(old: Decision, new: Decision) -> Change | None:
    """What the second decision changes beside the first."""
    if (old.shown is None) is not (new.shown is None):
        return Change.HIDDEN if new.shown is None else Change.SHOWN
    if old.edited != new.edited:
        return Change.TEXT
    if _as_told(old) != _as_told(new):
        return Change.TOLD
    same = (old.verdict, old.delay) == (new.verdict, new.delay)
    return None if same or old.shown is not None else Change.DECIDED


def _as_told(decision: Decision) -> tuple[object, ...]:
    """All that the author notices."""
    return answer(decision), decision.told, decision.told_text, decision.author_sees


def _side(decision: Decision) -> Side:
    return Side(
        verdict=decision.verdict,
        by=decision.by,
        told=decision.told,
        told_text=decision.told_text,
        shown=decision.shown,
        author_sees=decision.author_sees,
    )
