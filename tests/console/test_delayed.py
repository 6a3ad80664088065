"""Delayed posts on the console and on the board, while the clock moves on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from ports import Ports, open_ports

if TYPE_CHECKING:
    from conftest import FixedClock

POLICY = """\
policy: 1
id: late
default: allow
rules:
  - {id: late, why: Meetings wait., if: {words: [meet]}, then: {delay: 8 hours}, tell: reason}
  - {id: quiet, if: {words: [lantern]}, then: {delay: 30 minutes}}
  - {id: excused, if: {words: [drum]}, then: {delay: 2 hours}, tell: {pretend: The server is busy.}}
"""


@pytest.fixture
async def ports(tmp_path: Path, clock: FixedClock) -> AsyncIterator[Ports]:
    async with open_ports(tmp_path, clock, POLICY) as opened:
        yield opened


async def test_the_queue_shows_when_each_delayed_text_appears_the_next_one_first(ports: Ports) -> None:
    author, browser = await ports.student(), await ports.browser()
    await ports.write(author, "Hello", "we meet")
    await ports.write(author, "Hello", "a lantern")
    page = await browser.get("/queue")
    assert "2 delayed texts" in page.said
    assert "Appears 14 March, 10:35" in page.said
    assert "Appears 14 March, 18:05" in page.said
    assert page.said.index("10:35") < page.said.index("18:05")
    assert "by quiet" in page.said


async def test_before_its_time_the_teacher_releases_or_refuses_it_from_the_queue(ports: Ports) -> None:
    author, browser = await ports.student(), await ports.browser()
    first = await ports.write(author, "Hello", "we meet")
    second = await ports.write(author, "Hello", "we meet again")
    answer = await browser.post(f"/posts/{first['post']}/release", {"back": "queue"}, page="/queue")
    assert answer.goes_to == "/queue?notice=released"
    refused = {"back": "queue", "reason": "Not today"}
    answer = await browser.post(f"/posts/{second['post']}/refuse", refused, page="/queue")
    assert answer.goes_to == "/queue?notice=refused"
    assert "delayed text" not in (await browser.get("/queue")).said
    reader = await ports.student()
    assert (await reader.get(f"/api/v1/threads/{first['thread']}")).status == 200
    assert (await reader.get(f"/api/v1/threads/{second['thread']}")).status == 404


async def test_a_lens_says_when_readers_will_see_it(ports: Ports) -> None:
    author, browser = await ports.student(), await ports.browser()
    receipt = await ports.write(author, "Hello", "a lantern")
    page = await browser.get(f"/posts/{receipt['post']}")
    assert "Nothing yet. For readers this post does not exist before 14 March, 10:35" in page.said
    assert "Appears 14 March, 10:35 , by itself" in page.said
    assert (await ports.newest())["due"] == "2026-03-14T09:35:00+00:00"


async def test_what_its_author_was_made_to_believe_is_said_by_the_status(ports: Ports) -> None:
    author = await ports.student()
    board = (await author.json("/api/v1/boards"))[0]["id"]
    for words, status in (("we meet", 202), ("a lantern", 201), ("a drum", 503)):
        answer = await author.post(f"/api/v1/boards/{board}/threads", {"title": "Hello", "body": words})
        assert answer.status == status


async def test_a_page_that_readers_keep_opening_shows_it_as_soon_as_it_has_appeared(
    ports: Ports, clock: FixedClock
) -> None:
    author, reader = await ports.student(), await ports.student()
    board = (await author.json("/api/v1/boards"))[0]["id"]
    opened = await ports.write(author, "Hello", "Good morning")
    reply = {"body": "a lantern"}
    await author.post(f"/api/v1/threads/{opened['thread']}/posts", reply)
    await ports.write(author, "Secret", "a lantern")
    path = f"/api/v1/threads/{opened['thread']}"

    async def seen() -> tuple[int, list[str]]:
        threads = await reader.json(f"/api/v1/boards/{board}/threads")
        return len(threads["threads"]), [one["body"] for one in (await reader.json(path))["posts"]]

    assert await seen() == (1, ["Good morning"])
    assert await seen() == (1, ["Good morning"])
    clock.advance(minutes=30)
    await ports.services.desk.release_due()
    assert await seen() == (2, ["Good morning", "a lantern"])
