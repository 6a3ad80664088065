"""`bbs network new`: a small network of one's own to begin with, in a folder of its own."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from bbs.cli.output import DONE, complain, say

_STARTER = Path(__file__).parent / "starter_pack"
_ANY = "our-net"
"""The id in the starter, for which the name of the folder is put."""


def new(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="The new folder, as our-net; it must not exist yet.")
    ],
) -> int:
    """Write a small network with notes, pages and a drawing, to begin with."""
    texts = starter(folder)
    try:
        folder.mkdir()
        for name, text in texts.items():
            file = folder / name
            file.parent.mkdir(exist_ok=True)
            with file.open("x", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
    except FileExistsError:
        return complain(f"{folder}: there is something with this name already; choose another")
    except FileNotFoundError:
        return complain(f"{folder}: there is no folder {folder.parent}")
    except (OSError, ValueError) as error:
        return complain(
            f"{folder}: this folder can't be written ({getattr(error, 'strerror', None) or error})"
        )
    say(f"{folder} is written, with {len(texts)} files. Read network.yaml, change it, then:")
    say(f"  bbs network check {folder}")
    say(f"  bbs serve --pack {folder}")
    say("What you change while it is served is put in force on the console, on the page Network.")
    return DONE


def starter(folder: Path) -> dict[str, str]:
    """The texts of the starter by name, with the id that the folder's name suggests."""
    names = sorted(file.relative_to(_STARTER).as_posix() for file in _STARTER.rglob("*.*"))
    texts = {name: (_STARTER / name).read_text(encoding="utf-8") for name in names}
    own = re.sub(r"[^a-z0-9]+", "-", folder.name.lower()).strip("-")[:40].strip("-") or _ANY
    texts["network.yaml"] = texts["network.yaml"].replace(f"id: {_ANY}", f"id: {own}", 1)
    return texts
