"""Regular expressions in the syntax of RE2, which answers in time that grows with the text and no faster."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, ClassVar, Self

from bbs.document import Node, Text
from bbs.policy.build import Build
from bbs.policy.case import Case, Scope
from bbs.policy.conditions.shapes import Shapes
from bbs.policy.submission import FIELDS, Span

MOST = 10
"""Patterns of one policy."""
LONGEST = 260
"""Characters of one pattern."""
MOST_PLACES = 2_000
"""Places of one pattern in one field: every one costs a look at the rest of the text."""
_MEMORY = 256 * 1024
"""Bytes that one compiled pattern and its search may take."""
_BYTE = re.compile(r"(?<!\\)(?:\\\\)*\\C")
"""RE2 knows a single byte, `\\C`; a policy sees whole characters only."""
_HALVES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Pattern:
    """One regular expression, as written and compiled."""

    source: str
    compiled: Any

    def spans(self, scope: Scope, case: Case) -> Iterator[Span]:
        """Every place where it is found in the text as it was written; one of no characters is none."""
        for field in FIELDS:
            text = case.submission.text(field)
            if text and scope.looks_in(case, field):
                for start, end in islice(self._places(text), MOST_PLACES):
                    yield Span(field, start, end, text[start:end], self.source, (), (start, end))

    def _places(self, text: str) -> Iterator[tuple[int, int]]:
        """RE2 searches bytes of UTF-8; each place is told in characters, counted on from the one before."""
        data = _HALVES.sub("\ufffd", text).encode()
        done = chars = 0
        for match in self.compiled.finditer(data):
            first, last = match.span()
            if first < last:
                start = chars + len(data[done:first].decode())
                done, chars = last, start + len(data[first:last].decode())
                yield start, chars


class Patterns(Shapes):
    """A regular expression of RE2 is found in the text as it was written; (?i) makes capitals equal."""

    word: ClassVar[str] = "patterns"
    example: ClassVar[str] = r"patterns: ['ticket \d{3}', '(?i)\bhall [a-c]\b']"
    things: ClassVar[str] = "patterns"

    @classmethod
    def read(cls, node: Node, build: Build, scope: Scope) -> Self | None:
        """The patterns that could be compiled; the others are problems, each at its place."""
        patterns = [found for text in build.texts(node, cls.word) if (found := _read(text, build))]
        if scope.disguised:
            build.problems.add(
                node, "patterns search the text as it was written, never in disguise", "use words or shapes"
            )
        return cls(tuple(patterns), scope) if patterns else None

    def _nothing(self) -> str:
        return "none of its patterns is found"


def _read(text: Text, build: Build) -> Pattern | None:
    build.patterns += 1
    if build.patterns > MOST:
        if build.patterns == MOST + 1:
            build.problems.add(
                text, f"this is one pattern too many: a policy has at most {MOST}", "use words"
            )
        return None
    if len(text.value) > LONGEST:
        problem = f"this pattern has {len(text.value)} characters"
        build.problems.add(text, problem, f"write at most {LONGEST}, or use words")
        return None
    try:
        return Pattern(text.value, _compile(text.value))
    except ValueError as error:
        problem, _, remedy = str(error).partition("; ")
        build.problems.add(text, problem, remedy)
        return None


def _compile(source: str) -> Any:
    """The compiled pattern. Raises ValueError with what is wrong and what to write instead."""
    import re2  # only here: most policies have no pattern, and the program starts sooner

    if _BYTE.search(source):
        raise ValueError("`\\C` is a part of a character; write . for any character")
    options = re2.Options()
    options.log_errors, options.never_capture, options.max_mem = False, True, _MEMORY
    try:
        return re2.compile(source, options)
    except re2.error as error:
        said = error.args[0].decode("utf-8", "replace")
    except UnicodeEncodeError:
        said = "it has half a character in it"
    raise ValueError(_in_words(said))


def _in_words(said: str) -> str:
    """RE2's complaint; for what RE2 leaves out on purpose, why, and what to do about it."""
    kind, _, piece = said.partition(": ")
    if re.match(r"\(\?<?[=!]", piece):
        return (
            f"`{piece}` looks around: RE2 has no look-around, so that no pattern can take long; "
            "find the whole, and take away with except: or unless:"
        )
    if re.match(r"\\[1-9gk]|\(\?P(?!<)", piece):
        return (
            f"`{piece}` refers back: RE2 has no back-references, so that no pattern can take long; "
            "write out what may stand there"
        )
    if kind.startswith("pattern too large"):
        return "this pattern is too large once it is compiled; use smaller numbers in { }, or two patterns"
    return f"this is no pattern: {said}; the syntax is that of RE2"
