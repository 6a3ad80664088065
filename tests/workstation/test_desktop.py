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
    assert "simulated" in answer.said
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
