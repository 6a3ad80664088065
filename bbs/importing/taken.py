"""What a reader found in a file: rules of the policy language, and what it has no words for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from bbs.document import Mark, shown

Said: TypeAlias = "str | list[Said] | dict[str, Said]"
"""A piece of a policy before it is written: text, lists and maps."""


@dataclass(frozen=True, slots=True)
class Left:
    """Something that was not taken over, or not quite: where it stands, what it is, and why."""

    mark: Mark
    what: str
    why: str
    taken: bool = False
    """It was taken over, and means something a little different now."""


@dataclass(slots=True, eq=False)
class Rule:
    """One rule as it will be written."""

    mark: Mark
    """Where it comes from."""
    name: str
    """What its id is made of."""
    says: dict[str, Said]
    """Its keys but the id."""


@dataclass(slots=True)
class Taken:
    """A policy in the making."""

    title: str
    about: str = ""
    top: dict[str, Said] = field(default_factory=dict)
    """Keys of the head beside title, about and source."""
    lists: dict[str, list[str]] = field(default_factory=dict)
    rules: list[Rule] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)

    def leave(self, mark: Mark, what: str, why: str, *, taken: bool = False) -> None:
        """Note what was not taken over, or not quite."""
        self.left.append(Left(mark, shown(what, 60), why, taken))


@dataclass(frozen=True, slots=True)
class Format:
    """A form of list or rules that people have; each describes itself once."""

    name: str
    """What `--from` calls it."""
    title: str
    what: str
    """What is read, in one sentence."""
    recognised: Callable[[str, str], bool]
    """Whether a file, by its name and text, is of this form."""
    read: Callable[[str, str], Taken]
    """From the text and the name of a file."""


class NotSaidError(Exception):
    """The policy language has no words for a part of a rule, so that all of it is left out: what, where, and why."""

    def __init__(self, mark: Mark, what: str, why: str) -> None:
        super().__init__(what, why)
        self.mark, self.what, self.why = mark, what, why


def words(phrases: list[str], **more: Said) -> dict[str, Said]:
    """A condition on phrases, each once."""
    return {"words": list(dict.fromkeys(phrases)), **more}
