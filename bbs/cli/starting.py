"""`bbs policy new`, `show` and `schema`: what somebody needs who begins to write a policy."""

from __future__ import annotations

import json
import re
from importlib import resources
from pathlib import Path
from typing import Annotated

import typer

from bbs.cli.loading import load_policy
from bbs.cli.output import DONE, complain, say
from bbs.document import decode
from bbs.policy.head import ID
from bbs.policy.lists import SHIPPED
from bbs.shipped import policies_folder, read_policy

_ANY = "my-policy"
"""The id in the starter, for which the name of the file is put."""


SCHEMA = "policy.schema.json"
"""The file that `new` puts beside the policy, and that the policy's first line names."""
_NAMES_IT = f"# yaml-language-server: $schema={SCHEMA}\n"
"""What editors with YAML support (VS Code's among them) read in the first line of a file."""


def new(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="The new file, as our-board.yaml; it must not exist yet.")
    ],
    with_schema: Annotated[
        bool, typer.Option("--schema/--no-schema", help=f"Put {SCHEMA} beside it, for editors.")
    ] = True,
) -> int:
    """Write a small policy with notes and tests, to begin with, and the schema for editors beside it."""
    text = (_NAMES_IT if with_schema else "") + starter(file)
    try:
        with file.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except FileExistsError:
        return complain(f"{file}: there is something with this name already; choose another")
    except FileNotFoundError:
        return complain(f"{file}: there is no folder {file.parent}")
    except (OSError, ValueError) as error:
        return _unwritten(file, error)
    say(f"{file} is written. Read it, change it, then: bbs policy check {file}")
    return _put_schema(file.parent / SCHEMA) if with_schema else DONE


def _put_schema(file: Path) -> int:
    """Write the schema, where none lies there yet; one that differs is left alone, and that is said."""
    text = schema_text()
    try:
        with file.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except FileExistsError:
        return _leave_alone(file, text)
    except (OSError, ValueError) as error:
        return _unwritten(file, error)
    say(f"{file} is written beside it: editors with YAML support complete and check the policy by it.")
    return DONE


def _leave_alone(file: Path, text: str) -> int:
    try:
        same = file.read_bytes() == text.encode()
    except OSError:
        same = False
    if not same:
        say(f"{file} lies there already and differs from this version's; it is left as it is.")
        say(f"To have the new one: bbs policy schema > {file}")
    return DONE


def _unwritten(file: Path, error: Exception) -> int:
    return complain(f"{file}: this file can't be written ({getattr(error, 'strerror', None) or error})")


def starter(file: Path) -> str:
    """The text of the starter, with the id that the file's name suggests."""
    text = (resources.files("bbs.cli") / "starter.yaml").read_text(encoding="utf-8")
    name = re.sub(r"[^a-z0-9]+", "-", file.stem.lower()).strip("-")
    return text.replace(f"id: {_ANY}", f"id: {name}") if ID.fullmatch(name) else text


def show(
    policy: Annotated[
        str, typer.Argument(metavar="FILE", help="The id of a shipped policy, or a policy file.")
    ],
) -> int:
    """Print a policy as it is written, to read it, or to begin a policy of your own with."""
    loaded = load_policy(policy)
    if isinstance(loaded, int):
        return loaded
    typer.echo(decode(read_policy(policy).text, loaded[1]).replace("\r\n", "\n"), nl=False)
    beside = [name for name in loaded[0].files if not name.startswith(SHIPPED)]
    for name in beside if not Path(policy).is_file() else ():
        complain(f"It reads {name} too: a copy of it needs {policies_folder() / name} beside it.")
    return DONE


def schema() -> int:
    """Print the JSON Schema of the policy language, for editors that complete and check while you type."""
    typer.echo(schema_text(), nl=False)
    return DONE


def schema_text() -> str:
    """The schema as it is printed and kept in files: ASCII, with a line end at its end."""
    from bbs.policy.schema import schema as whole  # many small maps that no other command needs

    return json.dumps(whole(), ensure_ascii=True, indent=2) + "\n"
