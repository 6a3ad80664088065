"""The network by program: all of it for the teacher, and for a student no more than a browser shows."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from house import Visitor
from networks import OwnNetwork, own_network
from ports import Ports, open_ports

from bbs.lesson import Clock
from bbs.network.resolve import Ask
from bbs.store import audit, people

PATH = "/api/v1/network"


@pytest.fixture
def own(tmp_path: Path) -> OwnNetwork:
    return own_network(tmp_path)


@pytest.fixture
async def ports(tmp_path: Path, clock: Clock, own: OwnNetwork) -> AsyncIterator[Ports]:
    async with open_ports(tmp_path, clock, pack=str(own.file)) as opened:
        yield opened


async def post(ports: Ports, path: str, data: Any = None) -> tuple[int, Any]:
    answer = await ports.teacher.post(f"{PATH}/{path}", data)
    return answer.status, json.loads(answer.text)


async def test_the_state_says_what_is_in_force_and_how_the_switches_stand(ports):
    found = await ports.teacher.json(PATH)
    assert (found["id"], found["sites"], found["tiers"]) == (
        "small-net",
        7,
        ["none", "intranet", "elite", "visitor"],
    )
    assert found["on_disk"] is None
    (switch,) = found["switches"]
    assert (switch["id"], switch["state"]) == ("visitors", "open")
    assert switch["states"][0] == {
        "id": "open",
        "title": "All open",
        "date": "2013-02",
        "note": "",
        "source": "A newspaper",
    }


async def test_a_switch_turns_and_a_state_that_there_is_not_is_told(ports):
    status, found = await post(ports, "switches/visitors", {"state": "closed"})
    assert (status, found["switches"][0]["state"]) == (200, "closed")
    status, found = await post(ports, "switches/visitors", {"state": "shut"})
    assert (status, found["errors"][0]["field"]) == (422, "state")
    assert found["detail"] == "Names outside for guests can be open, closed; not 'shut'."
    assert (await post(ports, "switches/guests", {"state": "open"}))[0] == 404
    assert (await post(ports, "switches/visitors", {}))[0] == 422
    assert [row.action for row in await audit.rows_after(ports.services.store)].count("switched") == 1


async def test_changed_files_are_described_and_put_in_force(ports, own):
    own.change("title: World News", "title: The World")
    disk = (await ports.teacher.json(PATH))["on_disk"]
    assert (disk["usable"], disk["files"], disk["problems"]) == (True, [str(own.file)], [])
    assert (await post(ports, "reload", {"seen": "nonsense"}))[0] == 409
    status, found = await post(ports, "reload", {"seen": disk["seen"]})
    assert (status, found["on_disk"]) == (200, None)
    assert ports.services.allowlist.network.sites["news"].title == "The World"
    assert (await post(ports, "reload"))[0] == 200, (
        "what is in force already is put in force by doing nothing"
    )


async def test_broken_files_answer_with_every_line_and_column_and_change_nothing(ports, own):
    own.change("kind: newspaper", "kind: newspapr")
    status, found = await post(ports, "reload")
    assert (status, found["title"]) == (422, "This can't be used")
    assert [(one["line"], one["column"]) for one in found["errors"]] == [(16, 47)]
    assert found["errors"][0]["remedy"] == "did you mean `newspaper`?"
    assert (await ports.teacher.json(PATH))["on_disk"]["usable"] is False
    own.file.unlink()
    status, found = await post(ports, "reload")
    assert "this file can't be read" in found["detail"]
    assert "chat" in ports.services.allowlist.network.sites


async def test_the_matrix_by_program_is_what_the_network_decides(ports):
    found = await ports.teacher.json(f"{PATH}/matrix?at=08:30&day=mon&switch=visitors=closed")
    assert (found["at"], found["day"], found["switches"]) == ("08:30", "mon", {"visitors": "closed"})
    cells = {site["site"]: site["tiers"] for site in found["sites"]}
    assert cells["films"]["intranet"]["rule"] == "exam-hours"
    assert {site["visitor"]["rule"] for site in cells.values()} == {"shut"}


async def test_the_teacher_tries_an_address_for_any_tier_and_is_told_everything(ports):
    found = await ports.teacher.json(f"{PATH}/try?url=chat&tier=elite&method=POST")
    assert (found["verdict"], found["way"], found["rule"], found["line"]) == (
        "refused",
        "reset",
        "listed",
        28,
    )
    assert found["method"] == "POST"
    found = await ports.teacher.json(f"{PATH}/try?url=library&tier=none")
    assert (found["way"], found["told"], found["why"]) == (
        "missing",
        "",
        "Library is not on the list of sites for tier none.",
    )


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("try", "can't be an address; write it as http://portal.small.test/"),
        ("try?url=board&tier=king", "`king` is not a tier of Small Net"),
        ("try?url=board&method=FETCH", "`FETCH` is not a method"),
        ("try?url=board&at=25:00", "is not a time of day"),
        ("try?url=board&host=x", "it may not name 'host'"),
        ("matrix?day=someday", "`someday` is not a day"),
        ("matrix?switch=visitors", "turns no switch; write it as visitors=open"),
    ],
)
async def test_a_question_that_cannot_be_answered_says_what_to_write(ports, query, said):
    answer = await ports.teacher.get(f"{PATH}/{query}")
    assert (answer.status, said in json.loads(answer.text)["detail"]) == (400, True), answer.text


# What a student is told.


async def shown(student: Any, url: str) -> Any:
    return await student.json(f"{PATH}/try?url={quote(url)}")


async def test_an_address_that_opens_says_so_with_a_link(ports):
    student = await ports.student()
    assert await shown(student, "http://library.small.test/hours?x") == {
        "status": 200, "title": "Library", "site": "library", "url": "/~library/hours", "reason": "",
    }  # fmt: skip
    assert (await shown(student, "library/caf%C3%A9 au lait"))["url"] == "/~library/caf%C3%A9%20au%20lait"


async def test_a_refusal_says_no_more_than_the_browser_would(ports):
    student = await ports.student()
    law = await shown(student, "news")
    assert (law["status"], law["reason"]) == (451, "This address is not available on Small Net.")
    assert await shown(student, "chat") == {
        "status": None, "site": None, "url": None, "title": "This address can't be reached",
        "says": "The connection was reset.", "code": "CONNECTION RESET", "reason": "",
    }  # fmt: skip
    page = await shown(student, "http://www.example.com/")
    assert (page["status"], page["reason"]) == (403, "www.example.com is not listed on Small Net.")


async def test_a_lie_is_told_as_a_lie(ports):
    student = await ports.student()
    person = await people.by_name(ports.services.store, student.name)
    await ports.services.roster.set_place(person.id, "student", "none")
    answer = await student.get(f"{PATH}/try?url=library")
    assert json.loads(answer.text) == {
        "status": 404, "site": None, "url": None, "title": "Not found",
        "says": "There is no page at this address.", "code": "404 Not Found", "reason": "",
    }  # fmt: skip
    for word in ("library", "Library", "tier", "rule", "small.yaml", "refused", "does not open"):
        assert word not in answer.text


async def test_what_a_program_is_told_is_what_the_browser_gets(ports):
    student = await ports.student()
    store, roster = ports.services.store, ports.services.roster
    person = await people.by_name(store, student.name)
    browser = Visitor(ports.students, cookies={"closednet": student.token})
    for tier in ("none", "intranet", "elite", "visitor"):
        await roster.set_place(person.id, "student", tier)
        for site in ports.services.allowlist.network.sites.values():
            told = await shown(student, site.host)
            decided = ports.services.allowlist.network.resolve(Ask(site.host, tier=tier))
            assert told["status"] == getattr(decided, "status", 200)
            if told["status"] is not None and site.kind != "portal":
                page = await browser.get(f"/~{site.id}/")
                assert page.status == told["status"], (tier, site.id)
                if told["status"] != 200:
                    assert told["title"] in page.said or str(told["status"]) in page.said


@pytest.mark.parametrize(
    "url", ["", "ht!tp://x", "\x00", "ftp://board.small.test/", "user@board.small.test", "x" * 5000]
)
async def test_what_cannot_be_an_address_is_said_as_the_address_bar_says_it(ports, url):
    answer = await shown(await ports.student(), url)
    assert answer["site"] is None
    assert answer["status"] in {403, 421}


async def test_somebody_who_has_not_joined_is_told_nothing(ports):
    assert (await ports.stranger.get(f"{PATH}/try?url=board")).status == 401
    assert (await (await ports.student()).get(f"{PATH}/try?url=board&tier=elite")).status == 400
