"""Conditions on what was sent before: how much by this author, how often this text, by how many a phrase."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, NamedTuple, Self

from bbs.document import Node, Table
from bbs.policy.build import Build
from bbs.policy.case import NO, YES, Case, Finding, Scope
from bbs.policy.conditions.words import Entries, Words, flat
from bbs.policy.durations import duration_in_words
from bbs.policy.phrases import Entry, Phrase
from bbs.policy.questions import BURST, LONGEST_WINDOW, MOST_COUNTED, POSTS, SAME_TEXT, Question
from bbs.policy.times import read_duration

RATE = {
    "more_than": "more than so many, this one included",
    "in": "in the time that ends now, 7 days at most",
}
"""Keys of `posts` and `same_text`; both are needed."""
BURST_KEYS = {
    "of": "a phrase, a combination, or list x",
    "authors": "so many different authors used it, this one included",
    "in": "in the time that ends now, 7 days at most",
}
"""Keys of `burst`; all are needed."""


class _Read(NamedTuple):
    """What stands under a counting condition."""

    table: Table
    number: int
    window: dt.timedelta


@dataclass(frozen=True, slots=True)
class Posts:
    """This author sent more than so many texts in a time, this one included, whatever became of them."""

    word: ClassVar[str] = "posts"
    example: ClassVar[str] = "posts: {more_than: 3, in: 10 minutes}"
    gives_hits: ClassVar[bool] = False
    counts: ClassVar[str] = POSTS

    question: Question
    more_than: int

    @classmethod
    def read(cls, node: Node, build: Build, scope: Scope) -> Self | None:  # noqa: ARG003  # no text is searched
        """The map with `more_than` and `in`."""
        read = _read(node, build, cls.word, RATE, cls.example, least=1, most=MOST_COUNTED - 1)
        if read is None:
            return None
        condition = cls(Question(cls.counts, read.window), read.number)
        build.counting.append(condition)
        return condition

    def asked(self, case: Case) -> bool:  # noqa: ARG002  # of every text
        """Whether the answer matters for this text."""
        return True

    def judge(self, case: Case) -> Finding:
        """False where nobody counted."""
        count = _answer(case, self.question)
        return YES if count is not None and count > self.more_than else NO

    def why_not(self, case: Case) -> str:
        """How many there were."""
        count, window = _answer(case, self.question), duration_in_words(self.question.within)
        if count is None:
            return f"it is not known how many texts the author sent in {window}"
        return f"the author sent {_texts(count)} in {window}, this one included"


class SameText(Posts):
    """This author sent this text more than so often in a time, this one included, in whatever case and accents."""

    word: ClassVar[str] = "same_text"
    example: ClassVar[str] = "same_text: {more_than: 1, in: 1 hour}"
    counts: ClassVar[str] = SAME_TEXT

    def why_not(self, case: Case) -> str:
        """How often it was sent."""
        count, window = _answer(case, self.question), duration_in_words(self.question.within)
        if count is None:
            return f"it is not known how often the author sent this text in {window}"
        return f"the author sent this text {_times(count)} in {window}, this one included"


@dataclass(frozen=True, slots=True)
class Burst:
    """So many different authors used a phrase in a time, this one included; in title or body, whatever became of it."""

    word: ClassVar[str] = "burst"
    example: ClassVar[str] = "burst: {of: lantern, authors: 5, in: 10 minutes}"
    gives_hits: ClassVar[bool] = True

    question: Question
    authors: int
    used: Words

    @classmethod
    def read(cls, node: Node, build: Build, scope: Scope) -> Self | None:  # noqa: ARG003  # it has its own phrase
        """The map with `of`, `authors` and `in`."""
        read = _read(node, build, cls.word, BURST_KEYS, cls.example, least=2, most=MOST_COUNTED)
        of = read.table.get("of") if read else None
        source = build.word(of, "of", example="lantern") if of is not None else None
        entry = build.entry(source, of.mark) if source is not None and of is not None else None
        if read is None or source is None or entry is None:
            return None
        question = Question(BURST, read.window, source.strip(), _meaning(entry, build))
        condition = cls(question, read.number, Words(Entries([entry], build), Scope()))
        build.counting.append(condition)
        return condition

    def asked(self, case: Case) -> bool:
        """Only of a text in which the phrase stands."""
        return self.used.judge(case).true

    def judge(self, case: Case) -> Finding:
        """The hits of the phrase in this text, once enough authors used it."""
        count = _answer(case, self.question)
        return self.used.judge(case) if count is not None and count >= self.authors else NO

    def why_not(self, case: Case) -> str:
        """That the phrase is not here, or how many used it."""
        if not self.used.judge(case).true:
            return self.used.why_not(case)
        count, window = _answer(case, self.question), duration_in_words(self.question.within)
        if count is None:
            return f"it is not known how many authors used “{self.question.of}” in {window}"
        many = "one author" if count == 1 else f"{count} authors"
        return f"only {many} used “{self.question.of}” in {window}"


def _read(
    node: Node, build: Build, word: str, keys: Mapping[str, str], example: str, *, least: int, most: int
) -> _Read | None:
    """The number and the window of a counting condition; None where something is missing or wrong."""
    table = build.keys(node, f"`{word}`", keys)
    if table is None:
        return None
    if missing := [key for key in keys if key not in table]:
        build.problems.add(node, f"`{word}` has no `{missing[0]}`", f"write {example}")
    how_many = next(key for key in keys if key in {"more_than", "authors"})
    number, window = table.get(how_many), table.get("in")
    found = build.whole(number, how_many, least=least, most=most) if number is not None else None
    time = read_duration(window, build, "in", LONGEST_WINDOW) if window is not None else None
    return _Read(table, found, time) if found is not None and time is not None else None


def _answer(case: Case, question: Question) -> int | None:
    counters = case.submission.counters
    return counters.get(question.words) if counters else None


def _meaning(entry: Entry, build: Build) -> str:
    """What an entry finds, as a digest: its phrases as they are folded, and the steps by which texts are."""
    found = [
        (one.words, one.anywhere)
        if isinstance(one, Phrase)
        else [
            [(p.words, p.anywhere) for p in flat([part], build) if isinstance(p, Phrase)]
            for part in one.parts
        ]
        for one in flat([entry], build)
    ]
    return hashlib.sha256(repr((build.folder.names, found)).encode()).hexdigest()[:12]


def _texts(count: int) -> str:
    return "one text" if count == 1 else f"{count} texts"


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")
