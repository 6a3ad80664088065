"""News as it happens: whoever listens hears at once what is on disk."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from bbs.store.records import Post

log = logging.getLogger("bbs")


@dataclass(frozen=True, slots=True)
class Event:
    """Something that has happened and is on disk.

    An event with a post goes on to a participant only after `visible_to(event.post, viewer)` said so.
    """

    action: str
    """submitted, released, refused, joined, signed-in, signed-out, placed, published ...; as in the audit log."""
    subject: str
    """The id of the post or person, or the number of the policy version."""
    seq: int
    """The audit row that records it: a mark from which a reader can catch up."""
    post: Post | None = None


Hearer = Callable[[Event], None]
"""Takes an event in without waiting for anything."""


class Feed:
    """Tells everybody who listens what happened, before whoever caused it is answered."""

    def __init__(self) -> None:
        self._hearers: list[Hearer] = []

    def hear(self, hearer: Hearer) -> None:
        """Call `hearer` with every event from now on."""
        self._hearers.append(hearer)

    def tell(self, event: Event) -> None:
        """Hand an event to everybody; call it only for what is on disk. One who fails harms nobody else."""
        for hearer in self._hearers:
            try:
                hearer(event)
            except Exception:
                log.exception("news of %s could not be taken in", event.action)
