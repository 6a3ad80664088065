"""GET /api/v1/me: the same as on the page, for programs."""

from __future__ import annotations

import json

from house import CODE
from ports import Ports, Program


async def test_it_says_all_that_is_kept(ports: Ports) -> None:
    dealt = json.loads((await ports.stranger.post("/api/v1/join", {"code": CODE})).text)
    me = await Program(ports.students, dealt["token"]).json("/api/v1/me")
    assert me == {
        **{name: dealt[name] for name in ("name", "role", "tier", "counts_as", "birthday")},
        "joined": "2026-03-14T09:05:00+00:00",
        "password": False,
        "devices": [{"since": "2026-03-14T09:05:00+00:00", "this": True}],
        "requests": [],
        "texts": [],
        "next": None,
    }


async def test_texts_come_newest_first_as_their_author_sees_them(ports: Ports) -> None:
    student, other = await ports.student(), await ports.student()
    for words in ("first", "at the square", "in the tunnel", "of the southland"):
        await ports.write(student, f"Title {words}", words)
    await ports.write(other, "Other", "other")
    page = await student.json("/api/v1/me?limit=2")
    rest = await student.json(f"/api/v1/me?limit=2&before={page['next']}")
    texts = page["texts"] + rest["texts"]
    assert [one["body"] for one in texts] == ["of the the other side", "at the square", "first"]
    assert [one["note"] for one in texts] == ["", "waiting", ""]
    assert rest["next"] is None


async def test_an_unknown_mark_or_limit_is_refused(ports: Ports) -> None:
    student = await ports.student()
    assert (await student.get("/api/v1/me?before=nosuchtext")).status == 404
    assert (await student.get("/api/v1/me?limit=0")).status == 400
    assert (await student.get("/api/v1/me?person=other")).status == 400


async def test_a_second_program_of_the_same_person_is_a_second_device(ports: Ports) -> None:
    dealt = json.loads((await ports.stranger.post("/api/v1/join", {"code": CODE})).text)
    back = {"name": dealt["name"], "secret": dealt["ticket"]}
    token = json.loads((await ports.stranger.post("/api/v1/return", back)).text)["token"]
    devices = (await Program(ports.students, token).json("/api/v1/me"))["devices"]
    assert [one["this"] for one in devices] == [False, True]
