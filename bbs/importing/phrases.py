"""Text that another program looks for, as a phrase of the policy language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from bbs.policy.conditions.patterns import LONGEST as LONGEST_PATTERN
from bbs.policy.fold import Folder, steps_of
from bbs.policy.phrases import MOST_PARTS, parse_entry

_FOLDER = Folder(steps_of("plain"))
_LIST_PART = re.compile(r"(?:^|(?<=\s\+\s))list\s+(?=[^\s]+(?:$|\s\+\s))")
"""What the language would take for the name of a list; with a hyphen it is a phrase of the same words."""
_LONE_PLUS = re.compile(r"\s+\+(?=\s|$)")
_SIGNS = frozenset(r"\.^$*+?{}[]|()")
PATTERN_SIGNS = re.compile(r"([\\.^$*+?{}\[\]|()])")


def phrase(text: str, *, open_left: bool = False, open_right: bool = False) -> str:
    """A phrase for words in sequence; an open side may go on with other letters. Both open: as written, anywhere.

    A star in the text is a sign like any other and stands between words. Raises ValueError with the reason.
    """
    if open_left and open_right:
        return _anywhere(text)
    bare = _LONE_PLUS.sub("+", " ".join(text.split()))
    bare = re.sub(r"(?<=\S)\*+(?=\S)", "-", bare).replace("*", "").strip()
    if bare.startswith("+ "):
        bare = f"+{bare[2:]}"
    if not bare:
        raise ValueError("it has no letter, digit or symbol")
    star = (
        "*" if open_left and _of_a_word(bare[0]) else "",
        "*" if open_right and _of_a_word(bare[-1]) else "",
    )
    written = f"{star[0]}{bare}{star[1]}"
    return _checked(_LIST_PART.sub("list-", written))


def signs_at_an_end(text: str) -> bool:
    """Whether a text begins or ends with punctuation: a phrase is words, and loses it."""
    bare = text.strip().strip("*")
    return bool(bare) and any(unicodedata.category(char)[0] == "P" for char in (bare[0], bare[-1]))


def combination(parts: Sequence[str]) -> str:
    """Phrases that must all occur; one alone is itself. Raises ValueError for too many."""
    if len(parts) > MOST_PARTS:
        raise ValueError(f"it has {len(parts)} parts; at most {MOST_PARTS} are allowed")
    return " + ".join(parts)


def as_written(text: str) -> str:
    """A line that may be a phrase of the language already, with stars and `a + b`. Raises ValueError."""
    return _checked(_LIST_PART.sub("list-", text.strip()))


def is_literal(pattern: str) -> bool:
    """Whether a regular expression is nothing but the text that it finds."""
    return not _SIGNS.intersection(pattern)


def escaped(text: str) -> str:
    """A text as a regular expression of RE2 that finds it."""
    return PATTERN_SIGNS.sub(r"\\\1", text)


def alternatives(pieces: Sequence[str], frame: str, flags: str) -> list[str]:
    """Patterns that find any of the pieces inside a frame such as `^%s`, as few as their length allows."""
    found: list[str] = []
    begun: list[str] = []
    for piece in pieces:
        if begun and len(_framed([*begun, piece], frame, flags)) > LONGEST_PATTERN:
            found.append(_framed(begun, frame, flags))
            begun = []
        begun.append(piece)
    return [*found, _framed(begun, frame, flags)]


def _framed(pieces: Sequence[str], frame: str, flags: str) -> str:
    inner = pieces[0] if len(pieces) == 1 and frame == "%s" else f"(?:{'|'.join(pieces)})"
    return flags + frame.replace("%s", inner)


def _anywhere(text: str) -> str:
    if "*" in text or "\n" in text or re.search(r"\s\+(?:\s|$)", f" {text}"):
        raise ValueError("a star, a line end or a lone plus sign can't be searched inside words")
    return _checked(f"*{text}*")


def _of_a_word(char: str) -> bool:
    return char.isalnum()


def _checked(written: str) -> str:
    parse_entry(written, _FOLDER)
    return written
