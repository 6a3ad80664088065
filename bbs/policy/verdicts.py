"""The ladder of verdicts: what an author is answered, and who sees what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple, Protocol

from bbs.policy.effects import apply, seen, settle
from bbs.policy.penalties import Bar, Penalty
from bbs.policy.submission import Decision, Edit, Honoured, Submission, Text, Verdict
from bbs.policy.telling import LADDER

GLOSS = {
    Verdict.PASS: "appears at once, whatever else matched",
    Verdict.ALLOW: "appears at once",
    Verdict.WARN: "appears after its author confirms",
    Verdict.DELAY: "appears later, by itself",
    Verdict.HOLD: "waits until an editor releases it",
    Verdict.SHADOW: "only its author sees it, as if it were published",
    Verdict.DROP: "gone for everybody, after the answer “sent”",
    Verdict.BLOCK: "refused",
}
"""Each verdict in plain words; every page, table and handbook takes them from here."""

TELLS = {
    "nothing": "the author is told nothing",
    "refused": "the author is told plainly that it was not accepted",
    "reason": "the author is told the rule's reason",
    "full": "the author is told the reason and the words that matched",
    "pretend": "the author is told a false excuse",
}
"""Each way of telling in plain words."""


class Answer(StrEnum):
    """What the author is made to believe has happened."""

    APPEARS = "appears"
    CONFIRM = "confirm"
    WAITS = "waits"
    REFUSED = "refused"
    FAILED = "failed"


class Audience(StrEnum):
    """Who sees a post as it stands now."""

    EVERYONE = "everyone"
    AUTHOR = "author"
    """Its author alone, as if it were published."""
    WAITING = "waiting"
    """Its author alone, marked as waiting."""
    REFUSED = "refused"
    """Its author alone, marked as refused by an editor."""
    NOBODY = "nobody"


def strictness(verdict: Verdict, delay: dt.timedelta | None) -> tuple[Verdict, dt.timedelta]:
    """What verdicts are compared by: of two delays the longer one is stricter."""
    return verdict, delay or dt.timedelta()


def answer(decision: Decision) -> Answer:
    """What the author is answered to a decision."""
    return answer_to(decision.verdict, decision.told)


def answer_to(verdict: Verdict, told: str) -> Answer:
    """What the author is answered: the table "What the author is told" of the policy language."""
    if verdict <= Verdict.ALLOW:
        return Answer.APPEARS
    if verdict is Verdict.WARN:
        return Answer.CONFIRM
    if told == "pretend":
        return Answer.FAILED
    if told == "nothing":
        return Answer.APPEARS
    return Answer.REFUSED if verdict is Verdict.BLOCK else Answer.WAITS


def audience(decision: Decision) -> Audience:
    """Who sees the post right after it was judged."""
    return audience_of(decision.verdict, decision.told)


_KEPT = frozenset({Verdict.DELAY, Verdict.HOLD, Verdict.SHADOW})
"""What is kept in the author's own view, unless an excuse was told."""


def audience_of(verdict: Verdict, told: str) -> Audience:
    """Who sees a post with this verdict, of which its author is told so much."""
    if verdict <= Verdict.ALLOW:
        return Audience.EVERYONE
    if verdict in _KEPT:
        answered = answer_to(verdict, told)
        if answered is not Answer.FAILED:
            return Audience.WAITING if answered is Answer.WAITS else Audience.AUTHOR
    return Audience.NOBODY


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody who looks: a person by id, nobody in particular, or the teacher, who sees everything."""

    person: str | None = None
    operator: bool = False


class Post(Protocol):
    """What `visible_to` asks of a stored post."""

    @property
    def author(self) -> str:
        """The author's person id."""

    @property
    def audience(self) -> Audience:
        """Who sees it as it stands now."""

    @property
    def original(self) -> Text:
        """The words as they were written."""

    @property
    def shown(self) -> Text:
        """What readers get once they may see it: the decision's `edited`."""

    @property
    def author_sees(self) -> Text | None:
        """What stands in the author's own view, where that differs from what readers get."""


@dataclass(frozen=True, slots=True)
class View:
    """A post as one viewer sees it. `note` is empty, `waiting` or `refused`; for the teacher, the audience."""

    title: str
    body: str
    note: str = ""
    honoured: tuple[Honoured, ...] = ()
    """What of it is set in larger type."""


def visible_to(post: Post, viewer: Viewer) -> View | None:
    """The one answer to "who sees this post, and with which words?"; None where it is not seen at all."""
    if viewer.operator:
        return View(post.original.title, post.original.body, post.audience.value)
    is_author = viewer.person is not None and viewer.person == post.author
    if not (post.audience is Audience.EVERYONE or (is_author and post.audience is not Audience.NOBODY)):
        return None
    words = (post.author_sees if is_author else None) or post.shown
    note = post.audience.value if post.audience in {Audience.WAITING, Audience.REFUSED} else ""
    return View(words.title, words.body, note, words.honoured)


class Texts(NamedTuple):
    """A text after its edits: as readers get it some day, as they get it now, as its author sees it."""

    edited: Text
    shown: Text | None
    author_sees: Text | None


def texts(verdict: Verdict, told: str, edits: Sequence[Edit], original: Text) -> Texts:
    """Work out every text of a decision."""
    edited = own = original
    if edits:
        edited = apply(original, edits)
        own = (
            edited
            if all(edit.told for edit in edits)
            else apply(original, [one for one in edits if one.told])
        )
    who = audience_of(verdict, told)
    return Texts(
        edited,
        edited if who is Audience.EVERYONE else None,
        None if who is Audience.NOBODY else own,
    )


def combine(house: Decision, policy: Decision, submission: Submission) -> Decision:
    """One decision from the house rules, judged first, and the policy in force; the stricter verdict stands.

    The house rules win a tie and win every overlap of edits: nothing of the policy in force lifts them
    (policy language, semantics 12).
    """
    stricter = strictness(house.verdict, house.delay) >= strictness(policy.verdict, policy.delay)
    house_decides = house.verdict > Verdict.ALLOW and stricter
    deciding = house if house_decides else policy
    told, told_text = _both_told(deciding, house, policy)
    edits = _of_both(house.edits, policy.edits)
    edited, shown, author_sees = texts(deciding.verdict, told, edits, Text(submission.title, submission.body))
    return Decision(
        verdict=deciding.verdict,
        by=f"house-rules/{house.by}" if house_decides else policy.by,
        why=deciding.why,
        edited=edited,
        shown=shown,
        author_sees=author_sees,
        told=told,
        told_text=told_text,
        score=policy.score,
        sum=policy.sum,
        thresholds=policy.thresholds,
        flagged=house.flagged or policy.flagged,
        tags=tuple(dict.fromkeys(house.tags + policy.tags)),
        edits=edits,
        matches=(
            *(replace(match, rule=f"house-rules/{match.rule}") for match in house.matches),
            *policy.matches,
        ),
        would=policy.would,
        delay=deciding.delay,
        penalties=_laid(deciding, house, policy),
        bar=_of_house(house.bar) if house_decides else policy.bar,
        trouble=house.trouble + policy.trouble,
    )


def _of_both(house: Iterable[Edit], policy: Iterable[Edit]) -> tuple[Edit, ...]:
    """The edits of both layers that are carried out."""
    first = tuple(replace(edit, rule=f"house-rules/{edit.rule}") for edit in house)
    return seen(first + settle(policy, after=first))


def _laid(deciding: Decision, *layers: Decision) -> tuple[Penalty, ...]:
    """What both layers lay on the author; nothing for a text that was not sent, or not let in."""
    if deciding.verdict is Verdict.WARN or deciding.bar is not None:
        return ()
    return tuple(one for layer in layers for one in layer.penalties)


def _of_house(bar: Bar | None) -> Bar | None:
    return replace(bar, rule=f"house-rules/{bar.rule}") if bar else None


def _both_told(deciding: Decision, house: Decision, policy: Decision) -> tuple[str, str]:
    """How much the author is told by both, and in which words; of a text that appears, the edits of each."""
    notices, told = [deciding.told_text], deciding.told
    if answer(deciding) is Answer.APPEARS:
        notices += [other.told_text for other in (house, policy) if other.verdict <= Verdict.ALLOW]
    if deciding.verdict <= Verdict.ALLOW:
        told = max(house.told, told, key=LADDER.index)
    return told, " ".join(dict.fromkeys(notice for notice in notices if notice))
