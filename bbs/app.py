"""The two applications: the closed network for the class, and the console for the teacher."""

from __future__ import annotations

from collections.abc import Iterable

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from bbs.addresses import announced, lan_addresses
from bbs.api.answers import api_answers
from bbs.api.routes import add_console_api, add_network_api
from bbs.console.door import CONSOLE_TOKEN, own_host_only, teacher_only
from bbs.console.routes import ROUTES as CONSOLE_PAGES
from bbs.gateway import gateway, own_hosts
from bbs.pack import read_handbook
from bbs.services import Services
from bbs.shipped import templates_folder
from bbs.sites import board, listed
from bbs.sites.abroad import add_abroad
from bbs.sites.connect import add_connect
from bbs.sites.door import add_door
from bbs.sites.me import add_me
from bbs.sites.mine import add_mine
from bbs.sites.requests import add_requests
from bbs.web.assets import ASSETS, PREFIX, Assets, static
from bbs.web.bodies import BODY_LIMIT
from bbs.web.headers import guarded
from bbs.web.kept import KEPT, KeptPages, kept_pages
from bbs.web.keys import (
    ADDRESSES,
    ALLOWLIST,
    AUDIENCE,
    BOARD,
    CLOCK,
    COPIES,
    DESK,
    FACES,
    FEED,
    GRANTS,
    HANDBOOK,
    LESSON,
    OWN_HOSTS,
    PAGES,
    PASSES,
    REACHED,
    RERUN,
    ROSTER,
    RULEBOOK,
    SEARCHING,
    SECLUDED,
    SECRET,
    SETTINGS,
    SITE,
    STORE,
    VISIT,
    VISITS,
    Audience,
)
from bbs.web.pages import environment
from bbs.web.passes import Passes
from bbs.web.problems import plain_problems
from bbs.web.signin import signed_in
from bbs.web.stalled import STALLED, Stalled, end_stalled
from bbs.web.targets import read_one_way
from bbs.workstation import desktop
from bbs.workstation.start import add_start

KINDS = {
    "portal": desktop.ROUTES,
    "board": board.ROUTES,
    "pages": listed.ROUTES,
    "newspaper": listed.ROUTES,
    "outside": listed.ROUTES,
}
"""What answers for each kind of site."""


def network_app(services: Services, machine: Iterable[str] = ()) -> web.Application:
    """The network port: gateway, front door, workstation, board and listed sites.

    `machine` are the machine's own addresses, as they were before the process gave up the network.
    """
    middlewares = (
        kept_pages,
        guarded,
        plain_problems,
        read_one_way,
        api_answers,
        signed_in,
        gateway,
        listed_site,
    )
    app = _app(services, "network", middlewares)
    app[KEPT] = KeptPages(services.feed, services.clock, services.visits.note)
    app[STALLED] = Stalled()
    app.on_shutdown.append(end_stalled)
    app[OWN_HOSTS] = own_hosts([services.settings.host, *machine])
    app[PASSES] = Passes(services.clock)
    add_door(app)
    add_abroad(app)
    add_connect(app)
    add_me(app)
    add_mine(app)
    add_requests(app)
    add_start(app)
    add_network_api(app)
    app.router.add_route("*", "/{place:~.+}", on_a_site)
    return app


def console_app(services: Services, addresses: tuple[str, ...] = (), secluded: str = "") -> web.Application:
    """The console port: the teacher's pages, API and stream of events.

    `addresses` are those at which students come in; left out, what the settings say. `secluded` says how the
    process is kept from calling out, where it is.
    """
    app = _app(
        services, "console", (guarded, plain_problems, read_one_way, api_answers, own_host_only, teacher_only)
    )
    app[HANDBOOK] = read_handbook()
    app[CONSOLE_TOKEN] = services.console_token
    app[SECLUDED] = secluded
    asked = services.settings
    app[ADDRESSES] = addresses or announced(asked.host, asked.port, lan_addresses() if asked.lan else ())
    app.add_routes(CONSOLE_PAGES)
    add_console_api(app)
    return app


@web.middleware
async def listed_site(request: web.Request, handler: Handler) -> web.StreamResponse:
    """What is no internal address is a page of the site that the gateway has found."""
    if SITE not in request:  # an internal address
        return await handler(request)
    return await KINDS[request[SITE].kind].answer(request, request[VISIT].path)


async def on_a_site(_request: web.Request) -> web.StreamResponse:
    """Never reached: `listed_site` answers for every site. What no route matches costs aiohttp twice the time."""
    raise web.HTTPNotFound


def _app(services: Services, audience: Audience, middlewares: tuple[Middleware, ...]) -> web.Application:
    """An application with all that both ports have: services, pages, static files, /healthz."""
    app = web.Application(middlewares=middlewares, client_max_size=BODY_LIMIT)
    app[AUDIENCE] = audience
    _provide(app, services)
    app[PAGES] = environment(templates_folder(), services.clock, lambda: services.allowlist.network.roles)
    app[ASSETS] = Assets.read(templates_folder() / "static")
    app.router.add_get(PREFIX + "{name:.+}", static)
    return app


def _provide(app: web.Application, services: Services) -> None:
    app[SETTINGS] = services.settings
    app[STORE] = services.store
    app[RULEBOOK] = services.rulebook
    app[DESK] = services.desk
    app[RERUN] = services.rerun
    app[BOARD] = services.board
    app[ROSTER] = services.roster
    app[FACES] = services.faces
    app[GRANTS] = services.grants
    app[COPIES] = services.copies
    app[SEARCHING] = services.searching
    app[FEED] = services.feed
    app[LESSON] = services.lesson
    app[ALLOWLIST] = services.allowlist
    app[REACHED] = services.reached
    app[VISITS] = services.visits
    app[CLOCK] = services.clock
    app[SECRET] = services.secret
