"""What a program may send, and the clear answer to everything else: never an error of the server."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest
from house import CODE, FORM_TOKEN, Answer, Visitor
from ports import Ports

BOARD = "/api/v1/boards/friends/threads"
DEEP = b'{"title":"a","body":' + b"[" * 60_000 + b"]" * 60_000 + b"}"


def assert_problem(answer: Answer, status: int) -> dict[str, Any]:
    assert answer.status == status, answer.text
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    data: dict[str, Any] = json.loads(answer.text)
    assert {"type", "title", "status", "detail"} <= set(data)
    assert data["status"] == status
    assert data["detail"]
    assert "Traceback" not in answer.text
    return data


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[]", 422),
        (b"null", 422),
        (b'"text"', 422),
        (b"NaN", 400),
        (b'{"title":"a","body":NaN}', 400),
        (b'{"title":"a","body":Infinity}', 400),
        (b'{"title":"a","body":"b","body":"c"}', 400),
        (b'{"title":"a","body":1}', 422),
        (b'{"title":"a","body":null}', 422),
        (b'{"title":["a"],"body":"b"}', 422),
        (b'{"title":"a"}', 422),
        (b'{"title":"a","body":"b","author":"me"}', 422),
        (b'{"title":"a","body":"b","confirm":"yes"}', 422),
        (b'{"title":"a","body":"b","kind":"page"}', 422),
        (b'{"title":"a","body":"\\ud800"}', 400),
        (b'{"title":"a","body":"\xff"}', 400),
        ('{"title":"a","body":"b"}'.encode("utf-16"), 400),
        (b'\xef\xbb\xbf{"title":"a","body":"b"}', 400),
        (b'{"title":"a","body":"a\\u0000b"}', 422),
        (b'{"title":"a","body":"\\u202e"}', 422),
        (b'{"title":"a","body":"   "}', 422),
        (b'{"title":"","body":"b"}', 422),
        (json.dumps({"title": "a", "body": "b" * 8_001}).encode(), 422),
        (json.dumps({"title": "a" * 121, "body": "b"}).encode(), 422),
        (DEEP, 400),
        (b'{"title":"a","body":"' + b"b" * 1_048_576 + b'"}', 413),
        (b'{"n":' + b"9" * 5_000 + b"}", 400),
    ],
    ids=lambda value: repr(value[:24]) if isinstance(value, bytes) else str(value),
)
async def test_an_unusable_body_gets_a_clear_answer(ports: Ports, raw: bytes, status: int) -> None:
    author = await ports.student()
    assert_problem(await author.post(BOARD, raw), status)
    assert await ports.teacher.json("/api/v1/decisions") == []


async def test_what_is_wrong_is_said_field_by_field(ports: Ports) -> None:
    author = await ports.student()
    answer = await author.post(BOARD, {"title": 1, "body": 2, "colour": "red"})
    assert {one["field"] for one in assert_problem(answer, 422)["errors"]} == {"title", "body", "colour"}
    answer = await author.post(BOARD, {"title": "", "body": "b"})
    assert [one["field"] for one in assert_problem(answer, 422)["errors"]] == ["title"]


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("text/plain", 415),
        ("application/x-www-form-urlencoded", 415),
        ("multipart/form-data; boundary=x", 415),
        ("application/json; charset=utf-7", 415),
        ("application/json; charset=nonsense", 415),
        ("application/json; charset=utf-8", 201),
    ],
)
async def test_only_json_in_utf8_is_read(ports: Ports, kind: str, status: int) -> None:
    author = await ports.student()
    answer = await author.post(BOARD, {"title": "a", "body": "b"}, **{"Content-Type": kind})
    assert answer.status == status


async def test_a_compressed_body_is_not_read(ports: Ports) -> None:
    author = await ports.student()
    assert_problem(await author.post(BOARD, b"\x1f\x8b", **{"Content-Encoding": "gzip"}), 415)


@pytest.mark.parametrize("limit", ["0", "101", "-1", "1e2", "", "９", "9" * 50, "ten"])
async def test_a_limit_outside_1_to_100_is_said_to_be_so(ports: Ports, limit: str) -> None:
    author = await ports.student()
    answer = await author.get(f"{BOARD}?limit={quote(limit)}")
    assert "100" in assert_problem(answer, 400)["detail"]


async def test_limits_of_1_and_100_are_fine(ports: Ports) -> None:
    author = await ports.student()
    assert (await author.get(f"{BOARD}?limit=1")).status == 200
    assert (await author.get(f"{BOARD}?limit=100")).status == 200


@pytest.mark.parametrize("query", ["limt=5", "limit=5&limit=6", "offset=20", "%ff=1"])
async def test_an_unknown_or_doubled_query_is_refused(ports: Ports, query: str) -> None:
    author = await ports.student()
    assert_problem(await author.get(f"{BOARD}?{query}"), 400)


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/boards/nosuchboard/threads",
        "/api/v1/threads/zzzzzzzzzzzz",
        "/api/v1/threads/..%2f..%2fetc",
        "/api/v1/threads/%00",
        "/api/v1/threads/%ff",
        "/api/v1/threads/" + "a" * 5_000,
        f"{BOARD}?before=zzzzzzzzzzzz",
        "/api/v1/nothing-here",
    ],
)
async def test_an_unknown_id_is_404_and_what_is_no_path_is_400(ports: Ports, path: str) -> None:
    author = await ports.student()
    answer = await author.get(path)
    assert_problem(answer, 400 if "%" in path else 404)


async def test_a_method_that_an_address_does_not_know_is_405(ports: Ports) -> None:
    author = await ports.student()
    answer = await author.send("DELETE", BOARD, None, {})
    assert_problem(answer, 405)
    assert "POST" in answer.headers["Allow"]


async def test_a_wrong_class_code_joins_nobody(ports: Ports) -> None:
    assert_problem(await ports.stranger.post("/api/v1/join", {"code": "wrong"}), 403)
    assert await ports.services.roster.count() == 0


async def test_joining_deals_all_that_a_person_needs(ports: Ports) -> None:
    answer = await ports.stranger.post("/api/v1/join", {"code": CODE})
    dealt = json.loads(answer.text)
    assert answer.status == 201
    assert set(dealt) == {"token", "name", "role", "tier", "counts_as", "birthday", "ticket"}
    assert (dealt["role"], dealt["tier"]) == ("student", "intranet")
    assert len(dealt["ticket"].replace("-", " ").split()) == 3


async def test_the_boards_somebody_may_write_on_come_first(ports: Ports) -> None:
    author = await ports.student()
    boards = await author.json("/api/v1/boards")
    assert {"id", "site", "title", "writable"} <= set(boards[0])
    assert [board["writable"] for board in boards] == sorted((b["writable"] for b in boards), reverse=True)
    assert boards[0]["writable"]
    assert not boards[-1]["writable"]
    closed = await author.post(f"/api/v1/boards/{boards[-1]['id']}/threads", {"title": "a", "body": "b"})
    assert_problem(closed, 422)


async def test_threads_and_posts_come_page_by_page_without_loss(ports: Ports) -> None:
    author = await ports.student()
    ids = [(await ports.write(author, f"Thread {n}", "Good morning"))["thread"] for n in range(5)]
    assert await collect(author, BOARD, "threads", "before") == ids[::-1]
    thread = f"/api/v1/threads/{ids[0]}"
    for n in range(4):
        assert (await author.post(f"{thread}/posts", {"body": f"Reply {n}"})).status == 201
    posts = await collect(author, thread, "posts", "after")
    assert len(posts) == len(set(posts)) == 5


async def collect(author: Any, path: str, name: str, key: str) -> list[str]:
    """The ids of a list, two a page."""
    found, start = [], ""
    while True:
        page = await author.json(f"{path}?limit=2{start}")
        found += [one["id"] for one in page[name]]
        if page["next"] is None:
            return found
        start = f"&{key}={page['next']}"


async def test_a_browser_s_cookie_needs_origin_and_form_token_to_write(ports: Ports) -> None:
    browser = Visitor(ports.students)
    await browser.join()
    page = await browser.get("/~board/boards/friends/new")
    token = FORM_TOKEN.search(page.text)
    assert token, page.text
    body = json.dumps({"title": "a", "body": "b"}).encode()
    plain = {"Content-Type": "application/json"}
    origin, proof = {"Origin": browser.origin}, {"X-CSRF-Token": token[1]}
    assert (await browser.get("/api/v1/boards")).status == 200
    for headers in (plain, plain | origin, plain | proof, plain | proof | {"Origin": "http://evil.test"}):
        assert (await browser.send("POST", BOARD, body, headers)).status == 403
    assert (await browser.send("POST", BOARD, body, plain | origin | proof)).status == 201
