"""The console's page of people: who is here, and what the teacher may do with each of them."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from house import Visitor
from ports import Ports, Student

from bbs.positions import ROLES
from bbs.store import audit, people

PAGE = 50


async def id_of(ports: Ports, student: Student) -> str:
    person = await people.by_name(ports.services.store, student.name)
    assert person is not None
    return person.id


async def pressed(browser: Visitor, path: str, **fields: str) -> str:
    """Send a form of a person's page, follow it, and give what the next page says."""
    answer = await browser.post(path, fields, page=path.rpartition("/")[0])
    assert answer.status == 303, answer.said
    return (await browser.get(answer.goes_to)).said


async def test_everybody_stands_there_in_the_order_they_joined(ports: Ports) -> None:
    students = [await ports.student() for _ in range(3)]
    await ports.write(students[0], "First", "Hello")
    await ports.write(students[0], "Second", "in the tunnel")
    page = await (await ports.browser()).get("/people")
    places = [page.said.index(one.name) for one in students]
    assert places == sorted(places)
    row = page.said[places[0] : places[1]]
    for words in ("role: student", "tier: intranet", "joined: 14 March, 10:05", "texts so far: 2"):
        assert words in row
    assert 'href="/people" aria-current="page"' in page.text


async def test_where_nobody_has_joined_the_page_says_so(ports: Ports) -> None:
    assert "Nobody has joined yet." in (await (await ports.browser()).get("/people")).said


async def test_many_people_are_shown_fifty_at_a_time(ports: Ports) -> None:
    store, first = ports.services.store, await ports.student()
    alike = await people.by_name(store, first.name)
    assert alike is not None
    for number in range(PAGE + 5):
        one = replace(alike, id=f"p{number}", name=f"Made-{number}")
        await store.write(lambda tx, one=one: people.add(tx, one))
    browser = await ports.browser()
    page = await browser.get("/people")
    later = re.search(r'rel="next" href="([^"]+)"', page.text)
    assert later is not None
    rest = await browser.get(later[1])
    names = [
        re.findall(r"<td[^>]*><a href=\"/people/[a-z0-9]+\"><bdi>([^<]+)<", one.text) for one in (page, rest)
    ]
    assert [len(one) for one in names] == [PAGE, 6]
    assert len({*names[0], *names[1]}) == PAGE + 6
    assert "From the first" in rest.said


async def test_role_and_tier_are_changed_and_hold_at_once(ports: Ports) -> None:
    student = await ports.student()
    browser, path = await ports.browser(), f"/people/{await id_of(ports, student)}"
    assert (await student.json("/api/v1/me"))["tier"] == "intranet"
    said = await pressed(browser, f"{path}/place", role="reporter", tier="elite")
    assert "Changed" in said
    me = await student.json("/api/v1/me")
    assert (me["role"], me["tier"]) == ("reporter", "elite")
    page = await browser.get(path)
    assert '<option value="reporter" selected>' in page.text
    assert '<option value="elite" selected>' in page.text
    row = (await audit.rows_after(ports.services.store))[-1]
    assert (row.action, row.actor, row.details) == (
        "placed",
        "teacher",
        {"role": "reporter", "tier": "elite"},
    )


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"role": "king", "tier": "intranet"}, "take student, professor, reporter, editor or official"),
        (
            {"role": "student", "tier": "moon"},
            "no tier &#39;moon&#39;; take none, intranet, elite or visitor",
        ),
        ({"role": "", "tier": ""}, "There is no role"),
        ({}, "There is no role"),
    ],
)
async def test_a_role_or_tier_that_is_not_there_is_refused_with_those_that_are(
    ports: Ports, fields: dict[str, str], says: str
) -> None:
    student = await ports.student()
    path = f"/people/{await id_of(ports, student)}"
    page = await (await ports.browser()).post(f"{path}/place", fields, page=path)
    assert page.status == 422
    assert says in page.text
    assert 'aria-invalid="true"' in page.text
    me = await student.json("/api/v1/me")
    assert (me["role"], me["tier"]) == ("student", "intranet")


async def test_every_role_and_tier_can_be_given(ports: Ports) -> None:
    student = await ports.student()
    browser, path = await ports.browser(), f"/people/{await id_of(ports, student)}"
    for role in ROLES:
        for tier in ports.services.allowlist.network.tiers:
            await pressed(browser, f"{path}/place", role=role, tier=tier)
            me = await student.json("/api/v1/me")
            assert (me["role"], me["tier"]) == (role, tier)


async def test_a_new_ticket_is_shown_once_and_the_old_one_is_worth_nothing(ports: Ports) -> None:
    dealt = json.loads((await ports.stranger.post("/api/v1/join", {"code": "otter-maple-42"})).text)
    student = Student(ports.students, dealt["token"], dealt["name"])
    browser, path = await ports.browser(), f"/people/{await id_of(ports, student)}"
    page = await browser.post(f"{path}/ticket", {}, page=path)
    found = re.search(r'class="words">(\w+-\w+-\w+)<', page.text)
    assert found is not None
    assert found[1] not in (await browser.get(path)).text
    for secret, status in ((dealt["ticket"], 403), (found[1], 201)):
        back = await ports.stranger.post("/api/v1/return", {"name": student.name, "secret": secret})
        assert back.status == status
    assert (await student.get("/api/v1/me")).status == 200


async def test_signing_somebody_out_everywhere_ends_every_session_of_theirs(ports: Ports) -> None:
    student, other = await ports.student(), await ports.student()
    assert (await student.get("/api/v1/me")).status == 200
    browser, path = await ports.browser(), f"/people/{await id_of(ports, student)}"
    assert "Signed out everywhere" in await pressed(browser, f"{path}/sign-out")
    assert (await student.get("/api/v1/me")).status == 401
    assert (await other.get("/api/v1/me")).status == 200
    assert "signed in on 0 devices" in (await browser.get(path)).said


async def test_erasing_asks_first_and_then_there_is_nobody_of_this_name(ports: Ports) -> None:
    student, other = await ports.student(), await ports.student()
    await ports.write(student, "Hello", "annswords")
    browser, path = await ports.browser(), f"/people/{await id_of(ports, student)}"
    asked = await browser.get(f"{path}/erase")
    assert "Nobody can undo this." in asked.said
    assert "annswords" in (await browser.get("/")).said
    answer = await browser.post(f"{path}/erase", {})
    page = await browser.get(answer.goes_to)
    assert "Erased: name, birthday and every word are gone." in page.said
    assert student.name not in page.text
    assert other.name in page.text
    assert "annswords" not in (await browser.get("/")).text
    assert (await browser.get(path)).status == 404
    assert (await student.get("/api/v1/me")).status == 401


@pytest.mark.parametrize("doing", ["place", "ticket", "sign-out", "erase"])
async def test_no_form_works_from_elsewhere(ports: Ports, doing: str) -> None:
    student = await ports.student()
    browser, path = await ports.browser(), f"/people/{await id_of(ports, student)}"
    before = len(await audit.rows_after(ports.services.store))
    fields = {"role": "editor", "tier": "elite"}
    for wrong in ({"form_token": "0" * 64}, {"form_token": ""}):
        assert (await browser.post(f"{path}/{doing}", fields | wrong, page=path)).status == 403
    assert (
        await browser.post(f"{path}/{doing}", fields, page=path, Origin="http://evil.example")
    ).status == 403
    assert len(await audit.rows_after(ports.services.store)) == before


async def test_a_program_reads_the_same_list(ports: Ports) -> None:
    students = [await ports.student() for _ in range(3)]
    await ports.write(students[1], "Hello", "Hello")
    first = await ports.teacher.json("/api/v1/people?limit=2")
    rest = await ports.teacher.json(f"/api/v1/people?limit=2&after={first['next']}")
    assert [one["name"] for one in first["people"] + rest["people"]] == [one.name for one in students]
    assert rest["next"] is None
    assert first["people"][1] == {
        "id": await id_of(ports, students[1]),
        "name": students[1].name,
        "role": "student",
        "tier": "intranet",
        "counts_as": "intranet",
        "birthday": (await students[1].json("/api/v1/me"))["birthday"],
        "joined": "2026-03-14T09:05:00+00:00",
        "posts": 1,
    }
    assert (await ports.teacher.get("/api/v1/people?limit=0")).status == 400
