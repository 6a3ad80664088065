"""Words, phrases, combinations: the conditions that look for what was written."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, NamedTuple, Self

from bbs.document import Node
from bbs.policy.build import Build
from bbs.policy.case import NO, Case, Finding, Scope
from bbs.policy.fold import DISGUISES
from bbs.policy.phrases import Combination, Entry, ListName, Phrase, parts_of
from bbs.policy.plainly import listed
from bbs.policy.submission import Excused, Hit, Span


class Together(NamedTuple):
    """A combination: its text, and the parts that must all be fulfilled, by their place in `Entries.parts`."""

    source: str
    parts: tuple[int, ...]


class Entries:
    """What a word list means, ready to be looked up from the phrases that were found (an inverted index)."""

    def __init__(self, entries: Iterable[Entry], build: Build) -> None:
        self.sources: dict[int, str] = {}
        """Single phrases: number -> as written."""
        self.together: list[Together] = []
        self.parts: list[tuple[int, ...]] = []
        """Each different part of a combination: the numbers of the phrases that fulfil it."""
        self._order: dict[int, int] = {}
        """Phrase number -> its place in this list; numbers depend on the other rules of the file."""
        places: dict[Phrase | ListName, int] = {}
        for entry in flat(entries, build):
            if isinstance(entry, Phrase):
                number = build.number(entry)
                self.sources.setdefault(number, entry.source)
                self._order.setdefault(number, len(self._order))
            else:
                parts = [self._part(part, places, build) for part in entry.parts]
                self.together.append(Together(entry.source, tuple(parts)))
        self._fulfils = _inverted(self.parts)
        """Phrase number -> the parts that it fulfils."""
        self._led_by = _inverted(_leading(self.together))
        """Part -> places of the combinations that are looked at once it is fulfilled."""

    def _part(self, part: Phrase | ListName, places: dict[Phrase | ListName, int], build: Build) -> int:
        if part not in places:
            places[part] = len(self.parts)
            self.parts.append(build.part(part))
            for number in self.parts[-1]:
                self._order.setdefault(number, len(self._order))
        return places[part]

    def __len__(self) -> int:
        return len(set(self.sources.values()) | {one.source for one in self.together})

    def occurs(self, found: Mapping[int, object]) -> bool:
        """Whether any phrase of this list, or any part of a combination, is among the found ones at all."""
        return not self._order.keys().isdisjoint(found)

    def fulfilled(self, found: Iterable[int]) -> dict[int, list[int]]:
        """The parts that the found phrases fulfil, each with those that do."""
        parts: dict[int, list[int]] = defaultdict(list)
        for number in found:
            for part in self._fulfils.get(number, ()):
                parts[part].append(number)
        return parts

    def complete(self, fulfilled: Collection[int]) -> list[Together]:
        """The combinations all of whose parts are fulfilled, in order of the file."""
        places = sorted(place for part in fulfilled for place in self._led_by.get(part, ()))
        found = (self.together[place] for place in places)
        return [one for one in found if all(part in fulfilled for part in one.parts)]

    def begun(self, fulfilled: Collection[int]) -> list[Together]:
        """The combinations of which at least one part is fulfilled, in order of the file."""
        return [one for one in self.together if any(part in fulfilled for part in one.parts)]

    @property
    def numbers(self) -> Collection[int]:
        """Every phrase of this list and every part of its combinations."""
        return self._order.keys()

    def among(self, found: Iterable[int]) -> list[int]:
        """The found phrases that this list asks for, on their own or as a part, in order of the list."""
        return sorted((n for n in found if n in self._order), key=self._order.__getitem__)


def _inverted(rows: Sequence[Iterable[int]]) -> dict[int, tuple[int, ...]]:
    """Each number -> the places of the rows in which it stands."""
    places: dict[int, list[int]] = defaultdict(list)
    for place, numbers in enumerate(rows):
        for number in numbers:
            places[number].append(place)
    return {number: tuple(found) for number, found in places.items()}


def _leading(together: Sequence[Together]) -> list[tuple[int]]:
    """Of each combination the part that the fewest others share: one word in a thousand of them costs little."""
    shared = Counter(part for one in together for part in one.parts)
    return [(min(one.parts, key=shared.__getitem__),) for one in together]


def flat(entries: Iterable[Entry], build: Build) -> Iterator[Phrase | Combination]:
    """The entries with every `list x` replaced by what the list holds."""
    for entry in entries:
        if isinstance(entry, ListName):
            yield from build.lists[entry.name]
        else:
            yield entry


def phrases_alone(node: Node, build: Build, what: str, problem: str) -> frozenset[int]:
    """The numbers of the phrases written at a node; a combination among them is reported as a problem."""
    entries = list(flat(build.entries(node, what), build))
    if any(isinstance(entry, Combination) for entry in entries):
        build.problems.add(node, problem, "write its parts as phrases, or use unless")
    return frozenset(build.number(entry) for entry in entries if isinstance(entry, Phrase))


class _Sifted(NamedTuple):
    """The spans that count for one condition, by phrase number."""

    spans: dict[int, Sequence[Span]]
    excused: list[Excused]
    passed_over: dict[int, Excused]
    """The first span of each phrase that an exception covers."""


def _sift(entries: Entries, scope: Scope, case: Case) -> _Sifted:
    spans: dict[int, Sequence[Span]] = {}
    excused: list[Excused] = []
    first: dict[int, Excused] = {}
    for number in entries.among(case.found):
        counted, passed_over = scope.sift(case, case.found[number])
        excused += passed_over
        if counted:
            spans[number] = counted
        if passed_over:
            first[number] = passed_over[0]
    return _Sifted(spans, excused, first)


def _hits(entries: Entries, scope: Scope, sifted: _Sifted) -> dict[str, list[Hit]]:
    """The hits by phrase or combination as written."""
    hits: dict[str, list[Hit]] = {}
    for number, spans in sifted.spans.items():
        if number in entries.sources:
            source = entries.sources[number]
            counted = [Hit(source, (span,)) for span in spans if not scope.disguised or _disguised(span)]
            if source in hits or len(counted) > 1:  # two lists may share a phrase, two letters their origin
                counted = list(dict.fromkeys([*hits.get(source, ()), *counted]))
            if counted:
                hits[source] = counted
    if not entries.together:
        return hits
    parts = entries.fulfilled(sifted.spans)
    for combination in entries.complete(parts):
        numbers = dict.fromkeys(number for part in combination.parts for number in parts[part])
        every = [span for number in numbers for span in sifted.spans[number]]
        if not scope.disguised or any(map(_disguised, every)):
            hit = Hit(combination.source, tuple(sorted(set(every))))
            hits[combination.source] = [*hits.get(combination.source, ()), hit]
    return hits


def _disguised(span: Span) -> bool:
    return not DISGUISES.isdisjoint(span.steps)


def _flatten(hits: dict[str, list[Hit]]) -> tuple[Hit, ...]:
    return tuple([hit for found in hits.values() for hit in found])


@dataclass(frozen=True, slots=True)
class Words:
    """Any of the phrases occurs; a + b means all parts, anywhere, in any order."""

    word: ClassVar[str] = "words"
    example: ClassVar[str] = "words: [cake, birth*, happy birthday, party + friday, list greeting]"
    gives_hits: ClassVar[bool] = True

    entries: Entries
    scope: Scope

    @classmethod
    def read(cls, node: Node, build: Build, scope: Scope) -> Self | None:
        """The phrases of a `words` key."""
        written = build.entries(node, cls.word)
        entries = Entries(written, build)
        if scope.at_least > len(entries) and build.problems.ok:
            there = "there is 1 phrase" if len(entries) == 1 else f"there are {len(entries)} phrases"
            problem = (
                f"`at_least: {scope.at_least}` can't be reached: {there}, spellings that fold alike once"
            )
            build.problems.add(node, problem, "ask for fewer, or write more phrases")
        return cls(entries, scope) if written else None

    def judge(self, case: Case) -> Finding:
        """True where at least `at_least` different phrases occur outside all exceptions."""
        if not self.entries.occurs(case.found):  # most rules, for most posts
            return NO
        sifted = _sift(self.entries, self.scope, case)
        hits = _hits(self.entries, self.scope, sifted)
        return Finding(len(hits) >= self.scope.at_least, _flatten(hits), tuple(sifted.excused))

    def why_not(self, case: Case) -> str:
        """The exception, the missing part or the missing number of phrases."""
        sifted = _sift(self.entries, self.scope, case)
        hits = _hits(self.entries, self.scope, sifted)
        if hits:
            return f"only {len(hits)} of the {self.scope.at_least} different phrases it asks for occurs"
        if sifted.excused and not sifted.spans:
            return sifted.excused[0].in_words
        if _hits(self.entries, replace(self.scope, disguised=False), sifted):
            return "its phrases occur, but none of them in disguise"
        return _missing_parts(self.entries, sifted) or _nowhere(self.entries, case)


def _missing_parts(entries: Entries, sifted: _Sifted) -> str:
    """What the first combination that is there in part lacks, or the exception that covers it."""
    fulfilled = entries.fulfilled(sifted.spans)
    for combination in entries.begun(fulfilled):
        parts = zip(parts_of(combination.source), combination.parts, strict=True)
        missing = [(name, entries.parts[part]) for name, part in parts if part not in fulfilled]
        excuses = (_excuse(part, sifted) for _, part in missing)
        if excuse := next(filter(None, excuses), ""):
            return excuse
        names = listed([f"“{name}”" for name, _ in missing], 8)
        said = f"parts {names} are" if missing[1:] else f"part {names} is"
        return f"of “{combination.source}” the {said} missing"
    return ""


def _nowhere(entries: Entries, case: Case) -> str:
    """What is said of phrases that were not found; some may stand where nobody looks."""
    elsewhere = entries.among(case.found)
    return "its phrases occur only where it does not look" if elsewhere else "none of its phrases occurs"


def _excuse(numbers: Iterable[int], sifted: _Sifted) -> str:
    """Which exception covers one of these phrases; empty where none does."""
    return next((sifted.passed_over[n].in_words for n in numbers if n in sifted.passed_over), "")


class AllWords(Words):
    """Every one of the phrases occurs."""

    word: ClassVar[str] = "all_words"
    example: ClassVar[str] = "all_words: [lantern, river]"

    def judge(self, case: Case) -> Finding:
        """True where no phrase is missing."""
        if not self.entries.occurs(case.found):
            return NO
        sifted = _sift(self.entries, self.scope, case)
        hits = _hits(self.entries, self.scope, sifted)
        return Finding(not self._missing(hits), _flatten(hits), tuple(sifted.excused))

    def _missing(self, hits: dict[str, list[Hit]]) -> list[str]:
        every: Sequence[str] = [
            *self.entries.sources.values(),
            *(one.source for one in self.entries.together),
        ]
        return [source for source in every if source not in hits]

    def why_not(self, case: Case) -> str:
        """The first phrase that is missing, excused or not in disguise."""
        sifted = _sift(self.entries, self.scope, case)
        source = self._missing(_hits(self.entries, self.scope, sifted))[0]
        if source in _hits(self.entries, replace(self.scope, disguised=False), sifted):
            return f"“{source}” occurs, but not in disguise"
        numbers = (number for number, name in self.entries.sources.items() if name == source)
        return _excuse(numbers, sifted) or f"“{source}” is missing"
