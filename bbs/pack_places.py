"""Where networks lie on disk: the shipped ones go by their id, others by the path of their file or folder."""

from __future__ import annotations

import re
from pathlib import Path

from bbs.document import did_you_mean
from bbs.shipped import policies_folder

NETWORK_FILE = "network.yaml"
"""The name of the network file in the folder of a pack."""
FIRST_PACK = "bright-net"
"""The network of a new data folder. Its file lies beside the shipped policies; those of the others in their folders."""
MOST_BYTES = 1 << 20
"""How large a network file or a page may be."""

_PACKS = "packs"
_ID = re.compile(r"[a-z0-9][a-z0-9-]*", re.ASCII)


class PackError(OSError):
    """A network file or a page that can't be read; the text is one clear line."""


def shipped_packs() -> list[str]:
    """The ids of all shipped networks: the one of a new data folder, then in order of the alphabet."""
    found = sorted(file.parent.name for file in (policies_folder() / _PACKS).glob(f"*/{NETWORK_FILE}"))
    return [FIRST_PACK, *found]


def network_file(id_or_path: str) -> tuple[Path, str]:
    """The network file, and its name in errors. Raises PackError for what can only be the id of a shipped one."""
    if not id_or_path:
        raise PackError(
            f"name a network file, its folder, or a shipped network: {', '.join(shipped_packs())}"
        )
    if id_or_path == FIRST_PACK:
        return policies_folder() / NETWORK_FILE, NETWORK_FILE
    if id_or_path in shipped_packs():
        name = f"{_PACKS}/{id_or_path}/{NETWORK_FILE}"
        return policies_folder() / name, name
    path = Path(id_or_path)
    try:
        is_folder, is_there = path.is_dir(), path.exists()
    except (OSError, ValueError):  # a name that no file can have
        is_folder, is_there = False, True
    if _ID.fullmatch(id_or_path) and not is_there:
        raise PackError(f"{id_or_path}: there is no such network; {_known(id_or_path)}")
    return (path / NETWORK_FILE, str(path / NETWORK_FILE)) if is_folder else (path, id_or_path)


def read_file(file: Path, shown: str, most: int = MOST_BYTES) -> bytes:
    """All bytes of a file. Raises PackError, which calls it `shown`, for what can't be read or is too large."""
    try:
        with file.open("rb") as stream:
            found = stream.read(most + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise PackError(f"{shown}: this file can't be read ({reason})") from None
    if len(found) > most:
        raise PackError(f"{shown}: this file is larger than {most >> 20} MiB")
    return found


def _known(asked: str) -> str:
    every = shipped_packs()
    meant = did_you_mean(asked, every)
    return meant or f"shipped are {', '.join(every)}; name any other by its file or folder, as ./{asked}"
