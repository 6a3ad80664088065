"""Times of day, dates and lengths of time: what is read, and what is said of the rest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from trial import policy

from bbs.policy.times import parse_date, parse_duration, parse_time


@pytest.mark.parametrize(
    ("parse", "text", "value"),
    [
        (parse_duration, "10 minutes", dt.timedelta(minutes=10)), (parse_duration, " 1 hour ", dt.timedelta(hours=1)),
        (parse_duration, "2weeks", dt.timedelta(days=14)), (parse_duration, "999999 seconds", dt.timedelta(seconds=999_999)),
        (parse_time, "9:05", dt.time(9, 5)), (parse_time, " 23:59 ", dt.time(23, 59)), (parse_date, " 2026-03-14 ", dt.date(2026, 3, 14)),
    ],
)  # fmt: skip
def test_what_is_read(parse: Callable[[str], object], text: str, value: object) -> None:
    assert parse(text) == value


@pytest.mark.parametrize(
    ("parse", "text", "said"),
    [
        (parse_duration, "10", "'10' is not a length of time; write 10 minutes, 2 hours or 3 days"),
        (parse_duration, "10 years", "'10 years' is not a length of time; write 10 minutes, 2 hours or 3 days"),
        (parse_duration, "1000000 seconds", "'1000000 seconds' is not a length of time; write 10 minutes, 2 hours or 3 days"),
        (parse_time, "24:00", "'24:00' is not a time of day; write it as 14:05"),
        (parse_time, "9:5", "'9:5' is not a time of day; write it as 14:05"),
        (parse_date, "2026-02-30", "'2026-02-30' is not a date; write 2026-03-14"),
        (parse_date, "20260314", "'20260314' is not a date; write 2026-03-14"),
    ],
)  # fmt: skip
def test_what_is_said_of_the_rest(parse: Callable[[str], object], text: str, said: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011  # the whole sentence is compared
        parse(text)
    assert str(caught.value) == said


def test_a_moment_of_a_test_is_kept() -> None:
    (test,) = policy("tests: [{post: {body: x, at: '7:30', date: 2026-03-14}, gives: allow}]\n").tests
    assert (test.submission.at, test.submission.date) == (dt.time(7, 30), dt.date(2026, 3, 14))
