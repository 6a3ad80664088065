"""How fast one person may write: a class reads along, and nobody may flood the board."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass

from bbs.store import Reads, posts

MINUTE = dt.timedelta(minutes=1)


class TooFast(Exception):  # noqa: N818  # an answer, not a fault
    """Somebody has sent as many texts as a minute allows; `seconds` until the next one is taken."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds

    def __str__(self) -> str:
        wait = "a second" if self.seconds == 1 else f"{self.seconds} seconds"
        return f"You write faster than the others can read. Please send this again in {wait}."


@dataclass(frozen=True, slots=True)
class Pace:
    """Texts that one person may send a minute; 0 for as many as they like."""

    browser: int
    """From the pages."""
    program: int
    """By programs, with a token."""

    async def check(self, reads: Reads, author: str, now: dt.datetime, program: bool) -> None:
        """Raise TooFast where the author has sent too much in the minute that ends now, whatever became of it."""
        most = self.program if program else self.browser
        if not most:
            return
        earlier = await posts.sent_before(reads, author, most - 1)
        if earlier is not None and now - earlier < MINUTE:
            raise TooFast(max(1, math.ceil((earlier + MINUTE - now).total_seconds())))


NO_HURRY = Pace(browser=0, program=0)
"""No limit."""
