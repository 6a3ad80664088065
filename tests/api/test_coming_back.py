"""Coming back by program: by ticket or password, beside whoever is signed in already, slowly for guessers."""

from __future__ import annotations

import asyncio
import json

import pytest
from house import CODE
from ports import Ports, Program

from bbs.patience import NAMES

PATH = "/api/v1/return"
PASSWORD = "A heron at the lake"


async def test_the_ticket_gives_a_token_of_its_own_and_the_first_one_goes_on(ports: Ports) -> None:
    dealt = json.loads((await ports.stranger.post("/api/v1/join", {"code": CODE})).text)
    answer = await ports.stranger.post(PATH, {"name": dealt["name"], "secret": dealt["ticket"]})
    back = json.loads(answer.text)
    assert answer.status == 201
    assert back == {
        **{key: dealt[key] for key in ("name", "role", "tier", "counts_as", "birthday")},
        "token": back["token"],
    }
    assert back["token"] != dealt["token"]
    for token in (dealt["token"], back["token"]):
        assert await Program(ports.students, token).json("/api/v1/boards")


async def test_a_password_does_as_well(ports: Ports) -> None:
    student = await ports.student()
    person = await ports.services.roster.person_of(student.token)
    assert person is not None
    await ports.services.roster.set_password(person.id, PASSWORD)
    answer = await ports.stranger.post(PATH, {"name": student.name.lower(), "secret": PASSWORD})
    assert answer.status == 201


async def test_a_wrong_ticket_and_an_unknown_name_are_answered_alike(ports: Ports) -> None:
    student = await ports.student()
    answers = [
        await ports.stranger.post(PATH, {"name": name, "secret": "maple-river-clock"})
        for name in (student.name, "Nobody-One")
    ]
    assert [answer.status for answer in answers] == [403, 403]
    assert answers[0].text == answers[1].text
    assert "application/problem+json" in answers[0].headers["Content-Type"]


@pytest.mark.parametrize(
    "body",
    [{}, {"name": "x"}, {"secret": "x"}, {"name": 1, "secret": "x"}, {"name": "x", "secret": "x", "more": 1}],
)
async def test_a_body_of_another_shape_is_refused(ports: Ports, body: dict[str, object]) -> None:
    assert (await ports.stranger.post(PATH, body)).status == 422


async def test_too_many_tries_at_one_name_are_asked_to_come_again(ports: Ports) -> None:
    student = await ports.student()
    body = {"name": student.name, "secret": "maple-river-clock"}
    waiting = [asyncio.create_task(ports.stranger.post(PATH, body)) for _ in range(NAMES.of_one + 4)]
    done, _ = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    refused = done.pop().result()
    assert refused.status == 429
    assert refused.headers["Retry-After"] == "2"
    assert "Try again in a moment" in json.loads(refused.text)["detail"]
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
