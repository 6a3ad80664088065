"""What of the traffic becomes a record: every decision of the gateway, with the truth; nobody's device, and no query."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from house import Visitor, raw
from ports import Ports, open_ports

from bbs.lesson import Clock
from bbs.store import people
from bbs.store.visits import Visit, Wanted


@pytest.fixture
async def ports(tmp_path: Path, clock: Clock) -> AsyncIterator[Ports]:
    async with open_ports(tmp_path, clock) as opened:
        yield opened


async def visits(ports: Ports) -> list[Visit]:
    """All that were noted, oldest first."""
    await ports.services.visits.flush()
    return (await ports.services.visits.page(Wanted()))[::-1]


async def joined(ports: Ports) -> tuple[Visitor, str]:
    """A student's browser, and who that is."""
    student = await ports.student()
    person = await people.by_name(ports.services.store, student.name)
    assert person is not None
    return Visitor(ports.students, cookies={"closednet": student.token}), person.id


def told(visit: Visit) -> tuple[Any, ...]:
    noted = visit.noted
    return noted.lane, noted.method, noted.host, noted.path, noted.verdict, noted.way, noted.ooni, noted.rule


async def test_a_site_that_opens_is_written_down_with_the_line_that_opened_it(ports: Ports) -> None:
    visitor, person = await joined(ports)
    assert (await visitor.get("/~library/hours?look=secretword")).status == 200
    (one,) = await visits(ports)
    assert told(one) == ("A", "GET", "library.bright.test", "/hours", "opened", "", "", "opens")
    assert (one.noted.person, one.noted.tier, one.noted.told) == (person, "intranet", "")
    network = ports.services.allowlist.network
    assert (one.noted.file, one.noted.line) == (network.file, network.tiers["intranet"].line)
    assert one.noted.why == "City Library is on the list of sites for tier intranet."


@pytest.mark.parametrize(
    ("address", "way", "ooni", "says"),
    [
        (
            "/~world-news/",
            "page",
            "http-diff",
            "403 Forbidden: World News is not on the list of sites for tier intranet.",
        ),
        ("/~video/", "vague", "http-diff", "503 Service Unavailable: The service can't answer just now."),
        ("/~search/", "missing", "http-diff", "404 Not Found: There is no page at this address."),
        ("/~chat/", "reset", "http-failure", "CONNECTION RESET: The connection was reset."),
        ("/~mirror/", "empty", "http-failure", "EMPTY RESPONSE: The other side sent nothing."),
    ],
)
async def test_a_refusal_has_what_the_visitor_saw_beside_the_truth(
    ports: Ports, address: str, way: str, ooni: str, says: str
) -> None:
    visitor, _ = await joined(ports)
    await raw(ports.students, f"GET {address} HTTP/1.1\r\nHost: localhost\r\nCookie: closednet={visitor.cookies['closednet']}\r\n\r\n".encode())  # fmt: skip
    (one,) = await visits(ports)
    assert (one.noted.verdict, one.noted.way, one.noted.ooni) == ("refused", way, ooni)
    assert one.noted.told.startswith(says)
    assert one.noted.why.endswith("is not on the list of sites for tier intranet.")


async def test_who_has_not_joined_is_nobody_and_is_led_to_the_door(ports: Ports) -> None:
    await Visitor(ports.students).get("/~library/")
    (one,) = await visits(ports)
    assert (one.noted.person, one.noted.tier, one.noted.verdict) == ("", "", "join")
    assert one.noted.told == "Led to the join page."


async def test_each_lane_is_said_and_the_site_is_called_by_its_own_name_in_all_of_them(ports: Ports) -> None:
    visitor, _ = await joined(ports)
    cookie = f"Cookie: closednet={visitor.cookies['closednet']}"
    for line, host in (
        ("GET /~library/ HTTP/1.1", "192.168.1.20"),
        ("GET / HTTP/1.1", "library.bright.localhost"),
        ("GET http://library.bright.test/ HTTP/1.1", "library.bright.test"),
    ):
        await raw(ports.students, f"{line}\r\nHost: {host}\r\n{cookie}\r\n\r\n".encode())
    assert [(one.noted.lane, one.noted.host, one.noted.path) for one in await visits(ports)] == [
        (lane, "library.bright.test", "/") for lane in "ABC"
    ]


async def test_tunnels_and_names_that_lead_here_by_mistake_are_refusals(ports: Ports) -> None:
    for request in (
        "CONNECT library.bright.test:443 HTTP/1.1\r\nHost: library.bright.test:443",
        "GET / HTTP/1.1\r\nHost: evil.example",
        "GET / HTTP/1.1\r\nHost: a, b",
    ):
        await raw(ports.students, f"{request}\r\n\r\n".encode())
    assert [told(one) for one in await visits(ports)] == [
        ("C", "CONNECT", "library.bright.test", "/", "refused", "page", "http-diff", "no tunnel"),
        ("C", "GET", "evil.example", "/", "refused", "misdirected", "", "not listed"),
        ("C", "GET", "", "/", "refused", "misdirected", "", "no host"),
    ]


async def test_of_a_refused_tunnel_no_browser_shows_a_page_and_the_record_says_so(ports: Ports) -> None:
    for way, told_then in (("403", "403 Forbidden: no page"), ("reset", "CONNECTION RESET")):
        host = {"403": "news.outside.test", "reset": "chat.outside.test"}[way]
        visitor, _ = await joined(ports)
        cookie = visitor.cookies["closednet"]
        request = f"CONNECT {host}:443 HTTP/1.1\r\nHost: {host}:443\r\nCookie: closednet={cookie}\r\n\r\n"
        await raw(ports.students, request.encode())
        assert (await visits(ports))[-1].noted.told.startswith(told_then)


async def test_what_belongs_to_no_site_or_to_a_page_of_one_is_no_visit(ports: Ports) -> None:
    visitor, _ = await joined(ports)
    for path in (
        "/-/static/closednet.css",
        "/~press/bridge.svg",
        "/healthz",
        "/readyz",
        "/join",
        "/return",
        "/me",
        "/api/v1/me",
        "/api/v1/boards",
    ):
        assert (await visitor.get(path)).status in {200, 303}
    assert await visits(ports) == []


async def test_the_style_of_a_page_that_refuses_is_no_visit_but_asking_a_closed_name_for_it_is(
    ports: Ports,
) -> None:
    await raw(
        ports.students,
        b"GET http://www.example.com/-/static/closednet.css HTTP/1.1\r\nHost: www.example.com\r\n\r\n",
    )
    assert await visits(ports) == []
    await raw(ports.students, b"GET http://www.example.com/join HTTP/1.1\r\nHost: www.example.com\r\n\r\n")
    assert [(one.noted.host, one.noted.path, one.noted.rule) for one in await visits(ports)] == [
        ("www.example.com", "/join", "not listed")
    ]


async def test_a_program_that_opens_a_board_is_a_visit_to_its_site(ports: Ports) -> None:
    student = await ports.student()
    assert (await student.get("/api/v1/boards/friends/threads?limit=3")).status == 200
    person = await people.by_name(ports.services.store, student.name)
    assert person is not None
    await ports.services.roster.set_place(person.id, "student", "none")
    assert (await student.get("/api/v1/boards/friends/threads")).status == 403
    path = "/api/v1/boards/friends/threads"
    assert [told(one) for one in await visits(ports)] == [
        ("A", "GET", "board.bright.test", path, "opened", "", "", "opens"),
        ("A", "GET", "board.bright.test", path, "refused", "page", "http-diff", "opens"),
    ]


async def test_an_address_typed_on_the_home_page_is_a_visit_to_what_was_typed(ports: Ports) -> None:
    visitor, _ = await joined(ports)
    await visitor.get("/~portal/go?address=http%3A%2F%2Fchat.outside.test%2Frooms%3Fq%3Dsecretword")
    first, second = await visits(ports)
    assert told(first)[2:5] == ("portal.bright.test", "/go", "opened")
    assert told(second) == (
        "A",
        "GET",
        "chat.outside.test",
        "/rooms",
        "refused",
        "reset",
        "http-failure",
        "opens",
    )


async def test_a_page_answered_from_memory_is_a_visit_like_any_other(ports: Ports) -> None:
    receipt = await ports.write(await ports.student(), "Hello", "Good morning")
    visitor, _ = await joined(ports)
    await visits(ports)
    for _ in range(3):
        assert (await visitor.get(f"/~board/threads/{receipt['thread']}")).status == 200
    newest = (await visits(ports))[-1]
    assert newest.noted.path == f"/threads/{receipt['thread']}"
    assert newest.many == 3


async def test_no_query_no_address_of_a_device_and_nothing_about_it_is_on_disk(ports: Ports) -> None:
    visitor, _ = await joined(ports)
    agent = {"User-Agent": "secretword-browser", "Referer": "http://localhost/secretword"}
    await visitor.get("/~library/hours?secretword=1", **agent)
    await raw(
        ports.students, b"GET http://93.184.216.34/x?secretword HTTP/1.1\r\nHost: 93.184.216.34\r\n\r\n"
    )
    await raw(ports.students, b"GET /~nosuchsite/?secretword HTTP/1.1\r\nHost: 192.168.1.20\r\n\r\n")
    found = await visits(ports)
    kept = b"".join(one.read_bytes() for one in ports.services.settings.data.glob("closednet.visits*"))
    for never in (b"secretword", b"127.0.0.1", b"192.168.1.20", b"::1"):
        assert never not in kept
    assert [one.noted.host for one in found] == ["library.bright.test", "", "bright.test"]


async def test_long_paths_are_cut_and_longer_names_are_no_hosts(ports: Ports) -> None:
    name = ".".join(["a" * 62] * 4)
    await raw(ports.students, f"GET http://{name}/{'x' * 900} HTTP/1.1\r\nHost: {name}\r\n\r\n".encode())
    await raw(ports.students, f"GET http://{name}.test/ HTTP/1.1\r\nHost: {name}.test\r\n\r\n".encode())
    long, longer = await visits(ports)
    assert (long.noted.host, len(long.noted.path)) == (name, 300)
    assert longer.noted.host == ""


@pytest.mark.parametrize(
    "path", [b"/~nosuch\xff\xfe/\xed\xa0\xbd", b"/%ff%ed%a0%bd%00%0a", b"/~a\xf0\x9f\x90\xa6"]
)
async def test_a_broken_address_is_written_down_all_the_same(ports: Ports, path: bytes) -> None:
    visitor, _ = await joined(ports)
    cookie = visitor.cookies["closednet"].encode()
    await raw(
        ports.students, b"GET %b HTTP/1.1\r\nHost: localhost\r\nCookie: closednet=%b\r\n\r\n" % (path, cookie)
    )
    await visitor.get("/~library/")
    assert (await visits(ports))[-1].noted.host == "library.bright.test"
    assert ports.services.visits.lost == 0
    page = await (await ports.browser()).get("/monitor")
    assert page.status == 200
    assert "library.bright.test" in page.said


async def test_in_sealed_mode_names_outside_are_counted_and_never_written_down(ports: Ports) -> None:
    lesson = ports.services.lesson
    lesson.state = replace(lesson.state, sealed=True)
    for name in ("www.secretword.com", "mail.secretword.com", "casino.bright.test", "chat.outside.test"):
        await raw(ports.students, f"GET http://{name}/inbox HTTP/1.1\r\nHost: {name}\r\n\r\n".encode())
    found = await visits(ports)
    assert [(one.noted.host, one.noted.path, one.many) for one in found] == [
        ("", "", 2),
        ("casino.bright.test", "/inbox", 1),
        ("chat.outside.test", "/inbox", 1),
    ]
    kept = b"".join(one.read_bytes() for one in ports.services.settings.data.glob("closednet.visits*"))
    assert b"secretword" not in kept
