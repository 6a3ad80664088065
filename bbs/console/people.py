"""Who is here: everybody by key, and for each person what the teacher may do."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from bbs.console.frame import back_to, console_page
from bbs.drafts import DraftError
from bbs.network.tiers import in_short, ordinary
from bbs.positions import ROLES, check
from bbs.store import TEACHER, Person, penalties, people
from bbs.web.bodies import form
from bbs.web.csrf import check_form
from bbs.web.keys import ALLOWLIST, CLOCK, ROSTER, STORE

ROWS = 50
"""People on one page."""


async def people_page(request: web.Request) -> web.Response:
    """GET /people: in the order they joined; `?after=` a person's id goes on to later ones."""
    store, after = request.app[STORE], request.query.get("after", "")[:32]
    found = await people.page(store, after=after or None, limit=ROWS + 1)
    shown = found[:ROWS]
    return await console_page(
        request,
        "people.html",
        "/people",
        people=shown,
        network=request.app[ALLOWLIST].network,
        ordinary=ordinary(request.app[ALLOWLIST].network),
        sent=await people.sent_by(store, [one.id for one in shown]),
        later=f"/people?after={shown[-1].id}" if len(found) > ROWS else "",
        from_first=not after,
    )


async def person_page(request: web.Request) -> web.Response:
    """GET /people/{person}: one of them."""
    return await _person_page(request, await _person(request))


async def place(request: web.Request) -> web.Response:
    """POST /people/{person}/place: another role, another tier."""
    person, fields = await _asked(request)
    role, tier = fields.get("role", ""), fields.get("tier", "")
    try:
        check(role, tier, _tiers(request, person))
    except DraftError as error:
        return await _person_page(request, person, {error.field: str(error)})
    await request.app[ROSTER].set_place(person.id, role, tier)
    return back_to(f"/people/{person.id}", "placed")


async def new_ticket(request: web.Request) -> web.Response:
    """POST /people/{person}/ticket: deal another return ticket. The answer is a page: it is shown this once."""
    person, _ = await _asked(request)
    ticket = await request.app[ROSTER].renew_ticket(person.id)
    return await console_page(request, "ticket.html", "/people", who=person, ticket=ticket)


async def sign_out(request: web.Request) -> web.Response:
    """POST /people/{person}/sign-out: end all their sessions."""
    person, _ = await _asked(request)
    await request.app[ROSTER].sign_out_everywhere(person.id, TEACHER)
    return back_to(f"/people/{person.id}", "signed-out")


async def let_write(request: web.Request) -> web.Response:
    """POST /people/{person}/let-write: lift what rules laid on them."""
    person, _ = await _asked(request)
    await request.app[ROSTER].lift_penalties(person.id)
    return back_to(f"/people/{person.id}", "let-write")


async def ask_to_erase(request: web.Request) -> web.Response:
    """GET /people/{person}/erase: say what erasing means, and ask."""
    return await console_page(request, "erase.html", "/people", who=await _person(request))


async def erase(request: web.Request) -> web.Response:
    """POST /people/{person}/erase: it is done when the answer comes."""
    person, _ = await _asked(request)
    await request.app[ROSTER].erase(person.id, TEACHER)
    return back_to("/people", "erased")


async def _person(request: web.Request) -> Person:
    return await request.app[ROSTER].person(request.match_info["person"])


async def _asked(request: web.Request) -> tuple[Person, dict[str, str]]:
    """The person whom a form is about, and its fields; a form from elsewhere is refused first."""
    fields = await form(request)
    check_form(request, fields)
    return await _person(request), fields


def _roles(request: web.Request, person: Person) -> dict[str, str]:
    """The roles to choose from, each with what it is called in the network in force."""
    words = request.app[ALLOWLIST].network.roles
    every = [*ROLES, *({person.role} - {*ROLES})]
    return {role: f"{role}: {words[role]}" if role in words else role for role in every}


def _tiers(request: web.Request, person: Person) -> dict[str, str]:
    """The tiers to choose from, each with what it opens now; the one somebody has stays, even if it is gone."""
    network, clock = request.app[ALLOWLIST].network, request.app[CLOCK]

    def opens(tier: str) -> str:
        return in_short(network, network.open_to(tier, clock.lesson_time(), clock.lesson_date()))

    gone = f"{person.tier} (not in this network; counts as {ordinary(network)})"
    known = {tier: f"{tier}: {opens(tier)}" for tier in network.tiers}
    return known | ({} if person.tier in known else {person.tier: gone})


async def _person_page(
    request: web.Request, person: Person, errors: dict[str, str] | None = None
) -> web.Response:
    store = request.app[STORE]
    context: dict[str, Any] = {
        "who": person,
        "errors": errors or {},
        "sent": (await people.sent_by(store, [person.id])).get(person.id, 0),
        "devices": len(await people.sessions_of(store, person.id)),
        "penalties": await penalties.standing(store, person.id, request.app[CLOCK].now()),
        "roles": _roles(request, person),
        "network": request.app[ALLOWLIST].network,
        "ordinary": ordinary(request.app[ALLOWLIST].network),
        "tiers": _tiers(request, person),
    }
    response = await console_page(request, "person.html", "/people", **context)
    if errors:
        response.set_status(422)
    return response
