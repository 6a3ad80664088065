"""Files that are on disk when the call returns: written whole or not at all, or gone."""

from __future__ import annotations

import os
from pathlib import Path


def put_file(file: Path, content: bytes) -> None:
    """Write a file in place of the one of that name: the old one or the new one is there, never half of it."""
    fresh = file.with_name(f"{file.name}.new")
    with fresh.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(file)
    _folder_to_disk(file.parent)


def remove_file(file: Path) -> None:
    """Remove a file; one that is not there is fine."""
    try:
        file.unlink()
    except FileNotFoundError:
        return
    _folder_to_disk(file.parent)


def to_disk(path: Path) -> None:
    """Bring a file, or what a folder lists, to disk."""
    handle = os.open(path, os.O_RDONLY if os.name == "posix" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _folder_to_disk(folder: Path) -> None:
    if os.name == "posix":  # other systems keep the list of a folder by themselves
        to_disk(folder)
