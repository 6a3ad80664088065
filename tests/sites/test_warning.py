"""A warning asks its author once; confirmed, the text is judged anew with the warning counted as allow."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from house import Answer
from ports import Ports, Visitor, open_ports

from bbs.lesson import Clock

POLICY = """\
policy: 1
id: warns
default: allow
rules:
  - {id: asked, why: "Are you sure about rain?", if: {words: [rain]}, then: [warn, flag]}
  - {id: refused, why: No cake., if: {words: [cake]}, then: block}
  - {id: edited, if: {words: [southland]}, then: {replace: the other side}}
"""


@pytest.fixture
async def ports(tmp_path: Path, clock: Clock) -> AsyncIterator[Ports]:
    async with open_ports(tmp_path, clock, POLICY) as opened:
        yield opened


async def form(ports: Ports) -> tuple[Visitor, str]:
    """Somebody who has joined, and where the form for a new thread stands."""
    visitor = Visitor(ports.students)
    await visitor.join()
    return visitor, "/~board/boards/friends/new"


def hidden(answer: Answer) -> dict[str, str]:
    """The hidden fields of a form."""
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', answer.text))


async def send(visitor: Visitor, path: str, body: str, page: Answer | None = None) -> Answer:
    return await visitor.post(path, {"title": "Hello", "body": body} | (hidden(page) if page else {}))


async def test_the_form_keeps_the_draft_and_shows_the_reason_and_nothing_is_published(ports: Ports) -> None:
    visitor, path = await form(ports)
    asked = await send(visitor, path, "will it rain")
    assert asked.status == 409
    assert "Are you sure about rain?" in asked.said
    assert ">\nwill it rain</textarea>" in asked.text
    assert (await ports.newest())["verdict"] == "warn"
    student = await ports.student()
    assert (await student.json("/api/v1/boards/friends/threads"))["threads"] == []


async def test_confirmed_it_appears_and_effects_take_place(ports: Ports) -> None:
    visitor, path = await form(ports)
    asked = await send(visitor, path, "rain in southland")
    assert (await send(visitor, path, "rain in southland", asked)).status == 303
    newest = await ports.newest()
    assert (newest["verdict"], newest["by"]) == ("allow", "asked")
    student = await ports.student()
    (thread,) = (await student.json("/api/v1/boards/friends/threads"))["threads"]
    page = await student.json(f"/api/v1/threads/{thread['id']}")
    assert [post["body"] for post in page["posts"]] == ["rain in the other side"]


async def test_words_that_were_changed_after_the_warning_are_judged_anew_and_not_warned_about_again(
    ports: Ports,
) -> None:
    visitor, path = await form(ports)
    asked = await send(visitor, path, "will it rain")
    refused = await send(visitor, path, "rain and cake", asked)
    assert (refused.status, "No cake." in refused.said) == (422, True)
    assert (await send(visitor, path, "rain, rain and rain", refused)).status == 303


async def test_whoever_confirmed_is_not_asked_again_when_the_form_comes_back_for_another_reason(
    ports: Ports,
) -> None:
    visitor, path = await form(ports)
    asked = await send(visitor, path, "will it rain")
    empty = await send(visitor, path, " ", asked)
    assert empty.status == 422
    assert "Post it anyway" not in empty.said
    assert (await send(visitor, path, "will it rain", empty)).status == 303


async def test_a_fresh_form_asks_again(ports: Ports) -> None:
    visitor, path = await form(ports)
    assert (await send(visitor, path, "will it rain")).status == 409
    assert (await send(visitor, path, "will it rain")).status == 409


async def test_programs_are_asked_by_409_and_confirm_by_a_field(ports: Ports) -> None:
    student = await ports.student()

    async def start(**more: Any) -> tuple[int, dict[str, Any]]:
        wish = {"title": "Hello", "body": "rain in southland"} | more
        answer = await student.post("/api/v1/boards/friends/threads", wish)
        return answer.status, json.loads(answer.text)

    status, receipt = await start()
    assert (status, receipt["post"], receipt["told"]) == (409, None, "reason")
    assert receipt["told_text"] == "Please read this before you send it. Are you sure about rain?"
    assert (await start(confirm=True, body="rain and cake"))[0] == 422
    assert (await start(confirm=True))[0] == 201
