"""Completion in a shell: what the shell asks, and what it is told."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cli.test_serve import COMMAND


def run(*arguments: str, **environment: str) -> str:
    """What a shell is told; the program must end well."""
    ran = subprocess.run(  # noqa: S603  # our own program
        [*COMMAND, *arguments], env={**os.environ, **environment}, capture_output=True, text=True, timeout=60
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    return ran.stdout


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("bbs ser", ["serve"]),
        ("bbs ", ["serve", "verify", "backup", "doctor", "policy", "network"]),
        ("bbs policy ex", ["explain"]),
        ("bbs serve --por", ["--port"]),
        ("bbs network ", ["check", "matrix", "try"]),
    ],
)
def test_bash_is_offered_what_may_come_next(typed: str, offered: list[str]) -> None:
    word = str(typed.count(" "))
    said = run(_BBS_COMPLETE="complete_bash", COMP_WORDS=typed, COMP_CWORD=word)
    assert set(offered) <= set(said.split())
    assert all(one.startswith(typed.rpartition(" ")[2]) for one in said.split())


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_for_a_shell_asks_this_program(shell: str) -> None:
    said = run("--show-completion", shell)
    assert "_BBS_COMPLETE" in said
    assert "bbs" in said


@pytest.mark.skipif(sys.platform == "win32", reason="a shell of other systems")
def test_installing_it_for_bash_writes_the_script_and_one_line(tmp_path: Path) -> None:
    run("--install-completion", "bash", HOME=str(tmp_path))
    (script,) = (tmp_path / ".bash_completions").iterdir()
    assert "complete_bash" in script.read_text(encoding="utf-8")
    assert str(script) in (tmp_path / ".bashrc").read_text(encoding="utf-8")
