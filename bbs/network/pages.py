"""The pages of listed sites: Markdown loaded into memory, and turned into HTML that can do no harm."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import TypeAlias

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bbs.document import DocumentError, Mark, Problem, Problems, decode, shown

_NAME = re.compile(r"(?:[a-z0-9][a-z0-9_-]*/)*[a-z0-9][a-z0-9_-]*\.md", re.ASCII)
_SITE_LINK = re.compile(r"site:([a-z0-9][a-z0-9-]*)(/.*)?", re.ASCII)

SiteLink: TypeAlias = Callable[[str, str], str | None]
"""From a site's id and a path to an address, or None where there is no such site."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its title and its text in Markdown, without the title line."""

    title: str
    text: str


def load_pages(read: Mapping[str, bytes]) -> dict[str, Page]:
    """The pages of one site by path, from its files by name: `index.md` is `/`, `hours.md` is `/hours`.

    Raises DocumentError with every problem: no index, a file without a title, other names, not UTF-8.
    """
    problems: list[Problem] = []
    pages = {}
    for name, data in sorted(read.items()):
        try:
            pages[_path(name)] = _page(data, name)
        except DocumentError as error:
            problems.extend(error.problems)
    if "index.md" not in read:
        remedy = "write one; it is the first page of the site"
        problems.append(Problem("index.md", Mark(1, 1), "this file is missing", remedy))
    if problems:
        raise DocumentError(problems)
    return pages


def _path(name: str) -> str:
    if not _NAME.fullmatch(name):
        problem = f"{shown(name)} can't be the name of a page"
        remedy = "use small letters, digits and hyphens, and the ending .md"
        raise DocumentError([Problem(name, Mark(1, 1), problem, remedy)])
    return "/" + name.removesuffix(".md").removesuffix("index").removesuffix("/")


def _page(data: bytes, name: str) -> Page:
    first, _, rest = decode(data, name).replace("\r\n", "\n").lstrip("\n").partition("\n")
    title = first.removeprefix("# ").strip()
    if not first.startswith("# ") or not title:
        problems = Problems(name)
        problems.add(Mark(1, 1), "the page has no title", "begin it with a line like `# Opening hours`")
        problems.raise_if_any()
    return Page(title, rest.strip("\n") + "\n")


def render(text: str, link: SiteLink) -> str:
    """Markdown as HTML. Raw HTML is shown as text, images as their description.

    `site:board/path` becomes the address that `link("board", "/path")` gives; every other address, and one
    for which it gives None, leaves only the words of the link.
    """
    markdown = _markdown()
    tokens = markdown.parse(text)
    for token in tokens:
        _mend_links(token.children or [], link)
    return str(markdown.renderer.render(tokens, markdown.options, {}))


@functools.cache
def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    markdown.renderer.rules["image"] = _description  # type: ignore[attr-defined]  # the protocol is narrower
    return markdown


def _description(tokens: Sequence[Token], index: int, *_: object) -> str:
    return escape(tokens[index].content)


def _mend_links(children: list[Token], link: SiteLink) -> None:
    """Give site links their address, and take every other link away around its words. Links don't nest."""
    keep = False
    for token in children:
        if token.type == "link_open":
            parts = _SITE_LINK.fullmatch(str(token.attrs.get("href", "")))
            address = link(parts[1], parts[2] or "/") if parts else None
            keep = address is not None
            token.attrs = {"href": address} if address is not None else {}
        if token.type in {"link_open", "link_close"} and not keep:
            token.type, token.tag, token.content = "text", "", ""
