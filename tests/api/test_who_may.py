"""Every address of both ports, and what a stranger, a student and the teacher get there."""

from __future__ import annotations

import asyncio

import pytest
from aiohttp import web
from ports import TEACHERS_TOKEN, Ports, Program

from bbs.app import console_app, network_app

NETWORK = {
    ("GET", "/healthz"): (200, 200, 200),
    ("GET", "/readyz"): (200, 200, 200),
    ("POST", "/api/v1/join"): (403, 403, 403),
    ("POST", "/api/v1/return"): (403, 403, 403),
    ("GET", "/api/v1/openapi.json"): (200, 200, 200),
    ("GET", "/mine"): (303, 404, 303),
    ("GET", "/mine/nosuchpost"): (303, 404, 303),
    ("GET", "/api/v1/mine"): (404, 404, 404),
    ("GET", "/api/v1/sites"): (401, 200, 401),
    ("GET", "/api/v1/boards"): (401, 200, 401),
    ("GET", "/api/v1/boards/friends/threads"): (401, 200, 401),
    ("POST", "/api/v1/boards/friends/threads"): (401, 422, 401),
    ("GET", "/api/v1/threads/nosuchthread"): (401, 404, 401),
    ("POST", "/api/v1/threads/nosuchthread/posts"): (401, 404, 401),
}
"""Method and address: status for a stranger, a student, and the teacher's token."""

CONSOLE = {
    ("GET", "/healthz"): (200, 200, 200),
    ("GET", "/readyz"): (200, 200, 200),
    ("GET", "/-/static/closednet.css"): (200, 200, 200),
    ("GET", "/enter"): (401, 401, 401),
    ("GET", "/"): (401, 401, 200),
    ("GET", "/lesson"): (401, 401, 200),
    ("GET", "/lesson/qr.svg"): (401, 401, 404),
    ("POST", "/lesson/freeze"): (401, 401, 303),
    ("POST", "/lesson/thaw"): (401, 401, 303),
    ("POST", "/lesson/reveal"): (401, 401, 303),
    ("POST", "/lesson/hide"): (401, 401, 303),
    ("GET", "/queue"): (401, 401, 200),
    ("GET", "/policies"): (401, 401, 200),
    ("GET", "/posts/nosuchpost"): (401, 401, 404),
    ("POST", "/posts/nosuchpost/release"): (401, 401, 404),
    ("POST", "/posts/nosuchpost/refuse"): (401, 401, 404),
    ("GET", "/policies/edit"): (401, 401, 200),
    ("POST", "/policies/edit"): (401, 401, 422),
    ("POST", "/policies/nosuchpolicy/publish"): (401, 401, 404),
    ("POST", "/policies/file"): (401, 401, 303),
    ("POST", "/policies/drafts/nosuchpolicy/publish"): (401, 401, 404),
    ("POST", "/policies/drafts/nosuchpolicy/drop"): (401, 401, 404),
    ("GET", "/policies/versions/1"): (401, 401, 200),
    ("POST", "/policies/versions/9/back"): (401, 401, 404),
    ("GET", "/api/v1/posts/nosuchpost/lenses"): (401, 401, 404),
    ("POST", "/api/v1/posts/nosuchpost/release"): (401, 401, 404),
    ("POST", "/api/v1/posts/nosuchpost/refuse"): (401, 401, 404),
    ("GET", "/api/v1/lesson"): (401, 401, 200),
    ("POST", "/api/v1/lesson/freeze"): (401, 401, 200),
    ("POST", "/api/v1/lesson/thaw"): (401, 401, 200),
    ("POST", "/api/v1/lesson/reveal"): (401, 401, 200),
    ("POST", "/api/v1/lesson/hide"): (401, 401, 200),
    ("GET", "/api/v1/queue"): (401, 401, 200),
    ("GET", "/api/v1/decisions"): (401, 401, 200),
    ("GET", "/api/v1/policies"): (401, 401, 200),
    ("GET", "/api/v1/policies/nosuchpolicy"): (401, 401, 404),
    ("PUT", "/api/v1/policies/nosuchpolicy"): (401, 401, 422),
    ("POST", "/api/v1/policies/nosuchpolicy/publish"): (401, 401, 404),
    ("GET", "/api/v1/openapi.json"): (401, 401, 200),
    ("GET", "/api/v1/events"): (401, 401, 200),
}

BODIES = {
    "/api/v1/join": {"code": "wrong"},
    "/api/v1/return": {"name": "Nobody-One", "secret": "maple-river-clock"},
    "/api/v1/boards/friends/threads": {"body": ""},
    "/api/v1/threads/nosuchthread/posts": {"body": "Hello"},
    "/api/v1/posts/nosuchpost/release": {},
    "/api/v1/posts/nosuchpost/refuse": {"reason": "Too late."},
    "/api/v1/policies/nosuchpolicy/publish": {},
    "/api/v1/policies/nosuchpolicy": {"text": ""},
    "/posts/nosuchpost/release": b"",
    "/posts/nosuchpost/refuse": b"reason=Too+late",
    "/policies/nosuchpolicy/publish": b"",
    "/policies/edit": b"text=x",
    **dict.fromkeys(("/lesson/freeze", "/lesson/thaw", "/lesson/reveal", "/lesson/hide"), b""),
    "/policies/file": b"",
    "/policies/drafts/nosuchpolicy/publish": b"",
    "/policies/drafts/nosuchpolicy/drop": b"",
    "/policies/versions/9/back": b"",
}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


async def status(program: Program, method: str, path: str) -> int:
    """The status alone: an event stream never ends by itself."""
    if path == "/api/v1/events":
        return await first_line_status(program, path)
    form = FORM if isinstance(BODIES.get(path), bytes) else {}
    return (await program.send(method, path, BODIES.get(path) if method != "GET" else None, form)).status


async def first_line_status(program: Program, path: str) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", program.port)
    token = f"Authorization: Bearer {program.token}\r\n" if program.token else ""
    writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{token}\r\n".encode())
    line = await reader.readline()
    writer.close()
    return int(line.split()[1])


@pytest.mark.parametrize("port", ["students", "console"])
async def test_every_address_answers_a_stranger_a_student_and_the_teacher_as_the_table_says(
    ports: Ports, port: str
) -> None:
    table = NETWORK if port == "students" else CONSOLE
    student = await ports.student()
    tokens = ("", student.token, TEACHERS_TOKEN)
    found = {
        (method, path): tuple(
            [await status(Program(getattr(ports, port), token), method, path) for token in tokens]
        )
        for method, path in table
    }
    assert found == table


async def test_no_address_is_missing_from_the_tables(ports: Ports) -> None:
    doors = {"/join", "/return", "/leave"}
    for app, table in ((network_app(ports.services), NETWORK), (console_app(ports.services), CONSOLE)):
        for route in app.router.routes():
            path = route.resource.canonical if route.resource else ""
            if route.method == "HEAD" or path in doors or (path.startswith("/-/") and table is NETWORK):
                continue
            known = [one for method, one in table if method == route.method and resolves(route, one)]
            assert known, f"{route.method} {path} is in no table"


def resolves(route: web.AbstractRoute, path: str) -> bool:
    return route.resource is not None and route.resource._match(path) is not None


async def test_somebody_whose_tier_opens_no_board_gets_none_by_program_either(ports: Ports) -> None:
    author, other = await ports.student(), await ports.student()
    receipt = await ports.write(author, "Hello", "Good morning")
    person = await ports.services.roster.person_of(other.token)
    assert person is not None
    await ports.services.roster.set_place(person.id, "student", "none")
    assert await other.json("/api/v1/boards") == []
    assert "board" not in [site["id"] for site in await other.json("/api/v1/sites")]
    for path in ("/api/v1/boards/friends/threads", f"/api/v1/threads/{receipt['thread']}"):
        assert (await other.get(path)).status in {403, 404, 451, 503}
    for path in ("/api/v1/boards/friends/threads", f"/api/v1/threads/{receipt['thread']}/posts"):
        answer = await other.post(
            path, {"title": "Hello", "body": "Hello"} if "boards" in path else {"body": "x"}
        )
        assert answer.status in {403, 404, 451, 503}
    assert len(await ports.teacher.json("/api/v1/decisions")) == 1
