"""The reveal as a student meets it: everything about one's own words, and no trace of it before and after."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from every_verdict import CASES, POLICY, SENTENCE, Case
from house import House, Visitor, open_house

from bbs.lesson import Clock
from bbs.store import posts

NEW = "/~board/boards/friends/new"
LINK = "What became of your words"
LINK_OF_POST = "What became of these words"
ONCE = re.compile(r'name="once" value="[^"]*"')
HOSTS = ("localhost", "board.bright.localhost", "library.bright.localhost")


@pytest.fixture
async def house(tmp_path: Path, clock: Clock) -> AsyncIterator[House]:
    async with open_house(tmp_path, clock, POLICY) as running:
        yield running


async def write(visitor: Visitor, body: str, path: str = NEW) -> None:
    await visitor.post(path, {"title": "A title", "body": body}, page=NEW)


async def newest(house: House) -> tuple[str, str | None]:
    """The ids of the newest post and its thread."""
    (post, *_) = await posts.page(house.services.store, limit=1)
    return post.id, post.thread


async def all_pages(house: House, *visitors: Visitor) -> list[str]:
    """Every page that these visitors find, headers and all, but for keys that are new each time."""
    kept = await posts.page(house.services.store)
    paths = [
        *("/", "/leave", "/join", "/return", "/mine", "/mine?before=x", "/mine/", "/nothing"),
        *("/~board/", "/~board/boards/friends", "/~board/boards/birthdays", "/~board/birthdays", NEW),
        *(
            "/~library/",
            "/~press/",
            "/~portal/go?address=board",
            "/~nowhere/x",
            "/api/v1/mine",
            "/api/v1/boards",
        ),
        *(f"/mine/{post.id}" for post in kept),
        *(f"/~board/threads/{post.thread}" for post in kept if post.thread),
        *(f"/~board/threads/{post.thread}?sent={post.id}" for post in kept if post.thread),
    ]
    found = []
    for visitor in visitors:
        for path in paths:
            answer = await visitor.get(path)
            head = sorted(
                item for item in answer.headers.items() if item[0] not in {"Date", "Content-Length"}
            )
            found.append(f"{path} {answer.status} {head} {ONCE.sub('', answer.text)}")
    return found


async def test_before_the_reveal_the_address_answers_like_one_that_never_was(house: House) -> None:
    for host in HOSTS:
        for visitor in (house.visitor(host), await house.resident(host)):
            for path, unknown in (
                ("/mine", "/mina"),
                ("/mine/abc", "/mina/abc"),
                ("/api/v1/mine", "/api/v1/mina"),
            ):
                found, other = await visitor.get(path), await visitor.get(unknown)
                assert found.status == other.status
                assert found.text == other.text.replace("/mina", "/mine")
                assert found.goes_to == other.goes_to.replace("mina", "mine")


async def test_a_form_sent_there_is_answered_like_one_sent_nowhere(house: House) -> None:
    visitor = await house.resident()
    found = [await visitor.post(path, {}, page=NEW) for path in ("/mine", "/mina")]
    assert found[0].status == found[1].status
    assert found[0].text == found[1].text.replace("/mina", "/mine")


async def test_after_the_reveal_is_off_again_every_page_is_as_it_was_before_byte_for_byte(
    house: House,
) -> None:
    author, reader, stranger = await house.resident(), await house.resident(), house.visitor()
    await stranger.get("/join")
    for case in CASES:
        await write(author, case.word)
    await write(author, "Good morning")
    before = await all_pages(house, author, reader, stranger)
    await house.services.lesson.reveal()
    shown = await all_pages(house, author, reader, stranger)
    assert shown != before
    await house.services.lesson.hide()
    assert await all_pages(house, author, reader, stranger) == before
    assert not any(LINK in one or LINK_OF_POST in one or "traces.css" in one for one in before)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.word)
async def test_each_text_stands_on_the_page_with_its_marks_its_rule_and_the_words_of_the_tell(
    house: House, case: Case
) -> None:
    author = await house.resident()
    await write(author, f"a {case.word} here")
    await house.services.lesson.reveal()
    post, _ = await newest(house)
    for path in ("/mine", f"/mine/{post}"):
        page = await author.get(path)
        assert page.status == 200
        assert f'a <mark title="{case.word}">{case.word}</mark>' in page.text
        assert f"“{case.word}” matched the rule <code>{case.word}</code>, so " in page.text
        assert SENTENCE.format(word=case.word) in page.said
        assert f"{case.word} is the phrase {case.word} . Rule {case.word} , which decided." in page.said
        assert f"◆ {case.verdict} {case.word} decided" in page.said
        assert "What the others see Nothing." in page.said
        untrue = case.tell == "pretend" or case.answer == "appears"
        assert ("In truth:" in page.said) is untrue
        assert page.headers["Cache-Control"] == "no-store"


async def test_every_page_of_somebody_who_is_in_leads_there_on_every_lane_and_of_nobody_else(
    house: House,
) -> None:
    await house.services.lesson.reveal()
    for host, paths in (
        ("localhost", ("/", "/leave", "/~board/", "/~library/", "/~board/nothing")),
        ("board.bright.localhost", ("/", "/leave", "/boards/friends")),
        ("library.bright.localhost", ("/",)),
    ):
        visitor = await house.resident(host)
        for path in paths:
            assert f'<a href="/mine">{LINK}</a>' in (await visitor.get(path)).text, path
        page = await visitor.get("/mine")
        assert page.status == 200
        assert "You have not written anything yet." in page.said
    stranger = house.visitor()
    assert LINK not in (await stranger.get("/join")).text
    assert (await stranger.get("/mine?before=x")).goes_to == "/join?back=/mine%3Fbefore%3Dx"


async def test_a_listed_name_served_through_the_proxy_has_the_page_too(house: House) -> None:
    visitor = await house.resident("board.bright.test")
    await house.services.lesson.reveal()
    assert (await visitor.get("/mine")).status == 200
    assert (await visitor.get("/mine", Host="unlisted.example")).status == 421


async def test_one_s_own_posts_in_a_thread_lead_to_their_traces_and_nobody_else_s_do(house: House) -> None:
    author, reader = await house.resident(), await house.resident()
    await write(author, "Good morning")
    first, thread = await newest(house)
    path = f"/~board/threads/{thread}"
    await write(reader, "Good evening", path=f"{path}/replies")
    second, _ = await newest(house)
    await house.services.lesson.reveal()
    for visitor, own, other in ((author, first, second), (reader, second, first)):
        page = await visitor.get(path)
        assert f'<a href="/mine/{own}">{LINK_OF_POST}</a>' in page.text
        assert f"/mine/{other}" not in page.text
        assert (await visitor.get(f"/mine/{own}")).status == 200
        foreign, unknown = await visitor.get(f"/mine/{other}"), await visitor.get("/mine/neverwas")
        assert (foreign.status, foreign.text) == (404, unknown.text.replace("neverwas", other))
        assert (await visitor.get(f"/mine?before={other}")).status == 404


async def test_nobody_s_page_holds_a_word_of_somebody_else_s(house: House) -> None:
    author, reader = await house.resident(), await house.resident()
    for case in CASES:
        await write(author, case.word)
    await house.services.lesson.reveal()
    page = await reader.get("/mine")
    assert not any(case.word in page.text for case in CASES)


async def test_while_revealed_readers_still_find_the_boards_as_if_hidden_texts_had_never_been_written(
    house: House,
) -> None:
    author, reader = await house.resident(), await house.resident()
    await write(author, "Good morning")
    await house.services.lesson.reveal()
    _, thread = await newest(house)
    paths = ("/", "/~board/", "/~board/boards/friends", f"/~board/threads/{thread}", "/mine", "/api/v1/mine")
    before = [ONCE.sub("", (await reader.get(path)).text) for path in paths]
    for case in CASES:
        await write(author, case.word)
        await write(author, f"{case.word} again", path=f"/~board/threads/{thread}/replies")
    assert [ONCE.sub("", (await reader.get(path)).text) for path in paths] == before


async def test_the_list_goes_on_to_older_texts(house: House) -> None:
    author = await house.resident()
    for number in range(12):
        await write(author, f"Number {number}.")
    await house.services.lesson.reveal()
    first = await author.get("/mine")
    older = re.search(r'rel="next" href="([^"]+)"', first.text)
    assert older
    second = await author.get(older[1])
    found = re.findall(r"Number \d+\.", first.said + second.said)
    assert found == [f"Number {number}." for number in reversed(range(12))]
    assert "Back to the newest" in second.said


async def test_what_was_written_is_shown_as_text_and_never_as_a_page(house: House) -> None:
    author = await house.resident()
    await write(author, "<b>holdxfull</b> `x` \u202eand <script>alert(1)</script>")
    await house.services.lesson.reveal()
    page = await author.get("/mine")
    assert "<b>" not in page.text
    assert "<script" not in page.text
    assert '<span class="mark">RLO</span>' in page.text
    assert not re.search(r"<style|style=|\son[a-z]+=|javascript:", page.text)


async def test_programs_get_the_same_while_it_is_revealed_and_nothing_otherwise(house: House) -> None:
    author, reader = await house.resident(), await house.resident()
    for case in CASES:
        await write(author, case.word)
    assert (await author.get("/api/v1/mine")).status == 404
    await house.services.lesson.reveal()
    assert (await house.visitor().get("/api/v1/mine")).status == 401
    assert json.loads((await reader.get("/api/v1/mine")).text) == {"texts": [], "next": None}
    found, before = [], ""
    while True:
        answer = await author.get(f"/api/v1/mine?limit=4{before}")
        texts = json.loads(answer.text)
        found += texts["texts"]
        if texts["next"] is None:
            break
        before = f"&before={texts['next']}"
    assert [one["body"] for one in found] == [case.word for case in reversed(CASES)]
    for one, case in zip(found, reversed(CASES), strict=True):
        assert (one["verdict"], one["by"], one["readers"]) == (case.verdict, case.word, None)
        assert [span["text"] for span in one["rules"][0]["spans"]] == [case.word]
        assert case.fits(one["told_text"])
        assert bool(one["untrue"]) is (case.tell == "pretend" or case.answer == "appears")
    assert (await author.get("/api/v1/mine?before=neverwas")).status == 404
    assert (await author.get("/api/v1/mine?limit=0")).status == 400
    await house.services.lesson.hide()
    assert (await author.get("/api/v1/mine")).status == 404


async def test_somebody_who_may_open_no_board_still_sees_what_became_of_their_words(house: House) -> None:
    visitor = await house.resident()
    await write(visitor, "Good morning")
    person = await house.services.roster.person_of(visitor.cookies["closednet"])
    assert person
    await house.services.roster.set_place(person.id, person.role, "none")
    await house.services.lesson.reveal()
    assert "Good morning" in (await visitor.get("/mine")).said
