"""The record of visits by program: read by key, and followed as it grows."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from ports import TEACHERS_TOKEN, Ports

from bbs.api import visits as module
from bbs.store.visits import Noted

PATH = "/api/v1/visits"
USUAL = Noted(
    "", "intranet", "A", "GET", "board.bright.test", "/", "opened", "", "", "opens", "network.yaml", 18, "It opens.", ""
)  # fmt: skip


async def note(ports: Ports, *noted: Noted) -> None:
    for one in noted:
        ports.services.visits.note(one)
    await ports.services.visits.flush()


def numbered(first: int, last: int) -> list[Noted]:
    return [USUAL._replace(path=f"/{number}") for number in range(first, last + 1)]


async def test_a_visit_has_every_column_of_the_page(ports: Ports) -> None:
    await note(ports, USUAL, USUAL)
    found = await ports.teacher.json(PATH)
    assert found == {
        "visits": [
            {
                "visit": 1,
                "at": "2026-03-14T09:05:00+00:00",
                "clock": "10:05:00",
                "who": "intranet, erased",
                "tier": "intranet",
                "lane": "A",
                "method": "GET",
                "host": "board.bright.test",
                "path": "/",
                "verdict": "opened",
                "way": "",
                "ooni": "",
                "rule": "opens",
                "file": "network.yaml",
                "line": 18,
                "why": "It opens.",
                "told": "",
                "many": 2,
            }
        ],
        "next": None,
        "lost": 0,
    }


async def test_pages_go_on_by_key(ports: Ports) -> None:
    await note(ports, *numbered(1, 7))
    first = await ports.teacher.json(f"{PATH}?limit=4")
    rest = await ports.teacher.json(f"{PATH}?limit=4&before={first['next']}")
    assert [one["path"] for one in first["visits"] + rest["visits"]] == [f"/{n}" for n in range(7, 0, -1)]
    assert rest["next"] is None


async def test_filters_are_those_of_the_page(ports: Ports) -> None:
    await note(ports, USUAL, USUAL._replace(lane="C", verdict="refused"))
    found = await ports.teacher.json(f"{PATH}?lane=C&verdict=refused&from=10:00&to=11:00&names=off")
    assert [one["visit"] for one in found["visits"]] == [2]
    assert (await ports.teacher.json(f"{PATH}?lane=C&verdict=opened"))["visits"] == []


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("from=later", "'later' is no time."),
        ("verdict=zzz", "'zzz' is no verdict. Write one of opened, refused, join."),
        ("way=nicely", "'nicely' is no way. Write one of page, law, "),
        ("lane=D", "'D' is no lane. Write one of A, B, C."),
        ("ooni=fine", "'fine' is no ooni. Write one of http-diff, http-failure."),
        ("before=x", "before is the number of a visit."),
        ("names=maybe", "names is on or off."),
        ("limit=1000", "limit is a whole number from 1 to 100"),
        ("colour=red", "it may not name 'colour'"),
    ],
)
async def test_what_can_t_be_read_is_refused_with_what_to_write(ports: Ports, query: str, says: str) -> None:
    answer = await ports.teacher.get(f"{PATH}?{query}")
    assert answer.status == 400
    assert says in json.loads(answer.text)["detail"]


class Reading:
    """A stream that somebody reads."""

    def __init__(self, answer: aiohttp.ClientResponse) -> None:
        self.answer = answer

    async def pieces(self, count: int) -> list[tuple[str, Any]]:
        """The next events, by name and data."""
        found: list[tuple[str, Any]] = []
        while len(found) < count:
            piece = (await asyncio.wait_for(self.answer.content.readuntil(b"\n\n"), 5)).decode()
            fields = dict(line.split(": ", 1) for line in piece.strip().splitlines())
            if "event" in fields:
                found.append((fields["event"], json.loads(fields["data"])))
        return found


@asynccontextmanager
async def following(ports: Ports, query: str = "") -> AsyncIterator[Reading]:
    headers = {"Authorization": f"Bearer {TEACHERS_TOKEN}"}
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.get(f"http://localhost:{ports.console}{PATH}/events{query}") as answer,
    ):
        assert answer.status == 200
        assert answer.headers["Content-Type"] == "text/event-stream; charset=utf-8"
        await answer.content.readuntil(b"\n\n")
        yield Reading(answer)


async def test_new_visits_and_repeats_come_as_they_are_written_down(ports: Ports) -> None:
    async with following(ports) as stream:
        await note(ports, USUAL)
        await note(ports, USUAL)
        ((name, first), (_, again)) = await stream.pieces(2)
    assert name == "visit"
    assert (first["visit"], first["many"]) == (1, 1)
    assert (again["visit"], again["many"]) == (1, 2)


async def test_of_a_flood_the_newest_come_and_the_number_of_the_others(
    ports: Ports, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "EACH", 3)
    async with following(ports) as stream:
        await note(ports, *numbered(1, 40))
        found = await stream.pieces(4)
    assert found[0] == ("more", {"many": 37})
    assert [one["path"] for _, one in found[1:]] == ["/38", "/39", "/40"]


async def test_only_what_is_asked_for_comes_and_without_names_none(ports: Ports) -> None:
    student = await ports.student()
    person = await ports.services.roster.person_of(student.token)
    assert person is not None
    async with following(ports, "?lane=C&names=off") as stream:
        await note(ports, USUAL, USUAL._replace(lane="C", person=person.id))
        ((_, one),) = await stream.pieces(1)
    assert (one["lane"], one["who"]) == ("C", "intranet")
    assert student.name not in json.dumps(one)


async def test_who_comes_back_is_sent_what_was_missed(ports: Ports, monkeypatch: pytest.MonkeyPatch) -> None:
    await note(ports, *numbered(1, 5))
    async with following(ports, "?since=3") as stream:
        assert [one["path"] for _, one in await stream.pieces(2)] == ["/4", "/5"]
    monkeypatch.setattr(module, "MISSED", 2)
    async with following(ports, "?since=1") as stream:
        found = await stream.pieces(3)
    assert found[0][0] == "more"
    assert [one["path"] for _, one in found[1:]] == ["/4", "/5"]


async def test_a_stop_ends_the_stream(ports: Ports) -> None:
    async with following(ports) as stream:
        await ports.runners[1].shutdown()
        assert await asyncio.wait_for(stream.answer.content.read(), 5) == b""
