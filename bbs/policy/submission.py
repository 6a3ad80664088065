"""What goes into a policy and what comes out: submission, spans, matches, decision."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from types import MappingProxyType
from typing import NamedTuple

from bbs.policy.making import quickly_made
from bbs.policy.penalties import Bar, Penalty

KINDS = (
    "thread", "reply", "card", "bulletin", "name", "search",
    "request", "appeal", "report", "reason", "ticket", "page",
)  # fmt: skip
"""Every kind of text that a person can write (policy language, semantics 1)."""

ROLES = ("student", "professor", "reporter", "editor", "official")
"""What an author may be. Joining deals the first two; the others are given by the teacher."""

LONGEST_POST = 8_000
"""Code points of a post at most."""

FIELDS = ("title", "body")
"""The text fields of a submission, in reading order. `name` is the body of a submission of kind name."""


class Verdict(IntEnum):
    """What is done with a post; a greater number is stricter, PASS stands apart and beats them all."""

    PASS = -1
    ALLOW = 0
    WARN = 1
    DELAY = 2
    HOLD = 3
    SHADOW = 4
    DROP = 5
    BLOCK = 6

    __hash__ = int.__hash__  # that of IntEnum takes ten times as long

    @property
    def word(self) -> str:
        """The verdict as the policy language spells it."""
        return self.name.lower()


@quickly_made
@dataclass(frozen=True, slots=True)
class Author:
    """Facts about an author, frozen at the moment of submission; what is not given makes conditions false."""

    name: str = ""
    role: str = "student"
    tier: str = "intranet"
    age: dt.timedelta | None = None
    """Time since this person joined."""
    posts: int | None = None
    """How many posts this person wrote before this one."""


@quickly_made
@dataclass(frozen=True, slots=True)
class Submission:
    """One piece of writing, frozen with every fact that a rule may ask for."""

    body: str
    title: str = ""
    kind: str = "reply"
    site: str | None = None
    board: str | None = None
    by: Author = Author()
    at: dt.time | None = None
    """Lesson-clock time."""
    date: dt.date | None = None
    confirmed: bool = False
    """The author has confirmed a warning."""
    key: str = ""
    """What `chance` draws from: the post's own id, so that a replay answers the same."""
    counters: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    """Counts taken on the board when the post was submitted, by the words of the condition that asks."""
    bars: tuple[Bar, ...] = ()
    """What stood against its author when the post was submitted: penalties that refuse it."""

    def text(self, name: str) -> str:
        """The text of one field, `title` or `body`."""
        return self.title if name == "title" else self.body


class Span(NamedTuple):
    """The characters of one field that a phrase spells. Offsets count code points of the original text."""

    field: str
    start: int
    end: int
    text: str
    phrase: str
    steps: tuple[str, ...] = ()
    """The folding steps that were needed, in the order of the language."""
    word: tuple[int, int] = (0, 0)
    """What an edit takes: the whole word for a starred phrase, otherwise start and end again."""


class Hit(NamedTuple):
    """One occurrence of a phrase, or of a combination: then one span for every occurrence of each part."""

    phrase: str
    spans: tuple[Span, ...]


class Excused(NamedTuple):
    """A span that a rule passed over, because it lies inside an exception."""

    span: Span
    exception: str

    @property
    def in_words(self) -> str:
        """Why it did not count, as the end of a sentence."""
        return f"“{self.span.text}” lies inside the exception “{self.exception}”"


@quickly_made
@dataclass(frozen=True, slots=True)
class Match:
    """A rule that matched. `live` is False for a rule that is only tried out (`mode: shadow`)."""

    rule: str
    live: bool
    hits: tuple[Hit, ...] = ()
    excused: tuple[Excused, ...] = ()
    truncated: bool = False
    """There were more than 200 hits; the first 200 are kept."""
    wants: Verdict | None = None
    """The verdict that the rule asks for; None for effects alone."""

    @property
    def spans(self) -> tuple[Span, ...]:
        """Every span of every hit, in order of the text, each once."""
        return tuple(sorted({span for hit in self.hits for span in hit.spans}, key=_reading_order))


def _reading_order(span: Span) -> tuple[int, int, int, str, tuple[str, ...]]:
    return (FIELDS.index(span.field), span.start, span.end, span.phrase, span.steps)


@quickly_made
@dataclass(frozen=True, slots=True)
class Edit:
    """One edit of the text: original characters start to end of a field become `put`; honoured, they stay the same."""

    field: str
    start: int
    end: int
    put: str
    action: str
    """mask, replace, cut, append or honour."""
    rule: str
    told: bool
    """Whether the author sees the edited text (False: an explicit `tell: nothing`)."""

    @property
    def honours(self) -> bool:
        """Whether it only sets its characters in larger type."""
        return self.action == "honour"


class Honoured(NamedTuple):
    """Characters of a field that are set in larger type. Offsets count code points of the text that they stand in."""

    field: str
    start: int
    end: int


@quickly_made
@dataclass(frozen=True, slots=True)
class Text:
    """A title and a body as somebody sees them."""

    title: str
    body: str
    honoured: tuple[Honoured, ...] = ()
    """What of it is set in larger type, in order; no two of them touch."""

    @property
    def plain(self) -> Text:
        """The same words, all in one size."""
        return Text(self.title, self.body)

    @property
    def larger(self) -> tuple[str, ...]:
        """The words in larger type, each once."""
        texts = {"title": self.title, "body": self.body}
        return tuple(dict.fromkeys(texts[one.field][one.start : one.end] for one in self.honoured))


@quickly_made
@dataclass(frozen=True, slots=True)
class Decision:
    """The whole answer of one policy to one submission; it is kept with the post."""

    verdict: Verdict
    by: str
    """The deciding rule's id, or default, score, exempt, mode, slow, mute, house-rules/ID."""
    why: str
    """The deciding rule's sentence; may be empty."""
    edited: Text
    """The text after every edit: what readers get, now or once an editor releases it."""
    shown: Text | None
    """What readers get at once; None while they get nothing."""
    author_sees: Text | None
    """What stands in the author's own view; None where nothing is kept in view."""
    told: str
    """nothing, refused, reason, full or pretend: how much the author was told."""
    told_text: str
    """The words the author was told; empty for nothing."""
    score: int = 0
    sum: tuple[tuple[str, int], ...] = ()
    """The score as an addition: rule and points."""
    thresholds: tuple[tuple[str, int], ...] = ()
    """What the policy does from how many points on: `flag` or a verdict, and the points."""
    flagged: bool = False
    tags: tuple[str, ...] = ()
    edits: tuple[Edit, ...] = ()
    matches: tuple[Match, ...] = ()
    would: Decision | None = None
    """What would have happened without `exempt` or `mode`."""
    delay: dt.timedelta | None = None
    penalties: tuple[Penalty, ...] = ()
    """What is laid on the author from now on."""
    bar: Bar | None = None
    """The penalty that refused it, where `slow` or `mute` decided."""
    trouble: tuple[str, ...] = ()
    """Rules that failed while running, each with the error, for the operator."""

    @property
    def weighed(self) -> Decision:
        """What the rules came to: where nothing was done for it (`exempt`, `mode`), what would have been."""
        return self.would if self.would and self.by in {"exempt", "mode"} else self
