"""Two programs that use a running closednet over its HTTP API: one posts real texts, one reads them back."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, TypeVar

import aiohttp

T = TypeVar("T")

THREAD = 60
"""Posts in a thread before the next one is begun."""
AT_ONCE = 12
"""Requests of the reading program that are under way at the same time."""


@dataclass
class Person:
    """Somebody who joined, and the receipts of what they wrote."""

    name: str
    token: str


@dataclass
class Written:
    """One text, who sent it, and what they were answered."""

    text: str
    author: Person
    status: int
    answer: dict[str, Any]

    @property
    def post(self) -> str | None:
        """The post's id, where the answer gives one."""
        return self.answer.get("post")


@dataclass
class Found:
    """What the reader came home with."""

    verdicts: Counter[str] = field(default_factory=Counter)
    deciding: Counter[str] = field(default_factory=Counter)
    unexplained: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


class Closednet:
    """The HTTP API of one server, both ports."""

    def __init__(self, session: aiohttp.ClientSession, network: str, console: str, teacher: str) -> None:
        self.session = session
        self.network = network
        self.console = console
        self.teacher = teacher

    async def join(self, code: str) -> Person:
        """Join with the class code."""
        async with self.session.post(f"{self.network}/api/v1/join", json={"code": code}) as answer:
            assert answer.status == 201, await answer.text()
            joined = await answer.json()
        return Person(joined["name"], joined["token"])

    async def get(self, address: str, token: str) -> Any:
        """What an address answers to the holder of a token; None for 404."""
        async with self.session.get(address, headers={"Authorization": f"Bearer {token}"}) as answer:
            assert answer.status in {200, 404}, await answer.text()
            return await answer.json() if answer.status == 200 else None

    async def publish(self, policy: str) -> None:
        """Put a shipped policy in force, as the teacher."""
        address = f"{self.console}/api/v1/policies/{policy}/publish"
        headers = {"Authorization": f"Bearer {self.teacher}"}
        async with self.session.post(address, json={}, headers=headers) as answer:
            assert answer.status == 200, await answer.text()

    async def send(self, person: Person, path: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Post as a person; nothing may ever answer with 500."""
        headers = {"Authorization": f"Bearer {person.token}"}
        async with self.session.post(f"{self.network}/api/v1/{path}", json=body, headers=headers) as answer:
            told = await answer.json(content_type=None)
            assert answer.status < 500 or answer.status == 503, told
            return answer.status, told


def batches(every: Iterable[T], size: int) -> Iterator[list[T]]:
    """One piece after the other, each of this size."""
    left = iter(every)
    while piece := list(islice(left, size)):
        yield piece


async def post_all(net: Closednet, people: list[Person], texts: Iterable[str]) -> list[Written]:
    """Every text as a reply, in threads begun with a greeting; the people write at once, as a class does."""
    written: list[Written] = []

    async def write(text: str, author: Person, thread: str) -> Written:
        status, answer = await net.send(author, f"threads/{thread}/posts", {"body": text})
        return Written(text, author, status, {**answer, "in": thread})

    for number, piece in enumerate(batches(texts, THREAD)):
        opening = {"title": f"Happy birthday {number + 1}", "body": "Happy birthday, everybody!"}
        status, receipt = await net.send(people[number % len(people)], "boards/friends/threads", opening)
        assert status == 201, receipt
        for several in batches(piece, len(people)):
            written += await asyncio.gather(
                *(write(text, who, receipt["thread"]) for text, who in zip(several, people, strict=False))
            )
    return written


async def thread_as(net: Closednet, thread: str, token: str) -> dict[str, str]:
    """Every post of a thread that the holder of a token sees, by id, paging by key."""
    seen: dict[str, str] = {}
    after = ""
    while True:
        page = await net.get(f"{net.network}/api/v1/threads/{thread}?limit=50{after}", token)
        seen |= {post["id"]: post["body"] for post in page["posts"]}
        if page["next"] is None:
            return seen
        after = f"&after={page['next']}"


async def read_back(net: Closednet, written: list[Written], reader: Person) -> Found:
    """Every post as its author, as another reader and as the teacher: do the three agree with what was told?"""
    found = Found()
    threads: dict[tuple[str, str], dict[str, str]] = {}

    async def seen(thread: str, token: str) -> dict[str, str]:
        if (thread, token) not in threads:
            threads[thread, token] = await thread_as(net, thread, token)
        return threads[thread, token]

    async def looked_at(one: Written) -> tuple[Written, Any]:
        return one, await net.get(f"{net.console}/api/v1/posts/{one.post}/lenses", net.teacher)

    kept = [one for one in written if one.post is not None]
    for one in written:
        if one.post is None:
            found.verdicts[f"answered {one.status}, nothing kept in view"] += 1
    every = [pair for some in batches(kept, AT_ONCE) for pair in await asyncio.gather(*map(looked_at, some))]
    for one, lenses in every:
        found.verdicts[lenses["operator"]["verdict"]] += 1
        found.deciding[lenses["operator"]["by"]] += 1
        own = (await seen(one.answer["in"], one.author.token)).get(one.post)
        others = (await seen(one.answer["in"], reader.token)).get(one.post)
        found.wrong += [f"{one.text!r}: {problem}" for problem in disagreements(one, lenses, own, others)]
        if not lenses["operator"]["sentence"] or not explained(one.text, lenses["operator"]):
            found.unexplained.append(one.text)
    return found


def disagreements(one: Written, lenses: dict[str, Any], own: str | None, others: str | None) -> Iterator[str]:
    """What does not fit together between the receipt, the pages and the lenses."""
    operator, reader = lenses["operator"], lenses["reader"]
    text = one.text.replace("\r\n", "\n")
    if operator["original"]["body"].strip() != text.strip():
        yield "the teacher does not see what was written"
    if (reader["body"] if reader else None) != others:
        yield "a reader sees something else than the lens says"
    if lenses["author"]["body"] != own:
        yield "the author sees something else than the lens says"
    if (others is not None) != (operator["verdict"] in {"allow", "pass"}):
        yield f"a reader sees {others!r} of a post with verdict {operator['verdict']}"
    if one.status == 201 and own is None and operator["verdict"] not in {"drop", "block"}:
        yield "the author was told that it appears and can't see it"
    if one.answer["told"] != operator["told"]:
        yield "the receipt and the record disagree about what was told"


def explained(text: str, decision: dict[str, Any]) -> bool:
    """Whether every span of the decision cuts out of the original the text that it names."""
    original = decision["original"]["body"]
    spans = [span for rule in decision["rules"] for span in rule["spans"] if span["field"] == "body"]
    return all(original[span["start"] : span["end"]] == span["text"] for span in spans)
