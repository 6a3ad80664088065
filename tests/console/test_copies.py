"""Answering a request with a copy on the console: which page, what was cut, for whom, and taking it away again."""

from __future__ import annotations

import re
from html import unescape

import pytest
from house import Answer, Visitor
from ports import Ports

from bbs.desk import Draft
from bbs.grants import KIND
from bbs.pack import Pack, read_pack
from bbs.store import Person, copies, people, requests
from bbs.store.requests import Wanted

PAGE = "/network/requests"


async def asked(
    ports: Ports, address: str = "news.outside.test/bridge", site: str = "world-news"
) -> tuple[Person, str]:
    """Somebody who has asked at the desk of the library, with the address of the form for a copy."""
    student = await ports.student()
    person = await people.by_name(ports.services.store, student.name)
    assert person is not None
    draft = Draft(KIND, "For <b>my</b> essay", title=address, site="library")
    wanted = Wanted(site, "/bridge" if site else "/", "library")
    await ports.services.grants.ask_at_desk(person, draft, lambda _: wanted)
    return person, f"{PAGE}/{(await requests.newest(ports.services.store))[0].id}/copy"


def written(page: Answer) -> str:
    """What stands in the large field."""
    found = re.search(r'<textarea id="body"[^>]*>\n(.*?)</textarea>', page.text, re.DOTALL)
    assert found is not None
    return unescape(found[1])


async def send(teacher: Visitor, form: str, do: str = "lay", **fields: str) -> Answer:
    usual = {"page": "world-news/bridge", "title": "The bridge", "body": "Open.", "for": "one", "do": do}
    return await teacher.post(form, usual | fields, form)


async def test_the_list_says_where_somebody_asked_and_what_that_is(ports: Ports) -> None:
    teacher = await ports.browser()
    person, form = await asked(ports)
    page = await teacher.get(PAGE)
    for words in (
        person.name,
        "news.outside.test/bridge",
        "asked at City Library",
        "That is World News: Ellford's",
    ):
        assert words in page.said
    assert f'href="{form}"' in page.text
    assert "/grant" in page.text


async def test_what_is_not_listed_can_be_answered_with_a_copy_or_a_no_but_not_be_opened(ports: Ports) -> None:
    teacher = await ports.browser()
    _, form = await asked(ports, "www.example.com", "")
    page = await teacher.get(PAGE)
    assert "not listed" in page.said
    assert "/grant" not in page.text
    assert form in page.text
    answer = await teacher.post(form.replace("/copy", "/grant"), {"for": "good"}, PAGE)
    assert "not on the list" in (await teacher.get(answer.goes_to)).said


async def test_the_page_that_was_asked_for_stands_in_the_form_and_another_may_be_taken(ports: Ports) -> None:
    teacher = await ports.browser()
    _, form = await asked(ports)
    page = await teacher.get(form)
    own = ports.services.allowlist.pages["world-news"]
    assert written(page) == own["/bridge"].text
    assert "From: World News, http://news.outside.test/bridge." in page.said
    assert "For <b>my</b> essay" in page.said
    assert "<b>my" not in page.text
    other = await teacher.get(f"{form}?page=world-news/harvest")
    assert written(other) == own["/harvest"].text
    sheet = await teacher.get(f"{form}?page=own")
    assert written(sheet) == ""
    assert "Where the text is from" in sheet.said
    for nothing in ("world-news/nosuch", "nosuch/", "handbook/", "", "portal/"):
        assert written(await teacher.get(f"{form}?page={nothing}")) == "", nothing


async def test_before_it_is_laid_it_can_be_looked_at_with_every_word_that_was_cut(ports: Ports) -> None:
    teacher = await ports.browser()
    person, form = await asked(ports)
    text = ports.services.allowlist.pages["world-news"]["/bridge"].text
    shorter = text.replace("a week", "some days", 1).partition("\n\nOn ")[0]
    shown = await send(teacher, form, "look", body=f"{shorter} <script>x</script> [home](site:portal)")
    assert shown.status == 200
    assert "words were cut" in shown.said
    assert "<del>" in shown.text
    assert "<ins>" in shown.text
    assert "<script>x" not in shown.text
    assert "home</p>" in shown.text  # a link is its words here
    assert await ports.services.copies.of(person.id) == []
    whole = await send(teacher, form, "look", body=text)
    assert "Nothing: every word of the page is there." in whole.said
    own = await send(teacher, form, "look", page="own", source="A letter")
    assert "Nothing to compare it with" in own.said


async def test_it_is_laid_for_who_asked_or_for_everybody_and_taken_away_again(ports: Ports) -> None:
    teacher = await ports.browser()
    for who, said in (("one", "for one person"), ("all", "for everybody")):
        person, form = await asked(ports)
        done = await send(teacher, form, **{"for": who})
        assert done.goes_to == f"{PAGE}?notice=copied"
        (copy,) = [one for one in await copies.newest(ports.services.store) if one.taken is None]
        assert (copy.person, copy.source) == (
            person.id if who == "one" else None,
            "World News, http://news.outside.test/bridge",
        )
        listed = await teacher.get(done.goes_to)
        for words in ("Laid in the reading room.", "The bridge", said, "you laid a copy"):
            assert words in listed.said
        page = await teacher.get(f"/network/copies/{copy.id}")
        for words in ("Open.", "words were cut, 1 was added. Readers are not told.", "by the teacher"):
            assert words in page.said
        assert (person.name in page.said) is (who == "one")
        gone = await teacher.post(
            f"/network/copies/{copy.id}/take-away", {}, page=f"/network/copies/{copy.id}"
        )
        assert gone.goes_to == f"{PAGE}?notice=taken-away"
        after = await teacher.get(gone.goes_to)
        assert "you took the copy away again" in after.said
        page = await teacher.get(f"/network/copies/{copy.id}")
        assert "nobody finds it now" in page.said
        assert "/take-away" not in page.text


async def test_a_text_of_ones_own_says_where_it_is_from(ports: Ports) -> None:
    teacher = await ports.browser()
    person, form = await asked(ports, "a book", "")
    done = await send(teacher, form, page="own", title="A letter", source="Found in a book, 1871")
    assert done.status == 303
    (copy,) = await ports.services.copies.of(person.id)
    assert (copy.title, copy.source, copy.original) == ("A letter", "Found in a book, 1871", None)


async def test_what_is_from_a_page_is_said_to_be_from_it_whatever_the_form_says(ports: Ports) -> None:
    person, form = await asked(ports)
    await send(await ports.browser(), form, source="My own idea", original="Open.")
    (copy,) = await ports.services.copies.of(person.id)
    assert copy.source == "World News, http://news.outside.test/bridge"
    assert copy.original is not None
    assert copy.original.text == ports.services.allowlist.pages["world-news"]["/bridge"].text


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"title": ""}, "Please write something that can be seen."),
        ({"title": "x" * 121}, "1 characters too long"),
        ({"body": " "}, "Please write something that can be seen."),
        ({"body": "x" * 20_001}, "1 characters too long"),
        ({"page": "own"}, "Please write something that can be seen."),
    ],
)
async def test_what_can_not_be_laid_comes_back_as_it_was(
    ports: Ports, sent: dict[str, str], said: str
) -> None:
    teacher = await ports.browser()
    person, form = await asked(ports)
    for do in ("look", "lay"):
        page = await send(teacher, form, do, **{"for": "all"} | sent)
        assert page.status == 422
        assert said in page.said
        assert 'value="all" selected' in page.text
    assert await ports.services.copies.of(person.id) == []


async def test_what_was_answered_meanwhile_is_not_answered_again(ports: Ports) -> None:
    teacher = await ports.browser()
    person, form = await asked(ports)
    before = await teacher.get(form)
    await ports.services.grants.decline(form.split("/")[3], "No.")
    assert before.status == 200
    await asked(ports)  # so that a page has a token
    for answer in (await teacher.get(form), await teacher.post(form, {"do": "lay", "body": "x"}, PAGE)):
        assert answer.goes_to == f"{PAGE}?notice=answered"
    assert await ports.services.copies.of(person.id) == []


async def test_who_can_not_open_the_reading_room_is_named_before_a_copy_is_laid_for_them(
    ports: Ports,
) -> None:
    teacher = await ports.browser()
    person, form = await asked(ports)
    assert "would be read by nobody" not in (await teacher.get(form)).said
    await ports.services.roster.set_place(person.id, "student", "visitor")
    assert "would be read by nobody" in (await teacher.get(form)).said


async def test_a_network_without_a_reading_room_offers_no_copies(ports: Ports) -> None:
    teacher = await ports.browser()
    _, form = await asked(ports)
    pack = read_pack("bright-net")
    await ports.services.allowlist.choose(without_room(pack))
    assert "Answer with a copy" not in (await teacher.get(PAGE)).said
    assert (await teacher.get(form)).status == 404


def without_room(pack: Pack) -> Pack:
    """The same network, with no place for copies."""
    from dataclasses import replace

    sites = {name: replace(site, copies="") for name, site in pack.network.sites.items()}
    return replace(pack, network=replace(pack.network, sites=sites), origin="other", files={})
