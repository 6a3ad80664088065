"""The program as a whole: version, help, usage errors, encodings; some of it as a real process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from bbs import __version__
from bbs.cli.output import columns, harmless
from cli.conftest import Bbs

PROGRAM = (sys.executable, "-c", "import sys; from bbs.cli import main; sys.exit(main())")


def process(*arguments: str, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # noqa: S603  # our own program
        [*PROGRAM, *arguments],
        input=stdin,
        capture_output=True,
        timeout=60,
        env={**os.environ, **environment},
    )


def test_the_version_is_the_packages_own(bbs: Bbs) -> None:
    assert bbs("--version") == (0, f"closednet {__version__}\n", "")


def test_help_names_every_command_and_ends_with_0(bbs: Bbs) -> None:
    ran = bbs("--help")
    assert ran.status == 0
    assert "serve" in ran.out
    assert "policy" in ran.out


@pytest.mark.parametrize("command", [("serve",), ("policy",), ("policy", "check"), ("policy", "explain")])
def test_every_command_explains_itself_without_colours(bbs: Bbs, command: tuple[str, ...]) -> None:
    ran = bbs(*command, "--help")
    assert ran.status == 0
    assert ran.out.startswith(f"Usage: bbs {' '.join(command)} ")
    assert ran.out.isascii()
    assert "\x1b" not in ran.out


@pytest.mark.parametrize("command", [(), ("policy",)])
def test_a_bare_command_shows_its_help_on_standard_error(bbs: Bbs, command: tuple[str, ...]) -> None:
    ran = bbs(*command)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("Usage: bbs")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("serv",), "bbs: No such command 'serv'."),
        (("policy", "chekc"), "bbs policy: No such command 'chekc'."),
        (("policy", "check"), "bbs policy check: Missing argument 'FILE...'."),
        (("policy", "list", "x"), "bbs policy list: Got unexpected extra argument"),
        (("policy", "judge", "a.yaml", "--posts"), "bbs: Option '--posts' requires an argument."),
        (("--nope",), "bbs: No such option: --nope"),
    ],
)
def test_bad_usage_is_one_line_that_names_the_help(bbs: Bbs, arguments: tuple[str, ...], says: str) -> None:
    ran = bbs(*arguments)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith(says)
    assert ran.err.endswith(" --help\n")
    assert ran.err.count("\n") == 1


def test_the_installed_command_runs() -> None:
    program = Path(sys.executable).with_name("bbs")
    ran = subprocess.run([program, "--version"], capture_output=True, timeout=60)  # noqa: S603  # our own program
    assert (ran.returncode, ran.stdout.decode()) == (0, f"closednet {__version__}\n")


def test_decisions_are_utf8_whatever_the_system_speaks(folder: Path) -> None:
    line = json.dumps({"body": "생일 축하 happy birthday 🎂"}, ensure_ascii=False).encode() + b"\n"
    ran = process("policy", "judge", "board.yaml", stdin=line, PYTHONIOENCODING="latin-1", LC_ALL="C")
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert json.loads(ran.stdout)["shown"] == "생일 축하 happy birthday 🎂"


def test_an_answer_comes_before_the_next_question(folder: Path) -> None:
    with subprocess.Popen(  # noqa: S603  # our own program
        [*PROGRAM, "policy", "judge", "board.yaml"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        alarm = threading.Timer(20, running.kill)  # an answer that never comes must not hold up the tests
        alarm.start()
        try:
            for _ in range(3):
                running.stdin.write(b'{"body": "x"}\n')
                running.stdin.flush()
                assert json.loads(running.stdout.readline() or b"{}").get("verdict") == "hold"
        finally:
            alarm.cancel()
            running.stdin.close()
        assert running.wait(10) == 0


def test_a_reader_that_leaves_early_ends_the_program_quietly(folder: Path) -> None:
    posts = folder / "posts.jsonl"
    posts.write_text('{"body": "x"}\n' * 5_000, encoding="utf-8")
    with subprocess.Popen(  # noqa: S603  # our own program
        [*PROGRAM, "policy", "judge", "board.yaml", "--posts", str(posts)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.readline()
        running.stdout.close()
        assert running.wait(30) != 0
        assert running.stderr.read() == b""


def test_bytes_that_are_no_text_are_refused_and_not_a_traceback(folder: Path) -> None:
    ran = subprocess.run(  # noqa: S603  # our own program
        [*PROGRAM, "policy", "explain", "board.yaml", b"happy \xff"], capture_output=True, timeout=60
    )
    assert ran.returncode == 2
    assert ran.stderr == b"bbs policy explain: TEXT is not UTF-8 text\n"


def test_the_policy_commands_start_without_the_web_server() -> None:
    code = "import sys, bbs.cli; sys.exit('aiohttp' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], timeout=60).returncode == 0  # noqa: S603  # our own code


def test_columns_line_up_also_beside_wide_letters() -> None:
    assert columns([("생일", "x"), ("cake", "y")], indent="") == ["생일  x", "cake  y"]


def test_harmless_text_is_left_alone() -> None:
    assert harmless("plain, “quoted” 생일 🎂") == "plain, “quoted” 생일 🎂"
