"""The seal: how a database looked when it was closed well, so that the next start knows at a glance that it is whole.

It stands in a small file beside the database from one clean stop to the next start. Where it is missing, as after
a crash or beside a backup, everything is looked at instead (`bbs.store.checking`). It is there against accidents,
a failing disk or an aborted copy, and fast: CRC-32 of each block, and one digest of all of these. Who changes a
database by hand can make a seal for it as well; the audit log is there for that.
"""

from __future__ import annotations

import hashlib
import os
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from threading import Thread
from typing import NamedTuple

from bbs.store.durably import put_file, remove_file, to_disk
from bbs.store.errors import Damaged

NAME = "closednet.seal"

_BLOCK = 4 << 20
"""Bytes that are summed at a time, by each of a few threads."""


class _Seen(NamedTuple):
    """A database as it was looked at ahead of time."""

    of: tuple[int, ...]
    look: str


_AHEAD: dict[Path, _Seen] = {}
"""What was looked at, until somebody asks."""


def put_seal(database: Path) -> None:
    """Seal a database that was closed; not where changes wait beside it. Raises OSError."""
    if changes_wait(database):
        return
    to_disk(database)
    put_file(_seal_of(database), _sealed(_look(database)))


def is_sealed(database: Path) -> bool:
    """Whether a database is, byte for byte, what it was when it was closed; False where no seal can tell.

    Raises Damaged where the seal tells that it is not, and OSError.
    """
    seal = _seal_of(database)
    try:
        said = seal.read_bytes()
    except FileNotFoundError:
        return False
    if changes_wait(database) or not _is_whole(said):
        return False
    seen = _AHEAD.pop(database.resolve(), None)
    look = seen.look if seen and seen.of == _stamp(database) else _look(database)
    if said != _sealed(look):
        raise Damaged(
            f"the database is damaged: it is not as it was when it was closed ({database}); nothing was changed; "
            f"go on with a backup, or, if you put this one there yourself, delete {NAME} beside it"
        )
    return True


def look_ahead(database: Path) -> Callable[[], None]:
    """Begin to look at a sealed database, in a thread of its own, for the `is_sealed` that comes later.

    Gives what waits for the end of it. What changes in between is looked at again.
    """

    def look() -> None:
        with suppress(OSError):  # told when it is opened
            stamp = _stamp(database)
            _AHEAD[database.resolve()] = _Seen(stamp, _look(database))

    if not _seal_of(database).exists():
        return lambda: None
    thread = Thread(target=look, name="seal", daemon=True)
    thread.start()
    return thread.join


def break_seal(database: Path) -> None:
    """Take the seal off, to disk, before anything is written. Raises OSError."""
    remove_file(_seal_of(database))


def changes_wait(database: Path) -> bool:
    """Whether changes that belong to the database still wait in a file beside it, as after a crash."""
    beside = (database.with_name(database.name + end) for end in ("-wal", "-journal"))
    return any(one.exists() and one.stat().st_size for one in beside)


def _seal_of(database: Path) -> Path:
    return database.with_name(NAME)


def _stamp(database: Path) -> tuple[int, ...]:
    """What changes when the file does, or when another takes its place; its seal as well."""
    files = (database.stat(), _seal_of(database).stat())
    return tuple(number for file in files for number in (file.st_ino, file.st_size, file.st_mtime_ns))


def _look(database: Path) -> str:
    """Size and digest of the file as it is now."""
    size = database.stat().st_size
    with ThreadPoolExecutor(min(4, os.cpu_count() or 1), thread_name_prefix="seal") as threads:
        sums = threads.map(partial(_sum, database), range(0, size, _BLOCK))
        digest = hashlib.sha256(b"".join(one.to_bytes(4, "big") for one in sums))
    return f"closednet seal 1\nbytes {size}\ndigest {digest.hexdigest()}\n"


def _sum(database: Path, at: int) -> int:
    with database.open("rb", buffering=0) as file:
        file.seek(at)
        return zlib.crc32(file.read(_BLOCK))


def _sealed(look: str) -> bytes:
    """A seal with a sum of its own, so that damage to the seal is never taken for damage to the database."""
    return f"{look}sum {zlib.crc32(look.encode()):08x}\n".encode()


def _is_whole(said: bytes) -> bool:
    look, word, _ = said.decode("ascii", "replace").rpartition("sum ")
    return bool(word) and _sealed(look) == said
