"""The guard over real sockets: who is slow or hoards connections harms itself, and everybody else is served."""

from __future__ import annotations

import asyncio
import contextlib
import re
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from aiohttp import web
from cli.started import started

from bbs.web import bodies
from bbs.web.guard import TOO_LONG, TOO_MANY, TOO_SLOW, UNREADABLE, Guard, Limits
from web.conftest import small_app

PATIENCE = 10.0
"""Seconds after which a test gives up."""
NEVER = 60.0
"""A limit that no test here reaches."""
BEGUN = b"GET /plain HTTP/1.1\r\nHost: localhost\r\n"
WHOLE = BEGUN + b"\r\n"
FORM = (
    b"POST %b HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    b"Content-Length: 100\r\n\r\n"
)


@dataclass
class Client:
    """A connection that sends what it is told to."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def trickle(self, data: bytes, pause: float) -> None:
        """A byte at a time, until it is cut off."""
        with contextlib.suppress(ConnectionError):
            for number in range(len(data)):
                await self.send(data[number : number + 1])
                await asyncio.sleep(pause)

    async def answer(self) -> str:
        """The next answer: its headers and, where their length is given, its body."""
        async with asyncio.timeout(PATIENCE):
            head = await self.reader.readuntil(b"\r\n\r\n")
            length = re.search(rb"(?i)content-length: (\d+)", head)
            return (head + await self.reader.readexactly(int(length[1]) if length else 0)).decode()

    async def rest(self) -> str:
        """Everything until the server hangs up."""
        async with asyncio.timeout(PATIENCE):
            try:
                return (await self.reader.read()).decode()
            except ConnectionError:
                return ""

    @property
    def hung_up(self) -> bool:
        """Whether the server has closed the connection."""
        return self.reader.at_eof() or self.reader.exception() is not None


@dataclass
class Door:
    """A server behind a guard."""

    port: int
    guard: Guard
    leave: AsyncExitStack
    open_answers: asyncio.Event = field(default_factory=asyncio.Event)

    async def client(self, first: bytes = b"", address: str = "127.0.0.1") -> Client:
        """Somebody who connects from this address, and sends this at once."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, local_addr=(address, 0))
        self.leave.callback(writer.close)
        client = Client(reader, writer)
        await client.send(first)
        return client

    async def clients(self, number: int, first: bytes = b"") -> list[Client]:
        return [await self.client(first) for _ in range(number)]

    async def serves(self, address: str = "127.0.0.1") -> bool:
        """Whether an ordinary request is answered."""
        return (await (await self.client(WHOLE, address)).answer()).endswith("well")


Opening = Callable[..., Awaitable[Door]]


@asynccontextmanager
async def a_door(limits: Limits) -> AsyncIterator[Door]:
    app, waiting = small_app(), asyncio.Event()

    async def plain(request: web.Request) -> web.Response:
        return web.Response(text="well")

    async def slow(request: web.Request) -> web.Response:
        await waiting.wait()
        return web.Response(text="at last")

    app.router.add_route("*", "/plain", plain)
    app.router.add_get("/slow", slow)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    assert runner.server
    guard = Guard(runner.server, limits)
    listening = await asyncio.get_running_loop().create_server(guard, "127.0.0.1", 0, backlog=1024)
    async with AsyncExitStack() as leave:
        yield Door(listening.sockets[0].getsockname()[1], guard, leave, waiting)
        listening.close()
        await runner.cleanup()


@pytest.fixture
async def opening() -> AsyncIterator[Opening]:
    """Opens a door with these limits; what a test does not name is never reached."""
    async with AsyncExitStack() as stack:

        async def open_one(**limits: float) -> Door:
            unreached = {"head": NEVER, "body": NEVER, "moment": 0.05}
            return await stack.enter_async_context(a_door(Limits(**unreached | limits)))  # type: ignore[arg-type]

        yield open_one


async def until(reached: Callable[[], bool]) -> None:
    """Wait until this is so."""
    async with asyncio.timeout(PATIENCE):
        while not reached():  # noqa: ASYNC110  # what a guard knows is seen from outside, as by a client
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("begun", [b"G", b"GET /pl", BEGUN, BEGUN + b"Cookie: a=b", b"\r\n"])
async def test_headers_that_stop_are_given_up_in_plain_words(opening: Opening, begun: bytes) -> None:
    door = await opening(head=0.2)
    said = await (await door.client(begun)).rest()
    assert said.startswith("HTTP/1.1 408 ")
    assert TOO_SLOW in said
    assert door.guard.unfinished == 0


async def test_headers_that_trickle_are_given_up_too(opening: Opening) -> None:
    door = await opening(head=0.2)
    client = await door.client(BEGUN)
    trickling = asyncio.create_task(client.trickle(b"X-Slow: " + b"a" * 2_000, 0.02))
    said = await client.rest()
    assert said == "" or TOO_SLOW in said  # a byte that crosses the answer on its way resets the connection
    assert await door.serves()
    await trickling


async def test_the_second_request_of_a_connection_has_a_deadline_as_well(opening: Opening) -> None:
    door = await opening(head=0.2)
    client = await door.client(WHOLE)
    assert (await client.answer()).endswith("well")
    await client.send(BEGUN)
    assert TOO_SLOW in await client.rest()


async def test_half_a_request_sent_behind_one_under_way_has_a_deadline(opening: Opening) -> None:
    door = await opening(head=0.2)
    client = await door.client(WHOLE.replace(b"/plain", b"/slow"))
    await asyncio.sleep(0.05)
    await client.send(BEGUN)
    await asyncio.sleep(0.05)
    door.open_answers.set()
    assert (await client.answer()).endswith("at last")
    assert TOO_SLOW in await client.rest()


async def test_requests_sent_one_behind_the_other_are_all_answered(opening: Opening) -> None:
    door = await opening()
    client = await door.client(WHOLE * 20)
    for _ in range(20):
        assert (await client.answer()).endswith("well")
    await until(lambda: not door.guard.unfinished)


async def test_a_quiet_connection_owes_nothing(opening: Opening) -> None:
    door = await opening(head=0.1)
    fresh, used = await door.client(), await door.client(WHOLE)
    await used.answer()
    await asyncio.sleep(0.4)
    for client in (fresh, used):
        await client.send(WHOLE)
        assert (await client.answer()).endswith("well")


@pytest.mark.parametrize("path", [b"/form", b"/plain", b"/nothing-here"])
async def test_a_body_that_trickles_is_given_up_wherever_it_goes(opening: Opening, path: bytes) -> None:
    door = await opening(body=0.3)
    client = await door.client(FORM % path)
    trickling = asyncio.create_task(client.trickle(b"a=" + b"b" * 98, 0.05))
    await client.rest()
    assert await door.serves()
    await trickling
    assert door.guard.unfinished == 0


async def test_who_reads_a_trickling_body_says_so_before_it_is_cut(
    opening: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "BODY_SECONDS", 0.2)
    door = await opening(body=0.6)
    client = await door.client(FORM % b"/form")
    trickling = asyncio.create_task(client.trickle(b"a=" + b"b" * 98, 0.05))
    assert (await client.answer()).startswith("HTTP/1.1 408 ")
    await client.rest()
    await trickling


async def test_a_body_in_two_pieces_is_read(opening: Opening) -> None:
    door = await opening()
    client = await door.client(FORM % b"/form" + b"a=")
    await until(lambda: door.guard.unfinished == 1)
    await client.send(b"b" * 98)
    assert (await client.answer()).startswith("HTTP/1.1 200 ")
    assert door.guard.unfinished == 0


async def test_headers_without_end_are_cut_before_they_fill_the_memory(opening: Opening) -> None:
    door = await opening(ahead=10_000)
    client = await door.client(BEGUN)
    with contextlib.suppress(ConnectionError):
        for number in range(100):
            await client.send(b"X-%d: %b\r\n" % (number, b"a" * 1_000))
            await asyncio.sleep(0.005)
    said = await client.rest()
    assert said == "" or TOO_LONG in said
    assert door.guard.unfinished == 0


async def test_an_address_that_nothing_below_can_read_is_refused_in_plain_words(
    opening: Opening, caplog: pytest.LogCaptureFixture
) -> None:
    door = await opening()
    rude = await door.client(b"GET http://[::1]@ HTTP/1.1\r\nHost: localhost\r\n\r\n")
    said = await rude.rest()
    assert said.startswith("HTTP/1.1 400 Bad Request")
    assert UNREADABLE in said
    assert door.guard.connections == 0
    assert await door.serves()
    assert not caplog.records


@pytest.mark.parametrize("begun", [BEGUN, FORM % b"/form" + b"a="])
async def test_the_sixty_fifth_unfinished_request_is_refused(opening: Opening, begun: bytes) -> None:
    door = await opening()
    held = await door.clients(64, begun)
    await until(lambda: door.guard.unfinished == 64)
    one_more = await door.client(begun)
    said = await one_more.rest()
    assert TOO_MANY in said or begun is not BEGUN
    assert not any(client.hung_up for client in held)
    assert door.guard.unfinished == 64


async def test_beside_sixty_four_unfinished_requests_a_whole_one_is_served_from_everywhere(
    opening: Opening,
) -> None:
    door = await opening()
    await door.clients(64, BEGUN)
    await until(lambda: door.guard.unfinished == 64)
    assert await door.serves()
    assert await door.serves("127.0.0.2")
    slow_neighbour = await door.client(BEGUN, "127.0.0.2")
    await asyncio.sleep(0.2)
    await slow_neighbour.send(b"\r\n")
    assert (await slow_neighbour.answer()).endswith("well")


async def test_many_addresses_together_may_not_leave_more_unfinished_than_the_memory_bears(
    opening: Opening,
) -> None:
    door = await opening(unfinished=4, in_all=10)
    many = [await door.client(BEGUN, f"127.0.0.{number % 5 + 1}") for number in range(20)]
    await until(lambda: door.guard.connections == 10)
    assert door.guard.unfinished == 10
    assert [TOO_MANY in await client.rest() for client in many[10:]] == [True] * 10
    for address in ("127.0.0.1", "127.0.0.9"):
        assert await door.serves(address)


async def test_an_address_that_finishes_or_leaves_may_begin_again(opening: Opening) -> None:
    door = await opening()
    held = await door.clients(64, BEGUN)
    await until(lambda: door.guard.unfinished == 64)
    await held[0].send(b"\r\n")
    assert (await held[0].answer()).endswith("well")
    held[1].writer.close()
    await until(lambda: door.guard.unfinished == 62)
    await door.clients(2, BEGUN)
    await until(lambda: door.guard.unfinished == 64)


async def test_requests_that_wait_for_us_do_not_count(opening: Opening) -> None:
    door = await opening(unfinished=4)
    waiting = await door.clients(100, WHOLE.replace(b"/plain", b"/slow"))
    await asyncio.sleep(0.2)
    assert await door.serves()
    door.open_answers.set()
    for client in waiting:
        assert (await client.answer()).endswith("at last")


async def test_two_hundred_browsers_behind_one_address_are_all_served(opening: Opening) -> None:
    door = await opening(head=5, body=5)
    browsers = await door.clients(200)

    async def lesson(browser: Client) -> None:
        for request in (WHOLE, FORM % b"/form", WHOLE):
            await browser.send(request)
            if request is not WHOLE:  # as browsers do, in a piece of its own
                await asyncio.sleep(0)
                await browser.send(b"a=" + b"b" * 98)
            assert (await browser.answer()).startswith("HTTP/1.1 200 ")
            await asyncio.sleep(0.2)

    await asyncio.gather(*map(lesson, browsers))
    assert door.guard.connections == 200


async def test_requests_that_come_in_two_pieces_at_once_do_not_count_for_a_moment(opening: Opening) -> None:
    door = await opening(moment=1.0, unfinished=4)
    browsers = await door.clients(50)
    await door.client(BEGUN)
    await asyncio.sleep(0.5)
    for browser in browsers:
        await browser.send(BEGUN)
    await asyncio.sleep(0.7)  # the guard has looked, and found them all younger than a moment
    for browser in browsers:
        await browser.send(b"\r\n")
    for browser in browsers:
        assert (await browser.answer()).endswith("well")


async def test_past_the_most_connections_the_one_idle_longest_is_closed(opening: Opening) -> None:
    door = await opening(connections=10)
    idle = await door.clients(10, WHOLE)
    for client in idle:
        await client.answer()
    await idle[0].send(WHOLE)
    await idle[0].answer()
    assert await door.serves()
    await until(lambda: idle[1].hung_up)
    assert [client.hung_up for client in idle] == [False, True] + [False] * 8
    assert door.guard.connections == 10


async def test_with_nobody_idle_the_slowest_gives_way_to_who_comes(opening: Opening) -> None:
    door = await opening(connections=10)
    slow = await door.clients(10, BEGUN)
    await until(lambda: door.guard.unfinished == 10)
    assert await door.serves()
    await until(lambda: slow[0].hung_up)
    assert not any(client.hung_up for client in slow[1:])


async def test_an_answer_under_way_is_never_cut_for_a_newcomer(opening: Opening) -> None:
    door = await opening(connections=5)
    waiting = await door.clients(5, WHOLE.replace(b"/plain", b"/slow"))
    await until(lambda: door.guard.connections == 5 and not door.guard.unfinished)
    await asyncio.sleep(0.05)
    assert await (await door.client()).rest() == ""
    door.open_answers.set()
    for client in waiting:
        assert (await client.answer()).endswith("at last")


async def test_nothing_is_remembered_of_those_who_left(opening: Opening) -> None:
    door = await opening(head=0.1)
    for client in await door.clients(20, BEGUN) + await door.clients(20, WHOLE):
        client.writer.close()
    await until(lambda: door.guard.connections == 0)
    assert door.guard.unfinished == 0


def test_both_ports_of_the_program_are_guarded_and_end_quietly_beside_slow_clients(tmp_path: Path) -> None:
    with (
        started([str(Path(sys.executable).with_name("bbs"))], folder=tmp_path) as server,
        ExitStack() as leave,
    ):
        slow = []
        for port in (int(address.rsplit(":", 1)[1]) for address in (server.board, server.console)):
            for begun in (BEGUN, FORM % b"/join" + b"code="):
                slow.append(leave.enter_context(socket.create_connection(("127.0.0.1", port), PATIENCE)))
                slow[-1].sendall(begun)
        for head_only in slow[::2]:
            assert TOO_SLOW in head_only.recv(4_096).decode()
        server.stop()
        assert server.process.stderr is not None
        assert server.process.stderr.read() == ""
