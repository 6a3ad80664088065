"""Asking the librarian, and the reading room as readers find it: what the form says, what lies where, and for whom."""

from __future__ import annotations

import re

import pytest
from house import Answer, Visitor
from ports import Ports

from bbs.copies import Sheet
from bbs.network.resolve import Network
from bbs.pack import read_pack
from bbs.pack_places import shipped_packs
from bbs.store import requests
from bbs.store.copies import Copy, Original

DESK, ROOM = "/~library/ask", "/~library/reading/copies"
FORM = f'action="{DESK}"'


async def ask(visitor: Visitor, address: str = "news.outside.test/bridge", **more: str) -> Answer:
    once = re.search(r'name="once" value="([^"]+)"', (await visitor.get(DESK)).text)
    fields = {"title": address, "body": "For my essay", "once": once[1] if once else ""} | more
    return await visitor.post(DESK, fields)


async def lay(
    ports: Ports, body: str = "The bridge opens.", *, for_all: bool = False, page: str = "/bridge"
) -> Copy:
    """Answer the newest request with a copy of a page abroad."""
    pages = ports.services.allowlist.pages["world-news"]
    original = Original("world-news", page, pages[page].file, pages[page].text)
    newest = (await requests.newest(ports.services.store))[0]
    sheet = Sheet("Of the bridge", body, "World News", for_all, original)
    return await ports.services.copies.lay(newest.id, sheet)


# Asking


async def test_the_form_stands_under_the_page_that_the_network_file_names_and_under_no_other(
    ports: Ports,
) -> None:
    visitor = await ports.resident()
    page = await visitor.get(DESK)
    assert FORM in page.text
    assert 'maxlength="120"' in page.text
    assert 'maxlength="500"' in page.text
    for path in ("/~library/", "/~library/hours", "/~library/reading", "/~press/"):
        assert "Ask here" not in (await visitor.get(path)).said
        assert (await visitor.post(path, {"title": "x", "body": "y"}, DESK)).status == 405
    await ports.services.allowlist.choose(read_pack("school-filter"))
    assert "Ask here" in (await visitor.get("/~library/approved")).said


async def test_whoever_asks_is_led_to_what_they_have_asked_for(ports: Ports) -> None:
    visitor = await ports.resident()
    assert (
        await ask(visitor, "news.outside.test/bridge <b>", body="For <i>us</i>")
    ).goes_to == "/me/requests"
    listed = await visitor.get("/me/requests")
    for words in ("news.outside.test/bridge <b>", "For <i>us</i>", "It waits for an answer."):
        assert words in listed.said
    assert "<i>us" not in listed.text
    (one,) = await requests.newest(ports.services.store)
    assert (one.desk, one.site, one.path, one.state) == ("library", "world-news", "/", "open")


@pytest.mark.parametrize(
    ("address", "site", "path"),
    [
        ("http://news.outside.test/bridge", "world-news", "/bridge"),
        ("world news", "world-news", "/"),
        ("203.0.113.20", "world-news", "/"),
        ("world-news/bridge/", "world-news", "/bridge"),
        ("world-news/nosuchpage", "world-news", "/"),
        ("search.outside.test", "search", "/"),
        ("www.example.com/x", "", "/"),
        ("a book with a blue back", "", "/"),
    ],
)
async def test_an_address_is_understood_as_the_address_bar_does(
    ports: Ports, address: str, site: str, path: str
) -> None:
    assert (await ask(await ports.resident(), address)).status == 303
    (one,) = await requests.newest(ports.services.store)
    assert (one.site, one.path) == (site, path)


REFUSED = (
    ({"title": ""}, 422, "Please say what you are looking for."),
    ({"body": " "}, 422, "Please write something that can be seen."),
    ({"body": "x" * 501}, 422, "at most 500 characters"),
    ({"title": "x" * 121}, 422, "120 fit"),
    ({"title": "library/hours"}, 422, "This opens to you already"),
    ({"title": "Film House"}, 422, "This opens to you already"),
    ({"title": "a cake"}, 422, "Your request was not accepted. Words about cake"),
    ({"body": "of cake"}, 422, "Your request was not accepted."),
    ({"body": "a drum"}, 503, "The server is busy."),
    ({"body": "rain"}, 409, "Are you sure about rain?"),
    ({"form_token": "0" * 64}, 403, "too old"),
)
"""What is sent, and the status and words of the page that comes back."""


async def test_what_is_not_taken_comes_back_with_the_words_and_asks_for_nothing(ports: Ports) -> None:
    visitor = await ports.resident()
    for sent, status, said in REFUSED:
        answer = await ask(visitor, **sent)
        assert answer.status == status, sent
        assert said in answer.said, sent
        if status != 403:
            assert FORM in answer.text, sent
    assert await requests.newest(ports.services.store) == []
    assert (await ask(visitor, body="rain", confirm="yes")).status == 303


async def test_a_name_that_is_closed_by_a_lie_is_asked_for_like_one_that_is_on_no_list(ports: Ports) -> None:
    answers = []
    for address in ("search.outside.test", "nosuch.outside.test"):
        visitor = await ports.resident()
        sent = [(await ask(visitor, address)).goes_to for _ in range(2)]
        listed = (await visitor.get("/me/requests")).text.replace(address, "")
        who = re.search(r"<bdi>(.*?)</bdi>", listed)
        assert who is not None
        answers.append((sent, listed.replace(who[1], "")))
    assert answers[0] == answers[1]
    assert "Lookabout" not in answers[0][1]


async def test_on_lane_b_the_form_is_sent_to_the_library_itself(ports: Ports) -> None:
    inside = await ports.resident("portal.bright.localhost")
    visitor = Visitor(ports.students, "library.bright.localhost", inside.cookies)
    assert 'action="/ask"' in (await visitor.get("/ask")).text
    sent = await visitor.post("/ask", {"title": "news.outside.test", "body": "Please"})
    assert sent.goes_to == "/me/requests"
    await lay(ports)
    page = await inside.get("/me/requests")
    assert f"http://library.bright.localhost:{ports.students}/reading/copies/" in page.text


# The reading room


async def test_a_copy_is_found_by_whoever_asked_and_by_nobody_else(ports: Ports) -> None:
    visitor, other = await ports.resident(), await ports.resident()
    room, empty = await visitor.get(ROOM), await other.get(ROOM)
    assert "Nothing was laid here for you." in room.said
    assert f'href="{ROOM}"' in (await visitor.get("/~library/reading")).text
    await ask(visitor)
    copy = await lay(ports)
    place = f"{ROOM}/{copy.id}"
    assert place in (await visitor.get("/me/requests")).text
    assert place in (await visitor.get(ROOM)).text
    page = await visitor.get(place)
    for words in (
        "Of the bridge",
        "A copy, from: World News. Laid here 14 March, 10:05",
        "The bridge opens.",
    ):
        assert words in page.said
    nowhere = await other.get(f"{ROOM}/nosuchcopy")
    hidden = await other.get(place)
    assert hidden.status == nowhere.status == 404
    assert hidden.text.replace(copy.id, "") == nowhere.text.replace("nosuchcopy", "")
    assert (await other.get(ROOM)).said == empty.said
    assert (await other.get(f"{place}/x")).status == 404


async def test_a_copy_for_everybody_is_found_by_all_who_may_open_the_library(ports: Ports) -> None:
    visitor, other, outside = [await ports.resident() for _ in range(3)]
    person = await ports.services.roster.person_of(outside.cookies["closednet"])
    assert person is not None
    await ports.services.roster.set_place(person.id, "student", "visitor")
    await ask(visitor)
    place = f"{ROOM}/{(await lay(ports, for_all=True)).id}"
    assert [(await who.get(place)).status for who in (visitor, other, outside)] == [200, 200, 403]
    assert "for everybody" in (await other.get(place)).said


async def test_the_search_finds_a_copy_for_whoever_may_read_it(ports: Ports) -> None:
    visitor, other = await ports.resident(), await ports.resident()
    await ask(visitor)
    copy = await lay(ports, "An [unmistakable](site:press) word")

    async def search(who: Visitor, words: str) -> Answer:
        return await who.get((await who.post("/~portal/search", {"body": words})).goes_to)

    found = await search(visitor, "unmistakable bridge")
    assert "1 page" in found.said
    assert f'href="{ROOM}/{copy.id}"' in found.text
    assert "An <b>unmistakable</b> word" in found.text
    assert "Nothing found" in (await search(other, "unmistakable bridge")).said
    await ports.services.copies.take_away(copy.id)
    assert "Nothing found" in (await search(visitor, "unmistakable bridge")).said


async def test_a_copy_can_do_no_more_than_a_page_of_a_pack(ports: Ports) -> None:
    visitor = await ports.resident()
    await ask(visitor)
    body = (
        "<script>alert(1)</script> [closed](harvest.md) [abroad](site:world-news) [hidden](site:search)"
        " [open](site:press) [out](http://www.example.com) [run](javascript:x) ![a bridge](bridge.svg)\n\n## Here"
    )
    page = await visitor.get(f"{ROOM}/{(await lay(ports, body)).id}")
    prose = page.text.partition('<div class="prose">')[2].partition("</div>")[0]
    assert re.findall(r'href="([^"]*)"', prose) == ["/~press/"]
    assert "<script" not in prose
    assert "<img" not in prose
    assert "closed abroad hidden" in page.said
    assert "a bridge" in page.said


async def test_links_of_the_page_lead_on_for_whoever_may_open_its_site(ports: Ports) -> None:
    visitor = await ports.resident()
    await ask(visitor)
    place = f"{ROOM}/{(await lay(ports, '[harvest](harvest.md)')).id}"
    assert 'href="/~world-news/harvest"' not in (await visitor.get(place)).text
    person = await ports.services.roster.person_of(visitor.cookies["closednet"])
    assert person is not None
    await ports.services.roster.set_place(person.id, "student", "elite")
    assert 'href="/~world-news/harvest"' in (await visitor.get(place)).text


async def test_who_asked_on_the_page_that_refuses_is_told_there_and_again_when_it_is_taken_away(
    ports: Ports,
) -> None:
    visitor = await ports.resident()
    fields = {"site": "world-news", "path": "/bridge", "body": "Please"}
    await visitor.post("/me/ask", fields, "/~world-news/bridge")
    assert (await requests.newest(ports.services.store))[0].path == "/bridge"
    copy = await lay(ports)
    closed = await visitor.get("/~world-news/bridge")
    assert closed.status == 403
    assert f'href="{ROOM}/{copy.id}"' in closed.text
    assert "Ask again for access" in closed.said
    await ports.services.copies.take_away(copy.id)
    for path in ("/~world-news/bridge", "/me/requests"):
        page = await visitor.get(path)
        assert "An official has taken it away again." in page.said
        assert copy.id not in page.text
    assert (await visitor.get(f"{ROOM}/{copy.id}")).status == 404


async def test_programs_read_it_among_what_is_kept_about_them(ports: Ports) -> None:
    visitor = await ports.resident()
    await ask(visitor, "search.outside.test")
    copy = await lay(ports)
    student = await ports.student()
    student.token = visitor.cookies["closednet"]
    (one,) = (await student.json("/api/v1/me"))["requests"]
    assert (one["site"], one["address"], one["copy"]) == ("", "search.outside.test", copy.id)


async def test_in_a_network_without_a_reading_room_no_copy_has_an_address(ports: Ports) -> None:
    visitor = await ports.resident()
    await ask(visitor)
    copy = await lay(ports, for_all=True)
    school = read_pack("school-filter")
    await ports.services.allowlist.choose(school)
    assert (await visitor.get(f"/~library/copies/{copy.id}")).status == 200
    assert (await visitor.get(f"{ROOM}/{copy.id}")).status == 404
    assert f"/~library/copies/{copy.id}" in (await visitor.get("/me/requests")).text


@pytest.mark.parametrize("pack", shipped_packs())
def test_every_shipped_network_has_a_desk_and_a_reading_room_that_open_to_whoever_joins(pack: str) -> None:
    network: Network = read_pack(pack).network
    assert network.reading_room in network.open_to("intranet")
    assert any(site.asks for site in network.open_to("intranet"))
