"""The three lanes in a real browser: a proxy setting, the automatic one, and names under localhost."""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

import pytest
from house import CODE, House
from network.sample import small_net
from playwright.async_api import BrowserContext, Page, async_playwright
from playwright.async_api import Error as BrowserError

from bbs.network.pac import proxy_setting
from bbs.network.site_entries import MOST_SITES
from bbs.network.sites import Site
from bbs.store import people
from browser.conftest import FLAGS, chromium_or_skip
from browser.going import go

pytestmark = pytest.mark.browser

ABROAD = ("world-news", "video", "chat", "search", "encyclopedia", "mirror")


@asynccontextmanager
async def browser(folder: Path, *flags: str) -> AsyncIterator[BrowserContext]:
    """Chromium with a profile of its own and these flags, as somebody would start it."""
    program = chromium_or_skip()
    async with async_playwright() as playwright:
        context = await playwright.chromium.launch_persistent_context(
            folder, executable_path=program, args=[*FLAGS, *flags]
        )
        yield context
        await context.close()


def flags(lane: str, port: int) -> tuple[str, ...]:
    """What is set for a lane."""
    if lane == "proxy":
        return (f"--proxy-server=http://127.0.0.1:{port}", "--proxy-bypass-list=<-loopback>")
    return (f"--proxy-pac-url=http://127.0.0.1:{port}/proxy.pac",) if lane == "pac" else ()


def address(house: House, lane: str, site: str) -> str:
    """Where a site is by a lane."""
    hosts = house.services.allowlist.network.hosts("B" if lane == "localhost" else "C")
    return f"http://{hosts[site]}{f':{house.port}' if lane == 'localhost' else ''}/"


async def join(page: Page, portal: str) -> str:
    """Join at the portal; the name that was dealt."""
    await page.goto(f"{portal}join")
    await page.get_by_label("Class code").fill(CODE)
    await go(page.get_by_role("button", name="Join"))
    return (await page.locator("h1").inner_text()).removeprefix("You are ")


async def opens_everything(house: House, name: str) -> None:
    """Give somebody the tier that opens every site."""
    person = await people.by_name(house.services.store, name)
    assert person is not None
    await house.services.roster.set_place(person.id, person.role, "elite")


@pytest.mark.parametrize("lane", ["proxy", "pac", "localhost"])
async def test_every_site_opens_after_signing_in_once_and_no_script_reads_the_cookie(
    house: House, tmp_path: Path, lane: str
) -> None:
    async with browser(tmp_path / "profile", *flags(lane, house.port)) as context:
        page = context.pages[0]
        name = await join(page, address(house, lane, "portal"))
        await opens_everything(house, name)
        for site in house.services.allowlist.network.sites:
            await page.goto(address(house, lane, site))
            assert page.url == address(house, lane, site)
            assert name in await page.inner_text("header")
            assert await page.evaluate("document.cookie") == ""
        cookies = await context.cookies()
        end = ".localhost" if lane == "localhost" else ".test"
        assert {one["domain"] for one in cookies if one["name"] == "closednet"} == {f".bright{end}"}
        assert all(one["httpOnly"] and one["sameSite"] == "Lax" for one in cookies)
        passes = {one["domain"] for one in cookies if one["name"] == "closednet-pass"}
        assert passes == {urlsplit(address(house, lane, site)).hostname for site in ABROAD}


async def test_somebody_who_comes_back_at_a_site_abroad_is_led_on_to_it_by_the_form(
    house: House, tmp_path: Path
) -> None:
    joined = await house.services.roster.join(CODE)
    async with browser(tmp_path / "profile", *flags("pac", house.port)) as context:
        page = context.pages[0]
        await page.goto("http://news.outside.test/")
        await go(page.get_by_role("link", name="I was here before"))
        await page.get_by_label("Your name here").fill(joined.person.name)
        await page.get_by_label("Your three words").fill(joined.ticket)
        await go(page.get_by_role("button", name="Come back in"))
        await page.get_by_text("World News is not on the list of sites for tier intranet").wait_for()
        assert page.url == "http://news.outside.test/"


async def test_the_browser_sends_the_sign_in_to_no_name_outside_the_zone(
    house: House, tmp_path: Path
) -> None:
    async with browser(tmp_path / "profile", *flags("pac", house.port)) as context:
        page = context.pages[0]
        session = await context.new_cdp_session(page)
        await session.send("Network.enable")
        sent: list[tuple[str, str]] = []
        session.on(
            "Network.requestWillBeSentExtraInfo",
            lambda event: sent.append((event["headers"].get("Host", ""), event["headers"].get("Cookie", ""))),
        )
        await opens_everything(house, await join(page, "http://portal.bright.test/"))
        await page.goto("http://board.bright.test/")
        await page.goto("http://news.outside.test/")
        await page.goto("http://news.outside.test/")
        zone = [cookie for host, cookie in sent if host.endswith("bright.test")]
        abroad = [cookie for host, cookie in sent if host.endswith("outside.test")]
        assert any("closednet=" in cookie for cookie in zone)
        assert any("closednet-pass=" in cookie for cookie in abroad)
        assert not any("closednet=" in cookie for cookie in abroad)
        assert not any("closednet-pass=" in cookie for cookie in zone)


async def test_a_script_that_somebody_smuggled_in_reads_no_cookie(house: House, tmp_path: Path) -> None:
    async with browser(tmp_path / "profile", *flags("pac", house.port)) as context:
        page = context.pages[0]
        await join(page, "http://portal.bright.test/")
        await context.route(
            "http://board.bright.test/planted",
            lambda route: route.fulfill(
                content_type="text/html",
                body="<p id=out>none</p><script>document.cookie='x=1';document.getElementById('out').textContent=document.cookie</script>",
            ),
        )
        await page.goto("http://board.bright.test/planted")
        assert (
            await page.inner_text("#out") == "x=1"
        )  # the script ran, and its own cookie is all that it sees
        assert "closednet" in {one["name"] for one in await context.cookies("http://board.bright.test/")}


async def test_refusals_abroad_reach_the_browser_as_what_they_are(house: House, tmp_path: Path) -> None:
    async with browser(tmp_path / "profile", *flags("pac", house.port)) as context:
        page = context.pages[0]
        await join(page, "http://portal.bright.test/")
        for site, status in (("world-news", 403), ("video", 503), ("search", 404), ("encyclopedia", 451)):
            answer = await page.goto(address(house, "pac", site))
            assert answer is not None
            assert answer.status == status
        with pytest.raises(BrowserError, match="ERR_CONNECTION_RESET"):
            await page.goto(address(house, "pac", "chat"))
        with pytest.raises(BrowserError, match="ERR_EMPTY_RESPONSE"):
            await page.goto(address(house, "pac", "mirror"))
        with pytest.raises(BrowserError, match="ERR_TUNNEL_CONNECTION_FAILED"):
            await page.goto("https://board.bright.test/")


@pytest.mark.parametrize(
    ("lane", "ticks"), [("pac", [True, True, True, True]), ("none", [True, False, False, True])]
)
async def test_the_test_page_ticks_what_works_on_this_device(
    house: House, tmp_path: Path, lane: str, ticks: list[bool]
) -> None:
    async with browser(tmp_path / "profile", *flags(lane, house.port)) as context:
        page = context.pages[0]
        await page.goto(f"http://127.0.0.1:{house.port}/connect/test")
        loaded = "[...document.querySelectorAll('.tick-box img')].map(one => one.naturalWidth > 0)"
        assert await page.evaluate(loaded) == ticks
        assert "Your browser keeps them." in await page.inner_text("main")
        if lane == "pac":
            await go(page.get_by_role("link", name="Open this page at http://portal.bright.test"))
            await page.get_by_role("heading", name="You came by a real name").wait_for()
            await page.wait_for_load_state()
            assert await page.evaluate(loaded) == ticks


async def test_the_automatic_setting_sends_here_what_belongs_here_and_nothing_else(chromium: Any) -> None:
    page = await chromium.new_page()
    network = small_net()
    text = proxy_setting(network, "192.168.1.20", 8080)
    here, elsewhere = "PROXY 192.168.1.20:8080", "DIRECT"
    wanted = {
        **dict.fromkeys(("small.test", "board.small.test", "any.deep.small.test", "BOARD.Small.Test."), here),
        **dict.fromkeys(("news.outside.test", "News.Outside.test", "198.51.100.12", "198.51.100.1"), here),
        **dict.fromkeys(
            ("example.com", "evilsmall.test", "small.test.example.com", "outside.test"), elsewhere
        ),
        **dict.fromkeys(("sub.news.outside.test", "198.51.100.99", "localhost", "", "test"), elsewhere),
        **dict.fromkeys(("constructor", "__proto__", "hasOwnProperty", "toString"), elsewhere),
    }
    ask = "([text, hosts]) => { const f = new Function(text + ';return FindProxyForURL')(); return hosts.map(h => f('http://' + h + '/', h)); }"
    assert dict(zip(wanted, await page.evaluate(ask, [text, list(wanted)]), strict=True)) == wanted
    sealed = proxy_setting(network, "192.168.1.20", 8080, sealed=True)
    assert set(await page.evaluate(ask, [sealed, list(wanted)])) == {here}
    many = {
        f"s{n}": Site(f"s{n}", f"n{n}.outside.test", "outside", "x", number="") for n in range(MOST_SITES)
    }
    large = proxy_setting(dataclasses.replace(network, sites=MappingProxyType(many)), "192.168.1.20", 8080)
    hosts = [f"n{n}.outside.test" for n in range(5 * MOST_SITES)]
    assert await page.evaluate(ask, [large, hosts]) == [here] * MOST_SITES + [elsewhere] * 4 * MOST_SITES
    assert len(large) < 64 << 10
    await page.close()
