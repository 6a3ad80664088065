"""`bbs policy import`: lists and rules that somebody already has, as a policy."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any

import typer

from bbs.cli.output import DONE, FOUND, complain, say, say_json
from bbs.importing import FORMATS, Fitted, Left, TooLongError, UnusableError, fitted, read
from bbs.importing.taken import Format
from bbs.importing.writing import slug

_MOST_BYTES = 8 << 20
"""How large a file is read; lists of many names are long."""
_MOST_SAID = 200
"""How many of the things left out are listed for people."""

_MOST_NAMED = 4
"""From so many list files on they are counted, not named."""


def import_(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The list or the rules that you have.")],
    form: Annotated[
        str,
        typer.Option(
            "--from", metavar="FORM", help=f"What the file is: {', '.join(FORMATS)}. Left out, it is guessed."
        ),
    ] = "",
    to: Annotated[
        Path | None,
        typer.Option(metavar="OUT.yaml", help="Write the policy there instead of printing it."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there already.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
) -> int:
    """Make a policy of a word list, of AutoModerator, Discourse or Pleroma rules, or of e2guardian phrases.

    What can't be taken over is listed on standard error, with its line and the reason.
    """
    try:
        chosen, made = _made(file, form, to)
        if made.rules and to is not None:
            _write(to, made, force)
    except TooLongError:
        return complain(f"{file}: the list is too long to stand in the policy; name a file: --to OUT.yaml")
    except UnusableError as error:
        return complain(f"{file}: {error}")
    except FileExistsError as error:
        return complain(str(error))
    except OSError as error:
        return complain(f"{error.filename or file}: {_reason(error)}")
    if as_json:
        say_json(_as_json(file, chosen, to, made))
    else:
        _report(file, chosen, to, made, guessed=not form)
    if not made.rules:
        return complain(f"{file}: nothing in it could be taken over as {chosen.title}; try another --from")
    return FOUND if any(not one.taken for one in made.left) else DONE


def _made(file: str, form: str, to: Path | None) -> tuple[Format, Fitted]:
    name = Path(file).name
    taken, chosen = read(_bytes(file), name, form)
    policy_id = slug((to or Path(file)).stem) or "imported"
    return chosen, fitted(taken, policy_id, f"{name} ({chosen.title})", with_files=to is not None)


def _bytes(file: str) -> bytes:
    with Path(file).open("rb") as stream:
        data = stream.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise UnusableError(f"this file is larger than {_MOST_BYTES >> 20} MiB; import it in parts")
    return data


def _write(to: Path, made: Fitted, force: bool) -> None:
    """The policy and its list files; nothing is written where one of them is there already."""
    texts = {to: made.text, **{to.parent / name: text for name, text in made.files.items()}}
    there = [one for one in texts if one.exists() or one.is_symlink()]
    if there and not force:
        raise FileExistsError(
            f"{there[0]}: there is something with this name already; choose another, or --force"
        )
    for path, text in texts.items():
        if path != to:
            path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


def _reason(error: OSError) -> str:
    if isinstance(error, IsADirectoryError):
        return "this is a folder; name a file"
    if isinstance(error, FileNotFoundError):
        return "there is no such file or folder"
    if isinstance(error, PermissionError):
        return "this may not be read or written; change its permissions, or choose another place"
    return f"this can't be read or written ({error.strerror or error})"


def _report(file: str, chosen: Format, to: Path | None, made: Fitted, *, guessed: bool) -> None:
    for one in made.left[:_MOST_SAID]:
        complain(f"{file}:{one.mark.line}:{one.mark.column}: {_in_words(one)}")
    if len(made.left) > _MOST_SAID:
        complain(f"{file}: and {len(made.left) - _MOST_SAID} more; --json lists all")
    rules = f"{made.rules} rule{'' if made.rules == 1 else 's'}"
    lost = sum(not one.taken for one in made.left)
    how = f"read as {chosen.title}" + (f" (a guess; --from {chosen.name} says so)" if guessed else "")
    complain(f"{file}: {how}: {rules} taken over, {lost or 'nothing'} left out")
    if made.rules:
        _hand_over(made, to)


def _in_words(one: Left) -> str:
    return f"{'taken over otherwise' if one.taken else 'left out'}: {one.what}: {one.why}"


def _hand_over(made: Fitted, to: Path | None) -> None:
    if to is None:
        typer.echo(made.text, nl=False)
        return
    files = ", ".join(made.files) if len(made.files) < _MOST_NAMED else f"{len(made.files)} files in lists"
    beside = f", and beside it {files}" if files else ""
    say(f"{to} is written{beside}. Read it, write tests, then: bbs policy check {to}")


def _as_json(file: str, chosen: Format, to: Path | None, made: Fitted) -> dict[str, Any]:
    left = [
        {
            "line": one.mark.line,
            "column": one.mark.column,
            "what": re.sub("^`|`$", "", one.what),
            "why": one.why,
            "taken_over": one.taken,
        }
        for one in made.left
    ]
    said = {
        "file": file,
        "from": chosen.name,
        "to": str(to) if to else None,
        "rules": made.rules,
        "left": left,
    }
    return said if to else {**said, "policy": made.text}
