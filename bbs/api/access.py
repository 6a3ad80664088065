"""Who may call the API, which sites open for them, and proof that a browser's own page asks."""

from __future__ import annotations

from aiohttp import web

from bbs.network.resolve import Ask, Refused
from bbs.store.records import Person
from bbs.web.csrf import FIELD, check_form
from bbs.web.keys import ALLOWLIST, CLOCK, GRANTS, PERSON, VISIT
from bbs.web.noting import note
from bbs.web.problems import problem

FORM_TOKEN_HEADER = "X-CSRF-Token"  # noqa: S105  # the name of a header, not a secret


def caller(request: web.Request) -> Person:
    """The person who asks. Raises HTTPUnauthorized for somebody who has not joined."""
    person: Person | None = request.get(PERSON)
    if person is None:
        raise web.HTTPUnauthorized(headers={"WWW-Authenticate": "Bearer"})
    return person


def check_write(request: web.Request) -> None:
    """A bearer token is enough; a browser also shows Origin and form token. Raises Forbidden."""
    check_form(request, {FIELD: request.headers.get(FORM_TOKEN_HEADER, "")})


def open_sites(request: web.Request) -> frozenset[str]:
    """The ids of the sites that open for the caller at this moment."""
    clock, person = request.app[CLOCK], caller(request)
    granted = request.app[GRANTS].to(person)
    listed = request.app[ALLOWLIST].network.open_to(
        person.tier, clock.lesson_time(), clock.lesson_date(), granted
    )
    return frozenset(site.id for site in listed)


def closed(request: web.Request, site_id: str, path: str = "/") -> web.Response | None:
    """The refusal for a page of a site that does not open for the caller, as the gateway would refuse it; or None.

    Raises HTTPNotFound for a site that the network does not have.
    """
    clock, network = request.app[CLOCK], request.app[ALLOWLIST].network
    site = network.sites.get(site_id)
    if site is None:
        raise web.HTTPNotFound
    ask = Ask(
        host=site.host,
        path=path,
        tier=caller(request).tier,
        at=clock.lesson_time(),
        date=clock.lesson_date(),
        method=request.method,
        granted=request.app[GRANTS].to(caller(request)),
    )
    result = network.resolve(ask)
    note(request, result, lane=request[VISIT].lane, path=request.path)
    if not isinstance(result, Refused):
        return None
    status = result.status or 403
    return problem(status if status >= 400 else 403, "Not available", result.reason)
