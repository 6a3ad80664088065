"""What is printed on a terminal: a QR code that a phone reads, and the console in a browser."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
import segno

from bbs.addresses import lan_addresses
from bbs.cli.announcing import QUIET, drawn
from cli.test_serve import COMMAND

pty = pytest.importorskip("pty", reason="this system has no terminals of this kind")

LINK = "http://192.168.1.20:8080/join?code=otter-maple-42"


def modules(lines: list[str]) -> list[list[bool]]:
    """The dark modules that half blocks show."""
    found = []
    for line in lines:
        ink = line.removeprefix("\x1b[30;107m").removesuffix("\x1b[0m")
        found += [[char in "█▀" for char in ink], [char in "█▄" for char in ink]]
    return found


def test_the_half_blocks_are_the_modules_of_the_code() -> None:
    expected = [
        [bool(one) for one in row]
        for row in segno.make(LINK, error="l", micro=False).matrix_iter(border=QUIET)
    ]
    assert modules(drawn(LINK, 80))[: len(expected)] == expected


def test_a_code_that_does_not_fit_is_not_drawn() -> None:
    width = len(modules(drawn(LINK, 80))[0])
    assert drawn(LINK, width)
    assert drawn(LINK, width - 1) == []


def on_a_terminal(folder: Path, *options: str, until: Path | None = None, **environment: str) -> str:
    """What a person sees who starts a server at a terminal, and stops it once it is ready (or once a file is there)."""
    ours, theirs = pty.openpty()
    arguments = [*COMMAND, "serve", "--port", "0", "--console-port", "0", *options]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("BBS_")}
    seen = b""
    with subprocess.Popen(  # noqa: S603  # our own program
        arguments,
        cwd=folder,
        env={**clean, "TERM": "xterm", **environment},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    ) as process:
        os.close(theirs)
        while b"Stop with" not in seen:
            seen += os.read(ours, 65_536)
        while until and not until.exists():
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        threading.Thread(target=process.wait).start()
        try:
            while piece := os.read(ours, 65_536):
                seen += piece
        except OSError:  # the other end is closed
            pass
        assert process.wait(30) == 0
    os.close(ours)
    return seen.decode()


@pytest.mark.skipif(not lan_addresses(), reason="this machine has no address that others could use")
def test_on_a_terminal_the_join_link_is_drawn_and_in_a_pipe_it_is_not(tmp_path: Path) -> None:
    said = on_a_terminal(tmp_path, "--lan", "--no-open-browser", COLUMNS="100")
    assert "▀" in said
    assert "▀" not in on_a_terminal(tmp_path, "--no-open-browser", COLUMNS="100"), "nobody else can join"
    assert "▀" not in on_a_terminal(tmp_path, "--lan", "--no-open-browser", COLUMNS="20")
    assert "▀" not in on_a_terminal(tmp_path, "--lan", "--no-open-browser", COLUMNS="100", TERM="dumb")


def test_the_console_opens_in_a_browser_that_has_the_network(tmp_path: Path) -> None:
    browser = tmp_path / "browser"
    browser.write_text(
        f"#!{sys.executable}\n"
        "import pathlib, sys, urllib.request\n"
        "opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor())\n"
        f"seen = pathlib.Path({str(tmp_path / 'seen')!r})\n"
        "seen.with_name('new').write_bytes(opener.open(sys.argv[1]).read())\n"
        "seen.with_name('new').rename(seen)\n",
        encoding="utf-8",
    )
    browser.chmod(0o700)
    said = on_a_terminal(tmp_path, "--open-browser", BROWSER=f"{browser} %s", until=tmp_path / "seen")
    assert re.search(r"Console: +http://localhost:\d+/enter", said)
    assert "closednet" in (tmp_path / "seen").read_text(encoding="utf-8").lower()
