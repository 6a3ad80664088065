"""Files of innocent words, one a line, as people have them: plain, packed, or with figures behind each name."""

from __future__ import annotations

import gzip
import re
import zlib
from pathlib import Path

from bbs.cli.output import UNUSABLE, complain
from bbs.document import DocumentError, read_list
from bbs.shipped import MOST_LIST_BYTES, policies_folder

INNOCENTS = "innocents"
"""The shipped sample of innocent words, by a name as policies have one: a file of this name comes first."""

_WITH_FIGURES = re.compile(r"(\S+)(?:\s+[0-9.]+)+")
"""A line of a census: the name, its share, the sum of shares, its rank."""


def read_words(name: str) -> tuple[str, ...] | int:
    """The words of a file, each once, or of the shipped sample; or the exit status, its problems said."""
    try:
        lines = read_list(_unpacked(_path(name)), name)
    except DocumentError as error:
        for problem in error.problems[:MOST_SAID]:
            complain(str(problem))
        return UNUSABLE
    except (OSError, ValueError, EOFError, zlib.error) as error:
        return complain(f"{name}: this file can't be read ({getattr(error, 'strerror', None) or error})")
    words = dict.fromkeys(_word(line) for line, _ in lines)
    if not words:
        return complain(f"{name}: there is no word in it; write one a line")
    return tuple(words)


MOST_SAID = 20
"""Problems of one file that are said: of a picture every line is one."""


def _path(name: str) -> Path:
    own = Path(name)
    return policies_folder() / f"{INNOCENTS}.txt" if name == INNOCENTS and not own.exists() else own


def _unpacked(path: Path) -> bytes:
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as stream:
        data = stream.read(MOST_LIST_BYTES + 1)
    if len(data) > MOST_LIST_BYTES:
        raise ValueError(f"it is larger than {MOST_LIST_BYTES >> 20} MiB")
    return data


def _word(line: str) -> str:
    counted = _WITH_FIGURES.fullmatch(line)
    return counted[1] if counted else line
