"""What `bbs doctor` finds: one thing a line, and how much it matters."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How much it matters."""

    OK = "ok"
    NOTE = "note"
    """Good to know; everything works."""
    TROUBLE = "trouble"
    """Something will not work until it is mended."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    name: str
    state: State
    text: str


def ok(name: str, text: str) -> Finding:
    """It is as it should be."""
    return Finding(name, State.OK, text)


def note(name: str, text: str) -> Finding:
    """Good to know."""
    return Finding(name, State.NOTE, text)


def trouble(name: str, text: str) -> Finding:
    """It has to be mended; the text says how."""
    return Finding(name, State.TROUBLE, text)
