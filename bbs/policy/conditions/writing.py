"""What letters a text is written in: capitals, and scripts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from string import ascii_lowercase, ascii_uppercase
from typing import ClassVar, Self

from bbs.document import Node, Text, did_you_mean, shown
from bbs.policy.build import Build
from bbs.policy.case import NO, YES, Case, Finding, Scope
from bbs.policy.scripts import INHERITED, SCRIPTS
from bbs.policy.submission import FIELDS, Hit, Span

FEWEST = 4
"""Letters that know capitals, below which a share of them says nothing."""

CAPITALS = {"over": "more than this share of the letters"}
"""Keys of `capitals`."""


@dataclass(frozen=True, slots=True)
class Capitals:
    """More than this share of the letters of title and body are capitals, where at least 4 could be."""

    word: ClassVar[str] = "capitals"
    example: ClassVar[str] = "capitals: {over: 70%}"
    gives_hits: ClassVar[bool] = False

    over: int
    """Hundredths of a percent."""

    @classmethod
    def read(cls, node: Node, build: Build, scope: Scope) -> Self | None:  # noqa: ARG003  # title and body together
        """The map under `capitals`; it needs `over`."""
        table = build.keys(node, "`capitals`", CAPITALS)
        if table is None:
            return None
        over = table.get("over")
        if over is None:
            build.problems.add(node, "`capitals` does not say over how many", f"write {cls.example}")
            return None
        share = build.percent(over, "over")
        return None if share is None else cls(share)

    def judge(self, case: Case) -> Finding:
        """Capitals among the cased letters of the text as it was written."""
        capitals, cased = _count(case)
        return YES if cased >= FEWEST and capitals * 10_000 > self.over * cased else NO

    def why_not(self, case: Case) -> str:
        """How many there are."""
        capitals, cased = _count(case)
        if cased < FEWEST:
            return f"only {cased} of its letters can be capitals or not, and {FEWEST} are needed"
        return f"{capitals} of the {cased} letters that could be are capitals"


_CAPITALS, _SMALL = ascii_uppercase.encode(), ascii_lowercase.encode()


def _count(case: Case) -> tuple[int, int]:
    """Capitals, and letters that could be."""
    text = case.submission.title + case.submission.body
    if text.isascii():
        written = text.encode()
        capitals, small = (len(written) - len(written.translate(None, each)) for each in (_CAPITALS, _SMALL))
        return capitals, capitals + small
    capitals = sum(map(str.istitle, text))  # of one character: a capital, or Dž
    return capitals, capitals + sum(map(str.islower, text))


_SAID = {
    "chinese": "han",
    "japanese": "hiragana, katakana, han",
    "korean": "hangul",
    "russian": "cyrillic",
    "english": "latin",
    "hindi": "devanagari",
    "burmese": "myanmar",
}
"""Languages that people name where a script is meant."""


@dataclass(frozen=True, slots=True)
class Script:
    """Title or body has a character of one of these scripts of Unicode."""

    word: ClassVar[str] = "script"
    example: ClassVar[str] = "script: [cyrillic, greek]"
    gives_hits: ClassVar[bool] = True

    names: tuple[str, ...]
    runs: tuple[re.Pattern[str], ...]

    @classmethod
    def read(cls, node: Node, build: Build, scope: Scope) -> Self | None:  # noqa: ARG003  # title and body, always
        """One script or a list, by the names that Unicode gives them."""
        names = [
            name for text in build.texts(node, cls.word, "cyrillic, greek") if (name := _name(text, build))
        ]
        return cls(tuple(names), tuple(map(_runs, names))) if names else None

    def judge(self, case: Case) -> Finding:
        """True where one character belongs; the hits are runs of such characters, with the marks on them."""
        spans = (
            Span(field, *run.span(), run[0], name, (), run.span())
            for field in FIELDS
            for name, runs in zip(self.names, self.runs, strict=True)
            for run in runs.finditer(case.submission.text(field))
        )
        hits = tuple(Hit(span.phrase, (span,)) for span in spans if case.keeps(span))
        return Finding(bool(hits), hits)

    def why_not(self, case: Case) -> str:  # noqa: ARG002  # the same for every case
        """No character of these scripts."""
        return f"no character is {' or '.join(self.names)}"


def _name(text: Text, build: Build) -> str | None:
    """A script by its name in Unicode, in small letters; the nearest one is named where there is none."""
    name = text.value.strip()
    if name in SCRIPTS:
        return name
    name = re.sub(r"[\s_-]+", " ", name.casefold())
    said = f"Unicode calls it {_SAID[name]}" if name in _SAID else ""
    remedy = said or did_you_mean(name, SCRIPTS) or "write a script of Unicode: latin, cyrillic, hangul, han"
    build.problems.add(text, f"{shown(text.value)} is not a script", remedy)
    return None


def _runs(name: str) -> re.Pattern[str]:
    return re.compile(f"(?:[{_inside(SCRIPTS[name])}][{_MARKS}]*)+")


def _inside(ranges: str) -> str:
    """Ranges such as `41-5a aa`, as the inside of a character class."""
    return re.sub("[0-9a-f]+", lambda code: f"\\U{int(code[0], 16):08x}", ranges).replace(" ", "")


_MARKS = _inside(INHERITED)
