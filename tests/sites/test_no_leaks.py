"""On the wire: what pages, addresses, redirects and the API answer is the same as if the hidden were not there."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from every_verdict import CASES, LIES, POLICY, Case
from house import Answer, Visitor
from ports import Ports, Student, open_ports

from bbs.lesson import Clock
from bbs.store import posts

NEW = "/~board/boards/friends/new"
API = "/api/v1/boards/friends/threads"
STATUS = {"appears": 201, "waits": 202, "confirm": 409, "refused": 422, "failed": 503}
PAGE_STATUS = {"appears": 303, "waits": 303, "confirm": 409, "refused": 422, "failed": 503}
CHANGES = re.compile(r'name="(?:form_token|once)" value="[^"]*"')


@dataclass
class Room:
    """A running server: one writes by browser and by program, another reads with both."""

    ports: Ports
    writer: Visitor
    reader: Visitor
    program: Student
    other: Student

    async def all_that_a_reader_finds(self) -> list[str]:
        """Every page and answer that lists, counts or shows what is on the boards."""
        heron = await self.heron()
        found = []
        for path in (
            "/~board/",
            "/~board/birthdays",
            "/~board/boards/friends",
            "/~board/boards/birthdays",
            heron,
        ):
            answer = await self.reader.get(path)
            found.append(f"{answer.status} {answer.goes_to} {CHANGES.sub('', answer.text)}")
        for board in ("friends", "birthdays", "notices"):
            for limit in (1, 2, 100):
                page = await self.other.get(f"/api/v1/boards/{board}/threads?limit={limit}")
                found.append(page.text)
                found += [
                    (await self.other.get(f"/api/v1/threads/{one['id']}?limit={limit}")).text
                    for one in json.loads(page.text)["threads"]
                ]
        return found

    async def heron(self) -> str:
        """Where the card for the first professor is written."""
        rows = await self.ports.services.store.fetch_all("SELECT id FROM people WHERE role = 'professor'")
        return f"/~board/people/{rows[0]['id']}/card"

    async def send(self, body: str, path: str = NEW) -> Answer:
        return await self.writer.post(path, {"title": "A title", "body": body}, page=NEW)

    async def ids_of(self, body: str) -> tuple[str, str | None]:
        kept = await posts.page(self.ports.services.store)
        return next((one.id, one.thread) for one in kept if one.original.body == body)


@pytest.fixture
async def room(tmp_path: Path, clock: Clock) -> AsyncIterator[Room]:
    async with open_ports(tmp_path, clock, POLICY) as ports:
        writer, reader = Visitor(ports.students), Visitor(ports.students)
        await writer.join()
        await reader.join()
        heron, program, other = [await ports.student() for _ in range(3)]
        assert heron.name == "Professor Heron"
        await ports.services.store.write(
            lambda tx: tx.execute("UPDATE people SET birthday = '08-01' WHERE role = 'student'")
        )
        yield Room(ports, writer, reader, program, other)


@pytest.mark.parametrize("place", ["thread", "reply", "card", "signature"])
async def test_readers_get_the_same_bytes_as_before_a_hidden_text_was_sent(room: Room, place: str) -> None:
    opened = await room.reader.post(NEW, {"title": "Open", "body": "An open thread"})
    thread = opened.goes_to.partition("?")[0]
    heron = await room.heron()
    if place == "signature":
        await room.reader.post(heron, {"body": "Happy birthday!"})
    path = {"thread": NEW, "reply": f"{thread}/replies", "card": heron, "signature": heron}[place]
    before = await room.all_that_a_reader_finds()
    for case in CASES:
        assert (await room.send(case.word, path)).status == PAGE_STATUS[case.answer]
        assert await room.all_that_a_reader_finds() == before, case
    assert (await room.send("Good morning", f"{thread}/replies")).status == 303
    assert await room.all_that_a_reader_finds() != before


async def test_status_and_receipt_say_what_the_tell_allows_and_nothing_of_what_was_done(room: Room) -> None:
    for case in CASES:
        answer = await room.program.post(API, {"title": "A title", "body": case.word})
        receipt = json.loads(answer.text)
        assert answer.status == STATUS[case.answer], case
        assert set(receipt) == {"post", "thread", "told", "told_text"}
        assert (receipt["told"], case.fits(receipt["told_text"])) == (case.told, True), case
        believed = case.answer in {"appears", "waits"}
        assert (receipt["post"] is not None, receipt["thread"] is not None) == (believed, believed)
        assert not re.search(r"pretend|shadow|drop|verdict|hidden|policy", answer.text.replace(case.word, ""))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.word)
async def test_the_form_s_answer_shows_its_author_what_may_be_told(room: Room, case: Case) -> None:
    answer = await room.send(case.word)
    if answer.status == 303:
        answer = await room.writer.get(answer.goes_to.partition("#")[0])
    else:
        assert f">\n{case.word}</textarea>" in answer.text, "the draft is kept in the form"
    said = answer.said
    reason = f"An editor thinks about {case.word}." in said
    assert reason is (case.tell in {"reason", "full"})
    assert (f"“{case.word}”" in said) is (case.tell == "full")
    assert ("The printer has run out of paper." in said) is (case.tell == "pretend")
    assert ("waits until an editor" in said) is (case.answer == "waits" and case.verdict == "hold")
    assert ("Your post will appear" in said) is (case.answer == "waits" and case.verdict == "delay")


@pytest.mark.parametrize("case", LIES, ids=lambda case: case.word)
async def test_the_way_after_a_lie_is_the_way_after_a_published_text(room: Room, case: Case) -> None:
    honest, lie = await room.send("Good morning"), await room.send(case.word)
    ids = re.compile(r"[a-z2-7]{12}")
    assert honest.status == lie.status == 303
    if case.keeps:
        assert ids.sub("ID", lie.goes_to) == ids.sub("ID", honest.goes_to)
        assert set(lie.headers) == set(honest.headers)
    page = await room.writer.get(lie.goes_to.partition("#")[0])
    assert "Sent." in page.said
    assert (case.word in page.said) is case.keeps


async def test_an_address_or_mark_of_a_hidden_text_is_answered_like_one_that_never_was(room: Room) -> None:
    opened = json.loads((await room.other.post(API, {"title": "Open", "body": "An open thread"})).text)[
        "thread"
    ]
    never = "aaaaaaaaaaaa"

    async def answers(mark: str) -> list[tuple[int, str]]:
        paths = (
            f"/~board/threads/{mark}",
            f"/~board/boards/friends?before={mark}",
            f"/~board/threads/{opened}?after={mark}",
            f"/~board/threads/{opened}?sent={mark}",
        )
        found = [await room.reader.get(path) for path in paths]
        found += [
            await room.other.get(f"/api/v1/threads/{mark}"),
            await room.other.get(f"{API}?before={mark}"),
            await room.other.get(f"/api/v1/threads/{opened}?after={mark}"),
            await room.other.post(f"/api/v1/threads/{mark}/posts", {"body": "Hello"}),
            await room.reader.post(f"/~board/threads/{mark}/replies", {"body": "Hello"}, page=NEW),
        ]
        return [(one.status, CHANGES.sub("", one.text).replace(mark, "MARK")) for one in found]

    unknown = await answers(never)
    assert {status for status, _ in unknown} == {200, 404}
    for case in CASES:
        await room.program.post(API, {"title": "T", "body": case.word})
        await room.program.post(f"/api/v1/threads/{opened}/posts", {"body": f"{case.word}, again"})
        for mark in {*(await room.ids_of(case.word)), *(await room.ids_of(f"{case.word}, again"))} - {
            None,
            opened,
        }:
            assert await answers(str(mark)) == unknown, case


async def test_somebody_who_has_not_joined_is_led_to_the_door_from_everywhere_alike(room: Room) -> None:
    shown = json.loads((await room.program.post(API, {"title": "T", "body": "Good morning"})).text)["thread"]
    for case in CASES:
        await room.program.post(API, {"title": "T", "body": case.word})
    marks = [shown, "aaaaaaaaaaaa"] + [(await room.ids_of(case.word))[1] or "" for case in CASES]
    stranger = Visitor(room.ports.students)
    ways = set()
    for mark in filter(None, marks):
        answer = await stranger.get(f"/~board/threads/{mark}")
        ways.add((answer.status, answer.goes_to.replace(mark, "MARK"), answer.text))
        program = await room.ports.stranger.get(f"/api/v1/threads/{mark}")
        ways.add((program.status, "", program.text))
    assert {(status, way) for status, way, _ in ways} == {(303, "/join?back=/~board/threads/MARK"), (401, "")}
    assert len(ways) == 2


async def test_the_card_of_somebody_leads_each_to_the_one_that_they_may_see(room: Room) -> None:
    heron = await room.heron()
    own = await room.send("shadowxnothing", heron)
    assert (await room.writer.get(heron)).goes_to == own.goes_to.partition("?")[0]
    assert (await room.reader.get(heron)).status == 200, "a form to start one"
    others = await room.reader.post(heron, {"body": "Happy birthday!"})
    assert others.goes_to.partition("?")[0] not in {own.goes_to.partition("?")[0], ""}
    assert (await room.reader.get(heron)).goes_to == others.goes_to.partition("?")[0]


async def test_the_teacher_sees_the_truth_of_every_one(room: Room) -> None:
    for case in CASES:
        await room.program.post(API, {"title": "T", "body": case.word})
        newest = await room.ports.newest()
        assert (newest["verdict"], newest["by"], newest["told"]) == (case.verdict, case.word, case.tell)
        lenses = await room.ports.teacher.json(f"/api/v1/posts/{newest['post']}/lenses")
        assert lenses["reader"] is None
        assert (lenses["author"]["body"] == case.word) is case.keeps
        assert lenses["operator"]["original"]["body"] == case.word
