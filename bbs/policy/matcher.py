"""All phrases of a policy, found in one pass over a text, with their spans in the original.

Each phrase has an anchor: its longest run of words that touch without a gap to check. The anchors of all
phrases form one automaton (Aho and Corasick 1975, by `ahocorasick_rs`); the words beside an anchor
are compared on a hit only, so the cost does not grow with the number of phrases.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter

from ahocorasick_rs import AhoCorasick, MatchKind

from bbs.policy.characters import Memo
from bbs.policy.covering import Taken
from bbs.policy.fold import Folder, Reading, collapse, fits
from bbs.policy.phrases import Phrase, WordPattern, is_hangul
from bbs.policy.submission import Span

Found = dict[int, list[Span]]
"""Phrase number -> its spans, in order of the readings and of the text."""


_Anchor = tuple[int, int, int]
"""The number of a phrase, and which of its words are the first and the last of its anchor."""

_Key = tuple[str, _Anchor]
"""An anchor behind the string that finds it."""

PIECE = 200_000
"""Bytes of all strings of one automaton. Building one holds up the whole interpreter, this one some 15 ms."""


class Matcher:
    """Finds the phrases it was made with; a phrase's number is its place in the sequence."""

    def __init__(self, folder: Folder, phrases: Sequence[Phrase]) -> None:
        self._phrases = known = tuple(phrases)
        words: list[_Key] = []
        inside: list[_Key] = []
        for number, phrase in enumerate(self._phrases):
            if phrase.closed:
                words.append((f" {phrase.text} ", (number, 0, len(phrase.sides) - 1)))
            elif phrase.sides:
                key, first, last = _anchor(phrase.words)
                words.append((key, (number, first, last)))
            else:
                inside.append((phrase.text, (number, 0, 0)))
        self._words, self._inside = _Automaton(words), _Automaton(inside)
        # of the phrases alone: what led back to this matcher would keep a policy that the collector leaves alone
        self._words_of: Memo[int, Sequence[WordPattern]] = Memo(lambda number: known[number].words, 1_000)
        stretched = "stretch" in folder.names
        self._stretched_words = _Automaton(_collapsed(words) if stretched else ())
        self._stretched_inside = _Automaton(_collapsed(inside) if stretched else ())

    def find(self, field: str, readings: Sequence[Reading]) -> Found:
        """Every phrase that occurs in one of the readings; the reading with the fewest steps is named."""
        found: Found = {}
        known = _Known()
        known.found = found
        for reading in readings:
            fresh: Found = {}
            for number, start, end in self._in_words(reading):
                if number not in found or not known[number].touches(field, *reading.span(start, end)):
                    span = _span(field, self._phrases[number], reading, start, end)
                    fresh.setdefault(number, []).append(span)
            for number, start, end in self._in_text(reading) if self._inside.pieces else ():
                if number not in found or not known[number].touches(field, *reading.text_span(start, end)):
                    span = _text_span(field, self._phrases[number], reading, start, end)
                    fresh.setdefault(number, []).append(span)
            for number, spans in fresh.items():
                found.setdefault(number, []).extend(spans)
                known.learn(number, spans)
        return found

    def _in_words(self, reading: Reading) -> Iterator[tuple[int, int, int]]:
        """The number of each phrase of words, and its place in the line."""
        hits = self._words.hits(reading.line)
        if reading.collapsed:
            hits += self._stretched_words.hits(reading.line)
        for (number, first, last), start, end in hits:
            phrase = self._phrases[number]
            if phrase.closed and not reading.collapsed:
                yield number, start + 1, end - 1
                continue
            place = _extend(self._words_of[number], first, last, reading, start, end)
            if place is not None:
                yield number, *place

    def _in_text(self, reading: Reading) -> Iterator[tuple[int, int, int]]:
        """The number of each phrase that is looked for anywhere, and its place in the text."""
        hits = self._inside.hits(reading.text)
        if reading.collapsed:
            hits += self._stretched_inside.hits(reading.text)
        for (number, _, _), start, end in hits:
            text = self._phrases[number].anywhere if reading.collapsed else ""
            if not text or fits(text, reading, start, end, text=True, open_start=True, open_end=True):
                yield number, start, end


class _Known(dict[int, Taken]):
    """The characters that each phrase has in readings with fewer steps: there it is not found again."""

    found: Found

    def __missing__(self, number: int) -> Taken:
        self[number] = Taken()
        self.learn(number, self.found[number])
        return self[number]

    def learn(self, number: int, spans: Iterable[Span]) -> None:
        """Add what was found of a phrase, where it has been asked for."""
        if number in self:
            for span in spans:
                self[number].take(span.field, span.start, span.end)


class _Automaton:
    """Anchors by the string that finds them, in as many pieces as it takes to build none of them for long."""

    def __init__(self, keys: Sequence[_Key]) -> None:
        self.pieces = [
            (AhoCorasick([key for key, _ in piece], matchkind=MatchKind.Standard), [one for _, one in piece])
            for piece in _pieces(keys)
        ]

    def hits(self, text: str) -> list[tuple[_Anchor, int, int]]:
        """Every anchor that occurs, with its place in the text."""
        return [
            (anchors[key], start, end)
            for engine, anchors in self.pieces
            for key, start, end in engine.find_matches_as_indexes(text, overlapping=True)
        ]


def _pieces(keys: Sequence[_Key]) -> Iterator[list[_Key]]:
    """The anchors in pieces; each in order, so that what begins alike lies together and is built thrice as fast."""
    piece: list[_Key] = []
    size = 0
    for key in keys:
        piece.append(key)
        size += len(key[0].encode())
        if size >= PIECE:
            yield sorted(piece, key=_string)
            piece, size = [], 0
    if piece:
        yield sorted(piece, key=_string)


_string = itemgetter(0)


def _collapsed(keys: Iterable[_Key]) -> list[_Key]:
    """The anchors that are found by another string where every run of one character is a single one."""
    return [(merged, anchor) for key, anchor in keys if (merged := collapse(key)) != key]


def _anchor(words: Sequence[WordPattern]) -> tuple[str, int, int]:
    """The longest run of words without an open joint, with a space on every closed side."""
    best = ("", 0, 0)
    first = 0
    for last, word in enumerate(words):
        if last + 1 < len(words) and not (word.open_right or words[last + 1].open_left):
            continue
        run = words[first : last + 1]
        left = "" if run[0].open_left else " "
        right = "" if run[-1].open_right else " "
        best = max(best, (left + " ".join(word.text for word in run) + right, first, last), key=_length)
        first = last + 1
    return best


def _length(anchor: tuple[str, int, int]) -> int:
    return len(anchor[0])


def _extend(
    words: Sequence[WordPattern], first: int, last: int, reading: Reading, start: int, end: int
) -> tuple[int, int] | None:
    """Where the whole phrase lies in the line around its anchor, or None where a word beside it differs."""
    line = reading.line
    begin = start if words[first].open_left else start + 1
    finish = end if words[last].open_right else end - 1
    if not _anchor_fits(words[first : last + 1], reading, begin, finish):
        return None
    word_end = line.find(" ", finish)
    if words[last].ending and word_end > finish and not is_hangul(line[finish:word_end]):
        return None
    place = (begin, finish)
    edge = line.rfind(" ", 0, begin)
    for pattern in reversed(words[:first]):
        before = line.rfind(" ", 0, edge) if edge > 0 else -1
        inner = _word_fits(pattern, reading, before + 1, edge) if edge > 0 else None
        if inner is None:
            return None
        place, edge = (inner[0], place[1]), before
    for pattern in words[last + 1 :]:
        after = line.find(" ", word_end + 1)
        inner = _word_fits(pattern, reading, word_end + 1, after) if after > 0 else None
        if inner is None:
            return None
        place, word_end = (place[0], inner[1]), after
    return place


def _anchor_fits(words: Sequence[WordPattern], reading: Reading, start: int, end: int) -> bool:
    """In a collapsed reading, whether the runs of letters are long enough; elsewhere the anchor is the text."""
    if not reading.collapsed:
        return True
    text = " ".join(word.text for word in words)
    return fits(text, reading, start, end, open_start=words[0].open_left, open_end=words[-1].open_right)


def _word_fits(pattern: WordPattern, reading: Reading, start: int, end: int) -> tuple[int, int] | None:
    """Where the pattern's letters lie in the word line[start:end], or None."""
    text = collapse(pattern.text) if reading.collapsed else pattern.text
    at = _place(pattern, reading.line[start:end], text)
    if at is None:
        return None
    first, last = start + at, start + at + len(text)
    sides = {"open_start": pattern.open_left, "open_end": pattern.open_right}
    return (first, last) if fits(pattern.text, reading, first, last, **sides) else None


def _place(pattern: WordPattern, word: str, text: str) -> int | None:
    """Where the folded text stands in a word, as the pattern's open sides allow."""
    if pattern.open_left:
        at = word.find(text) if pattern.open_right else len(word) - len(text)
        return at if at >= 0 and word.startswith(text, at) else None
    rest = word[len(text) :]
    may_follow = not rest or (is_hangul(rest) if pattern.ending else pattern.open_right)
    return 0 if word.startswith(text) and may_follow else None


def _span(field: str, phrase: Phrase, reading: Reading, start: int, end: int) -> Span:
    first, last, text, steps, word = reading.spelt(start, end, whole=phrase.starred)
    return Span(field, first, last, text, phrase.source, steps, word)


def _text_span(field: str, phrase: Phrase, reading: Reading, start: int, end: int) -> Span:
    first, last = reading.text_span(start, end)
    word = reading.text_word_span(start, end)
    return Span(
        field, first, last, reading.original[first:last], phrase.source, reading.text_steps(start, end), word
    )
