"""Markdown of listed sites as HTML that can do no harm."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Callable, Sequence
from html import escape, unescape
from typing import TypeAlias

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bbs.network.links import Heading, headings, picture_within, site_link, within

_OWN = "own:"
_ANCHOR = re.compile(r'<a href="([^"]*)">(.*?)</a>', re.DOTALL)
_IMAGE = re.compile(r'<img src="own:([^"]*)" alt="([^"]*)">')
_COMMENT = re.compile(
    r"^(?P<code>(?P<fence>`{3,}|~{3,}).*?(?:^(?P=fence)[^\n]*$|\Z))|^<!--.*?-->[ \t]*(?:\n|\Z)",
    re.MULTILINE | re.DOTALL,
)
PLACE = "at-"
"""Stands before the places of a page, so that none is called as a part of the template is."""

_NARROW = 32
"""Characters of a line of code that has room on a telephone; a keyboard must be able to scroll what is wider."""
_WIDEST = 72
"""Characters of a line of code that has room in a column of text; what is wider goes on into the margin."""
_KINDS = ("wrong", "text", "console")
"""Kinds of code that look different: a file that is wrong, and what the program says."""

SiteLink: TypeAlias = Callable[[str, str], str | None]
"""From a site's id and a path to an address, or None where there is no such site. An empty id is the own site."""


def render(text: str, link: SiteLink, file: str = "index.md") -> str:
    """Markdown as HTML. Comments are left out, other raw HTML is shown as text, pictures of elsewhere as their words.

    `site:board/path` becomes the address that `link("board", "/path")` gives, `hours.md#noon` on a page of the
    file `file` that of `link("", "/hours#at-noon")`, and the picture `clock.svg` that of `link("", "/clock.svg")`;
    every other address, and one for which it gives None, leaves only the words.
    """

    def shown(image: re.Match[str]) -> str:
        found = link("", unescape(image[1]))
        return f'<img src="{escape(found)}" alt="{image[2]}">' if found is not None else image[2]

    def address(anchor: re.Match[str]) -> str:
        site, path = _target(unescape(anchor[1]))
        if not site and path.startswith("#"):
            return f'<a href="{escape(path)}">{anchor[2]}</a>'
        found = link(site, path)
        return f'<a href="{escape(found)}">{anchor[2]}</a>' if found is not None else anchor[2]

    return _ANCHOR.sub(address, _IMAGE.sub(shown, _rendered(text, file)))


@functools.lru_cache(maxsize=256)
def _rendered(text: str, file: str) -> str:
    """The HTML, its links not yet addresses: `site:board/path`, `own:/hours#at-noon`, `own:#at-noon`."""
    markdown = _markdown()
    text = _COMMENT.sub(lambda found: found["code"] or "", text)
    tokens = markdown.parse(text)
    here = list(headings(text))
    places = {heading.place for heading in here}
    for place, (opened, inline) in enumerate(itertools.pairwise(tokens)):
        if opened.type == "heading_open" and opened.markup.startswith("#"):
            _name(opened, inline, here)
        if opened.type == "th_open" and not inline.content:
            opened.tag = tokens[place + 2].tag = "td"  # a corner of a table heads nothing
        _mend_links(inline.children or [], file, places)
    return str(markdown.renderer.render(tokens, markdown.options, {}))


def _name(opened: Token, inline: Token, here: list[Heading]) -> None:
    """Give a heading its place; one in a quotation or a list has none."""
    heading = next((one for one in here if one.words == inline.content.replace("`", "")), None)
    if heading:
        here.remove(heading)
        opened.attrs = {"id": PLACE + heading.place}


@functools.cache
def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False, "xhtmlOut": False}).enable("table")
    rules = markdown.renderer.rules  # type: ignore[attr-defined]  # the protocol is narrower
    rules["image"] = _picture
    rules["fence"] = _code
    rules["table_open"] = lambda *_: (
        '<div class="table" role="group" aria-label="Table" tabindex="0"><table>\n'
    )
    rules["table_close"] = lambda *_: "</table>\n</div>\n"
    return markdown


def _code(tokens: Sequence[Token], index: int, *_: object) -> str:
    """Code, no line of it broken: what is typed off must be as it stands. Only what the program says, as `text`, is."""
    kind = "wrong" if "wrong" in tokens[index].info.split() else tokens[index].info.partition(" ")[0]
    widest = max(map(len, tokens[index].content.splitlines()), default=0)
    broken = kind == "text"
    names = [*([kind] if kind in _KINDS else []), *(["wide"] if widest > _WIDEST and not broken else [])]
    looks = f' class="{" ".join(names)}"' if names else ""
    scrolled = ' role="group" aria-label="Example" tabindex="0"' if widest > _NARROW and not broken else ""
    return f"<pre{looks}{scrolled}><code>{escape(tokens[index].content)}</code></pre>\n"


def _picture(tokens: Sequence[Token], index: int, *_: object) -> str:
    """A picture of this site, its address not yet one; of any other, what is seen on it."""
    words, source = escape(tokens[index].content), str(tokens[index].attrs.get("src", ""))
    return f'<img src="{escape(source)}" alt="{words}">' if source.startswith(_OWN) else words


def _mend_links(children: list[Token], file: str, places: set[str]) -> None:
    """Keep links to sites and to pages of the own one, and take every other away around its words."""
    keep = False
    for token in children:
        if token.type == "image":
            inside = picture_within(file, str(token.attrs.get("src", "")))
            token.attrs = {"src": f"{_OWN}{inside}"} if inside else {}
        if token.type == "link_open":
            kept = _kept(str(token.attrs.get("href", "")), file, places)
            keep = kept is not None
            token.attrs = {"href": kept} if kept is not None else {}
        if token.type in {"link_open", "link_close"} and not keep:
            token.type, token.tag, token.content = "text", "", ""


def _kept(href: str, file: str, places: set[str]) -> str | None:
    if site_link(href):
        return href
    inside = within(file, href)
    if inside is None:
        return None
    path, _, place = inside.partition("#")
    if href.startswith("#"):
        return f"{_OWN}#{PLACE}{place}" if place in places else None
    return f"{_OWN}{path}#{PLACE}{place}" if place else f"{_OWN}{path}"


def _target(href: str) -> tuple[str, str]:
    """Site and path of a link that was kept; no site for the own one."""
    return site_link(href) or ("", href.removeprefix(_OWN))
