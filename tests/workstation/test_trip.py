"""The trip of an address: off until the lesson allows it, and then the truth."""

import re
from html import unescape

import pytest

from bbs.network.sites import Way
from bbs.store.visits import NEWEST, Wanted
from bbs.web.keys import PAGES

TRIP = "/~portal/trip?address="


async def test_while_visits_are_hidden_the_trip_is_an_address_like_any_other(house):
    visitor = await house.resident()
    there, nowhere = await visitor.get(f"{TRIP}board"), await visitor.get("/~portal/nosuchpage?address=board")
    assert there.status == nowhere.status == 404
    assert there.said == nowhere.said.replace("/nosuchpage", "/trip")
    assert "Show the trip" not in (await visitor.get("/")).said
    await house.services.lesson.show_visits()
    assert "Show the trip" in (await visitor.get("/")).said


async def stations(house, typed: str, more: str = "") -> tuple[list[str], str]:
    """The steps of the list, and the name of the picture."""
    await house.services.lesson.show_visits()
    visitor = await house.resident()
    answer = await visitor.get(f"{TRIP}{typed}{more}")
    assert answer.status == 200
    listed = re.search(r'<ol class="trip".*?</ol>', answer.text, re.DOTALL)
    steps = re.findall(r"<li[^>]*>(.*?)</li>", listed[0] if listed else "", re.DOTALL)
    picture = re.search(r'<title id="trip-name">(.*?)</title>', answer.text)
    words = [" ".join(unescape(re.sub(r"<[^>]+>", "", step)).split()) for step in steps]
    return words, picture[1] if picture else ""


async def test_the_trip_of_an_open_site_goes_by_name_gateway_and_rule_to_the_site(house):
    (name, gateway, rule, site), picture = await stations(house, "198.51.100.16")
    assert name == "Name. 198.51.100.16 is the number of City Library. Its name is library.bright.test."
    assert "tier intranet asks for the page /" in gateway
    line = house.services.allowlist.network.tiers["intranet"].line
    assert (
        f"City Library is on the list of sites for tier intranet. Line {line} of the network's file." in rule
    )
    assert site == "Site. City Library opens."
    assert picture == "Name, then Gateway, then Rule, then Site"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("chat", "The connection was reset."),
        ("search", "There is no page at this address."),
        ("video", "Try again later."),
        ("world-news", "World News is not on the list of sites for tier intranet."),
        ("https://board", "The secure connection (https) could not be made."),
    ],
)
async def test_the_trip_of_a_refusal_sets_the_truth_beside_what_is_told(house, typed, told):
    (_, _, rule, site), picture = await stations(house, typed)
    assert "of the network's file. Here it ended." in rule
    assert told in site
    assert picture.endswith("Rule: here it ended")


async def test_the_trip_of_what_is_no_address_ends_at_the_name(house):
    (name, *rest), picture = await stations(house, "javascript:alert(1)")
    assert "Here it ended." in name
    assert all("It never came here." in step for step in rest)
    assert picture == "Name: here it ended"


async def test_the_trip_can_be_walked_one_step_at_a_time(house):
    assert [
        len((await stations(house, "board", f"&step={step}"))[0]) for step in ("1", "3", "4", "9", "x")
    ] == [*(1, 3, 4, 4, 4)]
    visitor = await house.resident()
    assert "step=2" in (await visitor.get(f"{TRIP}board&step=1")).text


async def test_nothing_typed_asks_for_an_address(house):
    steps, picture = await stations(house, "+")
    assert steps == []
    assert picture == ""


async def test_looking_at_a_trip_is_no_visit_to_the_site(house):
    await stations(house, "chat")
    await house.services.visits.flush()
    noted = await house.services.visits.page(Wanted(), NEWEST, 50)
    assert "chat.outside.test" not in {one.noted.host for one in noted}


@pytest.mark.parametrize("typed", ["Friends'+Board", "friends%E2%80%99++board", "The+Lantern"])
async def test_a_site_is_found_by_its_title(house, typed):
    visitor = await house.resident()
    place = "/~press/" if "Lantern" in typed else "/~board/"
    assert (await visitor.get(f"/~portal/go?address={typed}")).goes_to == place


async def test_https_is_drawn_as_a_tunnel_that_failed_and_noted_as_one(house):
    visitor = await house.resident()
    answer = await visitor.get("/~portal/go?address=https://board")
    assert answer.status == 403
    assert "TUNNEL CONNECTION FAILED" in answer.said
    assert "Try the same with http" in answer.said
    await house.services.visits.flush()
    noted = await house.services.visits.page(Wanted(), NEWEST, 50)
    assert ("CONNECT", "no tunnel") in {(one.noted.method, one.noted.rule) for one in noted}


async def test_a_refusal_without_an_answer_looks_the_same_over_https(house):
    visitor = await house.resident()
    assert "CONNECTION RESET" in (await visitor.get("/~portal/go?address=https://chat")).said


async def test_every_way_to_refuse_has_a_drawn_face_of_its_own(house):
    drawn = house.app[PAGES].get_template("portal/drawn.html").module.LINES
    assert {way.word for way in Way} | {"https"} == set(drawn)
    assert len(set(drawn.values())) == len(drawn)
