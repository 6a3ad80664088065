"""What a page that refuses offers: a form to ask for access, or what came of the last request."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from aiohttp import web

from bbs.grants import Find
from bbs.network.asking import typed
from bbs.network.resolve import Ask, Opened, Refused
from bbs.network.sites import Site
from bbs.store import requests as kept
from bbs.store.requests import COPIED, GRANTED, Request, Wanted
from bbs.web.compose import Form
from bbs.web.keys import ALLOWLIST, CLOCK, GRANTS, OWN_HOSTS, PERSON, STORE, VISIT
from bbs.web.lanes import site_url

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
    copy: str = ""
    """Where the copy lies with which an official has answered; empty where none lies."""

    @property
    def state(self) -> str:
        """open, declined, withdrawn, copied, or over; empty for who has never asked."""
        if self.last is None or self.last.in_force(self.now):
            return ""
        return OVER if self.last.state == GRANTED else self.last.state


async def asking(request: web.Request, result: Opened | Refused, form: Form | None = None) -> Asking | None:
    """The offer for a refusal; None where there is nothing to ask for, or a lie that must look like one.

    Only what is listed can be opened, so nobody asks here for any other name.
    """
    person, site = request.get(PERSON), result.site
    if person is None or site is None or not isinstance(result, Refused) or not result.way.honest:
        return None
    last = await kept.last(request.app[STORE], person.id, site.id)
    copy = copy_address(request, last) if last else ""
    return Asking(site, result.path, form or Form.fresh(), last, request.app[CLOCK].now(), copy)


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


def answer_to(request: web.Request, words: str) -> Opened | Refused:
    """What the network says to an address that this visitor typed."""
    network = request.app[ALLOWLIST].network
    target = typed(network, words)
    return network.resolve(question(request, target.host, target.path), request.app[OWN_HOSTS])


def page_of(request: web.Request, site: str, path: str) -> str:
    """The path if it is one of the site's pages, otherwise that of its first page."""
    known = path.rstrip("/") or "/"
    return known if known in request.app[ALLOWLIST].pages.get(site, {}) else "/"


def finding(request: web.Request, desk: str) -> Find:
    """What an address means that somebody wrote at this desk."""

    def find(words: str) -> Wanted:
        result = answer_to(request, words)
        if result.site is None:
            return Wanted("", desk=desk)
        return Wanted(result.site.id, page_of(request, result.site.id, result.path), desk)

    return find


def copy_address(request: web.Request, asked: Request) -> str:
    """Where the copy lies with which a request was answered; empty where none lies in the network in force."""
    room = request.app[ALLOWLIST].network.reading_room
    if room is None or asked.state != COPIED:
        return ""
    return site_url(request[VISIT], room.id, f"{room.copies_page}/{asked.copy}")
