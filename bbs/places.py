"""The boards of a network: where people write, and who may."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bbs.store import NotFound, Person


@dataclass(frozen=True, slots=True)
class Place:
    """One board of a site."""

    id: str
    site: str
    title: str
    about: str = ""
    writers: tuple[str, ...] = ()
    """Roles that may write; none named, everybody who has joined may. The teacher always may."""

    def may_write(self, person: Person | None) -> bool:
        """Whether this person may write here; None is somebody who has not joined."""
        return person is not None and (not self.writers or person.role in self.writers)


CARDS = "birthdays"
"""The board where greeting cards stand when no other is asked for."""

PLACES = (
    Place("friends", "board", "Open talk", "Talk about the day."),
    Place(CARDS, "board", "Birthday greetings", "Cards that everybody can sign."),
    Place("notices", "board", "Notices", "What everybody should know.", writers=("professor",)),
)
"""The boards of every network; its file may call them otherwise."""


class Places:
    """The boards by id."""

    def __init__(self, places: Iterable[Place] = PLACES) -> None:
        self._places = {place.id: place for place in places}

    def all(self, site: str | None = None) -> list[Place]:
        """The boards of a site, or of all, in their order."""
        return [place for place in self._places.values() if site in {None, place.site}]

    def get(self, board: str | None) -> Place:
        """One board by its id; raises NotFound."""
        try:
            return self._places[board or ""]
        except KeyError:
            raise NotFound(board) from None
