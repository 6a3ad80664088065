"""The ladder of verdicts with what a decision weighed on its rungs."""

from __future__ import annotations

from dataclasses import dataclass

from bbs.policy.scale import scored
from bbs.policy.submission import Decision, Match, Verdict


@dataclass(frozen=True, slots=True)
class Candidate:
    """A rule, or what else may decide, on the rung of its verdict."""

    by: str
    """The rule's id, or default, score, slow, mute."""
    won: bool
    live: bool = True
    """False for a rule that is only tried out: it stands there, and decides nothing."""


@dataclass(frozen=True, slots=True)
class Rung:
    """One verdict, and who asked for it."""

    verdict: Verdict
    candidates: tuple[Candidate, ...] = ()

    @property
    def won(self) -> bool:
        """Whether this is what was decided."""
        return any(one.won for one in self.candidates)


def ladder(decision: Decision) -> tuple[Rung, ...]:
    """Every rung, mildest to strictest; where nothing was done (`exempt`, `mode`), what would have been decided."""
    weighed = decision.weighed
    standing: dict[Verdict, list[Candidate]] = {verdict: [] for verdict in Verdict}
    for match in decision.matches:
        if match.wants is not None and match.rule != weighed.by:
            standing[match.wants].append(Candidate(match.rule, won=False, live=match.live))
    if (verdict := scored(weighed)) is not None and weighed.by != "score":
        standing[verdict].append(Candidate("score", won=False))
    standing[weighed.verdict].insert(0, Candidate(weighed.by, won=True))
    return tuple(Rung(verdict, tuple(ones)) for verdict, ones in standing.items())


def ladder_in_words(decision: Decision) -> str:
    """How the winner was found, in one sentence."""
    weighed = decision.weighed
    rivals = [match.wants for match in decision.matches if _is_rival(match, weighed)]
    rivals += [scored(weighed)] if weighed.by != "score" and scored(weighed) is not None else []
    if weighed.verdict is Verdict.PASS:
        words = "A `pass` was asked for, and it beats every other verdict."
    elif weighed.bar is not None:
        words = "Its author could not write at that moment, whatever the rules say of the text."
    elif weighed.by == "default":
        words = "Nothing that matched asked for a verdict, so the default decides."
    elif not rivals:
        words = "Nothing else asked for a verdict."
    elif any((wanted or Verdict.ALLOW) > weighed.verdict for wanted in rivals):
        words = "This policy lets the first rule that matched decide, not the strictest."
    else:
        words = "The strictest verdict that was asked for decides."
    return words if weighed is decision else f"Nothing of this was done. {words}"


def _is_rival(match: Match, decision: Decision) -> bool:
    return match.live and match.wants is not None and match.rule != decision.by
