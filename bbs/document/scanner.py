"""PyYAML's pure-Python scanner and parser, made strict: it notes what we refuse and reads on.

The C loader is never used: it crashes the whole process on deeply nested brackets.
"""

from __future__ import annotations

import re

from yaml.error import Mark as YamlMark
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner, ScannerError
from yaml.tokens import ScalarToken

from bbs.document.problems import Mark, Problems, shown

_NAME = re.compile(r"[&!][\w!:.<>/-]*[ \n\r\0]")
_DASH_LINE = re.compile(r"\n *- ")
_KEY_LINE = re.compile(r"\n *(?:- )*[a-z_]+:(?:[ \n\r]|$)")


def mark_of(mark: YamlMark) -> Mark:
    """PyYAML counts from 0; people count from 1."""
    return Mark(mark.line + 1, mark.column + 1)


class StrictScanner(Reader, Scanner, Parser):
    """Gives YAML events. Aliases, anchors, tags and directives are noted as problems and read as text."""

    def __init__(self, text: str, problems: Problems) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)
        self.problems = problems
        self.last_plain: ScalarToken | None = None
        self.last_quote: ScalarToken | None = None

    def here(self) -> Mark:
        """The place of the next character."""
        return Mark(self.line + 1, self.column + 1)

    def fetch_alias(self) -> None:
        """`*day*` without quotes: note it and go on as if it had been quoted."""
        self._needs_quotes("begins with a star, and an unquoted star is an alias in YAML")

    def fetch_anchor(self) -> None:
        """`&name`: note it and skip it, or take it as text where it is one."""
        self._mark_of_yaml("begins with `&`, an anchor in YAML; anchors and aliases are not used here")

    def fetch_tag(self) -> None:
        """`!name`: note it and skip it, or take it as text where it is one."""
        self._mark_of_yaml("begins with `!`, a tag in YAML; tags are not used here")

    def check_plain(self) -> bool:
        """Whether a plain text may begin here; signs that YAML reserves are noted and read as text."""
        if self.peek() in "@`%|>":
            self._needs_quotes(f"begins with `{self.peek()}`, which YAML keeps for itself", fetch=False)
            return True
        return bool(super().check_plain())

    def fetch_directive(self) -> None:
        """`%YAML 1.1` and the like: note it and skip the line."""
        where = self.here()
        line = re.split(r"[\n\r\0]", self.buffer[self.pointer :], maxsplit=1)[0]
        self.problems.add(where, f"{shown(line)}: a line that begins with % is a YAML directive", "delete it")
        self.forward(len(line))

    def fetch_flow_collection_end(self, TokenClass: type) -> None:  # noqa: N803  # PyYAML's name
        """A bracket closes; one that closes nothing is an error at once."""
        if not self.flow_level:
            raise ScannerError(None, None, "a bracket that closes nothing", self.get_mark())
        super().fetch_flow_collection_end(TokenClass)

    def scan_plain(self) -> ScalarToken:
        """Remember the last plain text: errors that come after it are often its fault."""
        start = self.pointer
        self.last_plain = super().scan_plain()
        if _DASH_LINE.search(self.buffer[start : self.pointer]):
            problem = "the lines of a list go on with this text instead of beginning a list"
            remedy = "keep one of them, the text or the list"
            self.problems.add(mark_of(self.last_plain.start_mark), problem, remedy)
        return self.last_plain

    def scan_flow_scalar(self, style: str) -> ScalarToken:
        """Remember the last quoted text: it may lack its closing quote, or close too early."""
        start = self.pointer
        self.last_quote = token = super().scan_flow_scalar(style)
        if _KEY_LINE.search(self.buffer[start : self.pointer]):
            problem = f"the quote opened here goes on to line {token.end_mark.line + 1} and swallows a key"
            self.problems.add(mark_of(token.start_mark), problem, "close it on its own line")
        return token

    def _rest_of_line(self) -> str:
        found = re.compile(r"[^\n\r\0]{0,80}").match(self.buffer, self.pointer)
        return found.group() if found else ""

    def _needs_quotes(self, reason: str, *, fetch: bool = True) -> None:
        where, where_index = self.here(), self.index
        if fetch:
            self.fetch_plain()
            text = self.tokens[-1].value
        else:
            text = re.split(r"[,\]}]| #|: " if self.flow_level else r" #|: ", self._rest_of_line())[0].strip()
        if self.last_quote and self.last_quote.end_mark.index == where_index:
            return  # `"day"*`: the parser says what is wrong
        quoted = text.replace("\\", "\\\\").replace('"', '\\"')
        remedy = f'put it in quotes: "{quoted}"' if len(quoted) <= 60 else "put it in quotes"
        self.problems.add(where, f"{shown(text)} {reason}", remedy)

    def _mark_of_yaml(self, reason: str) -> None:
        name = _NAME.match(self.buffer, self.pointer)
        if not name:
            self._needs_quotes(reason)
            return
        problem = f"{shown(name.group()[:-1])} {reason}"
        self.problems.add(self.here(), problem, "delete it, or put it in quotes")
        self.forward(len(name.group()) - 1)


def too_deep(mark: YamlMark, depth: int) -> ScannerError:
    """The error of a file that is nested deeper than allowed; reading stops there."""
    return ScannerError(None, None, f"nested deeper than {depth} levels", mark)
