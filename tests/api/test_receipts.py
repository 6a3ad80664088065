"""A receipt says what its author is told, and neither it nor anything read later says more."""

from __future__ import annotations

import json
from typing import Any

import pytest
from house import Answer
from ports import Ports, Student

KEYS = {"post", "thread", "told", "told_text"}
BOARD = "/api/v1/boards/friends/threads"
LOOKS_PUBLISHED = {"published": "Good morning", "held": "by the lake", "shadowed": "a lantern"}


async def send(author: Student, body: str, **more: Any) -> Answer:
    return await author.post(BOARD, {"title": "Hello", "body": body, **more})


def receipt(answer: Answer) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(answer.text)
    assert set(data) == KEYS
    assert answer.headers["Content-Type"] == "application/json"
    return data


@pytest.mark.parametrize(
    ("body", "status", "told", "text"),
    [
        ("Good morning", 201, "nothing", ""),
        ("by the lake", 201, "nothing", ""),
        ("a lantern", 201, "nothing", ""),
        ("a tunnel", 201, "nothing", ""),
        ("at the square", 202, "reason", "An editor reads this first."),
        ("will it rain", 409, "reason", "Are you sure about rain?"),
        ("a cake", 422, "reason", "Words about cake are not for this board."),
        ("a drum", 503, "failed", "The server is busy."),
        ("to southland", 201, "reason", "Say it so."),
    ],
)
async def test_the_status_and_words_are_those_the_policy_tells(
    ports: Ports, body: str, status: int, told: str, text: str
) -> None:
    answer = await send(await ports.student(), body)
    data = receipt(answer)
    assert (answer.status, data["told"]) == (status, told)
    assert text in data["told_text"]
    believed = status in {201, 202}
    assert (data["post"] is not None, data["thread"] is not None) == (believed, believed)


@pytest.mark.parametrize("body", ["by the lake", "a lantern", "a tunnel"])
async def test_a_hidden_post_s_answer_has_the_shape_of_a_published_one_s(ports: Ports, body: str) -> None:
    author = await ports.student()
    open_answer, hidden_answer = await send(author, "Good morning"), await send(author, body)
    for answer in (open_answer, hidden_answer):
        answer.headers.pop("Date")
    assert open_answer.status == hidden_answer.status
    assert open_answer.headers == hidden_answer.headers
    shapes = [{k: (type(v), len(v)) for k, v in receipt(a).items()} for a in (open_answer, hidden_answer)]
    assert shapes[0] == shapes[1]


@pytest.mark.parametrize("body", LOOKS_PUBLISHED.values(), ids=LOOKS_PUBLISHED)
async def test_what_looks_published_stands_in_its_author_s_view_like_any_other(
    ports: Ports, body: str
) -> None:
    author = await ports.student()
    data = receipt(await send(author, body))
    page = await author.json(f"/api/v1/threads/{data['thread']}")
    (post,) = page["posts"]
    assert (post["id"], post["body"], post["note"]) == (data["post"], body, "")
    assert (page["thread"]["posts"], page["thread"]["note"], page["next"]) == (1, "", None)
    listed = (await author.json(BOARD))["threads"]
    assert [thread["id"] for thread in listed] == [data["thread"]]
    assert (await author.post(f"/api/v1/threads/{data['thread']}/posts", {"body": "Me again"})).status == 201


@pytest.mark.parametrize("body", ["by the lake", "a lantern", "at the square", "a tunnel"])
async def test_others_find_no_trace_of_a_hidden_thread(ports: Ports, body: str) -> None:
    author, other = await ports.student(), await ports.student()
    data = receipt(await send(author, body))
    unknown = await other.get("/api/v1/threads/zzzzzzzzzzzz")
    hidden = await other.get(f"/api/v1/threads/{data['thread']}")
    for answer in (unknown, hidden):
        answer.headers.pop("Date")
    assert hidden == unknown
    assert (await other.json(BOARD)) == {"threads": [], "next": None}
    reply = await other.post(f"/api/v1/threads/{data['thread']}/posts", {"body": "Hello"})
    assert reply.status == 404


async def test_a_dropped_post_is_gone_for_its_author_too(ports: Ports) -> None:
    author = await ports.student()
    data = receipt(await send(author, "a tunnel"))
    assert (await author.get(f"/api/v1/threads/{data['thread']}")).status == 404
    assert (await author.json(BOARD))["threads"] == []


@pytest.mark.parametrize("body", ["by the lake", "a lantern", "a tunnel"])
async def test_a_hidden_reply_changes_nothing_that_others_read(ports: Ports, body: str) -> None:
    author, other = await ports.student(), await ports.student()
    thread = receipt(await send(author, "Good morning"))["thread"]
    before = await other.json(f"/api/v1/threads/{thread}")
    answer = await author.post(f"/api/v1/threads/{thread}/posts", {"body": body})
    assert (answer.status, receipt(answer)["thread"]) == (201, thread)
    assert await other.json(f"/api/v1/threads/{thread}") == before
    assert (await other.json(BOARD))["threads"][0]["posts"] == 1


async def test_the_falsehood_of_an_excuse_is_not_told(ports: Ports) -> None:
    answer = await send(await ports.student(), "a drum")
    assert "pretend" not in answer.text
    assert "block" not in answer.text


async def test_a_warning_can_be_confirmed(ports: Ports) -> None:
    author = await ports.student()
    assert (await send(author, "will it rain")).status == 409
    assert (await send(author, "will it rain", confirm=True)).status == 201


async def test_a_waiting_post_is_marked_for_its_author_alone(ports: Ports) -> None:
    author = await ports.student()
    data = receipt(await send(author, "at the square"))
    page = await author.json(f"/api/v1/threads/{data['thread']}")
    assert page["posts"][0]["note"] == "waiting"


async def test_edited_words_are_what_everybody_reads(ports: Ports) -> None:
    author, other = await ports.student(), await ports.student()
    thread = receipt(await send(author, "to southland"))["thread"]
    assert (await other.json(f"/api/v1/threads/{thread}"))["posts"][0]["body"] == "to the other side"


async def test_a_card_can_be_sent_to_a_name(ports: Ports) -> None:
    author, friend = await ports.student(), await ports.student()
    data = receipt(await send(author, "Many happy returns", to=friend.name))
    thread = (await author.json(f"/api/v1/threads/{data['thread']}"))["thread"]
    assert (thread["kind"], thread["to"]) == ("card", friend.name)


@pytest.mark.parametrize("body", ["Good morning", "a lantern", "a tunnel", "at the square"])
async def test_what_is_sent_twice_under_one_key_is_kept_once_and_answered_alike(
    ports: Ports, body: str
) -> None:
    author = await ports.student()
    first, second = [await send(author, body, once="a key") for _ in range(2)]
    assert (first.status, receipt(first)) == (second.status, receipt(second))
    assert len(await ports.teacher.json("/api/v1/decisions")) == 1
    other = await send(await ports.student(), body, once="a key")
    assert receipt(other)["post"] != receipt(first)["post"] or receipt(first)["post"] is None
    assert len(await ports.teacher.json("/api/v1/decisions")) == 2


async def test_a_reply_sent_twice_under_one_key_is_kept_once(ports: Ports) -> None:
    author = await ports.student()
    thread = receipt(await send(author, "Good morning"))["thread"]
    for _ in range(3):
        await author.post(f"/api/v1/threads/{thread}/posts", {"body": "Good evening", "once": "reply 1"})
    assert len(await ports.teacher.json("/api/v1/decisions")) == 2


@pytest.mark.parametrize("to", [None, "", "Nobody-Nine", "nosuchperson"])
async def test_a_card_for_nobody_is_refused_by_its_field(ports: Ports, to: str | None) -> None:
    author = await ports.student()
    answer = await author.post(BOARD, {"body": "Happy birthday", "kind": "card", "to": to})
    assert answer.status == 422
    assert [one["field"] for one in json.loads(answer.text)["errors"]] == ["to"]
    assert await ports.teacher.json("/api/v1/decisions") == []
