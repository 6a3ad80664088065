"""What every page of the console carries: where one is, how many texts wait, what was just done."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from bbs.lesson import State
from bbs.store import posts, requests
from bbs.web.keys import LESSON, STORE
from bbs.web.pages import page

MANY = 100
"""Waiting texts that are counted; beyond them the page says "99+"."""

NOTICES = {
    "released": "Released: everybody can read it now.",
    "refused": "Refused: it stays hidden. An author who was told that it waits can read your reason.",
    "published": "Published: this policy judges everything that is written from now on.",
    "placed": "Changed: role and tier hold from the next page that is opened.",
    "let-write": "They can write again: nothing stands against them any more.",
    "signed-out": "Signed out everywhere. Their ticket or password brings them back.",
    "erased": "Erased: name, birthday and every word are gone.",
    "frozen": "Joining is frozen. Who is in stays in, and comes back with a ticket.",
    "thawed": "Joining is open again.",
    "revealed": "The reveal is on: everybody sees the trace of their own texts.",
    "hidden": "The reveal is off: no page shows a trace any more.",
    "visits-shown": "Everybody can look at the record of their own visits now, and at nobody else's.",
    "visits-hidden": "No page shows students a record of visits any more.",
    "sealed": "Sealed: devices with the automatic proxy setting reach nothing but this network.",
    "unsealed": "The seal is off: everything but the names of this network goes its usual way again.",
    "drafted": "Saved as a draft. It changes nothing before you publish it.",
    "dropped": "The draft is thrown away.",
    "turned": "Turned: it holds from the next page that is opened.",
    "reloaded": "In force: the network is as its files on disk say.",
    "chosen": "In force: another network. Who asks for a site that is gone is told that the network was changed.",
    "look-again-network": "Nothing was changed: that network is not as you looked at it. Look again.",
    "noted": "Dismissed: the notice is gone, and nothing else has changed.",
    "back": "Back in force: that version judges everything that is written from now on.",
    "changed": "Nothing was changed: the file is not the one that you looked at any more. Look again below.",
    "busy": "The posts so far are being looked at or changed already. Wait until that is done.",
    "look-again": "Nothing was changed: the posts or the policy in force are not what you looked at. Look again.",
    "granted": "Opened: it holds from the next page that they open.",
    "declined": "Said no. They read your words where they asked, and among what they have asked for.",
    "withdrawn": "Closed again, from the next page that they open.",
    "copied": "Laid in the reading room. Who asked is told where it lies.",
    "taken-away": "Taken away: nobody finds it in the reading room any more.",
    "not-listed": "Nothing was changed: this address is not on the list, so there is nothing to open.",
    "answered": "That was answered already, or it is over; nothing was changed.",
    "day": "Nothing was changed: choose a day from today on, within a year.",
    "words": "Nothing was changed: a no needs words that can be read, of at most 500 characters.",
    "late": "Somebody has answered this post already; nothing was changed.",
    "reason": "Nothing was changed: a refusal needs a reason that can be read, of at most 500 characters.",
}
"""What a page says after something was done, by the word in its address. Nothing else is ever repeated."""
LAMPS = {
    "frozen": ("/lesson", "Joining frozen"),
    "revealed": ("/lesson", "Reveal on"),
    "visits_shown": ("/lesson", "Own visits shown"),
    "sealed": ("/network/lanes#the-seal", "The network is sealed"),
}
"""What every page says of a switch that is on, and where it is turned off."""


async def console_page(request: web.Request, template: str, here: str, **context: Any) -> web.Response:
    """Answer with a page of the console; `here` is the address of its tab."""
    waiting = len(await posts.waiting(request.app[STORE], limit=MANY))
    asking = len(await requests.waiting(request.app[STORE], limit=MANY))
    return page(
        request,
        f"console/{template}",
        here=here,
        counts={"/queue": _counted(waiting), "/network": _counted(asking)},
        unanswered=_counted(waiting + asking),
        is_sealed=request.app[LESSON].state.sealed,
        lamps=_lamps(request.app[LESSON].state),
        notice=NOTICES.get(request.query.get("notice", ""), ""),
        **context,
    )


def _counted(many: int) -> str:
    """A number beside a tab; empty for none."""
    return "99+" if many >= MANY else str(many or "")


def _lamps(state: State) -> list[tuple[str, str]]:
    """The switches that are on: easily forgotten, so no page is without them."""
    return [lamp for switch, lamp in LAMPS.items() if getattr(state, switch)]


def back_to(path: str, notice: str) -> web.Response:
    """Lead the browser on to a page that says what was done."""
    return web.Response(status=303, headers={"Location": f"{path}?notice={notice}"})
