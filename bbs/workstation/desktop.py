"""The workstation's pages: its home page, what becomes of an address that somebody types, and the poster."""

from __future__ import annotations

from urllib.parse import quote

from aiohttp import web

from bbs.addresses import is_this_machine
from bbs.network.resolve import Opened
from bbs.network.sites import Site, Way
from bbs.policy.verdicts import Viewer
from bbs.web.asking import asking
from bbs.web.headers import led_on
from bbs.web.keys import ALLOWLIST, BOARD, CLOCK, GRANTS, LESSON, PERSON, VISIT
from bbs.web.lanes import Visit, authority, home_url, local_path, site_url
from bbs.web.noting import note
from bbs.web.pages import page, see_other
from bbs.web.routes import Routes, get
from bbs.workstation.search import SEARCH, search_instead
from bbs.workstation.trip import trip
from bbs.workstation.typed import MOST_TYPED, shown_as, typed_in


async def home(request: web.Request) -> web.Response:
    """The home page: address bar, sites by name and number, message boards, today's birthdays."""
    person, sites = request[PERSON], _open_sites(request)
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
        day=request.app[ALLOWLIST].network.today,
    )


async def go(request: web.Request) -> web.Response:
    """Open what was typed, through the same gateway as everything else, or draw the refusal."""
    visit, typed = request[VISIT], typed_in(request)
    if typed is None:
        raise see_other(home_url(visit))
    result, https = typed.result, typed.is_https
    if isinstance(result, Opened):
        raise see_other(site_url(visit, result.site.id, local_path(quote(result.path))))
    note(request, result, lane=visit.lane, method=typed.ask.method)
    if result.way is Way.REDIRECT and not https:
        raise see_other(site_url(visit, result.how.to, result.how.page))
    face, words = shown_as(result, https=https)
    return _desktop(
        request,
        "portal/refused.html",
        status=result.status or 200,
        face=face,
        words=words,
        reason="" if https else result.reason,
        address=typed.words,
        asking=None if https else await asking(request, result),
        search=search_instead(typed.words) if request[PERSON] and result.site is None else None,
        unlisted=result.site is None and bool(result.reason) and result.way is not Way.MISDIRECTED,
    )


async def show_trip(request: web.Request) -> web.Response:
    """The trip of what was typed; `?step=2` shows the first two stations. Nothing of it while visits are not shown."""
    if not request.app[LESSON].state.visits_shown:
        raise web.HTTPNotFound
    typed, word = typed_in(request), request.query.get("step", "")
    steps = trip(typed) if typed else ()
    shown = int(word) if word in {"1", "2", "3", "4"} else len(steps)
    address = request.query.get("address", "")[:MOST_TYPED]
    return _desktop(request, "portal/trip.html", address=address, steps=steps, shown=shown)


async def poster(request: web.Request) -> web.Response:
    """Names and numbers of the sites that open, on one sheet to print."""
    visit = request[VISIT]
    return page(
        request,
        "portal/poster.html",
        title=visit.network_title,
        address=_way_in(visit),
        sites=_open_sites(request),
        back=home_url(visit),
        choices=(),
    )


def _way_in(visit: Visit) -> str:
    """The address of the home page, for a wall: none for a name of the network, or where only this machine gets."""
    address = f"http://{authority(visit.host, visit.port)}"
    return "" if visit.lane != "A" or is_this_machine(address) else address


def _open_sites(request: web.Request) -> tuple[Site, ...]:
    """The sites that open for who asks, in the order of the file."""
    network, clock, person = request.app[ALLOWLIST].network, request.app[CLOCK], request[PERSON]
    granted = request.app[GRANTS].to(person)
    return network.open_to(person.tier if person else None, clock.lesson_time(), clock.lesson_date(), granted)


def _desktop(request: web.Request, template: str, *, status: int = 200, **context: object) -> web.Response:
    """A page with the address bar, whose form may be led on to every site of this lane."""
    return led_on(page(request, template, status=status, **context), request[VISIT])


ROUTES = Routes(get("/", home), get("/go", go), get("/trip", show_trip), get("/poster", poster), *SEARCH)
