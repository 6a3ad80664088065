"""Typed keys: what an application carries, and what a request carries."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Literal

import jinja2
from aiohttp import web

from bbs.settings import Settings

if TYPE_CHECKING:
    from bbs.allowlist import Allowlist
    from bbs.board import Board
    from bbs.copies import Copies
    from bbs.desk import Desk
    from bbs.faces import Faces
    from bbs.feed import Feed
    from bbs.grants import Grants
    from bbs.lesson import Clock, Lesson
    from bbs.network.sites import Site
    from bbs.pack import Pages
    from bbs.reached import Reached
    from bbs.rerun import Rerun
    from bbs.roster import Roster
    from bbs.rulebook import Rulebook
    from bbs.searching import Searching
    from bbs.store import Store
    from bbs.store.records import Person
    from bbs.store.visits import Noted
    from bbs.visits import Visits
    from bbs.web.lanes import Visit
    from bbs.web.passes import Passes

Audience = Literal["network", "console"]
"""Which of the two ports an application serves; sign-in and form tokens of one are useless on the other."""

AUDIENCE: web.AppKey[Audience] = web.AppKey("audience")
SETTINGS = web.AppKey("settings", Settings)
STORE: web.AppKey[Store] = web.AppKey("store")
RULEBOOK: web.AppKey[Rulebook] = web.AppKey("rulebook")
DESK: web.AppKey[Desk] = web.AppKey("desk")
RERUN: web.AppKey[Rerun] = web.AppKey("rerun")
BOARD: web.AppKey[Board] = web.AppKey("board")
ROSTER: web.AppKey[Roster] = web.AppKey("roster")
FACES: web.AppKey[Faces] = web.AppKey("faces")
PASSES: web.AppKey[Passes] = web.AppKey("passes")
"""Who has been led to which site abroad. On the network alone."""
GRANTS: web.AppKey[Grants] = web.AppKey("grants")
"""What officials have opened to single people: `app[GRANTS].to(person)`, at the moment of use."""
COPIES: web.AppKey[Copies] = web.AppKey("copies")
"""What lies in the reading room: `app[COPIES].of(person)`."""
SEARCHING: web.AppKey[Searching] = web.AppKey("searching")
FEED: web.AppKey[Feed] = web.AppKey("feed")
LESSON: web.AppKey[Lesson] = web.AppKey("lesson")
ALLOWLIST: web.AppKey[Allowlist] = web.AppKey("allowlist")
"""The network in force and its pages: ask it at the moment of use, it changes while the server runs."""
OWN_HOSTS: web.AppKey[Collection[str]] = web.AppKey("own_hosts")
"""Names and numbers of this very machine, normalised: lane A."""
ADDRESSES: web.AppKey[tuple[str, ...]] = web.AppKey("addresses")
"""Where students come in, the likeliest address first. On the console alone."""
SECLUDED = web.AppKey("secluded", str)
"""How this process is kept from calling out; empty where it is not. On the console alone."""
HANDBOOK: web.AppKey[Pages] = web.AppKey("handbook")
"""The pages of the handbook. On the console alone."""
REACHED: web.AppKey[Reached] = web.AppKey("reached")
"""At which addresses of this machine a device has arrived."""
VISITS: web.AppKey[Visits] = web.AppKey("visits")
CLOCK: web.AppKey[Clock] = web.AppKey("clock")
SECRET = web.AppKey("secret", bytes)
"""Key of the form tokens; the data folder keeps it."""
PAGES = web.AppKey("pages", jinja2.Environment)

PERSON: web.RequestKey[Person | None] = web.RequestKey("person")
"""Who asks; None while nobody has joined."""
TOKEN = web.RequestKey("token", str)
"""The session token that came with the request, valid or not; empty when there was none."""
BEARER = web.RequestKey("bearer", bool)
"""The token came in an Authorization header, so a program asks, not a browser."""
SITE: web.RequestKey[Site] = web.RequestKey("site")
"""The listed site that the request may enter. Absent on internal addresses and on the console."""
NOTED: web.RequestKey[Noted] = web.RequestKey("noted")
"""What was written down of the request in the record of visits. Absent where nothing was."""
VISIT: web.RequestKey[Visit] = web.RequestKey("visit")
"""Where the request is: site, lane and path. Absent on the console."""
