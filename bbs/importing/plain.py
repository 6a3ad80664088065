"""Word lists without weights: one phrase a line, one line with commas, or a column of a table."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from bbs.document import Mark
from bbs.importing.phrases import as_written, combination, phrase, signs_at_an_end
from bbs.importing.taken import Format, Rule, Taken, words

_COLUMNS = ("word", "words", "phrase", "phrases", "keyword", "keywords", "term", "terms", "text")
"""Heads of a column of phrases."""
_ABOUT = ("A list of words", "Posts with a word of the list wait for an editor.")
_JOINED = re.compile(r"[^\s+]\+[^\s+]")
_TABLE = re.compile(r'(?:"[^"]*"|[^,"\n]*),.*')


def read_lines(text: str, _file: str) -> Taken:
    """One phrase a line, with the stars of the language; a single line may hold them between commas."""
    lines = [(number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
    if len(lines) == 1 and "," in lines[0][1]:
        return _listed(_between_commas(*lines[0]), Taken(*_ABOUT))
    found = (
        (line.strip(), Mark(n, len(line) - len(line.lstrip()) + 1)) for n, line in lines if line[0] != "#"
    )
    return _listed(found, Taken(*_ABOUT))


def read_csv(text: str, _file: str) -> Taken:
    """One column of a table: the one whose head says so, else the first."""
    taken = Taken(*_ABOUT)
    rows, lines = table(text, taken)
    head = [cell.strip().lower() for cell in rows[0]] if rows else []
    named = next((head.index(name) for name in _COLUMNS if name in head), None)
    column = named or 0
    body = list(zip(rows, lines, strict=True))[named is not None :]
    found = (
        (row[column].strip(), Mark(line, 1))
        for row, line in body
        if len(row) > column and row[column].strip()
    )
    _listed(found, taken)
    if any(cell.strip() for row, _ in body for at, cell in enumerate(row) if at != column):
        what = f"column {column + 1}" if named is None else head[column]
        taken.leave(Mark(1, 1), what, "only this column was read; the others were passed over", taken=True)
    return taken


def table(text: str, taken: Taken) -> tuple[list[list[str]], list[int]]:
    """The rows of a table with commas, semicolons or tabs, and the line on which each begins; blank rows left out.

    Where it can't be read on, that is noted as left out.
    """
    first = text.lstrip("\n").split("\n", 1)[0]
    between = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text), delimiter=between, skipinitialspace=True)
    rows, lines, before = [], [], 0
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append(row)
                lines.append(before + 1)
            before = reader.line_num
    except csv.Error as error:
        taken.leave(
            Mark(before + 1, 1), "table", f"it can't be read from here on: {error}; is a quote not closed?"
        )
    return rows, lines


def _between_commas(number: int, line: str) -> Iterator[tuple[str, Mark]]:
    for found in re.finditer(r"[^,]+", line):
        bare = found[0].strip()
        if bare:
            yield bare, Mark(number, found.start() + len(found[0]) - len(found[0].lstrip()) + 1)


def _listed(found: Iterator[tuple[str, Mark]], taken: Taken) -> Taken:
    known: dict[str, None] = {}
    joined = []
    ends = []
    for text, mark in found:
        try:
            entry = entry_of(text)
        except ValueError as error:
            taken.leave(mark, text, str(error))
            continue
        if " + " in entry and " + " not in text:
            joined.append((mark, text))
        elif signs_at_an_end(text):
            ends.append((mark, text))
        known[entry] = None
    for otherwise, why in (
        (joined, "read as a combination{}: all parts must occur, anywhere, in any order"),
        (ends, "the signs at its ends are not looked for{}"),
    ):
        if otherwise:
            mark, text = otherwise[0]
            more = f" (and {len(otherwise) - 1} more like it)" if otherwise[1:] else ""
            taken.leave(mark, text, why.format(more), taken=True)
    if known:
        taken.lists["words"] = list(known)
        why, condition = "It has a word of the list.", words(["list words"])
        taken.rules.append(Rule(Mark(1, 1), "listed-words", {"why": why, "if": condition, "then": "hold"}))
    return taken


def entry_of(text: str) -> str:
    """A line of a list as the language writes it: `a+b` without spaces is a combination. Raises ValueError."""
    parts = text.split("+")
    if len(parts) > 1 and _JOINED.search(text) and all(re.search(r"\w", part) for part in parts):
        return combination([phrase(part) for part in parts])
    return as_written(text) if "*" in text or " + " in text else phrase(text)


def _is_csv(file: str, text: str) -> bool:
    lines = [line for line in text.split("\n") if line.strip()][:50]
    if file.lower().endswith((".csv", ".tsv")):
        return True
    return len(lines) > 1 and all(_TABLE.fullmatch(line) for line in lines)


CSV = Format(
    "csv",
    "a table with commas",
    "one column of phrases: the one headed word, phrase, keyword or term, else the first",
    _is_csv,
    read_csv,
)
LINES = Format(
    "lines",
    "a word list",
    "one phrase a line, or all of them in one line with commas; `a+b` is a combination",
    lambda _file, _text: True,
    read_lines,
)
