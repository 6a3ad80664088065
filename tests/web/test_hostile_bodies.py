"""Forms and bodies as no browser sends them, against the running server: a clear answer, and nothing changed."""

from __future__ import annotations

import asyncio
import itertools
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from urllib.parse import urlencode

import pytest
from house import FORM_TOKEN, Answer, Visitor, raw
from ports import TEACHERS_TOKEN, Ports, Program, open_ports

from bbs.lesson import Clock
from bbs.web import bodies

FORM = "application/x-www-form-urlencoded"
NEW = "/~board/boards/friends/new"
WORDS = {"title": "Bridge", "body": "The new bridge is open."}


@pytest.fixture
async def ports(tmp_path: Path, clock: Clock) -> AsyncIterator[Ports]:
    async with open_ports(tmp_path, clock) as opened:
        yield opened


@pytest.fixture
async def visitor(ports: Ports) -> Visitor:
    """Somebody who has joined."""
    found = Visitor(ports.students)
    assert (await found.join()).status == 200
    return found


async def token_of(visitor: Visitor, page: str = NEW) -> str:
    found = FORM_TOKEN.search((await visitor.get(page)).text)
    assert found
    return found[1]


async def kept(ports: Ports) -> int:
    """How many texts there are."""
    rows = await ports.services.store.fetch_all("SELECT count(*) AS many FROM posts")
    return int(rows[0]["many"])


async def send(visitor: Visitor, body: bytes, path: str = NEW, **headers: str) -> Answer:
    head = {"Content-Type": FORM, "Origin": visitor.origin} | headers
    return await visitor.send("POST", path, body, head)


# Origin and token, in every combination


Make = Callable[[Ports, Visitor], Awaitable[str]]


async def _right(ports: Ports, visitor: Visitor) -> str:
    return await token_of(visitor)


async def _of_a_stranger(ports: Ports, visitor: Visitor) -> str:
    return await token_of(Visitor(ports.students), "/join")


async def _of_a_classmate(ports: Ports, visitor: Visitor) -> str:
    other = Visitor(ports.students)
    await other.join()
    return await token_of(other)


async def _of_the_console(ports: Ports, visitor: Visitor) -> str:
    return await token_of(await ports.browser(), "/policies")


async def _shortened(ports: Ports, visitor: Visitor) -> str:
    return (await token_of(visitor))[:-1]


async def _in_capitals(ports: Ports, visitor: Visitor) -> str:
    return (await token_of(visitor)).upper()


async def _none(ports: Ports, visitor: Visitor) -> str:
    return ""


async def _odd(ports: Ports, visitor: Visitor) -> str:
    return "\x00é\U0001f600"


WRONG = (_of_a_stranger, _of_a_classmate, _of_the_console, _shortened, _in_capitals, _none, _odd)


async def origins(ports: Ports, visitor: Visitor) -> dict[str, bool]:
    """What may stand in Origin, and whether it is right."""
    return {
        visitor.origin: True,
        "": False,
        "null": False,
        f"http://localhost:{ports.console}": False,
        f"http://127.0.0.1:{ports.students}": False,
        f"https://localhost:{ports.students}": False,
        f"http://localhost:{ports.students}/": False,
        f"http://LOCALHOST:{ports.students}": False,
        f"http://localhost:{ports.students}.evil.test": False,
        f"http://evil.test:{ports.students}": False,
        "http://localhost": False,
    }


async def test_only_the_right_origin_with_the_right_token_changes_anything(
    ports: Ports, visitor: Visitor
) -> None:
    tokens = {await make(ports, visitor): make is _right for make in (_right, *WRONG)}
    assert len(tokens) == 8
    tried = itertools.product((await origins(ports, visitor)).items(), tokens.items())
    for number, ((origin, from_here), (token, ours)) in enumerate(tried):
        before = await kept(ports)
        fields = WORDS | {"body": f"Text {number}", "form_token": token}
        answer = await send(visitor, urlencode(fields).encode(), Origin=origin)
        right = from_here and ours
        assert answer.status == (303 if right else 403), (origin, token)
        assert await kept(ports) - before == int(right)


async def test_the_token_belongs_into_the_body_and_nowhere_else(ports: Ports, visitor: Visitor) -> None:
    token = await token_of(visitor)
    body = urlencode(WORDS).encode()
    assert (await send(visitor, body, f"{NEW}?form_token={token}")).status == 403
    assert (await send(visitor, body, **{"X-CSRF-Token": token})).status == 403
    assert (
        await send(visitor, body, Cookie=f"closednet={visitor.cookies['closednet']}; form_token={token}")
    ).status == 403
    assert await kept(ports) == 0


# Bodies


async def test_a_form_that_names_anything_twice_is_refused_whole(ports: Ports, visitor: Visitor) -> None:
    good = urlencode(WORDS | {"form_token": await token_of(visitor)}).encode()
    for twice in (b"body=other", b"%62ody=other", b"form_token=x", b"confirm=yes&confirm=no", b"x&x", b"=&="):
        assert (await send(visitor, good + b"&" + twice)).status == 400, twice
    assert await kept(ports) == 0
    assert (await send(visitor, good + b"&&x=1&")).status == 303


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("", 415), ("text/plain", 415), ("application/json", 415), ("multipart/form-data; boundary=x", 415),
        (f"{FORM}; charset=utf-16", 415), (f"{FORM}; charset=\x22utf-8\x22", 303), (f"{FORM};charset=UTF8", 303),
        (f"{FORM}; boundary=x", 415), (f"{FORM}, text/plain", 415), (FORM.upper(), 303), ("x" * 3000, 415),
    ],
)  # fmt: skip
async def test_a_form_is_read_under_its_own_type_only(
    ports: Ports, visitor: Visitor, kind: str, status: int
) -> None:
    body = urlencode(WORDS | {"form_token": await token_of(visitor)}).encode()
    assert (await send(visitor, body, **{"Content-Type": kind})).status == status
    assert await kept(ports) == int(status == 303)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "identity, gzip", "GZIP", "nonsense"])
async def test_a_packed_form_is_never_unpacked(ports: Ports, visitor: Visitor, coding: str) -> None:
    body = urlencode(WORDS | {"form_token": await token_of(visitor)}).encode()
    answer = await send(visitor, body, **{"Content-Encoding": coding})
    assert answer.status in {400, 415}
    assert await kept(ports) == 0


@pytest.mark.parametrize(
    "spoilt", [b"%FF", b"\xff\xfe", b"%ED%A0%80", b"%C0%80", b"%F5%80%80%80", b"+AGE-\xe9"]
)
async def test_a_form_that_is_not_utf_8_is_refused(ports: Ports, visitor: Visitor, spoilt: bytes) -> None:
    good = urlencode(WORDS | {"form_token": await token_of(visitor)}).encode()
    for body in (good + b"&x=" + spoilt, good + b"&" + spoilt + b"=x"):
        assert (await send(visitor, body)).status == 400
    assert await kept(ports) == 0


async def test_128_kib_are_read_and_a_byte_more_is_not(ports: Ports, visitor: Visitor) -> None:
    good = urlencode(WORDS | {"form_token": await token_of(visitor)}).encode() + b"&x="
    for more, status in ((0, 303), (1, 413), (300_000, 413)):
        fill = b"x" * (bodies.BODY_LIMIT - len(good) + more)
        assert (await send(visitor, good + fill)).status == status
    assert await kept(ports) == 1


async def _raw_post(visitor: Visitor, head: str, body: bytes) -> bytes:
    jar = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
    start = f"POST {NEW} HTTP/1.1\r\nHost: localhost:{visitor.port}\r\nOrigin: {visitor.origin}\r\nCookie: {jar}\r\n"
    return await raw(visitor.port, f"{start}Content-Type: {FORM}\r\n{head}\r\n\r\n".encode() + body)


async def test_the_limit_is_the_same_for_a_body_that_comes_in_pieces(ports: Ports, visitor: Visitor) -> None:
    good = urlencode(WORDS | {"form_token": await token_of(visitor)}).encode() + b"&x="
    for more, status in ((1, b"HTTP/1.1 413"), (0, b"HTTP/1.1 303")):
        body = good + b"x" * (bodies.BODY_LIMIT - len(good) + more)
        pieces = [body[at : at + 10_000] for at in range(0, len(body), 10_000)] + [b""]
        chunked = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces)
        answer = await _raw_post(visitor, "Transfer-Encoding: chunked\r\nConnection: close", chunked)
        assert answer[:12] == status
    assert await kept(ports) == 1


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("Content-Length: 0", b""),
        ("Content-Length: -1", b"{good}"),
        ("Content-Length: 1e3", b"{good}"),
        ("Content-Length: 5\r\nContent-Length: 500", b"{good}"),
        ("Content-Length: 10\r\nTransfer-Encoding: chunked", b"5\r\n{good}\r\n0\r\n\r\n"),
        ("Transfer-Encoding: chunked", b"zz\r\n{good}\r\n0\r\n\r\n"),
        ("Transfer-Encoding: chunked", b"ffffffffffffffffff\r\n{good}"),
        ("Transfer-Encoding: gzip", b"{good}"),
        ("Content-Length: 99999999999999999999", b"{good}"),
    ],
)
async def test_a_body_whose_length_is_a_riddle_changes_nothing(
    ports: Ports, visitor: Visitor, head: str, body: bytes
) -> None:
    good = urlencode(WORDS | {"form_token": await token_of(visitor)}).encode()
    answer = await _raw_post(visitor, head, body.replace(b"{good}", good))
    assert not answer or re.match(rb"HTTP/1\.[01] 4\d\d ", answer), answer[:200]
    assert await kept(ports) == 0
    assert (await visitor.get("/~board/boards/friends")).status == 200


async def test_a_body_that_stops_in_the_middle_is_given_up_and_others_are_served_meanwhile(
    ports: Ports, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "BODY_SECONDS", 0.3)
    good = urlencode(WORDS | {"form_token": await token_of(visitor)}).encode()
    head = f"Content-Length: {len(good)}"
    slow = [asyncio.create_task(_raw_post(visitor, head, good[:-1])) for _ in range(8)]
    assert (await send(visitor, good)).status == 303
    assert {answer[:12] for answer in await asyncio.gather(*slow)} == {b"HTTP/1.1 408"}
    assert await kept(ports) == 1


# Fields, ids and methods


@pytest.mark.parametrize("missing", ["title", "body"])
async def test_a_form_without_a_field_comes_back_with_what_was_written(
    ports: Ports, visitor: Visitor, missing: str
) -> None:
    fields = {name: value for name, value in WORDS.items() if name != missing}
    answer = await visitor.post(NEW, fields)
    assert answer.status == 422
    assert all(value in answer.text for value in fields.values())
    assert await kept(ports) == 0


@pytest.mark.parametrize("word", ["Yes", "true", "1", "on", "yes ", ""])
async def test_a_warning_is_confirmed_by_its_own_word_alone(
    ports: Ports, visitor: Visitor, word: str
) -> None:
    answer = await visitor.post(NEW, {"title": "T", "body": "It may rain", "confirm": word})
    assert answer.status == 409


async def test_nobody_writes_where_or_as_whom_a_form_says(ports: Ports, visitor: Visitor) -> None:
    """What decides is the address and the session; a field more means nothing."""
    more = {
        "board": "notices",
        "kind": "bulletin",
        "author": "teacher",
        "role": "professor",
        "thread": "x",
        "to": "x",
    }
    assert (await visitor.post(NEW, WORDS | more)).status == 303
    newest = await ports.newest()
    assert (newest["board"], newest["kind"]) == ("friends", "thread")
    assert newest["author"] not in {"", "teacher"}


IDS = (
    "aaaaaaaaaaaa",
    "%00",
    "%ED%A0%80",
    "..",
    "%2e%2e%2f",
    "'",
    "a" * 64,
    "a" * 65,
    "%E2%80%AE",
    "1 OR 1=1",
    "*",
)


@pytest.mark.parametrize("path", ["/boards/{}/new", "/threads/{}/replies", "/people/{}/card"])
async def test_an_id_that_is_none_is_not_found_whatever_it_is_made_of(
    ports: Ports, visitor: Visitor, path: str
) -> None:
    body = urlencode(WORDS | {"form_token": await token_of(visitor)}).encode()
    for one in IDS:
        place = "/~board" + path.format(one.replace(" ", "%20"))
        for answer in (await visitor.get(place), await send(visitor, body, place)):
            assert answer.status in {400, 404, 405}, (place, answer.status)
    assert await kept(ports) == 0


@pytest.mark.parametrize(
    "method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "post", "X" * 40]
)
async def test_an_odd_method_is_refused_and_changes_nothing(
    ports: Ports, visitor: Visitor, method: str
) -> None:
    body = urlencode(WORDS | {"form_token": await token_of(visitor)})
    jar = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
    for path in (NEW, "/join", "/leave", "/~board/", "/api/v1/boards/friends/threads"):
        answer = await raw(
            ports.students,
            f"{method} {path} HTTP/1.1\r\nHost: localhost:{ports.students}\r\nOrigin: {visitor.origin}\r\nCookie: {jar}\r\n"
            f"Content-Type: {FORM}\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode(),
        )
        assert re.match(rb"HTTP/1\.[01] (400|404|405) ", answer), (path, answer[:100])
    assert await kept(ports) == 0
    assert await ports.services.roster.count() == 1


async def test_asking_for_the_head_alone_changes_nothing_and_sends_no_body(
    ports: Ports, visitor: Visitor
) -> None:
    for path in ("/~board/", NEW, "/join", "/leave", "/nowhere"):
        answer = await visitor.send("HEAD", path, b"", {})
        assert answer.text == ""
        assert answer.status < 500
    assert (await visitor.get("/~board/")).status == 200


# The two ports


async def test_what_opens_one_port_opens_nothing_on_the_other(ports: Ports, visitor: Visitor) -> None:
    session, student = visitor.cookies["closednet"], await ports.student()
    console = (await ports.browser()).cookies["closednet-console"]
    for name in ("closednet", "closednet-console"):
        for value in (session, student.token, TEACHERS_TOKEN):
            answer = await Visitor(ports.console).get("/", Cookie=f"{name}={value}")
            assert answer.status == 401, (name, value)
        for value in (console, TEACHERS_TOKEN):
            answer = await Visitor(ports.students).get(NEW, Cookie=f"{name}={value}")
            assert answer.goes_to.startswith("/join"), (name, value)
    for token in (session, student.token, console):
        assert (await Program(ports.console, token).get("/api/v1/queue")).status == 401
    for token in (console, TEACHERS_TOKEN):
        assert (await Program(ports.students, token).get("/api/v1/boards")).status == 401


async def test_a_session_that_was_left_opens_nothing_any_more(ports: Ports, visitor: Visitor) -> None:
    session, token = visitor.cookies["closednet"], await token_of(visitor)
    assert (await visitor.post("/leave", {})).status == 303
    old = Visitor(ports.students, cookies={"closednet": session})
    assert (await old.get(NEW)).goes_to.startswith("/join")
    assert (await send(old, urlencode(WORDS | {"form_token": token}).encode())).goes_to.startswith("/join")
    assert (await Program(ports.students, session).get("/api/v1/boards")).status == 401
    assert await kept(ports) == 0


@pytest.mark.parametrize(
    "ticket", ["", "a", "a\x00b", "x" * 5000, "\U0001f600" * 300, "' OR 1=1 --", "-", "\n"]
)
async def test_no_odd_ticket_or_name_gets_anybody_in(ports: Ports, visitor: Visitor, ticket: str) -> None:
    student = await ports.student()
    for name in (student.name, ticket, "Nobody-One"):
        guest = Visitor(ports.students)
        answer = await guest.post("/return", {"name": name, "secret": ticket})
        assert answer.status == 422
        assert "closednet" not in guest.cookies


async def test_an_api_body_of_the_wrong_type_is_named_field_by_field(ports: Ports) -> None:
    student = await ports.student()
    wrong = {"title": 5, "body": ["x"], "kind": "reply", "to": {}, "confirm": "yes", "author": "teacher"}
    answer = await student.post("/api/v1/boards/friends/threads", wrong)
    assert answer.status == 422
    assert {one["field"] for one in json.loads(answer.text)["errors"]} == set(wrong)
    assert await kept(ports) == 0
