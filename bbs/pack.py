"""A network as it lies on disk: the file that lists its sites, and the folders of their pages."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from bbs.document import DocumentError, Mark, Problem, did_you_mean, shown
from bbs.network.load import load
from bbs.network.pages import Page, load_pages
from bbs.network.resolve import Network
from bbs.network.site_entries import HANDBOOK
from bbs.network.sites import Way
from bbs.shipped import handbook_folder, policies_folder

SHIPPED = "network.yaml"
MOST_BYTES = 1 << 20
"""How large a network file or a page may be."""
MOST_PAGES = 1_000
"""How many pages one site may have."""

Pages = Mapping[str, Page]
"""The pages of one site, by path."""


class PackError(OSError):
    """A network file or a page that can't be read; the text is one clear line."""


@dataclass(frozen=True, slots=True)
class Pack:
    """A network with all its pages in memory: nothing is read from disk while it is served."""

    network: Network
    pages: Mapping[str, Pages]
    """By the id of the site; portal and board have none."""


def read_pack(id_or_path: str) -> Pack:
    """Read the shipped network by its id, or another by its path.

    Raises PackError for what can't be read, and DocumentError with all problems of the network file or of
    the pages.
    """
    if not id_or_path:
        raise PackError("name a network file, or bright-net, which is shipped")
    file, shown = _network_file(id_or_path)
    network = load(_read(file, shown), shown)
    problems: list[Problem] = []
    pages: dict[str, Pages] = {}
    for site in network.sites.values():
        if site.pages:
            try:
                pages[site.id] = _site_pages(file.parent, site.pages)
            except DocumentError as error:
                problems.extend(error.problems)
    problems += _lost(network, pages)
    if problems:
        raise DocumentError(problems)
    return Pack(network, pages)


def _lost(network: Network, pages: Mapping[str, Pages]) -> Iterator[Problem]:
    """A problem for every refusal that leads to a page which is not there."""
    default = (network.default_line, network.default)
    rules = ((rule.line, rule.refusing) for rule in network.rules if rule.refusing)
    for line, how in {*rules, *((site.line, site.refusing) for site in network.sites.values()), default}:
        known = pages.get(how.to, {"/": None})
        if how.way is Way.REDIRECT and how.page not in known:
            problem = f"{shown(how.to)} has no page {shown(how.page)} to lead to"
            remedy = did_you_mean(how.page, known) or f"write `to: {how.to}` for its first page"
            yield Problem(network.file, Mark(line, 1), problem, remedy)


@functools.cache
def read_handbook() -> Pages:
    """The pages of the handbook, which come with the program; read once. Raises as `read_pack` does."""
    return _pages_in(handbook_folder(), "handbook")


def _network_file(id_or_path: str) -> tuple[Path, str]:
    """The file, and its name in errors. The shipped network goes by its id."""
    shipped = policies_folder() / SHIPPED
    if shipped.is_file() and load(_read(shipped, SHIPPED), SHIPPED).id == id_or_path:
        return shipped, SHIPPED
    return Path(id_or_path), id_or_path


def _site_pages(beside: Path, folder: str) -> Pages:
    return read_handbook() if folder == HANDBOOK else _pages_in(beside / folder, folder)


def _pages_in(home: Path, folder: str) -> Pages:
    """The pages below a folder; every problem names the file with its folder."""
    files = sorted(home.rglob("*.md"))[: MOST_PAGES + 1]
    if len(files) > MOST_PAGES:
        raise PackError(f"{folder}: more than {MOST_PAGES} pages")
    found = dict(_inside(home, files))
    try:
        return load_pages(found)
    except DocumentError as error:
        raise DocumentError(
            [replace(problem, file=f"{folder}/{problem.file}") for problem in error.problems]
        ) from None


def _inside(home: Path, files: Iterable[Path]) -> Iterable[tuple[str, bytes]]:
    """Name and bytes of each file; a link that leaves the folder is an error."""
    for file in files:
        name = file.relative_to(home).as_posix()
        if not file.resolve().is_relative_to(home.resolve()):
            raise PackError(f"{name}: this leads out of the folder of its site")
        yield name, _read(file, name)


def _read(file: Path, shown: str) -> bytes:
    try:
        with file.open("rb") as stream:
            found = stream.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise PackError(f"{shown}: this file can't be read ({reason})") from None
    if len(found) > MOST_BYTES:
        raise PackError(f"{shown}: this file is larger than {MOST_BYTES >> 20} MiB")
    return found
