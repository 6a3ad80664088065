"""A whole running network for tests: real store, real sockets, the shipped sites, a clock that stands still."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import aiohttp
from aiohttp import web
from yarl import URL

from bbs.app import network_app
from bbs.lesson import Clock
from bbs.services import Services, open_services
from bbs.settings import Settings
from bbs.web.kept import set_up

CODE = "otter-maple-42"
OPEN_POLICY = """\
policy: 1
id: for-tests
title: For tests
default: allow
rules:
  - {id: asked, why: "Are you sure about rain?", if: {words: [rain]}, then: warn}
  - {id: waiting, why: An editor reads this first., if: {words: [square]}, then: hold}
  - {id: quietly-waiting, if: {words: [lake]}, then: hold, tell: nothing}
  - {id: shadowed, if: {words: [lantern]}, then: shadow}
  - {id: dropped, if: {words: [tunnel]}, then: drop}
  - {id: refused, why: Words about cake are not for this board., if: {words: [cake]}, then: block}
  - {id: excused, if: {words: [drum]}, then: block, tell: {pretend: The server is busy.}}
  - {id: edited, if: {words: [southland]}, then: {replace: the other side}, tell: reason, why: Say it so.}
  - {id: honoured, if: {words: [willow]}, then: honour}
"""
FORM_TOKEN = re.compile(r'name="form_token" value="([0-9a-f]{64})"')


@dataclass(slots=True)
class Answer:
    """What came back: status, headers and text."""

    status: int
    headers: dict[str, str]
    text: str

    @property
    def goes_to(self) -> str:
        """Where a redirect leads."""
        return self.headers.get("Location", "")

    @property
    def said(self) -> str:
        """The page's text without its tags."""
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", self.text)).split())


@dataclass
class Visitor:
    """A browser in words: it keeps cookies, sends Origin, fills in forms, and never follows a redirect."""

    port: int
    host: str = "localhost"
    cookies: dict[str, str] = field(default_factory=dict)

    @property
    def origin(self) -> str:
        return f"http://{self.host}:{self.port}"

    async def get(self, path: str, **headers: str) -> Answer:
        """Open a page."""
        return await self.send("GET", path, b"", headers)

    async def post(self, path: str, fields: dict[str, str], page: str = "", **headers: str) -> Answer:
        """Send a form as it stands on `page` (left out: on the same path), with its hidden token."""
        form = await self.get(page or path)
        token = FORM_TOKEN.search(form.text)
        if token:
            fields = {"form_token": token[1]} | fields
        body = urlencode(fields).encode()
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Origin": self.origin}
        return await self.send("POST", path, body, kind | headers)

    async def join(self, code: str = CODE) -> Answer:
        """Join the class."""
        return await self.post("/join", {"code": code})

    async def send(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        """One request on a connection of its own."""
        jar = "; ".join(f"{name}={value}" for name, value in self.cookies.items() if value)
        headers = {"Host": f"{self.host}:{self.port}"} | ({"Cookie": jar} if jar else {}) | headers
        connector = aiohttp.TCPConnector(force_close=True)
        async with aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar()) as session:
            url = URL(f"http://127.0.0.1:{self.port}{path}", encoded=True)
            async with session.request(
                method, url, data=body or None, headers=headers, allow_redirects=False
            ) as got:
                self.cookies |= {name: cookie.value for name, cookie in got.cookies.items()}
                return Answer(got.status, dict(got.headers), await got.text())


async def raw(port: int, request: bytes) -> bytes:
    """Send these very bytes; everything that comes back until the connection closes or nothing more comes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    answer = b""
    try:
        while piece := await asyncio.wait_for(reader.read(65_536), 1.5):
            answer += piece
            if answer_is_whole(answer):
                break
    except (TimeoutError, ConnectionResetError):
        pass
    finally:
        writer.close()
    return answer


def answer_is_whole(answer: bytes) -> bool:
    """Whether headers and as many bytes as they announce have come."""
    head, end, body = answer.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: (\d+)", head)
    return bool(end and length and len(body) >= int(length[1]))


@dataclass(slots=True)
class House:
    """A running network."""

    port: int
    services: Services
    app: web.Application

    def visitor(self, host: str = "localhost") -> Visitor:
        """Somebody with an empty browser."""
        return Visitor(self.port, host)

    async def resident(self, host: str = "localhost") -> Visitor:
        """Somebody who has joined."""
        visitor = self.visitor(host)
        answer = await visitor.join()
        assert answer.status == 200, answer.said
        return visitor


@asynccontextmanager
async def open_house(
    folder: Path, clock: Clock, policy: str = OPEN_POLICY, **more: Any
) -> AsyncIterator[House]:
    """The network app on a free port, with a data folder and a policy of its own; `more` are settings."""
    file = folder / "for-tests.yaml"
    file.write_text(policy, encoding="utf-8")
    usual: dict[str, Any] = {"class_code": CODE, "flood": 0}
    settings = Settings(data=folder / "data", policy=str(file), open_browser=False, **(usual | more))
    async with open_services(settings, clock=clock) as services:
        app = network_app(services)
        runner = await set_up(app, access_log=None, shutdown_timeout=0.1)
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        try:
            yield House(runner.addresses[0][1], services, app)
        finally:
            await runner.cleanup()
