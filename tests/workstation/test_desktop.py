import re
from urllib.parse import urlencode

import pytest

from bbs.network.sites import Way
from bbs.web.refusals import WORDS


async def test_the_home_page_lists_the_open_sites_by_name_and_number(house):
    page = await (await house.resident()).get("/")
    for words in ("Friends' Board", "board.bright.test", "198.51.100.12", "City Library", "Message boards"):
        assert words in page.said
    assert "World News" not in page.said


async def test_the_home_page_says_who_has_a_birthday_today(house):
    for _ in range(3):
        visitor = await house.resident()
    page = await visitor.get("/")
    assert "Professor Heron" in page.said


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("board", "/~board/"),
        ("BOARD/birthdays", "/~board/birthdays"),
        ("library.bright.test/hours", "/~library/hours"),
        ("http://Library.Bright.Test./hours?x=1", "/~library/hours"),
        ("198.51.100.12", "/~board/"),
        ("  films ", "/~films/"),
        ("bright.test", "/"),
        ("", "/"),
        ("   ", "/"),
    ],
)
async def test_what_is_typed_opens_the_site(house, typed, place):
    visitor = await house.resident()
    assert (await visitor.get(f"/~portal/go?address={typed.replace(' ', '+')}")).goes_to == place


@pytest.mark.parametrize(
    ("typed", "way"),
    [
        ("http://www.example.com/", Way.PAGE),
        ("news.outside.test", Way.PAGE),
        ("203.0.113.20", Way.PAGE),
        ("127.1", Way.MISDIRECTED),
        ("javascript:alert(1)", Way.MISDIRECTED),
        ("what is a closed network?", Way.MISDIRECTED),
        ("video", Way.VAGUE),
        ("search.outside.test/x", Way.MISSING),
        ("encyclopedia", Way.LAW),
        ("chat", Way.RESET),
        ("mirror", Way.EMPTY),
        ("192.168.1.1", Way.PAGE),
    ],
)
async def test_a_refused_address_is_drawn_as_a_browser_error_and_labelled(house, typed, way):
    visitor = await house.resident()
    answer = await visitor.get(f"/~portal/go?address={typed.replace(' ', '+')}")
    assert answer.status == (way.status or 200)
    assert "simulated: a drawing" in answer.said
    assert "This is a drawing of what a browser would show for this address." in answer.said
    assert WORDS[way].title in answer.said
    assert 'name="address"' in answer.text


async def test_what_is_typed_is_shown_as_text(house):
    visitor = await house.resident()
    answer = await visitor.get("/~portal/go?address=%22%3E%3Cscript%3Ealert(1)%3C/script%3E%E2%80%AE")
    assert "<script>" not in answer.text
    drawn = answer.text.partition("<form")[0]
    assert "RLO" in drawn
    assert "\u202e" not in drawn


@pytest.mark.parametrize(
    "typed", ["portal//evil.example/x", "portal/\\evil.example", "portal.bright.test//evil.example"]
)
async def test_no_address_leads_out_of_the_network(house, typed):
    visitor = await house.resident("portal.bright.localhost")
    answer = await visitor.get(f"/go?address={typed}")
    assert not answer.goes_to.startswith(("//", "/\\"))


async def test_on_lane_b_the_address_bar_leads_to_the_sites_own_name(house):
    visitor = await house.resident("portal.bright.localhost")
    answer = await visitor.get("/go?address=library/hours")
    assert answer.goes_to == f"http://library.bright.localhost:{house.port}/hours"


@pytest.mark.parametrize("typed", ["cats", "what is a closed network?", "the river, again"])
async def test_words_that_are_no_address_can_be_searched_from_there(house, typed):
    visitor = await house.resident()
    place = f"/~portal/go?{urlencode({'address': typed})}"
    page = await visitor.get(place)
    assert f"Search for “ {typed} ”" in page.said
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text))
    found = await visitor.post("/~portal/search", fields, page=place)
    assert found.status == 303
    assert f'value="{typed}"' in (await visitor.get(found.goes_to)).text


@pytest.mark.parametrize(
    "typed", ["news.outside.test", "www.example.com", "video", "203.0.113.20", "a/b", "+", "x" * 201]
)
async def test_what_looks_like_an_address_or_is_a_site_is_not_offered_as_a_search(house, typed):
    visitor = await house.resident()
    page = await visitor.get(f"/~portal/go?{urlencode({'address': typed})}")
    assert "Search for" not in page.said
    stranger = await house.visitor().get("/~portal/go?address=cats")
    assert "Search for" not in stranger.said


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("news.outside.test", "This site is on the list of Bright Net, so it can be asked for."),
        ("www.example.com", "Only sites on the list of Bright Net can be asked for"),
        ("search.outside.test", ""),
        ("video", ""),
        ("127.1", ""),
    ],
)
async def test_the_window_says_what_can_be_asked_for_and_a_lie_says_nothing(house, typed, says):
    visitor = await house.resident()
    page = await visitor.get(f"/~portal/go?address={typed}")
    assert says in page.said
    assert ("asked for" in page.said) is bool(says)
    assert ("Ask for access" in page.said) is says.startswith("This site")


async def test_on_a_site_its_name_and_number_stand_below_the_strip_however_it_was_opened(house):
    visitor = await house.resident()
    page = await visitor.get((await visitor.get("/~portal/go?address=198.51.100.16")).goes_to)
    assert "library.bright.test 198.51.100.16" in page.said
    assert "198.51.100.14" not in page.said
    assert 'class="whereabouts"' not in (await visitor.get("/")).text
    assert 'class="whereabouts"' not in (await visitor.get("/~world-news/")).text


async def test_the_day_of_the_pages_is_said_on_the_home_page_and_on_them_and_nowhere_else(house):
    visitor = await house.resident()
    assert "On the pages of Bright Net it is Saturday 12 October." in (await visitor.get("/")).said
    assert "On these pages it is Saturday 12 October." in (await visitor.get("/~films/")).said
    for path in ("/~board/", "/~handbook/", "/me"):
        assert "12 October" not in (await visitor.get(path)).said


async def test_a_page_from_outside_says_that_it_is_a_copy_from_which_nothing_is_sent(house):
    visitor = await house.resident()
    person = await house.services.roster.person_of(visitor.cookies["closednet"])
    await house.services.roster.set_place(person.id, "student", "elite")
    for path in ("/~search/", "/~chat/", "/~encyclopedia/", "/~world-news/bridge"):
        page = await visitor.get(path)
        assert "A copy of a page outside this network, as it stood on Saturday 12 October." in page.said
    assert "A copy of a page" not in (await visitor.get("/~press/")).said
