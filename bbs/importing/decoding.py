"""From the bytes of somebody's file to text: old encodings are read too, and every such line is named."""

from __future__ import annotations

import codecs
import re

from bbs.document import Mark
from bbs.document.source import UNSEEN
from bbs.importing.taken import Left

_BREAK = re.compile(rb"\r\n|\n|\r")
_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


class UnusableError(Exception):
    """Nothing can be made of a file; the text says why and what to do."""


def decoded(data: bytes) -> tuple[str, list[Left]]:
    """The text, with line ends of one kind, and what was not UTF-8 in it. Raises UnusableError."""
    encoding = _UTF16.get(data[:2])
    if encoding is not None:
        data = _from_utf16(data[2:], encoding)
    if b"\0" in data:
        raise UnusableError("this is no text file; export the list or the rules as text")
    left: list[Left] = []
    lines = [_line(line, number, left) for number, line in enumerate(_BREAK.split(data), start=1)]
    text = "\n".join(lines).removeprefix("\ufeff")
    if not text.strip():
        raise UnusableError("the file is empty; name one that holds a list or rules")
    return text, left


def _from_utf16(data: bytes, encoding: str) -> bytes:
    try:
        return data.decode(encoding).encode()
    except UnicodeDecodeError:
        raise UnusableError(
            "this file begins as UTF-16 and goes on as something else; save it as UTF-8"
        ) from None


def _line(data: bytes, number: int, left: list[Left]) -> str:
    """One line; what is not UTF-8 is taken for the encoding that Windows used in western Europe."""
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        mark = Mark(number, len(data[: error.start].decode()) + 1)
        text = data.decode("cp1252", "replace").replace("\ufffd", "")
        why = "it is not UTF-8, so it was read as Windows-1252; look whether its letters are right"
        left.append(Left(mark, f"`{UNSEEN.sub('', text).strip()[:40]}`", why, taken=True))
    unseen = UNSEEN.search(text.removeprefix("\ufeff") if number == 1 else text)
    if unseen:
        mark = Mark(number, unseen.start() + 1)
        left.append(
            Left(mark, f"U+{ord(unseen[0]):04X}", "an invisible character; it was taken away", taken=True)
        )
        text = UNSEEN.sub("", text)
    return text
