"""Requests for access by program: list, grant, decline, withdraw; for the teacher alone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from ports import Ports

from bbs.desk import Draft
from bbs.grants import KIND
from bbs.store import Person, people, requests

if TYPE_CHECKING:
    from conftest import FixedClock

PATH = "/api/v1/access-requests"


async def asked(ports: Ports, words: str = "For my essay", site: str = "world-news") -> tuple[Person, str]:
    student = await ports.student()
    person = await people.by_name(ports.services.store, student.name)
    assert person is not None
    await ports.services.grants.ask(person, site, Draft(KIND, words, site=site))
    return person, (await requests.newest(ports.services.store))[0].id


async def test_requests_are_listed_newest_first_by_state_and_page_by_page(ports: Ports) -> None:
    ids = [(await asked(ports, f"words {number}"))[1] for number in range(3)]
    hidden = (await asked(ports, "by the lantern"))[1]
    await ports.teacher.post(f"{PATH}/{ids[0]}/decline", {"words": "No."})
    first = await ports.teacher.json(f"{PATH}?limit=3")
    rest = await ports.teacher.json(f"{PATH}?limit=3&before={first['next']}")
    assert [one["id"] for one in first["requests"] + rest["requests"]] == [hidden, *reversed(ids)]
    assert rest["next"] is None
    assert [one["reached"] for one in first["requests"]] == [False, True, True]
    declined = (await ports.teacher.json(f"{PATH}?state=declined"))["requests"]
    assert [(one["id"], one["answer"], one["opens"]) for one in declined] == [(ids[0], "No.", False)]


async def test_one_request_says_everything(ports: Ports) -> None:
    person, request = await asked(ports)
    (one,) = (await ports.teacher.json(PATH))["requests"]
    assert one | {"post": ""} == {
        "id": request,
        "person": {"id": person.id, "name": person.name},
        "site": "world-news",
        "path": "/",
        "desk": "",
        "address": "",
        "post": "",
        "at": "2026-03-14T09:05:00+00:00",
        "reached": True,
        "body": "For my essay",
        "state": "open",
        "answered": None,
        "until": None,
        "answer": "",
        "copy": None,
        "opens": False,
    }


@pytest.mark.parametrize(
    ("wish", "until"),
    [
        ({"minutes": 10}, "2026-03-14T09:15:00+00:00"),
        ({"until": "2026-03-14T12:00:30+01:00"}, "2026-03-14T11:01:00+00:00"),
        ({"for_good": True}, None),
    ],
)
async def test_granting_opens_at_once_and_withdrawing_closes(
    ports: Ports, wish: dict[str, object], until: str | None
) -> None:
    person, request = await asked(ports)
    done = json.loads((await ports.teacher.post(f"{PATH}/{request}/grant", wish)).text)
    assert (done["state"], done["until"], done["opens"]) == ("granted", until, True)
    assert ports.services.grants.to(person) == {"world-news"}
    done = json.loads((await ports.teacher.post(f"{PATH}/{request}/withdraw")).text)
    assert (done["state"], done["opens"]) == ("withdrawn", False)
    assert ports.services.grants.to(person) == frozenset()


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ({}, "Say just one of minutes, until and for_good."),
        ({"minutes": 10, "for_good": True}, "Say just one"),
        ({"minutes": 0}, "expected shape"),
        ({"minutes": 10**9}, "expected shape"),
        ({"until": "tomorrow"}, "This is no moment"),
        ({"until": "2026-03-14T09:00:00+00:00"}, "This moment is over"),
        ({"until": "9999-12-31T23:59:59-23:59"}, "This is no moment"),
        ({"until": "2030-01-01T00:00:00+00:00"}, "more than a year off"),
        ({"for": "ever"}, "expected shape"),
    ],
)
async def test_a_wish_that_can_not_be_is_refused_and_changes_nothing(
    ports: Ports, wish: dict[str, object], said: str
) -> None:
    person, request = await asked(ports)
    answer = await ports.teacher.post(f"{PATH}/{request}/grant", wish)
    assert answer.status == 422
    assert said in answer.text
    assert ports.services.grants.to(person) == frozenset()


async def test_what_is_answered_is_answered_and_what_is_not_there_is_not(
    ports: Ports, clock: FixedClock
) -> None:
    _, request = await asked(ports)
    assert (await ports.teacher.post(f"{PATH}/{request}/withdraw")).status == 409
    assert (await ports.teacher.post(f"{PATH}/{request}/decline", {"words": " "})).status == 422
    assert (await ports.teacher.post(f"{PATH}/{request}/grant", {"minutes": 1})).status == 200
    assert (await ports.teacher.post(f"{PATH}/{request}/decline", {"words": "No."})).status == 409
    clock.advance(minutes=2)
    assert (await ports.teacher.post(f"{PATH}/{request}/withdraw")).status == 409
    for word, body in (("grant", {"minutes": 1}), ("decline", {"words": "No."}), ("withdraw", None)):
        assert (await ports.teacher.post(f"{PATH}/nosuch/{word}", body)).status == 404
    assert (await ports.teacher.get(f"{PATH}?state=closed")).status == 400
    assert (await ports.teacher.get(f"{PATH}?before=nosuch")).status == 400


async def test_the_words_are_among_the_decisions_as_every_text_is(ports: Ports) -> None:
    await asked(ports, "For my essay")
    newest = await ports.newest()
    assert (newest["kind"], newest["site"], newest["excerpt"]) == ("request", "world-news", "For my essay")
