"""A copy of the database in one file, made while people write: whole, checked, and there at once or not at all."""

from __future__ import annotations

import asyncio
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bbs.store.checking import Findings, check
from bbs.store.durably import to_disk
from bbs.store.errors import Damaged, StoreError
from bbs.store.opening import DATABASE
from bbs.store.snapshot import snapshot

_BESIDE = ("-wal", "-shm", "-journal")
"""How SQLite ends the names of files that belong to a database."""


async def back_up(folder: Path, file: Path) -> Findings:
    """Copy the database of a data folder into a new file that only its owner may read; gives what was checked.

    The copy is of one moment, also while a server writes. It gets its name once it is checked and on disk;
    an existing file is never touched. Raises StoreError where that can't be done, and Damaged where the
    database does not hold; then there is no file.
    """
    _refuse(folder, file)
    with _unfinished(file) as copy, snapshot(folder / DATABASE) as seen:
        await seen.copy_to(copy)
        findings = await check(copy)
        if findings.problem:
            raise Damaged(f"{findings.problem}; no backup was made")
        await asyncio.to_thread(_name, copy, file)
    return findings


def _refuse(folder: Path, file: Path) -> None:
    """Raise StoreError for a name that is taken, or that SQLite would take for something else."""
    if os.path.lexists(file):
        raise StoreError(f"{file} is there already; choose another name")
    if not file.parent.is_dir():
        raise StoreError(f"there is no folder {file.parent}")
    ours = file.name.startswith("closednet.") and file.parent.resolve() == folder.resolve()
    if ours or file.name.endswith(_BESIDE):
        raise StoreError(f"{file} is a name that the database uses itself; choose another name")
    for beside in (file.with_name(file.name + end) for end in _BESIDE):
        if os.path.lexists(beside):
            raise StoreError(f"{beside} would be taken for a part of the backup; choose another name")


@contextmanager
def _unfinished(file: Path) -> Iterator[Path]:
    """An empty file in the same folder, gone at the end whatever happens."""
    copy = file.with_name(f".closednet-{secrets.token_hex(6)}.part")
    try:
        os.close(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        yield copy
    except OSError as error:
        raise StoreError(f"{file} can't be written: {error.strerror or error}") from None
    finally:
        for end in ("", *_BESIDE):
            with suppress(OSError):
                copy.with_name(copy.name + end).unlink(missing_ok=True)


def _name(copy: Path, file: Path) -> None:
    """Bring the copy to disk and give it its name, which must still be free."""
    to_disk(copy)
    try:
        os.link(copy, file)
    except FileExistsError:
        raise StoreError(f"{file} is there already; choose another name") from None
    except OSError:  # a stick without links: between this look and the renaming nobody else comes
        if os.path.lexists(file):
            raise StoreError(f"{file} is there already; choose another name") from None
        copy.rename(file)
    if os.name == "posix":
        to_disk(file.parent)
