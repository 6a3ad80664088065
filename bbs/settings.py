"""The settings of a server, described once: name, default, help."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Annotated, get_type_hints


@dataclasses.dataclass(frozen=True, slots=True)
class Settings:
    """What `bbs serve` was asked to do; every field is also an option and a BBS_* variable."""

    data: Annotated[Path, "Folder that keeps everything; made on first run."] = Path("closednet-data")
    lan: Annotated[bool, "Let other devices in the room join (listen on every address)."] = False
    host: Annotated[str, "Address of the network port."] = "localhost"
    port: Annotated[int, "Port of the closed network, for students."] = 8080
    console_port: Annotated[int, "Port of the teacher's console, on this machine only."] = 8081
    pack: Annotated[
        str,
        "The network to play: bright-net, company-intranet, school-filter, or a file or folder of yours;"
        " left out, the one chosen last on the console, at first bright-net.",
    ] = ""
    policy: Annotated[str, "Policy for a new data folder, or to publish now: an id or a file."] = ""
    policies: Annotated[Path | None, "Folder with policies of your own, looked in first."] = None
    flood: Annotated[int, "Texts that one person may send a minute from a browser; 0 for any number."] = 30
    flood_programs: Annotated[int, "The same for programs with a token; 0 for any number."] = 0
    runaway_guard: Annotated[
        bool, "Put a rule in shadow mode that keeps too much back right after it was published."
    ] = False
    open_browser: Annotated[bool, "Open the console in this machine's browser."] = True
    class_code: Annotated[str, "The code that lets a class join; made up when left out, and then kept."] = ""
    console_token: Annotated[str, "The secret in the console's link; made up when left out."] = ""


def help_of(name: str) -> str:
    """The help text of one setting, by its field name."""
    hint = get_type_hints(Settings, include_extras=True)[name]
    return str(hint.__metadata__[0])
