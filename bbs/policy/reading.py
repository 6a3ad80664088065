"""One reading of a text: comparable, cut into words, and every character of it knows its origin.

The maps back to the original are worked out on the first hit only; most texts have none.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from bbs.policy.characters import Memo
from bbs.policy.disguises import Joined, collapse, is_stretched, run_lengths
from bbs.policy.letters import Letters
from bbs.policy.once import once
from bbs.policy.steps import Step, names
from bbs.policy.words import Line

Spelt = tuple[int, int, str, tuple[str, ...], tuple[int, int]]
"""Where something begins and ends in the original, how it reads there, the steps needed, and what an edit takes."""
_CASE = names(Step.CASE)


class Reading(Line):
    """A text as it reads after some folding steps.

    `text` has its separators; `line` has the words alone, one space between them and around them. Offsets are
    code points; start is smaller than end, and in `line` both touch characters of words.
    """

    collapsed = False

    def __init__(
        self, original: str, letters: Letters, folded: str, read: str, joined: Joined | None = None
    ) -> None:
        """`folded` is the work of `letters`, `read` the same with leet read, which keeps all places."""
        self.original = original
        self.text = read if joined is None else joined.text
        self._letters = letters
        self._folded = folded
        self._read = read
        self._joined = joined

    @once
    def _origins(self) -> tuple[Sequence[int], Sequence[int], Sequence[int]]:
        """Where each character of the text begins and ends in the original; and what was taken out of that."""
        origins = self._letters.origins(self.original)
        if origins is None:
            starts: Sequence[int] = range(len(self.original))
            ends: Sequence[int] = range(1, len(self.original) + 1)
            removed: Sequence[int] = ()
        else:
            starts, ends, removed = origins.starts, origins.ends, origins.removed
        if self._joined is not None:
            starts, ends = ([places[at] for at in self._joined.kept] for places in (starts, ends))
        return starts, ends, removed

    @once
    def _moves(self) -> tuple[Sequence[int], Sequence[int]]:
        """From which place of the line on its characters stand how much further on in the text."""
        if self.gaps is not None:
            return self.gaps
        begins = list(accumulate([end - start + 1 for start, end, _ in self.tokens], initial=1))
        return begins, [start - at for at, (start, _, _) in zip(begins, self.tokens, strict=False)]

    def _place(self, at: int) -> int:
        """The place in the text of a character of a word in the line."""
        begins, further = self._moves
        return at + further[bisect_right(begins, at) - 1]

    @once
    def _word_starts(self) -> list[int]:
        return [start for start, _, _ in self.tokens]

    @once
    def _word_ends(self) -> list[int]:
        return [whole for _, _, whole in self.tokens]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where the characters line[start:end] begin and end in the original."""
        first, last = self._place(start), self._place(end - 1)
        if self._as_written:
            return first, last + 1
        starts, ends, _ = self._origins
        return starts[first], ends[last]

    def text_span(self, start: int, end: int) -> tuple[int, int]:
        """Where the characters text[start:end] begin and end in the original."""
        starts, ends, _ = self._origins
        return starts[start], ends[end - 1]

    def word_span(self, start: int, end: int) -> tuple[int, int]:
        """Where the whole words that line[start:end] lies in begin and end in the original, a final 's included."""
        if self.gaps is not None:  # no word has a final 's
            return self.span(self.line.rfind(" ", 0, start) + 1, self.line.find(" ", end))
        return self.text_word_span(self._place(start), self._place(end - 1) + 1)

    def text_word_span(self, start: int, end: int) -> tuple[int, int]:
        """The same for text[start:end]; what lies in no word is taken as it is."""
        at = bisect_right(self._word_ends, start)
        last = bisect_left(self._word_starts, end, lo=at) - 1
        if last < at:
            return self.text_span(start, end)
        starts, ends, _ = self._origins
        return starts[min(start, self._word_starts[at])], ends[max(end, self._word_ends[last]) - 1]

    def words(self) -> Iterator[tuple[int, int, int]]:
        """Each word of the original: where it begins, where it ends without a final 's, and with it."""
        for start, end, whole in self.tokens:
            first, last = self.text_span(start, end)
            yield first, last, self.text_span(start, whole)[1]

    def spelt(self, start: int, end: int, *, whole: bool) -> Spelt:
        """What stands at line[start:end]; `whole`: an edit takes whole words."""
        if self._as_written:
            first, last = self._place(start), self._place(end - 1) + 1
            text = self.original[first:last]
            steps = () if text == self.text[first:last] else _CASE
        else:
            (first, last), steps = self.span(start, end), self.steps(start, end)
            text = self.original[first:last]
        return first, last, text, steps, self.word_span(start, end) if whole else (first, last)

    def steps(self, start: int, end: int) -> tuple[str, ...]:
        """The steps that line[start:end] needed, in order."""
        return names(self._line_touched(start, end))

    def text_steps(self, start: int, end: int) -> tuple[str, ...]:
        """The steps that text[start:end] needed, in order."""
        return names(self._text_touched(start, end))

    def _line_touched(self, start: int, end: int) -> int:
        first, last = self._place(start), self._place(end - 1) + 1
        return _TOGETHER[self._line_bits[start:end]] | self._touched_around(first, last)

    @once
    def _as_written(self) -> bool:
        """Whether nothing but the case of ASCII letters can have changed: by far the most texts."""
        return self._joined is None and self._read is self._folded and self.original.isascii()

    def _text_touched(self, start: int, end: int) -> int:
        return _TOGETHER[self._bits[start:end]] | self._touched_around(start, end)

    @once
    def _bits(self) -> bytes:
        """For each character of the text the steps that it needed itself."""
        bits = self._letters.touched(self.original)
        if self._read is not self._folded:
            read = zip(bits, self._read, self._folded, strict=True)
            bits = bytes([touched if a == b else touched | Step.LEET for touched, a, b in read])
        return bits if self._joined is None else bytes([bits[at] for at in self._joined.kept])

    @once
    def _line_bits(self) -> bytes:
        """The same for the line, whose spaces need none."""
        return b"\0".join((b"", *(self._bits[start:end] for start, end, _ in self.tokens), b""))

    def _touched_around(self, start: int, end: int) -> int:
        """The steps that took something out between the characters text[start:end]."""
        starts, ends, removed = self._origins
        if not removed and self._joined is None:
            return 0
        touched = 0
        if removed and bisect_right(removed, starts[start]) < bisect_left(removed, ends[end - 1]):
            touched |= Step.INVISIBLE
        if self._joined is not None and self._joined.touches(start, end - 1):
            touched |= Step.SPREAD
        return touched


def _or(bits: bytes) -> int:
    together = 0
    for one in set(bits):
        together |= one
    return together


_TOGETHER: Memo[bytes, int] = Memo(_or, most=1_000)
"""The steps of several characters; it keeps few, for they may be long."""


class Collapsed(Reading):
    """A reading in which every run of equal characters is a single one, for stretched words."""

    collapsed = True

    def __init__(self, base: Reading) -> None:
        self.original = base.original
        self.line = collapse(base.line)
        self._base = base

    @once
    def _as_written(self) -> bool:
        """See Reading; its places are those of another one."""
        return False

    @once
    def text(self) -> str:
        """See Reading."""
        return collapse(self._base.text)

    @once
    def _runs(self) -> list[int]:
        return run_lengths(self._base.line)

    @once
    def _text_runs(self) -> list[int]:
        return run_lengths(self._base.text)

    @once
    def _ends(self) -> list[int]:
        return [0, *accumulate(self._runs)]

    @once
    def _text_ends(self) -> list[int]:
        return [0, *accumulate(self._text_runs)]

    def runs(self, at: int) -> int:
        """How often the character line[at] stands in a row in the reading before collapsing."""
        return self._runs[at]

    def text_runs(self, at: int) -> int:
        """The same for text[at]."""
        return self._text_runs[at]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """See Reading; whole runs."""
        return self._base.span(self._ends[start], self._ends[end])

    def text_span(self, start: int, end: int) -> tuple[int, int]:
        """See Reading; whole runs."""
        return self._base.text_span(self._text_ends[start], self._text_ends[end])

    def word_span(self, start: int, end: int) -> tuple[int, int]:
        """See Reading."""
        return self._base.word_span(self._ends[start], self._ends[end])

    def text_word_span(self, start: int, end: int) -> tuple[int, int]:
        """See Reading."""
        return self._base.text_word_span(self._text_ends[start], self._text_ends[end])

    def _line_touched(self, start: int, end: int) -> int:
        stretched = Step.STRETCH if max(self._runs[start:end]) >= 3 else 0
        return self._base._line_touched(self._ends[start], self._ends[end]) | stretched

    def _text_touched(self, start: int, end: int) -> int:
        stretched = Step.STRETCH if max(self._text_runs[start:end]) >= 3 else 0
        return self._base._text_touched(self._text_ends[start], self._text_ends[end]) | stretched


def collapsed_readings(readings: Iterable[Reading]) -> tuple[Collapsed, ...]:
    """The collapsed reading of each one in which a word is stretched."""
    return tuple(Collapsed(reading) for reading in readings if is_stretched(reading.line))


_RUNS: Memo[str, list[int]] = Memo(run_lengths, most=1_000)
"""How long the runs of a phrase are."""


def fits(
    phrase: str,
    reading: Reading,
    start: int,
    end: int,
    *,
    text: bool = False,
    open_start: bool = False,
    open_end: bool = False,
) -> bool:
    """Whether a phrase whose collapsed form stands at start to end of a collapsed reading is really spelt there.

    Each run of equal characters stands for a run of the phrase of the same length; a run of three or more
    stands also for one and for two. An open side may be in the middle of a longer run. `text` says that
    the offsets are those of `.text`, not of `.line`.
    """
    if not isinstance(reading, Collapsed):
        return True
    found, wanted = (reading._text_runs if text else reading._runs)[start:end], _RUNS[phrase]
    if found == wanted:
        return True
    last = len(wanted) - 1
    return len(found) == len(wanted) and all(
        _run_fits(length, want, (open_start and at == 0) or (open_end and at == last))
        for at, (length, want) in enumerate(zip(found, wanted, strict=True))
    )


def _run_fits(found: int, wanted: int, is_open: bool) -> bool:
    return found == wanted or (found >= 3 and wanted <= 2) or (is_open and found > wanted)
