"""The console's page of the network: who may open what and why, its switches, and its file when that has changed."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from house import Visitor
from networks import OwnNetwork, own_network
from ports import Ports, open_ports

from bbs.lesson import Clock
from bbs.store import audit, people


@pytest.fixture
def own(tmp_path: Path) -> OwnNetwork:
    return own_network(tmp_path)


@pytest.fixture
async def ports(tmp_path: Path, clock: Clock, own: OwnNetwork) -> AsyncIterator[Ports]:
    async with open_ports(tmp_path, clock, pack=str(own.file)) as opened:
        yield opened


async def test_the_matrix_shows_each_site_with_what_each_tier_gets_and_why(ports):
    page = await (await ports.browser()).get("/network")
    assert page.status == 200
    for site in ports.services.allowlist.network.sites.values():
        assert site.title in page.said
    assert "Library is on the list of sites for tier intranet. By the list opens , line 8 ." in page.said
    assert (
        "World News is not on the list of sites for tier intranet. By the list opens , line 8 . The visitor gets: A page that names the law"
        in page.said
    )
    assert "And is told the reason." in page.said
    assert "And is told: This address is not available on Small Net." in page.said
    assert "The rule listed closes Chat. By the rule listed , line 28 ." in page.said
    assert "With the notice: This session is observed." in page.said


async def test_the_matrix_is_shown_for_another_time_and_with_other_switches(ports):
    teacher = await ports.browser()
    assert "Closed for guests." not in (await teacher.get("/network")).said
    page = await teacher.get("/network?at=08:30&day=mon&switch-visitors=closed")
    assert "Closed for guests. By the rule shut , line 27 ." in page.said
    assert "Films are closed during exams." in page.said
    assert "as it would be" in page.said
    assert 'value="08:30"' in page.text
    assert "It stands here now." in page.said.partition("None opens since March 2013")[0], (
        "nothing was turned"
    )
    assert await audit.rows_after(ports.services.store) is not None
    assert ports.services.allowlist.network.standing["visitors"] == "open"


MISTAKES = {
    "at": ("25:00", "Time: '25:00' is not a time of day; write it as 14:05."),
    "day": ("someday", "Day: `someday` is not a day; write one of mon, tue, wed, thu, fri, sat, sun."),
    "switch-visitors": (
        "opn",
        "Names outside for guests: `opn` is not a state of visitors; did you mean `open`?",
    ),
}


@pytest.mark.parametrize("wrong", [["at"], ["day"], ["switch-visitors"], ["day", "at"], [*MISTAKES]])
async def test_each_mistake_is_said_by_itself_and_leads_to_its_field(ports, wrong):
    query = "&".join(f"{field}={MISTAKES[field][0]}" for field in wrong)
    page = await (await ports.browser()).get(f"/network?{query}")
    for field, (_, says) in MISTAKES.items():
        assert (says in page.said) is (field in wrong), page.said[:900]
        assert (f'<a href="#{field}">' in page.text) is (field in wrong)
        assert (
            f'name="{field}" aria-invalid' in re.sub(r'name="at" [^>]* aria', 'name="at" aria', page.text)
        ) is (field in wrong)


@pytest.mark.parametrize("query", ["at=25:00", "day=someday", "switch-visitors=shut", "at=%00", "day=%ff"])
async def test_a_moment_that_cannot_be_is_said_and_the_page_shows_it_as_it_is_now(ports, query):
    page = await (await ports.browser()).get(f"/network?{query}")
    assert page.status == 200
    assert 'role="alert"' in page.text
    assert "as it is now" in page.said


async def test_rules_on_some_pages_only_are_listed_below_the_matrix(ports):
    page = await (await ports.browser()).get("/network")
    assert "no-deleting , line 36: refuses with page, DELETE" in page.said


async def test_a_switch_is_turned_for_everybody_and_kept_pages_are_old(ports):
    teacher, student = await ports.browser(), await ports.student()
    store = ports.services.store
    person = await people.by_name(store, student.name)
    await ports.services.roster.set_place(person.id, "student", "visitor")
    assert (await student.get("/~news/")).status == 200
    answer = await teacher.post("/network/switches/visitors", {"state": "closed"}, page="/network")
    assert (answer.status, answer.goes_to) == (303, "/network?notice=turned")
    assert (await student.get("/~news/")).status == 403
    page = await teacher.get(answer.goes_to)
    assert "Turned: it holds from the next page that is opened." in page.said
    assert [row.action for row in await audit.rows_after(store)].count("switched") == 1
    again = await teacher.post("/network/switches/visitors", {"state": "nonsense"}, page="/network")
    assert again.goes_to == "/network?notice=look-again"
    assert ports.services.allowlist.network.standing["visitors"] == "closed"


async def test_changed_files_are_shown_and_put_in_force_on_a_button(ports, own):
    teacher = await ports.browser()
    assert "on disk have changed" not in (await teacher.get("/network")).said
    own.change("title: World News", "title: The World")
    own.change("chat.outside.test", "chat.outside.test\n@@||b.test^", "lists/shut.txt")
    page = await teacher.get("/network")
    assert "The network's files on disk have changed" in page.said
    assert "lists/shut.txt, line 2: `@@||b.test^` is left out" in page.said
    assert "The World" in page.said.partition("The visitor gets")[0]
    seen = page.text.split('name="seen" value="')[1].split('"')[0]
    answer = await teacher.post("/network/reload", {"seen": seen}, page="/network")
    assert answer.goes_to == "/network?notice=reloaded"
    page = await teacher.get(answer.goes_to)
    assert "In force: the network is as its files on disk say." in page.said
    assert "The World" in page.said.partition("Who may open what")[2]


async def test_files_that_were_changed_since_they_were_looked_at_are_not_put_in_force(ports, own):
    teacher = await ports.browser()
    own.change("title: World News", "title: The World")
    seen = (await teacher.get("/network")).text.split('name="seen" value="')[1].split('"')[0]
    own.change("title: The World", "title: Another")
    for sent in (seen, "", "nonsense"):
        answer = await teacher.post("/network/reload", {"seen": sent}, page="/network")
        assert answer.goes_to == "/network?notice=changed"
    assert ports.services.allowlist.network.sites["news"].title == "World News"


async def test_a_broken_file_is_shown_with_every_mistake_and_has_no_button(ports, own):
    teacher = await ports.browser()
    own.change("kind: newspaper", "kind: '<b>newspapr'")
    page = await teacher.get("/network")
    assert "The network's files on disk can't be used" in page.said
    assert (
        "line 16, column 47: `<b>newspapr` is not a value of `kind`; did you mean `newspaper`?" in page.said
    )
    assert "/network/reload" not in page.text
    assert "<b>newspapr" not in page.text
    assert (
        await teacher.post("/network/reload", {"seen": ""}, page="/network")
    ).goes_to == "/network?notice=changed"
    own.file.unlink()
    assert "this file can't be read" in (await teacher.get("/network")).said


async def test_somebody_whose_tier_a_changed_file_has_lost_counts_as_who_joins_and_can_be_given_another(
    ports, own
):
    student, teacher = await ports.student(), ports.teacher
    own.change("intranet", "inside")
    own.change("kind: pages, title: Film House", "kind: pages, title: Film Theatre")
    answer = await teacher.post("/api/v1/network/reload")
    assert answer.status == 200, answer.text
    for path in ("/", "/~board/", "/~films/"):
        assert (await student.get(path)).status == 200, path
    assert (await student.get("/api/v1/boards/friends/threads")).status == 200
    person = await people.by_name(ports.services.store, student.name)
    page = await (await ports.browser()).get(f"/people/{person.id}")
    assert "intranet (not in this network; counts as inside)" in page.said
    await ports.services.roster.set_place(person.id, "student", "elite")
    assert (await student.get("/~news/")).status == 200


async def test_a_board_that_is_gone_hides_what_was_written_and_shows_it_again_when_it_is_back(ports, own):
    student, teacher = await ports.student(), ports.teacher
    receipt = await ports.write(student, "Good day", "Good morning", "friends")
    reader, page = (
        Visitor(ports.students, cookies={"closednet": student.token}),
        f"/~board/threads/{receipt['thread']}",
    )
    assert [(await reader.get(page)).status for _ in range(2)] == [200, 200]
    for old, new in (
        ("id: board", "id: meeting"),
        ("[portal, board", "[portal, meeting"),
        ("site: board", "site: meeting"),
    ):
        own.change(old, new)
    assert (await teacher.post("/api/v1/network/reload")).status == 200
    assert (await reader.get(page)).status == 403, "a page that is kept in memory is old as well"
    assert (await student.get("/")).status == 200
    assert await student.json("/api/v1/boards") == []
    assert (await student.get(f"/api/v1/threads/{receipt['thread']}")).status == 404
    assert (await student.post("/api/v1/boards/friends/threads", {"title": "x", "body": "y"})).status == 404
    assert (await student.get(f"/~board/threads/{receipt['thread']}")).status == 403
    own.change("id: meeting", "id: board")
    own.change("[portal, meeting", "[portal, board")
    own.change("site: meeting", "site: board")
    assert (await teacher.post("/api/v1/network/reload")).status == 200
    assert (await student.get(f"/~board/threads/{receipt['thread']}")).status == 200


async def test_of_many_sites_a_page_shows_some_and_leads_on(ports, own):
    many = "".join(f"  - {{id: a{n}, host: a{n}.outside.test, kind: outside}}\n" for n in range(300))
    own.change("rules:\n", "more:\nrules:\n".replace("more:\n", ""))
    own.change("switches:\n", f"{many}switches:\n")
    answer = await ports.teacher.post("/api/v1/network/reload")
    assert answer.status == 200, answer.text
    teacher = await ports.browser()
    first = await teacher.get("/network")
    assert "a192.outside.test" in first.said
    assert "a193.outside.test" not in first.said
    second = await teacher.get("/network?after=a192")
    assert "a193.outside.test" in second.said
    assert "a299.outside.test" in second.said
    assert "More sites" in first.said
    assert "More sites" not in second.said
    assert json.loads((await ports.teacher.get("/api/v1/network")).text)["sites"] == 307
