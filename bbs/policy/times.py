"""Times of day and lengths of time, as people write them: `14:05`, `10 minutes`, `8 hours`."""

from __future__ import annotations

import datetime as dt
import re

from bbs.document import Node, Text
from bbs.policy.build import Build
from bbs.policy.durations import duration_in_words

_NOUGHT = dt.timedelta()
UNITS = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 604_800}


def parse_duration(text: str) -> dt.timedelta:
    """A whole number and a unit from second to week. Raises ValueError with what to write instead."""
    match = re.fullmatch(r"([0-9]{1,6}) *([a-z]+?)s?", text.strip())
    if match is None or match[2] not in UNITS:
        raise ValueError(f"{text!r} is not a length of time; write 10 minutes, 2 hours or 3 days")
    return dt.timedelta(seconds=int(match[1]) * UNITS[match[2]])


def parse_time(text: str) -> dt.time:
    """A time of day such as 14:05. Raises ValueError with what to write instead."""
    match = re.fullmatch(r"([01]?[0-9]|2[0-3]):([0-5][0-9])", text.strip())
    if match is None:
        raise ValueError(f"{text!r} is not a time of day; write it as 14:05")
    return dt.time(int(match[1]), int(match[2]))


def parse_date(text: str) -> dt.date:
    """A date such as 2026-03-14. Raises ValueError with what to write instead."""
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text.strip()):
            return dt.date.fromisoformat(text.strip())
    except ValueError:
        pass
    raise ValueError(f"{text!r} is not a date; write 2026-03-14")


def read_duration(
    node: Node, build: Build, what: str, most: dt.timedelta | None = None, least: dt.timedelta = _NOUGHT
) -> dt.timedelta | None:
    """A length of time above nought, from `least` to `most`, at a node of a policy; reported where it is not."""
    try:
        duration = parse_duration(node.value) if isinstance(node, Text) else None
    except ValueError:
        duration = None
    if not duration:
        remedy = f"write {what}: 10 minutes (seconds, minutes, hours, days, weeks)"
        build.problems.add(node, f"`{what}` must be a length of time", remedy)
    elif most is not None and duration > most:
        longest = duration_in_words(most)
        build.problems.add(node, f"`{what}` is longer than {longest}", f"write {what}: {longest}, or less")
        return None
    elif duration < least:
        shortest = duration_in_words(least)
        build.problems.add(node, f"`{what}` is shorter than {shortest}", f"write {what}: {shortest}, or more")
        return None
    return duration or None


def read_date(node: Node, build: Build, what: str) -> dt.date | None:
    """A date at a node of a policy; reported where it is something else."""
    try:
        return parse_date(node.value if isinstance(node, Text) else "")
    except ValueError:
        build.problems.add(node, f"`{what}` must be a date", f"write {what}: 2026-03-14")
        return None


def read_time(node: Node, build: Build, what: str) -> dt.time | None:
    """A time of day at a node of a policy; reported where it is something else."""
    try:
        return parse_time(node.value if isinstance(node, Text) else "")
    except ValueError:
        build.problems.add(node, f"`{what}` must be a time of day", f'write {what}: "14:05"')
        return None
