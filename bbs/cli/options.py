"""Options of `bbs serve`: name, default and help come from the settings, where they are described once."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import typer

from bbs.pack_places import shipped_packs
from bbs.settings import Settings, help_of

SECRETS = ("class_code", "console_token")
"""Settings that are variables only: everybody on the machine can read the options of a program."""

DEFAULTS = Settings()


def option_names() -> list[str]:
    """The settings that are options, in their order."""
    return [field.name for field in dataclasses.fields(Settings) if field.name not in SECRETS]


def flag(name: str) -> str:
    """The option of a setting, as it is typed."""
    return "--" + name.replace("_", "-")


def variable(name: str) -> str:
    """The environment variable of a setting."""
    return f"BBS_{name.upper()}"


def option(name: str, *, switch: bool = False, **more: Any) -> Any:
    """A typer option for one setting; a switch gets its `--no-` form as well."""
    if more.get("metavar") == "DIR":
        more["parser"] = _folder
    if name == "pack":
        more["autocompletion"] = complete_pack
    spelled = f"{flag(name)}/--no-{flag(name)[2:]}" if switch else flag(name)
    return typer.Option(spelled, envvar=variable(name), help=help_of(name), **more)


def complete_pack(begun: str) -> list[str]:
    """The shipped networks that a shell may offer for what was typed so far."""
    return [one for one in shipped_packs() if one.startswith(begun)]


def _folder(value: str | Path) -> Path:
    """A folder by its name; nothing would silently mean the folder one happens to be in."""
    if not str(value):
        raise typer.BadParameter("name a folder; a dot stands for this one")
    return Path(value)
