"""What somebody wants to write, before anything judges it: is it usable text at all?"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace

from bbs.policy.characters import is_invisible
from bbs.policy.submission import KINDS, LONGEST_POST

MOST_TITLE = 120
"""Code points of a title at most."""
MOST_MARKS = 4
"""Combining marks in a row at most: more only pile up over other people's lines."""

OPENING = frozenset({"thread", "bulletin"})
"""Kinds that open a thread and need a title."""


class DraftError(Exception):
    """A text can't be used as it is. `field` is the field of the form, `message` says what to do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(field, message)
        self.field = field
        self.message = message

    def __str__(self) -> str:
        return self.message


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody wants to write, and where."""

    kind: str
    body: str
    title: str = ""
    board: str | None = None
    """For a new thread or card."""
    thread: str | None = None
    """For a reply."""
    to: str | None = None
    """The person a card is for, by id."""
    confirm: bool = False
    """The author has read a warning and sends it all the same."""
    once: str = ""
    """A key given by the form: the same form sent twice is kept once."""
    site: str = "board"
    """For what belongs to no board, as a search."""
    program: bool = False
    """Sent by a program with a token of its own, not from a page."""


def usable(draft: Draft) -> Draft:
    """The draft as it will be kept and judged; raises DraftError."""
    if draft.kind not in KINDS:
        raise DraftError("kind", "This kind of text is not known here.")
    title = "" if draft.kind == "reply" else _title(draft.title)
    if draft.kind in OPENING and not title:
        raise DraftError("title", "Please give it a title.")
    return replace(draft, title=title, body=body(draft.body), once=draft.once[:100])


def body(text: str, field: str = "body", most: int = LONGEST_POST) -> str:
    """A text of one or more lines, trimmed, with plain line ends; raises DraftError."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    check_characters(text, field)
    if not _can_be_seen(text):
        raise DraftError(field, "Please write something that can be seen.")
    if len(text) > most:
        raise DraftError(field, f"This is {len(text) - most:,} characters too long; {most:,} fit.")
    return text


def _title(text: str) -> str:
    title = " ".join(text.split())
    check_characters(title, "title")
    if len(title) > MOST_TITLE:
        raise DraftError("title", f"The title has {len(title)} characters; {MOST_TITLE} fit.")
    return title if _can_be_seen(title) else ""


_BLANK = "\u2800"
"""A pattern of Braille without a dot: the one symbol that shows nothing."""


def _can_be_seen(text: str) -> bool:
    return any(
        unicodedata.category(character)[0] in "LMNPS" and not is_invisible(character) and character != _BLANK
        for character in text
    )


_STRANGE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def check_characters(text: str, field: str) -> None:
    """Raise DraftError for control characters, halves of characters, and marks that pile up."""
    if found := _STRANGE.search(text):
        raise DraftError(field, f"The character U+{ord(found[0]):04X} can't be used; please take it out.")
    marks = 0
    for character in text:
        kind = unicodedata.category(character)
        if kind != "Cf":  # what is invisible does not part marks from their letter
            marks = marks + 1 if kind in {"Mn", "Me"} else 0
        if marks > MOST_MARKS:
            raise DraftError(field, f"More than {MOST_MARKS} marks sit on one letter; please take some away.")
