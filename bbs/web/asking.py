"""What a page that refuses offers: a form to ask for access, or what came of the last request."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from aiohttp import web

from bbs.network.resolve import Ask, Opened, Refused
from bbs.network.sites import Site
from bbs.store import requests as kept
from bbs.store.requests import GRANTED, Request
from bbs.web.compose import Form
from bbs.web.keys import CLOCK, GRANTS, PERSON, STORE

OVER = "over"


@dataclass(frozen=True, slots=True)
class Asking:
    """A site that is closed to somebody, and how they stand with asking for it."""

    site: Site
    path: str
    """What they wanted to open."""
    form: Form
    last: Request | None
    """What they have asked last for this site."""
    now: dt.datetime

    @property
    def state(self) -> str:
        """open, declined, withdrawn, or over; empty for who has never asked."""
        if self.last is None or self.last.in_force(self.now):
            return ""
        return OVER if self.last.state == GRANTED else self.last.state


async def asking(request: web.Request, result: Opened | Refused, form: Form | None = None) -> Asking | None:
    """The offer for a refusal; None where there is nothing to ask for, or a lie that must look like one.

    Only what is listed can be opened, so nobody asks for any other name.
    """
    person, site = request.get(PERSON), result.site
    if person is None or site is None or not isinstance(result, Refused) or not result.way.honest:
        return None
    last = await kept.last(request.app[STORE], person.id, site.id)
    return Asking(site, result.path, form or Form.fresh(), last, request.app[CLOCK].now())


def question(request: web.Request, host: str, path: str, method: str = "GET") -> Ask:
    """What this visitor's browser would ask with an address, as through the proxy."""
    person, clock = request.get(PERSON), request.app[CLOCK]
    return Ask(
        host=host,
        path=path,
        tier=person.tier if person else None,
        at=clock.lesson_time(),
        date=clock.lesson_date(),
        method=method,
        proxied=True,
        granted=request.app[GRANTS].to(person),
    )
