"""Copies in the reading room by program: laid, listed with what was cut, and taken away; for the teacher alone."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ports import Ports

from bbs.desk import Draft
from bbs.grants import KIND
from bbs.store import Person, people, requests

PATH = "/api/v1/copies"
PAGE = {"site": "world-news", "path": "/bridge"}
OWN = {"title": "A letter", "body": "Dear all", "source": "Found in a book"}


async def asked(ports: Ports) -> tuple[Person, str]:
    """Somebody who has asked, with the address that lays a copy."""
    student = await ports.student()
    person = await people.by_name(ports.services.store, student.name)
    assert person is not None
    await ports.services.grants.ask(person, "world-news", Draft(KIND, "Please", site="world-news"), "/bridge")
    newest = (await requests.newest(ports.services.store))[0]
    return person, f"/api/v1/access-requests/{newest.id}/copy"


async def lay(ports: Ports, wish: dict[str, Any]) -> dict[str, Any]:
    answer = await ports.teacher.post((await asked(ports))[1], wish)
    assert answer.status == 200, answer.text
    laid: dict[str, Any] = json.loads(answer.text)
    return laid


async def test_a_page_is_copied_as_it_stands_where_nothing_else_is_said(ports: Ports) -> None:
    person, address = await asked(ports)
    page = ports.services.allowlist.pages["world-news"]["/bridge"]
    laid = json.loads((await ports.teacher.post(address, {"page": PAGE})).text)
    assert laid | {"id": "", "request": ""} == {
        "id": "",
        "request": "",
        "person": person.id,
        "at": "2026-03-14T09:05:00+00:00",
        "title": page.title,
        "body": page.text.strip(),
        "source": "World News, http://news.outside.test/bridge",
        "page": PAGE,
        "original": page.text,
        "cut": 0,
        "added": 0,
        "taken": None,
    }
    (one,) = (await ports.teacher.json("/api/v1/access-requests"))["requests"]
    assert (one["state"], one["copy"], one["path"], one["desk"]) == ("copied", laid["id"], "/bridge", "")


async def test_what_was_cut_and_added_is_counted_in_words(ports: Ports) -> None:
    laid = await lay(ports, {"page": PAGE, "body": "Ellford has a bridge.", "for_all": True})
    assert laid["person"] is None
    assert laid["added"] >= 1
    assert laid["cut"] == len(laid["original"].split()) - 4 + laid["added"]
    own = await lay(ports, OWN)
    assert (own["page"], own["original"], own["cut"], own["added"]) == (None,) * 4


async def test_they_are_listed_newest_first_page_by_page_and_can_be_taken_away(ports: Ports) -> None:
    ids = [(await lay(ports, OWN | {"title": f"Letter {number}"}))["id"] for number in range(3)]
    taken = json.loads((await ports.teacher.post(f"{PATH}/{ids[0]}/take-away")).text)
    assert taken["taken"] == "2026-03-14T09:05:00+00:00"
    first = await ports.teacher.json(f"{PATH}?limit=2")
    rest = await ports.teacher.json(f"{PATH}?limit=2&before={first['next']}")
    listed = first["copies"] + rest["copies"]
    assert [one["id"] for one in listed] == ids[::-1]
    assert [one["taken"] is None for one in listed] == [True, True, False]
    assert rest["next"] is None
    assert (await ports.teacher.post(f"{PATH}/{ids[0]}/take-away", {})).status == 409
    assert (await ports.teacher.post(f"{PATH}/nosuch/take-away")).status == 404
    assert (await ports.teacher.get(f"{PATH}?before=nosuch")).status == 400


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ({}, "seen"),
        ({"title": "x", "body": "y"}, "seen"),
        (OWN | {"body": ""}, "seen"),
        (OWN | {"body": "x" * 20_001}, "1 characters too long"),
        (OWN | {"body": "x" * 100_001}, "expected shape"),
        (OWN | {"title": "a\u0007b"}, "U+0007"),
        ({"page": {"site": "world-news", "path": "/nosuch"}}, "There is no such page"),
        ({"page": {"site": "handbook"}}, "There is no such page"),
        ({"page": PAGE, "for": "all"}, "expected shape"),
    ],
)
async def test_what_can_not_be_laid_is_refused_and_answers_nothing(
    ports: Ports, wish: dict[str, Any], said: str
) -> None:
    _, address = await asked(ports)
    answer = await ports.teacher.post(address, wish)
    assert answer.status == 422, answer.text
    assert said in answer.text
    assert [one.state for one in await requests.newest(ports.services.store)] == ["open"]


async def test_a_request_is_answered_once(ports: Ports) -> None:
    _, address = await asked(ports)
    assert (await ports.teacher.post(address, OWN)).status == 200
    for word, wish in (
        ("copy", OWN),
        ("grant", {"minutes": 1}),
        ("decline", {"words": "No."}),
        ("withdraw", None),
    ):
        assert (await ports.teacher.post(address.replace("/copy", f"/{word}"), wish)).status == 409
    assert (await ports.teacher.post("/api/v1/access-requests/nosuch/copy", OWN)).status == 404
