"""Where the shipped policies and pages are, and the one way in which a policy file is read from disk."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from bbs.policy.lists import SHIPPED
from bbs.policy.using import NotThereError

_PACKAGE = Path(__file__).resolve().parent
_ID = re.compile(r"[a-z0-9][a-z0-9_-]*", re.ASCII)
_POLICY_KEY = re.compile(rb"^(?:\xef\xbb\xbf)?policy[ \t]*:", re.MULTILINE)

MOST_POLICY_BYTES = 1 << 20
"""How large a policy file may be to be read at all; the language's own limit lies far below."""

MOST_LIST_BYTES = 32 << 20
"""How large a list file may be: 100,000 phrases of 60 characters fit in any script."""


class PolicyFileError(OSError):
    """A file that can't be found, can't be read or must not be read; the text is one clear line."""


class MissingFileError(PolicyFileError, NotThereError):
    """A list file, or a policy that is used, is not where it was looked for."""


class PolicyFile(NamedTuple):
    """A policy as it lies on disk, not yet understood."""

    text: bytes
    file: str
    """The name to show in errors: as the person wrote it, or the shipped file's own name."""
    read: Callable[[str], bytes]
    """Reads a list file, or a policy that is used, by its name; raises PolicyFileError outside the policy's folder."""
    origin: str = ""
    """Where to find it again: the id of a shipped one, or a whole path; empty for what is no file."""


def policies_folder() -> Path:
    """The folder of the shipped policies: inside the installed package, or beside it in a checkout."""
    return _shipped("policies")


def templates_folder() -> Path:
    """The folder of the page templates: inside the installed package, or beside it in a checkout."""
    return _shipped("templates")


def handbook_folder() -> Path:
    """The folder of the handbook's pages: inside the installed package, or among the documents of a checkout."""
    inside = _PACKAGE / "handbook"
    return inside if inside.is_dir() else _PACKAGE.parent / "docs" / "handbook"


def shipped_policies() -> list[str]:
    """The ids of all shipped policies, in order of the alphabet."""
    return policies_in(policies_folder())


def policies_in(folder: Path) -> list[str]:
    """The ids of the policies in a folder; a YAML file without a `policy:` key, as a network, is none."""
    return sorted(file.stem for file in folder.glob("*.yaml") if _POLICY_KEY.search(_head(file)))


def read_policy(id_or_path: str, folder: Path | None = None) -> PolicyFile:
    """Read a policy by id (first in `folder`, then a shipped one) or by path; raises PolicyFileError."""
    if not id_or_path:
        raise PolicyFileError("name a policy file, or the id of a shipped policy; see `bbs policy list`")
    for place in (folder, policies_folder()):
        if place is not None and _ID.fullmatch(id_or_path):
            file = place / f"{id_or_path}.yaml"
            if _is_file(file):
                own = place != policies_folder()
                return _policy_file(file, str(file) if own else file.name, id_or_path if not own else "")
    try:
        return _policy_file(Path(id_or_path), id_or_path)
    except FileNotFoundError:
        hint = "; see `bbs policy list` for the shipped policies" if _ID.fullmatch(id_or_path) else ""
        raise PolicyFileError(f"{id_or_path}: there is no such file{hint}") from None


def read_origin(origin: str) -> PolicyFile:
    """Read the file that a version was published from; raises PolicyFileError where it is gone or no file."""
    shipped = _ID.fullmatch(origin) is not None
    file = policies_folder() / f"{origin}.yaml" if shipped else Path(origin)
    if not _is_file(file):
        raise PolicyFileError(f"{origin}: there is no such file any more")
    return _policy_file(file, file.name, origin if shipped else "")


def reader_for(folder: Path) -> Callable[[str], bytes]:
    """A reader of list files and used policies that never leaves `folder`, even by a link; it raises PolicyFileError.

    What begins with `shipped:` it reads from the folder of the shipped policies.
    """
    home = folder.resolve()

    def read(name: str) -> bytes:
        place = policies_folder().resolve() if name.startswith(SHIPPED) else home
        target = _inside(place, name.removeprefix(SHIPPED))
        if not _is_file(target):
            known = policies_in(place) if name.endswith(".yaml") else ()
            raise MissingFileError(f"{name}: there is no such file in the policy's folder", known)
        return _bytes(target, name, MOST_LIST_BYTES)

    return read


def read_shipped(name: str) -> bytes:
    """A list file that comes with the program, or a policy that does, by `shipped:` and its name; the same errors."""
    if name.endswith(".yaml") and not name.startswith(SHIPPED):
        raise MissingFileError(f"{name}: there is no such file in the policy's folder")
    return reader_for(policies_folder())(name)


def _shipped(name: str) -> Path:
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


def _head(file: Path) -> bytes:
    if not _is_file(file):  # a pipe would keep us waiting
        return b""
    try:
        return _start(file, MOST_POLICY_BYTES)
    except OSError:
        return b""


def _policy_file(path: Path, shown: str, policy_id: str = "") -> PolicyFile:
    text = _bytes(path, shown, MOST_POLICY_BYTES)
    return PolicyFile(text, shown, reader_for(path.parent), policy_id or str(path.absolute()))


def _inside(home: Path, name: str) -> Path:
    if not name or "\\" in name or "\0" in name:
        raise PolicyFileError(f"{name!r}: this can't be the name of a file; write it as lists/places.txt")
    try:
        target = (home / name).resolve()
    except (OSError, RuntimeError):  # a loop of symbolic links
        raise PolicyFileError(f"{name}: this name leads nowhere") from None
    if not target.is_relative_to(home):
        raise PolicyFileError(f"{name}: this leaves the policy's folder; put the file beside the policy")
    return target


def _bytes(file: Path, shown: str, most: int) -> bytes:
    try:
        found = _start(file, most + 1)
    except FileNotFoundError:
        raise
    except (OSError, ValueError) as error:
        raise PolicyFileError(f"{shown}: {_reason(error)}") from None
    if len(found) > most:
        raise PolicyFileError(f"{shown}: this file is larger than {most >> 20} MiB")
    return found


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name too long for this system
        return False


def _start(file: Path, most: int) -> bytes:
    """The first `most` bytes: an endless file (a device) must not fill the memory."""
    with file.open("rb") as stream:
        return stream.read(most)


def _reason(error: Exception) -> str:
    if isinstance(error, IsADirectoryError):
        return "this is a folder; name the policy file in it"
    if isinstance(error, PermissionError):
        return "this file may not be read; change its permissions"
    return f"this file can't be read ({getattr(error, 'strerror', None) or error})"
