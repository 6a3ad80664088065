"""A lesson: what time it is there, and the switches that the teacher turns."""

from __future__ import annotations

import asyncio
import datetime as dt
from dataclasses import dataclass, replace

from bbs.feed import Event, Feed
from bbs.store import TEACHER, AuditRow, Store, Transaction, audit, kept


class Clock:
    """The machine's clock. `zone` is the lesson's time zone; left out, the machine's own."""

    def __init__(self, zone: dt.tzinfo | None = None) -> None:
        self._zone = zone

    def now(self) -> dt.datetime:
        """This instant, in UTC."""
        return dt.datetime.now(dt.UTC)

    def lesson_now(self) -> dt.datetime:
        """This instant as the lesson's clock on the wall shows it."""
        return self.now().astimezone(self._zone)

    def lesson_time(self) -> dt.time:
        """The time of day in the lesson, to the second."""
        return self.lesson_now().time().replace(microsecond=0)

    def lesson_date(self) -> dt.date:
        """The day in the lesson."""
        return self.lesson_now().date()


@dataclass(frozen=True, slots=True)
class State:
    """How the switches stand; a new lesson begins with all of them off."""

    frozen: bool = False
    """Nobody new may join; who has joined comes back as ever."""
    revealed: bool = False
    """Everybody sees the trace of their own texts."""
    sealed: bool = False
    """Devices with the automatic proxy setting are told to send everything here, not just the network's own names."""
    visits_shown: bool = False
    """Everybody sees the record of their own visits."""


_ACTIONS = {("frozen", True): "frozen", ("frozen", False): "thawed"} | {
    ("revealed", True): "revealed",
    ("revealed", False): "hidden",
    ("sealed", True): "sealed",
    ("sealed", False): "unsealed",
    ("visits_shown", True): "visits-shown",
    ("visits_shown", False): "visits-hidden",
}
"""What turning a switch on or off is called in the audit log and the feed."""
_ON = "on"
SWITCHES = ("frozen", "revealed", "sealed", "visits_shown")
"""In the order of `State`."""


class Lesson:
    """The switches of the lesson, kept in the data folder; made by `Lesson.open`. Asking costs nothing."""

    def __init__(self, store: Store, feed: Feed, clock: Clock, state: State) -> None:
        self.state = state
        self._store = store
        self._feed = feed
        self._clock = clock
        self._turning = asyncio.Lock()

    @classmethod
    async def open(cls, store: Store, feed: Feed, clock: Clock) -> Lesson:
        """The switches as the data folder keeps them."""
        state = State(*[await kept.value(store, _name(switch)) == _ON for switch in SWITCHES])
        return cls(store, feed, clock, state)

    async def freeze(self) -> State:
        """Let nobody new join."""
        return await self._turn("frozen", on=True)

    async def thaw(self) -> State:
        """Let people join again."""
        return await self._turn("frozen", on=False)

    async def reveal(self) -> State:
        """Show everybody the trace of their own texts."""
        return await self._turn("revealed", on=True)

    async def hide(self) -> State:
        """Show no trace any more."""
        return await self._turn("revealed", on=False)

    async def seal(self) -> State:
        """Have devices with the automatic proxy setting send everything here."""
        return await self._turn("sealed", on=True)

    async def unseal(self) -> State:
        """Have them send only the names of this network here."""
        return await self._turn("sealed", on=False)

    async def show_visits(self) -> State:
        """Show everybody the record of their own visits."""
        return await self._turn("visits_shown", on=True)

    async def hide_visits(self) -> State:
        """Show nobody a record of visits any more."""
        return await self._turn("visits_shown", on=False)

    async def _turn(self, switch: str, *, on: bool) -> State:
        """Turn a switch, on disk first; where it stands like that already, nothing happens."""
        async with self._turning:
            if getattr(self.state, switch) is on:
                return self.state
            row = await self._store.write(lambda tx: self._keep(tx, switch, on=on))
            self.state = replace(self.state, **{switch: on})
            self._feed.tell(Event(row.action, row.subject, row.seq))
            return self.state

    async def _keep(self, tx: Transaction, switch: str, *, on: bool) -> AuditRow:
        await kept.put(tx, _name(switch), _ON if on else "off")
        action = _ACTIONS[switch, on]
        return await audit.append(tx, at=self._clock.now(), actor=TEACHER, action=action, subject="lesson")


def _name(switch: str) -> str:
    return f"lesson {switch}"
