"""Terms of Elixir as a configuration holds them: strings, regular expressions, lists and tuples."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TypeAlias

from bbs.document import Mark

_SPACE = re.compile(r"(?:\s|#[^\n]*)*")
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_REGEX = re.compile(
    r'~r(?:/((?:[^/\\]|\\.)*)/|\|((?:[^|\\]|\\.)*)\||"((?:[^"\\]|\\.)*)"|\'((?:[^\'\\]|\\.)*)\''
    r"|\(((?:[^)\\]|\\.)*)\)|\[((?:[^\]\\]|\\.)*)\]|\{((?:[^}\\]|\\.)*)\}|<((?:[^>\\]|\\.)*)>)([a-zA-Z]*)",
    re.DOTALL,
)
_TEXT = re.compile(_REGEX.pattern.replace("~r", "~[sS]", 1), re.DOTALL)
"""A string between other signs than quotes."""
_WORD = re.compile(r"[^\s,\[\]{}#\"]+")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "s": " ", "e": "\x1b", "0": ""}
_CLOSING = {"[": "]", "{": "}"}
_DEEPEST = 20


@dataclass(frozen=True, slots=True)
class Word:
    """A string, or something else that stands alone: an atom, a number, a name."""

    text: str
    mark: Mark
    is_string: bool = True


@dataclass(frozen=True, slots=True)
class Sigil:
    """A regular expression and its flags."""

    pattern: str
    flags: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Group:
    """A list or a tuple."""

    parts: tuple[Term, ...]
    mark: Mark


Term: TypeAlias = Word | Sigil | Group


class ElixirError(Exception):
    """The text stops being terms that can be read."""

    def __init__(self, mark: Mark, problem: str) -> None:
        super().__init__(problem)
        self.mark, self.problem = mark, problem


class Terms:
    """Reads terms one after the other."""

    def __init__(self, text: str, start: int) -> None:
        self.text, self.at = text, start
        self._lines = [0, *(found.end() for found in re.finditer("\n", text))]
        """Where each line begins."""

    def skip(self, signs: str = "") -> None:
        """Go past white space and comments, and one of these signs."""
        for sign in ("", signs):
            if sign and self.text[self.at : self.at + 1] in set(sign):
                self.at += 1
            found = _SPACE.match(self.text, self.at)
            self.at = found.end() if found else self.at

    def here(self) -> Mark:
        """Where reading has come to."""
        line = bisect_right(self._lines, self.at)
        return Mark(line, self.at - self._lines[line - 1] + 1)

    def keyword(self, name: re.Pattern[str]) -> str | None:
        """A key such as `reject:` or `:reject,`, if one is next; reading goes on behind it."""
        found = name.match(self.text, self.at)
        if found is None:
            return None
        self.at = found.end()
        return found[1]

    def term(self, depth: int = 0) -> Term:
        """The next term; raises ElixirError."""
        self.skip()
        mark, sign = self.here(), self.text[self.at : self.at + 1]
        if sign in _CLOSING and sign:
            return self._group(_CLOSING[sign], mark, depth)
        if found := _STRING.match(self.text, self.at):
            self.at = found.end()
            return Word(_unescaped(found[1]), mark)
        if found := _REGEX.match(self.text, self.at):
            self.at = found.end()
            pattern = next(one for one in found.groups()[:-1] if one is not None)
            return Sigil(pattern.replace("\\/", "/"), found[9], mark)
        if found := _TEXT.match(self.text, self.at):
            self.at = found.end()
            return Word(next(one for one in found.groups()[:-1] if one is not None), mark)
        if found := _WORD.match(self.text, self.at):
            self.at = found.end()
            return Word(found[0], mark, is_string=False)
        raise ElixirError(mark, "a string or ~r/.../ is missing here")

    def _group(self, closing: str, mark: Mark, depth: int) -> Group:
        if depth == _DEEPEST:
            raise ElixirError(mark, "this is nested too deeply")
        self.at += 1
        parts: list[Term] = []
        self.skip()
        while self.text[self.at : self.at + 1] != closing:
            if self.at >= len(self.text):
                raise ElixirError(mark, f"this is opened and never closed with {closing}")
            parts.append(self.term(depth + 1))
            self.skip(",")
        self.at += 1
        return Group(tuple(parts), mark)


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], found[1]), text, flags=re.DOTALL)
