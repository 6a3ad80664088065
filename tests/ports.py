"""Both ports of a running server for tests: real services, real sockets, programs and browsers in words."""

from __future__ import annotations

import io
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web
from house import CODE, OPEN_POLICY, Answer, Visitor
from yarl import URL

from bbs.app import console_app, network_app
from bbs.lesson import Clock
from bbs.services import Services, open_services
from bbs.settings import Settings
from bbs.web.kept import set_up

TEACHERS_TOKEN = "the-teachers-own-token"


@dataclass(slots=True)
class Program:
    """A program that speaks JSON with a bearer token, or without any."""

    port: int
    token: str = ""

    async def get(self, path: str, **headers: str) -> Answer:
        """Read an address."""
        return await self.send("GET", path, None, headers)

    async def post(self, path: str, data: Any = None, **headers: str) -> Answer:
        """Send JSON; bytes go as they are, None sends no body."""
        return await self.send("POST", path, data, headers)

    async def json(self, path: str) -> Any:
        """What a readable address answers."""
        answer = await self.get(path)
        assert answer.status == 200, answer.text
        return json.loads(answer.text)

    async def send(self, method: str, path: str, data: Any, headers: dict[str, str]) -> Answer:
        """One request on a connection of its own."""
        body = data if isinstance(data, bytes | None) else json.dumps(data).encode()
        head = {} if body is None else {"Content-Type": "application/json"}
        if self.token:
            head["Authorization"] = f"Bearer {self.token}"
        connector = aiohttp.TCPConnector(force_close=True)
        async with aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar()) as session:
            url = URL(f"http://127.0.0.1:{self.port}{path}", encoded=True)
            head = head | {"Host": f"localhost:{self.port}"} | headers
            sent = io.BytesIO(body) if body else None
            async with session.request(method, url, data=sent, headers=head, allow_redirects=False) as got:
                return Answer(got.status, dict(got.headers), await got.text())


@dataclass(slots=True)
class Student(Program):
    """Somebody who joined by program."""

    name: str = ""


@dataclass(slots=True)
class Ports:
    """A running server."""

    students: int
    console: int
    services: Services
    runners: list[web.AppRunner] = field(default_factory=list)

    @property
    def teacher(self) -> Program:
        """The teacher's program."""
        return Program(self.console, TEACHERS_TOKEN)

    @property
    def stranger(self) -> Program:
        """Somebody who has not joined, on the students' port."""
        return Program(self.students)

    async def student(self) -> Student:
        """Somebody who has just joined."""
        answer = await self.stranger.post("/api/v1/join", {"code": CODE})
        assert answer.status == 201, answer.text
        dealt = json.loads(answer.text)
        return Student(self.students, dealt["token"], dealt["name"])

    async def resident(self, host: str = "localhost") -> Visitor:
        """The browser of somebody who has just joined."""
        visitor = Visitor(self.students, host)
        assert (await visitor.join(CODE)).status == 200
        return visitor

    async def browser(self) -> Visitor:
        """The teacher's browser, entered by the link."""
        visitor = Visitor(self.console)
        answer = await visitor.get(f"/enter?token={TEACHERS_TOKEN}")
        assert answer.status == 303, answer.text
        return visitor

    async def write(self, author: Program, title: str, body: str, board: str = "") -> dict[str, Any]:
        """Start a thread; the receipt."""
        board = board or (await author.json("/api/v1/boards"))[0]["id"]
        answer = await author.post(f"/api/v1/boards/{board}/threads", {"title": title, "body": body})
        receipt: dict[str, Any] = json.loads(answer.text)
        return receipt

    async def newest(self) -> dict[str, Any]:
        """The newest decision, as the teacher reads it."""
        found: list[dict[str, Any]] = await self.teacher.json("/api/v1/decisions?limit=1")
        return found[0]


@asynccontextmanager
async def open_ports(
    folder: Path, clock: Clock, policy: str = OPEN_POLICY, addresses: tuple[str, ...] = (), **more: Any
) -> AsyncIterator[Ports]:
    """Both applications on free ports, with a data folder and a policy of their own; `more` are settings."""
    file = folder / "for-tests.yaml"
    file.write_text(policy, encoding="utf-8")
    usual: dict[str, Any] = {"class_code": CODE, "console_token": TEACHERS_TOKEN, "flood": 0}
    settings = Settings(data=folder / "data", policy=str(file), open_browser=False, **(usual | more))
    async with open_services(settings, clock=clock) as services:
        ports = Ports(0, 0, services)
        for app in (network_app(services), console_app(services, addresses)):
            runner = await set_up(app, access_log=None, shutdown_timeout=5)
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            ports.runners.append(runner)
        ports.students, ports.console = (runner.addresses[0][1] for runner in ports.runners)
        try:
            yield ports
        finally:
            for runner in ports.runners:
                await runner.cleanup()
