"""At which addresses of this machine a device has arrived: the teacher sees which of them work in this room.

Kept in memory: address, lane and time. Nothing of the device is looked at or kept.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from bbs.lesson import Clock
from bbs.network.lanes import Lane

MOST = 64
"""Addresses that are remembered; a machine has a handful."""


class Reached:
    """When a device was last seen, by address of this machine and by lane."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._seen: dict[str, dict[Lane, dt.datetime]] = {}

    def note(self, address: str, lane: Lane) -> None:
        """A device has arrived at this address, now."""
        if address in self._seen or len(self._seen) < MOST:
            self._seen.setdefault(address, {})[lane] = self._clock.now()

    def at(self, address: str) -> Mapping[Lane, dt.datetime]:
        """When a device last arrived at an address, by lane; empty where none did."""
        return dict(self._seen.get(address, {}))
