"""The teacher's stream of events: what happens, as it happens, as server-sent events."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from aiohttp import web

from bbs.api.queries import query
from bbs.api.shapes import as_json, entry_json
from bbs.entries import entry_of
from bbs.feed import Event, Feed
from bbs.lesson import Clock
from bbs.store import audit, posts
from bbs.web.bodies import BadBody
from bbs.web.headers import HEADERS
from bbs.web.keys import CLOCK, STORE

KEEP_ALIVE = 15.0
"""Seconds after which a comment is sent, so that nothing in between hangs up."""
PATIENCE = 10.0
"""Seconds that what was missed may take to leave; a reader who is slower is dropped."""
MOST_BEHIND = 128 * 1024
"""Bytes that wait for a reader who does not read; more, and the reader is dropped."""
MOST_HELD = 256
"""Events that wait while a reader is sent what was missed."""
GREETING = b"retry: 2000\n: the stream is open\n\n"
STILL_HERE = b": still here\n\n"


class Stream:
    """One open stream. Whoever tells of an event never waits for it."""

    def __init__(self, response: web.StreamResponse, transport: asyncio.Transport) -> None:
        self.over = asyncio.Event()
        self._response = response
        self._transport = transport
        self._held: list[tuple[int, bytes]] | None = []

    def take(self, seq: int, piece: bytes) -> None:
        """Send an event, or hold it until the reader has what was missed; drop a reader who is far behind."""
        if self._held is None:
            self.push(piece)
        elif len(self._held) < MOST_HELD:
            self._held.append((seq, piece))
        else:
            self.drop()

    def go_live(self, last: int) -> None:
        """The reader has everything up to this event; what was held comes next, and then all as it happens."""
        held, self._held = self._held or [], None
        for seq, piece in held:
            if seq > last:
                self.push(piece)

    def push(self, piece: bytes) -> None:
        """Send bytes without waiting for the reader to take them."""
        if self._transport.get_write_buffer_size() > MOST_BEHIND:
            self.drop()
            return
        writing = self._response.write(piece)
        try:
            writing.send(None)
        except StopIteration:
            return
        except ConnectionError:
            self.over.set()
        else:
            writing.close()  # the bytes are on their way; it is only waiting for the reader to take some

    def drop(self) -> None:
        """End the stream at once."""
        self.over.set()
        self._transport.abort()

    def end(self) -> None:
        """End the stream; in the middle of a piece for a reader who does not read."""
        if self._transport.get_write_buffer_size():
            self.drop()
        self.over.set()


class Streams:
    """The open streams of one application: an event is framed once and handed to all of them."""

    def __init__(self, feed: Feed, clock: Clock) -> None:
        self._clock = clock
        self._open: set[Stream] = set()
        feed.hear(self._heard)

    def __len__(self) -> int:
        return len(self._open)

    @contextmanager
    def opened(self, response: web.StreamResponse, transport: asyncio.Transport) -> Iterator[Stream]:
        """A stream from now on; nothing that happens later is missed."""
        stream = Stream(response, transport)
        self._open.add(stream)
        try:
            yield stream
        finally:
            self._open.discard(stream)

    def end(self) -> None:
        """End every stream."""
        for stream in self._open:
            stream.end()

    def _heard(self, event: Event) -> None:
        if self._open:
            piece = frame(event, self._clock)
            for stream in tuple(self._open):
                stream.take(event.seq, piece)


STREAMS = web.AppKey("streams", Streams)


async def events(request: web.Request) -> web.StreamResponse:
    """GET /api/v1/events: everything from now on, or from after the event named by `since`."""
    since = _since(request)
    response, transport = await begun(request)
    if transport is None:
        return response
    with request.app[STREAMS].opened(response, transport) as stream:
        try:
            async with asyncio.timeout(PATIENCE):
                last = await _catch_up(request, response, since)
        except TimeoutError:
            stream.drop()
        except ConnectionError:
            return response
        else:
            stream.go_live(last)
            await stay(stream)
    return response


async def begun(request: web.Request) -> tuple[web.StreamResponse, asyncio.Transport | None]:
    """An answer without end, its head sent; no transport where the reader is gone already."""
    response = web.StreamResponse(headers={**HEADERS, "Content-Type": "text/event-stream; charset=utf-8"})
    with suppress(ConnectionError):
        await response.prepare(request)
    return response, request.transport if response.prepared else None


async def end_streams(app: web.Application) -> None:
    """When the program stops, every stream ends, so that nothing holds it up."""
    app[STREAMS].end()


async def stay(stream: Stream) -> None:
    """Until the stream is over; a comment now and then keeps it open."""
    while not stream.over.is_set():
        try:
            async with asyncio.timeout(KEEP_ALIVE):
                await stream.over.wait()
        except TimeoutError:
            stream.push(STILL_HERE)


async def _catch_up(request: web.Request, response: web.StreamResponse, since: int | None) -> int:
    """A greeting, and everything on disk after an event, in order, a post as it stands now; the last one sent."""
    await response.write(GREETING)
    store, last = request.app[STORE], since or 0
    while since is not None and (rows := await audit.rows_after(store, last)):
        for row in rows:
            last = row.seq
            event = Event(row.action, row.subject, row.seq, await posts.by_id(store, row.subject))
            await response.write(frame(event, request.app[CLOCK]))
    return last


def frame(event: Event, clock: Clock) -> bytes:
    """An event as bytes of an event stream; its id is a mark to go on from."""
    if event.post:
        name, data = (
            "decision" if event.action == "submitted" else event.action,
            entry_json(entry_of(event.post), clock),
        )
    else:
        name, data = event.action, {"subject": event.subject}
    return b"id: %d\nevent: %s\ndata: %s\n\n" % (event.seq, name.encode(), as_json(data))


def _since(request: web.Request) -> int | None:
    """Where to go on from: what the browser says when it comes back wins over the address."""
    word = request.headers.get("Last-Event-ID") or query(request, "since").get("since")
    if not word:
        return None
    if not (word.isascii() and word.isdigit() and len(word) < 16):
        raise BadBody(400, "since is the id of an event of this stream.")
    return int(word)
