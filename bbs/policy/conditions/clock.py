"""When something was written, by the lesson's clock on the wall."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar, Self

from bbs.document import Node
from bbs.policy.build import Build
from bbs.policy.case import NO, YES, Case, Finding, Scope
from bbs.policy.times import read_time

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""The days as they are written, in the order of `datetime.date.weekday`."""
KEYS = {
    "from": "the first minute; the beginning of the day when left out",
    "to": "the minute it ends, itself excluded; the end of the day when left out",
    "days": "the days on which it begins",
}
"""Keys of `time`."""
_MIDNIGHT = dt.time(0)


@dataclass(frozen=True, slots=True)
class Time:
    """The lesson's clock shows a time from `from` until just before `to`, on one of `days`; it may cross midnight."""

    word: ClassVar[str] = "time"
    example: ClassVar[str] = 'time: {from: "22:00", to: "06:00", days: [mon, tue]}'
    gives_hits: ClassVar[bool] = False

    start: dt.time
    end: dt.time
    """Midnight where it ends with the day."""
    days: tuple[str, ...]
    """Every day where it is empty."""

    @classmethod
    def read(cls, node: Node, build: Build, scope: Scope) -> Self | None:  # noqa: ARG003  # no text is searched
        """The map under `time`; it needs at least one of its keys."""
        table = build.keys(node, "`time`", KEYS)
        if table is None:
            return None
        if not table.entries:
            build.problems.add(node, "`time` is empty", f"write {cls.example}")
        start, end, days = table.get("from"), table.get("to"), table.get("days")
        begins = read_time(start, build, "from") if start is not None else None
        ends = read_time(end, build, "to") if end is not None else None
        if end is not None and ends is not None and ends == (begins or _MIDNIGHT):
            build.problems.add(
                end, "`to` is the same minute as `from`", "write another; a whole day needs neither of them"
            )
        on = build.choices(days, "day", DAYS, "days") if days is not None else ()
        return cls(begins or _MIDNIGHT, ends or _MIDNIGHT, tuple(on))

    def judge(self, case: Case) -> Finding:
        """False where the time is not known, or the day where days are asked for."""
        return NO if self._failed(case) else YES

    def _failed(self, case: Case) -> str:
        at, date = case.submission.at, case.submission.date
        if at is None:
            return "the time is not known"
        late = self.start <= at and (at < self.end or self.end <= self.start)
        early = at < self.end <= self.start
        if not late and not early:
            return f"it is {at:%H:%M}"
        if not self.days:
            return ""
        if date is None:
            return "the day is not known"
        day = DAYS[date.weekday() - early]
        return "" if day in self.days else f"this time belongs to {day}"

    def why_not(self, case: Case) -> str:
        """What time it is, the day it belongs to, or which of both is not known."""
        return self._failed(case)
