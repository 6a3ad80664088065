"""The stream of events: everything that happens, as it happens, and it never holds anybody up."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import pytest
from aiohttp import web
from ports import TEACHERS_TOKEN, Ports

from bbs.api import events
from bbs.feed import Event
from bbs.store import posts


class Stream:
    """An open event stream, read by hand."""

    def __init__(self, reader: asyncio.StreamReader) -> None:
        self._reader = reader
        self.head = b""

    async def begin(self) -> None:
        self.head = await self._reader.readuntil(b"\r\n\r\n")

    async def event(self) -> tuple[str, str, dict[str, Any]]:
        """Id, name and data of the next event."""
        fields: dict[str, str] = {}
        while "data" not in fields:
            line = (await asyncio.wait_for(self._reader.readline(), 3)).decode().strip()
            name, colon, value = line.partition(": ")
            if colon and name in {"id", "event", "data"}:
                fields[name] = value
        return fields["id"], fields["event"], json.loads(fields["data"])

    async def comment(self) -> bytes:
        while not (line := await asyncio.wait_for(self._reader.readline(), 3)).startswith(b":"):
            pass
        return line

    async def end(self) -> None:
        """Read until the server closes."""
        await asyncio.wait_for(self._reader.read(), 3)


def still_open(ports: Ports) -> int:
    """How many streams the server holds open."""
    return len(ports.runners[1].app[events.STREAMS])


@asynccontextmanager
async def stream(ports: Ports, query: str = "", **headers: str) -> AsyncIterator[Stream]:
    reader, writer = await asyncio.open_connection("127.0.0.1", ports.console, limit=1 << 20)
    head = {"Host": "localhost", "Authorization": f"Bearer {TEACHERS_TOKEN}"} | headers
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    writer.write(f"GET /api/v1/events{query} HTTP/1.1\r\n{lines}\r\n".encode())
    opened = Stream(reader)
    await opened.begin()
    try:
        yield opened
    finally:
        writer.close()


async def test_a_submission_arrives_with_all_that_a_row_shows(ports: Ports) -> None:
    author = await ports.student()
    async with stream(ports) as opened:
        receipt = await ports.write(author, "Hello", "a lantern")
        number, name, data = await opened.event()
    assert name == "decision"
    assert number.isdigit()
    assert (data["post"], data["author"], data["verdict"]) == (receipt["post"], author.name, "shadow")
    assert {"clock", "excerpt", "gloss", "by", "told_words", "state_words", "kind"} <= set(data)


async def test_releases_refusals_joinings_and_publications_arrive_too(ports: Ports) -> None:
    author = await ports.student()
    receipt = await ports.write(author, "Hello", "at the square")
    async with stream(ports) as opened:
        await ports.teacher.post(f"/api/v1/posts/{receipt['post']}/release")
        await ports.student()
        await ports.teacher.post("/api/v1/policies/no-filter/publish")
        seen = [await opened.event() for _ in range(3)]
    assert [name for _, name, _ in seen] == ["released", "joined", "published"]
    assert seen[0][2]["state"] == "released"


async def test_a_reader_who_comes_back_gets_what_was_missed(ports: Ports) -> None:
    author = await ports.student()
    async with stream(ports) as opened:
        await ports.write(author, "Hello", "first")
        last, _, _ = await opened.event()
    await ports.write(author, "Hello", "second")
    for query, headers in (
        (f"?since={last}", {}),
        ("", {"Last-Event-ID": last}),
        ("?since=0", {"Last-Event-ID": last}),
    ):
        async with stream(ports, query, **headers) as opened:
            await ports.write(author, "Hello", "third")
            seen = [(await opened.event())[2]["excerpt"] for _ in range(2)]
            assert seen[0] == "Hello: second"
            assert seen[1] == "Hello: third"


async def test_what_people_write_cannot_break_out_of_its_event(ports: Ports) -> None:
    author = await ports.student()
    async with stream(ports) as opened:
        await ports.write(author, "Hello", "one\n\nevent: released\ndata: {}\n\n")
        await ports.write(author, "Hello", "two")
        names = [(await opened.event())[1] for _ in range(2)]
    assert names == ["decision", "decision"]


async def test_the_stream_carries_the_security_headers_and_is_not_kept(ports: Ports) -> None:
    async with stream(ports) as opened:
        head = opened.head.decode().lower()
    assert "200 ok" in head
    assert "content-type: text/event-stream" in head
    assert "content-security-policy" in head
    assert "cache-control: no-store" in head


async def test_silence_is_filled_with_comments(ports: Ports, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "KEEP_ALIVE", 0.05)
    async with stream(ports) as opened:
        lines = [await opened.comment() for _ in range(3)]
    assert lines[-1] == b": still here\n"


async def test_the_end_of_the_program_ends_every_stream_in_under_a_second(ports: Ports) -> None:
    async with stream(ports) as first, stream(ports) as second:
        await first.comment()
        start = time.monotonic()
        await ports.runners[1].cleanup()
        assert time.monotonic() - start < 1
        await first.end()
        await second.end()


async def test_a_reader_who_does_not_read_holds_up_neither_the_others_nor_the_end(ports: Ports) -> None:
    author = await ports.student()
    await ports.write(author, "Hello", "Good morning")
    (post,) = await posts.page(ports.services.store)
    long = replace(post, told_text="x" * 30_000)
    async with stream(ports), stream(ports) as reading:
        await asyncio.sleep(0.1)
        assert still_open(ports) == 2
        seen = 0
        for seq in range(1000, 2000):
            ports.services.feed.tell(Event("submitted", post.id, seq, long))
            if seq % 100 == 0:
                while seen < seq - 1000:
                    await reading.event()
                    seen += 1
        assert still_open(ports) == 1
        start = time.monotonic()
        await ports.runners[1].cleanup()
        assert time.monotonic() - start < 1


async def test_an_event_is_framed_once_for_all_readers(ports: Ports, monkeypatch: pytest.MonkeyPatch) -> None:
    framed: list[int] = []
    framing = events.frame
    monkeypatch.setattr(
        events, "frame", lambda event, clock: framed.append(event.seq) or framing(event, clock)
    )
    async with stream(ports) as one, stream(ports) as two:
        await one.comment()
        await two.comment()
        ports.services.feed.tell(Event("joined", "somebody", 1000))
        assert await one.event() == await two.event()
    assert framed == [1000]


async def test_what_happens_while_a_reader_is_sent_what_was_missed_comes_after_it_and_once(
    ports: Ports,
) -> None:
    author = await ports.student()
    for number in range(30):
        await ports.write(author, "Hello", f"before {number}")
    async with stream(ports, "?since=0") as opened:
        for number in range(30):
            await ports.write(author, "Hello", f"meanwhile {number}")
        seen = [int((await opened.event())[0]) for _ in range(60)]
    assert seen == sorted(set(seen))


async def test_a_reader_who_catches_up_too_slowly_for_what_happens_meanwhile_is_dropped() -> None:
    class Held:
        aborted = False

        def abort(self) -> None:
            self.aborted = True

    transport = Held()
    opened = events.Stream(web.StreamResponse(), transport)  # type: ignore[arg-type]
    for seq in range(events.MOST_HELD):
        opened.take(seq, b"piece")
    assert not opened.over.is_set()
    opened.take(events.MOST_HELD, b"piece")
    assert opened.over.is_set()
    assert transport.aborted


@pytest.mark.parametrize("path", ["/api/v1/events", "/api/v1/visits/events"])
async def test_a_reader_who_goes_before_the_stream_begins_is_no_matter(
    ports: Ports, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    asked = (
        f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {TEACHERS_TOKEN}\r\n\r\n".encode()
    )
    for _ in range(40):
        with socket.create_connection(("127.0.0.1", ports.console)) as gone:
            gone.setsockopt(
                socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
            )  # reset, with no goodbye
            gone.sendall(asked)
        await asyncio.sleep(0)
    await ports.services.visits.flush()
    async with stream(ports) as later:  # behind all of them
        await later.comment()
    assert not caplog.records


@pytest.mark.parametrize("since", ["x", "-1", "1.5", "9" * 20, "１"])
async def test_a_mark_that_is_none_is_refused(ports: Ports, since: str) -> None:
    assert (await ports.teacher.get(f"/api/v1/events?since={quote(since)}")).status == 400


async def test_asking_for_the_head_alone_opens_no_stream(ports: Ports) -> None:
    assert (await ports.teacher.send("HEAD", "/api/v1/events", None, {})).status == 405
    assert still_open(ports) == 0
