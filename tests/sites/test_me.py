"""What is kept about you: everything, as you may see it; yours to change and to have erased."""

from __future__ import annotations

import re

import pytest
from house import House, Visitor

NEW = "/~board/boards/friends/new"
PASSWORD = "A heron at the lake"


async def write(visitor: Visitor, words: str) -> None:
    await visitor.post(NEW, {"title": f"On {words}", "body": f"{words} and more", "once": words})


async def person_of(house: House, visitor: Visitor):
    return await house.services.roster.person_of(visitor.cookies.get("closednet", ""))


async def joined(house: House) -> tuple[Visitor, str, str]:
    """Somebody who has joined, with name and ticket."""
    visitor = house.visitor()
    page = await visitor.join()
    ticket = re.search(r'class="words">([^<]+)<', page.text)
    assert ticket is not None
    return visitor, (await person_of(house, visitor)).name, ticket[1]


async def test_the_page_says_all_that_is_kept(house: House) -> None:
    visitor, name, ticket = await joined(house)
    page = await visitor.get("/me")
    assert page.status == 200
    for words in (
        name,
        "university student",
        "Bright Net, Friends' Board, The Lantern, City Library, Riverside University, Film House, The Handbook, "
        "and nothing abroad",
        "made up",
        "14 March, 10:05",
    ):
        assert words in page.said
    assert "Signed in on 1 device" in page.said
    assert "Password None." in page.said
    assert ticket not in page.text
    assert "You have not written anything yet." in page.said


async def test_the_name_in_the_strip_leads_there(house: House) -> None:
    visitor, name, _ = await joined(house)
    for path in ("/", "/~board/", "/leave"):
        assert re.search(
            rf'<a href="/me"><span[^>]*>You are </span><bdi>{name}<', (await visitor.get(path)).text
        )


async def test_whoever_has_not_joined_is_led_to_the_door(house: House) -> None:
    for path in ("/me", "/me/password", "/me/erase"):
        assert (await house.visitor().get(path)).goes_to == f"/join?back={path}"
    for path in ("/me/password", "/me/sign-out", "/me/erase"):
        assert (await house.visitor().post(path, {}, page="/join")).goes_to == "/join?back=/me"


@pytest.mark.parametrize("host", ["portal.bright.localhost", "board.bright.test"])
async def test_it_answers_on_every_host_of_the_zone(house: House, host: str) -> None:
    visitor = await house.resident(host)
    assert "What is kept about you" in (await visitor.get("/me")).said


async def test_ones_texts_stand_there_as_one_sees_them(house: House) -> None:
    visitor, _, _ = await joined(house)
    for words in ("plain", "square", "lantern", "southland", "tunnel", "cake", "drum", "rain"):
        await write(visitor, words)
    page = await visitor.get("/me")
    for words in ("plain", "square", "lantern", "the other side"):
        assert f"{words} and more" in page.said
    for words in ("tunnel", "cake", "drum", "rain", "southland"):
        assert words not in page.said
    assert page.said.count("This waits for an editor.") == 1
    assert page.said.count("Where it stands") == 4
    assert "The others stand where you wrote them, as far as the filter tells you." in page.said
    assert "what the filter did with each of your texts" in page.said


async def test_searches_are_folded_behind_what_was_written_for_others(house: House) -> None:
    visitor, _, _ = await joined(house)
    for words in ("bridge", "river"):
        await visitor.post("/~portal/search", {"body": words})
    await write(visitor, "plain")
    texts = (await visitor.get("/me")).text.partition('id="texts"')[2]
    open_to_all, _, folded = texts.partition("<details")
    assert "plain and more" in open_to_all
    assert "bridge" not in open_to_all
    assert folded.index("2 searches</summary>") < folded.index("bridge") < folded.index("</details>")


async def test_erasing_oneself_stands_apart_from_what_is_done_every_day(house: House) -> None:
    visitor, _, _ = await joined(house)
    page = (await visitor.get("/me")).text
    everyday = page.partition('class="actions"')[2].partition("</div>")[0]
    assert "/me/password" in everyday
    assert "/me/erase" not in everyday
    assert page.index("/me/erase") > page.index("Kept, and not shown here")


async def test_an_editors_reason_stands_with_a_text_that_was_refused(house: House) -> None:
    visitor, _, _ = await joined(house)
    await write(visitor, "square")
    (held,) = await house.services.store.fetch_all("SELECT id FROM posts")
    await house.services.desk.refuse(held["id"], "teacher", "No places, please.")
    assert (
        "An editor refused this. Only you can see it. The reason: No places, please."
        in (await visitor.get("/me")).said
    )


async def test_there_is_nobody_elses_text(house: House) -> None:
    visitor, other = await house.resident(), await house.resident()
    await write(other, "plain")
    assert "plain and more" not in (await visitor.get("/me")).said


async def test_many_texts_are_shown_a_page_at_a_time_and_gone_ones_leave_no_gap(house: House) -> None:
    visitor, _, _ = await joined(house)
    for number in range(25):
        await write(visitor, f"number{number} plain")
        await write(visitor, f"number{number} tunnel")
    first = await visitor.get("/me")
    older = re.search(r'rel="next" href="([^"#]+)', first.text)
    assert older is not None
    second = await visitor.get(older[1])
    found = (
        re.findall(r"number(\d+) plain and more", first.text),
        re.findall(r"number(\d+) plain and more", second.text),
    )
    assert [len(one) for one in found] == [20, 5]
    assert [int(number) for one in found for number in one] == list(range(24, -1, -1))
    assert 'rel="next"' not in second.text


async def test_a_mark_of_somebody_elses_or_of_a_gone_text_is_unknown(house: House) -> None:
    visitor, other = await house.resident(), await house.resident()
    await write(other, "plain")
    await write(visitor, "tunnel")
    ids = [row["id"] for row in await house.services.store.fetch_all("SELECT id FROM posts")]
    for before in (*ids, "nosuchtext"):
        assert (await visitor.get(f"/me?before={before}")).status == 404


async def test_two_devices_are_two_lines_and_this_one_is_marked(house: House) -> None:
    visitor, name, ticket = await joined(house)
    elsewhere = house.visitor()
    await elsewhere.post("/return", {"name": name, "secret": ticket})
    for device in (visitor, elsewhere):
        page = await device.get("/me")
        assert "Signed in on 2 devices" in page.said
        assert page.said.count("this device") == 1


# A password


async def test_a_password_is_set_on_a_page_and_signs_all_other_devices_out(house: House) -> None:
    visitor, name, ticket = await joined(house)
    elsewhere = house.visitor()
    await elsewhere.post("/return", {"name": name, "secret": ticket})
    before = visitor.cookies["closednet"]
    answer = await visitor.post("/me/password", {"password": PASSWORD})
    assert answer.goes_to == "/me?done=password"
    assert visitor.cookies["closednet"] != before
    page = await visitor.get(answer.goes_to)
    assert "Your password is set." in page.said
    assert "Set. It is not kept either" in page.said
    assert (await elsewhere.get("/me")).goes_to == "/join?back=/me"
    assert (await elsewhere.post("/return", {"name": name, "secret": PASSWORD})).status == 303


async def test_an_unusable_password_says_why_at_its_field_and_changes_nothing(house: House) -> None:
    visitor, name, ticket = await joined(house)
    for password, says in (("short", "at least 8"), (name, "your name"), (ticket, "return ticket")):
        page = await visitor.post("/me/password", {"password": password})
        assert page.status == 422
        assert says in page.said
        assert 'aria-invalid="true"' in page.text
        assert f'value="{password}"' not in page.text
    assert "Password None." in (await visitor.get("/me")).said


async def test_a_password_can_be_taken_away_again(house: House) -> None:
    visitor, name, ticket = await joined(house)
    assert "Take the password away" not in (await visitor.get("/me/password")).said
    await visitor.post("/me/password", {"password": PASSWORD})
    answer = await visitor.post("/me/password", {"take": "away"})
    assert "taken away" in (await visitor.get(answer.goes_to)).said
    assert (await house.visitor().post("/return", {"name": name, "secret": PASSWORD})).status == 422
    assert (await house.visitor().post("/return", {"name": name, "secret": ticket})).status == 303


async def test_signing_out_everywhere_ends_this_session_too(house: House) -> None:
    visitor, name, ticket = await joined(house)
    elsewhere = house.visitor()
    await elsewhere.post("/return", {"name": name, "secret": ticket})
    tokens = [one.cookies["closednet"] for one in (visitor, elsewhere)]
    assert (await elsewhere.post("/me/sign-out", {}, page="/me")).goes_to == "/return"
    for token in tokens:
        assert await house.services.roster.person_of(token) is None
    assert not elsewhere.cookies["closednet"]


# Erasing


async def test_erasing_asks_first_says_what_happens_and_then_does_it(house: House) -> None:
    visitor, name, ticket = await joined(house)
    reader = await house.resident()
    await write(visitor, "plain")
    asked = await visitor.get("/me/erase")
    for words in ("Nobody can undo this", "These words were erased.", "Keep me", "Copies"):
        assert words in asked.said
    assert "plain and more" in (await visitor.get("/me")).said
    page = await visitor.post("/me/erase", {})
    assert page.status == 200
    assert "You are erased" in page.said
    assert name not in page.text
    assert not visitor.cookies["closednet"]
    assert (await house.visitor().post("/return", {"name": name, "secret": ticket})).status == 422
    listed = await reader.get("/~board/boards/friends")
    assert "These words were erased." in listed.said
    assert "somebody who was erased" in listed.said
    assert name not in listed.said


async def test_reloading_the_last_page_erases_nobody_else(house: House) -> None:
    visitor = await house.resident()
    await visitor.post("/me/erase", {})
    people = await house.services.roster.count()
    assert (await visitor.post("/me/erase", {}, page="/join")).goes_to == "/join?back=/me"
    assert await house.services.roster.count() == people


@pytest.mark.parametrize("path", ["/me/password", "/me/sign-out", "/me/erase"])
@pytest.mark.parametrize("fault", ["no token", "wrong token", "other origin", "no origin"])
async def test_no_form_of_these_pages_works_from_elsewhere(house: House, path: str, fault: str) -> None:
    visitor = await house.resident()
    token = {"no token": {"form_token": ""}, "wrong token": {"form_token": "0" * 64}}.get(fault, {})
    origin = {"other origin": "http://evil.example", "no origin": ""}.get(fault, visitor.origin)
    answer = await visitor.post(path, {"password": PASSWORD} | token, page="/me", Origin=origin)
    assert answer.status == 403
    person = await person_of(house, visitor)
    assert person is not None
    assert person.password_hash == ""
