"""Durable posts a second through the HTTP API: 50 people at once, each post judged, on disk and then acknowledged.

Three servers, each in a process of its own, are measured by turns: the real one; the same with policy and commit taken
out (every text is let through, the transaction is never committed); and the same with one commit a post. Goals: at least
60 % of the one without policy and commit; at least 8 times one commit a post, which only a slow disk can show.

`CLOSEDNET_FLUSH_MS=5` waits so many milliseconds more at each commit, as a slow disk does.

Run with: pytest -o addopts= -s tests/bench/test_posting.py
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from load import Load, crowd

from bbs import desk
from bbs.app import network_app
from bbs.desk import Draft
from bbs.judging import unfiltered
from bbs.lesson import Clock
from bbs.services import open_services
from bbs.settings import Settings
from bbs.store import writer
from bbs.web.kept import set_up

PEOPLE, SECONDS, ROUNDS = 50, 4.0, 5
KINDS = ("durable", "neither", "one by one")
WORDS = "Happy birthday, dear Professor Heron! Many happy returns from all of us in the library."


@contextmanager
def serving(kind: str, folder: Path, people: int = PEOPLE) -> Iterator[tuple[int, list[bytes]]]:
    """The port of a server of this kind, and a request of each of the people."""
    (folder / kind).mkdir()
    command = [sys.executable, __file__, kind, str(folder / kind), str(people)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603  # this very file
        try:
            assert process.stdout
            port, path, *tokens = process.stdout.readline().split()
            body = json.dumps({"body": WORDS})
            head = f"POST {path} HTTP/1.1\r\nHost: localhost:{port}\r\nContent-Type: application/json\r\n"
            head += f"Content-Length: {len(body)}\r\nAuthorization: Bearer "
            yield int(port), [f"{head}{token}\r\n\r\n{body}".encode() for token in tokens]
        finally:
            process.kill()


def said(kind: str, loads: list[Load]) -> str:
    rates = [load.rate for load in loads]
    p99 = statistics.median(load.quantile(0.99) for load in loads)
    return (
        f"\n{kind}: {statistics.median(rates):,.0f} posts/s (median of {len(rates)}; {min(rates):,.0f} to "
        f"{max(rates):,.0f}), p99 {p99:.0f} ms"
    )


def test_durable_posts_of_fifty_people(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    loads: dict[str, list[Load]] = {kind: [] for kind in KINDS}
    with (
        serving(KINDS[0], tmp_path) as durable,
        serving(KINDS[1], tmp_path) as neither,
        serving(KINDS[2], tmp_path) as alone,
    ):
        for _ in range(ROUNDS):
            for kind, (port, requests) in zip(KINDS, (durable, neither, alone), strict=True):
                loads[kind].append(crowd(port, requests, SECONDS, tmp_path))
                assert not loads[kind][-1].wrong
    rate = {kind: statistics.median(load.rate for load in found) for kind, found in loads.items()}
    with capsys.disabled():
        for kind in KINDS:
            sys.stderr.write(said(kind, loads[kind]))
        sys.stderr.write(
            f"\ndurable / neither {rate['durable'] / rate['neither']:.2f}, "
            f"durable / one by one {rate['durable'] / rate['one by one']:.1f}\n"
        )


class Flushing(sqlite3.Connection):
    """A connection to a slow disk."""

    milliseconds = float(os.environ.get("CLOSEDNET_FLUSH_MS", "0"))

    def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
        """Carry out a statement; a commit waits for the disk."""
        done = super().execute(sql, *values)
        if sql == "COMMIT":
            time.sleep(self.milliseconds / 1000)
        return done


class Uncommitted(Flushing):
    """A connection that keeps everything in one transaction, which never ends."""

    def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
        """Carry out a statement; nothing is committed once the people are there."""
        if sql == "COMMIT" and self.people_are_there:
            return super().execute("SELECT 1")
        if sql == "BEGIN IMMEDIATE" and self.in_transaction:
            return super().execute("SELECT 1")
        return super().execute(sql, *values)

    people_are_there = False


async def serve(kind: str, folder: Path, people: int) -> None:
    """Open the network port of one kind, say where, and serve until killed."""
    connect = sqlite3.connect
    factory = Uncommitted if kind == "neither" else Flushing
    sqlite3.connect = lambda *a, **k: connect(*a, **({"factory": factory} | k))  # type: ignore[assignment]
    settings = Settings(data=folder / "data", class_code="bench", flood=0)
    async with open_services(settings, Clock()) as services:
        tokens = [await services.roster.join("bench") for _ in range(people)]
        first = Draft("thread", "Happy birthday!", title="All", board="friends")
        thread = (await services.desk.submit(first, tokens[0].person)).thread
        if kind == "neither":
            desk.judge = unfiltered  # type: ignore[attr-defined]  # what is measured against
            Uncommitted.people_are_there = True
        if kind == "one by one":
            writer.MOST_AT_ONCE = 1
        runner = await set_up(network_app(services), access_log=None)
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        path = f"/api/v1/threads/{thread}/posts"
        gc.freeze()  # as `bbs serve` does
        os.write(1, f"{runner.addresses[0][1]} {path} {' '.join(one.token for one in tokens)}\n".encode())
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])))
