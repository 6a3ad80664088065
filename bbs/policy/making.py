"""Frozen records that are quickly made: for every text some are."""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import Any, TypeVar

Kind = TypeVar("Kind")

_INIT = """
def __init__(self, {parameters}):
    PUT(self, "__class__", OPEN)
    {assignments}
    self.__class__ = FROZEN
"""


def quickly_made(kind: type[Kind]) -> type[Kind]:
    """A frozen dataclass with slots, the same in everything but how a new object gets its fields.

    `dataclass` lets each of them be set by a call around what forbids it. Here the object belongs meanwhile to a class
    with the same slots that forbids nothing, which takes less than half the time.
    """
    known: dict[str, Any] = {"PUT": object.__setattr__, "FROZEN": kind}
    known["OPEN"] = type(kind.__name__, (), {"__slots__": kind.__slots__})  # type: ignore[attr-defined]  # it has
    parameters, assignments = [], []
    for one in fields(kind):  # type: ignore[arg-type]  # a dataclass
        needed = one.default is MISSING and one.default_factory is MISSING
        known[f"_{one.name}"] = one.default if one.default_factory is MISSING else one.default_factory()
        parameters.append(one.name if needed else f"{one.name}=_{one.name}")
        assignments.append(f"self.{one.name} = {one.name}")
    source = _INIT.format(parameters=", ".join(parameters), assignments="\n    ".join(assignments))
    exec(source, known)  # noqa: S102  # as `dataclass` does it; names of fields alone go in
    kind.__init__ = known["__init__"]  # type: ignore[method-assign]  # it takes the same
    return kind
