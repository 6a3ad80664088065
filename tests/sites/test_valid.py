"""Every page of every shipped network, as it is sent: valid HTML that can be read without styles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import aiohttp
import pytest
from house import CODE, House, Visitor, open_house
from justhtml import JustHTML

from bbs.desk import Draft
from bbs.grants import KIND
from bbs.network.site_entries import HANDBOOK
from bbs.pack_places import shipped_packs
from bbs.roster import JOINED_TIER
from bbs.store import Person, requests
from bbs.web.signin import SESSION_COOKIES

WORKSTATION = (
    *("/", "/~portal/poster", "/~portal/search", "/~portal/go?address=www.example.com"),
    *("/~portal/go?address=https://board", "/~board/", "/~board/rules", "/~board/birthdays", "/me", "/~nowhere/"),
)  # fmt: skip
"""Pages that no pack brings along, and that look different in each."""
NAMING = ("for", "aria-labelledby", "aria-describedby", "aria-controls")
"""Attributes that name ids of the same page."""
FIELDS = "input:not([type=hidden]), select, textarea"


def invalid(page: JustHTML) -> Iterator[str]:
    """What a browser has to mend before it can show the page."""
    yield from (str(error) for error in page.errors)


def named_twice(page: JustHTML) -> Iterator[str]:
    ids = Counter(one.attrs["id"] for one in page.query("[id]"))
    yield from (f"two elements are called {name}" for name, many in ids.items() if many > 1)


def pointing_nowhere(page: JustHTML) -> Iterator[str]:
    ids = {one.attrs["id"] for one in page.query("[id]")}
    for name in NAMING:
        for one in page.query(f"[{name}]"):
            missing = set((one.attrs[name] or "").split()) - ids
            yield from (f"{name} names {other}, which is not there" for other in missing)
    for one in page.query('a[href^="#"]'):
        if (one.attrs["href"] or "")[1:] not in ids:
            yield f"a link to {one.attrs['href']}, which is not there"


def unnamed(page: JustHTML) -> Iterator[str]:
    """Fields without a label, links and buttons without words, pictures without a description."""
    labels = {one.attrs["for"] for one in page.query("label[for]")}
    for one in page.query(FIELDS):
        if one.attrs.get("id") not in labels and not one.attrs.get("aria-label"):
            yield f"a field without a label: {one.attrs}"
    for one in page.query("a, button"):
        words = one.to_text().strip() or one.attrs.get("aria-label")
        if not words and not any(inner.attrs.get("alt") for inner in one.query("img")):
            yield f"a {one.name} without words: {one.attrs}"
    yield from (f"no description: {one.attrs}" for one in page.query("img") if not one.attrs.get("alt"))


def unsized(page: JustHTML) -> Iterator[str]:
    """Drawings that only tell by a style how large they are: without it they fill the window."""
    for one in page.query("svg"):
        if one.attrs.get("role") != "img" and "width" not in one.attrs:
            yield f"an ornament without a size: {one.attrs}"


def out_of_order(page: JustHTML) -> Iterator[str]:
    """Headings that skip a level, and anything but one of the first level."""
    levels = [int(one.name[1]) for one in page.query("h1, h2, h3, h4, h5, h6")]
    if levels.count(1) != 1:
        yield f"{levels.count(1)} headings of the first level"
    before = 1
    for level in levels:
        if level > before + 1:
            yield f"a heading of level {level} below one of level {before}"
        before = level


def untold(page: JustHTML) -> Iterator[str]:
    """No language, no title, or no main part."""
    if not page.query("html[lang=en]"):
        yield "no language"
    if not title_of(page):
        yield "no title"
    if len(page.query("main#main")) != 1:
        yield "no main part"


RULES: tuple[Callable[[JustHTML], Iterator[str]], ...] = (
    invalid,
    named_twice,
    pointing_nowhere,
    unnamed,
    unsized,
    out_of_order,
    untold,
)


def title_of(page: JustHTML) -> str:
    return " ".join(one.to_text().strip() for one in page.query("head title"))


def read(text: str) -> JustHTML:
    """A page as a browser reads it; nothing is cleaned away."""
    return JustHTML(text, collect_errors=True, sanitize=False)


def faults(text: str) -> list[str]:
    page = read(text)
    return [fault for rule in RULES for fault in rule(page)]


async def joined(house: House, tier: str = JOINED_TIER) -> tuple[Visitor, Person]:
    """Somebody of this tier, with a browser."""
    new = await house.services.roster.join(CODE)
    person = await house.services.roster.set_place(new.person.id, new.person.role, tier)
    visitor = house.visitor()
    visitor.cookies[SESSION_COOKIES["network"]] = new.token
    return visitor, person


async def granted_everything(house: House) -> Visitor:
    """Somebody who asked for each site, and got it."""
    services = house.services
    visitor, person = await joined(house)
    for site in services.allowlist.network.sites:
        await services.grants.ask(person, site, Draft(KIND, "For us", site=site))
        (asked,) = [one for one in await requests.newest(services.store) if one.site == site]
        await services.grants.grant(asked.id, None)
    return visitor


@pytest.mark.parametrize("pack", [str(name) for name in shipped_packs()])
async def test_every_page_is_valid_and_reads_well_without_styles(tmp_path: Path, clock, pack: str) -> None:
    async with open_house(tmp_path, clock, pack=pack) as house:
        visitor, allowlist = await granted_everything(house), house.services.allowlist
        wrong: dict[str, list[str]] = {}
        titles: list[tuple[str, str]] = []
        for site, pages in allowlist.pages.items():
            for path in pages:
                answer = await visitor.get(f"/~{site}{path}")
                assert answer.status == 200, f"{site}{path}"
                wrong[f"{site}{path}"] = faults(answer.text)
                if allowlist.network.sites[site].pages != HANDBOOK:
                    titles.append((site, title_of(read(answer.text))))
        assert {name: found for name, found in wrong.items() if found} == {}
        assert [name for name, many in Counter(titles).items() if many > 1] == []


async def test_the_workstation_the_board_and_every_refusal_are_valid_for_each_tier(
    tmp_path: Path, clock
) -> None:
    async with open_house(tmp_path, clock) as house:
        network, wrong = house.services.allowlist.network, {}
        for tier in network.tiers:
            visitor, _ = await joined(house, tier)
            for path in (*WORKSTATION, *(f"/~{site}/" for site in network.sites)):
                with suppress(aiohttp.ClientConnectionError):  # some are refused by hanging up
                    if text := (await visitor.get(path)).text:
                        wrong[f"{tier} {path}"] = faults(text)
        assert len(wrong) > 50
        assert {name: found for name, found in wrong.items() if found} == {}


WHOLE = '<!doctype html><html lang="en"><title>A</title><main id="main"><h1>A</h1>{}</main></html>'


@pytest.mark.parametrize(
    ("html", "wrong"),
    [
        ("<p>a<ul></ul></p>", "unexpected-end-tag"),
        ("<p><em>a</p></em>", "unexpected-end-tag"),
        ('<p id="a">a</p><p id="a">b</p>', "two elements are called a"),
        ('<label for="x">a</label>', "for names x, which is not there"),
        ('<section aria-labelledby="x y"></section>', "aria-labelledby names x, which is not there"),
        ('<a href="#x">a</a>', "a link to #x, which is not there"),
        ('<input id="x">', "a field without a label"),
        ('<a href="/"></a>', "a a without words"),
        ('<img src="x">', "no description"),
        ('<svg viewBox="0 0 9 9"></svg>', "an ornament without a size"),
        ("<h1>b</h1>", "2 headings of the first level"),
        ("<h3>b</h3>", "a heading of level 3 below one of level 1"),
    ],
)
def test_the_check_sees_what_is_wrong(html: str, wrong: str) -> None:
    assert any(re.search(re.escape(wrong), found) for found in faults(WHOLE.format(html)))


def test_the_check_finds_nothing_wrong_with_a_plain_page_and_misses_a_title_and_a_language() -> None:
    assert faults(WHOLE.format("<h2>b</h2><p>c</p>")) == []
    assert faults("<!doctype html><h1>A</h1>") == ["no language", "no title", "no main part"]
