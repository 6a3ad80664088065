"""A thread's page, or one of a listed site, is kept in memory and shown again while it is true.

Each person sees it with what is their own.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from shutil import copytree
from typing import TYPE_CHECKING

import pytest
from house import FORM_TOKEN, House, Visitor, open_house

from bbs.copies import Sheet
from bbs.pack import read_pack
from bbs.shipped import policies_folder
from bbs.store import TEACHER, posts, requests
from bbs.store.visits import Wanted
from bbs.web.kept import KEPT, LARGEST, SMALL, _Bounded

if TYPE_CHECKING:
    from conftest import FixedClock

NEW = "/~board/boards/friends/new"
ONCE = re.compile(r'name="once" value="([^"]+)"')


@pytest.fixture
async def house(tmp_path: Path, clock: FixedClock) -> AsyncIterator[House]:
    async with open_house(tmp_path, clock) as running:
        yield running


async def student(house: House) -> Visitor:
    """Somebody who has joined and is dealt a student, as most are."""
    while True:
        visitor = await house.resident()
        person = await house.services.roster.person_of(visitor.cookies["closednet"])
        if person is not None and person.role == "student":
            return visitor


async def thread(writer: Visitor, body: str) -> str:
    """Start a thread; its address."""
    answer = await writer.post(NEW, {"title": "Bridge", "body": body})
    assert answer.status == 303, answer.said
    return answer.goes_to.partition("?")[0]


async def behind_its_back(house: House) -> None:
    """Change what is stored without any news of it, so that a page that is made anew can be told."""
    await house.services.store.write(lambda tx: tx.execute("UPDATE posts SET shown_body = 'Made anew'"))


async def made_anew(visitor: Visitor, place: str) -> bool:
    page = await visitor.get(place)
    assert page.status == 200
    return "Made anew" in page.text


def apart_from_the_key(text: str) -> str:
    return ONCE.sub("", text)


async def test_who_asks_again_gets_the_same_page_with_a_fresh_key_in_its_form(house: House) -> None:
    place = await thread(await house.resident(), "Hello")
    reader = await house.resident()
    first = await reader.get(place)
    await behind_its_back(house)
    second = await reader.get(place)
    assert apart_from_the_key(first.text) == apart_from_the_key(second.text)
    assert ONCE.findall(first.text) != ONCE.findall(second.text)
    assert first.headers == second.headers | {"Date": first.headers["Date"]}


async def test_a_page_made_for_one_reader_serves_the_next_with_their_own_name_and_token(house: House) -> None:
    place = await thread(await house.resident(), "Hello")
    one, other = await student(house), await student(house)
    first = await one.get(place)
    await behind_its_back(house)
    second = await other.get(place)
    assert "Made anew" not in second.text
    names = {re.search(r"<bdi>(.+?)</bdi>", page.text)[1] for page in (first, second)}  # type: ignore[index]
    assert len(names) == 2
    assert FORM_TOKEN.findall(first.text) != FORM_TOKEN.findall(second.text)
    assert "slot-" not in first.text + second.text
    assert (
        await other.post(place + "/replies", {"body": "I am the other", "once": "x"}, place)
    ).status == 303
    newest = (await posts.page(house.services.store))[0]
    assert newest.author_name in second.text


async def test_the_form_of_a_kept_page_sent_twice_is_kept_once_and_of_two_pages_twice(house: House) -> None:
    place = await thread(await house.resident(), "Hello")
    reader = await house.resident()
    await reader.get(place)
    keys = [ONCE.search((await reader.get(place)).text)[1] for _ in range(2)]  # type: ignore[index]
    for key in (keys[0], keys[0], keys[1]):
        assert (await reader.post(place + "/replies", {"body": "Hi", "once": key}, place)).status == 303
    assert len([post for post in await posts.page(house.services.store) if post.original.body == "Hi"]) == 2


async def test_a_new_post_is_on_the_page_of_everybody_at_once(house: House) -> None:
    writer = await house.resident()
    place = await thread(writer, "Hello")
    readers = [await house.resident() for _ in range(3)]
    for reader in readers:
        await reader.get(place)
    await writer.post(place + "/replies", {"body": "And another"}, place)
    for reader in readers:
        assert "And another" in (await reader.get(place)).text


async def test_a_post_in_another_thread_leaves_a_page_as_it_is(house: House) -> None:
    writer, reader = await house.resident(), await house.resident()
    place = await thread(writer, "Hello")
    await reader.get(place)
    await thread(writer, "Elsewhere")
    await behind_its_back(house)
    assert not await made_anew(reader, place)


@pytest.mark.parametrize(("word", "shown"), [("lantern", True), ("square", True), ("tunnel", False)])
async def test_what_only_its_author_sees_stands_on_no_other_page_whoever_looked_first(
    house: House, word: str, shown: bool
) -> None:
    place = await thread(await house.resident(), "Hello")
    author, early, late = [await house.resident() for _ in range(3)]
    await early.get(place)
    await author.post(place + "/replies", {"body": f"About the {word}"}, place)
    for _ in range(2):
        assert (word in (await author.get(place)).text) == shown
        for reader in (early, late):
            assert word not in (await reader.get(place)).text


async def test_a_hidden_thread_is_there_for_its_author_alone(house: House) -> None:
    author, reader = await house.resident(), await house.resident()
    place = await thread(author, "A lantern")
    for _ in range(2):
        assert (await author.get(place)).status == 200
        assert (await reader.get(place)).status == 404


async def test_what_an_editor_releases_appears_on_kept_pages(house: House) -> None:
    place = await thread(await house.resident(), "Hello")
    author, reader = await house.resident(), await house.resident()
    await author.post(place + "/replies", {"body": "At the square"}, place)
    assert "square" not in (await reader.get(place)).text
    post = (await posts.page(house.services.store))[0]
    await house.services.desk.release(post.id, TEACHER)
    assert "square" in (await reader.get(place)).text


async def test_whoever_left_gets_no_kept_page(house: House) -> None:
    place = await thread(await house.resident(), "Hello")
    reader = await house.resident()
    await reader.get(place)
    cookies = dict(reader.cookies)
    await reader.post("/leave", {})
    reader.cookies = cookies
    assert (await reader.get(place)).goes_to.startswith("/join")


async def test_whoever_is_given_a_tier_that_opens_no_board_gets_no_kept_page(house: House) -> None:
    writer = await house.resident()
    place = await thread(writer, "Hello")
    for person in (writer, await house.resident()):
        await person.get(place)
        token = person.cookies["closednet"]
        known = await house.services.roster.person_of(token)
        assert known is not None
        await house.services.roster.set_place(known.id, "student", "none")
        assert (await person.get(place)).status != 200


async def test_a_new_minute_of_the_lesson_asks_the_gateway_anew(tmp_path: Path, clock: FixedClock) -> None:
    for folder in ("packs", "lists"):
        copytree(policies_folder() / folder, tmp_path / folder)
    shipped = (policies_folder() / "network.yaml").read_text(encoding="utf-8")
    closing = (
        'rules:\n  - {id: recess, if: {site: [board], time: {from: "10:06", to: "10:07"}}, refuse: page}\n'
    )
    (tmp_path / "network.yaml").write_text(shipped.replace("rules:\n", closing, 1), encoding="utf-8")
    async with open_house(tmp_path, clock, pack=str(tmp_path / "network.yaml")) as house:
        place = await thread(await house.resident(), "Hello")
        reader = await house.resident()
        statuses = []
        for _ in range(6):
            statuses.append((await reader.get(place)).status)
            clock.advance(seconds=30)
    assert statuses == [200, 200, 403, 403, 200, 200]


@pytest.mark.parametrize("role", ["professor", "reporter"])
async def test_people_of_other_roles_get_pages_of_their_own(house: House, role: str) -> None:
    place = await thread(await house.resident(), "Hello")
    student, other = await house.resident(), await house.resident()
    known = await house.services.roster.person_of(other.cookies["closednet"])
    assert known is not None
    await house.services.roster.set_place(known.id, role, "elite")
    assert "observed" not in (await student.get(place)).said
    assert "observed" in (await other.get(place)).said
    assert "observed" not in (await student.get(place)).said


def say_behind_its_back(house: House, words: str) -> None:
    """Change the page of opening hours without any news of it, so that a page that is drawn anew can be told."""
    allowlist = house.services.allowlist
    hours = replace(allowlist.pages["library"]["/hours"], text=f"{words}\n")
    library = {**allowlist.pages["library"], "/hours": hours}
    allowlist._pack = replace(allowlist.pack, pages={**allowlist.pages, "library": library})


HOURS, ROOM = "/~library/hours", "/~library/reading"


async def test_a_page_of_a_listed_site_is_kept_for_all_with_the_name_of_each(house: House) -> None:
    one, other = await student(house), await student(house)
    first = await one.get(HOURS)
    say_behind_its_back(house, "Made anew")
    pages = [first, await one.get(HOURS), await other.get(HOURS)]
    assert [(page.status, "Made anew" in page.text) for page in pages] == [(200, False)] * 3
    assert "slot-" not in pages[2].text
    names = [re.search(r"<bdi>(.+?)</bdi>", page.text)[1] for page in pages]  # type: ignore[index]
    assert names[0] == names[1] != names[2]


async def test_every_time_that_a_kept_page_is_shown_is_a_visit(house: House) -> None:
    reader = await student(house)
    for _ in range(3):
        await reader.get(HOURS)
    person = await house.services.roster.person_of(reader.cookies["closednet"])
    assert person is not None
    await house.services.visits.flush()
    (noted,) = await house.services.visits.page(Wanted(person=person.id, host="library.bright.test"))
    assert (noted.many, noted.noted.path) == (3, "/hours")


@pytest.mark.parametrize(
    "news", ["switch of the network", "switch of the lesson", "another network", "minute"]
)
async def test_a_page_of_a_listed_site_is_drawn_anew_after(
    house: House, clock: FixedClock, news: str
) -> None:
    reader = await student(house)
    await reader.get(HOURS)
    say_behind_its_back(house, "Made anew")
    match news:
        case "switch of the network":
            await house.services.allowlist.turn("visitors", "mar-2013")
        case "switch of the lesson":
            await house.services.lesson.reveal()
        case "another network":
            other = house.services.allowlist.pack
            await house.services.allowlist.put_in_force(
                replace(other, files={"network.yaml": "another digest"})
            )
        case _:
            clock.advance(minutes=1)
    page = await reader.get(HOURS)
    # what is kept for many is as true in another minute; the gateway alone was asked anew
    assert ("Made anew" in page.text) == (news != "minute")
    assert ("What became of your words" in page.said) == (news == "switch of the lesson")


async def test_whoever_may_not_open_a_site_gets_no_page_that_was_kept_for_others(house: House) -> None:
    reader, closed, guest = await student(house), await student(house), house.visitor()
    assert (await reader.get(HOURS)).status == 200
    known = await house.services.roster.person_of(closed.cookies["closednet"])
    assert known is not None
    assert (await closed.get(HOURS)).status == 200
    await house.services.roster.set_place(known.id, "student", "none")
    assert (await closed.get(HOURS)).status == 403
    assert (await guest.get(HOURS)).goes_to.startswith("/join")


async def test_a_question_under_conditions_gets_the_whole_kept_page_and_one_for_its_head_no_body(
    house: House,
) -> None:
    reader = await student(house)
    first = await reader.get(HOURS)
    for asked in (
        {"If-None-Match": "*"},
        {"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"},
        {"Range": "bytes=0-9"},
    ):
        answer = await reader.get(HOURS, **asked)
        assert (answer.status, answer.text) == (200, first.text)
    head = await reader.send("HEAD", HOURS, b"", {})
    assert (head.status, head.text) == (200, "")
    assert (await reader.get(HOURS)).text == first.text


async def test_changed_files_change_no_page_until_they_are_put_in_force(
    tmp_path: Path, clock: FixedClock
) -> None:
    own = tmp_path / "own"
    copytree(policies_folder(), own)
    hours = own / "packs" / "bright-net" / "library" / "hours.md"
    async with open_house(tmp_path, clock, pack=str(own / "network.yaml")) as house:
        reader = await student(house)
        first = await reader.get(HOURS)
        hours.write_text(hours.read_text(encoding="utf-8") + "\nAt midnight, too.\n", encoding="utf-8")
        assert (await reader.get(HOURS)).text == first.text
        await house.services.allowlist.put_in_force(read_pack(str(own / "network.yaml")))
        assert "At midnight, too." in (await reader.get(HOURS)).said
        await house.services.allowlist.choose(read_pack("school-filter"))
        assert "midnight" not in (await reader.get(HOURS)).said


async def test_a_copy_that_was_laid_for_one_person_stands_on_no_page_of_another_whoever_looked_first(
    house: House,
) -> None:
    asker, other = await student(house), await student(house)
    pages = [f"{ROOM}/copies", ROOM]
    for visitor in (asker, other):
        for page in pages:
            await visitor.get(page)
    once = ONCE.findall((await asker.get("/~library/ask")).text)[0]
    asked = {"title": "news.outside.test/bridge", "body": "For homework", "once": once}
    assert (await asker.post("/~library/ask", asked)).status == 303
    (request,) = await requests.newest(house.services.store)
    copy = await house.services.copies.lay(request.id, Sheet("The hidden copy", "Only for one", "World News"))
    for _ in range(2):
        assert "The hidden copy" in (await asker.get(pages[0])).said
        assert "Only for one" in (await asker.get(f"{pages[0]}/{copy.id}")).said
        assert (await other.get(f"{pages[0]}/{copy.id}")).status == 404
        assert not [page for page in pages if "hidden" in (await other.get(page)).said]


async def test_the_same_path_on_two_sites_and_the_pictures_between_them_are_told_apart(house: House) -> None:
    reader = await student(house)
    for _ in range(2):
        titles = [
            re.search(r"<h1>(.+?)</h1>", (await reader.get(f"/~{site}/")).text)[1]
            for site in ("press", "films")
        ]  # type: ignore[index]
        assert len({*titles}) == 2
        assert (await reader.get("/~press/bridge.svg")).headers["Content-Type"].startswith("image/svg+xml")
        assert (await reader.get("/~press/bridge")).headers["Content-Type"].startswith("text/html")


async def test_each_lane_has_its_own_links(house: House) -> None:
    place = await thread(await house.resident(), "Hello")
    inside = place.removeprefix("/~board")
    host = "board.bright.localhost"
    named, plain = await house.resident(host), await house.resident()
    assert f"{inside}/replies" in (await named.get(inside)).text
    assert "/~board" not in (await named.get(inside)).text
    assert "/~board" in (await plain.get(place)).text


async def test_a_very_long_page_is_served_but_not_kept(house: House) -> None:
    place = await thread(await house.resident(), "&" * 8000)
    writer, reader = await house.resident(), await house.resident()
    for number in range(8):
        await writer.post(place + "/replies", {"body": f"{number}" + "&" * 7900}, place)
    page = await reader.get(place)
    assert len(page.text) > LARGEST
    await behind_its_back(house)
    assert await made_anew(reader, place)


async def test_addresses_and_cookies_of_any_length_fill_no_memory(house: House) -> None:
    place = await thread(await house.resident(), "Hello")
    reader = await student(house)
    for long in (f"{place}?{'x' * 2000}", place):
        assert (await reader.get(long)).status == 200
        reader.cookies["padding"] = "x" * 2000
    await behind_its_back(house)
    reader.cookies["padding"] = ""
    kept = house.app[KEPT]._kept._values
    assert all(sum(map(len, key)) <= SMALL for key in kept)


def test_what_was_used_longest_ago_makes_room() -> None:
    shelf: _Bounded[str] = _Bounded(100)
    for key in ("a", "b"):
        shelf.put(key, key, 40)
    assert shelf.get("a") == "a"
    shelf.put("c", "c", 40)
    assert [shelf.get(key) for key in ("a", "b", "c")] == ["a", None, "c"]
    shelf.put("a", "again", 90)
    assert [shelf.get(key) for key in ("a", "b", "c")] == ["again", None, None]
