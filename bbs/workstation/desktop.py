"""The workstation's pages: its home page, and what becomes of an address that somebody types."""

from __future__ import annotations

from urllib.parse import quote

from aiohttp import web

from bbs.network.resolve import Opened, Refused
from bbs.network.sites import Way
from bbs.network.target import read_address
from bbs.policy.verdicts import Viewer
from bbs.web.asking import asking, question
from bbs.web.headers import led_on
from bbs.web.keys import ALLOWLIST, BOARD, CLOCK, GRANTS, OWN_HOSTS, PERSON, VISIT
from bbs.web.lanes import local_path, site_url
from bbs.web.noting import note
from bbs.web.pages import page, see_other
from bbs.web.refusals import WORDS
from bbs.web.routes import Routes, get
from bbs.workstation.search import SEARCH

MOST_TYPED = 2_000
"""Characters of a typed address that are looked at."""


async def home(request: web.Request) -> web.Response:
    """The home page: address bar, sites by name and number, message boards, today's birthdays."""
    network, clock, person = request.app[ALLOWLIST].network, request.app[CLOCK], request[PERSON]
    tier = person.tier if person else None
    granted = request.app[GRANTS].to(person)
    sites = network.open_to(tier, clock.lesson_time(), clock.lesson_date(), granted)
    meeting_place = next((site for site in sites if site.kind == "board"), None)
    board = request.app[BOARD]
    near = await board.birthdays(Viewer(person.id if person else None))
    return _desktop(
        request,
        "portal/home.html",
        address="",
        sites=[site for site in sites if site.kind != "portal"],
        meeting_place=meeting_place,
        boards=board.boards(person, meeting_place.id) if meeting_place else [],
        today=near.today if meeting_place else (),
    )


async def go(request: web.Request) -> web.Response:
    """Open what was typed, through the same gateway as everything else, or draw the refusal."""
    typed = request.query.get("address", "")[:MOST_TYPED]
    visit = request[VISIT]
    if not typed.strip():
        raise see_other(site_url(visit, visit.site))
    result = _resolve(request, typed)
    if isinstance(result, Opened):
        raise see_other(site_url(visit, result.site.id, local_path(quote(result.path))))
    note(request, result, lane=visit.lane)
    if result.way is Way.REDIRECT:
        raise see_other(site_url(visit, result.how.to, result.how.page))
    return _desktop(
        request,
        "portal/refused.html",
        status=result.status or 200,
        words=WORDS[result.way],
        reason=result.reason,
        address=typed,
        asking=await asking(request, result),
    )


def _desktop(request: web.Request, template: str, *, status: int = 200, **context: object) -> web.Response:
    """A page with the address bar, whose form may be led on to every site of this lane."""
    return led_on(page(request, template, status=status, **context), request[VISIT])


def _resolve(request: web.Request, typed: str) -> Opened | Refused:
    """What the gateway says to a typed address."""
    network = request.app[ALLOWLIST].network
    target = read_address(typed, [(site.id, site.host) for site in network.sites.values()])
    return network.resolve(question(request, target.host, target.path), request.app[OWN_HOSTS])


ROUTES = Routes(get("/", home), get("/go", go), *SEARCH)
