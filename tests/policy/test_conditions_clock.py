"""`time`: the lesson's clock, windows over midnight, and the day that a window belongs to."""

from __future__ import annotations

import datetime as dt

import pytest
from trial import matched, policy, rule

from bbs.policy.examples import run_tests
from bbs.policy.explain import why_not
from bbs.policy.submission import Submission

MONDAY, TUESDAY, SUNDAY = (dt.date(2026, 11, day) for day in (23, 24, 29))
NIGHT = '{time: {from: "22:00", to: "06:00"}}'


def at(hour: int, minute: int = 0, second: int = 0, date: dt.date | None = None) -> dict[str, object]:
    return {"at": dt.time(hour, minute, second), "date": date}


@pytest.mark.parametrize(
    ("window", "hour", "minute", "second", "expected"),
    [
        ('{from: "08:00", to: "12:30"}', 8, 0, 0, True),
        ('{from: "08:00", to: "12:30"}', 7, 59, 59, False),
        ('{from: "08:00", to: "12:30"}', 12, 29, 59, True),
        ('{from: "08:00", to: "12:30"}', 12, 30, 0, False),
        ('{from: "22:00", to: "06:00"}', 22, 0, 0, True),
        ('{from: "22:00", to: "06:00"}', 23, 59, 59, True),
        ('{from: "22:00", to: "06:00"}', 0, 0, 0, True),
        ('{from: "22:00", to: "06:00"}', 5, 59, 59, True),
        ('{from: "22:00", to: "06:00"}', 6, 0, 0, False),
        ('{from: "22:00", to: "06:00"}', 21, 59, 59, False),
        ('{from: "22:00", to: "00:00"}', 23, 59, 59, True),
        ('{from: "22:00", to: "00:00"}', 0, 0, 0, False),
        ('{from: "22:00"}', 23, 0, 0, True),
        ('{from: "22:00"}', 0, 0, 0, False),
        ('{to: "06:00"}', 0, 0, 0, True),
        ('{to: "06:00"}', 6, 0, 0, False),
        ('{from: "00:00"}', 13, 0, 0, True),
    ],
)
def test_a_window_holds_its_first_moment_and_not_its_last(
    window: str, hour: int, minute: int, second: int, expected: bool
) -> None:
    assert matched(f"{{time: {window}}}", "x", **at(hour, minute, second)) is expected


@pytest.mark.parametrize(
    ("hour", "date", "expected"),
    [
        (23, MONDAY, True),
        (2, TUESDAY, True),
        (2, MONDAY, False),
        (23, TUESDAY, False),
        (2, dt.date(1, 1, 2), True),
        (2, dt.date(1, 1, 1), False),
    ],
)
def test_a_window_over_midnight_belongs_to_the_day_it_began(hour: int, date: dt.date, expected: bool) -> None:
    assert (
        matched('{time: {from: "22:00", to: "06:00", days: [mon]}}', "x", **at(hour, date=date)) is expected
    )


def test_the_night_from_sunday_to_monday_is_sundays() -> None:
    condition = '{time: {from: "22:00", to: "06:00", days: sun}}'
    assert matched(condition, "x", **at(5, date=MONDAY))
    assert matched(condition, "x", **at(22, date=SUNDAY))
    assert not matched(condition, "x", **at(5, date=SUNDAY))


def test_without_hours_it_is_the_whole_day() -> None:
    for hour in (0, 12, 23):
        assert matched("{time: {days: [mon, sun]}}", "x", **at(hour, date=MONDAY))
        assert not matched("{time: {days: [mon, sun]}}", "x", **at(hour, date=TUESDAY))


@pytest.mark.parametrize(
    ("facts", "condition", "reason"),
    [
        ({}, NIGHT, "the time is not known"),
        ({"date": MONDAY}, "{time: {days: mon}}", "the time is not known"),
        (at(23), '{time: {from: "22:00", days: mon}}', "the day is not known"),
        (at(12, 5), NIGHT, "it is 12:05"),
        (at(2, date=MONDAY), '{time: {from: "22:00", to: "06:00", days: [mon]}}', "this time belongs to sun"),
    ],
)
def test_it_says_which_fact_failed_or_is_not_known(
    facts: dict[str, object], condition: str, reason: str
) -> None:
    submission = Submission("x", **facts)  # type: ignore[arg-type]  # at and date by name
    assert not matched(condition, "x", **facts)
    assert why_not(rule(condition), "it", submission) == f"It did not match: `time`: {reason}."


def test_a_test_in_a_policy_may_name_time_and_day() -> None:
    found = policy(
        """
        rules: [{id: night, if: {time: {from: "22:00", days: [mon]}}, then: hold}]
        tests:
          - post: {body: x, at: 22:30, date: 2026-11-23}
            gives: hold
          - post: {body: x, at: 22:30, date: 2026-11-24}
            gives: allow
          - post: {body: x, at: 22:30}
            gives: allow
        """
    )
    assert all(outcome.passed for outcome in run_tests(found))
