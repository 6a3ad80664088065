"""What a disguise of a word is: it says its name, what it does, and writes a text anew."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass

Write = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Disguise:
    """One way to write a word so that people still read it and a filter perhaps does not."""

    name: str
    about: str
    """One sentence."""
    example: str
    """The word `birthday party`, or what the disguise is made for, in this disguise."""
    write: Write

    def of(self, text: str) -> str | None:
        """The text in this disguise; None for a text that it does not change, as Korean letters by capitals."""
        written = self.write(text)
        return written if written != text else None


def disguise(name: str, example: str) -> Callable[[Write], Disguise]:
    """Make a function that writes a text anew into a disguise; the function's docstring says what it does."""

    def made(write: Write) -> Disguise:
        return Disguise(name, (inspect.getdoc(write) or "").splitlines()[0], example, write)

    return made


def each_word(write: Write, text: str) -> str:
    """The text with every word of it written anew; what lies between them stays."""
    return " ".join(write(word) if word else word for word in text.split(" "))


def between(text: str, put: str) -> str:
    """The text with something put between every two letters of each word."""
    return each_word(put.join, text)


def in_the_middle(word: str, put: str) -> str:
    """A word of two letters or more with something put into its middle."""
    middle = len(word) // 2
    return word[:middle] + put + word[middle:] if middle else word
