"""Facts about a submission that are not in its words: who wrote it, where, what kind, how long."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar, Self

from bbs.document import Node
from bbs.policy.build import Build
from bbs.policy.case import NO, YES, Case, Finding, Scope
from bbs.policy.submission import KINDS, ROLES
from bbs.policy.times import read_duration

AUTHOR = {
    "role": f"one of these roles: {', '.join(ROLES)}",
    "not_role": "none of these roles",
    "tier": "one of these tiers, which the network names: intranet, elite, ...",
    "named": "one of these pseudonyms",
    "age_under": "joined less than this ago",
    "posts_under": "wrote fewer posts than this before",
}
"""Keys of `author` and `exempt`; all that are given must hold."""
LENGTH = {"over": "more characters than this", "under": "fewer characters than this"}
"""Keys of `length`."""


@dataclass(frozen=True, slots=True)
class Length:
    """Title and body together are longer or shorter than a number of characters."""

    word: ClassVar[str] = "length"
    example: ClassVar[str] = "length: {under: 200}"
    gives_hits: ClassVar[bool] = False

    over: int | None
    under: int | None

    @classmethod
    def read(cls, node: Node, build: Build, scope: Scope) -> Self | None:  # noqa: ARG003  # no text is searched
        """The map under `length`; it needs `over`, `under` or both."""
        table = build.keys(node, "`length`", LENGTH)
        if table is None:
            return None
        over, under = table.get("over"), table.get("under")
        if over is None and under is None:
            build.problems.add(node, "`length` says neither over nor under", "write length: {under: 200}")
        return cls(
            build.whole(over, "over") if over is not None else None,
            build.whole(under, "under") if under is not None else None,
        )

    def judge(self, case: Case) -> Finding:
        """Code points of the original title plus body."""
        length = _length(case)
        fits = (self.over is None or length > self.over) and (self.under is None or length < self.under)
        return YES if fits else NO

    def why_not(self, case: Case) -> str:
        """How long it is."""
        return f"title and body have {_length(case)} characters"


def _length(case: Case) -> int:
    return len(case.submission.title) + len(case.submission.body)


@dataclass(frozen=True, slots=True)
class Site:
    """It is written on one of these sites."""

    word: ClassVar[str] = "site"
    example: ClassVar[str] = "site: [board]"
    gives_hits: ClassVar[bool] = False

    names: tuple[str, ...]

    @classmethod
    def read(cls, node: Node, build: Build, scope: Scope) -> Self | None:  # noqa: ARG003  # no text is searched
        """One name or a list."""
        names = build.texts(node, cls.word)
        return cls(tuple(text.value for text in names)) if names else None

    def here(self, case: Case) -> str | None:
        """The name that is compared."""
        return case.submission.site

    def judge(self, case: Case) -> Finding:
        """False where the place is not known."""
        return YES if self.here(case) in self.names else NO

    def why_not(self, case: Case) -> str:
        """The place it is."""
        return f"the {self.word} is {self.here(case) or 'not known'}"


class Board(Site):
    """It is written on one of these boards."""

    word: ClassVar[str] = "board"
    example: ClassVar[str] = "board: [friends]"

    def here(self, case: Case) -> str | None:
        """The name that is compared."""
        return case.submission.board


@dataclass(frozen=True, slots=True)
class Kind:
    """It is one of these kinds of writing."""

    word: ClassVar[str] = "kind"
    example: ClassVar[str] = "kind: [card, reply]"
    gives_hits: ClassVar[bool] = False

    kinds: tuple[str, ...]

    @classmethod
    def read(cls, node: Node, build: Build, scope: Scope) -> Self | None:  # noqa: ARG003  # no text is searched
        """One kind or a list; an unknown kind is a problem."""
        kinds = build.choices(node, cls.word, KINDS)
        build.kinds.update(kinds)
        return cls(tuple(kinds)) if kinds else None

    def judge(self, case: Case) -> Finding:
        """The submission's own kind."""
        return YES if case.submission.kind in self.kinds else NO

    def why_not(self, case: Case) -> str:
        """The kind it is."""
        return f"its kind is {case.submission.kind}"


@dataclass(frozen=True, slots=True)
class By:
    """The author has one of these roles or tiers, is new, has written little, or is named."""

    word: ClassVar[str] = "author"
    example: ClassVar[str] = "author: {role: [student], age_under: 10 minutes, posts_under: 3}"
    gives_hits: ClassVar[bool] = False

    role: tuple[str, ...] = ()
    not_role: tuple[str, ...] = ()
    tier: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    age_under: dt.timedelta | None = None
    posts_under: int | None = None

    @classmethod
    def read(cls, node: Node, build: Build, scope: Scope) -> Self | None:  # noqa: ARG003  # no text is searched
        """The map under `author`; all keys given must hold."""
        return cls.under(node, build, cls.word)

    @classmethod
    def under(cls, node: Node, build: Build, what: str) -> Self | None:
        """The same map under a key of another name."""
        table = build.keys(node, f"`{what}`", AUTHOR)
        if table is None:
            return None
        if not table.entries:
            build.problems.add(node, f"`{what}` is empty", f"write {what}: {{role: [student]}}")

        def names(key: str) -> tuple[str, ...]:
            value = table.get(key)
            return tuple(text.value for text in build.texts(value, key)) if value is not None else ()

        def roles(key: str) -> tuple[str, ...]:
            value = table.get(key)
            return tuple(build.choices(value, "role", ROLES, key)) if value is not None else ()

        age, posts = table.get("age_under"), table.get("posts_under")
        return cls(
            role=roles("role"),
            not_role=roles("not_role"),
            tier=names("tier"),
            named=names("named"),
            age_under=read_duration(age, build, "age_under") if age is not None else None,
            posts_under=build.whole(posts, "posts_under", least=1) if posts is not None else None,
        )

    def judge(self, case: Case) -> Finding:
        """A fact that is not known makes its key false."""
        return NO if self._failed(case) else YES

    def _failed(self, case: Case) -> str:
        by = case.submission.by
        if self.role and by.role not in self.role:
            return f"the author's role is {by.role}"
        if by.role in self.not_role:
            return f"the author's role is {by.role}"
        if self.tier and by.tier not in self.tier:
            return f"the author's tier is {by.tier}"
        if self.named and by.name not in self.named:
            return "the author is somebody else"
        if self.age_under is not None and (by.age is None or by.age >= self.age_under):
            return "it is not known when the author joined" if by.age is None else "the author joined earlier"
        if self.posts_under is not None and (by.posts is None or by.posts >= self.posts_under):
            return (
                "it is not known how much the author wrote"
                if by.posts is None
                else f"the author wrote {by.posts} posts before"
            )
        return ""

    def why_not(self, case: Case) -> str:
        """The first fact that differs."""
        return self._failed(case)
