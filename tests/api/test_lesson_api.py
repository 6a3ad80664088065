"""The switches of the lesson by program."""

from __future__ import annotations

import json
from typing import Any

import pytest
from house import CODE
from ports import Ports

from bbs.store import audit

PATH = "/api/v1/lesson"
TURNS = {
    "freeze": ("frozen", True),
    "thaw": ("frozen", False),
    "reveal": ("revealed", True),
    "hide": ("revealed", False),
    "seal": ("sealed", True),
    "unseal": ("sealed", False),
    "show-visits": ("visits_shown", True),
    "hide-visits": ("visits_shown", False),
}
CLOSED = "Joining is closed just now. Your teacher can open it again."


async def turn(ports: Ports, way: str) -> dict[str, Any]:
    answer = await ports.teacher.post(f"{PATH}/{way}")
    assert answer.status == 200, answer.text
    found: dict[str, Any] = json.loads(answer.text)
    return found


async def test_the_state_says_how_the_switches_stand_where_to_join_and_how_many_have(ports: Ports) -> None:
    await ports.student()
    assert await ports.teacher.json(PATH) == {
        "frozen": False,
        "revealed": False,
        "sealed": False,
        "visits_shown": False,
        "class_code": CODE,
        "joined": 1,
        "addresses": ["http://localhost:8080/"],
    }


@pytest.mark.parametrize("way", TURNS)
async def test_a_switch_answers_with_the_state_and_twice_is_like_once(ports: Ports, way: str) -> None:
    name, value = TURNS[way]
    first = {"thaw": "freeze", "hide": "reveal", "unseal": "seal", "hide-visits": "show-visits"}
    await turn(ports, first.get(way, "thaw"))
    before = len(await audit.rows_after(ports.services.store))
    first = await turn(ports, way)
    assert first[name] is value
    assert await turn(ports, way) == first == await ports.teacher.json(PATH)
    assert len(await audit.rows_after(ports.services.store)) == before + 1


@pytest.mark.parametrize("body", [b"{}", {}, None])
async def test_a_switch_takes_an_empty_body_or_none(ports: Ports, body: Any) -> None:
    assert (await ports.teacher.post(f"{PATH}/freeze", body)).status == 200


async def test_a_body_that_says_something_is_refused_and_turns_nothing(ports: Ports) -> None:
    answer = await ports.teacher.post(f"{PATH}/reveal", {"for": "everybody"})
    assert answer.status == 422
    assert not (await ports.teacher.json(PATH))["revealed"]


@pytest.mark.parametrize("way", TURNS)
async def test_only_the_teacher_s_own_page_or_program_turns_a_switch(ports: Ports, way: str) -> None:
    student, browser = await ports.student(), await ports.browser()
    state = await ports.teacher.json(PATH)
    assert (await student.post(f"{PATH}/{way}")).status == 404
    kind = {"Content-Type": "application/json", "Origin": browser.origin}
    assert (await browser.send("POST", f"{PATH}/{way}", b"{}", kind)).status == 403
    assert await ports.teacher.json(PATH) == state


async def test_while_frozen_a_program_is_told_so_whatever_code_it_sends(ports: Ports) -> None:
    await turn(ports, "freeze")
    answers = [await ports.stranger.post("/api/v1/join", {"code": code}) for code in (CODE, "wrong")]
    for answer in answers:
        assert answer.status == 403
        assert json.loads(answer.text)["detail"] == CLOSED
    assert answers[0].text == answers[1].text
    await turn(ports, "thaw")
    assert (await ports.stranger.post("/api/v1/join", {"code": CODE})).status == 201
