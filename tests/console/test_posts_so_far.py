"""What a policy would do to the posts so far, in the teacher's browser: the difference, the question, what came of it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from house import Answer, Visitor
from ports import Ports, open_ports

from bbs.lesson import Clock
from bbs.store import audit, people

PAGE = "/policies/posts-so-far"
AFTER = """\
policy: 1
id: after
title: <b>After</b>
default: allow
rules:
  - {id: soup, why: No soup., if: {words: [soup]}, then: hold}
  - {id: south, if: {words: [southland]}, then: {replace: the north}}
"""
BODIES = ("hot soup", "at the square", "to southland", "milk", "a cake")


@pytest.fixture
async def browser(ports: Ports) -> Visitor:
    return await ports.browser()


async def write(ports: Ports, *bodies: str) -> None:
    student = await ports.student()
    for body in bodies:
        await ports.write(student, "Hello", body, "friends")


async def keep(ports: Ports, text: str = AFTER) -> None:
    answer = await ports.teacher.send("PUT", "/api/v1/policies/after", {"text": text}, {})
    assert answer.status in {200, 201}, answer.text


async def publish(ports: Ports, policy: str = "after") -> None:
    answer = await ports.teacher.post(f"/api/v1/policies/{policy}/publish", {})
    assert answer.status == 200, answer.text


async def look(browser: Visitor, query: str = "") -> Answer:
    """The page with the difference."""
    answer = await browser.post(PAGE + query, {}, page="/policies")
    assert (answer.status, answer.goes_to) == (303, PAGE), answer.said
    return await browser.get(PAGE)


async def change(browser: Visitor) -> Answer:
    """Say yes on the page that asks, and read what became of it."""
    asked = await browser.get(f"{PAGE}/change")
    mark = re.search(r'name="mark" value="([a-z0-9]+)"', asked.text)
    assert mark is not None, asked.said
    answer = await browser.post(f"{PAGE}/change", {"mark": mark[1]})
    assert answer.status == 303
    return await browser.get(answer.goes_to)


async def seen(ports: Ports) -> str:
    """All that a student who wrote nothing reads on the board."""
    reader = await ports.student()
    listed = (await reader.json("/api/v1/boards/friends/threads"))["threads"]
    pages: list[Any] = [await reader.json(f"/api/v1/threads/{one['id']}") for one in listed]
    return json.dumps(pages)


async def test_every_policy_on_the_page_can_be_tried_on_the_posts_so_far(
    ports: Ports, browser: Visitor
) -> None:
    await keep(ports)
    page = await browser.get("/policies")
    for address in (PAGE, f"{PAGE}?draft=after", f"{PAGE}?from=no-filter"):
        assert f'action="{address}"' in page.text
    await publish(ports)
    assert f'action="{PAGE}?version=1"' in (await browser.get("/policies/versions/1")).text


async def test_a_draft_is_compared_and_its_difference_listed_and_nothing_is_changed(
    ports: Ports, browser: Visitor
) -> None:
    await write(ports, *BODIES)
    await keep(ports)
    before = await seen(ports)
    page = await look(browser, "?draft=after")
    assert "What <b>After</b> would do to the posts so far" in page.said
    assert "<b>After" not in page.text
    assert "5 posts were looked at; for 3 something would be different" in page.said
    for words in ("1 would be hidden", "1 would be shown", "1 would have other words"):
        assert words in page.said
    assert "1 more would be let through, and stay out" in page.said
    assert "Hello: hot soup now: allow by default would be: hold by soup would be hidden" in page.said
    assert "This policy is not in force" in page.said
    assert (await browser.get(f"{PAGE}/change")).goes_to == f"{PAGE}?notice=look-again"
    assert await seen(ports) == before


async def test_the_list_can_be_narrowed_to_one_kind_of_change(ports: Ports, browser: Visitor) -> None:
    await write(ports, *BODIES)
    await keep(ports)
    await look(browser, "?draft=after")
    page = await browser.get(f"{PAGE}?change=hidden")
    assert "Posts that would be hidden" in page.said
    assert "hot soup" in page.said
    assert "at the square" not in page.said
    assert "There are no more posts of this kind." in (await browser.get(f"{PAGE}?after=99999")).said
    assert (await browser.get(f"{PAGE}?change=x&after=%EF%BC%91")).status == 200


async def test_many_posts_are_listed_fifty_at_a_time(ports: Ports, browser: Visitor) -> None:
    await write(ports, *(f"soup {number}" for number in range(53)))
    await keep(ports)
    first = await look(browser, "?draft=after")
    assert first.text.count('class="excerpt"') == 50
    link = re.search(r'rel="next" href="([^"]+)"', first.text)
    assert link is not None
    second = await browser.get(link[1].replace("&amp;", "&"))
    assert second.text.count('class="excerpt"') == 3
    assert 'rel="next"' not in second.text


async def test_the_policy_in_force_changes_old_posts_after_a_second_question(
    ports: Ports, browser: Visitor
) -> None:
    await write(ports, *BODIES)
    await keep(ports)
    await publish(ports)
    page = await look(browser)
    assert "It can decide 3 old posts anew as well" in page.said
    assert "soup" in await seen(ports)
    page = await change(browser)
    assert "3 posts were changed." in page.said
    shown = await seen(ports)
    assert "soup" not in shown
    assert "at the square" in shown
    assert "to the north" in shown
    (waiting,) = await ports.teacher.json("/api/v1/queue")
    assert (waiting["by"], waiting["state_words"]) == ("soup", "decided anew by a re-run")
    assert waiting["told_words"] == "nothing, it looked published"
    page = await look(browser)
    assert "There is nothing to change" in page.said


async def test_the_page_of_a_post_says_how_it_was_first_decided(ports: Ports, browser: Visitor) -> None:
    await write(ports, "at the square")
    post = (await ports.newest())["post"]
    await keep(ports)
    await publish(ports)
    await look(browser)
    await change(browser)
    page = await browser.get(f"/posts/{post}")
    assert re.search(
        r"First decided .{1,40}: hold , by waiting Re-run .{1,40}: allow , by default", page.said
    )
    assert "The author was told: that it waits for an editor" in page.said
    lenses = await ports.teacher.json(f"/api/v1/posts/{post}/lenses")
    assert lenses["reader"]["body"] == "at the square"


async def test_the_reveal_tells_the_author_what_was_done_first_and_that_it_was_decided_anew(
    ports: Ports, browser: Visitor
) -> None:
    student = await ports.student()
    await ports.write(student, "Hello", "hot soup", "friends")
    await ports.write(student, "Hello", "at the square", "friends")
    await keep(ports)
    await publish(ports)
    await look(browser)
    await change(browser)
    await ports.services.lesson.reveal()
    square, soup = (await student.json("/api/v1/mine"))["texts"]
    assert "`waiting`" in square["sentence"]
    assert "decide it anew" in square["since"]
    assert "appeared at once" in soup["sentence"]
    assert "decide it anew" in soup["since"]


async def test_what_was_looked_at_is_not_changed_once_it_is_no_longer_true(
    ports: Ports, browser: Visitor
) -> None:
    await write(ports, *BODIES)
    await keep(ports)
    await publish(ports)
    await look(browser)
    asked = await browser.get(f"{PAGE}/change")
    mark = re.search(r'name="mark" value="([a-z0-9]+)"', asked.text)
    assert mark is not None
    (waiting,) = await ports.teacher.json("/api/v1/queue")
    assert (await ports.teacher.post(f"/api/v1/posts/{waiting['post']}/release", {})).status == 200
    answer = await browser.post(f"{PAGE}/change", {"mark": mark[1]})
    assert answer.goes_to == f"{PAGE}?notice=look-again"
    assert "Look again." in (await browser.get(answer.goes_to)).said
    assert "soup" in await seen(ports)


async def test_a_policy_with_a_mistake_is_not_compared(
    ports: Ports, browser: Visitor, tmp_path: Path
) -> None:
    file = tmp_path / "for-tests.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("default: allow", "default: alow"), encoding="utf-8"
    )
    answer = await browser.post(f"{PAGE}?disk=yes", {}, page="/policies")
    assert answer.status == 422
    assert "line 4" in answer.said or ":4:" in answer.said


async def test_what_was_changed_is_there_after_a_restart_and_the_difference_is_to_be_looked_at_again(
    tmp_path: Path, clock: Clock
) -> None:
    async with open_ports(tmp_path, clock) as ports:
        await write(ports, *BODIES)
        await keep(ports)
        await publish(ports)
        browser = await ports.browser()
        await look(browser)
        await change(browser)
        shown = await seen(ports)
    async with open_ports(tmp_path, clock, policy=AFTER) as ports:
        assert json.loads(shown) == json.loads(await seen(ports))
        browser = await ports.browser()
        page = await browser.get(PAGE)
        assert "3 posts were changed." in page.said
        assert (await browser.get(f"{PAGE}/change")).goes_to == f"{PAGE}?notice=look-again"
        assert await ports.services.store.verify() is None


async def test_an_erased_author_is_left_alone(ports: Ports, browser: Visitor) -> None:
    student = await ports.student()
    await ports.write(student, "Hello", "hot soup", "friends")
    await write(ports, "cold soup")
    person = await people.by_name(ports.services.store, student.name)
    assert person is not None
    await ports.services.roster.erase(person.id, "teacher")
    await keep(ports)
    await publish(ports)
    page = await look(browser)
    assert "1 post was looked at" in page.said
    await change(browser)
    rows = await audit.rows_after(ports.services.store)
    assert sum(row.action == "re-run" for row in rows) == 1


async def test_programs_do_the_same(ports: Ports) -> None:
    teacher = ports.teacher
    await write(ports, *BODIES)
    await keep(ports)
    found = json.loads((await teacher.post("/api/v1/policies/after/dry-run")).text)
    assert {name: many for name, many in found["groups"].items() if many} == {
        "newly_hidden": 1, "newly_shown": 1, "changed_text": 1,
    }  # fmt: skip
    assert (found["posts"], found["moves"], found["in_force"]) == (5, 3, False)
    assert found["stay"] == {"answered": 0, "not_sent": 1}
    refused = await teacher.post("/api/v1/re-run", {"mark": found["mark"]})
    assert (refused.status, "Look again" in refused.text) == (409, True)
    listed = await teacher.json("/api/v1/re-run/posts?limit=2")
    assert [one["excerpt"] for one in listed["posts"]] == ["Hello: hot soup", "Hello: at the square"]
    assert listed["posts"][0]["new"] == {"verdict": "hold", "by": "soup"}
    (last,) = (await teacher.json(f"/api/v1/re-run/posts?after={listed['next']}"))["posts"]
    assert last["change"] == "changed_text"
    (hidden,) = (await teacher.json("/api/v1/re-run/posts?change=newly_hidden"))["posts"]
    assert hidden["old"] == {"verdict": "allow", "by": "default"}
    await publish(ports)
    found = json.loads((await teacher.post("/api/v1/policies/after/dry-run")).text)
    assert found["in_force"]
    assert (await teacher.post("/api/v1/re-run", {"mark": found["mark"]})).status == 202
    await ports.services.rerun.wait(30)
    standing = await teacher.json("/api/v1/re-run")
    assert (standing["going_on"], standing["difference"]) == (None, None)
    assert (standing["last"]["state"], standing["last"]["changed"], standing["last"]["of"]) == ("done", 3, 3)
    earlier = json.loads((await teacher.post("/api/v1/policies/for-tests/dry-run?version=1")).text)
    assert earlier["moves"] == 3


async def test_programs_are_told_what_they_ask_wrongly(ports: Ports) -> None:
    teacher = ports.teacher
    for path, status in (
        ("/api/v1/policies/nothing/dry-run", 404),
        ("/api/v1/policies/for-tests/dry-run?version=x", 400),
        ("/api/v1/policies/for-tests/dry-run?version=7", 404),
        ("/api/v1/policies/no-filter/dry-run?version=1", 404),
    ):
        assert (await teacher.post(path)).status == status, path
    assert (await teacher.get("/api/v1/re-run/posts")).status == 409
    assert (await teacher.get("/api/v1/re-run/posts?change=x")).status == 400
    assert (await teacher.post("/api/v1/policies/for-tests/dry-run")).status == 200
    assert (await teacher.get("/api/v1/re-run/posts?after=x")).status == 400
    assert (await teacher.post("/api/v1/re-run", {"mark": "x"})).status == 409
