"""How long a start, a stop and a look at everything take, with as many posts as a busy school year.

From the start of the process to `/healthz` = 200, after a clean stop (sealed) and after a kill (everything is looked
at); and how fast the seal's sum is, beside others. Making the board takes a minute or two.
Run with: pytest -o addopts= tests/bench/test_starting.py --benchmark-columns=median,min,max
"""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bench.big_board import big_board

from bbs.addresses import listen
from bbs.store import seal
from bbs.store.checking import check_now
from bbs.store.opening import DATABASE

Benchmark = Callable[..., Any]
POSTS = int(os.environ.get("BBS_BENCH_POSTS", "100000"))
ROUNDS = 7


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that was closed well."""
    folder = tmp_path_factory.mktemp("board") / "data"
    big_board(folder, posts=POSTS)
    return folder


class Run:
    """One server process."""

    def __init__(self, folder: Path) -> None:
        (one, *others) = listen("localhost", 0)
        port = one.getsockname()[1]
        for each in (one, *others):
            each.close()
        self._address = f"http://127.0.0.1:{port}/healthz"
        self._command = [
            str(Path(sys.executable).with_name("bbs")),
            "serve",
            "--port",
            str(port),
            "--console-port",
            "0",
        ]
        self._command += ["--data", str(folder)]

    def start(self) -> None:
        self.process = subprocess.Popen(self._command, stdout=subprocess.DEVNULL)  # noqa: S603  # our own program
        while True:
            try:
                with urllib.request.urlopen(self._address, timeout=60) as answer:  # noqa: S310  # http only
                    assert answer.status == 200
                    return
            except urllib.error.URLError:
                assert self.process.poll() is None
                time.sleep(0.002)

    def end(self, how: int) -> None:
        self.process.send_signal(how)
        self.process.wait()


def test_from_the_start_of_the_process_to_healthz(benchmark: Benchmark, board: Path) -> None:
    runs: list[Run] = []

    def before() -> tuple[tuple[Run], dict[str, Any]]:
        if runs:
            runs[-1].end(signal.SIGINT)
        runs.append(Run(board))
        return (runs[-1],), {}

    benchmark.pedantic(Run.start, setup=before, rounds=ROUNDS)
    runs[-1].end(signal.SIGINT)
    assert (board / seal.NAME).exists()


def test_from_a_kill_to_healthz(benchmark: Benchmark, board: Path) -> None:
    runs: list[Run] = []

    def before() -> tuple[tuple[Run], dict[str, Any]]:
        if runs:
            runs[-1].end(signal.SIGKILL)
        (board / seal.NAME).unlink(missing_ok=True)
        runs.append(Run(board))
        return (runs[-1],), {}

    benchmark.pedantic(Run.start, setup=before, rounds=3)
    runs[-1].end(signal.SIGINT)


def test_a_clean_stop(benchmark: Benchmark, board: Path) -> None:
    def before() -> tuple[tuple[Run, int], dict[str, Any]]:
        run = Run(board)
        run.start()
        return (run, signal.SIGINT), {}

    benchmark.pedantic(Run.end, setup=before, rounds=ROUNDS)


def test_a_look_at_everything(benchmark: Benchmark, board: Path) -> None:
    found = benchmark.pedantic(check_now, (board / DATABASE,), rounds=3)
    assert found.problem == ""
    assert found.rows["posts"] == POSTS
    benchmark.extra_info["posts a second"] = round(POSTS / benchmark.stats.stats.median)


@pytest.mark.parametrize("name", ["crc32", "sha256", "blake2b"])
def test_sums_of_the_whole_file(benchmark: Benchmark, board: Path, name: str) -> None:
    way: Callable[[bytes], object] = zlib.crc32 if name == "crc32" else getattr(hashlib, name)

    def whole() -> None:
        with (board / DATABASE).open("rb", buffering=0) as file:
            while block := file.read(4 << 20):
                way(block)

    benchmark.pedantic(whole, rounds=3)
    benchmark.extra_info["MB a second"] = round(
        (board / DATABASE).stat().st_size / benchmark.stats.stats.median / 1e6
    )
