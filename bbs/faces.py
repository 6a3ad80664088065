"""Who a session belongs to, remembered: nobody is looked up in the database with every page they open."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from bbs.feed import Event, Feed
from bbs.roster import Roster
from bbs.store import Person

MOST = 5_000
"""Sessions that are remembered; the one seen longest ago is looked up again."""

CHANGES_NOBODY = frozenset(
    {
        *("submitted", "released", "refused", "joined", "signed-in", "published"),
        *("asked", "granted", "declined", "withdrawn", "copied", "taken-away"),
    }
)
"""News after which everybody is still who they were, with the sessions they had."""


class Faces:
    """The people behind the sessions of the network, until anybody leaves, is erased or is given another place."""

    def __init__(
        self, roster: Roster, feed: Feed, counted: Callable[[Person], Person] = lambda person: person
    ) -> None:
        """`counted` gives somebody as the network in force takes them; it may change with any news."""
        self._roster = roster
        self._counted = counted
        self._known: OrderedDict[str, Person] = OrderedDict()
        self._changes = 0
        feed.hear(self._heard)

    async def person_of(self, token: str) -> Person | None:
        """Whose session this token is, or None."""
        if known := self._known.get(token):
            self._known.move_to_end(token)
            return known
        before = self._changes
        person = await self._roster.person_of(token)
        if person is None:
            return None
        person = self._counted(person)
        if before == self._changes:  # nobody left while we looked
            self._known[token] = person
            if len(self._known) > MOST:
                self._known.popitem(last=False)
        return person

    def _heard(self, event: Event) -> None:
        if event.action not in CHANGES_NOBODY:
            self._changes += 1
            self._known.clear()
