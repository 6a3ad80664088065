"""Passes for sites abroad: how a name outside the zone learns who asks, without ever seeing the sign-in.

The cookie of a sign-in is shared inside the zone alone, so a browser does not bring it along to a name abroad. A
visitor who comes there without a pass is led through the portal of the zone:

1. `http://news.outside.test/x` has the browser keep a nonce, on this host alone, and leads on to the portal. The
   address names the site, the path, and the digest of the nonce.
2. The portal knows the person, or asks for the class code first. It deals a code and leads back. The place to lead
   back to comes from the list of sites, never from the address.
3. `http://news.outside.test/-/pass?code=...` takes the code, once, within `SECONDS`, for this host, and only from
   the browser that has the nonce. It gives the browser a cookie for this host alone, and leads on to `/x`.

A code that stands in somebody's history is spent, and it never opened anything for another browser. A pass is worth
nothing on any other host, and no more than the sign-in behind it: whoever leaves has left everywhere.
"""

from __future__ import annotations

import hashlib
import secrets
from collections import OrderedDict
from dataclasses import dataclass

from bbs.lesson import Clock

SECONDS = 60
"""How long a code may be on its way: a redirect takes far less."""
MOST_CODES = 5_000
MOST_PASSES = 50_000
"""What is remembered; whoever's pass was forgotten is led through the portal again and does not notice."""
STATE_LENGTH = 64


def state_of(nonce: str) -> str:
    """What the portal is told of a browser's nonce: enough to know it again, too little to make one."""
    return hashlib.sha256(f"pass:{nonce}".encode("utf-8", "surrogateescape")).hexdigest()


@dataclass(frozen=True, slots=True)
class _Code:
    """A code on its way from the portal to a host."""

    host: str
    state: str
    token: str
    back: str
    until: float


@dataclass(frozen=True, slots=True)
class Taken:
    """What a code was worth: where to go on, and the new pass; none where the browser was another one."""

    back: str
    key: str = ""


class Passes:
    """Codes and passes, in memory alone: after a restart everybody is led through the portal once more."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._codes: OrderedDict[str, _Code] = OrderedDict()
        self._passes: OrderedDict[tuple[str, str], str] = OrderedDict()

    def issue(self, host: str, state: str, token: str, back: str) -> str:
        """A code with which the browser of this state gets a pass for a host; `token` is the sign-in behind it."""
        code = secrets.token_urlsafe(24)
        until = self._clock.now().timestamp() + SECONDS
        self._codes[code] = _Code(host, state, token, back, until)
        if len(self._codes) > MOST_CODES:
            self._codes.popitem(last=False)
        return code

    def take(self, code: str, host: str, state: str) -> Taken:
        """Spend a code. Whatever comes of it, it is spent."""
        known = self._codes.pop(code, None)
        if known is None or known.host != host or self._clock.now().timestamp() > known.until:
            return Taken("/")
        if not secrets.compare_digest(known.state, state):
            return Taken(known.back)
        key = secrets.token_urlsafe(24)
        self._passes[host, key] = known.token
        if len(self._passes) > MOST_PASSES:
            self._passes.popitem(last=False)
        return Taken(known.back, key)

    def token_of(self, host: str, key: str) -> str:
        """The sign-in behind a pass; empty where there is none for this host."""
        token = self._passes.get((host, key), "")
        if token:
            self._passes.move_to_end((host, key))
        return token
