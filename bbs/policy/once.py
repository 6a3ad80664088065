"""A value that is worked out when it is first asked for, and kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar, overload

Value = TypeVar("Value")


class once(Generic[Value]):  # noqa: N801  # it stands where `property` would
    """`functools.cached_property` without its lock, which in Python 3.11 costs more than most of what is kept here."""

    def __init__(self, work_out: Callable[[Any], Value]) -> None:
        self._work_out = work_out
        self._name = work_out.__name__
        self.__doc__ = work_out.__doc__

    @overload
    def __get__(self, owner: None, kind: type[object]) -> Self: ...

    @overload
    def __get__(self, owner: object, kind: type[object]) -> Value: ...

    def __get__(self, owner: object | None, kind: type[object]) -> Self | Value:
        """The value; from the second time on Python finds it in the object itself."""
        if owner is None:
            return self
        value = owner.__dict__[self._name] = self._work_out(owner)
        return value
