"""What PyYAML says about broken YAML, in words that somebody can act on."""

from __future__ import annotations

import re

from yaml.error import Mark as YamlMark
from yaml.error import MarkedYAMLError
from yaml.tokens import ScalarToken

from bbs.document.problems import Mark, Problems, shown
from bbs.document.scanner import StrictScanner, mark_of

_NO_SPACE = re.compile(r"[\w-]+:\S")
_SPACES = "begin every line with spaces, two for each level"

_SENTENCES = {
    "found unexpected end of stream": ("this quote is never closed", "close it on the same line"),
    "found unexpected document separator": ("this quote is never closed", "close it on the same line"),
    "found unknown escape character": (
        "this backslash means nothing inside double quotes",
        "write two backslashes, or use single quotes",
    ),
    "expected escape sequence": (
        "this backslash needs hexadecimal digits after it",
        "write two backslashes, or use single quotes",
    ),
    "sequence entries are not allowed here": (
        "a list can't begin here",
        "start it on a line of its own, or use [ ]",
    ),
    "mapping keys are not allowed here": ("a question mark can't stand here", "put the text in quotes"),
    "expected <block end>": (
        "this line does not fit to the lines above it",
        "indent it like its neighbours",
    ),
    "expected chomping": ("this can't follow `|` or `>`", "put the text on the next line, indented"),
    "expected indentation indicator": ("this can't follow `|` or `>`", "leave the number out"),
    "expected a comment or a line break": (
        "this can't follow `|` or `>`",
        "put the text on the next line, indented, or the whole of it in quotes",
    ),
    "expected '<document start>'": (
        "this does not belong to what stands above it",
        "indent it like its neighbours, or look for a missing colon above",
    ),
    "a bracket that closes nothing": (
        "this bracket closes nothing",
        "delete it, or put the text in quotes",
    ),
    "nested deeper": ("too many levels inside one another here", "use fewer; 16 are allowed"),
    "expected the node content": (
        "something is missing before this",
        "write a value, or put the text in quotes",
    ),
}
"""From the beginning of PyYAML's sentence to ours: what is wrong, and a remedy."""

_AT_CONTEXT = ("found unexpected end of stream", "found unexpected document separator")


def explain(error: MarkedYAMLError, scanner: StrictScanner, problems: Problems) -> None:
    """Note a syntax error as one problem, at the place where the fault lies rather than where it showed."""
    own = Problems(problems.file)
    _explain(error, scanner, own)
    known = {one.mark for one in problems.found}
    problems.extend(one for one in own.found if one.mark not in known)


def _explain(error: MarkedYAMLError, scanner: StrictScanner, problems: Problems) -> None:
    said = error.problem or ""
    at = error.problem_mark or scanner.get_mark()
    if "could not find expected ':'" in said:
        _missing_colon(error.context_mark or at, scanner, problems)
    elif "mapping values are not allowed" in said:
        _stray_colon(at, scanner, problems)
    elif "',' or" in said:
        _unclosed(error, at, problems)
    elif "'\\t'" in said:
        problems.add(mark_of(at), "a tab stands here; YAML takes spaces only", _SPACES)
    else:
        _by_table(error, said, at, scanner, problems)


def _by_table(
    error: MarkedYAMLError, said: str, at: YamlMark, scanner: StrictScanner, problems: Problems
) -> None:
    quote = scanner.last_quote
    if quote and quote.end_mark.line == at.line and said.startswith("expected <block end>"):
        _after_quote(quote, at, problems)
        return
    known = next((ours for theirs, ours in _SENTENCES.items() if said.startswith(theirs)), None)
    place = error.context_mark if said.startswith(_AT_CONTEXT) else at
    problem, remedy = known or (f"this is not YAML: {said}", "put the text in quotes if it is meant as text")
    problems.add(mark_of(place or at), problem, remedy)


def _after_quote(quote: ScalarToken, at: YamlMark, problems: Problems) -> None:
    if quote.start_mark.line < at.line:
        where = f"the quote opened here ends on line {at.line + 1} only"
        problems.add(mark_of(quote.start_mark), where, "close it on the same line")
    else:
        remedy = "put quotes around the whole; an apostrophe may stand in double quotes"
        problems.add(mark_of(at), "the text goes on after its closing quote", remedy)


def _missing_colon(start: YamlMark, scanner: StrictScanner, problems: Problems) -> None:
    line = scanner.buffer[start.index :].split("\n", 1)[0].rstrip("\r\0")
    if missing_space(line):
        key, value = line.split(":", 1)
        remedy = f"write {shown(f'{key}: {value}')}"
        problems.add(mark_of(start), f"no space after the colon of {shown(key)}", remedy)
    else:
        problems.add(
            mark_of(start),
            f"no colon in {shown(line)}",
            "write `key: value`, or indent the line if it belongs to the text above",
        )


def _stray_colon(at: YamlMark, scanner: StrictScanner, problems: Problems) -> None:
    before = scanner.last_plain
    if not before or before.end_mark.line != at.line or before.start_mark.line == at.line:
        remedy = "put the text that holds it in quotes" + _in_braces(at, scanner)
        problems.add(mark_of(at), "a second colon can't stand on this line", remedy)
    elif _begins_its_line(before, scanner):
        text = before.value[: len(_line_of(before, scanner))]
        problems.add(
            mark_of(before.start_mark),
            f"no colon after {shown(text)}",
            "write `key: value`, with a space after the colon",
        )
    else:
        problems.add(
            _first_text(at, scanner),
            f"this line is indented as if it went on with the text of line {before.start_mark.line + 1}",
            "indent it like its neighbours",
        )


_KEY_IN_KEY = re.compile(r"[\s-]*([a-z_]+:) +([a-z_]+: +[^\s#][^#]*)")


def _in_braces(at: YamlMark, scanner: StrictScanner) -> str:
    """How a map is written on the line of its key, where the line looks as if one was meant."""
    start = at.index - at.column
    meant = _KEY_IN_KEY.match(re.split(r"[\n\r\0]", scanner.buffer[start:], maxsplit=1)[0])
    return f", or, if it is a key, write `{meant[1]} {{{meant[2].strip()}}}`" if meant else ""


def _unclosed(error: MarkedYAMLError, at: YamlMark, problems: Problems) -> None:
    opened = error.context_mark
    if opened and opened.line != at.line:
        problems.add(
            mark_of(opened),
            f"this bracket is not closed, as line {at.line + 1} shows",
            "close it, and put commas between its parts; a text with # in it needs quotes",
        )
    elif at.buffer and at.buffer[at.pointer] == "?":
        problem = "inside brackets a text with a question mark needs quotes"
        problems.add(mark_of(at), problem, 'write "Who is there?" with the quotes')
    else:
        remedy = "put commas between the parts, and quotes around a text that holds brackets, quotes or :"
        problems.add(mark_of(at), "a comma or a closing bracket is missing before this", remedy)


def missing_space(text: str) -> bool:
    """Whether a text looks like `key:value`, where YAML wants a space after the colon."""
    return bool(_NO_SPACE.match(text)) and "://" not in text


def _line_of(token: ScalarToken, scanner: StrictScanner) -> str:
    start: int = token.start_mark.index
    return re.split(r"[\n\r\0]", scanner.buffer[start:], maxsplit=1)[0]


def _begins_its_line(token: ScalarToken, scanner: StrictScanner) -> bool:
    start = token.start_mark
    line = scanner.buffer[start.index - start.column : start.index]
    return not line.strip(" -")


def _first_text(at: YamlMark, scanner: StrictScanner) -> Mark:
    line = scanner.buffer[at.index - at.column : at.index]
    return Mark(at.line + 1, len(line) - len(line.lstrip()) + 1)
