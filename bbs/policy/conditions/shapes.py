"""Shapes of writing: numbers of a given form, contact data."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import ClassVar, Protocol, Self

from bbs.document import Node
from bbs.policy.build import Build
from bbs.policy.case import Case, Finding, Scope
from bbs.policy.characters import WITHOUT_WORD_SPACES
from bbs.policy.fold import DISGUISES
from bbs.policy.submission import Excused, Hit, Span


def _borders(beside: str) -> tuple[str, str]:
    """Where a shape may begin and end: not beside a letter or digit, except beside letters of these scripts."""
    return rf"(?:(?<![^\W_])|(?<=[{beside}])(?<!\d))", rf"(?:(?![^\W_])|(?=[{beside}])(?!\d))"


_LEFT, _RIGHT = _borders(WITHOUT_WORD_SPACES)
_BEFORE, _AFTER = _borders(WITHOUT_WORD_SPACES + "가-힣")
"""Contact data may also touch Hangul: particles follow without a space, and safety must not hang on one."""
# Borders on both sides and every repeat bounded, so that each search is linear. The forms follow E.164
# (7 to 15 digits) and the dot-atom addresses of RFC 5322, section 3.4.1.
_LAST_LABEL = r"(?:[A-Za-z]{2,24}|[^\W\d_A-Za-z]{2,24})"
_EMAIL = re.compile(_BEFORE + r"[\w.+\-]{1,64}@(?:[\w\-]{1,63}\.){1,8}" + _LAST_LABEL + _AFTER)
_TELEPHONE = re.compile(rf"(?<![_.]){_BEFORE}\+?\(?\d(?:[ ()/.\-]{{0,2}}\d){{6,14}}(?!_){_AFTER}")
_DATE_OR_NUMBER = re.compile(
    r"(?:\d{4}[-./ ]{1,2}\d{1,2}[-./ ]{1,2}\d{1,2}|\d{1,2}[-./ ]{1,2}\d{1,2}[-./ ]{1,2}\d{4})(?: \d{1,2})?"
    r"|\d{4} ?[-/] ?\d{4}"
    r"|[1-9]\d{6,7}"  # seven or eight digits in one run, as in 1000000, are a number
    r"|\d{1,3}(?:\.\d{1,3}){3}"  # an address of the internet protocol
    r"|[1-9]\d{0,2}(?:\.\d{3}){2,}"  # a number written in thousands, as in 1.234.567
)
_ISBN = re.compile(r"97[89](?:[ -]?\d){10}|\d{1,5}([ -])\d{1,7}\1\d{1,7}\1\d")


def _no_telephone(text: str) -> bool:
    """Whether digits are a date, a plain number or the number of a book rather than a telephone number."""
    return bool(_DATE_OR_NUMBER.fullmatch(text) or (_ISBN.fullmatch(text) and _checks(text)))


def _checks(isbn: str) -> bool:
    """Whether the last digit of the number of a book fits the others (ISO 2108; an X at the end is no digit here)."""
    digits = [int(char) for char in isbn if char.isdecimal()]
    if len(digits) == 13:
        return sum(digits[0::2] + 3 * digits[1::2]) % 10 == 0
    return len(digits) == 10 and sum(map(int.__mul__, digits, range(10, 0, -1))) % 11 == 0


@dataclass(frozen=True, slots=True)
class Shape:
    """A named form of writing and the expression that finds it in a folded text."""

    source: str
    pattern: re.Pattern[str]
    never: Callable[[str], bool] | None = None
    """What has the form but is something else: a date or a plain number is no telephone number."""
    sign: re.Pattern[str] | None = None
    """A sign that every such text has: where it is missing, as in most posts, nothing is searched."""

    def spans(self, scope: Scope, case: Case) -> Iterator[Span]:
        """Every place where the shape occurs in the plain reading of the fields."""
        for field, readings in case.readings.items():
            plain = readings[0]
            if not scope.looks_in(case, field) or (self.sign and not self.sign.search(plain.text)):
                continue
            for match in self.pattern.finditer(plain.text):
                if not (self.never and self.never(match[0])):
                    start, end = plain.text_span(match.start(), match.end())
                    text, steps = plain.original[start:end], plain.text_steps(match.start(), match.end())
                    yield Span(field, start, end, text, self.source, steps, (start, end))


class Sought(Protocol):
    """What can be looked for in the fields of a case."""

    @property
    def source(self) -> str:
        """How the policy calls it."""

    def spans(self, scope: Scope, case: Case) -> Iterator[Span]:
        """Every place where it occurs."""


LOOKS = {
    "email": Shape("email", _EMAIL, sign=re.compile("@")),
    "telephone": Shape("telephone", _TELEPHONE, _no_telephone, re.compile(r"\d")),
}
"""The built-in shapes of contact data."""


def _find(shapes: Iterable[Sought], scope: Scope, case: Case) -> Finding:
    hits: list[Hit] = []
    excused: list[Excused] = []
    for shape in shapes:
        spans = [span for span in shape.spans(scope, case) if case.keeps(span)]
        counted, passed_over = scope.sift(case, spans)
        excused += passed_over
        hits += [
            Hit(shape.source, (span,))
            for span in counted
            if not scope.disguised or not DISGUISES.isdisjoint(span.steps)
        ]
    different = len({hit.phrase for hit in hits})
    return Finding(different >= scope.at_least, tuple(hits), tuple(excused))


@dataclass(frozen=True, slots=True)
class Shapes:
    """Text of a given shape occurs: # is a digit, @ a letter, everything else stands for itself."""

    word: ClassVar[str] = "shapes"
    example: ClassVar[str] = 'shapes: ["####-###-###"]'
    gives_hits: ClassVar[bool] = True
    things: ClassVar[str] = "shapes"
    """What it calls those it looks for."""

    shapes: tuple[Sought, ...]
    scope: Scope

    @classmethod
    def read(cls, node: Node, build: Build, scope: Scope) -> Self | None:
        """The shapes of a `shapes` key; one without # or @ is a problem."""
        shapes = []
        for text in build.texts(node, cls.word, '"##-##"'):
            source = text.value.strip()
            if not set(source) & set("#@"):
                build.problems.add(
                    text, f"`{source}` has neither # (a digit) nor @ (a letter)", "use words for it"
                )
            elif len(source) > 60:
                build.problems.add(text, f"this shape has {len(source)} characters", "write at most 60")
            else:
                shapes.append(Shape(source, _expression(build.folder.phrase(source))))
        return cls(tuple(shapes), scope) if shapes else None

    def judge(self, case: Case) -> Finding:
        """True where one of the shapes occurs between word borders."""
        return _find(self.shapes, self.scope, case)

    def why_not(self, case: Case) -> str:
        """The missing number of shapes, the missing disguise, the exception, or that there is no such shape."""
        finding = _find(self.shapes, self.scope, case)
        if finding.hits:
            different = len({hit.phrase for hit in finding.hits})
            return f"only {different} of the {self.scope.at_least} different {self.things} it asks for occurs"
        if _find(self.shapes, replace(self.scope, disguised=False), case).hits:
            return f"its {self.things} occur, but none of them in disguise"
        return finding.excused[0].in_words if finding.excused else self._nothing()

    def _nothing(self) -> str:
        return "no text of its shapes occurs"


def _expression(shape: str) -> re.Pattern[str]:
    signs = {"#": r"\d", "@": r"[^\W\d_]"}
    return re.compile(_LEFT + "".join(signs.get(c) or re.escape(c) for c in shape) + _RIGHT)


class LooksLike(Shapes):
    """Contact data occurs: an e-mail address or a telephone number."""

    word: ClassVar[str] = "looks_like"
    example: ClassVar[str] = "looks_like: [email, telephone]"

    @classmethod
    def read(cls, node: Node, build: Build, scope: Scope) -> Self | None:
        """The names of built-in shapes."""
        names = build.choices(node, "kind of contact data", LOOKS, cls.word)
        return cls(tuple(LOOKS[name] for name in names), scope) if names else None

    def _nothing(self) -> str:
        return f"nothing looks like {' or '.join(shape.source for shape in self.shapes)}"
