"""The console puts another network in force for a new lesson: looked at first, told, recorded, and kept for the next start."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from heard import heard
from networks import OwnNetwork, own_network
from ports import Ports, open_ports

from bbs.lesson import Clock
from bbs.pack import read_pack
from bbs.pack_places import FIRST_PACK, shipped_packs
from bbs.services import open_services
from bbs.settings import Settings
from bbs.store import audit, people

PAGE = "/network/packs"
API = "/api/v1/network/packs"


@pytest.fixture
def own(tmp_path: Path) -> OwnNetwork:
    return own_network(tmp_path)


@pytest.fixture
async def ports(tmp_path: Path, clock: Clock, own: OwnNetwork) -> AsyncIterator[Ports]:
    async with open_ports(tmp_path, clock, pack=str(own.file)) as opened:
        yield opened


async def test_the_page_lists_the_shipped_networks_and_the_one_of_the_start_and_changes_nothing(ports, own):
    page = await (await ports.browser()).get(PAGE)
    assert page.status == 200
    for name in shipped_packs():
        assert read_pack(name).network.title in page.said
    assert str(own.file) in page.said
    assert page.said.count("It is in force now.") == 1
    assert ports.services.allowlist.network.id == "small-net"


async def test_what_is_looked_at_says_which_sites_go_and_come_who_loses_a_place_and_that_names_end_otherwise(
    ports,
):
    student, teacher = await ports.student(), await ports.browser()
    person = await people.by_name(ports.services.store, student.name)
    await ports.services.roster.set_place(person.id, "student", "visitor")
    page = await teacher.get(f"{PAGE}?look=school-filter")
    assert "Hillside Net instead of Small Net" in page.said
    assert "Sites that go Film House, Paper" in page.said
    assert "Timetable, Canteen" in page.said.partition("Sites that come")[2]
    assert "1 person is in the tier visitor, which Hillside Net does not have" in page.said
    assert "Names inside end in hillside.test and no longer in small.test" in page.said
    assert ports.services.allowlist.network.id == "small-net", "nothing takes effect by being looked at"


async def test_a_network_is_chosen_for_everybody_recorded_told_and_undone(ports, own):
    teacher, student = await ports.browser(), await ports.student()
    receipt = await ports.write(student, "Good day", "Good morning", "friends")
    news = heard(ports.services.feed)
    assert (await student.get("/~films/")).status == 200
    page = await teacher.get(f"{PAGE}?look=school-filter")
    seen = page.text.split('name="seen" value="')[1].split('"')[0]
    answer = await teacher.post(
        PAGE, {"pack": "school-filter", "seen": seen}, page=f"{PAGE}?look=school-filter"
    )
    assert answer.goes_to == "/network?notice=chosen"
    assert "In force: another network." in (await teacher.get(answer.goes_to)).said
    assert (await student.get("/~films/")).status == 403
    assert (await student.get("/~timetable/categories")).status == 200
    assert (await student.get(f"/~board/threads/{receipt['thread']}")).status == 200, "the board stays"
    row = (await audit.rows_after(ports.services.store))[-1]
    assert (row.actor, row.action, row.subject) == ("teacher", "chosen", "school-filter")
    assert json.loads(row.detail)["network_was"] == "small-net"
    assert "chosen" in [one.action for one in news]
    back = await ports.teacher.post(API, {"pack": str(own.file)})
    assert back.status == 200
    assert (await student.get("/~films/")).status == 200


async def test_nothing_but_what_was_looked_at_is_put_in_force(ports, own):
    teacher = await ports.browser()
    for sent in (
        {"pack": "school-filter"},
        {"pack": "school-filter", "seen": "nonsense"},
        {"pack": "nowhere", "seen": ""},
        {"pack": "/etc/passwd"},
        {},
    ):
        answer = await teacher.post(PAGE, sent, page=f"{PAGE}?look=school-filter")
        assert answer.goes_to == f"{PAGE}?notice=look-again-network"
    assert (await teacher.get(f"{PAGE}?look=nowhere")).status == 404
    assert ports.services.allowlist.network.id == "small-net"


async def test_a_network_with_mistakes_is_shown_with_every_one_and_has_no_button(ports, own):
    teacher = await ports.browser()
    assert (await ports.teacher.post(API, {"pack": FIRST_PACK})).status == 200
    own.change("kind: newspaper", "kind: '<b>newspapr'")
    page = await teacher.get(f"{PAGE}?look={own.file}")
    assert f"{own.file} can't be used" in page.said
    assert "line 16, column 47: `<b>newspapr` is not a value of `kind`" in page.said
    assert 'name="seen"' not in page.text
    answer = await ports.teacher.post(API, {"pack": str(own.file)})
    assert (answer.status, json.loads(answer.text)["errors"][0]["line"]) == (422, 16)
    own.file.unlink()
    assert "this file can't be read" in (await teacher.get(f"{PAGE}?look={own.file}")).said
    assert ports.services.allowlist.network.id == FIRST_PACK


async def test_a_program_lists_looks_at_and_chooses_the_same_networks(ports, own):
    found = await ports.teacher.json(API)
    assert [one["id"] for one in found["packs"]] == [*shipped_packs(), str(own.file)]
    assert [one["id"] for one in found["packs"] if one["in_force"]] == [str(own.file)]
    assert found["looked_at"] is None
    looked_at = (await ports.teacher.json(f"{API}?look=company-intranet"))["looked_at"]
    assert (looked_at["usable"], looked_at["gone"][0]) == (True, "Film House")
    wrong = await ports.teacher.post(API, {"pack": "company-intranet", "seen": "nonsense"})
    assert wrong.status == 409
    assert (await ports.teacher.post(API, {"pack": "nowhere"})).status == 404
    assert (await ports.teacher.get(f"{API}?look=nowhere")).status == 404
    right = await ports.teacher.post(API, {"pack": "company-intranet", "seen": looked_at["seen"]})
    assert [one["id"] for one in json.loads(right.text)["packs"] if one["in_force"]] == ["company-intranet"]


async def test_the_one_in_force_chosen_again_is_no_news(ports, own):
    before = len(await audit.rows_after(ports.services.store))
    assert (await ports.teacher.post(API, {"pack": str(own.file)})).status == 200
    assert len(await audit.rows_after(ports.services.store)) == before


async def test_the_last_choice_holds_after_a_restart_and_what_is_named_at_the_start_comes_first(
    tmp_path, own
):
    plain = Settings(data=tmp_path / "data", open_browser=False)
    named = Settings(data=tmp_path / "data", open_browser=False, pack=str(own.file))
    async with open_services(plain) as services:
        assert services.allowlist.network.id == FIRST_PACK
        await services.allowlist.choose(read_pack("company-intranet"))
    async with open_services(plain) as services:
        assert services.allowlist.network.id == "company-intranet"
    async with open_services(named) as services:
        assert services.allowlist.network.id == "small-net"
        assert services.allowlist.started_with == str(own.file)
    async with open_services(plain) as services:
        assert services.allowlist.network.id == "company-intranet", "a start with --pack forgets nothing"
    async with open_services(named) as services:
        await services.allowlist.choose(read_pack("school-filter"))
        await services.allowlist.choose(read_pack(str(own.file)))
    async with open_services(plain) as services:
        assert services.allowlist.network.id == FIRST_PACK, "a network of one's own has to be named"


async def test_whose_tier_the_network_does_not_have_counts_as_the_ordinary_one_and_is_told_so_everywhere(
    ports, own
):
    student, teacher, store = await ports.student(), await ports.browser(), ports.services.store
    person = await people.by_name(store, student.name)
    await ports.services.roster.set_place(person.id, "student", "elite")
    assert (await student.get("/~news/")).status == 200
    assert (await ports.teacher.post(API, {"pack": "school-filter"})).status == 200
    assert [(await student.get(path)).status for path in ("/", "/~timetable/", "/~news/")] == [200, 200, 403]
    counts = "the tier elite, which Hillside Net does not have: while it is in force, this person counts as intranet."
    assert counts in (await teacher.get("/network")).said
    assert (await ports.teacher.json("/api/v1/network"))["without_tier"] == [f"1 person is in {counts}"]
    (listed,) = (await ports.teacher.json("/api/v1/people"))["people"]
    assert (listed["tier"], listed["counts_as"]) == ("elite", "intranet")
    assert "elite not in this network; counts as intranet" in (await teacher.get("/people")).said
    own_page = (await student.get("/me")).said
    assert "Your tier is elite , which Hillside Net does not have" in own_page
    assert "you count as intranet" in own_page
    me = await student.json("/api/v1/me")
    assert (me["tier"], me["counts_as"]) == ("elite", "intranet")
    assert (await people.by_id(store, person.id)).tier == "elite", "it is kept"
    assert (await ports.teacher.post(API, {"pack": str(own.file)})).status == 200
    assert (await student.get("/~news/")).status == 200
    assert "elite not in this network" not in (await teacher.get("/people")).said
    assert (await student.json("/api/v1/me"))["counts_as"] == "elite"


async def test_the_choice_of_tiers_has_those_of_the_network_and_names_the_one_that_is_gone(ports):
    student, teacher = await ports.student(), await ports.browser()
    person = await people.by_name(ports.services.store, student.name)
    await ports.services.roster.set_place(person.id, "student", "elite")
    assert (await ports.teacher.post(API, {"pack": "school-filter"})).status == 200
    path = f"/people/{person.id}"
    page = (await teacher.get(path)).text
    assert '<option value="elite" selected>elite (not in this network; counts as intranet)</option>' in page
    assert re.findall('<option value="([a-z-]+)', page.partition('id="tier"')[2]) == [
        *("intranet", "sixth-form", "teachers", "elite"),
    ]
    remark = "Hillside Net has no tier elite: while it is in force, this person counts as intranet."
    assert remark in page, "a narrow choice may be cut"
    kept = await teacher.post(f"{path}/place", {"role": "editor", "tier": "elite"}, page=path)
    assert kept.goes_to == f"{path}?notice=placed", "another role leaves the tier as it is"
    gone = await teacher.post(f"{path}/place", {"role": "editor", "tier": "visitor"}, page=path)
    assert gone.status == 422


async def test_an_address_of_the_network_before_says_when_the_network_was_changed(ports):
    student, teacher = await ports.student(), await ports.browser()
    assert (await student.get("/~films/")).status == 200
    assert (await ports.teacher.post(API, {"pack": "school-filter"})).status == 200
    page = await student.get("/~films/")
    assert page.status == 403
    said = "The network was changed at 10:05: Film House belonged to the one before, Small Net."
    assert said in page.said
    assert "is told that the network was changed" in (await teacher.get("/network?notice=chosen")).said


async def test_who_joins_a_network_is_put_into_its_own_ordinary_tier(ports, own):
    own.change("intranet", "inside")
    assert (await ports.teacher.post("/api/v1/network/reload")).status == 200
    assert (await ports.teacher.json("/api/v1/network"))["joins"] == "inside"
    student = await ports.student()
    me = await student.json("/api/v1/me")
    assert (me["tier"], me["counts_as"]) == ("inside", "inside")
    assert (await student.get("/~films/")).status == 200


@pytest.mark.parametrize(
    ("pack", "people_are", "boards"),
    [
        (
            "bright-net",
            ("university student", "professor"),
            ("the choir, the canteen, the exams", "What professors want"),
        ),
        ("school-filter", ("pupil", "teacher"), ("lessons, clubs, lunch", "What teachers want")),
        (
            "company-intranet",
            ("member of staff", "head of department"),
            ("lifts home", "What heads of department"),
        ),
    ],
)
async def test_each_network_has_its_own_words_for_boards_and_people_from_the_next_page_on(
    ports, pack, people_are, boards
):
    student, teacher = await ports.student(), await ports.browser()
    person = await people.by_name(ports.services.store, student.name)
    receipt = await ports.write(student, "Good day", "Good morning", "friends")
    thread = f"/~board/threads/{receipt['thread']}"
    assert "student" in (await student.get(thread)).said, (
        "a network without words of its own has neutral ones"
    )
    assert "What everybody should know." in (await student.get("/~board/")).said
    assert (await ports.teacher.post(API, {"pack": pack})).status == 200
    for role, word in zip(("student", "professor"), people_are, strict=True):
        await ports.services.roster.set_place(person.id, role, "intranet")
        assert f"You are a {word}" in (await student.get("/me")).said
        assert word in (await student.get(thread)).said
        page = await teacher.get(f"/people/{person.id}")
        assert word in page.said
        assert f'<option value="{role}" selected>' in page.text
    for path in ("/", "/~board/"):
        page = (await student.get(path)).said
        assert all(words in page for words in boards), path
    listed = {one["id"]: one for one in await student.json("/api/v1/boards")}
    assert boards[0] in listed["friends"]["about"]
    assert listed["friends"]["title"] == "Open talk"
