"""What phrases cost in innocent words: those that they hit though nobody meant them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from bbs.policy.hitting import Seeker
from bbs.policy.rules import Policy
from bbs.policy.steps import DISGUISES
from bbs.policy.submission import Hit, Submission

_ENDS = ("", "'s", "’s")
"""What may follow a word that is still the same word (semantics 3)."""


@dataclass(slots=True)
class Cost:
    """The innocent words that one phrase of one rule hits, each once and in their order."""

    rule: str
    phrase: str
    """As it is written: a phrase with its stars, or a combination."""
    inside: list[str] = field(default_factory=list)
    """Words that hold the phrase without being it."""
    misread: list[str] = field(default_factory=list)
    """Those of them that were hit only by undoing a disguise that they do not have, as `3pm` read as `epm`."""
    itself: list[str] = field(default_factory=list)
    """Words that are the phrase: the list has them on purpose."""


def costs(policy: Policy, words: Iterable[str], rules: Collection[str] | None = None) -> list[Cost]:
    """What each phrase of each rule hits among these words, the dearest first; phrases that hit none are left out.

    Rules are taken at their text conditions, exceptions and `unless` included (see bbs.policy.hitting). `rules` are
    the ids of those that count; all, where it is left out.
    """
    seekers = [Seeker(rule) for rule in policy.rules if rules is None or rule.id in rules]
    always = [seeker for seeker in seekers if not seeker.by_phrases]
    found: dict[tuple[str, str], Cost] = {}
    for word in dict.fromkeys(words):
        case = policy.case(Submission(word))
        for seeker in seekers if case.found else always:  # most words hold no phrase at all
            for phrase, hit in {hit.phrase: hit for hit in seeker.hits(case)}.items():
                name = (seeker.rule.id, phrase)
                _enter(found.setdefault(name, Cost(*name)), word, hit)
    return sorted(found.values(), key=lambda cost: -len(cost.inside))


def _enter(cost: Cost, word: str, hit: Hit) -> None:
    first = hit.spans[0]
    disguised = any(not DISGUISES.isdisjoint(span.steps) for span in hit.spans)
    whole = first.start == 0 and word[first.end :].lower() in _ENDS
    if not disguised and len(hit.spans) == 1 and whole:
        cost.itself.append(word)
        return
    cost.inside.append(word)
    if disguised:
        cost.misread.append(word)
