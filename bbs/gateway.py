"""The gateway: every request becomes a visit to a listed site, or ends here with an answer that says so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import quote, urlencode

from aiohttp import web
from aiohttp.typedefs import Handler

from bbs.network.hosts import normalise_host
from bbs.network.lanes import Lane, on_lane
from bbs.network.resolve import OPENS, Ask, Network, Opened, Refused
from bbs.network.sites import Refusing, Site, Way
from bbs.web.asking import asking
from bbs.web.assets import PREFIX
from bbs.web.keys import ALLOWLIST, BEARER, CLOCK, GRANTS, LESSON, OWN_HOSTS, PERSON, REACHED, SITE, VISIT
from bbs.web.lanes import ABROAD, START, Visit, authority, local_path, site_url
from bbs.web.noting import note
from bbs.web.pages import see_other
from bbs.web.passes import state_of
from bbs.web.peers import peer, reached_at
from bbs.web.refusals import drip, misdirected, refuse, refuse_tunnel
from bbs.web.signin import keep_nonce, visit_nonce
from bbs.web.targets import target_of

INTERNAL = (
    *("/healthz", "/readyz", "/join", "/return", "/leave"),
    *("/me", "/me/password", "/me/sign-out", "/me/erase", "/me/requests", "/me/ask"),
    *("/connect", "/proxy.pac", START),
)
INTERNAL_PREFIXES = ("/-/", "/api/", "/connect/", f"{START}/")
"""Addresses that belong to no site and answer on every host that is served."""
SERVED_ABROAD = ("/healthz", "/readyz", "/proxy.pac")
"""Those that answer on a host outside the zone as well, besides everything below /-/."""
TRACES = "/mine"
"""Where one's own traces are, while they are revealed; while they are hidden it is an address like any other."""
OWN_VISITS = "/mine/visits"
"""Where one's own visits are, while they are shown."""

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


def own_hosts(names: Iterable[str]) -> frozenset[str]:
    """The names and numbers under which this very machine answers, normalised."""
    known = (normalise_host(name) for name in ("localhost", "127.0.0.1", "::1", *names))
    return frozenset(host for host in known if host)


def is_internal(path: str, *, revealed: bool = False, visits_shown: bool = False) -> bool:
    """Whether a path belongs to no site: joining, static files, the API, and one's own traces while they are shown."""
    if visits_shown and path == OWN_VISITS:
        return True
    if revealed and (path == TRACES or path.startswith(f"{TRACES}/")):
        return True
    return path in INTERNAL or path.startswith(INTERNAL_PREFIXES)


@web.middleware
async def gateway(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Ask the network what this request gets, and see that it gets just that."""
    own = request.app[OWN_HOSTS]
    result = request.app[ALLOWLIST].network.resolve(ask_of(request), own)
    if request.method == "CONNECT":
        note(request, result)
        return await refuse_tunnel(request, result if isinstance(result, Refused) else None)
    if isinstance(result, Refused) and result.way is Way.MISDIRECTED:
        note(request, result)
        return misdirected(request, result.host, _way_in(request))
    visit = request[VISIT] = visit_of(request, result)
    _note_arrival(request, visit)
    if request.method not in METHODS:
        raise web.HTTPMethodNotAllowed(request.method, METHODS)
    if _is_internal(request) and (result.site is not None or _dresses_a_page(request, result)):
        if visit.abroad:
            _lead_into_the_zone(request)
        return await handler(request)
    if isinstance(result, Refused):
        result = _led_home(request, result)
    note(request, result)
    if isinstance(result, Refused):
        return await _refusal(request, result, handler)
    _lead_to_its_name(request)
    if result.must_join:
        return _lead_to_the_door(request)
    request[SITE] = result.site
    return await handler(request)


async def _refusal(request: web.Request, refused: Refused, handler: Handler) -> web.StreamResponse:
    """The answer to a request that is refused."""
    if refused.way is Way.SLOW:
        return await drip(request, refused, await _begun(request, refused, handler))
    offer = await asking(request, refused)
    listed = refused.site is not None
    return await refuse(request, refused, shown_address(request, refused), asking=offer, listed=listed)


async def _begun(request: web.Request, refused: Refused, handler: Handler) -> bytes:
    """The page that a slow refusal begins with: one of the network's own pages, never one with people's words."""
    site = refused.site
    if site is None or site.id not in request.app[ALLOWLIST].pages or request.method not in {"GET", "HEAD"}:
        return b""
    request[SITE] = site
    try:
        answer = await handler(request)
    except web.HTTPException:
        return b""
    return answer.body if isinstance(answer, web.Response) and isinstance(answer.body, bytes) else b""


def ask_of(request: web.Request) -> Ask:
    """The facts of a request that decide what it gets."""
    target = target_of(request)
    person = request.get(PERSON)
    clock = request.app[CLOCK]
    return Ask(
        host=target.host,
        path=target.path,
        tier=person.tier if person else None,
        at=clock.lesson_time(),
        date=clock.lesson_date(),
        method=request.method,
        proxied=target.proxied,
        granted=request.app[GRANTS].to(person),
    )


def visit_of(request: web.Request, result: Opened | Refused) -> Visit:
    """Where this request is, for every link and cookie of its answer."""
    network = request.app[ALLOWLIST].network
    home, site = _home(request, network), result.site
    return Visit(
        site=site.id if site else "",
        lane=result.lane,
        path=result.path,
        host=result.host,
        port=target_of(request).port,
        hosts=network.hosts(result.lane),
        zone=_zone(network.zone, result.lane, result.host),
        root=network.portal.id,
        home=home.id if home else "",
        network_title=network.title,
        site_title=site.title if site and not _is_internal(request) else "",
        site_host=site.host if site else authority(result.host, target_of(request).port),
        site_number=site.number if site and isinstance(result, Opened) else "",
        home_title=home.title if home else "the start page",
        notice=result.notice if isinstance(result, Opened) else "",
    )


def _home(request: web.Request, network: Network) -> Site | None:
    """The site where somebody begins; None for who has sites and no portal, and begins at START.

    Who has nothing but a printed page begins there: they have no connection.
    """
    clock, person = request.app[CLOCK], request.get(PERSON)
    asks = (
        person.tier if person else None,
        clock.lesson_time(),
        clock.lesson_date(),
        request.app[GRANTS].to(person),
    )
    home = network.home(*asks)
    if home.kind == "portal" or all(site.kind == "newspaper" for site in network.open_to(*asks)):
        return home
    return None


def _led_home(request: web.Request, refused: Refused) -> Refused:
    """The same; but a portal that is not for somebody's tier leads them from its first page to where they begin."""
    visit = request[VISIT]
    if visit.site != visit.root or visit.path != "/" or request.method not in {"GET", "HEAD"}:
        return refused
    if visit.home == visit.root or refused.ground.rule != OPENS:
        return refused
    how = Refusing(Way.REDIRECT, refused.how.level, visit.home, "/" if visit.home else START)
    return replace(refused, how=how, reason="")


def shown_address(request: web.Request, refused: Refused) -> str:
    """The address that was asked for, as people know it; without the query, which may be long."""
    host = refused.site.host if refused.site else authority(refused.host, target_of(request).port)
    return f"http://{host}{refused.path}"[:300]


def _note_arrival(request: web.Request, visit: Visit) -> None:
    """A device in the room has reached this machine, at one of its addresses and by a lane; nothing of the device."""
    here, there = reached_at(request), peer(request).partition("%")[0]
    if here and there and there != here[0] and there not in request.app[OWN_HOSTS]:
        request.app[REACHED].note(here[0], visit.lane)


def _is_internal(request: web.Request) -> bool:
    state = request.app[LESSON].state
    return is_internal(request.path, revealed=state.revealed, visits_shown=state.visits_shown)


def _dresses_a_page(request: web.Request, result: Opened | Refused) -> bool:
    """Whether it is a static file of the very page that says so: a refusal is to be read as easily as any page."""
    shown = isinstance(result, Refused) and result.way in {Way.PAGE, Way.LAW, Way.VAGUE, Way.MISSING}
    return shown and request.method in {"GET", "HEAD"} and request.path.startswith(PREFIX)


def _lead_to_its_name(request: web.Request) -> None:
    """A number or the bare zone goes to the site's name, which the sign-in reaches. Raises HTTPSeeOther for these."""
    visit = request[VISIT]
    name = visit.hosts.get(visit.site, visit.host)
    if visit.host != name:
        raise see_other(f"http://{authority(name, visit.port)}{local_path(request.path_qs)}")


def _lead_to_the_door(request: web.Request) -> web.Response:
    """Where somebody goes whom this host does not know: to the front door, or through the portal if it lies abroad."""
    visit, back = request[VISIT], local_path(request.path_qs)
    if not visit.abroad:
        raise see_other("/join" if back == "/" else f"/join?back={quote(back, safe='/~')}")
    asked = {"site": visit.site, "state": state_of(visit_nonce(request)), "back": back}
    place = f"{site_url(visit, visit.root, ABROAD)}?{urlencode(asked)}"
    response = web.Response(status=303, headers={"Location": place})
    keep_nonce(request, response)
    return response


def _lead_into_the_zone(request: web.Request) -> None:
    """Joining and all that belongs to a person has its place in the zone; a host abroad has none of it.

    Raises HTTPSeeOther for pages and HTTPNotFound for the rest.
    """
    path = request.path
    if path in SERVED_ABROAD or path.startswith("/-/") or request[BEARER]:
        return
    if request.method not in {"GET", "HEAD"} or path.startswith("/api/"):
        raise web.HTTPNotFound
    visit = request[VISIT]
    raise see_other(site_url(visit, visit.root, path))


def _zone(zone: str, lane: Lane, host: str) -> str:
    """The part of the host that cookies are shared in; empty on lane A and outside the zone."""
    end = on_lane(zone, lane)
    return end if lane != "A" and (host == end or host.endswith(f".{end}")) else ""


def _way_in(request: web.Request) -> str:
    """The address at which this request reached the machine: it always works for the one who asked."""
    here = reached_at(request)
    return f"http://{authority(*here)}/" if here else "/"
