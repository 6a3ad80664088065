"""The teacher's stream of events: what happens, as it happens, as server-sent events."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

from aiohttp import web

from bbs.api.queries import query
from bbs.api.shapes import as_json, entry_json
from bbs.entries import entry_of
from bbs.feed import ROOM, Event, Watch
from bbs.lesson import Clock
from bbs.store import Store, audit, posts
from bbs.web.bodies import BadBody
from bbs.web.headers import HEADERS
from bbs.web.keys import CLOCK, FEED, STORE

KEEP_ALIVE = 15.0
"""Seconds of silence after which a comment is sent, so that nothing in between hangs up."""
PATIENCE = 10.0
"""Seconds that one piece may take to leave; a reader who is slower is dropped."""
GRACE = 0.25
"""Seconds that open streams get to end by themselves when the program stops."""
GREETING = b"retry: 2000\n: the stream is open\n\n"
STILL_HERE = b": still here\n\n"


class Streams:
    """The open streams of one application and the frames they share: an event is framed once for all."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._frames: OrderedDict[int, bytes] = OrderedDict()
        self._open: set[asyncio.Task[object]] = set()

    def frame(self, event: Event) -> bytes:
        """The bytes of an event, made for its first reader."""
        if event.seq not in self._frames:
            self._frames[event.seq] = frame(event, self._clock)
            if len(self._frames) > ROOM:
                self._frames.popitem(last=False)
        return self._frames[event.seq]

    @contextmanager
    def counted(self) -> Iterator[None]:
        """Count the running task as a stream, so that `end` can stop it whatever it waits for."""
        task = asyncio.current_task()
        assert task is not None  # noqa: S101  # a handler always runs in a task
        self._open.add(task)
        try:
            yield
        finally:
            self._open.discard(task)

    async def end(self) -> None:
        """Wait a moment for streams to end, then cut off those that hang on a reader who does not read."""
        if self._open:
            _, hanging = await asyncio.wait(self._open, timeout=GRACE)
            for task in hanging:
                task.cancel()


STREAMS = web.AppKey("streams", Streams)


async def events(request: web.Request) -> web.StreamResponse:
    """GET /api/v1/events: everything from now on, or from after the event named by `since`."""
    since = _since(request)
    stream = web.StreamResponse(headers={**HEADERS, "Content-Type": "text/event-stream; charset=utf-8"})
    async with request.app[FEED].watch() as watch:
        with request.app[STREAMS].counted():
            await stream.prepare(request)
            await _send(request, stream, watch, since)
    return stream


async def end_streams(app: web.Application) -> None:
    """When the program stops: close the feed first, then every stream, so that nothing holds it up."""
    app[FEED].close()
    await app[STREAMS].end()


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


async def _send(request: web.Request, stream: web.StreamResponse, watch: Watch, since: int | None) -> None:
    try:
        async for piece in _pieces(request, watch, since):
            async with asyncio.timeout(PATIENCE):
                await stream.write(piece)
    except TimeoutError:
        if request.transport is not None:
            request.transport.abort()
    except ConnectionError:
        return


async def _pieces(request: web.Request, watch: Watch, since: int | None) -> AsyncIterator[bytes]:
    """A greeting, what was missed, then what happens; a comment whenever it has been quiet for long."""
    yield GREETING
    last = 0
    if since is not None:
        async for event in _missed(request.app[STORE], since):
            last = event.seq
            yield frame(event, request.app[CLOCK])  # as it stands now: what was framed before may be erased
    while True:
        try:
            async with asyncio.timeout(KEEP_ALIVE):
                news = await watch.next()
        except TimeoutError:
            yield STILL_HERE
            continue
        if news is None:
            return
        if news.seq > last:
            yield request.app[STREAMS].frame(news)


async def _missed(store: Store, since: int) -> AsyncIterator[Event]:
    """Everything on disk after an event, in order; a post as it stands now."""
    while rows := await audit.rows_after(store, since):
        for row in rows:
            since = row.seq
            yield Event(row.action, row.subject, row.seq, await posts.by_id(store, row.subject))


def _since(request: web.Request) -> int | None:
    """Where to go on from: what the browser says when it comes back wins over the address."""
    word = request.headers.get("Last-Event-ID") or query(request, "since").get("since")
    if not word:
        return None
    if not (word.isascii() and word.isdigit() and len(word) < 16):
        raise BadBody(400, "since is the id of an event of this stream.")
    return int(word)
