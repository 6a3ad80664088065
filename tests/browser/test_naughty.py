"""Nothing that a person writes runs or is read as HTML: naughty strings on every page that shows them, in Chromium."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from naughty import STRINGS, as_kept, as_shown, big_list
from playwright.async_api import Browser
from ports import TEACHERS_TOKEN, Ports, Program, Student, open_ports

from bbs.entries import excerpt
from bbs.lesson import Clock
from bbs.policy.submission import Text
from bbs.shipped import templates_folder
from bbs.store import Post, posts
from browser.plainly import Watch

pytestmark = pytest.mark.browser

POLICY = r"""policy: 1
id: for-tests
title: For tests
default: allow
rules:
  - {id: waiting, why: An editor reads cards first., if: {board: [birthdays]}, then: hold}
  - {id: letters, if: {words: [script, a, the]}, then: {tag: seen}}
  - {id: larger, if: {patterns: ['(?s)<.*', '\pL\pM', '[\x{200e}-\x{202e}]']}, then: honour}
"""
MANY = 20
"""Posts that are sent at a time."""


@dataclass(slots=True)
class Lesson:
    """A server, and three students who write whatever they like."""

    ports: Ports
    strings: tuple[str, ...]
    talker: Student
    replier: Student
    waiter: Student
    thread: str = ""
    card: str = ""
    refused: list[str] = field(default_factory=list)

    async def send(self, author: Program, path: str, texts: Sequence[dict[str, Any]]) -> None:
        """Send texts by program: each is kept as it was written, or refused with a sentence."""
        for start in range(0, len(texts), MANY):
            await asyncio.gather(*(self._send_one(author, path, one) for one in texts[start : start + MANY]))

    async def _send_one(self, author: Program, path: str, text: dict[str, Any]) -> None:
        answer = await author.post(path, text)
        said = json.loads(answer.text)
        if answer.status in {201, 202}:
            kept = await posts.by_id(self.ports.services.store, said["post"])
            assert kept is not None
            assert kept.original.body == as_kept(text["body"])
        else:
            assert answer.status == 422, (text, answer.text)
            assert said.get("detail") or said["told"]
            self.refused.append(text["body"])

    async def begin(self) -> None:
        """A thread and a card to write into."""
        await self.ports.write(self.talker, "The first", "word", "friends")
        opened = await self.ports.write(self.replier, "Replies", "follow", "friends")
        self.thread = opened["thread"]
        to = {"body": "Many happy returns", "to": self.talker.name}
        card = await self.waiter.post("/api/v1/boards/birthdays/threads", to)
        self.card = json.loads(card.text)["thread"]

    async def everybody_writes(self) -> None:
        """Every string as a title with a body, as a reply, and as a text that waits for an editor."""
        threads = [{"title": text[:120], "body": text} for text in self.strings]
        await self.send(self.talker, "/api/v1/boards/friends/threads", threads)
        for author, thread in ((self.replier, self.thread), (self.waiter, self.card)):
            replies = [{"body": text} for text in self.strings]
            await self.send(author, f"/api/v1/threads/{thread}/posts", replies)

    async def kept(self) -> list[Post]:
        """Every text that was kept, newest first."""
        return await posts.page(self.ports.services.store, limit=100_000)

    async def by(self, author: Student) -> list[Post]:
        """What one of them wrote and still sees, newest first."""
        return [post for post in await self.kept() if post.author_name == author.name and post.author_sees]


@pytest.fixture
async def lesson(tmp_path: Path, clock: Clock) -> AsyncIterator[Lesson]:
    async with open_ports(tmp_path, clock, POLICY) as ports:
        yield await begun(ports, STRINGS)


async def begun(ports: Ports, strings: tuple[str, ...]) -> Lesson:
    lesson = Lesson(ports, strings, *[await ports.student() for _ in range(3)])
    await lesson.begin()
    return lesson


async def student(chromium: Browser, ports: Ports, who: Student) -> tuple[Watch, str]:
    """The browser of somebody who has joined already, and the board's address."""
    watch = await Watch.begin(chromium)
    address = f"http://localhost:{ports.students}"
    cookie = {"name": "closednet", "value": who.token, "url": address}
    await watch.page.context.add_cookies([cookie])  # type: ignore[list-item]
    return watch, address


async def teacher(chromium: Browser, ports: Ports) -> tuple[Watch, str]:
    """The teacher's browser and the console's address."""
    watch = await Watch.begin(chromium)
    address = f"http://localhost:{ports.console}"
    await watch.open(f"{address}/enter?token={TEACHERS_TOKEN}")
    return watch, address


def own_view(post: Post) -> Text:
    """What its author sees of a post that is in view: the house rules mask contact data for everybody."""
    assert post.author_sees is not None
    return post.author_sees


def others_view(post: Post) -> Text:
    """What the others see of a post that appeared."""
    assert post.shown is not None
    return post.shown


async def faults_of_students(lesson: Lesson, chromium: Browser) -> list[str]:
    """What is wrong on the board's list, in a thread, on a card, on /me and on /mine."""
    await lesson.ports.services.lesson.reveal()
    watch, address = await student(chromium, lesson.ports, lesson.talker)
    talked, replied = await lesson.by(lesson.talker), await lesson.by(lesson.replier)
    [titles] = await watch.pages(f"{address}/~board/boards/friends", ".rows a bdi")
    opened = [own_view(post).title for post in talked] + ["Replies"]  # the first threads of all
    opened[-2:] = ["Replies", "The first"]
    watch.same("titles", titles, [as_shown(title) for title in opened])
    [replies] = await watch.pages(f"{address}/~board/threads/{lesson.thread}", ".post .text")
    watch.same("replies", replies, [as_shown(others_view(post).body) for post in reversed(replied)])
    found = await watch.pages(f"{address}/me", ".post .post-title", ".post .text")
    watch.same("/me", found[0], [as_shown(own_view(post).title) for post in talked])
    watch.same("/me", found[1], [as_shown(own_view(post).body) for post in talked])
    waiting, address = await student(chromium, lesson.ports, lesson.waiter)
    waits = await lesson.by(lesson.waiter)
    [bodies] = await waiting.pages(f"{address}/mine", ".as-written .post-text")
    waiting.same("/mine", bodies, [as_shown(post.original.body) for post in waits])
    [bodies] = await waiting.pages(f"{address}/~board/threads/{lesson.card}", ".post .text")
    waiting.same("the card", bodies, [as_shown(own_view(post).body) for post in reversed(waits)])
    return watch.faults + waiting.faults


async def faults_of_the_queue(lesson: Lesson, chromium: Browser) -> list[str]:
    """What is wrong in the queue; every text of it is refused with itself as the reason, and read again."""
    watch, address = await teacher(chromium, lesson.ports)
    store = lesson.ports.services.store
    while held := (await posts.waiting(store))[:50]:
        await watch.open(f"{address}/queue")
        await watch.compare(".queue > .card > .post-text", [as_shown(post.original.body) for post in held])
        edited = [post.shown.body for post in held if post.shown != post.original]
        await watch.compare(".queue .as-read .post-text", [as_shown(body) for body in edited])
        for start in range(0, len(held), MANY):
            await asyncio.gather(*(_refuse(lesson, post) for post in held[start : start + MANY]))
    return watch.faults


async def _refuse(lesson: Lesson, post: Post) -> None:
    path = f"/api/v1/posts/{post.id}/refuse"
    answer = await lesson.ports.teacher.post(path, {"reason": post.original.body})
    if answer.status != 200:
        assert answer.status == 422, answer.text
        assert json.loads(answer.text)["detail"]
        assert (await lesson.ports.teacher.post(path, {"reason": "No."})).status == 200


async def faults_of_decisions(lesson: Lesson, chromium: Browser) -> list[str]:
    """What is wrong in the table of decisions as the server draws it, and on pages with three lenses."""
    watch, address = await teacher(chromium, lesson.ports)
    kept = await lesson.kept()
    [rows] = await watch.pages(f"{address}/", "tbody [data-field=excerpt]")
    watch.same(
        "decisions", rows, [as_shown(excerpt(post.original.title, post.original.body)) for post in kept]
    )
    for post in [post for post in kept if post.kind == "thread"][: len(STRINGS)]:
        await watch.open(f"{address}/posts/{post.id}")
        await watch.compare(".lens-operator .post-title", [as_shown(post.original.title)])
        views = [view.body for view in (post.original, post.shown, post.author_sees) if view]
        await watch.compare(".lens .post-text", [as_shown(body) for body in views])
    return watch.faults


async def faults_of_new_rows(lesson: Lesson, chromium: Browser) -> list[str]:
    """What is wrong in the rows that come by themselves while everybody writes."""
    watch, address = await teacher(chromium, lesson.ports)
    await watch.open(f"{address}/")
    author, before = await lesson.ports.student(), len(await lesson.kept())
    for start in range(0, len(lesson.strings), 150):
        texts = [{"title": "New", "body": text} for text in lesson.strings[start : start + 150]]
        await lesson.send(author, "/api/v1/boards/friends/threads", texts)
        new = (await lesson.kept())[: len(await lesson.kept()) - before]
        before += len(new)
        await watch.page.locator(f"#post-{new[0].id}").wait_for()
        await watch.page.locator(f"#post-{new[-1].id}").wait_for()
        shown = {f"post-{post.id}": as_shown(excerpt("New", post.original.body)) for post in new}
        ids = await watch.page.locator("tbody tr.new").evaluate_all("all => all.map(one => one.id)")
        [rows] = await watch.read("tbody tr.new [data-field=excerpt]")
        found = {place: text for place, text in zip(ids, rows, strict=True) if place in shown}
        watch.same("new rows", [found.get(place, "") for place in shown], list(shown.values()))
    return watch.faults


async def test_no_string_of_ours_is_anything_but_words_on_any_page(lesson: Lesson, chromium: Browser) -> None:
    await lesson.everybody_writes()
    assert await faults_of_the_queue(lesson, chromium) == []
    assert await faults_of_students(lesson, chromium) == []
    assert await faults_of_decisions(lesson, chromium) == []
    assert await faults_of_new_rows(lesson, chromium) == []
    assert len(set(lesson.refused)) == 2


@pytest.mark.realdata
@pytest.mark.skipif(not big_list(), reason="the Big List of Naughty Strings (shared/data) is not here")
async def test_no_string_of_the_big_list_is_anything_but_words_on_any_page(
    tmp_path: Path, clock: Clock, chromium: Browser
) -> None:
    """Every other one: its strings stand there in families of the same kind."""
    async with open_ports(tmp_path, clock, POLICY) as ports:
        lesson = await begun(ports, big_list()[::2])
        await lesson.everybody_writes()
        assert await faults_of_the_queue(lesson, chromium) == []
        assert await faults_of_students(lesson, chromium) == []
        assert await faults_of_decisions(lesson, chromium) == []
        assert await faults_of_new_rows(lesson, chromium) == []


FAULTS = {
    "a student's page": ("board/parts.html", "{{ one.body | written(one.honoured) }}", "{{ one.body | safe }}"),
    "the queue": ("traces.html", "{{ piece.text | written }}", "{{ piece.text | safe }}"),
    "the table": ("console/decisions.html", "{{ entry.excerpt | written }}", "{{ entry.excerpt | safe }}"),
    "a new row": ("static/live.js", 'write(cell, entry[cell.dataset.field] ?? "")',
                  'cell.innerHTML = entry[cell.dataset.field] ?? ""'),
}  # fmt: skip
"""Places where a page could be broken: file, what stands there, what would be wrong."""
CHECKS = dict(
    zip(
        FAULTS,
        (faults_of_students, faults_of_the_queue, faults_of_decisions, faults_of_new_rows),
        strict=True,
    )
)


@pytest.mark.parametrize("place", FAULTS)
async def test_words_that_are_read_as_html_would_be_noticed(
    place: str, tmp_path: Path, clock: Clock, chromium: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, right, wrong = FAULTS[place]
    broken = shutil.copytree(templates_folder(), tmp_path / "templates")
    text = (broken / file).read_text(encoding="utf-8")
    assert right in text
    (broken / file).write_text(text.replace(right, wrong), encoding="utf-8")
    monkeypatch.setattr("bbs.app.templates_folder", lambda: broken)
    async with open_ports(tmp_path, clock, POLICY) as ports:
        lesson = await begun(ports, STRINGS[:4])
        await lesson.everybody_writes()
        found = "\n".join(await CHECKS[place](lesson, chromium))
    for sign in ("Content Security Policy", "an attribute that no page of ours has", "instead of"):
        assert sign in found
