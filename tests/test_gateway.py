"""Who gets in by which lane, and what becomes of everything else: hostile requests over raw sockets."""

from __future__ import annotations

import gzip
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from house import House, open_house, raw

from bbs.gateway import is_internal, own_hosts


@pytest.fixture
async def house(tmp_path: Path, clock) -> AsyncIterator[House]:
    async with open_house(tmp_path, clock) as running:
        yield running


def request(line: str, *headers: str, body: bytes = b"") -> bytes:
    return "\r\n".join([line, *headers, "", ""]).encode("latin-1") + body


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


async def ask(house: House, line: str, *headers: str, body: bytes = b"") -> bytes:
    answer = await raw(house.port, request(line, *headers, body=body))
    assert b"Traceback" not in answer
    return answer


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1", "192.168.1.20", "[::1]", "LOCALHOST", "localhost."]
)
async def test_lane_a_answers_under_every_number_of_the_machine(house, host):
    answer = await ask(house, "GET /join HTTP/1.1", f"Host: {host}:{house.port}")
    assert status(answer) == 200


@pytest.mark.parametrize("host", ["board.bright.localhost", "Board.Bright.LocalHost.", "board.bright.test"])
async def test_listed_sites_answer_under_their_own_names(house, host):
    visitor = await house.resident(host.lower().removesuffix("."))
    page = await visitor.get("/", Host=f"{host}:{house.port}")
    assert page.status == 200
    assert "Friends' Board" in page.said


@pytest.mark.parametrize("host", ["evil.example", "closednet.local", "bright.test.evil.example", "test"])
@pytest.mark.parametrize("path", ["/", "/join", "/healthz", "/-/static/closednet.css", "/api/v1/boards"])
async def test_a_name_that_is_not_served_gets_the_page_that_says_so(house, host, path):
    answer = await ask(house, f"GET {path} HTTP/1.1", f"Host: {host}:{house.port}")
    assert status(answer) == 421
    assert b"This network has no such place" in answer
    assert f"http://127.0.0.1:{house.port}/".encode() in answer


@pytest.mark.parametrize("path", ["/join", "/healthz", "/api/v1/boards"])
async def test_unlisted_names_of_the_lanes_serve_no_internal_address(house, path):
    answer = await ask(house, f"GET {path} HTTP/1.1", "Host: casino.bright.localhost")
    assert status(answer) == 403
    assert b"casino.bright.localhost" in answer


@pytest.mark.parametrize("target", ["http://www.example.com", ""])
async def test_the_page_that_refuses_an_unlisted_name_comes_with_its_style(house, target):
    host = f"Host: {target.removeprefix('http://') or 'casino.bright.localhost'}"
    page = await ask(house, f"GET {target}/ HTTP/1.1", host)
    style = re.search(rb'href="(/-/static/closednet.css[^"]*)"', page)
    assert style is not None
    assert status(await ask(house, f"GET {target}{style[1].decode()} HTTP/1.1", host)) == 200
    assert status(await ask(house, f"GET {target}/-/static/none HTTP/1.1", host)) == 404
    assert status(await ask(house, f"POST {target}{style[1].decode()} HTTP/1.1", host)) in {403, 405}


async def test_a_name_outside_asked_through_the_proxy_is_refused_with_a_way_back(house):
    answer = await ask(house, "GET http://www.example.com/x HTTP/1.1", "Host: www.example.com")
    assert status(answer) == 403
    assert b"http://www.example.com/x" in answer
    assert b'href="http://portal.bright.test/"' in answer


@pytest.mark.parametrize(
    "line", ["GET http://portal.bright.test HTTP/1.1", "GET http://portal.bright.test/ HTTP/1.1"]
)
async def test_a_whole_address_without_a_path_means_the_root(house, line):
    answer = await ask(house, line, "Host: portal.bright.test")
    assert status(answer) == 303
    assert b"Location: /join\r\n" in answer


async def test_the_host_of_a_whole_address_overrides_the_header(house):
    answer = await ask(house, "GET http://evil.example/join HTTP/1.1", "Host: board.bright.test")
    assert status(answer) == 403


@pytest.mark.parametrize(
    ("line", "headers", "expected"),
    [
        ("GET / HTTP/1.1", (), 400),
        ("GET / HTTP/1.0", (), 421),
        ("GET / HTTP/1.1", ("Host:",), 421),
        ("GET / HTTP/1.1", ("Host: localhost", "Host: localhost"), 400),
        ("GET / HTTP/1.1", ("Host: \xff\xfe",), 421),
        ("GET / HTTP/1.1", ("Host: user@localhost",), 421),
        ("GET / HTTP/1.1", ("Host: localhost/x",), 421),
        ("GET / HTTP/1.1", ("Host: 127.1",), 421),
        ("GET / HTTP/1.1", (f"Host: {'a' * 5000}",), 421),
        ("GET ftp://localhost/ HTTP/1.1", ("Host: localhost",), 400),
        ("GET http://user:pw@localhost/ HTTP/1.1", ("Host: localhost",), 421),
        ("TRACE / HTTP/1.1", ("Host: localhost",), 405),
        ("PROPFIND / HTTP/1.1", ("Host: localhost",), 405),
        ("OPTIONS * HTTP/1.1", ("Host: localhost",), 303),
        ("GET /join?back=%ff%00 HTTP/1.1", ("Host: localhost",), 200),
        ("GET /~board/%ff%00%0d%0aX HTTP/1.1", ("Host: localhost",), 400),
        ("GET //evil.example/x HTTP/1.1", ("Host: localhost",), 303),
        ("GET /~/ HTTP/1.1", ("Host: localhost",), 403),
        ("GET /-/static/../../bbs/app.py HTTP/1.1", ("Host: localhost",), 400),
        ("GET /-/static/%2e%2e/base.html HTTP/1.1", ("Host: localhost",), 400),
        ("BREW / HTTP/1.1", ("Host: localhost",), 400),
        ("GET / HTTP/1.1", ("Host: localhost", "Cookie: closednet=\xff; closednet=;=;é"), 303),
        ("GET / HTTP/1.1", ("Host: localhost", "Authorization: Bearer \xff"), 303),
    ],
)
async def test_odd_requests_get_a_clear_answer(house, line, headers, expected):
    assert status(await ask(house, line, *headers)) == expected


@pytest.mark.parametrize("target", ["board.bright.test:443", "www.example.com:443", "127.0.0.1:22"])
async def test_a_tunnel_is_refused_with_text_and_closed(house, target):
    answer = await ask(house, f"CONNECT {target} HTTP/1.1", f"Host: {target}")
    assert status(answer) == 403
    assert b"no tunnels" in answer
    assert b"Connection: close" in answer


async def test_every_answer_of_the_gateway_carries_the_security_headers(house):
    for host, line in (("localhost", "GET /"), ("evil.example", "GET /"), ("localhost", "GET /~chess/")):
        answer = await ask(house, f"{line} HTTP/1.1", f"Host: {host}")
        assert b"Content-Security-Policy: default-src 'self'" in answer
        assert b"X-Content-Type-Options: nosniff" in answer


FORM = "Content-Type: application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("headers", "body", "expected"),
    [
        ((FORM,), b"a=" + b"b" * 1_000_000, 413),
        ((FORM,), b"code=%ff", 400),
        ((FORM,), b"code=a&code=b", 400),
        (("Content-Type: application/x-www-form-urlencoded; charset=utf-7",), b"code=+AGE-", 415),
        (("Content-Type: application/x-www-form-urlencoded; charset=x-nonsense",), b"code=a", 415),
        (("Content-Type: multipart/form-data; boundary=x",), b"--x--\r\n", 415),
        ((FORM, "Content-Encoding: gzip"), gzip.compress(b"code=a", mtime=0), 415),
        ((FORM, "Content-Encoding: gzip"), b"not gzip at all", 415),
        (("Content-Type: text/plain",), b"code=a", 415),
        ((), b"code=a", 415),
        ((FORM,), b"code=a", 403),
        ((FORM, "Origin: http://evil.example"), b"code=a", 403),
        ((FORM, "Origin: null"), b"code=a", 403),
    ],
)
async def test_odd_bodies_get_a_clear_answer(house, headers, body, expected):
    length = f"Content-Length: {len(body)}"
    answer = await ask(house, "POST /join HTTP/1.1", "Host: localhost", length, *headers, body=body)
    assert status(answer) == expected
    assert b"</html>" in answer


async def test_somebody_who_has_not_joined_is_led_to_the_front_door_and_back(house):
    visitor = house.visitor()
    led = await visitor.get("/~board/birthdays?x=1")
    assert led.goes_to == "/join?back=/~board/birthdays%3Fx%3D1"
    door = await visitor.get(led.goes_to)
    assert 'name="back" value="/~board/birthdays?x=1"' in door.text


@pytest.mark.parametrize(
    "back", ["//evil.example/", "http://evil.example/", "/\\evil.example", "/%0d/evil.example"]
)
async def test_the_way_back_never_leaves_this_host(house, back):
    visitor = await house.resident()
    assert (await visitor.get(f"/join?back={back}")).goes_to in {"/", "/%0d/evil.example"}


async def test_a_site_asked_for_by_number_is_led_to_its_name(house):
    visitor = await house.resident("board.bright.test")
    led = await visitor.get("/birthdays?x=1", Host=f"198.51.100.12:{house.port}")
    assert led.goes_to == f"http://board.bright.test:{house.port}/birthdays?x=1"


async def test_each_way_of_refusing_looks_its_own_way(house):
    visitor = await house.resident()
    seen = {
        site: await visitor.get(f"/~{site}/") for site in ("world-news", "video", "search", "encyclopedia")
    }
    assert {site: answer.status for site, answer in seen.items()} == {
        "world-news": 403,
        "video": 503,
        "search": 404,
        "encyclopedia": 451,
    }
    assert "World News is not on the list of sites for tier intranet" in seen["world-news"].said
    assert 'rel="blocked-by"' in seen["encyclopedia"].headers["Link"]


async def test_who_is_refused_by_the_list_of_their_tier_reads_what_a_tier_is_and_which_is_theirs(house):
    visitor = await house.resident()
    told = (
        "A tier says which sites open for somebody. Yours is intranet . Open to you now: Bright Net, Friends' Board, "
        "The Lantern, City Library, Riverside University, Film House, The Handbook, and nothing abroad."
    )
    assert told in (await visitor.get("/~world-news/")).said
    for path in ("/~encyclopedia/", "/~nosuchsite/"):  # where the reason is kept back, or is another
        page = await visitor.get(path)
        assert page.status in {403, 451}
        assert "A tier says" not in page.said


async def test_a_page_closed_by_law_says_what_its_number_means_and_who_closed_it(house):
    page = await (await house.resident()).get("/~encyclopedia/")
    assert "The network says that a law, a court or an office forbids this page." in page.said
    assert "This address is not available on Bright Net." in page.said
    assert "Here, Bright Net keeps it closed." in page.said
    assert 'rel="blocked-by"' in page.headers["Link"]


async def test_a_lie_looks_like_a_page_that_really_is_missing(house):
    visitor = await house.resident()
    lie, truth = await visitor.get("/~search/"), await visitor.get("/~library/no-such-page")
    site = re.compile("Lookabout|City Library|http://[^<]*|search|library")
    assert (lie.status, site.sub("", lie.text)) == (truth.status, site.sub("", truth.text))


@pytest.mark.parametrize("site", ["chat", "mirror"])
async def test_a_cut_connection_brings_no_answer(house, site):
    visitor = await house.resident()
    cookie = f"Cookie: closednet={visitor.cookies['closednet']}"
    answer = await raw(house.port, request(f"GET /~{site}/ HTTP/1.1", "Host: localhost", cookie))
    assert answer == b""


async def test_somebody_without_access_gets_the_newspaper_and_nothing_else(house):
    visitor = await house.resident()
    person = await house.services.roster.person_of(visitor.cookies["closednet"])
    await house.services.roster.set_place(person.id, person.role, "none")
    assert (await visitor.get("/")).goes_to == "/~newspaper/"
    assert "The Morning Page" in (await visitor.get("/~newspaper/")).said
    board = await visitor.get("/~board/")
    assert board.status == 403
    assert 'href="/~newspaper/"' in board.text


async def test_the_sentence_of_a_tier_stands_on_every_page(house):
    visitor = await house.resident()
    person = await house.services.roster.person_of(visitor.cookies["closednet"])
    await house.services.roster.set_place(person.id, person.role, "elite")
    for path in ("/", "/~board/", "/~world-news/"):
        assert "This session is observed." in (await visitor.get(path)).said


def test_internal_addresses_belong_to_no_site():
    assert is_internal("/join")
    assert is_internal("/-/static/x.css")
    assert is_internal("/api/v1/boards")
    assert not is_internal("/joined")
    assert not is_internal("/~board/join")


def test_the_machines_own_names_are_normalised_and_odd_ones_left_out():
    assert own_hosts(["192.168.1.20", "Not a host!"]) == {"localhost", "127.0.0.1", "::1", "192.168.1.20"}
