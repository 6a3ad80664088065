"""The record of visits by program, for the teacher alone: to read, and to follow as it grows."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from aiohttp import web
from aiohttp.typedefs import Handler

from bbs.api.events import GREETING, PATIENCE, Stream, begun, stay
from bbs.api.openapi import Says
from bbs.api.queries import limit_of, query
from bbs.api.shapes import answer, as_json
from bbs.lesson import Clock
from bbs.monitor import FIELDS, BadFilter, Seen, seen, wanted
from bbs.store import Store
from bbs.store.visits import NEWEST, Visit, Wanted
from bbs.visits import Visits
from bbs.web.bodies import BadBody
from bbs.web.keys import ALLOWLIST, CLOCK, STORE, VISITS

PATH = "/api/v1/visits"
EACH = 10
"""Visits that a reader of the stream is sent of one batch; of the others, their number. Batches come twice a second."""
MISSED = 50
"""Visits that a reader who comes back is sent of those that were missed."""


async def list_visits(request: web.Request) -> web.Response:
    """GET /api/v1/visits?who=&host=&rule=&verdict=&from=&to=&before=&limit= and more: as on the page, newest first.

    `next` is what `before` takes for older ones, null at the end.
    """
    asked = query(request, *FIELDS, "names", "before", "limit")
    limit, which = limit_of(asked), await _wanted(request, asked)
    found = await request.app[VISITS].page(which, _key(asked, "before", NEWEST), limit + 1)
    rows = await seen(request.app[STORE], request.app[CLOCK], found[:limit], names=_names(asked))
    more = rows[-1].visit if len(found) > limit else None
    return answer({"visits": [row._asdict() for row in rows], "next": more, "lost": request.app[VISITS].lost})


async def visit_events(request: web.Request) -> web.StreamResponse:
    """GET /api/v1/visits/events: visits as they are written down, from after `since` on, filtered as on the page."""
    asked = query(request, *FIELDS, "names", "since")
    since = request.headers.get("Last-Event-ID") or asked.get("since", "")
    reader = _Reader(await _wanted(request, asked), names=_names(asked))
    last = _key({"since": since}, "since", NEWEST)
    response, transport = await begun(request)
    if transport is None:
        return response
    stream, streams = Stream(response, transport), request.app[VISIT_STREAMS]
    with streams.opened(stream, reader):
        try:
            async with asyncio.timeout(PATIENCE):
                await response.write(GREETING)
                await response.write(await streams.missed(reader, last))
        except TimeoutError:
            stream.drop()
        except ConnectionError:
            return response
        else:
            stream.go_live(0)
            await stay(stream)
    return response


class _Reader:
    """What the reader of a stream wants to see."""

    def __init__(self, which: Wanted, *, names: bool) -> None:
        self.which = which
        self.names = names


class VisitStreams:
    """The open streams of one application."""

    def __init__(self, visits: Visits, store: Store, clock: Clock) -> None:
        self._visits, self._store, self._clock = visits, store, clock
        self._open: dict[Stream, _Reader] = {}
        visits.hear(self._heard)

    @contextmanager
    def opened(self, stream: Stream, reader: _Reader) -> Iterator[None]:
        """A stream from now on, until the end of the block."""
        self._open[stream] = reader
        try:
            yield
        finally:
            del self._open[stream]

    async def missed(self, reader: _Reader, last: int) -> bytes:
        """The newest visits after one that a reader has seen."""
        if last >= NEWEST:
            return b""
        found = await self._visits.page(reader.which, limit=MISSED + 1)
        return await self._pieces(reader, [one for one in found if one.id > last], MISSED)

    async def _heard(self, batch: Sequence[Visit]) -> None:
        for stream, reader in tuple(self._open.items()):
            found = sorted((one for one in batch if reader.which.takes(one)), key=lambda one: -one.id)
            if found:
                stream.take(1, await self._pieces(reader, found, EACH))

    async def _pieces(self, reader: _Reader, newest_first: Sequence[Visit], most: int) -> bytes:
        rows = await seen(self._store, self._clock, newest_first[:most], names=reader.names)
        return b"".join(frames(reversed(rows), len(newest_first) - len(rows)))

    async def end(self, _app: web.Application) -> None:
        """End every stream, so that nothing holds a stop up."""
        for stream in self._open:
            stream.end()


def frames(rows: Iterable[Seen], more: int) -> Iterator[bytes]:
    """Rows, oldest first, as bytes of an event stream, and how many there were besides."""
    if more:
        yield b'event: more\ndata: {"many":%d}\n\n' % more
    for row in rows:
        yield b"id: %d\nevent: visit\ndata: %s\n\n" % (row.visit, as_json(row._asdict()))


VISIT_STREAMS = web.AppKey("visit-streams", VisitStreams)
ROUTES = (web.get(PATH, list_visits), web.get(f"{PATH}/events", visit_events, allow_head=False))
DESCRIBED: Mapping[Handler, Says] = {
    list_visits: Says(query=(*FIELDS, "names", "before", "limit")),
    visit_events: Says(query=(*FIELDS, "names", "since"), content="text/event-stream"),
}


async def _wanted(request: web.Request, asked: Mapping[str, str]) -> Wanted:
    tiers = request.app[ALLOWLIST].network.tiers
    try:
        return await wanted(request.app[STORE], request.app[CLOCK], asked, tiers)
    except BadFilter as error:
        raise BadBody(400, str(error)) from None


def _names(asked: Mapping[str, str]) -> bool:
    """Whether names are shown. Raises BadBody with 400 for another word than `off`."""
    word = asked.get("names", "")
    if word not in {"", "on", "off"}:
        raise BadBody(400, "names is on or off.")
    return word != "off"


def _key(asked: Mapping[str, str], name: str, otherwise: int) -> int:
    word = asked.get(name, "")
    if not word:
        return otherwise
    if not (word.isascii() and word.isdigit() and len(word) < 16):
        raise BadBody(400, f"{name} is the number of a visit.")
    return int(word)
