"""Days without a year: made-up birthdays, and who has one when."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable

LEAP_DAY = "02-29"
LEAP_YEAR = 2000
"""Any year with a 29 February: every day that exists can be dealt."""

Below = Callable[[int], int]
"""A number from 0 up to but without the given one: `secrets.randbelow`, or a test's own."""


def deal(today: dt.date, below: Below = secrets.randbelow) -> str:
    """A made-up birthday: one in three within the seven days that begin today, the rest on any day."""
    if below(3) == 0:
        return day_of(today + dt.timedelta(days=below(7)))
    return day_of(dt.date(LEAP_YEAR, 1, 1) + dt.timedelta(days=below(366)))


def day_of(date: dt.date) -> str:
    """A date without its year, as 03-14."""
    return f"{date:%m-%d}"


def kept_on(birthday: str, year: int) -> dt.date:
    """The day of a year on which a birthday is kept: 29 February on the 28th where there is no 29th."""
    month, day = (int(part) for part in birthday.split("-"))
    try:
        return dt.date(year, month, day)
    except ValueError:
        return dt.date(year, month, day - 1)


def next_kept(birthday: str, today: dt.date) -> dt.date:
    """The next day on which a birthday is kept, today included."""
    this_year = kept_on(birthday, today.year)
    return this_year if this_year >= today else kept_on(birthday, today.year + 1)


def span(first: dt.date, last: dt.date) -> tuple[str, str]:
    """The birthdays kept from `first` to `last`, as first and last day; the second may lie past new year."""
    end = day_of(last)
    return day_of(first), LEAP_DAY if end == "02-28" and kept_on(LEAP_DAY, last.year) == last else end
