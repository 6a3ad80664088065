"""What a rule may do beside its verdict: the words of the effect language, one class each."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple, Protocol, Self

from bbs.document import Node, Text
from bbs.policy.build import Build
from bbs.policy.durations import duration_in_words
from bbs.policy.penalties import MUTE, SLOW, Penalty
from bbs.policy.submission import Span, Submission
from bbs.policy.times import parse_duration, read_duration

MOST_SLOW = 100
"""Posts that `slow` may let through."""
SHORTEST_WINDOW, LONGEST_SLOW = dt.timedelta(seconds=1), dt.timedelta(days=7)
SHORTEST_MUTE, LONGEST_MUTE = dt.timedelta(minutes=1), dt.timedelta(days=30)


_INK = re.compile(r"\S+")


class Change(NamedTuple):
    """Original characters start to end of a field become `put`."""

    field: str
    start: int
    end: int
    put: str


@dataclass(frozen=True, slots=True)
class Action:
    """One effect. The class's docstring is its line in the handbook; by itself it takes no value and edits nothing."""

    word: ClassVar[str]
    example: ClassVar[str]
    takes_value: ClassVar[bool] = False
    edits: ClassVar[bool] = False
    """Whether it changes the text, or how it is set."""
    needs_hits: ClassVar[bool] = False

    @classmethod
    def read(cls, node: Node, build: Build) -> Self | None:  # noqa: ARG003  # most effects take no value
        """The effect with the value written at a node."""
        return cls()

    def changes(self, submission: Submission, spans: Iterable[Span]) -> Iterator[Change]:  # noqa: ARG002
        """What it does to the text."""
        return iter(())

    def penalty(self, policy: str, rule: str) -> Penalty | None:  # noqa: ARG002
        """What it lays on the author."""
        return None


class Mask(Action):
    """Each character of the hit but white space becomes ■."""

    word = "mask"
    example = "then: mask"
    edits = needs_hits = True

    def changes(self, submission: Submission, spans: Iterable[Span]) -> Iterator[Change]:
        """One change a span, of the same length."""
        for span in spans:
            covered = submission.text(span.field)[slice(*span.word)]
            yield Change(span.field, *span.word, _INK.sub(lambda run: "■" * len(run[0]), covered))


class Cut(Action):
    """The hit is taken out, with one space beside it."""

    word = "cut"
    example = "then: cut"
    edits = needs_hits = True

    def changes(self, submission: Submission, spans: Iterable[Span]) -> Iterator[Change]:  # noqa: ARG002
        """One change a span; the space is taken when the text is put together, for two cuts may share it."""
        for span in spans:
            yield Change(span.field, *span.word, "")


@dataclass(frozen=True, slots=True)
class Replace(Action):
    """The hit becomes another text, taken literally."""

    word = "replace"
    example = "then: {replace: the other side}"
    takes_value = edits = needs_hits = True

    put: str = ""

    @classmethod
    def read(cls, node: Node, build: Build) -> Self | None:
        """The text that is put in."""
        put = build.word(node, cls.word, blank=True)
        return None if put is None else cls(put)

    def changes(self, submission: Submission, spans: Iterable[Span]) -> Iterator[Change]:  # noqa: ARG002
        """One change a span."""
        for span in spans:
            yield Change(span.field, *span.word, self.put)


@dataclass(frozen=True, slots=True)
class Append(Action):
    """A text is added at the end of the body."""

    word = "append"
    example = 'then: {append: " (with greetings from the editors)"}'
    takes_value = edits = True

    put: str = ""

    @classmethod
    def read(cls, node: Node, build: Build) -> Self | None:
        """The text that is added."""
        put = build.word(node, cls.word, blank=True)
        return None if put is None else cls(put)

    def changes(self, submission: Submission, spans: Iterable[Span]) -> Iterator[Change]:  # noqa: ARG002
        """One change that takes nothing away."""
        yield Change("body", len(submission.body), len(submission.body), self.put)


class Honour(Action):
    """The hit is set in larger type, for all who read it. No character is changed."""

    word = "honour"
    example = "then: honour"
    edits = needs_hits = True

    def changes(self, submission: Submission, spans: Iterable[Span]) -> Iterator[Change]:
        """One change a span, into the same characters."""
        for span in spans:
            yield Change(span.field, *span.word, submission.text(span.field)[slice(*span.word)])


class Flag(Action):
    """The post is marked for the operator."""

    word = "flag"
    example = "then: [allow, flag]"


@dataclass(frozen=True, slots=True)
class Tag(Action):
    """The post carries a word that the operator can look for."""

    word = "tag"
    example = "then: {tag: meeting}"
    takes_value = True

    name: str = ""

    @classmethod
    def read(cls, node: Node, build: Build) -> Self | None:
        """The tag's name."""
        name = build.word(node, cls.word)
        return None if name is None else cls(unicodedata.normalize("NFC", name.strip()))


@dataclass(frozen=True, slots=True)
class Points(Action):
    """So many points are added to the score; fewer than none are taken from it."""

    word = "score"
    example = "then: {score: 20}"
    takes_value = True

    points: int = 0

    @classmethod
    def read(cls, node: Node, build: Build) -> Self | None:
        """A whole number, negative too."""
        points = build.whole(node, cls.word, least=-1_000_000)
        return None if points is None else cls(points)


def _rate(text: str) -> tuple[int, dt.timedelta]:
    """So many per length of time; raises ValueError with what is wrong."""
    many, per, window = text.partition(" per ")
    if not per or not re.fullmatch("[0-9]{1,6}", many.strip()):
        raise ValueError("`slow` must be a number of posts per length of time")
    if not 1 <= int(many) <= MOST_SLOW:
        raise ValueError(f"`slow` lets through 1 to {MOST_SLOW} posts, not {many.strip()}")
    lasts = parse_duration(window)
    if not SHORTEST_WINDOW <= lasts <= LONGEST_SLOW:
        raise ValueError(
            f"`slow` counts within 1 second to {duration_in_words(LONGEST_SLOW)}, not within {window.strip()}"
        )
    return int(many), lasts


@dataclass(frozen=True, slots=True)
class Slow(Action):
    """For so long after the post its author may send only so many posts in any such time; the others are refused."""

    word = SLOW
    example = "then: {slow: 1 per 5 minutes}"
    takes_value = True

    many: int = 1
    window: dt.timedelta = dt.timedelta(minutes=5)

    @classmethod
    def read(cls, node: Node, build: Build) -> Self | None:
        """So many posts per length of time."""
        try:
            many, window = _rate(node.value if isinstance(node, Text) else "")
        except ValueError as error:
            build.problems.add(node, str(error).partition(";")[0], "write slow: 1 per 5 minutes")
            return None
        return cls(many, window)

    def penalty(self, policy: str, rule: str) -> Penalty:
        """It stands for one window."""
        return Penalty(policy, rule, SLOW, self.window, self.many)


@dataclass(frozen=True, slots=True)
class Mute(Action):
    """For so long after the post every further post of its author is refused."""

    word = MUTE
    example = "then: {mute: 10 minutes}"
    takes_value = True

    lasts: dt.timedelta = SHORTEST_MUTE

    @classmethod
    def read(cls, node: Node, build: Build) -> Self | None:
        """The length of time."""
        lasts = read_duration(node, build, MUTE, LONGEST_MUTE, SHORTEST_MUTE)
        return cls(lasts) if lasts else None

    def penalty(self, policy: str, rule: str) -> Penalty:
        """It stands for as long as the rule says."""
        return Penalty(policy, rule, MUTE, self.lasts)


ACTIONS: dict[str, type[Action]] = {
    one.word: one for one in (Mask, Replace, Cut, Append, Honour, Flag, Tag, Points, Slow, Mute)
}
"""Every effect by its word."""


class Acting(Protocol):
    """A rule, as far as penalties go."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def live(self) -> bool:
        """Whether what it wants is done."""

    @property
    def actions(self) -> Sequence[Action]:
        """Its effects."""


def laid(policy: str, rules: Iterable[Acting]) -> tuple[Penalty, ...]:
    """What the live ones of these rules of a policy lay on the author."""
    every = (action.penalty(policy, rule.id) for rule in rules if rule.live for action in rule.actions)
    return tuple(one for one in every if one is not None)
