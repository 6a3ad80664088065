"""Links between the pages of one site, as an editor or a code host follows them: `errors.md#wrong-words`."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import NamedTuple

from bbs.document import Mark

_CODE = re.compile(
    r"^(?P<fence>`{3,}|~{3,}).*?(?:^(?P=fence)[^\n]*$|\Z)|(?P<ticks>`+)(?!`)(?:(?!\n\n).)+?(?<!`)(?P=ticks)(?!`)",
    re.MULTILINE | re.DOTALL,
)
_FENCE = re.compile(r"^(`{3,}|~{3,}).*?(?:^\1[^\n]*$|\Z)", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^(#{1,6}) +(.+?)(?: +#+)? *$", re.MULTILINE)
_LINK = re.compile(r"\]\(([^()\s]+)\)")
_PICTURE = re.compile(r"!\[[^\]]*\]\(([^()\s]+)\)")
_BESIDE = re.compile(r"(?:[a-z0-9_.-]+/)*[a-z0-9_-]+\.svg", re.ASCII)
_WITHIN = re.compile(r"(?P<file>(?:[a-z0-9_.-]+/)*[a-z0-9_-]+\.md)?(?:#(?P<place>[\w-]*))?", re.ASCII)
_SITE_LINK = re.compile(r"site:([a-z0-9][a-z0-9-]*)(/.*)?", re.ASCII)
_TAG = re.compile(r"</?[a-z][a-z0-9-]*(?:\s[^<>]*)?/?>", re.ASCII | re.IGNORECASE)
_COUNTED = re.compile(r"[^\w\s-]")


class Heading(NamedTuple):
    """A heading of a page."""

    level: int
    words: str
    place: str
    """What a link to it has behind the #; the same as on a code host."""


class Link(NamedTuple):
    """A link as it stands in the text of a page."""

    target: str
    start: int
    """Where its target begins, in characters of the text."""


def headings(text: str) -> Iterator[Heading]:
    """Every heading of a page outside code, each with a place of its own."""
    taken: dict[str, int] = {}
    for found in _HEADING.finditer(_FENCE.sub(_blank, text)):
        words = found[2].replace("`", "")
        place = _COUNTED.sub("", words.lower()).replace(" ", "-")
        again = taken.get(place, 0)
        taken[place] = again + 1
        yield Heading(len(found[1]), words, f"{place}-{again}" if again else place)


def links(text: str) -> Iterator[Link]:
    """Every link of a page outside code, with its target as it was written."""
    for found in _LINK.finditer(_CODE.sub(_blank, text)):
        yield Link(found[1], found.start(1))


def site_link(target: str) -> tuple[str, str] | None:
    """Site and path of a link to another site, as `site:board/rules`; None where it is none."""
    parts = _SITE_LINK.fullmatch(target)
    return (parts[1], parts[2] or "/") if parts else None


def tags(text: str) -> Iterator[Link]:
    """Every tag of HTML in a page outside code, which no page may have."""
    for found in _TAG.finditer(_CODE.sub(_blank, text)):
        yield Link(found[0], found.start())


def mark_of(text: str, start: int) -> Mark:
    """The line and column of a place in a text."""
    before = text[:start]
    return Mark(before.count("\n") + 1, start - (before.rfind("\n") + 1) + 1)


def within(file: str, target: str) -> str | None:
    """The path inside the site, with # and place, that a link of the page `file` leads to.

    None where it is no relative link to a page, or one that leaves the folder of the site.
    """
    parts = _WITHIN.fullmatch(target)
    if parts is None or not target:
        return None
    place = f"#{parts['place']}" if parts["place"] is not None else ""
    if parts["file"] is None:
        return path_of(file) + place
    name = posixpath.normpath(posixpath.join(posixpath.dirname(file), parts["file"]))
    return None if name.startswith("../") else path_of(name) + place


def pictures(text: str) -> Iterator[Link]:
    """Every picture of a page outside code, with its address as it was written."""
    for found in _PICTURE.finditer(_CODE.sub(_blank, text)):
        yield Link(found[1], found.start(1))


def picture_within(file: str, target: str) -> str | None:
    """The path inside the site of a picture that the page `file` shows; None where it is none of this site."""
    if not _BESIDE.fullmatch(target):
        return None
    name = posixpath.normpath(posixpath.join(posixpath.dirname(file), target))
    return None if name.startswith("../") else f"/{name}"


def path_of(file: str) -> str:
    """The path of a page by its file: `index.md` is `/`, `a/b.md` is `/a/b`."""
    bare = file.removesuffix(".md")
    return "/" + ("" if bare == "index" else bare.removesuffix("/index"))


def _blank(code: re.Match[str]) -> str:
    """As many spaces, so that every place stays where it was."""
    return re.sub(r"[^\n]", " ", code[0])
