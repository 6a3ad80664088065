"""The workstation of guests, who may not open the portal: it opens what opens for them, and the record of it is true."""

from __future__ import annotations

import pytest
from house import House, Visitor

from bbs.cli.network_starting import starter
from bbs.pack import read_pack
from bbs.store import people
from bbs.store.visits import Noted, Wanted

LED = "302 Found: led to /start"
CLOSED = "403 Forbidden: Bright Net "


async def moved(house: House, tier: str, host: str = "localhost") -> Visitor:
    """Somebody who has joined and whom the teacher then gave another tier."""
    visitor = await house.resident(host)
    person = (await people.page(house.services.store, limit=100))[-1]
    await house.services.roster.set_place(person.id, person.role, tier)
    return visitor


async def last_noted(house: House) -> Noted:
    """The last visit on record."""
    await house.services.visits.flush()
    return (await house.services.visits.page(Wanted(), limit=1))[0].noted


@pytest.mark.parametrize("address", ["/", "/~portal/"])
async def test_guests_are_led_to_a_start_page_of_their_own_and_the_record_says_so(house, address):
    guest = await moved(house, "visitor")
    answer = await guest.get(address)
    assert (answer.status, answer.goes_to) == (302, "/start")
    noted = await last_noted(house)
    assert (noted.verdict, noted.way, noted.told) == ("refused", "redirect", LED)
    page = await guest.get("/start")
    assert page.status == 200
    assert 'name="address"' in page.text
    for words in ("Landing Hotel", "World News", "news.outside.test", "203.0.113.20"):
        assert words in page.said
    for words in ("Friends' Board", "City Library", "The Morning Page", "Message boards", "Birthday"):
        assert words not in page.said


async def test_who_has_only_the_newspaper_has_no_workstation_and_is_led_to_the_page_on_record(house):
    reader = await moved(house, "none")
    assert [(await reader.get(path)).goes_to for path in ("/", "/start")] == ["/~newspaper/"] * 2
    await reader.get("/")
    noted = await last_noted(house)
    assert (noted.way, noted.told) == ("redirect", "302 Found: led to newspaper/")


@pytest.mark.parametrize("path", ["go?address=news.outside.test", "search", "poster", "trip", "nothing"])
async def test_the_portal_s_own_pages_are_refused_to_guests_with_the_words_on_record(house, path):
    answer = await (await moved(house, "visitor")).get(f"/~portal/{path}")
    assert answer.status == 403
    assert "This address is closed" in answer.said
    assert 'href="/start">Back to the start page' in answer.text
    noted = await last_noted(house)
    assert (noted.way, noted.told[: len(CLOSED)]) == ("page", CLOSED)


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("news.outside.test", "/~world-news/"),
        ("203.0.113.30", "/~video/"),
        ("Landing+Hotel", "/~hotel/"),
        ("hotel/map", "/~hotel/map"),
        ("", "/start"),
    ],
)
async def test_what_guests_type_opens_the_site(house, typed, place):
    guest = await moved(house, "visitor")
    assert (await guest.get(f"/start/go?address={typed}")).goes_to == place


@pytest.mark.parametrize("typed", ["board", "portal", "bright.test", "www.example.com"])
async def test_what_is_closed_to_guests_is_drawn_as_a_refusal_and_on_record(house, typed):
    answer = await (await moved(house, "visitor")).get(f"/start/go?address={typed}")
    assert answer.status == 403
    assert "simulated" in answer.said
    assert 'action="/start/go"' in answer.text
    assert (await last_noted(house)).told.startswith("403 Forbidden: ")


async def test_guests_see_the_trip_of_what_they_type_while_the_lesson_shows_it(house):
    guest = await moved(house, "visitor")
    assert (await guest.get("/start/trip?address=board")).status == 404
    await house.services.lesson.show_visits()
    assert 'formaction="/start/trip"' in (await guest.get("/start")).text
    page = await guest.get("/start/trip?address=board&step=1")
    assert "Somebody of tier visitor" not in page.said
    assert 'href="/start/trip?address=board&amp;step=2"' in page.text


async def test_guests_search_and_print_a_poster_among_what_opens_for_them(house):
    guest = await moved(house, "visitor")
    sent = await guest.post("/start/search", {"body": "bridge"})
    assert sent.goes_to.startswith("/start/search/")
    found = await guest.get(sent.goes_to)
    assert "World News" in found.said
    assert "The Lantern " not in found.said.replace("The Lantern Abroad", "")
    poster = await guest.get("/start/poster")
    assert "video.outside.test" in poster.said
    assert "board.bright.test" not in poster.said


@pytest.mark.parametrize("path", ["/start", "/start/go?address=board", "/start/poster", "/start/nothing"])
async def test_whoever_has_a_portal_is_led_to_it_and_who_has_not_joined_to_the_door(house, path):
    assert (await (await house.resident()).get(path)).goes_to == "/"
    assert (await house.visitor().get(path)).goes_to.startswith("/join?back=/start")


async def test_every_page_of_a_guest_leads_back_to_the_start_page_and_names_the_site(house):
    guest = await moved(house, "visitor")
    for path in ("/~hotel/map", "/~world-news/", "/me", "/~board/", "/leave"):
        assert 'class="network" href="/start"' in (await guest.get(path)).text, path
    assert 'class="site" href="/~hotel/"' in (await guest.get("/~hotel/")).text


async def test_a_guest_to_whom_the_portal_is_granted_or_opened_by_a_switch_begins_there(house):
    guest = await moved(house, "visitor")
    await house.services.allowlist.turn("visitors-at-the-board", "open")
    assert (await guest.get("/")).status == 200
    assert (await guest.get("/start")).goes_to == "/"


async def test_on_the_other_lanes_the_start_page_is_on_the_portal_s_name(house):
    guest = await moved(house, "visitor", "portal.bright.localhost")
    start = f"http://portal.bright.localhost:{house.port}/start"
    assert (await guest.get("/")).goes_to == "/start"
    assert (await guest.get("/start")).status == 200
    opened = await guest.get("/start/go?address=hotel/map")
    assert opened.goes_to == f"http://hotel.bright.localhost:{house.port}/map"
    guest.host = "hotel.bright.localhost"
    assert f'class="network" href="{start}"' in (await guest.get("/map")).text
    guest.host = "news.outside.localhost"
    assert (await guest.get("/start")).goes_to == start


async def test_in_a_network_begun_with_network_new_guests_have_the_list_of_what_opens(house, tmp_path):
    for name, text in starter(tmp_path).items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    await house.services.allowlist.choose(read_pack(str(tmp_path)))
    guest = await moved(house, "visitor")
    assert (await guest.get("/")).goes_to == "/start"
    assert "News from Outside" in (await guest.get("/start")).said
