"""Links in plain text: a link has a scheme or begins `www.` (policy language, conditions)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from bbs.policy.characters import is_invisible
from bbs.policy.submission import Span

_BEGIN = r"(?:[a-z][a-z0-9+.\-]{1,15}://|www\.)"
_LINK = re.compile(rf"(?<![A-Za-z0-9]){_BEGIN}(?:(?![,;|，；、]{_BEGIN})[^\s<>\"'«»“”])+", re.IGNORECASE)
_AFTER_HOST = re.compile("[:,;|!?(){}…，；：、！？（）]")
_CLOSING = ".,;:!?)]}…。、，！？）"


@dataclass(frozen=True, slots=True)
class Link:
    """A link as it was written, and the host it leads to, as labels from left to right."""

    span: Span
    host: tuple[str, ...]

    def leads_to(self, host: tuple[str, ...]) -> bool:
        """Whether the link's host is this one or lies below it: labels are compared from the right."""
        return bool(host) and self.host[-len(host) :] == host


def links_in(field: str, text: str) -> Iterator[Link]:
    """Every link of a text, in order; closing punctuation does not belong to a link."""
    if "://" not in text and "www." not in text.lower():
        return  # in far less time than the search takes
    for match in _LINK.finditer(text):
        written = match[0].rstrip(_CLOSING)
        host = labels(_host(written))
        if host:
            start, end = match.start(), match.start() + len(written)
            yield Link(Span(field, start, end, written, ".".join(host), (), (start, end)), host)


def labels(host: str) -> tuple[str, ...]:
    """A host name as labels, in one spelling: folded, without a final dot, punycode undone."""
    folded = unicodedata.normalize("NFKC", host).casefold().replace("。", ".").strip(".")
    return tuple(_plain(label) for label in folded.split(".")) if folded else ()


def _plain(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except (UnicodeError, ValueError):
        return label


def _host(link: str) -> str:
    """The name as browsers read it: without what is invisible, percent signs undone."""
    rest = "".join(char for char in link if not is_invisible(char)).split("://", 1)[-1]
    authority = re.split(r"[/?#\\]", rest, maxsplit=1)[0]
    name = authority.rsplit("@", 1)[-1]
    return (
        name[1:].split("]", 1)[0] if name.startswith("[") else unquote(_AFTER_HOST.split(name, maxsplit=1)[0])
    )
