"""The workbench of the loader: where a policy's parts find each other while the file is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from bbs.document import Items, Mark, Node, Problems, Table, Text, did_you_mean, shown
from bbs.policy.fold import Folder
from bbs.policy.phrases import Combination, Entry, ListName, Phrase, parse_entry
from bbs.policy.questions import Counting

MOST_PHRASES = 100_000
"""Phrases over all lists and rules of a policy."""

MOST_NAMED = 30
"""Words that an error names where one of them is wanted."""

_NONE: Mapping[str, str] = MappingProxyType({})


class Need(NamedTuple):
    """What a rule asks of the others: a rule by its id, or, with an empty one, their points; and where it says so."""

    rule: str
    mark: Mark


@dataclass(slots=True)
class Build:
    """What is known so far of the policy being read. Problems are collected, never raised one by one."""

    problems: Problems
    folder: Folder
    read: Callable[[str], bytes]
    """Reads a list file or a policy that is used, by its name; raises OSError with a sentence where it must not."""
    lists: dict[str, tuple[Phrase | Combination, ...]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    numbers: dict[Phrase, int] = field(default_factory=dict)
    rule: str = ""
    """The id of the rule that is being read."""
    kinds: set[str] = field(default_factory=set)
    """The kinds of writing that this rule asks for."""
    tried: bool = False
    """Whether this rule is only tried out."""
    needs: list[Need] = field(default_factory=list)
    """What this rule asks of other rules."""
    in_name: list[Node] = field(default_factory=list)
    """Where this rule says `in: name`."""
    counting: list[Counting] = field(default_factory=list)
    """The conditions that ask how much was sent before."""
    patterns: int = 0
    """How many patterns were read."""

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """Every phrase of the policy, by number."""
        return tuple(self.numbers)

    def number(self, phrase: Phrase) -> int:
        """The number of a phrase; a new one is entered."""
        return self.numbers.setdefault(phrase, len(self.numbers))

    def part(self, part: Phrase | ListName) -> tuple[int, ...]:
        """The numbers of the phrases that fulfil one part of a combination, in order of the file."""
        phrases = (part,) if isinstance(part, Phrase) else self.lists[part.name]
        return tuple(self.number(one) for one in phrases if isinstance(one, Phrase))

    # Readers of single values. Each reports what is wrong and gives None, so that reading goes on.

    def word(self, node: Node, what: str, *, blank: bool = False, example: str = "some text") -> str | None:
        """One piece of text that is not empty; `blank` allows it to be, in quotes."""
        if isinstance(node, Text) and (node.value.strip() or (blank and node.quoted)):
            return node.value
        self.problems.add(node, f"`{what}` must be one piece of text", f"write {what}: {example}")
        return None

    def whole(self, node: Node, what: str, *, least: int = 0, most: int = 1_000_000) -> int | None:
        """A whole number between least and most."""
        if isinstance(node, Text) and re.fullmatch(r"[+-]?[0-9]{1,40}", node.value.strip()):
            number = int(node.value)
            if least <= number <= most:
                return number
            self.problems.add(node, f"`{what}` is {number}", f"write a number from {least} to {most}")
            return None
        self.problems.add(node, f"`{what}` must be a whole number", f"write {what}: {max(least, 3)}")
        return None

    def percent(self, node: Node, what: str) -> int | None:
        """A share such as 30% or 0.5%, in hundredths of a percent."""
        text = node.value.strip() if isinstance(node, Text) else ""
        number = re.fullmatch(r"([0-9]{1,3})(?:\.([0-9]{1,2}))?\s*%", text)
        share = int(number[1] + (number[2] or "").ljust(2, "0")) if number else -1
        if 0 <= share <= 10_000:
            return share
        self.problems.add(node, f"`{what}` must be a share from 0% to 100%", f"write {what}: 30%")
        return None

    def truth(self, node: Node, what: str) -> bool | None:
        """true or false."""
        if isinstance(node, Text) and node.value.strip().lower() in {"true", "yes", "false", "no"}:
            return node.value.strip().lower() in {"true", "yes"}
        self.problems.add(node, f"`{what}` must be true or false", f"write {what}: true")
        return None

    def texts(self, node: Node, what: str, example: str = "one, two") -> list[Text]:
        """One piece of text or a list of them, none empty, under a key."""
        values = node.values if isinstance(node, Items) else (node,)
        if isinstance(node, Items) and not values:
            self.problems.add(
                node, f"the list under `{what}` is empty", "write at least one, or take the key away"
            )
        good: list[Text] = []
        for value in values:
            if isinstance(value, Text) and value.value.strip():
                good.append(value)
            else:
                self.problems.add(
                    value,
                    f"`{what}` must be text or a list of texts",
                    f"write {what}: [{example}]; quote text with signs",
                )
        return good

    def choices(self, node: Node, what: str, known: Collection[str], key: str = "") -> list[str]:
        """One or several of the known words; the key they stand under, where it is not what they are."""
        texts = self.texts(node, key or what, ", ".join(list(known)[:2]))
        return [text.value for text in texts if self._known(text, what, known)]

    def choice(self, node: Node, what: str, known: Collection[str]) -> str | None:
        """One of the known words."""
        if isinstance(node, Text):
            return node.value if self._known(node, what, known) else None
        self.problems.add(node, f"a {what} must be one word", _some(known))
        return None

    def _known(self, text: Text, what: str, known: Collection[str]) -> bool:
        if text.value in known:
            return True
        guess = did_you_mean(text.value, known) or _some(known)
        problem = (
            f"{shown(text.value)} is not a {what}" if text.value.strip() else f"a {what} is missing here"
        )
        self.problems.add(text, problem, guess)
        return False

    def keys(
        self,
        node: Node,
        what: str,
        known: Mapping[str, object],
        *,
        elsewhere: Mapping[str, str] = _NONE,
    ) -> Table | None:
        """A map whose keys are all known; unknown keys are reported, the others still read.

        `elsewhere` are keys that belong in another place, with their remedy.
        """
        if not isinstance(node, Table):
            self.problems.add(
                node, f"{what} must be a map", f"write keys with a colon: {next(iter(known))}: ..."
            )
            return None
        for key, _ in node.entries:
            if key.value not in known:
                guess = elsewhere.get(key.value) or did_you_mean(key.value, known)
                remedy = guess or f"its {'keys are' if len(known) > 1 else 'only key is'} {', '.join(known)}"
                self.problems.add(key, f"{shown(key.value)} is not a key of {what}", remedy)
        return node

    # Phrases and lists.

    def entries(self, node: Node, what: str) -> list[Entry]:
        """The phrases, combinations and list names written at a place; `list x` of an unknown list is reported."""
        entries = [self.entry(text.value, text.mark) for text in self.texts(node, what)]
        return [entry for entry in entries if entry is not None]

    def entry(self, source: str, mark: Mark, match: str = "", file: str | None = None) -> Entry | None:
        """One entry, or None with a problem at its place."""
        try:
            entry = parse_entry(source, self.folder, match)
        except ValueError as error:
            problem, _, remedy = str(error).partition("; ")
            self.problems.add(mark, problem, remedy, file=file)
            return None
        return entry if isinstance(entry, Phrase) or self._lists_known(entry, mark) else None

    def _lists_known(self, entry: Combination | ListName, mark: Mark) -> bool:
        parts = entry.parts if isinstance(entry, Combination) else ()
        names = [one.name for one in (entry, *parts) if isinstance(one, ListName)]
        missing = [name for name in names if name not in self.lists]
        for name in missing:
            guess = did_you_mean(name, self.lists) or "name it under lists: at the top of the file"
            self.problems.add(mark, f"there is no list `{name}`", guess)
        for part in parts:
            if isinstance(part, ListName) and any(
                isinstance(one, Combination) for one in self.lists.get(part.name, ())
            ):
                problem = f"`list {part.name}` holds combinations, so it can't be a part of one"
                self.problems.add(mark, problem, "put its single phrases in a list of their own")
        return not missing


def _some(known: Collection[str]) -> str:
    """A remedy that names the words that may be written; of very many, as the rules of a long file, the first ones."""
    named, more = list(known)[:MOST_NAMED], len(known) - MOST_NAMED
    return (
        f"write one of {', '.join(named)}" + (f" and {more} more" if more > 0 else "")
        if named
        else "there is none"
    )
