"""On both ports, by page and by program: what is shown where the words of an erased person stood."""

from __future__ import annotations

import asyncio
import json

import pytest
from house import Visitor
from ports import Ports, Student

from bbs.store import ERASED, TEACHER, WORDS_ERASED


class Room:
    """A running server on which one person was erased whose texts were shown, held and hidden."""

    def __init__(self, ports: Ports, gone: Student, other: Student) -> None:
        self.ports, self.gone, self.other = ports, gone, other
        self.person = self.thread = self.held = self.shown = ""


@pytest.fixture
async def room(ports: Ports) -> Room:
    made = Room(ports, await ports.student(), await ports.student())
    for words in (
        "annswords",
        "annswords at the square",
        "annswords with a lantern",
        "annswords of the southland",
    ):
        receipt = await ports.write(made.gone, f"{words}: a title", words)
        if words == "annswords":
            made.thread, made.shown = receipt["thread"], receipt["post"]
        elif "square" in words:
            made.held = receipt["post"]
    await made.other.post(f"/api/v1/threads/{made.thread}/posts", {"body": "benswords"})
    person = await ports.services.roster.person_of(made.gone.token)
    assert person is not None
    made.person = person.id
    await ports.services.roster.erase(person.id, TEACHER)
    return made


async def test_a_program_reads_that_words_were_erased(room: Room) -> None:
    thread = await room.other.json(f"/api/v1/threads/{room.thread}")
    assert (thread["thread"]["title"], thread["thread"]["author"]) == (WORDS_ERASED, ERASED)
    assert [(one["author"], one["body"], one["erased"]) for one in thread["posts"]] == [
        (ERASED, WORDS_ERASED, True),
        (room.other.name, "benswords", False),
    ]
    listed = await room.other.json("/api/v1/boards/friends/threads")
    assert {one["author"] for one in listed["threads"]} == {ERASED}


async def test_the_erased_persons_token_is_nobodys(room: Room) -> None:
    assert (await room.gone.get("/api/v1/boards")).status == 401


async def test_the_teachers_lists_go_on_without_the_words(room: Room) -> None:
    found = await room.ports.teacher.json("/api/v1/decisions")
    assert [one["author"] for one in found] == [room.other.name, *[ERASED] * 4]
    assert {one["excerpt"] for one in found[1:]} == {WORDS_ERASED}
    assert {one["verdict"] for one in found[1:]} == {"allow", "hold", "shadow"}
    assert not any(one["waits"] or one["releasable"] for one in found[1:])
    assert await room.ports.teacher.json("/api/v1/queue") == []


async def test_there_is_no_lens_and_no_answer_any_more(room: Room) -> None:
    teacher = room.ports.teacher
    assert (await teacher.get(f"/api/v1/posts/{room.shown}/lenses")).status == 410
    for answer in ("release", "refuse"):
        answered = await teacher.post(f"/api/v1/posts/{room.held}/{answer}", {"reason": "Too late."})
        assert answered.status == 409
        assert "erased" in json.loads(answered.text)["detail"]


@pytest.mark.parametrize("path", ["/", "/?verdict=hold", "/queue", "/policies"])
async def test_the_console_shows_none_of_the_words(room: Room, path: str) -> None:
    page = await (await room.ports.browser()).get(path)
    assert page.status == 200
    assert "annswords" not in page.text
    assert room.gone.name not in page.text


async def test_the_console_page_of_a_post_says_what_is_on_record(room: Room) -> None:
    page = await (await room.ports.browser()).get(f"/posts/{room.held}")
    assert page.status == 200
    for words in (WORDS_ERASED.rstrip("."), ERASED, "hold", "waiting"):
        assert words in page.said
    assert "Release" not in page.said


async def test_the_stream_catches_up_past_an_erasing_without_the_words(room: Room) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", room.ports.console)
    head = f"GET /api/v1/events?since=1 HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {room.ports.teacher.token}\r\n\r\n"
    writer.write(head.encode())
    text = (await asyncio.wait_for(reader.readuntil(b"event: erased"), 5)).decode()
    line = (await asyncio.wait_for(reader.readuntil(b"}"), 5)).decode()
    writer.close()
    assert text.count("event: decision") == 5
    assert "benswords" in text
    assert "annswords" not in text
    assert room.person in line


async def test_the_pages_of_the_board_say_it_in_words(room: Room) -> None:
    visitor = Visitor(room.ports.students)
    await visitor.join()
    page = await visitor.get(f"/~board/threads/{room.thread}")
    assert f"{ERASED} university student" in page.said
    assert WORDS_ERASED in page.said
    assert "benswords" in page.said
    assert (await visitor.get(f"/~board/people/{room.person}/card")).status == 404
    assert (
        await room.other.post("/api/v1/boards/birthdays/threads", {"body": "x", "to": room.gone.name})
    ).status == 422
