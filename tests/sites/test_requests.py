"""Asking for access on the pages themselves: who is offered the form, what it answers, and what opens and closes."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape
from urllib.parse import urlsplit

import pytest
from house import Visitor
from ports import Ports, Program

from bbs.store import requests

FORM = 'action="/me/ask"'
WORLD = "/~world-news/"


async def ask(visitor: Visitor, words: str = "For my essay", site: str = "world-news", **more: str):
    """Send the form as it stands on the page of the refused site."""
    page = f"/~{site}/"
    once = re.search(r'name="once" value="([^"]+)"', (await visitor.get(page)).text)
    fields = {"site": site, "path": "/", "body": words, "once": once[1] if once else ""} | more
    return await visitor.post("/me/ask", fields, "/me")


async def last(ports: Ports) -> requests.Request:
    return (await requests.newest(ports.services.store))[0]


def minutes(many: int) -> dt.timedelta:
    return dt.timedelta(minutes=many)


def program_of(ports: Ports, visitor: Visitor) -> Program:
    """A program of the same person."""
    return Program(ports.students, visitor.cookies["closednet"])


# Who is offered the form


@pytest.mark.parametrize("site", ["world-news", "encyclopedia"])
async def test_an_honest_refusal_offers_the_form_with_the_way_back(ports, site):
    page = await (await ports.resident()).get(f"/~{site}/")
    assert FORM in page.text
    assert 'maxlength="500"' in page.text
    assert "Back to Bright Net" in page.said


@pytest.mark.parametrize("site", ["video", "search"])
async def test_a_lie_offers_nothing_and_takes_nothing(ports, site):
    visitor = await ports.resident()
    assert FORM not in (await visitor.get(f"/~{site}/")).text
    answer = await ask(visitor, site=site)
    nowhere = await ask(visitor, site="nosuchsite")
    assert answer.status == nowhere.status == 404
    assert answer.text == nowhere.text
    assert await requests.newest(ports.services.store) == []


async def test_a_name_that_is_not_listed_can_not_be_asked_for_and_the_page_says_so(ports):
    visitor = await ports.resident()
    page = await visitor.get("/", Host="www.example.localhost")
    assert page.status == 403
    assert FORM not in page.text
    assert "Only sites on the list of this network can be asked for" in page.said


async def test_the_drawn_refusal_of_the_workstation_offers_the_same(ports):
    visitor = await ports.resident()
    drawn = await visitor.get("/~portal/go?address=news.outside.test")
    assert "simulated" in drawn.said
    assert FORM in drawn.text
    for typed in ("video", "www.example.com"):
        assert FORM not in (await visitor.get(f"/~portal/go?address={typed}")).text


async def test_somebody_who_has_not_joined_is_led_to_join(ports):
    visitor = Visitor(ports.students)
    assert (await visitor.get("/me/requests")).goes_to == "/join?back=/me/requests"
    assert (await visitor.post("/me/ask", {"site": "world-news"}, "/join")).goes_to.startswith("/join")


# What it answers


async def test_who_has_asked_is_led_back_to_the_page_which_says_so_and_offers_no_second_form(ports):
    visitor = await ports.resident()
    assert (await ask(visitor, "For <b>my</b> essay \u202e")).goes_to == WORLD
    page = await visitor.get(WORLD)
    assert page.status == 403
    assert "You have asked for access" in page.said
    assert "For <b>my</b> essay" in page.said
    assert "<b>" not in page.text
    assert "RLO" in page.said
    assert FORM not in page.text


async def test_a_deep_page_is_led_back_to_and_no_other_place(ports):
    visitor = await ports.resident()
    assert (await ask(visitor, path="/today")).goes_to == "/~world-news/today"
    for path in ("//evil.example/", "http://evil.example/", "/\\evil.example"):
        assert (await ask(visitor, "Again", "encyclopedia", path=path)).goes_to in {"/~encyclopedia/", ""}


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        ("a cake", 422, "Words about cake are not for this board."),
        ("a drum", 503, "The server is busy."),
        ("some rain", 409, "Are you sure about rain?"),
        (" ", 422, "Please write something that can be seen."),
        ("x" * 501, 422, "A request has at most 500 characters."),
    ],
)
async def test_the_form_comes_back_with_what_the_filter_tells(ports, words, status, said):
    answer = await ask(await ports.resident(), words)
    assert answer.status == status
    assert said in answer.said
    assert words.strip() in answer.text
    assert FORM in answer.text
    assert await requests.newest(ports.services.store) == []


@pytest.mark.parametrize("word", ["essay", "square", "lake", "lantern", "tunnel"])
async def test_who_asks_sees_nothing_of_what_the_filter_did_in_secret(ports, word):
    pages = []
    for words in (f"About {word}", "About essay"):
        visitor = await ports.resident()
        name = (await ports.services.roster.person_of(visitor.cookies["closednet"])).name
        assert (await ask(visitor, words)).goes_to == WORLD
        said = [(await visitor.get(path)).said for path in (WORLD, "/me/requests")]
        assert "It waits for an answer." in said[1]
        pages.append([text.replace(words, "").replace(name, "") for text in said])
    assert pages[0] == pages[1]


async def test_a_second_request_is_refused_with_a_reason_and_the_words_stay(ports):
    visitor = await ports.resident()
    await ask(visitor)
    again = await ask(visitor, "Once more")
    assert again.status == 422
    assert "You have asked for this site already." in again.said


async def test_a_form_from_elsewhere_asks_for_nothing(ports):
    visitor = await ports.resident()
    for fields, headers in (
        ({"form_token": "0" * 64}, {}),
        ({}, {"Origin": "http://evil.example"}),
    ):
        answer = await visitor.post("/me/ask", {"site": "world-news", "body": "x"} | fields, "/me", **headers)
        assert answer.status == 403
    assert await requests.newest(ports.services.store) == []


# What opens and closes


async def test_a_grant_opens_the_site_everywhere_for_that_person_alone_until_it_ends(ports, clock):
    visitor, other = await ports.resident(), await ports.resident()
    assert "World News" not in (await visitor.get("/")).said
    await ask(visitor)
    await ports.services.grants.grant((await last(ports)).id, clock.now() + minutes(10))
    assert (await visitor.get(WORLD)).status == 200
    assert "World News" in (await visitor.get("/")).said
    assert (await visitor.get("/~portal/go?address=news.outside.test")).goes_to == WORLD
    assert (await ask(visitor)).goes_to == WORLD
    sites = await program_of(ports, visitor).json("/api/v1/sites")
    assert "world-news" in {one["id"] for one in sites}
    mine = await visitor.get("/me/requests")
    assert "Open to you until 14 March, 10:15." in mine.said
    assert (await other.get(WORLD)).status == 403
    clock.advance(minutes=10)
    page = await visitor.get(WORLD)
    assert page.status == 403
    assert "This site was open to you until 14 March, 10:15. That time is over." in page.said
    assert FORM in page.text
    assert "World News" not in (await visitor.get("/")).said


async def test_a_no_stands_on_the_page_and_among_ones_own_with_a_new_form(ports):
    visitor = await ports.resident()
    await ask(visitor)
    await ports.services.grants.decline((await last(ports)).id, "Not <i>today</i>.")
    for path in (WORLD, "/me/requests"):
        page = await visitor.get(path)
        assert "Not <i>today</i>." in page.said
        assert "<i>" not in page.text
    assert "Ask again for access" in (await visitor.get(WORLD)).said
    assert (await ask(visitor, "Please")).goes_to == WORLD


@pytest.mark.parametrize("end", ["withdrawn", "over", "erased"])
async def test_kept_pages_of_a_board_close_with_the_grant(ports, clock, end):
    student = await ports.student()
    thread = (await ports.write(student, "Hello", "All"))["thread"]
    visitor = await ports.resident()
    person = await ports.services.roster.person_of(visitor.cookies["closednet"])
    await ports.services.roster.set_place(person.id, "student", "visitor")
    board = f"/~board/threads/{thread}"
    assert (await visitor.get(board)).status == 403
    await ask(visitor, site="board")
    request = (await last(ports)).id
    await ports.services.grants.grant(request, clock.now() + minutes(1))
    for _ in range(2):  # the second is kept in memory
        assert (await visitor.get(board)).status == 200
    if end == "withdrawn":
        await ports.services.grants.withdraw(request)
    elif end == "over":
        clock.advance(minutes=1)
    else:
        await ports.services.roster.erase(person.id, "teacher")
    assert (await visitor.get(board)).status in {303, 403}
    api = await program_of(ports, visitor).get("/api/v1/boards/friends/threads")
    assert api.status in {401, 403}


async def test_a_grant_opens_the_board_for_programs_too(ports):
    visitor = await ports.resident()
    person = await ports.services.roster.person_of(visitor.cookies["closednet"])
    await ports.services.roster.set_place(person.id, "student", "visitor")
    program = program_of(ports, visitor)
    assert (await program.get("/api/v1/boards/friends/threads")).status == 403
    await ask(visitor, site="board")
    await ports.services.grants.grant((await last(ports)).id, None)
    assert (await program.get("/api/v1/boards/friends/threads")).status == 200
    sent = await program.post("/api/v1/boards/friends/threads", {"title": "Hello", "body": "From abroad"})
    assert sent.status == 201


async def test_what_one_has_asked_for_is_among_what_is_kept_about_oneself(ports):
    visitor = await ports.resident()
    await ask(visitor, "About the lake")
    assert "What you asked for" in (await visitor.get("/me")).said
    (one,) = (await program_of(ports, visitor).json("/api/v1/me"))["requests"]
    assert {name: one[name] for name in ("site", "body", "state", "until", "answer")} == {
        "site": "world-news",
        "body": "About the lake",
        "state": "open",
        "until": None,
        "answer": "",
    }
    assert "reached" not in one


async def test_a_request_stands_on_no_page_of_anybody_else(ports):
    visitor, other = await ports.resident(), await ports.resident()
    await ask(visitor, "Unmistakable words")
    for path in ("/", WORLD, "/me", "/me/requests", "/~board/", "/~board/boards/friends"):
        assert "Unmistakable" not in (await other.get(path)).text


# On the other lanes


async def test_on_lane_b_the_form_leads_to_ones_own_list_where_the_site_has_another_host(ports):
    visitor = await ports.resident("portal.bright.localhost")
    go = "/go?address=news.outside.test"
    assert FORM in (await visitor.get(go)).text
    answer = await visitor.post("/me/ask", {"site": "world-news", "path": "/", "body": "Please"}, go)
    assert answer.goes_to == "/me/requests"
    listed = await visitor.get("/me/requests")
    assert f'href="http://news.outside.localhost:{ports.students}/"' in listed.text


async def abroad(inside: Visitor, host: str, path: str) -> Visitor:
    """The same person on a host abroad, led there through the portal."""
    visitor = Visitor(inside.port, host)
    led = urlsplit((await visitor.get(path)).goes_to)
    back = urlsplit((await inside.get(f"{led.path}?{led.query}")).goes_to)
    assert (await visitor.get(f"{back.path}?{back.query}")).goes_to == path
    return visitor


async def test_abroad_the_page_leads_to_the_form_inside_and_then_says_what_became_of_it(ports):
    inside = await ports.resident("portal.bright.localhost")
    visitor = await abroad(inside, "news.outside.localhost", "/today")
    page = await visitor.get("/today")
    assert page.status == 403
    assert FORM not in page.text
    ask = re.search(r'href="(http://portal.bright.localhost:\d+/me/ask\?[^"]+)"', page.text)
    assert ask is not None
    form = f"/me/ask?{urlsplit(unescape(ask[1])).query}"
    assert FORM in (await inside.get(form)).text
    fields = {"site": "world-news", "path": "/today", "body": "Please"}
    assert (await inside.post("/me/ask", fields, form)).goes_to == "/me/requests"
    assert "You have asked for access" in (await visitor.get("/today")).said
    await ports.services.grants.grant((await last(ports)).id, None)
    assert (await visitor.get("/today")).status in {200, 404}
    assert (await inside.get(form)).goes_to == f"http://news.outside.localhost:{ports.students}/today"


async def test_the_page_links_to_ones_own_visits_while_they_are_shown(ports):
    visitor = await ports.resident()
    assert "What just happened?" not in (await visitor.get(WORLD)).said
    await ports.services.lesson.show_visits()
    assert 'href="/mine/visits">What just happened?' in (await visitor.get(WORLD)).text
