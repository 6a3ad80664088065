"""`bbs policy new` and `bbs policy schema`: what somebody needs who begins to write a policy."""

from __future__ import annotations

import json
import re
from importlib import resources
from pathlib import Path
from typing import Annotated

import typer

from bbs.cli.output import DONE, complain, say
from bbs.policy.head import ID

_ANY = "my-policy"
"""The id in the starter, for which the name of the file is put."""


def new(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="The new file, as our-board.yaml; it must not exist yet.")
    ],
) -> int:
    """Write a small policy with notes and tests into a new file, to begin with."""
    text = starter(file)
    try:
        with file.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except FileExistsError:
        return complain(f"{file}: there is something with this name already; choose another")
    except FileNotFoundError:
        return complain(f"{file}: there is no folder {file.parent}")
    except (OSError, ValueError) as error:
        return complain(f"{file}: this file can't be written ({getattr(error, 'strerror', None) or error})")
    say(f"{file} is written. Read it, change it, then: bbs policy check {file}")
    return DONE


def starter(file: Path) -> str:
    """The text of the starter, with the id that the file's name suggests."""
    text = (resources.files("bbs.cli") / "starter.yaml").read_text(encoding="utf-8")
    name = re.sub(r"[^a-z0-9]+", "-", file.stem.lower()).strip("-")
    return text.replace(f"id: {_ANY}", f"id: {name}") if ID.fullmatch(name) else text


def schema() -> int:
    """Print the JSON Schema of the policy language, for editors that complete and check while you type."""
    from bbs.policy.schema import schema as whole  # many small maps that no other command needs

    typer.echo(json.dumps(whole(), ensure_ascii=True, indent=2))
    return DONE
