"""A school at once: 200 people join within a minute and write for five, 100 posts a second together, and read along.

A real `bbs serve` with the birthday board in force. Afterwards every acknowledged post is looked for, and the whole
database is verified. `CLOSEDNET_MINUTES` shortens the writing.

Run with: pytest -o addopts= -s tests/bench/test_class.py
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import pytest
from cli.started import Server, started

PEOPLE, JOINING, POSTS_A_SECOND, READS_A_SECOND = 200, 60.0, 100, 40
MINUTES = float(os.environ.get("CLOSEDNET_MINUTES", "5"))
CODE = "otter-maple-42"
BBS = str(Path(sys.executable).with_name("bbs"))


@dataclass
class School:
    """What the people have seen."""

    server: Server
    session: aiohttp.ClientSession
    tokens: list[str] = field(default_factory=list)
    acknowledged: dict[str, str] = field(default_factory=dict)
    thread: str = ""
    took: dict[str, list[float]] = field(default_factory=lambda: {"join": [], "post": [], "page": []})
    wrong: list[str] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)

    async def timed(
        self, what: str, method: str, path: str, token: str = "", **more: object
    ) -> dict[str, str]:  # nobody's
        """One request; its time and whether it went well."""
        head = {"Authorization": f"Bearer {token}"} if token and what != "page" else {}
        head |= {"Cookie": f"closednet={token}"} if what == "page" else {}
        begun = time.perf_counter()
        try:
            async with self.session.request(method, self.server.board + path, headers=head, **more) as answer:  # type: ignore[arg-type]
                body = await answer.read()
                self.took[what].append((time.perf_counter() - begun) * 1000)
                if answer.status >= 300:
                    self.wrong.append(f"{method} {path}: {answer.status}")
                return await answer.json() if what != "page" else {"text": body.decode()}
        except aiohttp.ClientError as error:
            self.wrong.append(f"{method} {path}: {error}")
            return {}

    async def join(self, after: float) -> None:
        await asyncio.sleep(after)
        self.tokens.append((await self.timed("join", "POST", "/api/v1/join", json={"code": CODE}))["token"])

    async def post(self, number: int) -> None:
        words = f"Happy birthday, Professor Heron! Number {number}"
        token = self.tokens[number % PEOPLE]
        path = f"/api/v1/threads/{self.thread}/posts"
        receipt = await self.timed("post", "POST", path, token, json={"body": words})
        if receipt.get("post"):
            self.acknowledged[receipt["post"]] = words

    async def read(self, number: int) -> None:
        await self.timed("page", "GET", f"/~board/threads/{self.thread}", self.tokens[(number * 7) % PEOPLE])

    async def watch_memory(self) -> None:
        while True:
            status = await asyncio.to_thread(Path(f"/proc/{self.server.process.pid}/status").read_text)
            self.memory.append(int(status.partition("VmRSS:")[2].split()[0]) // 1024)
            await asyncio.sleep(1)

    async def found(self) -> dict[str, str]:
        """Every post of the thread, page by page."""
        posts: dict[str, str] = {}
        after: str | None = ""
        while after is not None:
            path = f"{self.server.board}/api/v1/threads/{self.thread}?limit=100" + (
                f"&after={after}" if after else ""
            )
            async with self.session.get(
                path, headers={"Authorization": f"Bearer {self.tokens[0]}"}
            ) as answer:
                page = await answer.json()
            posts |= {one["id"]: one["body"] for one in page["posts"]}
            after = page["next"]
        return posts


async def every(seconds: float, a_second: float, begin: object, tasks: set[asyncio.Task[None]]) -> None:
    """Begin something so many times a second, however long each takes."""
    begun, number = time.perf_counter(), 0
    while (now := time.perf_counter() - begun) < seconds:
        while number < now * a_second:
            task = asyncio.create_task(begin(number))  # type: ignore[operator]
            tasks.add(task)
            task.add_done_callback(tasks.discard)
            number += 1
        await asyncio.sleep(0.005)


async def a_school(server: Server) -> School:
    connector = aiohttp.TCPConnector(limit=PEOPLE)
    async with aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar()) as session:
        school = School(server, session)
        memory = asyncio.create_task(school.watch_memory())
        await asyncio.gather(*(school.join(JOINING * number / PEOPLE) for number in range(PEOPLE)))
        opening = {"title": "Happy birthday", "body": "Happy birthday, Professor Heron!"}
        receipt = await school.timed(
            "post", "POST", "/api/v1/boards/friends/threads", school.tokens[0], json=opening
        )
        school.thread = receipt["thread"]
        tasks: set[asyncio.Task[None]] = set()
        await asyncio.gather(
            every(MINUTES * 60, POSTS_A_SECOND, school.post, tasks),
            every(MINUTES * 60, READS_A_SECOND, school.read, tasks),
        )
        await asyncio.gather(*tasks)
        memory.cancel()
        found = await school.found()
        assert school.acknowledged.items() <= found.items()
    return school


def test_two_hundred_people_join_write_and_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with started([BBS], folder=tmp_path, BBS_CLASS_CODE=CODE) as server:
        school = asyncio.run(a_school(server))
        server.stop()
    verified = subprocess.run(  # noqa: S603  # our own program
        [BBS, "verify", "--data", str(tmp_path / "closednet-data")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert verified.returncode == 0, verified.stderr
    with capsys.disabled():
        sys.stderr.write(
            f"\n{len(school.acknowledged):,} posts acknowledged, all of them found; {len(school.wrong)} requests failed "
            f"{school.wrong[:3]}; memory {school.memory[0]} MB at first, {max(school.memory)} MB at most\n"
        )
        for what, took in school.took.items():
            took.sort()
            p50, p99 = (took[int(len(took) * part)] for part in (0.5, 0.99))
            sys.stderr.write(
                f"{what}: {len(took):,}, median {p50:.1f} ms, p99 {p99:.1f} ms, longest {took[-1]:.0f} ms\n"
            )
