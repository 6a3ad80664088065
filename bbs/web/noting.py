"""What is written down of a request once the gateway has decided on it: the truth, and what the visitor was told.

No device and no address of one is written down, and of an address that was asked for only host and path: what stands
behind a question mark may be what somebody searched or typed. Addresses that belong to no site, as joining, one's own
page and static files, are no visits; nor is a picture, which belongs to the page that shows it.
"""

from __future__ import annotations

from aiohttp import web

from bbs.network.hosts import is_address
from bbs.network.lanes import on_lane
from bbs.network.resolve import Network, Opened, Refused
from bbs.network.sites import Way
from bbs.pack import PICTURE
from bbs.store.visits import Noted
from bbs.web.keys import ALLOWLIST, LESSON, NOTED, PERSON, VISITS
from bbs.web.refusals import WORDS

LONGEST_PATH = 300
LONGEST_WORDS = 300
LED_TO_THE_DOOR = "Led to the join page."
LED_THROUGH_THE_PORTAL = "Led through the portal, to learn who asks."
NO_TUNNEL = "403 Forbidden: no page, for browsers show an error of their own where a tunnel is refused."


def note(
    request: web.Request, result: Opened | Refused, *, lane: str = "", path: str = "", method: str = ""
) -> None:
    """Write down what became of a request, or of an address that was typed on one of our pages.

    `lane`, `path` and `method` are for what did not come as a request of its own.
    """
    if isinstance(result, Opened) and result.path.endswith(PICTURE):
        return
    network = request.app[ALLOWLIST].network
    stored = _is_ours(network, result) or not request.app[LESSON].state.sealed
    person, refused = request.get(PERSON), result if isinstance(result, Refused) else None
    request[NOTED] = noted = Noted(
        person=person.id if person else "",
        tier=person.tier if person else "",
        lane=lane or result.lane,
        method=method or request.method,
        host=_host(network, result) if stored else "",
        path=_words(path or result.path, LONGEST_PATH) if stored else "",
        verdict="refused" if refused else "join" if result.must_join else "opened",  # type: ignore[union-attr]
        way=refused.way.word if refused else "",
        ooni=refused.way.ooni if refused else "",
        rule=result.ground.rule,
        file=result.ground.file,
        line=result.ground.line,
        why=_words(result.ground.why) if stored else "A name outside the network.",
        told=_words(_told(network, result, method or request.method)) if stored else "",
    )
    request.app[VISITS].note(noted)


def _is_ours(network: Network, result: Opened | Refused) -> bool:
    """Whether a name is listed, or one of this network or machine; in sealed mode other names are never stored."""
    return result.site is not None or result.lane != "C" or _in_zone(network, result)


def _in_zone(network: Network, result: Opened | Refused) -> bool:
    """Whether a host lies in the zone, where a sign-in reaches it."""
    zone = on_lane(network.zone, result.lane)
    return result.host == zone or result.host.endswith(f".{zone}")


def _host(network: Network, result: Opened | Refused) -> str:
    """The site's own name, on whatever lane; the zone for an address of this machine. Other numbers are not kept."""
    if result.site is not None:
        return result.site.host
    if result.lane == "A":
        return network.zone
    return "" if is_address(result.host) else result.host


def _words(text: str, most: int = LONGEST_WORDS) -> str:
    """Text that can be kept: cut, and without the halves of characters that a broken address may have."""
    return text[:most].encode("utf-8", "replace").decode()


def _told(network: Network, result: Opened | Refused, method: str) -> str:
    if isinstance(result, Opened):
        knows = result.lane == "A" or _in_zone(network, result)
        return (LED_TO_THE_DOOR if knows else LED_THROUGH_THE_PORTAL) if result.must_join else ""
    if method == "CONNECT" and result.status is not None:
        return WORDS[Way.HANG].sentence if result.way is Way.SLOW else NO_TUNNEL
    if result.way is Way.REDIRECT:
        return f"302 Found: led to {result.how.to}{result.how.page}"
    words = WORDS[result.way]
    return f"{words.code}: {result.reason or words.sentence}"
