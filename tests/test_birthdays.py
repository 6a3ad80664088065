"""Days without a year."""

from __future__ import annotations

import datetime as dt
import random

from hypothesis import given
from hypothesis import strategies as st

from bbs import birthdays

dates = st.dates(dt.date(1999, 1, 1), dt.date(2101, 1, 1))
days = st.dates(dt.date(2000, 1, 1), dt.date(2000, 12, 31)).map(birthdays.day_of)


def test_about_a_third_of_the_birthdays_lie_in_this_week() -> None:
    today, below = dt.date(2026, 12, 29), random.Random(7).randrange  # noqa: S311  # a test's own dice
    week = {birthdays.day_of(today + dt.timedelta(days=n)) for n in range(7)}
    dealt = [birthdays.deal(today, below) for _ in range(3000)]
    assert 900 < sum(day in week for day in dealt) < 1200


def test_every_day_can_be_dealt_the_leap_day_too() -> None:
    below = random.Random(7).randrange  # noqa: S311  # a test's own dice
    assert len({birthdays.deal(dt.date(2026, 3, 14), below) for _ in range(20_000)}) == 366


def test_29_february_is_kept_on_the_28th_in_a_year_without_one() -> None:
    assert birthdays.kept_on("02-29", 2026) == dt.date(2026, 2, 28)
    assert birthdays.kept_on("02-29", 2028) == dt.date(2028, 2, 29)


def test_a_birthday_that_has_passed_comes_again_next_year() -> None:
    assert birthdays.next_kept("03-13", dt.date(2026, 3, 14)) == dt.date(2027, 3, 13)
    assert birthdays.next_kept("03-14", dt.date(2026, 3, 14)) == dt.date(2026, 3, 14)


@given(days, dates, st.integers(0, 6))
def test_a_span_holds_exactly_the_birthdays_kept_in_it(day: str, first: dt.date, more: int) -> None:
    last = first + dt.timedelta(days=more)
    start, end = birthdays.span(first, last)
    inside = start <= day <= end if start <= end else day >= start or day <= end
    assert inside == (birthdays.next_kept(day, first) <= last) or (day, start) == ("02-29", "02-28")
