"""Lengths of time as the policy language writes them: `10 minutes`, `8 hours`."""

from __future__ import annotations

import datetime as dt
import re

from bbs.document import Node, Text
from bbs.policy.build import Build

_UNITS = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 604_800}


def read_duration(node: Node, build: Build, what: str) -> dt.timedelta | None:
    """A whole number and a unit from second to week; reported where it is something else."""
    match = re.fullmatch(r"([0-9]{1,6}) *([a-z]+?)s?", node.value.strip()) if isinstance(node, Text) else None
    if match is None or match[2] not in _UNITS or not int(match[1]):
        build.problems.add(
            node,
            f"{what} must be a length of time",
            f"write {what}: 10 minutes (seconds, minutes, hours, days, weeks)",
        )
        return None
    return dt.timedelta(seconds=int(match[1]) * _UNITS[match[2]])
