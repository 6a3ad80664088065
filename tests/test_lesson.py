"""The clock of a lesson."""

from __future__ import annotations

import datetime as dt

from bbs.lesson import Clock


def test_the_instant_is_in_utc() -> None:
    assert Clock().now().utcoffset() == dt.timedelta(0)


def test_the_lesson_has_the_time_of_its_own_zone() -> None:
    class Standing(Clock):
        def now(self) -> dt.datetime:
            return dt.datetime(2026, 12, 31, 23, 30, 15, 7, tzinfo=dt.UTC)

    clock = Standing(dt.timezone(dt.timedelta(hours=1)))
    assert clock.lesson_time() == dt.time(0, 30, 15)
    assert clock.lesson_date() == dt.date(2027, 1, 1)
