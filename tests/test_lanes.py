"""Three lanes on one port: the same pages by each, and a sign-in that serves the zone and no other name."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
from house import CODE, House, open_house
from lanes import LANES, Seen, Surfer, surfer

from bbs.store.visits import Wanted

if TYPE_CHECKING:
    from conftest import FixedClock

BOARD = ("/", "/boards/friends", "/boards/friends/new", "/boards/birthdays", "/birthdays", "/rules")
NEWS = "http://news.outside.test"


@pytest.fixture
async def house(tmp_path: Path, clock: FixedClock) -> AsyncIterator[House]:
    async with open_house(tmp_path, clock) as running:
        yield running


async def somebody(house: House, tier: str) -> tuple[str, str]:
    """Name and ticket of somebody of a tier."""
    roster = house.services.roster
    joined = await roster.join(CODE)
    await roster.set_place(joined.person.id, joined.person.role, tier)
    return joined.person.name, joined.ticket


async def walk(who: Surfer, house: House) -> dict[tuple[str, str], tuple[int, str, list[tuple[str, str]]]]:
    """Every page of every site, and whatever their links lead to: status, text, and links by site and path."""
    waiting = [(site, path) for site, pages in house.services.allowlist.pages.items() for path in pages]
    waiting += [("portal", "/"), *(("board", path) for path in BOARD)]
    seen: dict[tuple[str, str], tuple[int, str, list[tuple[str, str]]]] = {}
    while waiting:
        place = waiting.pop()
        if place in seen or not place[0] or place[1].startswith("/go"):
            continue
        page = await who.open(who.address(*place))
        links = who.links(page)
        seen[place] = (page.status, page.said, links)
        waiting += links
    return seen


async def test_every_page_of_every_site_is_the_same_by_each_lane_and_every_link_leads_on(
    house: House,
) -> None:
    name, ticket = await somebody(house, "elite")
    found = []
    for lane in LANES:
        async with surfer(house, lane) as who:
            await who.come_back(name, ticket)
            found.append(await walk(who, house))
    by_address, *others = found
    assert {place for place, (status, _, _) in by_address.items() if status != 200} == set()
    assert {site for site, _ in by_address} == set(house.services.allowlist.network.sites)
    for other in others:
        assert other.keys() == by_address.keys()
        assert [place for place in by_address if other[place] != by_address[place]] == []


@pytest.mark.parametrize("lane", ["B", "C"])
async def test_signing_in_once_serves_every_site_of_the_zone_and_no_cookie_of_it_goes_abroad(
    house: House, lane: str
) -> None:
    name, ticket = await somebody(house, "elite")
    zone, abroad = {"B": ("bright.localhost", "outside.localhost"), "C": ("bright.test", "outside.test")}[
        lane
    ]
    async with surfer(house, lane) as who:
        await who.come_back(name, ticket)
        assert who.cookies()[zone] == {"closednet", "closednet-visit"}
        for site in house.services.allowlist.network.sites:
            page = await who.open(who.address(site))
            assert page.status == 200
            assert page.address == who.address(site)
            assert name in page.said
        cookies = who.cookies()
        assert set(cookies) == {
            zone,
            *(f"{one}.{abroad}" for one in ("news", "video", "chat", "search", "encyclopedia", "bright")),
        }
        assert all(
            kept == {"closednet-pass", "closednet-visit"} for host, kept in cookies.items() if host != zone
        )


@pytest.mark.parametrize("lane", ["B", "C"])
async def test_a_stranger_who_comes_to_a_site_abroad_joins_in_the_zone_and_goes_on_to_the_page(
    house: House, lane: str
) -> None:
    async with surfer(house, lane) as who:
        door = await who.open(who.address("world-news", "/x?a=b%26c"))
        assert urlsplit(door.address).hostname == urlsplit(who.address("portal")).hostname
        assert "Join Bright Net" in door.said
        back = parse_qs(urlsplit(door.address).query)["back"][0]
        joined = await who.send(door.address, {"code": CODE, "back": back})
        onward = re.search(r'href="(/-/abroad[^"]*)"', joined.text)
        assert onward is not None
        page = await who.open(
            str(
                aiohttp.client.URL(door.address).join(
                    aiohttp.client.URL(onward[1].replace("&amp;", "&"), encoded=True)
                )
            )
        )
        assert page.address == who.address("world-news", "/x?a=b%26c")
        assert "World News is not on the list of sites for tier intranet" in page.said


async def test_leaving_in_the_zone_ends_every_pass(house: House) -> None:
    name, ticket = await somebody(house, "elite")
    async with surfer(house, "C") as who:
        await who.come_back(name, ticket)
        assert (await who.open(f"{NEWS}/")).address == f"{NEWS}/"
        await who.send("http://board.bright.test/leave", {})
        assert urlsplit((await who.open(f"{NEWS}/")).address).path == "/join"


async def test_each_name_abroad_refuses_in_its_own_way_once_it_knows_who_asks(house: House) -> None:
    ends = {"news": 403, "video": 503, "search": 404, "encyclopedia": 451, "chat": None, "bright": None}
    name, ticket = await somebody(house, "intranet")
    async with surfer(house, "C") as who:
        for host in ends:
            assert urlsplit((await who.open(f"http://{host}.outside.test/")).address).path == "/join"
        await who.come_back(name, ticket)
        for host, status in ends.items():
            if status is None:
                with pytest.raises(aiohttp.ClientConnectionError):
                    await who.open(f"http://{host}.outside.test/")
            else:
                assert (await who.open(f"http://{host}.outside.test/")).status == status


async def test_a_site_asked_for_by_number_is_led_to_its_name_before_anybody_is_asked_to_join(
    house: House,
) -> None:
    name, ticket = await somebody(house, "elite")
    async with surfer(house, "C") as who:
        await who.come_back(name, ticket)
        for number, address in (("198.51.100.12", "http://board.bright.test/"), ("203.0.113.20", f"{NEWS}/")):
            page = await who.open(f"http://{number}/")
            assert page.address == address
            assert name in page.said


async def step(who: Surfer, address: str) -> tuple[int, str]:
    """One request, no redirect followed: the status, and where it leads."""
    async with who.session.get(
        aiohttp.client.URL(address, encoded=True), proxy=who.proxy, allow_redirects=False
    ) as got:
        return got.status, got.headers.get("Location", "")


async def to_the_code(who: Surfer, address: str = f"{NEWS}/x") -> tuple[str, str]:
    """The two addresses on the way: at the portal, and back with the code."""
    _, at_the_portal = await step(who, address)
    _, with_the_code = await step(who, at_the_portal)
    return at_the_portal, with_the_code


async def known(who: Surfer, address: str = f"{NEWS}/x") -> bool:
    """Whether the host knows who asks, without asking the portal."""
    return (await step(who, address))[0] != 303


async def test_a_code_opens_for_the_browser_that_asked_for_it_and_only_once(house: House) -> None:
    name, ticket = await somebody(house, "elite")
    async with surfer(house, "C") as who, surfer(house, "C") as other:
        await who.come_back(name, ticket)
        at_the_portal, with_the_code = await to_the_code(who)
        assert at_the_portal.startswith("http://portal.bright.test/-/abroad?site=world-news&state=")
        assert re.fullmatch(r"http://news\.outside\.test/-/pass\?code=[\w-]{32}", with_the_code)
        assert (await step(other, with_the_code))[0] == 403
        assert not await known(other)
        assert await step(who, with_the_code) == (303, "/")  # the other one has spent it
        _, with_the_code = await to_the_code(who)
        assert await step(who, with_the_code) == (303, "/x")
        assert await known(who)
        _, before = await step(other, f"{NEWS}/x")  # now this browser has a nonce of its own
        assert before
        assert await step(other, with_the_code) == (303, "/")
        assert not await known(other)


async def test_nobody_can_be_led_into_a_site_under_another_s_name(house: House) -> None:
    mine, yours = await somebody(house, "elite"), await somebody(house, "elite")
    async with surfer(house, "C") as attacker, surfer(house, "C") as victim:
        await attacker.come_back(*mine)
        await victim.come_back(*yours)
        _, code_of_the_attacker = await to_the_code(attacker)
        await step(victim, f"{NEWS}/x")
        await step(victim, code_of_the_attacker)
        assert not await known(victim)
        portal_of_the_attacker, _ = await to_the_code(attacker)
        seen = await victim.open(portal_of_the_attacker)  # the victim's sign-in, the attacker's browser
        assert yours[0] in seen.said
        assert not await known(attacker)


async def test_a_pass_is_worth_nothing_anywhere_else(house: House) -> None:
    name, ticket = await somebody(house, "elite")
    async with surfer(house, "C") as who:
        await who.come_back(name, ticket)
        await who.open(f"{NEWS}/")
        key = next(one.value for one in who.session.cookie_jar if one.key == "closednet-pass")
    visitor = house.visitor()
    visitor.cookies["closednet-pass"] = key
    visitor.cookies["closednet"] = ""
    assert (await visitor.get("/", Host="news.outside.test")).status == 200
    for host, path in (
        ("chat.outside.test", "/"), ("board.bright.test", "/"), ("localhost", "/~world-news/"), ("news.outside.localhost", "/"),
    ):  # fmt: skip
        assert (await visitor.get(path, Host=host)).status == 303
    for name in ("closednet", "closednet-console"):
        other = house.visitor()
        other.cookies[name] = key
        assert (await other.get("/", Host="news.outside.test")).status == 303


ASKED = (
    "", "site=world-news", "site=world-news&state=x", "site=nowhere&state={s}", "site=board&state={s}",
    "site=evil.example&state={s}", "site=world-news&state={s}x", "state={s}&back=/",
)  # fmt: skip
BACK = ("//evil.example/", "http://evil.example/", "/%5Cevil.example", "%2F%2Fevil.example", "/a%0d%0aX:%20y")
ELSEWHERE = ("http://localhost/-/abroad", f"{NEWS}/-/abroad", "http://portal.bright.test/-/pass?code=x")


async def test_the_portal_leads_to_listed_sites_abroad_and_nowhere_else(house: House) -> None:
    async with surfer(house, "C") as who:
        await who.come_back(*await somebody(house, "elite"))
        for asked in ASKED:
            address = f"http://portal.bright.test/-/abroad?{asked.replace('{s}', 'a' * 64)}"
            assert (asked, await step(who, address)) == (asked, (404, ""))


async def test_the_way_back_stays_on_the_site(house: House) -> None:
    async with surfer(house, "C") as who:
        await who.come_back(*await somebody(house, "elite"))
        for back in BACK:
            at_the_portal, _ = await to_the_code(who)
            _, with_the_code = await step(who, at_the_portal.partition("&back=")[0] + f"&back={back}")
            assert (back, await step(who, with_the_code)) == (back, (303, "/"))
            who.session.cookie_jar.clear(lambda one: one.key == "closednet-pass")


async def test_the_two_ends_are_where_they_belong(house: House) -> None:
    async with surfer(house, "C") as who:
        for address in ELSEWHERE:
            assert (address, (await step(who, address))[0]) == (address, 404)


async def test_a_browser_without_cookies_is_told_so_and_never_led_in_a_circle(house: House) -> None:
    visitor = await house.resident("portal.bright.test")
    led = await house.visitor("news.outside.test").get("/")
    place = urlsplit(led.goes_to)
    code = urlsplit((await visitor.get(f"{place.path}?{place.query}")).goes_to)
    page = await house.visitor("news.outside.test").get(f"{code.path}?{code.query}")
    assert page.status == 403
    assert "Your browser keeps no cookies" in page.said


async def test_what_belongs_to_a_person_has_its_place_in_the_zone(house: House) -> None:
    visitor = await house.resident("portal.bright.test")
    for path in ("/join", "/return?back=/", "/leave", "/me", "/me/password", "/connect", "/connect/test"):
        for host in ("news.outside.test", "198.51.100.12"):
            answer = await visitor.get(path, Host=host)
            assert answer.goes_to == f"http://portal.bright.test{path.partition('?')[0]}"


async def test_abroad_nobody_can_join_or_leave_and_the_api_answers_programs_alone(house: House) -> None:
    async with surfer(house, "C") as who:
        await who.come_back(*await somebody(house, "elite"))
        await who.open(f"{NEWS}/")
        for method, path in (
            ("POST", "/join"),
            ("POST", "/leave"),
            ("GET", "/api/v1/me"),
            ("POST", "/api/v1/join"),
        ):
            assert (await who.open(f"{NEWS}{path}", method=method)).status == 404
        assert await known(who)
    for path in ("/healthz", "/-/static/closednet.css", "/proxy.pac"):
        assert (await house.visitor("news.outside.test").get(path)).status == 200


async def test_the_record_says_that_the_portal_was_asked_and_keeps_no_code(house: House) -> None:
    async with surfer(house, "C") as who:
        await who.come_back(*await somebody(house, "elite"))
        await who.open(f"{NEWS}/")
    await house.services.visits.flush()
    rows = [one.noted for one in await house.services.visits.page(Wanted())]
    assert [(one.verdict, one.told) for one in rows if one.host == "news.outside.test"] == [
        ("opened", ""), ("join", "Led through the portal, to learn who asks."),
    ]  # fmt: skip
    assert not any("/-/" in one.path or "code" in one.path for one in rows)


async def test_two_windows_that_open_at_once_both_arrive(house: House) -> None:
    async with surfer(house, "C") as who:
        await who.come_back(*await somebody(house, "elite"))
        pages: list[Seen] = await asyncio.gather(
            *(who.open(f"http://{host}.outside.test/") for host in ("news", "video", "chat", "news"))
        )
        assert [page.status for page in pages] == [200] * 4
