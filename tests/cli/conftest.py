"""The command line as a person meets it: arguments in, exit status and both streams out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from bbs.cli import main

BOARD = """\
policy: 1
id: our-board
title: Our board
default: hold
lists:
  greeting: [happy birthday, many happy returns]
  places: {file: lists/places.txt}
rules:
  - id: greetings-pass
    why: Greetings may be posted at once.
    if: {words: [list greeting]}
    then: allow
  - id: gathering
    why: Calls to meet are read by an editor first.
    if: {words: [meet* + list places]}
    then: shadow
  - id: other-side
    if: {words: [southland]}
    then: {replace: the other side}
tests:
  - post: Happy birthday, Professor Heron!
    gives: allow
    by_rule: greetings-pass
  - post: Happy birthday! Let us meet at the square
    gives: shadow
    by_rule: gathering
  - post: Happy birthday to southland
    shown: Happy birthday to the other side
examples:
  fine: [Many happy returns to my classmate, The choir sings at noon]
  unwanted: [Meet me at the square, Happy birthday to all who gather]
"""


class Ran(NamedTuple):
    """What came of one command."""

    status: int
    out: str
    err: str


Bbs = Callable[..., Ran]


@pytest.fixture
def bbs(capsys: pytest.CaptureFixture[str]) -> Bbs:
    """Run `bbs` with these arguments in this process."""

    def run(*arguments: str) -> Ran:
        status = main(arguments)
        return Ran(status, *capsys.readouterr())

    return run


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a policy, its list and nothing else; the commands run in it."""
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "places.txt").write_text(
        "# where people meet\nsquare\nfountain\n", encoding="utf-8"
    )
    (tmp_path / "board.yaml").write_text(BOARD, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path
