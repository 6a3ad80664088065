"""What every word of the condition language is: it reads itself, judges a case, and says why it failed."""

from __future__ import annotations

from typing import ClassVar, Protocol, Self

from bbs.document import Node
from bbs.policy.build import Build
from bbs.policy.case import Case, Finding, Scope


class Condition(Protocol):
    """One key of an `if` or `unless` map. The class's docstring is its line in the handbook."""

    word: ClassVar[str]
    """The key as it is written."""
    example: ClassVar[str]
    """A line of YAML that shows it."""
    gives_hits: ClassVar[bool]
    """Whether it marks characters of the text, so that an edit has something to work on."""

    @classmethod
    def read(cls, node: Node, build: Build, scope: Scope) -> Self | None:
        """The condition as written at a node, or None where problems were reported."""

    def judge(self, case: Case) -> Finding:
        """Whether it is true of this case, and which characters made it so."""

    def why_not(self, case: Case) -> str:
        """Why it is false of this case, as the end of a sentence: "none of its phrases occurs"."""
