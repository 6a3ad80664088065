"""A browser in words that comes by one of the three lanes: it keeps cookies by their rules and follows redirects."""

from __future__ import annotations

import re
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from house import FORM_TOKEN, House
from yarl import URL

from bbs.gateway import is_internal
from bbs.network.resolve import Network

LINK = re.compile(r'<(?:a [^>]*href|img [^>]*src)="([^"#]+)')
LANES = ("A", "B", "C")


class OnlyLocalhost(AbstractResolver):
    """Resolves names under localhost, as browsers do, and no other: a request that goes past the proxy fails."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        if host != "localhost" and not host.endswith(".localhost"):
            raise OSError(f"{host} is not to be looked up")
        return [ResolveResult(hostname=host, host="127.0.0.1", port=port, family=family, proto=0, flags=0)]

    async def close(self) -> None:
        pass


@dataclass(frozen=True, slots=True)
class Seen:
    """A page as it was seen: where it was, what it said, and where its links lead, by site and path."""

    address: str
    status: int
    text: str

    @property
    def said(self) -> str:
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", self.text)).split())


@dataclass(slots=True)
class Surfer:
    """Somebody who comes by one lane."""

    lane: str
    port: int
    network: Network
    session: aiohttp.ClientSession

    @property
    def proxy(self) -> str | None:
        return f"http://127.0.0.1:{self.port}" if self.lane == "C" else None

    def address(self, site: str, path: str = "/") -> str:
        """Where a path of a site is on this lane."""
        if self.lane == "A":
            return f"http://localhost:{self.port}/~{site}{path}"
        host = self.network.hosts(self.lane)[site]  # type: ignore[index]
        return f"http://{host}{'' if self.lane == 'C' else f':{self.port}'}{path}"

    def place(self, address: str, on: str) -> tuple[str, str]:
        """The site and path behind a link of a page; no site for what belongs to none."""
        whole = urlsplit(str(URL(on).join(URL(address, encoded=True))))
        path = whole.path or "/"
        if self.lane == "A":
            if not path.startswith("/~"):
                return ("portal", path) if path == "/" else ("", path)
            site, _, rest = path[2:].partition("/")
            return site, f"/{rest}"
        known = self.network.by_host.get(whole.hostname or "")
        assert known is not None, f"a link leads to {address}"
        return ("", path) if is_internal(path) else (known[0].id, path)

    async def open(self, address: str, **more: Any) -> Seen:
        """Open an address, and follow redirects; `more` goes to the session."""
        got = await self.session.request(
            more.pop("method", "GET"), URL(address, encoded=True), proxy=self.proxy, **more
        )
        async with got:
            return Seen(str(got.url), got.status, await got.text())

    async def send(self, address: str, fields: dict[str, str]) -> Seen:
        """Fill in the form on a page and send it."""
        form = await self.open(address)
        token = FORM_TOKEN.search(form.text)
        assert token is not None, form.said
        here = URL(form.address)
        return await self.open(
            form.address,
            method="POST",
            data={"form_token": token[1]} | fields,
            headers={"Origin": str(here.origin())},
        )

    async def come_back(self, name: str, ticket: str) -> Seen:
        """Sign in with a ticket, at the portal."""
        portal = (
            self.address("portal", "/return") if self.lane != "A" else f"http://localhost:{self.port}/return"
        )
        return await self.send(portal, {"name": name, "secret": ticket, "back": "/"})

    def links(self, seen: Seen) -> list[tuple[str, str]]:
        """Where the links of a page lead."""
        return [self.place(unescape(link), seen.address) for link in LINK.findall(seen.text)]

    def cookies(self) -> dict[str, set[str]]:
        """The cookies that are kept, by the host or zone that gets them."""
        found: dict[str, set[str]] = {}
        for cookie in self.session.cookie_jar:
            found.setdefault(cookie["domain"], set()).add(cookie.key)
        return found


@asynccontextmanager
async def surfer(house: House, lane: str) -> AsyncIterator[Surfer]:
    """A new browser on a lane."""
    connector = aiohttp.TCPConnector(resolver=OnlyLocalhost())
    jar = aiohttp.CookieJar(quote_cookie=False)
    async with aiohttp.ClientSession(connector=connector, cookie_jar=jar) as session:
        yield Surfer(lane, house.port, house.services.allowlist.network, session)
