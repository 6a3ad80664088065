"""From bytes to text: UTF-8 only, no hidden characters; and word lists, one phrase a line."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from bbs.document.problems import DocumentError, Mark, Problem, Problems

_BREAK = re.compile(r"\r\n|\n|\r")
_FOREIGN = re.compile(
    r"^[ \t]*(?:(?P<phrases><[^<>\n]+>(?:,<[^<>\n]+>)*<-?[0-9]+%?>|<[^<>\n]+>,<[^<>\n]+>)"
    r"|(?P<hosts>(?:0\.0\.0\.0|127\.0\.0\.1|::1?)[ \t]+[\w-]+\.[\w.-]+)|(?P<filter>\|\|[\w.-]+\^|address=/))",
    re.MULTILINE,
)
_FOREIGN_LISTS = {
    "phrases": "an e2guardian phrase list",
    "hosts": "a hosts file",
    "filter": "a filter list for names",
}
"""Lists of other programs, of which a line looks like no phrase."""
UNSEEN = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Control characters, half characters, and line ends that editors don't count as lines."""

_AT_ONCE = 1 << 16
"""Characters that are searched through in one go: nobody else gets the interpreter meanwhile."""


def decode(data: bytes, file: str) -> str:
    """The text of a file, without a byte-order mark. Raises DocumentError where it is not UTF-8."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise _not_utf8(file, Mark(1, 1), "this file is UTF-16")
    try:
        return data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8").removeprefix("\ufeff")
        byte = data[error.start]
        problem = f"byte {error.start + 1} of the file (0x{byte:02x}) is not UTF-8"
        raise _not_utf8(file, place(before, len(before)), problem) from None


def _not_utf8(file: str, mark: Mark, problem: str) -> DocumentError:
    return DocumentError([Problem(file, mark, problem, "save the file as UTF-8 in your editor")])


def place(text: str, index: int) -> Mark:
    """The line and column of the character with this index."""
    lines = _BREAK.split(text[:index])
    return Mark(len(lines), len(lines[-1]) + 1)


def refuse_unseen(text: str, problems: Problems) -> None:
    """Note every control character and every odd line end: nobody sees them, and they change meaning."""
    if _first(UNSEEN, text) is None:
        return
    for number, line in enumerate(_BREAK.split(text), start=1):
        for found in UNSEEN.finditer(line):
            name = f"U+{ord(found.group()):04X}"
            where = Mark(number, found.start() + 1)
            problems.add(where, f"an invisible character ({name}) stands here", "delete it")


def _first(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """Where a pattern that stays within a line is found first; some lines at a time, see _AT_ONCE."""
    start = 0
    while start < len(text):
        end = text.find("\n", start + _AT_ONCE) + 1 or len(text)
        if found := pattern.search(text, start, end):
            return found
        start = end
    return None


def read_list(data: bytes, file: str) -> Iterator[tuple[str, Mark]]:
    """The phrases of a list file with their places: one a line, `#` at the start of a line is a comment.

    A byte-order mark, Windows line ends and blank lines are accepted; a comma is part of a phrase. Other forms
    are read by `bbs policy import` alone, which writes plain lines: a file says what it looks for to whoever opens
    it, and means the same to every reader. Raises DocumentError before it gives the first.
    """
    text = decode(data, file)
    problems = Problems(file)
    refuse_unseen(text, problems)
    _refuse_foreign(text, problems)
    problems.raise_if_any()
    return _phrases(text)


def _phrases(text: str) -> Iterator[tuple[str, Mark]]:
    for number, line in enumerate(text.splitlines(), start=1):  # there is no odd line end any more
        phrase = line.strip()
        if phrase and not line.startswith("#"):
            yield phrase, Mark(number, line.index(phrase) + 1)


def _refuse_foreign(text: str, problems: Problems) -> None:
    """Note the first line that another program wrote: as a phrase it would quietly mean something else."""
    found = _first(_FOREIGN, text)
    if found:
        problem = f"this is a line of {_FOREIGN_LISTS[found.lastgroup or '']}, not a phrase"
        remedy = f"bbs policy import {problems.file.rpartition('/')[2]} makes a policy of it"
        problems.add(place(text, found.start(found.lastgroup or "")), problem, remedy)
