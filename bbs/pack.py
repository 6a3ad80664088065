"""A network as it lies on disk: the file that lists its sites, and the folders of their pages."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from bbs.document import DocumentError, Mark, Problem, did_you_mean, shown
from bbs.network.load import load
from bbs.network.lost import lost
from bbs.network.pages import Page, load_pages
from bbs.network.pictures import Picture, read_picture
from bbs.network.resolve import Network
from bbs.network.site_entries import HANDBOOK
from bbs.network.sites import Way
from bbs.pack_places import MOST_BYTES, PackError, network_file, read_file
from bbs.shipped import handbook_folder

MOST_LIST_BYTES = 8 << 20
"""How large a list of names may be."""
MOST_PAGES = 1_000
"""How many pages one site may have, and how many pictures."""

TEACHERS = "/teachers/"
"""Where the handbook has what teachers read, on the console alone."""
PAGE, PICTURE = ".md", ".svg"
"""What a site is made of; no other file of its folder is looked at."""
Pages = Mapping[str, Page]
"""The pages of one site, by path."""
Pictures = Mapping[str, Picture]
"""The drawings of one site, by path."""


@dataclass(frozen=True, slots=True)
class Pack:
    """A network with all its pages in memory: nothing is read from disk while it is served."""

    network: Network
    pages: Mapping[str, Pages]
    """By the id of the site; portal and board have none."""
    pictures: Mapping[str, Pictures] = field(default_factory=dict)
    """By the id of the site; sites without a drawing are left out."""
    origin: str = ""
    """The id or path by which it was read."""
    text: str = ""
    """The network file as it was read."""
    files: Mapping[str, str] = field(default_factory=dict)
    """The digest of every file that was read, by its name."""

    @property
    def digest(self) -> str:
        """One digest of all its files."""
        return _digest("".join(f"{name}\n{one}\n" for name, one in sorted(self.files.items())).encode())


def read_network(id_or_path: str) -> Network:
    """The network of a pack without its pages. Raises as `read_pack` does."""
    file, shown = network_file(id_or_path)
    reader = _Reader(file.parent)
    return load(reader.read(file, shown), shown, reader.list_of_names)


def read_pack(id_or_path: str) -> Pack:
    """Read a shipped network by its id, or another by the path of its file or folder.

    Raises PackError for what can't be read, and DocumentError with all problems of the network file or of
    the pages.
    """
    file, name = network_file(id_or_path)
    reader = _Reader(file.parent)
    text = reader.read(file, name)
    network = load(text, name, reader.list_of_names)
    problems: list[Problem] = []
    pages: dict[str, Pages] = {}
    drawn: dict[str, Pictures] = {}
    for site in network.sites.values():
        if site.pages and site.pages != HANDBOOK and not (file.parent / site.pages).is_dir():
            remedy = f"the pages of {shown(site.id)} are looked for there; copy the folder, or name another"
            problem = f"there is no folder {shown(site.pages)} beside this file"
            problems.append(Problem(network.file, Mark(site.line, 1), problem, remedy))
        elif site.pages:
            try:
                pages[site.id], drawn[site.id] = _site_pages(reader, site.pages)
            except DocumentError as error:
                problems.extend(error.problems)
    problems += [*_lost(network, pages), *_without_place(network, pages)]
    if problems:
        raise DocumentError(problems)
    written = {site: own for site, own in pages.items() if network.sites[site].pages != HANDBOOK}
    network = replace(network, warnings=(*network.warnings, *lost(network.sites, written)))
    return Pack(network, pages, drawn, id_or_path, text.decode(errors="replace"), reader.files)


def is_as_read(pack: Pack) -> bool:
    """Whether every file on disk is as it was when the network was read, and none has come or gone."""
    try:
        file, shown = network_file(pack.origin)
        reader = _Reader(file.parent)
        reader.read(file, shown)
        for name in pack.network.lists:
            reader.list_of_names(name)
        for folder in {site.pages for site in pack.network.sites.values()} - {"", HANDBOOK}:
            reader.site(folder)
    except OSError:
        return False
    return reader.files == pack.files


class _Reader:
    """Reads files of one folder and remembers what was in them."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self.files: dict[str, str] = {}

    def read(self, file: Path, shown: str, most: int = MOST_BYTES) -> bytes:
        """One file. Raises PackError."""
        found = read_file(file, shown, most)
        self.files[shown] = _digest(found)
        return found

    def list_of_names(self, name: str) -> bytes:
        """A list of names beside the network file. Raises PackError."""
        file = self._home / name
        if not file.resolve().is_relative_to(self._home.resolve()):
            raise PackError(f"{name}: this leads out of the network's folder")
        return self.read(file, name, MOST_LIST_BYTES)

    def site(self, folder: str) -> dict[str, bytes]:
        """The pages and pictures below a folder, by name.

        Raises PackError for too many, and for one that leaves the folder.
        """
        home = self._home / folder
        found: dict[str, bytes] = {}
        for ending in (PAGE, PICTURE):
            files = sorted(home.rglob(f"*{ending}"))[: MOST_PAGES + 1]
            if len(files) > MOST_PAGES:
                raise PackError(f"{folder}: more than {MOST_PAGES} files that end in {ending}")
            for file in files:
                name = file.relative_to(home).as_posix()
                if not file.resolve().is_relative_to(home.resolve()):
                    raise PackError(f"{name}: this leads out of the folder of its site")
                found[name] = self.read(file, f"{folder}/{name}")
        return found


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


def _without_place(network: Network, pages: Mapping[str, Pages]) -> Iterator[Problem]:
    """A problem for every form and every reading room whose page is not there, or whose place is taken."""
    for site in network.sites.values():
        own, mark = pages.get(site.id), Mark(site.line, 1)
        for key, path in (("asks", site.asks), ("copies", site.copies)):
            if own is not None and path and path not in own:
                remedy = did_you_mean(path, own) or f"write that page, or leave `{key}` out"
                yield Problem(
                    network.file, mark, f"{shown(site.id)} has no page {shown(path)} for `{key}`", remedy
                )
        room = site.copies_page
        taken = next(
            (page.file for path, page in (own or {}).items() if room and f"{path}/".startswith(f"{room}/")),
            "",
        )
        if taken:
            remedy = "give that page another name, or `copies` another path"
            yield Problem(network.file, mark, f"the page {shown(taken)} lies where copies are laid", remedy)


@functools.cache
def read_handbook() -> Pages:
    """The pages of the handbook, which come with the program; read once. Raises as `read_pack` does."""
    folder = handbook_folder()
    return _pages_in(_Reader(folder.parent), folder.name)[0]


@functools.cache
def students_handbook() -> Pages:
    """What a network shows of the handbook: all but the pages for teachers, which have the answers."""
    kept = {path: page for path, page in read_handbook().items() if not f"{path}/".startswith(TEACHERS)}
    return {path: replace(page, next=page.next if page.next in kept else "") for path, page in kept.items()}


def _site_pages(reader: _Reader, folder: str) -> tuple[Pages, Pictures]:
    return (students_handbook(), {}) if folder == HANDBOOK else _pages_in(reader, folder)


def _pages_in(reader: _Reader, folder: str) -> tuple[Pages, Pictures]:
    """The pages and pictures below a folder; every problem names the file with its folder."""
    found = reader.site(folder)
    drawn: dict[str, Picture] = {}
    problems: list[Problem] = []
    for name in [one for one in found if one.endswith(PICTURE)]:
        try:
            drawn[f"/{name}"] = read_picture(found[name], name)
        except DocumentError as error:
            problems.extend(error.problems)
            drawn[f"/{name}"] = Picture(b"", 0, 0)  # it is there: nobody need hear twice of it
    try:
        pages = load_pages({name: found[name] for name in found if name.endswith(PAGE)}, drawn)
    except DocumentError as error:
        problems.extend(error.problems)
    if problems:
        raise DocumentError([replace(problem, file=f"{folder}/{problem.file}") for problem in problems])
    return pages, drawn


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
