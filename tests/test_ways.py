"""Every way to refuse, on real sockets: by all three lanes, for pages, forms and tunnels; and what waits is bounded."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from house import House, Visitor, open_house

from bbs.app import network_app
from bbs.network.sites import MOST_SECONDS, WAYS, Way
from bbs.services import Services
from bbs.web.guard import Guard, Limits
from bbs.web.kept import set_up
from bbs.web.refusals import DROP_SECONDS, WORDS
from bbs.web.stalled import MOST, STALLED, Stalled

NETWORK = """\
network: 1
id: ways-net
title: Ways Net
zone: ways.test
tiers:
  none: {opens: [paper]}
  intranet: {opens: [portal, board, paper]}
  elite: {opens: [everything]}
sites:
  - {id: portal, host: portal.ways.test, kind: portal, title: Home}
  - {id: board, host: board.ways.test, kind: board, title: Board, refuse: slow, seconds: 1}
  - {id: paper, host: paper.ways.test, kind: newspaper, pages: p}
"""
MORE = {"redirect": ", to: paper/inside", "hang": ", seconds: 1", "slow": ", seconds: 1"}
SITES = "".join(
    f"  - {{id: {word}, host: {word}.outside.test, kind: outside, pages: p, refuse: {word}{MORE.get(word, '')}}}\n"
    for word in WAYS
)
LANES = ("A", "B", "C")
BODY = b"words=" + b"x" * 1_500_000
"""More than one read takes, so that some of it would lie unread."""


def pack(folder: Path, seconds: int = 1) -> str:
    """A network with a site for each way, and two pages that all of them share."""
    (folder / "p").mkdir()
    (folder / "p" / "index.md").write_text(
        "# The first page\n\n" + "Some words of it.\n\n" * 40 + "THE END\n"
    )
    (folder / "p" / "inside.md").write_text("# The inside\n\nMore.\n")
    (folder / "net.yaml").write_text((NETWORK + SITES).replace("seconds: 1", f"seconds: {seconds}"))
    return str(folder / "net.yaml")


@pytest.fixture
async def house(tmp_path: Path, clock) -> AsyncIterator[House]:
    async with open_house(tmp_path, clock, pack=pack(tmp_path)) as running:
        yield running


@dataclass(frozen=True)
class Came:
    """What came back over one connection: bytes, how it ended, and after how long."""

    data: bytes
    reset: bool
    seconds: float

    @property
    def status(self) -> int | None:
        return int(self.data.split(b" ", 2)[1]) if self.data else None

    @property
    def body(self) -> bytes:
        return self.data.partition(b"\r\n\r\n")[2]


async def send(port: int, request: bytes) -> Came:
    """Send this, and read until the server closes the connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    begun, data, reset = time.monotonic(), b"", False
    writer.write(request)
    try:
        async with asyncio.timeout(8):
            while piece := await reader.read(65_536):
                data += piece
    except ConnectionResetError:
        reset = True
    writer.close()
    return Came(data, reset, time.monotonic() - begun)


def asked(lane: str, site: str, visitor: Visitor, method: str = "GET") -> bytes:
    """A request for the first page of a site, as a browser sends it on this lane."""
    host = {"A": "localhost", "B": f"{site}.outside.localhost", "C": f"{site}.outside.test"}[lane]
    target = {"A": f"/~{site}/", "B": "/", "C": f"http://{host}/"}[lane]
    head = [f"{method} {target} HTTP/1.1", f"Host: {host}", "Connection: close"]
    head += [f"Cookie: closednet={visitor.cookies['closednet']}"] if visitor.cookies else []
    if method != "POST":
        return "\r\n".join([*head, "", ""]).encode()
    head += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(BODY)}"]
    return "\r\n".join([*head, "", ""]).encode() + BODY


def tunnel(site: str, visitor: Visitor) -> bytes:
    host = f"{site}.outside.test:443"
    who = f"Cookie: closednet={visitor.cookies['closednet']}"
    return f"CONNECT {host} HTTP/1.1\r\nHost: {host}\r\n{who}\r\n\r\n".encode()


# What comes, by each lane


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_each_way_looks_the_same_on_every_lane_and_for_forms(house, method):
    visitor = await house.resident()
    wanted = [(lane, word) for lane in LANES for word in WAYS]
    found = await asyncio.gather(
        *(send(house.port, asked(lane, word, visitor, method)) for lane, word in wanted)
    )
    for (lane, word), came in zip(wanted, found, strict=True):
        way = WAYS[word]
        assert (lane, word, came.status) == (lane, word, way.status)
        assert (lane, word, came.reset) == (lane, word, way is Way.RESET)
        assert (came.seconds > 0.9) == way.lasts, (lane, word, came.seconds)


async def test_a_tunnel_is_refused_in_the_same_ways_as_far_as_they_need_no_page(house):
    visitor = await house.resident()
    found = dict(
        zip(
            WAYS.values(),
            await asyncio.gather(*(send(house.port, tunnel(w, visitor)) for w in WAYS)),
            strict=True,
        )
    )
    silent = {Way.EMPTY, Way.RESET, Way.HANG, Way.SLOW}
    assert {way for way, came in found.items() if came.status is None} == silent
    assert all(
        came.status == 403 and b"no tunnels" in came.data for w, came in found.items() if w not in silent
    )
    assert found[Way.RESET].reset
    assert not found[Way.EMPTY].reset
    assert {way for way, came in found.items() if came.seconds > 0.9} == {Way.HANG, Way.SLOW}


async def test_a_redirect_leads_to_the_page_that_the_file_names_on_the_lane_at_hand(house):
    visitor = await house.resident()
    places = {
        lane: (await send(house.port, asked(lane, "redirect", visitor))).data.partition(b"Location: ")[2]
        for lane in LANES
    }
    assert places["A"].startswith(b"/~paper/inside\r\n")
    assert places["B"].startswith(b"http://paper.ways.localhost/inside\r\n")
    assert places["C"].startswith(b"http://paper.ways.test/inside\r\n")


async def test_a_redirect_says_nothing_of_a_refusal(house):
    came = await send(house.port, asked("A", "redirect", await house.resident()))
    assert came.body == b""
    assert b"redirect" not in came.data.replace(b"/~redirect/", b"")


async def test_a_slow_page_is_the_true_one_and_never_the_whole_of_it(house):
    visitor = await house.resident()
    came = await send(house.port, asked("A", "slow", visitor))
    elite = await house.resident()
    person = await house.services.roster.person_of(elite.cookies["closednet"])
    await house.services.roster.set_place(person.id, "student", "elite")
    whole = (await elite.get("/~slow/")).text.encode()
    assert b"The first page" in came.body
    assert b"THE END" in whole
    assert b"THE END" not in came.body
    announced = int(came.data.partition(b"Content-Length: ")[2].split(b"\r\n")[0])
    assert 0.4 < len(came.body) / announced <= 0.5
    assert b"default-src 'self'" in came.data


async def test_a_slow_page_comes_in_drops(house):
    visitor = await house.resident()
    reader, writer = await asyncio.open_connection("127.0.0.1", house.port)
    writer.write(asked("A", "slow", visitor))
    sizes = []
    while piece := await reader.read(65_536):
        sizes.append(len(piece))
    writer.close()
    assert len(sizes) >= 1 / DROP_SECONDS
    assert max(sizes) < 5_000


async def test_words_of_people_and_answers_to_forms_are_never_dripped(house):
    visitor = await house.resident()
    person = await house.services.roster.person_of(visitor.cookies["closednet"])
    await house.services.roster.set_place(person.id, "student", "none")
    board, form = await asyncio.gather(
        send(house.port, asked("A", "board", visitor)),
        send(house.port, asked("A", "slow", visitor, "POST")),
    )
    assert (board.status, board.body) == (200, b"")
    assert (form.status, form.body) == (200, b"")


@pytest.mark.parametrize("word", ["hang", "slow"])
async def test_a_head_request_gets_no_body(house, word):
    came = await send(house.port, asked("A", word, await house.resident(), "HEAD"))
    assert came.body == b""


async def test_the_api_says_no_in_the_same_measure(house):
    token = (await house.resident()).cookies["closednet"]
    person = await house.services.roster.person_of(token)
    await house.services.roster.set_place(person.id, "student", "none")
    answer = await house.visitor().get("/api/v1/rules", Authorization=f"Bearer {token}")
    assert answer.status == 403


async def test_the_workstation_draws_each_way_at_once_and_follows_a_redirect(house):
    visitor = await house.resident()
    for word, way in WAYS.items():
        drawn = await visitor.get(f"/~portal/go?address={word}.outside.test")
        if way is Way.REDIRECT:
            assert drawn.goes_to == "/~paper/inside"
        else:
            assert drawn.status == (way.status or 200)
            assert "simulated" in drawn.said
            assert WORDS[way].title in drawn.said


# What waits is bounded


@asynccontextmanager
async def behind_a_guard(services: Services, limits: Limits) -> AsyncIterator[tuple[int, Stalled]]:
    """The network's port as it is served, behind the guard, with room for two who wait."""
    app = network_app(services)
    app[STALLED] = Stalled(most=2)
    runner = await set_up(app, access_log=None, shutdown_timeout=5)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Guard(runner.server, limits), "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1], app[STALLED]
    finally:
        server.close()
        await runner.cleanup()


async def until(true) -> None:
    """Wait for something that comes by itself."""
    async with asyncio.timeout(5):
        while not true():  # noqa: ASYNC110  # nobody tells, as nobody tells the server
            await asyncio.sleep(0.02)


@pytest.mark.parametrize("kind", ["GET", "POST", "CONNECT"])
async def test_who_waits_on_purpose_takes_no_place_of_the_guard(house, kind):
    visitor = await house.resident()
    strict = Limits(unfinished=1, moment=0.05, body=0.3)
    async with behind_a_guard(house.services, strict) as (port, _):
        request = tunnel("hang", visitor) if kind == "CONNECT" else asked("A", "hang", visitor, kind)
        first, second = await asyncio.gather(*(send(port, request) for _ in range(2)))
    assert (first.data, second.data) == (b"", b"")
    assert min(first.seconds, second.seconds) > 0.9


async def test_beyond_the_places_the_connection_ends_at_once_without_an_answer(house):
    visitor = await house.resident()
    async with behind_a_guard(house.services, Limits()) as (port, stalled):
        waiting = [asyncio.create_task(send(port, asked("A", "hang", visitor))) for _ in range(2)]
        await until(lambda: len(stalled) == 2)
        for word in ("hang", "slow"):
            came = await send(port, asked("A", word, visitor))
            assert (came.data, came.reset) == (b"", False)
            assert came.seconds < 0.8
        assert (await send(port, asked("A", "page", visitor))).status == 403
        await asyncio.gather(*waiting)
        assert len(stalled) == 0


@pytest.mark.parametrize("word", ["hang", "slow"])
async def test_nothing_waits_for_somebody_who_has_gone(tmp_path, clock, word):
    file = pack(tmp_path, seconds=MOST_SECONDS)
    async with open_house(tmp_path, clock, pack=file) as house:
        visitor = await house.resident()
        stalled = house.app[STALLED]
        _, writer = await asyncio.open_connection("127.0.0.1", house.port)
        writer.write(asked("A", word, visitor))
        await until(lambda: len(stalled) == 1)
        writer.close()
        await until(lambda: len(stalled) == 0)


async def test_a_server_that_stops_waits_for_nobody_who_hangs(tmp_path, clock):
    file = pack(tmp_path, seconds=MOST_SECONDS)
    async with open_house(tmp_path, clock, pack=file) as house:
        visitor = await house.resident()
        async with behind_a_guard(house.services, Limits()) as (port, stalled):
            waiting = [
                asyncio.create_task(send(port, asked("A", word, visitor))) for word in ("hang", "slow")
            ]
            await until(lambda: len(stalled) == 2)
            begun = time.monotonic()
        assert time.monotonic() - begun < 4  # aiohttp would wait five seconds for each, and then cut it
        assert [came.reset for came in await asyncio.gather(*waiting)] == [False, False]


# Ways describe themselves


def test_every_way_is_described_and_no_two_alike() -> None:
    assert {"redirect", "hang", "slow", "page", "law", "vague", "missing", "empty", "reset"} == set(WAYS)
    for texts in ([way.about for way in Way], [way.seen for way in Way]):
        assert len(set(texts)) == len(texts)
        assert all(text.endswith(".") for text in texts)
    assert {way.ooni for way in WAYS.values()} == {"http-diff", "http-failure"}
    assert {way for way in WAYS.values() if way.ooni == "http-failure"} == {
        *(Way.EMPTY, Way.RESET, Way.HANG, Way.SLOW)
    }


def test_every_way_that_shows_something_of_its_own_has_words_to_draw() -> None:
    assert set(WORDS) == set(Way) - {Way.REDIRECT}


def test_a_reasonable_number_may_wait() -> None:
    assert Limits().connections / 10 > MOST
