"""Naughty strings through every field of a form, every query and every address: echoed as words, or refused clearly."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import aiohttp
import pytest
from house import CODE, FORM_TOKEN
from naughty import STRINGS, as_shown, big_list, without_breaks
from playwright.async_api import Browser
from ports import TEACHERS_TOKEN, Ports, open_ports
from yarl import URL

from bbs.lesson import Clock
from bbs.patience import Doorkeeper
from browser.plainly import Watch

pytestmark = pytest.mark.browser

POLICY = """\
policy: 1
id: for-tests
title: For tests
default: allow
rules:
  - {id: refused, why: Words about cake are not for this board., if: {words: [cake]}, then: block}
  - {id: waiting, if: {words: [square]}, then: hold}
"""
HARMLESS = (
    "Good day", "", " ", "a cake", "../x", "chat", "www.example.com", "board", "a" * 300, "a\x00b", "a" + "\u0301" * 9,
)  # fmt: skip
"""Strings that bring about whatever these pages may say; every element that they have, no other string may add to."""
BATCH = 40

Places = Callable[[str], Mapping[str, str]]
"""Where a string stands on a page that came back, by selector, and how it is shown there."""


@dataclass(slots=True)
class Asker:
    """Somebody's browser in words, on one connection: what it asks is answered, and kept to be looked at."""

    http: aiohttp.ClientSession
    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""

    async def ask(self, method: str, path: str, data: bytes | None = None, kind: str = "") -> tuple[int, str]:
        """One request; whatever was sent, the answer is no failure of the server."""
        head = {"Host": f"localhost:{self.port}", "Origin": f"http://localhost:{self.port}"}
        if kind:
            head["Content-Type"] = kind
        head["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        url = URL(f"http://127.0.0.1:{self.port}{path}", encoded=True)
        try:
            async with self.http.request(method, url, data=data, headers=head, allow_redirects=False) as got:
                self.cookies |= {name: cookie.value for name, cookie in got.cookies.items()}
                text = await got.text()
        except aiohttp.ClientOSError:
            assert path.startswith("/~chat/")  # the network's file wants this connection cut
            return 0, ""
        assert got.status < 500 or "simulated" in text, (path, data, got.status)
        return got.status, text

    async def open(self, page: str) -> None:
        """Open a page with a form, to have its token."""
        _, text = await self.ask("GET", page)
        found = FORM_TOKEN.search(text)
        assert found is not None, page
        self.token = found[1]

    async def form(self, path: str, **fields: str) -> tuple[int, str]:
        """Send a form."""
        body = urlencode({"form_token": self.token} | fields).encode()
        return await self.ask("POST", path, body, "application/x-www-form-urlencoded")


@dataclass(slots=True)
class Everybody:
    """Who is there: somebody at the door, a student, the teacher; a thread, a person and a post to ask for."""

    ports: Ports
    door: Asker
    student: Asker
    teacher: Asker
    thread: str
    person: str
    post: str


@pytest.fixture
async def everybody(tmp_path: Path, clock: Clock) -> AsyncIterator[Everybody]:
    async with (
        open_ports(tmp_path, clock, POLICY) as ports,
        aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http,
    ):
        ports.services.roster._door = Doorkeeper(sleep=at_once)  # wrong codes and names need not wait here
        door, student, teacher = (
            Asker(http, port) for port in (ports.students, ports.students, ports.console)
        )
        joined = await ports.student()
        student.cookies["closednet"] = joined.token
        receipt = await ports.write(joined, "The first", "at the square", "friends")
        await teacher.ask("GET", f"/enter?token={TEACHERS_TOKEN}")
        person = (await ports.services.roster.person_of(joined.token)).id  # type: ignore[union-attr]
        await ports.services.lesson.reveal()
        await door.open("/join")
        await student.open("/~board/boards/friends/new")
        await teacher.open("/queue")
        yield Everybody(ports, door, student, teacher, receipt["thread"], person, receipt["post"])


async def at_once(_seconds: float) -> None:
    """Wait for nothing."""


def value(text: str) -> str:
    """A string in a field of one line; HTML has no way to write NUL, and browsers say so."""
    return without_breaks(words(text))


def words(text: str) -> str:
    """A string in a field of many lines."""
    return text.replace("\x00", "\ufffd")


def at(place: str, shown: Callable[[str], str] = value) -> Places:
    return lambda text: {place: shown(text)}


def nowhere(_text: str) -> Mapping[str, str]:
    return {}


def asked(path: str) -> Callable[[Asker, str], Any]:
    """Ask for an address that has the string in it."""
    return lambda who, text: who.ask("GET", path.replace("{}", quote(text, safe="")))


def sent(path: str, *names: str, **fixed: str) -> Callable[[Asker, str], Any]:
    """Send a form with the string in all these fields."""
    return lambda who, text: who.form(path, **dict.fromkeys(names, text), **fixed)


def questions(all_of: Everybody) -> list[tuple[str, Asker, Callable[[Asker, str], Any], Places]]:
    """Every form, query and address: what it is, who asks, how, and where the string comes back."""
    door, student, teacher = all_of.door, all_of.student, all_of.teacher
    board, card = "/~board/boards/friends/new", f"/~board/people/{all_of.person}/card"
    replies = f"/~board/threads/{all_of.thread}/replies"
    return [
        ("the class code in a link", door, asked("/join?code={}&back={}"), at("#code", lambda text: value(text[:100]))),
        ("the way back", door, asked("/return?back={}"), nowhere),
        ("the class code", door, sent("/join", "code", "back"), at("#code", lambda text: value(text[:100]))),
        ("the address bar", student, asked("/~portal/go?address={}"), lambda text: {"#address": value(text), ".place": as_shown(text.replace("\x00", ""))}),
        ("a title", student, sent(board, "title", "once", "confirm", body=""), at("#title")),
        ("a thread", student, sent(board, "body", title=""), at("#body", words)),
        ("a reply", student, lambda who, text: who.form(replies, body=f"{text} cake"), lambda text: {"#body": words(f"{text} cake")}),
        ("a card", student, lambda who, text: who.form(card, body=f"cake {text}"), lambda text: {"#body": words(f"cake {text}")}),
        ("a thread's number", student, asked("/~board/threads/{}"), nowhere),
        ("where a list begins", student, asked("/~board/boards/friends?before={}&sent={}"), nowhere),
        ("where a thread goes on", student, asked(f"/~board/threads/{all_of.thread}?after={{}}&sent={{}}"), nowhere),
        ("a board's name", student, asked("/~board/boards/{}"), nowhere),
        ("a site's name", student, asked("/~{}/{}"), nowhere),
        ("a trace's number", student, asked("/mine/{}?before={}"), nowhere),
        ("where one's texts begin", student, asked("/me?before={}&done={}"), nowhere),
        ("a rule", teacher, asked("/?rule={}&verdict={}&before={}"), at("#rule", lambda text: value(text.strip()[:100]))),
        ("a notice", teacher, asked("/queue?notice={}"), nowhere),
        ("a post's number", teacher, asked("/posts/{}"), nowhere),
        ("a person's number", teacher, asked("/people/{}?after={}"), nowhere),
        ("where people begin", teacher, asked("/people?after={}"), nowhere),
        ("a policy's name", teacher, asked("/policies/edit?from={}"), nowhere),
        ("a draft's name", teacher, asked("/policies/edit?draft={}"), nowhere),
        ("a version's number", teacher, asked("/policies/edit?version={}"), nowhere),
        ("a role and a tier", teacher, sent(f"/people/{all_of.person}/place", "role", "tier"), nowhere),
        ("a way back", teacher, sent(f"/posts/{all_of.post}/refuse", "back", reason=" "), nowhere),
    ]  # fmt: skip


async def wrong(watch: Watch, everybody: Everybody, strings: tuple[str, ...]) -> list[str]:
    """What is wrong on the pages that answer: a text that is another one, an element that harmless strings do not bring.

    Of a long list, each field gets every third string, all of them every string; what is nowhere repeated is asked for
    by some hundred strings only.
    """
    found: list[str] = []
    for number, (name, who, ask, places) in enumerate(questions(everybody)):
        usual = {shape for one in await _pages(watch, who, ask, places, HARMLESS) for shape in one[3]}
        every = 1 + len(strings) // (100 if places is nowhere else 200)
        given = strings[number % every :: every]
        for start in range(0, len(given), BATCH):
            batch = given[start : start + BATCH]
            for text, texts, faults, shapes in await _pages(watch, who, ask, places, batch):
                strange = sorted(set(shapes) - usual - {"span class"})
                shown = places(text)
                other = [
                    f"{one!r} instead of {wanted!r}"
                    for ones, wanted in zip(texts, shown.values(), strict=True)
                    for one in ones
                    if one != wanted
                ]
                found += [f"{name}, {text!r}: {one}" for one in faults + strange + other]
    return found


async def _pages(
    watch: Watch, who: Asker, ask: Callable[[Asker, str], Any], places: Places, strings: tuple[str, ...]
) -> list[tuple[str, Any, list[str], list[str]]]:
    """Each string with what this browser reads on the page that answers it."""
    pages = [(text, (await ask(who, text))[1], tuple(places(text))) for text in strings]
    read = await watch.parse([(page, selectors) for _, page, selectors in pages])
    return [(text, *one) for (text, _, _), one in zip(pages, read, strict=True)]


@pytest.fixture
async def watch(chromium: Browser, everybody: Everybody) -> Watch:
    """A page to read others with."""
    opened = await Watch.begin(chromium)
    await opened.open(f"http://localhost:{everybody.ports.students}/join")
    return opened


async def test_whatever_is_typed_or_asked_for_comes_back_as_words(everybody: Everybody, watch: Watch) -> None:
    assert await wrong(watch, everybody, STRINGS) == []
    assert watch.faults == []


async def test_words_in_a_field_that_are_read_as_html_would_be_noticed(
    everybody: Everybody, watch: Watch
) -> None:
    from bbs.web.keys import PAGES  # only here is a real application broken

    for runner in everybody.ports.runners:
        assert runner.app is not None
        runner.app[PAGES].autoescape = False
        runner.app[PAGES].bytecode_cache = None
        runner.app[PAGES].cache.clear()  # type: ignore[union-attr]
    found = await wrong(watch, everybody, STRINGS[:4])
    for name in ("the class code", "the address bar", "a title", "a thread", "a reply", "a card", "a rule"):
        assert any(one.startswith(f"{name}, ") for one in found), name


@pytest.mark.realdata
@pytest.mark.skipif(not big_list(), reason="the Big List of Naughty Strings (shared/data) is not here")
async def test_the_big_list_in_any_field_comes_back_as_words(everybody: Everybody, watch: Watch) -> None:
    assert await wrong(watch, everybody, big_list()) == []


BY_PROGRAM: tuple[tuple[str, str, Any], ...] = (
    ("POST", "/api/v1/join", {"code": "{}"}),
    ("POST", "/api/v1/boards/friends/threads", {"title": "{}", "body": "{}", "kind": "{}", "to": "{}"}),
    ("POST", "/api/v1/boards/friends/threads", {"title": "cake", "body": "{}", "to": "{}"}),
    ("POST", "/api/v1/boards/{}/threads", {"title": "a", "body": "b"}),
    ("POST", "/api/v1/threads/{}/posts", {"body": "{}", "{}": 1}),
    ("GET", "/api/v1/threads/{}?after={}", None),
    ("GET", "/api/v1/network/try?url={}", None),
    ("GET", "/api/v1/me?before={}", None),
    ("GET", "/api/v1/mine?limit={}", None),
)
BY_TEACHERS_PROGRAM: tuple[tuple[str, str, Any], ...] = (
    ("POST", "/api/v1/posts/{}/refuse", {"reason": "{}"}),
    ("POST", "/api/v1/posts/nosuchpost/release", {"reason": "{}"}),
    ("GET", "/api/v1/posts/{}/lenses", None),
    ("GET", "/api/v1/decisions?verdict={}&rule={}&since={}", None),
    ("GET", "/api/v1/queue?limit={}", None),
    ("GET", "/api/v1/people?after={}", None),
    ("GET", "/api/v1/policies/{}", None),
    ("PUT", "/api/v1/policies/x", {"text": "{}", "files": {"{}": "{}"}}),
    ("POST", "/api/v1/policies/{}/publish", {"note": "{}"}),
)


async def test_every_field_of_the_api_answers_or_refuses_with_a_sentence(everybody: Everybody) -> None:
    ports = everybody.ports
    student = await ports.student()
    for program, requests in ((student, BY_PROGRAM), (ports.teacher, BY_TEACHERS_PROGRAM)):
        for method, path, body in requests:
            for text in STRINGS + big_list()[::20]:
                there = path.replace("{}", quote(text, safe=""))
                answer = await program.send(method, there, filled(body, text), {})
                assert answer.status < 500, (method, there, body, answer.text)
                assert "json" in answer.headers["Content-Type"], (method, there)
                said = json.loads(answer.text)
                if answer.status >= 400:
                    assert said.get("detail") or said.get("told"), (method, there, answer.text)


def filled(body: Any, text: str) -> Any:
    """A body with the string in place of every `{}`."""
    if isinstance(body, dict):
        return {filled(key, text): filled(one, text) for key, one in body.items()}
    return text if body == "{}" else body


async def test_a_secret_may_be_any_string_and_brings_one_back(everybody: Everybody) -> None:
    student, name = (
        everybody.student,
        (await everybody.ports.teacher.json("/api/v1/people"))["people"][0]["name"],
    )
    for text in STRINGS:
        await student.open("/me/password")
        status, page = await student.form("/me/password", password=text)
        if status == 422:
            assert 'role="alert"' in page
            continue
        assert status == 303
        answer = await everybody.ports.stranger.post("/api/v1/return", {"name": name, "secret": text})
        assert answer.status == 201, (text, answer.text)


async def test_no_string_is_the_secret_of_anybody(everybody: Everybody) -> None:
    for text in STRINGS + big_list()[::40]:
        answer = await everybody.ports.stranger.post("/api/v1/return", {"name": text, "secret": text})
        assert answer.status in {401, 403, 422}, (text, answer.text)
        assert json.loads(answer.text)["detail"]
        assert CODE not in answer.text
