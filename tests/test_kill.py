"""A 201 means that it is on disk: the server is killed while people write, and every acknowledged post is there again."""

from __future__ import annotations

import asyncio
import os
import signal
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import aiohttp
from cli.started import Server, started

CODE = "otter-maple-42"
CYCLES = int(os.environ.get("BBS_KILL_CYCLES", "5"))
"""Times that it is killed; 30 in `.ci/run`, 1,000 before a release."""
WRITERS = 4


async def join(session: aiohttp.ClientSession, board: str) -> str:
    async with session.post(f"{board}/api/v1/join", json={"code": CODE}) as answer:
        assert answer.status == 201
        return str((await answer.json())["token"])


async def write(
    session: aiohttp.ClientSession, address: str, token: str, acknowledged: dict[str, str]
) -> None:
    """Reply as fast as the server answers, until it is gone; note what it acknowledged."""
    number = 0
    while True:
        text = f"Happy birthday from {token[:6]}, number {number}"
        try:
            headers = {"Authorization": f"Bearer {token}"}
            async with session.post(address, json={"body": text}, headers=headers) as answer:
                assert answer.status == 201
                receipt = await answer.json()
        except (aiohttp.ClientError, ConnectionError):
            return
        acknowledged[receipt["post"]] = text
        number += 1


async def everything(session: aiohttp.ClientSession, address: str, token: str) -> dict[str, str]:
    """All posts of a thread, page by page."""
    found: dict[str, str] = {}
    after: str | None = ""
    while after is not None:
        query = f"?limit=100&after={after}" if after else "?limit=100"
        async with session.get(address + query, headers={"Authorization": f"Bearer {token}"}) as answer:
            assert answer.status == 200
            page = await answer.json()
        found |= {post["id"]: post["body"] for post in page["posts"]}
        after = page["next"]
    return found


async def write_until_killed(
    server: Server, session: aiohttp.ClientSession, acknowledged: dict[str, str]
) -> str:
    """Four people write into one thread of their own; after a moment the server is killed."""
    tokens = [await join(session, server.board) for _ in range(WRITERS)]
    headers = {"Authorization": f"Bearer {tokens[0]}"}
    opening = {"title": "Happy birthday", "body": "Happy birthday to everybody"}
    async with session.post(
        f"{server.board}/api/v1/boards/friends/threads", json=opening, headers=headers
    ) as answer:
        thread = str((await answer.json())["thread"])
    address = f"{server.board}/api/v1/threads/{thread}/posts"
    writers = [asyncio.create_task(write(session, address, token, acknowledged)) for token in tokens]
    await asyncio.sleep(0.3)
    async with asyncio.timeout(30):
        while len(acknowledged) <= WRITERS:  # noqa: ASYNC110  # no writer knows of the others; a busy machine is slow
            await asyncio.sleep(0.02)
    server.process.send_signal(signal.SIGKILL)
    await asyncio.gather(*writers)
    return thread


async def all_there(
    session: aiohttp.ClientSession, server: Server, written: dict[str, dict[str, str]]
) -> bool:
    """Whether everything that was acknowledged in these threads can be read."""
    reader = await join(session, server.board)
    for thread, acknowledged in written.items():
        there = await everything(session, f"{server.board}/api/v1/threads/{thread}", reader)
        if not acknowledged.items() <= there.items():
            return False
    return True


async def test_no_acknowledged_post_is_missing_after_kill_9(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    command = [str(Path(sys.executable).with_name("bbs"))]
    written: dict[str, dict[str, str]] = {}
    newest, ready = "", []
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        for cycle in range(CYCLES + 1):
            begun = time.monotonic()
            with started(command, "--policy", "no-filter", folder=tmp_path, BBS_CLASS_CODE=CODE) as server:
                ready.append(time.monotonic() - begun)
                last = {newest: written[newest]} if newest else {}
                assert await all_there(session, server, last if cycle < CYCLES else written)
                if cycle < CYCLES:
                    acknowledged: dict[str, str] = {}
                    newest = await write_until_killed(server, session, acknowledged)
                    written[newest] = acknowledged
    assert all(len(acknowledged) > WRITERS for acknowledged in written.values())
    record_property("acknowledged", sum(map(len, written.values())))
    record_property("median seconds from a kill to ready", round(statistics.median(ready[1:]), 2))
