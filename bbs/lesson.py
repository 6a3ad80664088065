"""The clock of a lesson: what time it is, and what time the rules believe it is."""

from __future__ import annotations

import datetime as dt


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
