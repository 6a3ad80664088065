"""Every shipped network: each link leads somewhere, each page is reached, each date is right."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bbs.network.links import links, picture_within, pictures, within
from bbs.network.rendering import render
from bbs.network.resolve import Ask, Network, Opened, Refused
from bbs.network.site_entries import HANDBOOK
from bbs.network.tiers import JOINED_TIER
from bbs.pack import Pack, Page, read_pack
from bbs.pack_places import network_file, shipped_packs
from bbs.policy.load import load
from bbs.policy.submission import Submission, Verdict
from bbs.shipped import read_policy

PICTURE = re.compile(r"!\[([^]]*)\]\(([^)]*)\)")
DATE = re.compile(r"\b(\w+day),? (\d\d?) ([A-Z]\w+)")
WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
FIRST = {"March": 4, "April": 0, "May": 2, "August": 3, "September": 6, "October": 1, "November": 4}
"""The day of the week on which a month begins. The packs have no year, and 14 October is a Monday in all of them."""
DRAWN = {"svg", "title", "g", "rect", "circle", "ellipse", "polygon", "path", "text"}
"""All that a shipped picture holds."""
FEWEST = {"bright-net": (40, 20), "school-filter": (15, 5), "company-intranet": (12, 4)}
"""How many pages and pictures a pack has at least."""


@pytest.fixture(scope="module", params=shipped_packs())
def pack(request: pytest.FixtureRequest) -> Pack:
    return read_pack(str(request.param))


@pytest.fixture
def net(pack: Pack) -> Network:
    return pack.network


def own_pages(pack: Pack) -> Iterator[tuple[str, Page]]:
    """Each page that was written for this pack, with the id of its site; the handbook belongs to all."""
    for site, own in pack.pages.items():
        if pack.network.sites[site].pages != HANDBOOK:
            yield from ((site, page) for page in own.values())


def led(pack: Pack, site: str, page: Page) -> list[tuple[str, str]]:
    """Where the links and pictures of a page lead: site and path."""
    found: list[tuple[str, str]] = []

    def note(to: str, path: str) -> str:
        found.append((to or site, path.partition("#")[0]))
        return path

    render(page.text, note, page.file)
    return found


def folder_of(pack: Pack) -> Path:
    file = network_file(pack.origin)[0]
    return file.parent / "packs" / pack.origin if pack.origin == "bright-net" else file.parent


def test_a_pack_has_enough_pages_and_pictures_and_none_of_them_is_long_or_empty(pack: Pack) -> None:
    pages, drawn = FEWEST[pack.origin]
    words = {f"{site}/{page.file}": len(page.text.split()) for site, page in own_pages(pack)}
    assert len(words) >= pages
    assert sum(len(own) for own in pack.pictures.values()) >= drawn
    assert {name: many for name, many in words.items() if not 25 <= many <= 250} == {}


def test_a_pack_says_what_it_is_modelled_on_and_why_each_rule_is_there(net: Network) -> None:
    assert len(net.about) > 60
    assert len(net.source) > 60
    assert [rule.id for rule in net.rules if not rule.why] == []
    assert net.warnings == ()


def test_who_joins_finds_something_open_and_every_tier_opens_a_site(net: Network) -> None:
    assert {"portal", "board"} <= {site.id for site in net.open_to(JOINED_TIER)}
    for tier in net.tiers:
        assert net.open_to(tier), tier


def test_every_site_has_a_title_something_about_it_and_a_number_for_the_poster(net: Network) -> None:
    for site in net.sites.values():
        assert site.title != site.id
        assert site.about or site.kind in {"portal", "board"}, site.id
        assert site.number, site.id
        answer = net.resolve(Ask(site.number, tier=JOINED_TIER, proxied=True))
        assert isinstance(answer, Opened | Refused)
        assert answer.site is site


def test_every_link_leads_to_a_page_that_opens_for_the_same_people(pack: Pack) -> None:
    followed = 0
    for home, page in own_pages(pack):
        for site, path in led(pack, home, page):
            followed += 1
            there = {*pack.pages.get(site, ()), *pack.pictures.get(site, ())}
            assert site in {"board", "portal"} or path in there, f"{home}/{page.file}: {site}{path}"
            for tier in pack.network.tiers.values():
                assert home not in tier.opens or site in tier.opens, f"{home} links to {site}"
    assert followed > 10


def test_no_link_and_no_picture_leaves_the_network(pack: Pack) -> None:
    for home, page in own_pages(pack):
        shown = {start for _, start in pictures(page.text)}
        for target, start in links(page.text):
            if start in shown:
                assert picture_within(page.file, target), f"{home}/{page.file}: {target}"
            elif target.startswith("site:"):
                assert target.removeprefix("site:").partition("/")[0] in pack.network.sites, target
            else:
                assert within(page.file, target), f"{home}/{page.file}: {target}"
        assert not re.search(r"https?://|www\.", page.text), f"{home}/{page.file}"


def test_every_page_is_reached_from_the_first_one_of_its_site(pack: Pack) -> None:
    for site in {site for site, _ in own_pages(pack)}:
        own, reached, ahead = pack.pages[site], {"/"}, ["/"]
        while ahead:
            for to, path in led(pack, site, own[ahead.pop()]):
                if to == site and path in own and path not in reached:
                    reached.add(path)
                    ahead.append(path)
        assert reached == set(own), site


def test_every_picture_is_shown_on_a_page_and_described_there(pack: Pack) -> None:
    shown = {(site, to[1]) for site, page in own_pages(pack) for to in led(pack, site, page)}
    for site, drawn in pack.pictures.items():
        for path in drawn:
            assert (site, path) in shown, f"{site}{path}"
    for site, page in own_pages(pack):
        for words, address in PICTURE.findall(page.text):
            assert len(words) > 10, f"{site}/{page.file}: {address} has no description"


def test_nothing_lies_in_a_pack_that_belongs_to_no_site(pack: Pack) -> None:
    folder = folder_of(pack)
    used = {site.pages.rpartition("/")[2] for site in pack.network.sites.values() if site.pages}
    lists = {name.partition("/")[0] for name in pack.network.lists}
    assert {one.name for one in folder.iterdir() if one.is_dir()} <= used | lists
    endings = {one.suffix for one in folder.rglob("*") if one.is_file()}
    assert endings <= {".md", ".svg", ".yaml", ".txt"}


def test_a_picture_is_small_has_its_own_ground_and_holds_shapes_and_words_only(pack: Pack) -> None:
    for file in sorted(folder_of(pack).rglob("*.svg")):
        data = file.read_bytes()
        assert len(data) < 6_000, file
        root = ElementTree.fromstring(data)  # noqa: S314  # our own file, without entities
        kinds = [element.tag.removeprefix("{http://www.w3.org/2000/svg}") for element in root.iter()]
        assert set(kinds) <= DRAWN, file
        assert kinds[:3] == ["svg", "title", "rect"], file


def test_every_date_falls_on_the_day_of_the_week_that_stands_with_it(pack: Pack) -> None:
    seen = 0
    for site, page in own_pages(pack):
        for day, number, month in DATE.findall(page.text):
            seen += 1
            right = WEEK[(FIRST[month] + int(number) - 1) % 7]
            assert day == right, f"{site}/{page.file}: {day} {number} {month}"
    assert seen >= 10


def test_the_policy_of_approved_sites_finds_what_lies_inside_and_nothing_abroad(net: Network) -> None:
    file = read_policy("approved-sites")
    approved = load(file.text, file=file.file, read=file.read)
    for site in net.sites.values():
        verdict = approved.judge(Submission("soup", kind="search", site=site.id)).verdict
        listed = site.kind != "outside" and site.id != "hotel"  # which is for guests from abroad
        assert verdict is (Verdict.ALLOW if listed else Verdict.DROP), site.id
        linked = approved.judge(Submission(f"See http://{site.host}/")).verdict
        assert (linked is Verdict.ALLOW) is (site.kind != "outside"), site.id


def test_what_the_school_says_of_games_is_true_in_a_lesson_at_noon_and_on_a_saturday_evening() -> None:
    school = read_pack("school-filter").network
    monday, saturday = dt.date(2024, 10, 14), dt.date(2024, 10, 19)

    def games(date: dt.date, *clock: int) -> Opened | Refused:
        return school.resolve(Ask("games.outside.test", tier="intranet", at=dt.time(*clock), date=date))

    for closed in (
        games(monday, 9, 0),
        games(monday, 13, 15),
        games(saturday, 12, 40),
        games(saturday, 20, 0),
    ):
        assert isinstance(closed, Refused)
        assert closed.reason == (
            "Category games: open on school days from half past twelve to a quarter past one, and at no other time."
        )
    assert isinstance(games(monday, 12, 30), Opened)
