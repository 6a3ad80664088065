"""No way to confuse it: hostile requests over raw sockets, each with its exact answer, on one running server."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from html import unescape
from pathlib import Path

import pytest
from aiohttp import web
from hostile_requests import CONSOLE, NETWORK, Row
from house import Visitor
from ports import open_ports

from bbs.app import console_app, network_app
from bbs.web.guard import Guard
from bbs.web.kept import set_up
from bbs.web.log import http_log

NEXT = b"GET /readyz HTTP/1.1\r\nHost: localhost\r\n\r\n"
"""An ordinary request, to see what has become of the connection."""
READY = b'{"status":"ready"}'
PATIENCE = 10
QUIET = 0.2
"""Seconds of silence after which a connection is said to wait; where something comes, it comes before."""
AT_ONCE = 16
ROWS = {name: row for rows in (*NETWORK.values(), CONSOLE) for name, *row in rows}


@asynccontextmanager
async def guarded_door(app: web.Application) -> AsyncIterator[int]:
    """The port of an application as it is served: behind the guard, with the log of the program."""
    runner = await set_up(app, access_log=None, logger=http_log(), shutdown_timeout=0.1)
    assert runner.server is not None
    door = await asyncio.get_running_loop().create_server(Guard(runner.server), "127.0.0.1", 0)
    try:
        yield door.sockets[0].getsockname()[1]
    finally:
        door.close()
        await runner.cleanup()


class Line:
    """A connection whose answers are read one by one, each in a few words."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    async def say(self, what: bytes) -> None:
        self._writer.write(what)

    async def answer(self, patience: float = PATIENCE, *, bare: bool = False) -> str:
        """The next answer: its status, and the site of a page or the aim of a redirect; `closed`, or `silence`.

        A `bare` answer has no body, as to HEAD.
        """
        try:
            async with asyncio.timeout(patience):
                head = await self._reader.readuntil(b"\r\n\r\n")
                length = re.search(rb"(?i)\r\ncontent-length: (\d+)", head)
                body = await self._reader.readexactly(int(length[1]) if length and not bare else 0)
        except (asyncio.IncompleteReadError, ConnectionError):
            return "closed"
        except TimeoutError:
            return "silence"
        assert b"Traceback" not in body
        assert b'File "' not in body
        if body == READY:
            return "ready"
        return _in_words(head, body)


def _in_words(head: bytes, body: bytes) -> str:
    status = head.split(b" ", 2)[1].decode()
    if aim := re.search(rb"\r\nLocation: ([^\r]*)", head):
        return f"{status} {aim[1].decode()}"
    title = re.search(rb"<title>(.*?)</title>", body)
    return (
        f"{status} {unescape(title[1].decode()).rpartition(' – ')[2]}"
        if title and status == "200"
        else status
    )


async def outcome(port: int, sent: bytes, wanted: str) -> str:
    """What became of a row, told as the row tells it."""
    said, _, end = wanted.partition("; ")
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    line, answers = Line(reader, writer), []
    try:
        await line.say(sent)
        expected = 0 if said == "nothing" else said.count(", ") + 1
        answers += [await line.answer(bare=sent.startswith(b"HEAD")) for _ in range(expected)]
        if answers and end != "closed":
            await line.say(NEXT)
        last = await line.answer(QUIET if end == "waits" else PATIENCE)
    finally:
        writer.close()
    ends = {"ready": "open", "closed": "closed", "silence": "waits"}
    return f"{', '.join(answers) or 'nothing'}; {ends.get(last, f'and then {last}')}"


@pytest.fixture
async def doors(tmp_path: Path, clock) -> AsyncIterator[tuple[int, int, bytes]]:
    """Both ports behind their guards, and the session of somebody who has joined."""
    async with open_ports(tmp_path, clock) as ports:
        visitor = Visitor(ports.students)
        await visitor.join()
        async with (
            guarded_door(network_app(ports.services)) as network,
            guarded_door(console_app(ports.services)) as console,
        ):
            yield network, console, visitor.cookies["closednet"].encode()


async def all_of(port: int, rows: list[Row], me: bytes) -> dict[str, str]:
    """What became of every row, several at once."""
    places = asyncio.Semaphore(AT_ONCE)

    async def one(sent: bytes, wanted: str) -> str:
        async with places:
            return await outcome(port, sent.replace(b"{me}", me), wanted)

    told = await asyncio.gather(*(one(sent, wanted) for _, sent, wanted in rows))
    return {name: said for (name, *_), said in zip(rows, told, strict=True)}


async def test_every_hostile_request_gets_exactly_its_answer(doors, caplog: pytest.LogCaptureFixture) -> None:
    network, console, me = doors
    sent = [row for rows in NETWORK.values() for row in rows]
    found = await all_of(network, sent, me) | await all_of(console, CONSOLE, me)
    assert found == {name: wanted for name, (_, wanted) in ROWS.items()}
    assert [one.getMessage() for one in caplog.records if one.levelno >= logging.WARNING] == []


def test_the_table_says_much_and_nothing_twice() -> None:
    assert len(ROWS) == sum(map(len, (*NETWORK.values(), CONSOLE))) >= 250
    failures = {name for name, (_, wanted) in ROWS.items() if re.search(r"\b5\d\d\b", wanted)}
    assert {name for name in failures if "pretends" not in name} == set()


async def test_a_name_that_leads_here_by_its_resolver_opens_nothing_on_either_port(doors) -> None:
    """DNS rebinding: the browser believes that it talks to evil.example, and the page from there may read all."""
    network, console, me = doors
    names = (
        "evil.example",
        "127.0.0.1.nip.io",
        "attacker.test",
        "localhost.evil.example",
        "a.bright.test.evil",
    )
    paths = (
        "/",
        "/healthz",
        "/join",
        "/queue",
        "/enter?token=x",
        "/api/v1/openapi.json",
        "/-/static/closednet.css",
    )
    for name in names:
        for path in paths:
            head = f"GET {path} HTTP/1.1\r\nHost: {name}\r\nCookie: closednet={{me}}; closednet-console={{me}}\r\n\r\n"
            sent = head.encode().replace(b"{me}", me)
            assert await outcome(network, sent, "421; closed") == "421; closed"
            assert await outcome(console, sent, "421; open") == "421; open"
