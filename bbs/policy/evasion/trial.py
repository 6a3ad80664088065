"""Every disguise of a word tried on a policy under several ways of seeing through, and what that costs in innocents."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from bbs.policy.evasion.disguise import Disguise
from bbs.policy.fold import Folder
from bbs.policy.hitting import Seeker
from bbs.policy.innocents import costs
from bbs.policy.rules import Policy
from bbs.policy.steps import NAMED, names_in_order
from bbs.policy.submission import Submission

AS_IT_IS = Disguise("none", "The word as it is.", "birthday party", str)
"""What the others are compared with."""


def hitting(policy: Policy, text: str) -> dict[str, tuple[str, ...]]:
    """The rules that hit a text, each with the phrases that did, as they are written."""
    case = policy.case(Submission(text))
    found = {rule.id: [hit.phrase for hit in Seeker(rule).hits(case)] for rule in policy.rules}
    return {rule: tuple(dict.fromkeys(phrases)) for rule, phrases in found.items() if phrases}


@dataclass(frozen=True, slots=True)
class Caught:
    """How a disguised word was caught."""

    rule: str
    phrase: str
    steps: tuple[str, ...]
    """The folding steps that unmasked it, in the order of the language."""


@dataclass(frozen=True, slots=True)
class Row:
    """One disguise of the word, and which way of seeing through catches it."""

    disguise: Disguise
    text: str
    caught: Mapping[str, Caught | None]
    """By the name of the way."""

    @property
    def first(self) -> Caught | None:
        """How the first way that catches it does; the ways stand from the least to the most."""
        return next(filter(None, self.caught.values()), None)


@dataclass(frozen=True, slots=True)
class Toll:
    """The innocent texts that a word hits under one way of seeing through."""

    inside: tuple[str, ...]
    misread: tuple[str, ...]
    """Those of them that are hit only because a disguise is undone that nobody put on."""
    itself: tuple[str, ...]
    """Texts that are the word: no accident."""


class Trial:
    """A word, and the rules that look for it under each way of seeing through."""

    def __init__(self, ways: Mapping[str, Policy], found: Mapping[str, Collection[str]]) -> None:
        """`ways`: the same policy by the name of how it sees through. `found`: what `hitting` says of the word."""
        self._policies = dict(ways)
        self._rules = set(found)
        self._folder = Folder(NAMED["plain"])
        self._phrases = {self._folder.phrase(phrase) for phrases in found.values() for phrase in phrases}
        self._seekers = {
            way: [Seeker(rule) for rule in policy.rules if rule.id in found] for way, policy in ways.items()
        }

    def row(self, disguise: Disguise, text: str) -> Row:
        """What becomes of one disguised text."""
        return Row(disguise, text, {way: self._caught(way, text) for way in self._policies})

    def rows(self, disguises: Iterable[Disguise], text: str) -> list[Row]:
        """The word as it is, and every disguise that changes it."""
        written = [(one, one.of(text)) for one in disguises]
        disguised = [self.row(one, other) for one, other in written if other is not None]
        return [self.row(AS_IT_IS, text), *disguised]

    def _caught(self, way: str, text: str) -> Caught | None:
        case = self._policies[way].case(Submission(text))
        for seeker in self._seekers[way]:
            for hit in seeker.hits(case):
                steps = {step for span in hit.spans for step in span.steps}
                return Caught(seeker.rule.id, hit.phrase, names_in_order(steps))
        return None

    def toll(self, way: str, innocents: Iterable[str]) -> Toll:
        """Which innocent texts the phrases that hit the word hit too."""
        dear = [
            cost
            for cost in costs(self._policies[way], innocents, self._rules)
            if self._folder.phrase(cost.phrase) in self._phrases
        ]
        return Toll(
            _each_once(cost.inside for cost in dear),
            _each_once(cost.misread for cost in dear),
            _each_once(cost.itself for cost in dear),
        )


def _each_once(several: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for words in several for word in words))
