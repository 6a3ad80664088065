"""Where one has been: one's own visits alone, with the truth, while the teacher shows them; nothing at all otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest
from house import House, Visitor, open_house

from bbs.lesson import Clock
from bbs.store.visits import Noted

PATH = "/mine/visits"


async def written(house: House) -> None:
    await house.services.visits.flush()


async def test_everybody_sees_their_own_visits_with_the_truth_and_nobody_else_s(house: House) -> None:
    ann, ben = await house.resident(), await house.resident()
    await ann.get("/~library/hours")
    await ann.get("/~video/")
    await ben.get("/~films/")
    await house.services.lesson.show_visits()
    await written(house)
    page = await ann.get(PATH)
    assert page.status == 200
    assert "Opened library.bright.test/hours" in page.said
    assert "Refused video.outside.test/" in page.said
    assert "You were told: 503 Service Unavailable: The service can't answer just now." in page.said
    assert (
        "In truth: Clip Corner is not on the list of sites for tier intranet. No rule spoke of it, so the list decides: line"
        in page.said
    )
    assert "films" not in page.said
    assert "films.bright.test/" in (await ben.get(PATH)).said


async def test_a_visit_says_what_decided_where_no_rule_did(house: House) -> None:
    ann = await house.resident()
    await ann.get("/~portal/go?address=www.example.com")
    await house.services.lesson.show_visits()
    await written(house)
    assert "No rule spoke of it, and it is on no list: line" in (await ann.get(PATH)).said


async def test_every_page_leads_there_while_it_is_shown_and_none_before_or_after(house: House) -> None:
    visitor = await house.resident()
    for turn, shown in (("hide_visits", False), ("show_visits", True), ("hide_visits", False)):
        await getattr(house.services.lesson, turn)()
        assert ('href="/mine/visits"' in (await visitor.get("/~library/")).text) is shown
    await house.services.lesson.show_visits()
    assert "/mine/visits" not in (await house.visitor().get("/join")).text


@pytest.mark.parametrize("revealed", [False, True])
async def test_while_it_is_off_the_address_is_like_any_other(house: House, revealed: bool) -> None:
    if revealed:
        await house.services.lesson.reveal()
    like = "/mine/nosuchtext" if revealed else "/mine-nothing"
    for visitor in (await house.resident(), house.visitor()):
        own, other = await visitor.get(PATH), await visitor.get(like)
        assert (own.status, own.goes_to.replace(PATH, "")) == (other.status, other.goes_to.replace(like, ""))
        assert own.text.replace(PATH, "") == other.text.replace(like, "")


async def test_on_a_kept_page_the_link_comes_and_goes_at_once(house: House) -> None:
    visitor = await house.resident()
    sent = await visitor.post("/~board/boards/friends/new", {"title": "Hello", "body": "Good day"})
    thread = sent.goes_to.partition("?")[0]
    for turn, shown in (("show_visits", True), ("hide_visits", False)):
        for _ in range(2):
            await visitor.get(thread)
        await getattr(house.services.lesson, turn)()
        assert ('href="/mine/visits"' in (await visitor.get(thread)).text) is shown


async def test_who_has_not_joined_is_led_to_the_door_and_back(house: House) -> None:
    await house.services.lesson.show_visits()
    answer = await house.visitor().get(PATH)
    assert (answer.status, answer.goes_to) == (303, "/join?back=/mine/visits")


async def test_a_new_tier_does_not_hide_what_was_before(house: House) -> None:
    visitor = await house.resident()
    await visitor.get("/~library/")
    (person,) = [one for one in [await house.services.roster.person_of(visitor.cookies["closednet"])] if one]
    await house.services.roster.set_place(person.id, "student", "none")
    await house.services.lesson.show_visits()
    await written(house)
    assert "library.bright.test" in (await visitor.get(PATH)).said


async def test_pages_go_on_by_key(house: House) -> None:
    visitor = await house.resident()
    person = await house.services.roster.person_of(visitor.cookies["closednet"])
    assert person is not None
    await house.services.lesson.show_visits()
    assert "Nothing yet" in (await visitor.get(PATH)).said
    for number in range(60):
        house.services.visits.note(
            Noted(
                person.id,
                "intranet",
                "A",
                "GET",
                "x.test",
                f"/p{number}.",
                "opened",
                "",
                "",
                "opens",
                "f",
                1,
                "",
                "",
            )
        )
    await written(house)
    page = await visitor.get(PATH)
    assert "/p59." in page.said
    assert "/p9." not in page.said
    older = await visitor.get(page.text.partition('rel="next" href="')[2].partition('"')[0])
    assert "/p9." in older.said
    assert "/p0." in older.said
    assert "Back to the newest" in older.said


async def test_the_record_stands_after_a_restart(tmp_path: Path, clock: Clock) -> None:
    async with open_house(tmp_path, clock) as house:
        visitor = await house.resident()
        await visitor.get("/~library/")
        await house.services.lesson.show_visits()
    async with open_house(tmp_path, clock) as house:
        again = Visitor(house.port, cookies=visitor.cookies)
        assert "library.bright.test" in (await again.get(PATH)).said
