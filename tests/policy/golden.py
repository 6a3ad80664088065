"""The golden cases of the policy language: how cases/*.yaml are read, and what a case is held to.

A file is a list of groups: one policy and the cases that share it. `policy` may leave out the three lines of
trial.HEAD; `files` are its list files and the policies that it uses, by name. A case has `shows` (the sentence of sentences.yaml it stands for, then what it shows), `post` (a text, or
a line of submission as interface.md writes it), `after` (earlier posts, oldest first) and what must come of it:

    gives: hold by gathering      the verdict, and by what
    would: block by gathering     the same, where `exempt` or `mode` did nothing
    marks: [b1rthday]             the spans, as texts or as maps of what a span must have
    rules: [gathering, watch?]    the rules that matched; ? for a rule that is only tried out

and any other key of a decision line (shown, author_sees, told, told_text, score, sum, tags ...) as it stands there.
A group without `cases` is one case of a whole policy: `refused` (its problems, each with line and column in the text
as written), or `report` (what its own tests and examples say).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
FILES = sorted((HERE / "cases").glob("*.yaml"))


@dataclass(frozen=True)
class Golden:
    """One case and the group it stands in."""

    file: str
    shows: str
    group: dict[str, Any]
    case: dict[str, Any]

    @property
    def sentence(self) -> str:
        """The key of the sentence that it shows."""
        return self.shows.partition(":")[0]


def read(file: Path) -> Any:
    """YAML in which every scalar stays text, as in a policy."""
    return yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506  # makes text only


def cases() -> Iterator[Golden]:
    """Every case of every file."""
    for file in FILES:
        for group in read(file):
            for case in group.get("cases", [group]):
                yield Golden(file.name, case["shows"], group, case)


def sentences() -> dict[str, Any]:
    """The sentences of the specification by their keys: a text, or a map with `held_by` for what is no judgement."""
    found = read(HERE / "sentences.yaml")
    return {f"{part} {name}": said for part, names in found.items() for name, said in names.items()}
