"""What can go wrong between the program and what it keeps; every text is one clear line for a person."""

from __future__ import annotations


class StoreError(Exception):
    """The store can't be opened, read or written; the text says why and what to do."""


class Damaged(StoreError):  # noqa: N818  # a finding, told as it is
    """The database was read and does not hold: its bytes or its log were changed by something else."""


class Outdated(StoreError):  # noqa: N818  # a finding, told as it is
    """The database is of an older version; the next start brings it up to date."""


class NotFound(LookupError):  # noqa: N818  # an answer, not a fault
    """There is no such thing, or nothing that this viewer may see: the two are never told apart."""


class Conflict(Exception):  # noqa: N818  # an answer, not a fault
    """What was asked no longer fits what is stored, as a second release of the same post."""


def one_line(text: object) -> str:
    """What SQLite says, as one short line; it quotes whole tables."""
    line = " ".join(str(text).replace("*** in database main ***", "").split())
    return line if len(line) <= 200 else f"{line[:199]}…"
