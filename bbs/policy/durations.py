"""Lengths of time in words."""

from __future__ import annotations

import datetime as dt

_UNITS = {"day": 86_400, "hour": 3600, "minute": 60, "second": 1}


def duration_in_words(duration: dt.timedelta) -> str:
    """A length of time in the greatest unit that fits: `10 minutes`, `1 hour`."""
    seconds = int(duration.total_seconds())
    unit = next(unit for unit in _UNITS if seconds % _UNITS[unit] == 0)
    many = seconds // _UNITS[unit]
    return f"{many} {unit}" + ("" if many == 1 else "s")
