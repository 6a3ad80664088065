"""The guard at the door of a port: a client that is slow, or that hoards connections, harms itself only.

aiohttp waits for the rest of a request as long as a client likes. Every connection therefore passes through a thin
protocol of ours that knows one thing: what its client still owes. While a client owes the rest of a request, the
request is unfinished; it has a deadline and counts against the address it comes from. Connections and requests a
second don't count, so a whole class behind one address is served.

Nothing about an address is kept: addresses are read off the open sockets of unfinished requests and counted anew at
every look.
"""

from __future__ import annotations

import asyncio
import enum
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus
from itertools import chain
from typing import Any, cast

from aiohttp import StreamReader, web

from bbs.web.bodies import BODY_SECONDS

TOO_SLOW = "The rest of the request did not arrive in time."
TOO_MANY = "Too many unfinished requests come from this address. Please finish some and try again."
TOO_LONG = "The request says too much about itself."
UNREADABLE = "The request can't be read."


@dataclass(frozen=True, slots=True)
class Limits:
    """What a port puts up with."""

    head: float = 5.0
    """Seconds from the first byte of a request to the end of its headers."""
    body: float = BODY_SECONDS + 1.0
    """Seconds from there to the end of its body; a second more than a reader waits, who can still say why."""
    unfinished: int = 64
    """Unfinished requests of one address."""
    in_all: int = 512
    """Unfinished requests of all addresses together: what they have sent so far is held in memory."""
    moment: float = 0.25
    """Seconds between two looks. A request that is whole within a moment, as a browser's is, never counts."""
    connections: int = 2_000
    """Open connections; past them the one that has been idle longest is closed."""
    ahead: int = 64 * 1024
    """Bytes that may come before the request they belong to is taken up."""


class State(enum.Enum):
    """What a connection waits for."""

    IDLE = enum.auto()
    """For a request, which the client may send or not."""
    HEAD = enum.auto()
    """For the rest of the headers, which the client owes."""
    BODY = enum.auto()
    """For the rest of the body, which the client owes."""
    ANSWER = enum.auto()
    """For us."""


class Guard:
    """Stands before an aiohttp server; give it to `loop.create_server` instead of the server.

    It asks the server to tell when a request's headers are complete and when its handler is done, by the two
    public attributes that aiohttp reads for each new connection.
    """

    def __init__(self, server: web.Server, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._server = server
        self._loop = asyncio.get_running_loop()
        self._next_look: asyncio.TimerHandle | None = None
        self._waiting: dict[State, dict[Connection, None]] = {state: {} for state in State}
        server.request_factory = _taking(server.request_factory)
        server.request_handler = _answering(server.request_handler)

    def __call__(self) -> asyncio.Protocol:
        """The protocol of a new connection."""
        return Connection(self, self._server())

    @property
    def unfinished(self) -> int:
        """How many requests are unfinished now, of all addresses."""
        return len(self._waiting[State.HEAD]) + len(self._waiting[State.BODY])

    @property
    def connections(self) -> int:
        """How many connections are open now."""
        return sum(map(len, self._waiting.values()))

    def admit(self, newcomer: Connection) -> None:
        """Make room for a connection: at the cost of the idlest, then of the slowest, then of itself."""
        if self.connections >= self.limits.connections:
            idle, head, body = (self._waiting[state] for state in (State.IDLE, State.HEAD, State.BODY))
            next(chain(idle, head, body), newcomer).cut()
        self.move(newcomer, State.IDLE)

    def move(self, connection: Connection, state: State) -> None:
        """Note what a connection waits for from now on; one that is over stays over."""
        if connection.over:
            return
        self._waiting[connection.state].pop(connection, None)
        connection.state, connection.since = state, self._loop.time()
        self._waiting[state][connection] = None
        self._look_again()

    def forget(self, connection: Connection) -> None:
        """A connection is over; nothing of it is kept."""
        self._waiting[connection.state].pop(connection, None)

    def _look_again(self) -> None:
        if self.unfinished and self._next_look is None:
            self._next_look = self._loop.call_later(self.limits.moment, self._look)

    def _look(self) -> None:
        """Close what is late, and what is too much of one address; the oldest requests are counted first."""
        self._next_look = None
        now, counted = self._loop.time(), Counter[str]()
        for state, allowed in ((State.BODY, self.limits.body), (State.HEAD, self.limits.head)):
            for connection in list(self._waiting[state]):
                age = now - connection.since
                if age >= allowed:
                    connection.refuse(408, TOO_SLOW)
                elif age >= self.limits.moment:
                    counted[connection.address] += 1
                    too_many = counted[connection.address] > self.limits.unfinished
                    if too_many or counted.total() > self.limits.in_all:
                        connection.refuse(429, TOO_MANY)
        self._look_again()


class Connection(asyncio.Protocol):
    """One connection: hands everything to aiohttp's own protocol and notes what the client owes."""

    __slots__ = ("_ahead", "_answering", "_guard", "_server_side", "_transport", "over", "since", "state")

    def __init__(self, guard: Guard, server_side: asyncio.Protocol) -> None:
        self._guard = guard
        self._server_side = server_side
        self._transport: asyncio.Transport
        self._answering = False
        self._ahead = 0
        self.state = State.IDLE
        self.since = 0.0
        self.over = False

    @property
    def address(self) -> str:
        """Where the client is, without its port."""
        return str((self._transport.get_extra_info("peername") or ("",))[0])

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A client has come."""
        self._transport = cast("asyncio.Transport", transport)
        self._server_side.connection_made(transport)
        self._guard.admit(self)

    def data_received(self, data: bytes) -> None:
        """Bytes have come: of a body that is awaited, or of a request that is not taken up yet."""
        if self.state is State.IDLE:
            self._guard.move(self, State.HEAD)
        if self.state is not State.BODY:
            if self._ahead > self._guard.limits.ahead:
                self.refuse(431, TOO_LONG)
                return
            self._ahead += len(data)
        try:
            self._server_side.data_received(data)
        except (LookupError, ValueError):  # yarl stumbles over some addresses, and aiohttp over that
            self.refuse(400, UNREADABLE)

    def taken(self, body: StreamReader, *, tunnel: bool = False) -> None:
        """The headers of a request are complete, and its answer begins. A tunnel, which is none here, owes no body."""
        self._answering, self._ahead = True, 0
        if tunnel or body.is_eof():
            self._guard.move(self, State.ANSWER)
        else:
            self._guard.move(self, State.BODY)
            body.on_eof(self._body_came)

    def answered(self) -> None:
        """A handler is done; what came meanwhile is the beginning of the next request."""
        self._answering = False
        if self.state is State.ANSWER:
            self._guard.move(self, State.HEAD if self._ahead else State.IDLE)

    def refuse(self, status: int, why: str) -> None:
        """Close the connection, with a plain word where that can't land in the middle of an answer."""
        if self.state is State.HEAD and not self._transport.get_write_buffer_size():
            self._transport.write(_plain(status, why))
            if not self._transport.get_write_buffer_size():
                self._end()
                self._transport.close()
                return
        self.cut()

    def cut(self) -> None:
        """Close the connection at once."""
        self._end()
        self._transport.abort()

    def eof_received(self) -> bool | None:
        """The client sends nothing more."""
        return self._server_side.eof_received()

    def pause_writing(self) -> None:
        """The client reads more slowly than we write."""
        self._server_side.pause_writing()

    def resume_writing(self) -> None:
        """The client has caught up."""
        self._server_side.resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is closed, by whomever."""
        self._end()
        self._server_side.connection_lost(exc)

    def _body_came(self) -> None:
        if self.state is State.BODY:
            self._guard.move(self, State.ANSWER if self._answering else State.IDLE)

    def _end(self) -> None:
        self.over = True
        self._guard.forget(self)


def _taking(make: Callable[..., web.BaseRequest]) -> Callable[..., web.BaseRequest]:
    """The factory of requests, which aiohttp calls when headers are complete; the connection is told."""

    def take(*parts: Any) -> web.BaseRequest:
        request = make(*parts)
        if connection := _connection(request):
            connection.taken(request.content, tunnel=request.method == "CONNECT")
        return request

    return take


def _answering(
    handle: Callable[[web.BaseRequest], Awaitable[web.StreamResponse]],
) -> Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]:
    """The handler of requests; the connection is told when it is done."""

    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        try:
            return await handle(request)
        finally:
            if connection := _connection(request):
                connection.answered()

    return answer


def _connection(request: web.BaseRequest) -> Connection | None:
    """The connection a request came by; None when it is lost already."""
    protocol = request.transport.get_protocol() if request.transport else None
    return protocol if isinstance(protocol, Connection) else None


def _plain(status: int, why: str) -> bytes:
    """A whole answer in plain text, which is the last on its connection."""
    head = (
        f"HTTP/1.1 {status} {HTTPStatus(status).phrase}",
        "Content-Type: text/plain; charset=utf-8",
        f"Content-Length: {len(why) + 1}",
        "Connection: close",
    )
    return "\r\n".join((*head, "", why + "\n")).encode()
