"""The pages of listed sites: Markdown loaded into memory, every link between them checked."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from bbs.document import DocumentError, Mark, Problem, Problems, decode, did_you_mean, shown
from bbs.network.links import Heading, headings, links, mark_of, path_of, picture_within, pictures, within

_NAME = re.compile(r"(?:[a-z0-9][a-z0-9_-]*/)*[a-z0-9][a-z0-9_-]*\.md", re.ASCII)


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its title and its text in Markdown, without the title line."""

    title: str
    text: str
    file: str = "index.md"
    """Its file inside the folder of the site; relative links start there."""
    begins: int = 3
    """The line of its file on which its text begins."""
    next: str = ""
    """The path of the page to read after it, in the order in which the first page links to them."""

    @property
    def headings(self) -> tuple[Heading, ...]:
        """The headings below the title."""
        return tuple(headings(self.text))


def load_pages(read: Mapping[str, bytes], drawn: Collection[str] = ()) -> dict[str, Page]:
    """The pages of one site by path, from its files by name: `index.md` is `/`, `hours.md` is `/hours`.

    `drawn` are the paths of its pictures. Raises DocumentError with every problem: no index, a file without a title,
    other names, not UTF-8, a link to a page or a heading, or a picture, that is not there.
    """
    problems: list[Problem] = []
    texts: dict[str, str] = {}
    pages: dict[str, Page] = {}
    for name, data in sorted(read.items()):
        try:
            path = _path(name)
            texts[path] = decode(data, name).replace("\r\n", "\n")
            pages[path] = _page(texts[path], name)
        except DocumentError as error:
            problems.extend(error.problems)
    if "index.md" not in read:
        remedy = "write one; it is the first page of the site"
        problems.append(Problem("index.md", Mark(1, 1), "this file is missing", remedy))
    if not problems:
        problems.extend(_dead_links(pages, texts))
        problems.extend(_lost_pictures(pages, texts, drawn))
    if problems:
        raise DocumentError(problems)
    return _in_order(pages)


def _path(name: str) -> str:
    if not _NAME.fullmatch(name):
        problem = f"{shown(name)} can't be the name of a page"
        remedy = "use small letters, digits and hyphens, and the ending .md"
        raise DocumentError([Problem(name, Mark(1, 1), problem, remedy)])
    return path_of(name)


def _page(text: str, name: str) -> Page:
    first, _, rest = text.lstrip("\n").partition("\n")
    bare = rest.lstrip("\n")
    title = first.removeprefix("# ").strip()
    if not first.startswith("# ") or not title:
        problems = Problems(name)
        problems.add(Mark(1, 1), "the page has no title", "begin it with a line like `# Opening hours`")
        problems.raise_if_any()
    return Page(title, bare.rstrip("\n") + "\n", name, text.count("\n", 0, len(text) - len(bare)) + 1)


def _dead_links(pages: Mapping[str, Page], texts: Mapping[str, str]) -> Iterator[Problem]:
    """A problem for every relative link to a page or a heading that is not there."""
    places = {path: {one.place for one in headings(text)} for path, text in texts.items()}
    files = {page.file for page in pages.values()}
    for path, page in pages.items():
        for target, start in links(texts[path]):
            leads = within(page.file, target)
            if leads is None:
                continue
            to, _, place = leads.partition("#")
            if to in pages and (not place or place in places[to]):
                continue
            known = places[to] if to in pages else files
            asked = place if to in pages else target.partition("#")[0]
            missing = "there is no such heading" if to in pages else "there is no such page"
            remedy = did_you_mean(asked, known) or f"{missing}: write it, or take the link away"
            yield Problem(
                page.file, mark_of(texts[path], start), f"the link {shown(target)} leads nowhere", remedy
            )


def _lost_pictures(
    pages: Mapping[str, Page], texts: Mapping[str, str], drawn: Collection[str]
) -> Iterator[Problem]:
    """A problem for every picture that is not there, or no drawing of this site."""
    names = [one.removeprefix("/") for one in drawn]
    for path, page in pages.items():
        for target, start in pictures(texts[path]):
            if picture_within(page.file, target) not in drawn:
                remedy = (
                    did_you_mean(target, names)
                    or "put a drawing beside the page, and write ![what is seen](name.svg)"
                )
                mark = mark_of(texts[path], start)
                yield Problem(page.file, mark, f"there is no picture {shown(target)}", remedy)


def _in_order(pages: Mapping[str, Page]) -> dict[str, Page]:
    """Each page with the next one: in the order of the links of the first page, and of those of sub-folders."""
    order = list(dict.fromkeys(_reading(pages, "/")))
    following = dict(itertools.pairwise(order))
    return {path: replace(page, next=following.get(path, "")) for path, page in pages.items()}


def _reading(pages: Mapping[str, Page], path: str) -> Iterator[str]:
    """The path of an index page, then what it links to: first a page, then what lies below that."""
    yield path
    page = pages[path]
    home = page.file.removesuffix("index.md")
    for target, _ in links(page.text):
        to = (within(page.file, target) or "").partition("#")[0]
        if to not in pages or to == path:
            continue
        file = pages[to].file
        if file.endswith("/index.md") and file.startswith(home):
            yield from _reading(pages, to)
        elif file.startswith(home):
            yield to
