"""Pages kept in memory: made once for all who see the same, and filled in with what is one person's own.

A thread's page is the same for everybody who wrote nothing in it, but for a name, a form token and a key of the
form; so is a page of a listed site. It is kept cut at these places. Whoever asks again with the same cookie is
answered before anything else is asked. What is kept goes by the news: a text makes the pages of its thread old,
anything else that happens, as a release, a sign-out or a switch of the lesson, makes every page old; and so does
every new minute of the lesson's clock, because the gateway's rules know the time.
"""

from __future__ import annotations

import datetime as dt
import re
import secrets
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Generic, TypeVar

from aiohttp import web
from aiohttp.typedefs import Handler
from markupsafe import escape
from multidict import CIMultiDict

from bbs.feed import Event, Feed
from bbs.lesson import Clock
from bbs.store import Person
from bbs.store.visits import Noted
from bbs.web.csrf import form_token
from bbs.web.keys import NOTED, VISIT

MOST_BYTES = 16 << 20
"""All that is kept, pages for many and for one."""
LARGEST = 256 << 10
"""Bytes of a page that is kept at all."""
SMALL = 1_024
"""Bytes of an address and a cookie at most; twice as many are counted for all that comes with an answer."""
MOST_THREADS = 10_000
"""Threads whose age is known; past them every page is old."""
MINUTE = dt.timedelta(minutes=1)

UNSEEN = frozenset({"joined", "signed-in", "asked", "declined", "copied", "taken-away"})
"""News that changes no page that is kept."""

Stamp = tuple[int, int]
"""How old everything is, and how old a thread is: pages of another stamp are not shown again."""

V = TypeVar("V")


class Slots:
    """Names that stand in a page for what is one person's own; nobody can write them, since nobody knows them."""

    def __init__(self) -> None:
        nonce = secrets.token_hex(12)
        self.name, self.token, self.once = (f"slot-{nonce}-{what}" for what in ("name", "token", "once"))
        self._places = re.compile(f"(slot-{nonce}-(?:name|token|once))".encode())

    def cut(self, page: bytes) -> tuple[bytes, ...]:
        """The page in pieces: text and slots by turns."""
        return tuple(self._places.split(page))


@dataclass(frozen=True, slots=True)
class Made:
    """A page as it was made for one request: all of it but the key of its form."""

    thread: str
    stamp: Stamp
    pieces: tuple[bytes, ...]
    shared: bool
    """Most of it is kept for others as well."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """A made page with the headers of its answer, and the minute in which it is true."""

    made: Made
    headers: CIMultiDict[str]
    noted: Noted | None
    """The visit that it is each time it is shown."""
    since: dt.datetime
    until: dt.datetime


class _Bounded(Generic[V]):
    """What was used last, up to so many bytes."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._size = 0
        self._values: OrderedDict[Hashable, tuple[V, int]] = OrderedDict()

    def get(self, key: Hashable) -> V | None:
        found = self._values.get(key)
        if found is None:
            return None
        self._values.move_to_end(key)
        return found[0]

    def put(self, key: Hashable, value: V, size: int) -> None:
        self.drop(key)
        self._values[key] = (value, size)
        self._size += size
        while self._size > self._most:
            _, (_, gone) = self._values.popitem(last=False)
            self._size -= gone

    def drop(self, key: Hashable) -> None:
        if key in self._values:
            self._size -= self._values.pop(key)[1]


class KeptPages:
    """The pages of one application that may be shown again."""

    def __init__(self, feed: Feed, clock: Clock, note: Callable[[Noted], None]) -> None:
        self.slots = Slots()
        self._once = self.slots.once.encode()
        self._clock = clock
        self._note = note
        self._everything = 0
        self._threads: dict[str, int] = {}
        self._shared: _Bounded[tuple[Stamp, tuple[bytes, ...]]] = _Bounded(MOST_BYTES // 2)
        self._kept: _Bounded[_Kept] = _Bounded(MOST_BYTES // 2)
        feed.hear(self._heard)

    def stamp(self, thread: str) -> Stamp:
        """The age of a thread's pages now; to be asked before anything of the page is read."""
        return self._everything, self._threads.get(thread, 0)

    async def for_many(
        self, key: Hashable, thread: str, make: Callable[[], Awaitable[bytes]], name: str, token: str
    ) -> Made:
        """A page that many see, filled in for one of them: as it was made for another, or made now."""
        stamp = self.stamp(thread)
        found = self._shared.get(key)
        if found is not None and found[0] == stamp:
            pieces = found[1]
        else:
            pieces = self.slots.cut(await make())
            if _size(pieces) <= LARGEST and stamp == self.stamp(thread):
                self._shared.put(key, (stamp, pieces), _size(pieces))
        own = {self.slots.name.encode(): escape(name).encode(), self.slots.token.encode(): token.encode()}
        filled = tuple(own.get(piece, piece) for piece in pieces)
        return Made(thread, stamp, filled, shared=True)

    async def for_one(self, thread: str, make: Callable[[], Awaitable[bytes]]) -> Made:
        """A page that one person sees."""
        stamp = self.stamp(thread)
        return Made(thread, stamp, self.slots.cut(await make()), shared=False)

    def response(self, made: Made) -> web.Response:
        """The answer with a made page, its form under a new key."""
        return web.Response(body=self._body(made), content_type="text/html", charset="utf-8")

    def again(self, request: web.BaseRequest) -> web.Response | None:
        """The kept answer to this very request, or None where there is none that is still true."""
        kept = self._kept.get(_identity(request))
        if kept is None or kept.made.stamp != self.stamp(kept.made.thread):
            return None
        if not kept.since <= self._clock.now() < kept.until:
            return None
        if kept.noted is not None:
            self._note(kept.noted)
        return web.Response(body=self._body(kept.made), headers=kept.headers)

    def keep(self, request: web.Request, response: web.StreamResponse, made: Made) -> None:
        """Keep an answer for whoever asks again with the same cookie."""
        if response.status != 200 or response.cookies or made.stamp != self.stamp(made.thread):
            return
        size, identity = _size(made.pieces), _identity(request)
        if size > LARGEST or sum(map(len, identity)) > SMALL:
            return
        headers = response.headers.copy()
        headers.popall("Content-Length", None)
        since = self._clock.now().replace(second=0, microsecond=0)
        self._kept.put(
            _identity(request),
            _Kept(made, headers, request.get(NOTED), since, since + MINUTE),
            SMALL if made.shared else SMALL + size,
        )

    def _body(self, made: Made) -> bytes:
        once, slot = secrets.token_urlsafe(12).encode(), self._once
        return b"".join([once if piece == slot else piece for piece in made.pieces])

    def _heard(self, event: Event) -> None:
        if event.action in UNSEEN:
            return
        thread = event.post.thread if event.post else None
        if event.action == "submitted":
            if thread is None:
                return
            self._threads[thread] = self._threads.get(thread, 0) + 1
            if len(self._threads) <= MOST_THREADS:
                return
        self._everything += 1
        self._threads.clear()


def _size(pieces: tuple[bytes, ...]) -> int:
    return sum(map(len, pieces))


def _identity(request: web.BaseRequest) -> tuple[str, str, str]:
    """All that an answer to GET depends on, but for what changes meanwhile."""
    headers = request.headers
    return headers.get("Host", ""), request.raw_path, headers.get("Cookie", "")


KEPT = web.AppKey("kept-pages", KeptPages)
MADE = web.RequestKey("made", Made)
"""The page that a handler made and that may be kept."""


async def alike(
    request: web.Request,
    person: Person,
    draw: Callable[..., Awaitable[bytes]],
    thread: str = "",
    part: str | None = None,
) -> web.Response:
    """A page that all who came the same way see alike, within a role and a tier, but for their own name and token.

    `draw` makes it when it is not kept; it gets the `person` and the `form_token` of nobody in particular. `thread`
    is the thread that it shows, if any, and `part` which part of it.
    """
    pages, visit = request.app[KEPT], request[VISIT]
    anybody = replace(person, id=pages.slots.name, name=pages.slots.name, birthday="", ticket_hash="")
    make = partial(draw, person=anybody, form_token=lambda: pages.slots.token)
    key = (visit.for_all, person.role, person.tier, part, thread)
    made = request[MADE] = await pages.for_many(key, thread, make, person.name, form_token(request))
    return pages.response(made)


def body_of(page: web.Response) -> bytes:
    """The bytes of a page that was just drawn."""
    assert isinstance(page.body, bytes)  # noqa: S101  # a page is made of text
    return page.body


async def set_up(app: web.Application, **how: Any) -> web.AppRunner:
    """A runner of this application, ready for its sockets; `how` goes to the runner.

    Kept pages are answered before aiohttp looks for a route and walks through the middlewares, which costs more
    than all the rest of such an answer. No body is unpacked: none is read that was packed.
    """
    runner = web.AppRunner(app, auto_decompress=False, **how)
    await runner.setup()
    if KEPT in app and runner.server is not None:
        runner.server.request_handler = _kept_first(app[KEPT], runner.server.request_handler)
    return runner


Answering = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


def _kept_first(pages: KeptPages, handle: Answering) -> Answering:
    """Answer with a kept page where there is one."""

    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        return (pages.again(request) if _may_be_kept(request) else None) or await handle(request)

    return answer


@web.middleware
async def kept_pages(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Keep a page that was made for many; who asks for it again is answered by `set_up`."""
    response = await handler(request)
    if MADE in request and _may_be_kept(request):
        request.app[KEPT].keep(request, response, request[MADE])
    return response


def _may_be_kept(request: web.BaseRequest) -> bool:
    headers = request.headers
    return request.method == "GET" and "Authorization" not in headers and "Transfer-Encoding" not in headers
