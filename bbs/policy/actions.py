"""What a rule may do beside its verdict: the words of the effect language, one class each."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar, NamedTuple, Self

from bbs.document import Node
from bbs.policy.build import Build
from bbs.policy.submission import Span, Submission


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
    """Whether it changes the text."""
    needs_hits: ClassVar[bool] = False

    @classmethod
    def read(cls, node: Node, build: Build) -> Self | None:  # noqa: ARG003  # most effects take no value
        """The effect with the value written at a node."""
        return cls()

    def changes(self, submission: Submission, spans: Iterable[Span]) -> Iterator[Change]:  # noqa: ARG002
        """What it does to the text."""
        return iter(())


class Mask(Action):
    """Each character of the hit but white space becomes ■."""

    word = "mask"
    example = "then: mask"
    edits = needs_hits = True

    def changes(self, submission: Submission, spans: Iterable[Span]) -> Iterator[Change]:
        """One change a span, of the same length."""
        for span in spans:
            covered = submission.text(span.field)[slice(*span.word)]
            yield Change(span.field, *span.word, "".join(c if c.isspace() else "■" for c in covered))


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


ACTIONS: dict[str, type[Action]] = {one.word: one for one in (Mask, Replace, Cut, Append, Flag, Tag, Points)}
"""Every effect by its word."""
