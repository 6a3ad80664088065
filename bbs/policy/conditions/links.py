"""Where the links of a text lead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

from bbs.document import Node
from bbs.policy.build import Build
from bbs.policy.case import NO, Case, Finding, Scope
from bbs.policy.links import Link, labels
from bbs.policy.submission import Hit

Hosts = tuple[tuple[str, ...], ...]
KEYS = {
    "more_than": "a number of links",
    "to": "hosts that count",
    "not_to": "hosts that are fine; all others count",
}
"""Keys of `links`."""


@dataclass(frozen=True, slots=True)
class Links:
    """More links than a number, or links to (or not to) certain hosts; a host covers the names below it."""

    word: ClassVar[str] = "links"
    example: ClassVar[str] = "links: {more_than: 2, not_to: [library.bright.test]}"
    gives_hits: ClassVar[bool] = True

    more_than: int | None = None
    to: Hosts = ()
    not_to: Hosts = ()

    @classmethod
    def read(cls, node: Node, build: Build, scope: Scope) -> Self | None:  # noqa: ARG003  # links know no scope
        """The map under `links`; it needs at least one of its keys."""
        table = build.keys(node, "`links`", KEYS)
        if table is None:
            return None
        if not table.entries:
            build.problems.add(node, "`links` is empty", "write links: {more_than: 0} for any link at all")
        more, to, not_to = table.get("more_than"), table.get("to"), table.get("not_to")
        return cls(
            build.whole(more, "more_than") if more is not None else None,
            _hosts(to, "to", build) if to is not None else (),
            _hosts(not_to, "not_to", build) if not_to is not None else (),
        )

    def judge(self, case: Case) -> Finding:
        """True where every key that is given holds; the links that count are the hits."""
        counted = [link for link in case.links if self._counts(link)]
        if not counted or (self.more_than is not None and len(counted) <= self.more_than):
            return NO
        return Finding(True, tuple(Hit(link.span.phrase, (link.span,)) for link in counted))

    def _counts(self, link: Link) -> bool:
        listed = not self.to or any(link.leads_to(host) for host in self.to)
        return listed and not any(link.leads_to(host) for host in self.not_to)

    def why_not(self, case: Case) -> str:
        """Too few links, or none that leads where it asks."""
        if not case.links:
            return "there is no link"
        counted = sum(self._counts(link) for link in case.links)
        return f"{counted} of {len(case.links)} links count here" + (
            f", and it asks for more than {self.more_than}" if self.more_than is not None else ""
        )


def _hosts(node: Node, key: str, build: Build) -> Hosts:
    hosts = []
    for text in build.texts(node, key):
        host = labels(text.value.strip())
        if not host or any(sign in text.value.strip() for sign in "/:*@ "):
            build.problems.add(
                text,
                f"`{text.value}` is not a host name",
                "write the name alone, as library.bright.test, which covers all below it",
            )
        else:
            hosts.append(host)
    return tuple(hosts)
