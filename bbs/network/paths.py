"""The place of a page inside a site, as rules compare it."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import unquote

FOLDER = "/*"
"""How a folder ends: itself and everything below it."""


def plain_path(path: str) -> str:
    """The same place in its one plain form: percent codes read, `//`, `.` and `..` resolved, no slash at the end.

    `/exams//a/../%62/` is `/exams/b`. Case counts, as it does for the pages themselves. No server of pages gives
    another page than this one for such a path; at most it gives none.
    """
    parts: list[str] = []
    for part in unquote(path).split("/"):
        if part == "..":
            del parts[-1:]
        elif part not in {"", "."}:
            parts.append(part)
    return "/" + "/".join(parts)


class Paths:
    """Some places: pages, and folders with all that is in them."""

    def __init__(self, written: Iterable[str]) -> None:
        self.written = tuple(written)
        """As the file has them."""
        folders = {one.removesuffix(FOLDER) for one in self.written if one.endswith(FOLDER)}
        self._pages = frozenset(one for one in self.written if not one.endswith(FOLDER)) | {
            folder or "/" for folder in folders
        }
        self._folders = tuple(sorted(f"{folder}/" for folder in folders))

    def __contains__(self, plain: object) -> bool:
        """Whether a plain path is one of these places."""
        return isinstance(plain, str) and (plain in self._pages or plain.startswith(self._folders))
