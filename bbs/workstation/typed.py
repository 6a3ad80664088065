"""What somebody types into the address bar, and how a browser would show what becomes of it."""

from __future__ import annotations

from typing import NamedTuple

from aiohttp import web

from bbs.network.asking import typed
from bbs.network.resolve import Ask, Opened, Refused
from bbs.network.sites import Way
from bbs.web.asking import question
from bbs.web.keys import ALLOWLIST, OWN_HOSTS
from bbs.web.refusals import TUNNEL, WORDS, Words

MOST_TYPED = 2_000
"""Characters of a typed address that are looked at."""
HTTPS = "https"
"""The drawn face of a tunnel that is refused; the others go by the word of their way."""


class Typed(NamedTuple):
    """An address that somebody typed: the words, the question that a browser would put, and the answer."""

    words: str
    ask: Ask
    result: Opened | Refused

    @property
    def is_https(self) -> bool:
        """Whether a browser would ask for a tunnel."""
        return self.ask.method == "CONNECT"


def typed_in(request: web.Request) -> Typed | None:
    """What the gateway says to the address of this request's query; None where nothing was typed."""
    words = request.query.get("address", "")[:MOST_TYPED]
    if not words.strip():
        return None
    network = request.app[ALLOWLIST].network
    target = typed(network, words)
    method = "CONNECT" if words.strip().lower().startswith("https:") else "GET"
    ask = question(request, target.host, target.path, method)
    return Typed(words, ask, network.resolve(ask, request.app[OWN_HOSTS]))


def shown_as(refused: Refused, *, https: bool) -> tuple[str, Words]:
    """The drawn face of a refusal and its words, as a browser shows it."""
    way = refused.way
    if https and way is not Way.MISDIRECTED:
        if refused.status is not None and way is not Way.SLOW:
            return HTTPS, TUNNEL
        way = Way.HANG if way is Way.SLOW else way  # a tunnel has nothing to begin with
    return way.word, WORDS[way]
