"""Searching on the workstation: the words pass the policy, and only what opens to who asks is found."""

from __future__ import annotations

import re
from pathlib import Path

from conftest import FixedClock
from house import Answer, House, Visitor, open_house

from bbs.desk import Draft
from bbs.searching import LONGEST
from bbs.shipped import policies_folder
from bbs.store import TEACHER, Person, posts
from bbs.store.visits import Wanted

SEARCH = "/~portal/search"
APPROVED = (policies_folder() / "approved-sites.yaml").read_text(encoding="utf-8")


async def search(visitor: Visitor, words: str, **more: str) -> Answer:
    """The page that a search ends on."""
    answer = await visitor.post(SEARCH, {"body": words} | more)
    return await visitor.get(answer.goes_to) if answer.status == 303 else answer


async def person_of(house: House, visitor: Visitor) -> Person:
    found = await house.services.roster.person_of(visitor.cookies["closednet"])
    assert found is not None
    return found


async def write(house: House, visitor: Visitor, body: str, title: str = "A title") -> str:
    """A thread on the board; its id."""
    draft = Draft("thread", body, title=title, board="friends")
    receipt = await house.services.desk.submit(draft, await person_of(house, visitor))
    assert receipt.thread is not None
    return receipt.thread


async def test_a_search_finds_pages_with_site_title_and_the_word_marked(house: House) -> None:
    visitor = await house.resident()
    answer = await search(visitor, "BRIDGE")
    assert "The Lantern" in answer.said
    assert "<b>bridge</b>" in answer.text
    assert 'href="/~press/' in answer.text
    assert 'value="BRIDGE"' in answer.text


async def test_pages_of_the_handbook_come_behind_all_others_and_those_for_teachers_never(
    house: House,
) -> None:
    answer = await search(await house.resident(), "notice")
    led = re.findall(r'href="/~(\w+)/[^"]*"', answer.text.partition("<h2")[2])
    first = led.index("handbook")
    assert first > 0
    assert set(led[first:]) == {"handbook"}
    answers = await search(await house.resident(), "treasure hunt")
    assert "/teachers" not in answers.text


async def test_nothing_of_a_site_that_is_closed_to_somebody_is_found_or_counted(house: House) -> None:
    visitor = await house.resident()
    inside = await search(visitor, "bridge")
    assert "World News" not in inside.said
    person = await person_of(house, visitor)
    await house.services.roster.set_place(person.id, "student", "elite")
    outside = await search(visitor, "bridge")
    assert "World News" in outside.said
    assert many(inside) < many(outside)


def many(answer: Answer) -> int:
    return int(answer.said.partition(" pages")[0].rpartition(" ")[2])


async def test_ten_pages_stand_on_one_page_and_the_others_behind_it_each_once(house: House) -> None:
    visitor = await house.resident()
    first = await search(visitor, "the")
    seen, page = hits(first), first
    assert len(seen) == 10
    while further := re.search(r'rel="next" href="([^"]+)"', page.text):
        page = await visitor.get(further[1])
        assert 1 <= len(hits(page)) <= 10
        seen += hits(page)
    assert len(seen) == len(set(seen)) == many(first)
    assert "Back to the first" in page.said
    place = page.text.partition('">Back to the first')[0].rpartition('href="')[2]
    for odd in ("x", "-1", "99999", "9999999", "%C2%B2"):
        assert (await visitor.get(f"{place}?from={odd}")).status == 200


def hits(answer: Answer) -> list[str]:
    return re.findall(r'<li>\s*<a href="([^"]+)"', answer.text.partition('id="found"')[2])


async def test_one_s_own_text_that_waits_is_marked_as_in_its_thread_and_one_that_looks_published_is_not(
    house: House,
) -> None:
    author = await house.resident()
    await write(house, author, "An ocelot in the square")
    marked = await search(author, "ocelot")
    assert "This waits for an editor. Only you can see it." in marked.said
    for words in ("An axolotl with a lantern", "An axolotl at the lake", "An axolotl"):
        await write(house, author, words)
    assert "Only you can see it" not in (await search(author, "axolotl")).said
    (waiting,) = [one for one in await posts.page(house.services.store) if "ocelot in" in one.original.body]
    await house.services.desk.refuse(waiting.id, TEACHER, "No.")
    assert "An editor refused this. Only you can see it." in (await search(author, "ocelot")).said


ANSWERS = (
    ("a cake", 422, "Words about cake are not for this board."),
    ("a drum", 503, "The server is busy."),
    ("rain", 409, "Are you sure about rain?"),
    ("the square", 200, "This search waits"),
    ("lake", 200, "Nothing found"),
    ("lantern", 200, "Nothing found"),
    ("tunnel", 200, "Nothing found"),
    ("nosuchword", 200, "Nothing found"),
    ("", 422, "Please write something"),
    ("+", 422, "Please search for a word"),
    ("x" * (LONGEST + 1), 422, "at most 200 characters"),
)
"""What is searched, and the status and words of the page that comes of it."""


async def test_a_search_gets_what_the_policy_says(house: House) -> None:
    visitor = await house.resident()
    for words, status, said in ANSWERS:
        answer = await search(visitor, words)
        assert answer.status == status, words
        assert said in answer.said, words
        assert "/~press/" not in answer.text, words


async def test_a_search_that_was_confirmed_or_let_through_finds_what_there_is(house: House) -> None:
    visitor = await house.resident()
    assert "Nothing found" not in (await search(visitor, "rain", confirm="yes")).said
    waiting = await visitor.post(SEARCH, {"body": "square"})
    await house.services.desk.release(waiting.goes_to.rpartition("/")[2], TEACHER)
    assert "/~" in (await visitor.get(waiting.goes_to)).text.partition("<h2")[2].partition("big-link")[0]


async def test_an_editor_may_say_why_a_search_is_not_let_through(house: House) -> None:
    visitor = await house.resident()
    waiting = await visitor.post(SEARCH, {"body": "square"})
    await house.services.desk.refuse(waiting.goes_to.rpartition("/")[2], TEACHER, "No places today.")
    answer = await visitor.get(waiting.goes_to)
    assert "This search was not let through" in answer.said
    assert "No places today." in answer.said


async def test_words_that_the_policy_replaces_are_searched_as_replaced(house: House) -> None:
    visitor = await house.resident()
    await write(house, visitor, "I live on the other side of it")
    assert "<b>other</b>" in (await search(visitor, "southland")).text


async def test_threads_are_found_by_those_who_may_see_them(house: House) -> None:
    author, other = await house.resident(), await house.resident()
    seen = await write(house, author, "An ocelot <b>sleeps</b>", "Good night")
    hidden = await write(house, author, "An ocelot in the square", "Shush")
    own, others = await search(author, "ocelot"), await search(other, "ocelot")
    assert f"/~board/threads/{seen}" in own.text
    assert f"/~board/threads/{hidden}" in own.text
    assert f"/~board/threads/{seen}" in others.text
    assert hidden not in others.text
    assert "Shush" not in others.text
    assert "&lt;b&gt;sleeps" in others.text


async def test_a_reply_below_a_hidden_thread_is_not_found_by_others(house: House) -> None:
    author, other = await house.resident(), await house.resident()
    hidden = await write(house, author, "In the square")
    draft = Draft("reply", "An ocelot", thread=hidden)
    await house.services.desk.submit(draft, await person_of(house, author))
    assert hidden in (await search(author, "ocelot")).text
    assert "Nothing found" in (await search(other, "ocelot")).said


async def test_a_search_is_its_own_authors_alone(house: House) -> None:
    visitor, other = await house.resident(), await house.resident()
    sent = await visitor.post(SEARCH, {"body": "bridge"})
    assert (await visitor.get(sent.goes_to)).status == 200
    assert (await other.get(sent.goes_to)).status == 404
    thread = await write(house, visitor, "Good day")
    assert (await visitor.get(f"{SEARCH}/{thread}")).status == 404


async def test_a_search_is_kept_with_its_decision_and_its_visit_has_no_words(house: House) -> None:
    visitor = await house.resident()
    sent = await visitor.post(SEARCH, {"body": "secretive bridge"})
    await visitor.get(sent.goes_to)
    kept = await posts.by_id(house.services.store, sent.goes_to.rpartition("/")[2])
    assert kept is not None
    assert (kept.kind, kept.site, kept.verdict) == ("search", "portal", "allow")
    await house.services.visits.flush()
    noted = [one.noted for one in await house.services.visits.page(Wanted())]
    assert any(one.path.startswith("/search/") for one in noted)
    assert not any("secretive" in str(one) for one in noted)


async def test_under_approved_sites_only_those_are_found(tmp_path: Path, clock: FixedClock) -> None:
    async with open_house(tmp_path, clock, APPROVED) as house:
        visitor = await house.resident()
        person = await person_of(house, visitor)
        await house.services.roster.set_place(person.id, "student", "elite")
        answer = await search(visitor, "bridge")
        assert "World News" not in answer.said
        assert "The Lantern" in answer.said
