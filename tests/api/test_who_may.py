"""Every address of both ports answers every kind of visitor as the table in `tests/who_may.py` says."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import urlencode

import aiohttp
import pytest
from house import FORM_TOKEN
from ports import TEACHERS_TOKEN, Ports, Student
from who_may import CONSOLE, CONSOLE_VISITORS, NETWORK, NETWORK_VISITORS, REVEALED, SENT, VISITS_SHOWN
from yarl import URL

from bbs.app import KINDS, console_app, network_app
from bbs.console import door
from bbs.patience import Patience

PLACES = {
    "student": ("student", "intranet"),
    "professor": ("professor", "intranet"),
    "reporter": ("reporter", "intranet"),
    "elite": ("student", "elite"),
    "visitor": ("student", "visitor"),
    "none": ("student", "none"),
}
"""Role and tier of those who have joined."""
INLINE = re.compile(r"<style|style=|<script(?! src=)|\son[a-z]+=|javascript:")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: a method, an address, and a status for each visitor."""

    method: str
    address: str
    statuses: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.method:5} {self.address:44} {' '.join(self.statuses)}"

    @property
    def path(self) -> str:
        """The address as a route matches it: without a query, and with a name where a brace stands."""
        return re.sub(r"\{[a-z]+\}", "name", self.address.partition("?")[0])

    @property
    def bare(self) -> bool:
        """Sent by cookie alone, without Origin and form token."""
        return self.method.endswith("-")


def rows(table: str) -> Iterator[Row]:
    for line in table.strip().splitlines():
        if not line.startswith("#"):
            method, address, *statuses = line.split()
            yield Row(method, address, tuple(statuses))


@dataclass
class Visitor:
    """One kind of visitor: cookies, and a bearer token where a program asks. What is amiss is noted."""

    session: aiohttp.ClientSession
    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""
    by_program: bool = False
    """Uses its token on pages too."""
    form_token: str = "0" * 64
    faults: list[str] = field(default_factory=list)

    async def take_form_token(self, page: str) -> None:
        """Read the token of this visitor's forms off a page."""
        async with self.session.get(self._url(page), headers=self._who(page)) as got:
            self.cookies |= {name: cookie.value for name, cookie in got.cookies.items()}
            found = FORM_TOKEN.search(await got.text())
            assert found is not None, f"{page} has no form"
            self.form_token = found[1]

    async def status(self, row: Row, address: str) -> str:
        """The status of one request; the answer's headers are looked at as well."""
        method = row.method.rstrip("-")
        body, headers = self._message(row, address)
        try:
            async with self.session.request(
                method, self._url(address), data=body, headers=headers, allow_redirects=False
            ) as got:
                self.faults += [f"{row.method} {address}: {one}" for one in await faults(got)]
                return str(got.status)
        except (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError):
            return "cut"

    def _message(self, row: Row, address: str) -> tuple[bytes | None, dict[str, str]]:
        sent, api = SENT.get(row.address, {}), address.startswith("/api/")
        headers = self._who(address, bare=row.bare)
        if row.method == "GET":
            return None, headers
        if not row.bare:
            headers["Origin"] = f"http://localhost:{self.port}"
        if api:
            proof = {} if row.bare else {"X-CSRF-Token": self.form_token}
            return json.dumps(sent).encode(), headers | proof | {"Content-Type": "application/json"}
        fields = sent if row.bare else {"form_token": self.form_token} | sent
        return urlencode(fields).encode(), headers | {"Content-Type": "application/x-www-form-urlencoded"}

    def _who(self, address: str, *, bare: bool = False) -> dict[str, str]:
        headers = {"Host": f"localhost:{self.port}"}
        if self.token and (self.by_program or (address.startswith("/api/") and not bare)):
            return headers | {"Authorization": f"Bearer {self.token}"}
        jar = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return headers | ({"Cookie": jar} if jar else {})

    def _url(self, address: str) -> URL:
        return URL(f"http://127.0.0.1:{self.port}{address}", encoded=True)


async def faults(got: aiohttp.ClientResponse) -> list[str]:
    """What is wrong with an answer, whoever gets it."""
    policy = got.headers.get("Content-Security-Policy", "")
    found = []
    if "default-src 'self'" not in policy or "frame-ancestors 'none'" not in policy or "unsafe" in policy:
        found.append(f"its Content-Security-Policy is {policy!r}")
    if got.headers.get("X-Content-Type-Options") != "nosniff":
        found.append("it lets browsers guess its type")
    if got.headers.get("Referrer-Policy") != "same-origin":
        found.append("it lets browsers name it elsewhere")
    cookies = got.headers.getall("Set-Cookie", [])
    flags = {"HttpOnly", "SameSite=Lax", "Path=/"}
    found += [f"it sets the cookie {one}" for one in cookies if not flags <= set(one.split("; "))]
    if got.content_type == "text/html" and INLINE.search(await got.text()):
        found.append("it has an inline script or style")
    return found


async def network_visitors(ports: Ports, session: aiohttp.ClientSession) -> list[Visitor]:
    """Those of the students' port, in the order of the table."""
    made = {"stranger": Visitor(session, ports.students)}
    for name, place in PLACES.items():
        student = await placed(ports, *place)
        made[name] = Visitor(session, ports.students, {"closednet": student.token}, student.token)
    cookie = (await ports.browser()).cookies["closednet-console"]
    both = {"closednet": cookie, "closednet-console": cookie}
    made["console"] = Visitor(session, ports.students, both)
    made["teacher"] = Visitor(session, ports.students, token=TEACHERS_TOKEN, by_program=True)
    for visitor in made.values():
        await visitor.take_form_token("/return")
    return [made[name] for name in NETWORK_VISITORS]


async def console_visitors(ports: Ports, session: aiohttp.ClientSession) -> list[Visitor]:
    """Those of the teacher's port, in the order of the table."""
    student = await ports.student()
    both = {"closednet": student.token, "closednet-console": student.token}
    browser = Visitor(session, ports.console, (await ports.browser()).cookies)
    await browser.take_form_token("/policies")
    made = {
        "stranger": Visitor(session, ports.console),
        "cookie": Visitor(session, ports.console, both),
        "token": Visitor(session, ports.console, token=student.token, by_program=True),
        "browser": browser,
        "program": Visitor(session, ports.console, token=TEACHERS_TOKEN, by_program=True),
    }
    return [made[name] for name in CONSOLE_VISITORS]


async def placed(ports: Ports, role: str, tier: str) -> Student:
    """Somebody to whom the teacher gave this role and tier."""
    student = await ports.student()
    person = await ports.services.roster.person_of(student.token)
    assert person is not None
    await ports.services.roster.set_place(person.id, role, tier)
    return student


@pytest.fixture(autouse=True)
def nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong token costs its owner a moment; here every door is tried many times."""
    monkeypatch.setattr(door, "WRONG_TOKEN_SECONDS", 0.0)
    monkeypatch.setattr(Patience, "_until", _at_once)


async def _at_once(_patience: Patience, _moment: float) -> None:
    pass


@asynccontextmanager
async def walking(ports: Ports) -> AsyncIterator[tuple[aiohttp.ClientSession, Mapping[str, str]]]:
    """A client, and what the names in braces stand for."""
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()))
        receipt = await ports.write(await ports.student(), "Hello", "Good morning")
        reader = await ports.services.roster.person_of((await ports.student()).token)
        assert reader is not None
        yield session, {"thread": receipt["thread"], "reply": receipt["post"], "person": reader.id}


async def walk(table: str, visitors: list[Visitor], names: Mapping[str, str]) -> None:
    """Ask for every address as every visitor, and hold what comes back to the table."""
    wrong = []
    for row in rows(table):
        found = tuple([await one.status(row, row.address.format(**names)) for one in visitors])
        if found != row.statuses:
            wrong.append(f"{row}; found {' '.join(found)}")
    assert not wrong, "\n".join(wrong)
    assert [fault for one in visitors for fault in one.faults] == []


async def test_every_address_of_the_network_answers_every_visitor_as_the_table_says(ports: Ports) -> None:
    async with walking(ports) as (session, names):
        await walk(NETWORK, await network_visitors(ports, session), names)


async def test_while_traces_are_revealed_everybody_reads_their_own(ports: Ports) -> None:
    async with walking(ports) as (session, names):
        await ports.teacher.post("/api/v1/lesson/reveal")
        await walk(REVEALED, await network_visitors(ports, session), names)


async def test_while_own_visits_are_shown_everybody_reads_their_own(ports: Ports) -> None:
    async with walking(ports) as (session, names):
        await ports.teacher.post("/api/v1/lesson/show-visits")
        await walk(VISITS_SHOWN, await network_visitors(ports, session), names)


async def test_every_address_of_the_console_answers_every_visitor_as_the_table_says(ports: Ports) -> None:
    async with walking(ports) as (session, names):
        await walk(CONSOLE, await console_visitors(ports, session), names)


async def test_no_route_is_missing_from_the_table(ports: Ports) -> None:
    missing = []
    for app, table in ((network_app(ports.services), NETWORK), (console_app(ports.services), CONSOLE)):
        known = list(rows(table))
        missing += [
            f"{route.method} {route.resource.canonical}"
            for route in app.router.routes()
            if route.resource and route.method != "HEAD"
            if not any(
                route.method in {row.method, "*"} and route.resource._match(row.path) is not None
                for row in known
            )
        ]
    assert missing == [], "give these a row in tests/who_may.py"


async def test_no_page_of_a_site_is_missing_from_the_table(ports: Ports) -> None:
    known = {(row.method, row.path) for row in rows(NETWORK)}
    missing = [
        f"{route.method} /~{site.id}{route.pattern.pattern}"
        for site in ports.services.allowlist.network.sites.values()
        for route in KINDS[site.kind]._routes
        if not any(
            method == route.method
            and path.startswith(f"/~{site.id}/")
            and route.pattern.fullmatch(path.removeprefix(f"/~{site.id}"))
            for method, path in known
        )
    ]
    assert missing == [], "give these a row in tests/who_may.py"


def test_whatever_changes_something_is_tried_without_its_form_token_too() -> None:
    for table in (NETWORK, CONSOLE):
        known = {(row.method, row.address) for row in rows(table)}
        lacking = [one for one in known if one[0] in {"POST", "PUT"} and (f"{one[0]}-", one[1]) not in known]
        assert lacking == []


def test_the_table_holds_no_fault_of_the_server_and_lets_nobody_in_without_proof() -> None:
    for table in (NETWORK, CONSOLE):
        for row in rows(table):
            own_way = {"503"} if row.address == "/~video/" else set()  # refused vaguely, as its file says
            assert {one for one in row.statuses if one.startswith("5")} <= own_way, row
    for row in rows(NETWORK):
        if row.bare:
            assert {"200", "201"}.isdisjoint(row.statuses), row
    for row in rows(CONSOLE):
        if row.bare:
            assert row.statuses[:4] == ("401", "401", "401", "403"), row
        if row.statuses[0] == "401":
            assert row.statuses[:3] == ("401", "401", "401"), row


async def test_somebody_whose_tier_opens_no_board_gets_none_by_program_either(ports: Ports) -> None:
    author, other = await ports.student(), await ports.student()
    receipt = await ports.write(author, "Hello", "Good morning")
    person = await ports.services.roster.person_of(other.token)
    assert person is not None
    await ports.services.roster.set_place(person.id, "student", "none")
    assert await other.json("/api/v1/boards") == []
    assert "board" not in [site["id"] for site in await other.json("/api/v1/sites")]
    for path in ("/api/v1/boards/friends/threads", f"/api/v1/threads/{receipt['thread']}"):
        assert (await other.get(path)).status in {403, 404, 451, 503}
    for path in ("/api/v1/boards/friends/threads", f"/api/v1/threads/{receipt['thread']}/posts"):
        answer = await other.post(
            path, {"title": "Hello", "body": "Hello"} if "boards" in path else {"body": "x"}
        )
        assert answer.status in {403, 404, 451, 503}
    assert len(await ports.teacher.json("/api/v1/decisions")) == 1
